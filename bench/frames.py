"""Milliseconds a frame of the panes while panning and zooming, beside d3/SVG on the same points in the same run.

Also the page's heap after opening and closing the panes 200 times. Absolute times depend on the machine; the ratio
to d3/SVG and the growth of the heap do not. Run from the repository's root::

    python bench/frames.py [--size 1000000] [--frames 400]
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import frontend  # noqa: E402

WIDTH, HEIGHT = 2146, 1200  # 2,000 pixel columns beside the gutter
COLUMNS = 2000
POINTS = 4000
PANES = 8
GOALS = {"p99_ms": 16.7, "p50_of_d3": 1 / 3, "heap_growth": 1.1}


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the harness without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: D102
        pass


def heap(cdp: CDPSession) -> float:
    """Live bytes of the page's JavaScript, after collecting garbage."""
    for _ in range(3):
        cdp.send("HeapProfiler.collectGarbage")
    metrics = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"])


def summary(times: list[float]) -> dict[str, float]:
    """Median and 99th percentile, in milliseconds."""
    return {"p50": round(float(np.percentile(times, 50)), 2), "p99": round(float(np.percentile(times, 99)), 2)}


def measure(page: Page, frames: int, size: int) -> dict[str, Any]:
    """All figures of one run. The contenders take turns, so that a noisy machine is noisy to all of them."""
    times: dict[str, list[float]] = {"columns": [], "samples": [], "d3": []}
    few = 1.6 * COLUMNS / size
    turns = 4
    for _ in range(turns):
        count = max(10, frames // turns)
        times["columns"] += page.evaluate("([n, share]) => bench.ours(n, share)", [count, 0.5])
        times["samples"] += page.evaluate("([n, share]) => bench.ours(n, share)", [count, few])
        times["d3"] += page.evaluate("([n, points]) => bench.d3Svg(n, points)", [count, POINTS])
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    page.evaluate("bench.cycles(5)")
    early = heap(cdp)
    page.evaluate("bench.cycles(200)")
    late = heap(cdp)
    return {
        **{name: summary(values) for name, values in times.items()},
        "heap_mb": [round(early / 2**20, 2), round(late / 2**20, 2)],
        "heap_growth": round(late / early, 3),
    }


def main() -> int:
    """Measure, print a table and one line of JSON; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="samples in the series")
    parser.add_argument("--frames", type=int, default=400, help="frames timed of each contender")
    options = parser.parse_args()
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

    ratio = round(max(figures["columns"]["p50"], figures["samples"]["p50"]) / figures["d3"]["p50"], 3)
    figures["p50_of_d3"] = ratio
    met = {
        "p99_ms": max(figures["columns"]["p99"], figures["samples"]["p99"]) <= GOALS["p99_ms"],
        "p50_of_d3": ratio <= GOALS["p50_of_d3"],
        "heap_growth": figures["heap_growth"] <= GOALS["heap_growth"],
    }
    print(f"{PANES} panes, {COLUMNS} pixel columns ({POINTS} points), {options.frames} frames, ms a frame:")
    for name in ("columns", "samples", "d3"):
        print(f"  {name:8} p50 {figures[name]['p50']:6.2f}   p99 {figures[name]['p99']:6.2f}")
    print(f"  p50 / d3 {ratio}   heap after 200 more cycles × {figures['heap_growth']}")
    print(json.dumps({"name": "frames", "figures": figures, "goals": GOALS, "met": met}))
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
