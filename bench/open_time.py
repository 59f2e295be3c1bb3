"""From navigation to all panes drawn, in a headless Chromium, beside Label Studio's own editor on the same files.

    python -m bench.open_time --size 1e4,1e6,1e8

Series of eight channels come from the simulator: as CSV files that are ingested, and above ten million samples
straight through the store's writer. The server is warm: each page has been opened once before by another browser
profile. Every opening has a fresh profile, so nothing is in the browser's cache; ``again`` is the same page opened once
more in the same profile.

Ours ends when the page sets its mark, after painting the frame that shows every pane and the overview from exact tiles.
Label Studio's ends with the first frame in which each of the eight channels has a line of more than one point.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from bench import report
from bench.installation import BenchTask, Installation, installation, store_of
from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.simulate import Simulation
from faultmark.simulate.simulation import Scenario
from faultmark.simulate.writers import feed, write_csv

LARGEST_CSV = 10**7
LARGEST_PEER = 10**6
PEER_SECONDS = 400
STEP = 20_000_000  # 50 Hz
CHANNELS = 8
VIEWPORT = {"width": 1600, "height": 1000}
MARK = "faultmark:panes-drawn"

OURS_DRAWN = f"() => performance.getEntriesByName('{MARK}')[0]?.startTime ?? null"
PEER_WATCH = f"""
(() => {{
  const hasLine = (channel) => [...channel.querySelectorAll("path")]
    .some((path) => (path.getAttribute("d") ?? "").split("L").length > 2);
  const look = () => {{
    const channels = [...document.querySelectorAll(".htx-timeseries-channel")].filter(hasLine);
    if (channels.length >= {CHANNELS}) window.__drawn = performance.now();
    else requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
}})();
"""


def make_series(data_dir: Path, size: int) -> BenchTask:
    """Simulate a pump, ingest it, and say what task shows it."""
    simulation = Simulation(Scenario(size, step=STEP, wear="none", anomalies=20))
    label = f"{size:.0e}".replace("+0", "")
    path = data_dir / "files" / "bench" / f"{label}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    store = store_of(data_dir)
    names = [sensor.name for sensor in simulation.sensors]
    if size <= LARGEST_CSV:
        with path.open("wb") as file:
            write_csv(simulation, file)
        options = IngestOptions(time_column=simulation.time_column, columns=tuple(names))
        series = ingest_series(path, options, store).series_id
    else:
        path.write_text(f"{simulation.time_column},{','.join(names)}\n")
        with store.writer(names) as writer:
            feed(simulation, writer)
            series = writer.finish(identity=f"bench open {size}")
    channels = "".join(f'<Channel column="{name}" height="80"/>' for name in names)
    config = f"""<View><TimeSeriesLabels name="label" toName="ts"><Label value="Fault"/></TimeSeriesLabels>
<TimeSeries name="ts" value="$csv" valueType="url" timeColumn="{simulation.time_column}"
  timeFormat="%Y-%m-%d %H:%M:%S.%f">{channels}</TimeSeries></View>"""
    return BenchTask(label, config, f"bench/{label}.csv", series)


@contextlib.contextmanager
def profile(playwright: Playwright, running: Installation) -> Iterator[BrowserContext]:
    """A fresh browser profile that is logged in.

    It lies on disk, as a person's does: one in memory cannot take in a file as large as Label Studio's editor loads.
    """
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory(prefix="faultmark-bench-", ignore_cleanup_errors=True) as folder:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium, args=["--no-sandbox", "--disable-gpu"], viewport=VIEWPORT
        )
        host = urlsplit(running.base_url).hostname or ""
        cookies = [{"name": n, "value": v, "domain": host, "path": "/"} for n, v in running.cookies.items()]
        context.add_cookies(cookies)  # type: ignore[arg-type]
        yield context
        context.close()


def open_ours(page: Page, running: Installation, place: tuple[int, int]) -> float:
    """Milliseconds from navigation until everything of our page is painted."""
    project, task = place
    page.goto(f"{running.base_url}/faultmark/projects/{project}/tasks/{task}", wait_until="commit")
    page.wait_for_function(OURS_DRAWN, timeout=60_000)
    return float(page.evaluate(OURS_DRAWN))


def open_peer(page: Page, running: Installation, place: tuple[int, int]) -> float | None:
    """Milliseconds from navigation until Label Studio's editor has drawn all channels; None if it never does."""
    project, task = place
    crashed: list[Page] = []
    page.on("crash", lambda gone: crashed.append(gone))  # noqa: PLW0108 - playwright wraps functions, not methods
    page.add_init_script(PEER_WATCH)
    page.goto(f"{running.base_url}/projects/{project}/data?task={task}", wait_until="commit")
    deadline = time.monotonic() + PEER_SECONDS
    while not crashed and time.monotonic() < deadline:
        try:
            page.wait_for_function("() => window.__drawn !== undefined", timeout=5_000)
        except PlaywrightError:  # the page is busy, or gone
            with contextlib.suppress(PlaywrightError):
                if page.get_by_text("There was an issue loading URL").is_visible():
                    raise RuntimeError("Label Studio's editor could not load the file; that is no time.") from None
            continue
        return float(page.evaluate("() => window.__drawn"))
    return None


def timed(playwright: Playwright, running: Installation, place: tuple[int, int]) -> tuple[float, float]:
    """Milliseconds of a first opening of ours in a fresh profile, and of a second one in the same."""
    with profile(playwright, running) as context:
        first = open_ours(context.new_page(), running, place)
        return first, open_ours(context.new_page(), running, place)


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


def measure(running: Installation, tasks: list[BenchTask], sizes: list[int], rounds: int) -> dict[str, Any]:
    """All openings, in turns, so that a noisy machine is noisy to all of them."""
    ours: dict[str, list[tuple[float, float]]] = {task.title: [] for task in tasks}
    peer: dict[str, float | None] = {}
    with sync_playwright() as playwright:
        for turn in range(rounds + 1):
            for task, place in zip(tasks, running.tasks, strict=True):
                took = timed(playwright, running, place)
                if turn:  # the first turn warms the server
                    ours[task.title].append(took)
                    print(f"{task.title}: ours {took[0]:.0f} ms, again {took[1]:.0f} ms", flush=True)
        for task, size, place in zip(tasks, sizes, running.tasks, strict=True):
            if size > LARGEST_PEER:
                continue
            # Once to warm up, except where that takes minutes.
            for turn in range(2 if size < LARGEST_PEER else 1, 0, -1):
                with profile(playwright, running) as context:
                    drawn = open_peer(context.new_page(), running, place)
                if turn == 1:
                    peer[task.title] = drawn
                    said = "not drawn" if drawn is None else f"{drawn:.0f} ms"
                    print(f"{task.title}: Label Studio {said}", flush=True)
    shown: dict[str, Any] = {}
    for title, taken in ours.items():
        first, again = median([t[0] for t in taken]), median([t[1] for t in taken])
        shown[f"ours {title}"] = {"first_ms": round(first), "again_ms": round(again)}
    for title, drawn in peer.items():
        shown[f"label_studio {title}"] = {"first_ms": None if drawn is None else round(drawn)}
    return shown


def goals_of(figures: dict[str, Any], labels: list[str]) -> dict[str, dict[str, Any]]:
    """What is wanted of the figures, and whether it holds."""
    goals: dict[str, dict[str, Any]] = {}
    smallest, largest = figures[f"ours {labels[0]}"]["first_ms"], figures[f"ours {labels[-1]}"]["first_ms"]
    if len(labels) > 1:
        ratio = round(largest / smallest, 3)
        goals[f"{labels[-1]} / {labels[0]}"] = {"goal": "<= 1.15", "value": ratio, "met": ratio <= 1.15}
    goals[f"ours at {labels[-1]}"] = {"goal": "< 800 ms", "value": largest, "met": largest < 800}
    for label in labels:
        if label.startswith("1e6") and f"label_studio {label}" in figures:
            theirs = figures[f"label_studio {label}"]["first_ms"]
            # One that was never drawn has no time to compare.
            beside = None if theirs is None else round(theirs / figures[f"ours {label}"]["first_ms"], 1)
            met = beside is not None and beside >= 25
            goals[f"Label Studio / ours at {label}"] = {"goal": ">= 25", "value": beside, "met": met}
    return goals


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1e4,1e6,1e8", help="samples of each channel, smallest first, comma between")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    sizes = [int(float(s)) for s in args.size.split(",")]
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    try:
        tasks = []
        for size in sizes:
            begun = time.perf_counter()
            tasks.append(make_series(root, size))
            print(f"{tasks[-1].title} x 8 ready in {time.perf_counter() - begun:.1f} s", flush=True)
        with installation(root, tasks) as running:
            figures = measure(running, tasks, sizes, args.rounds)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    report("open_time", figures, goals_of(figures, [task.title for task in tasks]))


if __name__ == "__main__":
    main()
