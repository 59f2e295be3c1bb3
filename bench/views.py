"""Views in process: random windows of random widths on series of 1e5, 1e8 and 1e9 samples, warm and cold.

    python -m bench.views --size 1e5,1e8,1e9

Windows are spread evenly over the logarithm of their length, from 300 samples to the whole series; widths are 300 to
4,000 pixels. Cold means that none of the series' files is in the page cache before each view, which ``mincore`` proves.
"""

from __future__ import annotations

import argparse
import ctypes
import mmap
import os
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from bench import best, percentiles, report
from faultmark.store import ChannelSpec, Series, SeriesStore

BLOCK = 1 << 22
STEP = 20_000


def write_series(store: SeriesStore, size: int, *, irregular: bool = False) -> str:
    """Vibration-like noise with spikes of one sample and a few missing values, through the store's own writer."""
    random = np.random.default_rng(size)
    noise = random.standard_normal(BLOCK, dtype=np.float32)
    last = 0
    with store.writer([ChannelSpec("vibration", "float32")], step=STEP) as writer:
        for a in range(0, size, BLOCK):
            n = min(BLOCK, size - a)
            block = np.roll(noise, int(random.integers(BLOCK)))[:n] * np.float32(1 + (a // BLOCK) % 7)
            block[random.integers(0, n, 3)] = 100
            block[random.integers(0, n, max(1, n // 10_000))] = np.nan
            ticks = None
            if irregular:
                ticks = last + np.cumsum(random.integers(1, 2 * STEP, n))
                last = int(ticks[-1])
            writer.append(ticks, [block])
        return writer.finish(identity=f"bench views {size} {irregular}")


def requests(series: Series, count: int, seed: int) -> list[tuple[int, int, int]]:
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


def resident_pages(folder: Path) -> int:
    """How many pages of a folder's files the kernel holds in memory."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mincore.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
    total = 0
    for path in folder.iterdir():
        size = path.stat().st_size
        with path.open("rb") as file, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as mapped:
            pages = -(-size // mmap.PAGESIZE)
            state = np.zeros(pages, np.uint8)
            view = np.frombuffer(mapped, np.uint8)
            if libc.mincore(view.ctypes.data, size, state.ctypes.data):
                raise OSError(ctypes.get_errno(), "mincore")
            total += int(np.count_nonzero(state & 1))
            del view
    return total


def evict(folder: Path) -> None:
    """Drop a folder's files from the page cache."""
    for path in folder.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def measure_warm(series: Series, count: int) -> dict[str, float]:
    """Milliseconds of views of cached files, after a first round of other windows.

    Beside the time on the clock the processor's: on a machine that others use, the difference is their part.
    """
    for start, end, width in requests(series, 150, 7):
        series.view([0], start, end, width)
    seconds, processor = [], []
    for start, end, width in requests(series, count, 1):
        begun, cpu = time.perf_counter(), time.thread_time()
        series.view([0], start, end, width)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.thread_time() - cpu)
    return {**percentiles(seconds), **{f"cpu_{k}": v for k, v in percentiles(processor).items()}}


def measure_cold(store: SeriesStore, name: str, count: int) -> dict[str, object]:
    """Milliseconds of views of files that are not cached, all and by the number of samples a pixel."""
    folder = store.path(name)
    seconds: list[float] = []
    by_zoom: dict[str, list[float]] = defaultdict(list)
    left = 0
    for start, end, width in requests(Series(name, folder, store.open(name).meta), count, 2):
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
    return {**percentiles(seconds), "resident_pages_before": left, "by_samples_per_pixel": zooms}


def full_scan(series: Series, width: int) -> float:
    """Seconds to reduce all samples to the columns' minima and maxima, from memory."""
    values = series.values(0, 0, series.meta.rows)
    starts = np.linspace(0, values.size, width, endpoint=False).astype(np.int64)
    return best(lambda: (np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)), 2)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1e5,1e8,1e9", help="numbers of samples, separated by commas")
    parser.add_argument("--views", type=int, default=1000)
    parser.add_argument("--cold-views", type=int, default=150)
    parser.add_argument("--irregular", action="store_true", help="also a series of the second size with a time file")
    args = parser.parse_args()
    sizes = [int(float(s)) for s in args.size.split(",")]
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    figures: dict[str, object] = {}
    goals: dict[str, dict[str, object]] = {}
    try:
        for size, irregular in [(s, False) for s in sizes] + [(s, True) for s in sizes[1:2] if args.irregular]:
            label = f"{size:.0e}".replace("+0", "") + (" irregular" if irregular else "")
            if shutil.disk_usage(root).free < size * (13 if irregular else 5):
                print(f"{label}: not enough disk, left out")
                continue
            store = SeriesStore(root / label)
            begun = time.perf_counter()
            name = write_series(store, size, irregular=irregular)
            print(f"{label}: written in {time.perf_counter() - begun:.1f} s")
            series = store.open(name)
            first, end = series.meta.axis.first, series.meta.axis.last + 1
            warm = measure_warm(series, args.views)
            figure: dict[str, object] = {"warm_ms": warm}
            full = best(lambda: series.view([0], first, end, 2000), 20)  # noqa: B023 - called at once
            figure["full_view_ms"] = round(full * 1e3, 3)
            goals[f"{label} warm p99"] = {"goal": "<= 1 ms", "value": warm["p99"], "met": warm["p99"] <= 1}
            if 10**8 <= size <= 2 * 10**8:
                scan = full_scan(series, 2000)
                figure["full_scan_ms"] = round(scan * 1e3, 2)
                ratio = round(scan / full, 1)
                goals[f"{label} full view"] = {"goal": ">= 1000 x full scan", "value": ratio, "met": ratio >= 1000}
            store = SeriesStore(root / label)  # the first one keeps the files mapped
            series = store.open(name)
            cold = measure_cold(store, name, args.cold_views)
            figure["cold_ms"] = cold
            goals[f"{label} cold p99"] = {"goal": "<= 5 ms", "value": cold["p99"], "met": float(cold["p99"]) <= 5}  # type: ignore[arg-type]
            figures[label] = figure
            print(label, figure)
            shutil.rmtree(root / label)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    report("views", figures, goals)


if __name__ == "__main__":
    main()
