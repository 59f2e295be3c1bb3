"""Milliseconds a frame of the panes while panning and zooming, beside d3/SVG on the same points in the same run.

Two measures. The time from frame to frame is what a person sees, but it leaves out what the browser rasters beside
the page's thread, and it grows with whatever else the machine does. The processor time a frame costs in all of the
browser's processes leaves nothing out. Also the heap after opening and closing the panes 200 times, and that of the
real page after going through 200 tasks; see ``bench/page_heap.py``.

    python -m bench.frames [--size 1000000] [--frames 400] [--tasks 200]
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright

from bench import report
from bench.page_heap import live_bytes, measure_page_heap

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import frontend  # noqa: E402

WIDTH, HEIGHT = 2146, 1200  # 2,000 pixel columns beside the gutter
COLUMNS = 2000
POINTS = 4000
PANES = 8
EARLY = 5
GOALS = {
    "p99_ms": 16.7,
    "p50_of_d3": 1 / 3,
    "cpu_of_d3": 1 / 3,
    "heap_growth": 1.1,
    "page_heap_growth": 1.1,
    "page_data_growth": 1.1,
}


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the harness without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: D102
        pass


def summary(times: list[float]) -> dict[str, float]:
    """Median and 99th percentile, in milliseconds."""
    return {"p50": round(float(np.percentile(times, 50)), 2), "p99": round(float(np.percentile(times, 99)), 2)}


def browser_seconds() -> float:
    """Processor time that the browser's processes have used so far."""
    seconds = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "chrom" in process.name():
                times = process.cpu_times()
                seconds += times.user + times.system
    return seconds


def run(page: Page, script: str, frames: int, argument: float) -> tuple[list[float], float]:
    """Frame times in ms, and processor time a frame in ms. What a run of no frames costs is taken off."""
    spent = []
    times: list[float] = []
    for count in (0, frames):
        before = browser_seconds()
        times = page.evaluate(f"([n, x]) => {script}(n, x)", [count, argument])
        spent.append(browser_seconds() - before)
    return times, 1000 * (spent[1] - spent[0]) / frames


def measure(page: Page, frames: int, size: int) -> dict[str, Any]:
    """All figures of one run. The contenders take turns, so that a noisy machine is noisy to all of them."""
    contenders = {
        "columns": ("bench.ours", 0.5),
        "samples": ("bench.ours", 1.6 * COLUMNS / size),
        "d3": ("bench.d3Svg", POINTS),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    cpu: dict[str, list[float]] = {name: [] for name in contenders}
    turns = 4
    # The first turn does not count: in it the harness makes the tiles that a server would have sent.
    for turn in range(turns + 1):
        for name, (script, argument) in contenders.items():
            took, each = run(page, script, max(10, frames // turns), argument)
            if turn > 0:
                times[name] += took
                cpu[name].append(each)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    page.evaluate(f"bench.cycles({EARLY})")
    early = live_bytes(cdp)
    page.evaluate("bench.cycles(200)")
    late = live_bytes(cdp)
    return {
        **{name: {**summary(times[name]), "cpu": round(float(np.median(cpu[name])), 2)} for name in contenders},
        "heap_mb": [round(early / 2**20, 2), round(late / 2**20, 2)],
        "heap_growth": round(late / early, 3),
    }


def main() -> int:
    """Measure, print a table and one line of JSON; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="samples in the series")
    parser.add_argument("--frames", type=int, default=400, help="frames timed of each contender")
    parser.add_argument("--tasks", type=int, default=200, help="tasks that the real page goes through")
    options = parser.parse_args()
    if options.tasks < EARLY:
        parser.error(f"--tasks must be at least {EARLY}")
    if options.size < 20_000:
        parser.error("--size must be at least 20000, so that there are columns to draw")

    frontend.install()
    frontend.npm("run", "--silent", "harness", "--", "--logLevel", "error")
    handler = functools.partial(QuietHandler, directory=str(ROOT / "frontend" / "dist" / "dev"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        # No waiting for a display: a frame takes what it costs to compute, paint and raster.
        switches = ["--no-sandbox", "--disable-gpu", "--disable-frame-rate-limit", "--disable-gpu-vsync"]
        browser = playwright.chromium.launch(executable_path=chromium, args=switches)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"http://127.0.0.1:{server.server_port}/bench.html?size={options.size}&channels={PANES}")
        page.wait_for_function("globalThis.bench !== undefined", timeout=120_000)
        figures = measure(page, options.frames, options.size)
        browser.close()
        server.shutdown()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        figures |= measure_page_heap(browser, options.tasks, EARLY)
        browser.close()

    ratio = round(max(figures["columns"]["p50"], figures["samples"]["p50"]) / figures["d3"]["p50"], 3)
    figures["p50_of_d3"] = ratio
    figures["cpu_of_d3"] = round(max(figures["columns"]["cpu"], figures["samples"]["cpu"]) / figures["d3"]["cpu"], 3)
    measured = {
        "p99_ms": max(figures["columns"]["p99"], figures["samples"]["p99"]),
        **{name: figures[name] for name in GOALS if name in figures},
    }
    print(f"{PANES} panes, {COLUMNS} pixel columns ({POINTS} points), {options.frames} frames, ms a frame:")
    for name in ("columns", "samples", "d3"):
        row = figures[name]
        print(f"  {name:8} p50 {row['p50']:6.2f}   p99 {row['p99']:6.2f}   cpu {row['cpu']:6.2f}")
    print(f"  of d3: p50 {ratio}, cpu {figures['cpu_of_d3']}   heap after 200 more cycles × {figures['heap_growth']}")
    print(f"  real page after {options.tasks} tasks: heap × {figures['page_heap_growth']}", end=", ")
    print(f"without compiled code × {figures['page_data_growth']}")
    goals = {
        name: {"goal": f"<= {GOALS[name]:.3g}", "value": value, "met": value <= GOALS[name]}
        for name, value in measured.items()
    }
    report("frames", figures, goals)
    return 0 if all(goal["met"] for goal in goals.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
