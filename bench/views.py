"""Views: random windows of random widths on series of 1e5, 1e8 and 1e9 samples, in process and over HTTP.

    python -m bench.views --size 1e5,1e8,1e9

Windows are spread evenly over the logarithm of their length, from 300 samples to the whole series; widths are 300 to
4,000 pixels. In process: warm, and cold, which means that none of the series' files is in the page cache before each
view; ``mincore`` proves it. Beside them stands what the disk takes for 2,000 scattered pages, since the first and last
samples of 2,000 wide columns lie on as many. Over HTTP: eight connections ask the real server, each for one view after
the other; it checks the session and the permission of every request. No view is asked for twice.

Each window is measured in two ways. As it is: its columns are the pixels of the screen, whatever buckets they cut; that
is what a screen at rest shows. And as ``first``: by columns of whole buckets, which the page asks for before that, and
alone while the window moves (``bench/aligned_windows.py``). The goals for cold files and for the whole series judge
what is asked for first; all others, the windows as they are.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from bench import best, percentiles, report
from bench.aligned_windows import aligned_window
from bench.cold import evict, fetch_scattered, resident_pages
from bench.installation import BenchTask, installation, store_of
from bench.view_load import measure_http
from faultmark.store import ChannelSpec, Series, SeriesStore

BLOCK = 1 << 22
STEP = 20_000
CONFIG = """<View>
<TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="Fault"/></TimeSeriesLabels></View>"""


def write_series(store: SeriesStore, size: int, channels: int = 1, *, irregular: bool = False) -> str:
    """Vibration-like noise with spikes of one sample and a few missing values, through the store's own writer."""
    random = np.random.default_rng(size)
    noise = random.standard_normal(BLOCK, dtype=np.float32)
    last = 0
    specs = [ChannelSpec(f"vibration {i}", "float32") for i in range(channels)]
    with store.writer(specs, step=STEP) as writer:
        for a in range(0, size, BLOCK):
            n = min(BLOCK, size - a)
            columns = []
            for _ in specs:
                block = np.roll(noise, int(random.integers(BLOCK)))[:n] * np.float32(1 + (a // BLOCK) % 7)
                block[random.integers(0, n, 3)] = 100
                block[random.integers(0, n, max(1, n // 10_000))] = np.nan
                columns.append(block)
            ticks = None
            if irregular:
                ticks = last + np.cumsum(random.integers(1, 2 * STEP, n))
                last = int(ticks[-1])
            writer.append(ticks, columns)
        return writer.finish(identity=f"bench views {size} {channels} {irregular}")


View: TypeAlias = tuple[int, int, int]
"""Start, end and width."""


def requests(series: Series, count: int, seed: int) -> list[View]:
    """Random (start, end, width)."""
    random = np.random.default_rng(seed)
    first, last = series.meta.axis.first, series.meta.axis.last
    span = last + 1 - first
    least = max(span * 300 // series.meta.rows, 2)
    found = []
    for _ in range(count):
        length = int(np.exp(random.uniform(np.log(least), np.log(span))))
        start = first + int(random.random() * (span - length))
        found.append((start, start + length, int(random.integers(300, 4001))))
    return found


def asked_first(series: Series, views: list[View]) -> list[View]:
    """What the page asks for before each of these views: the view itself where no column would hold a bucket."""
    return [aligned_window(series.meta.axis, *view) or view for view in views]


def measure_warm(series: Series, count: int, *, first: bool) -> dict[str, float]:
    """Milliseconds of views of cached files, after a first round of other windows.

    Beside the time on the clock the processor's: on a machine that others use, the difference is their part.
    """
    practice, views = requests(series, 150, 7), requests(series, count, 1)
    if first:
        practice, views = asked_first(series, practice), asked_first(series, views)
    for start, end, width in practice:
        series.view([0], start, end, width)
    seconds, processor = [], []
    for start, end, width in views:
        begun, cpu = time.perf_counter(), time.thread_time()
        series.view([0], start, end, width)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.thread_time() - cpu)
    return {**percentiles(seconds), **{f"cpu_{k}": v for k, v in percentiles(processor).items()}}


def measure_cold(store: SeriesStore, name: str, count: int, *, first: bool) -> dict[str, Any]:
    """Milliseconds of views of files that are not cached, all and by the number of samples a pixel."""
    folder = store.path(name)
    seconds: list[float] = []
    by_zoom: dict[str, list[float]] = defaultdict(list)
    left = 0
    series = Series(name, folder, store.open(name).meta)
    views = requests(series, count, 2)
    for start, end, width in asked_first(series, views) if first else views:
        # Opened anew: a page that is mapped somewhere cannot be evicted.
        fresh = Series(name, folder, store.open(name).meta)
        fresh.channel(0)
        evict(folder)
        left = max(left, resident_pages(folder))
        begun = time.perf_counter()
        view = fresh.view([0], start, end, width)
        seconds.append(time.perf_counter() - begun)
        del fresh
        ratio = view.count / width
        zoom = "samples" if view.mode == "samples" else "<64" if ratio < 64 else "64-1024" if ratio < 1024 else ">1024"
        by_zoom[zoom].append(seconds[-1])
    zooms = {k: {"views": len(v), **percentiles(v)} for k, v in sorted(by_zoom.items())}
    samples = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    return {
        **percentiles(seconds),
        "resident_pages_before": left,
        "by_samples_per_pixel": zooms,
        "disk_2000_pages": round(best(lambda: fetch_scattered(samples, 2000), 5) * 1e3, 1),
    }


def full_scan(series: Series, width: int) -> float:
    """Seconds to reduce all samples to the columns' minima and maxima, from memory."""
    values = series.values(0, 0, series.meta.rows)
    starts = np.linspace(0, values.size, width, endpoint=False).astype(np.int64)
    return best(lambda: (np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)), 10)


def measure_warm_views(root: Path, name: str, size: int, args: argparse.Namespace) -> dict[str, Any]:
    """All figures of one series in the page cache that need no server."""
    series = SeriesStore(root).open(name)
    first, end = series.meta.axis.first, series.meta.axis.last + 1
    whole = (first, end, 2000)
    figure: dict[str, Any] = {}
    scan = full_scan(series, 2000) if size <= 2 * 10**8 else None
    if scan is not None:
        figure["full_scan_ms"] = round(scan * 1e3, 2)
    for kind, view in (("", whole), ("first_", asked_first(series, [whole])[0])):
        figure[f"warm_{kind}ms"] = measure_warm(series, args.views, first=bool(kind))
        full = best(lambda view=view: series.view([0], *view), 50)  # type: ignore[misc]
        figure[f"full_view_{kind}ms"] = round(full * 1e3, 3)
        if scan is not None:
            figure[f"full_scan_{kind}ratio"] = round(scan / full, 1)
    return figure


def limits(figures: dict[str, Any], labels: list[str]) -> dict[str, dict[str, Any]]:
    """What is wanted of the figures, and whether it holds."""
    goals: dict[str, dict[str, Any]] = {}

    def wanted(name: str, value: float, limit: float, *, least: bool = False) -> None:
        met = value >= limit if least else value <= limit
        goals[name] = {"goal": f"{'>=' if least else '<='} {limit:g}", "value": value, "met": met}

    for label in labels:
        figure = figures[label]
        wanted(f"{label} warm p99 ms", figure["warm_ms"]["p99"], 1)
        wanted(f"{label} cold p99 ms, asked for first", figure["cold_first_ms"]["p99"], 5)
        if label.startswith("1e8"):
            ratio = figure["full_scan_first_ratio"]
            wanted(f"{label} full scan / full view, asked for first", ratio, 1000, least=True)
        if "http_1_ms" in figure:
            wanted(f"{label} http p50 ms", figure["http_1_ms"]["p50"], 4)
            wanted(f"{label} http p99 ms", figure["http_1_ms"]["p99"], 12)
        if "http_8_ms" in figure:
            wanted(f"{label} http p99 ms, eight channels", figure["http_8_ms"]["p99"], 25)
    small, large = figures[labels[0]], figures[labels[-1]]
    if len(labels) > 1 and "http_1_ms" in small:
        wanted("http p50, largest / smallest", round(large["http_1_ms"]["p50"] / small["http_1_ms"]["p50"], 2), 1.3)
    if len(labels) > 1:
        wanted("warm p50, largest / smallest", round(large["warm_ms"]["p50"] / small["warm_ms"]["p50"], 2), 1.3)
    return goals


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1e5,1e8,1e9", help="numbers of samples, smallest first, comma between")
    parser.add_argument("--views", type=int, default=1000)
    parser.add_argument("--cold-views", type=int, default=150)
    parser.add_argument("--irregular", action="store_true", help="also a series of the second size with a time file")
    parser.add_argument("--no-http", action="store_true", help="only in process")
    args = parser.parse_args()
    sizes = [int(float(s)) for s in args.size.split(",")]
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    store_of(root)
    figures: dict[str, Any] = {}
    names: dict[str, str] = {}
    try:
        for size, irregular in [(s, False) for s in sizes] + [(s, True) for s in sizes[1:2] if args.irregular]:
            label = f"{size:.0e}".replace("+0", "") + (" irregular" if irregular else "")
            # A billion samples of one channel are 4 GB; eight would tell nothing new.
            channels = 8 if size <= 2 * 10**8 and not irregular else 1
            if shutil.disk_usage(root).free < size * (5 * channels + 8 * irregular):
                print(f"{label}: not enough disk, left out")
                continue
            begun = time.perf_counter()
            names[label] = write_series(store_of(root), size, channels, irregular=irregular)
            print(f"{label}: {channels} channels written in {time.perf_counter() - begun:.1f} s", flush=True)
            figures[label] = measure_warm_views(root / "store", names[label], size, args)
            # By a store of its own: the one before keeps the files mapped, and so in the page cache.
            for kind in ("", "first_"):
                cold = measure_cold(store_of(root), names[label], args.cold_views, first=bool(kind))
                figures[label][f"cold_{kind}ms"] = cold
            print(label, figures[label], flush=True)
        if not args.no_http:
            measure_over_http(root, names, figures, args.views)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    report("views", figures, limits(figures, list(names)))


def measure_over_http(root: Path, names: dict[str, str], figures: dict[str, Any], count: int) -> None:
    """Add what eight connections see of each series, with its files in the page cache."""
    store = store_of(root)
    (root / "files" / "bench").mkdir(parents=True, exist_ok=True)
    (root / "files" / "bench" / "source.csv").write_text("time,a\n")
    tasks = [BenchTask(label, CONFIG, "bench/source.csv", name) for label, name in names.items()]
    with installation(root, tasks) as running:
        for (label, name), (_project, task) in zip(names.items(), running.tasks, strict=True):
            series = store.open(name)
            # The cold views before left most of it out of the page cache, and how the disk reads is measured there.
            for file in store.path(name).iterdir():
                with file.open("rb", buffering=0) as opened:
                    while opened.read(1 << 24):
                        pass
            for channels in (1, 8) if len(series.meta.channels) == 8 else (1,):
                views = requests(series, count, 3 + channels)
                figures[label][f"http_{channels}_ms"] = measure_http(running, task, name, channels, views)
                print(label, f"{channels} channels over HTTP", figures[label][f"http_{channels}_ms"], flush=True)


if __name__ == "__main__":
    main()
