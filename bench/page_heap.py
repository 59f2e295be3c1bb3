"""What the page's memory does while one person goes through many tasks without loading the page anew.

The real page of the real server, not the panes alone. Each task is opened by a link inside the page, looked at closer
with the wheel, and left for the next one. Bytes are read after the browser has been told to collect garbage.

Two figures. ``heap`` is all of the JavaScript engine's heap. The engine compiles what runs often, and keeps the machine
code: that part grows over the first dozens of tasks whatever the page does, and is bounded by the size of the program.
``data`` is the rest, objects, texts, arrays, closures and the document's nodes, by a heap snapshot: what a page that
forgets to let go would pile up. Left out of it is what the browser records of its own: the bodies of answers, kept for
whoever drives it, and the timings of the last few hundred requests, tasks, events and shifts of the layout.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page

from bench.installation import BenchTask, Installation, installation, store_of
from bench.views import write_series

__all__ = ["data_bytes", "live_bytes", "measure_page_heap"]

CHANNELS = 8
SAMPLES = 100_000
CONFIG = (
    '<View><TimeSeries name="ts" valueType="url" value="$csv" timeColumn="time">'
    + "".join(f'<Channel column="vibration {i}"/>' for i in range(CHANNELS))
    + '</TimeSeries><TimeSeriesLabels name="label" toName="ts"><Label value="Fault"/></TimeSeriesLabels></View>'
)

FOLLOW = """(path) => {
  globalThis.followed = performance.now();
  const link = document.createElement("a");
  link.href = path;
  document.body.append(link);
  link.click();
  link.remove();
}"""
DRAWN = "() => performance.getEntriesByName('faultmark:panes-drawn').at(-1)?.startTime > (globalThis.followed ?? 0)"
IDLE = "() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))"
CLOSER = """(text) => {
  const now = document.querySelector(".status-line").innerText;
  return now !== text && now.includes("pixel");
}"""


RECORDS = (
    "Performance",
    "LayoutShift",
    "DOMRectReadOnly",
    "TaskAttributionTiming",
    "NavigationHistoryEntry",
    "blink::NetworkResourcesData",
    "blink::ScriptTimingInfo",
    "blink::HeapVectorBacking<cppgc::internal::BasicMember<blink::Performance",
    "blink::HeapVectorBacking<cppgc::internal::BasicMember<blink::TaskAttribution",
)
"""How the names of the browser's own records begin."""


def live_bytes(cdp: CDPSession) -> float:
    """Bytes of the page's JavaScript heap in use, after collecting garbage."""
    for _ in range(3):
        cdp.send("HeapProfiler.collectGarbage")
    metrics = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"])


def data_bytes(cdp: CDPSession) -> int:
    """Bytes of everything in a heap snapshot but compiled code and the browser's own records."""
    chunks: list[str] = []

    def take(event: dict[str, str]) -> None:
        chunks.append(event["chunk"])

    cdp.on("HeapProfiler.addHeapSnapshotChunk", take)
    cdp.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    cdp.remove_listener("HeapProfiler.addHeapSnapshotChunk", take)
    snapshot = json.loads("".join(chunks))
    meta = snapshot["snapshot"]["meta"]
    fields, kinds = meta["node_fields"], meta["node_types"][0]
    nodes = np.array(snapshot["nodes"], np.int64).reshape(-1, len(fields))
    kind = nodes[:, fields.index("type")]
    recorded = np.array([name.startswith(RECORDS) for name in snapshot["strings"]])[nodes[:, fields.index("name")]]
    is_data = (kind != kinds.index("code")) & ~(recorded & (kind == kinds.index("native")))
    return int(nodes[is_data, fields.index("self_size")].sum())


def measure_page_heap(browser: Browser, tasks: int, early: int) -> dict[str, Any]:
    """Megabytes after ``early`` and after ``tasks`` tasks, each opened once in one session of one page."""
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    try:
        name = write_series(store_of(root), SAMPLES, CHANNELS)
        file = root / "files" / "bench" / "source.csv"
        file.parent.mkdir(parents=True)
        file.write_text("time,a\n")
        with installation(root, [BenchTask("heap", CONFIG, "bench/source.csv", name, tasks)]) as running:
            return _go_through(browser, running, early)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _go_through(browser: Browser, running: Installation, early: int) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1600, "height": 1000}, base_url=running.base_url)
    context.add_cookies([{"name": k, "value": v, "url": running.base_url} for k, v in running.cookies.items()])
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Performance.enable")
    heap: dict[int, float] = {}
    data: dict[int, float] = {}
    for opened, (project, task) in enumerate(running.tasks, 1):
        _open(page, f"/faultmark/projects/{project}/tasks/{task}", first=opened == 1)
        if opened in (early, len(running.tasks)) or opened % 50 == 0:
            # Complete with its queue, and idle: a page that is still being built holds less.
            page.locator(".queue-row").first.wait_for()
            page.evaluate(IDLE)
            heap[opened], data[opened] = live_bytes(cdp) / 2**20, data_bytes(cdp) / 2**20
            print(f"real page, {opened} tasks: heap {heap[opened]:.2f} MB, data {data[opened]:.2f} MB", flush=True)
    context.close()
    last = len(running.tasks)
    return {
        "page_heap_mb": {str(n): round(megabytes, 2) for n, megabytes in heap.items()},
        "page_data_mb": {str(n): round(megabytes, 2) for n, megabytes in data.items()},
        "page_heap_growth": round(heap[last] / heap[early], 3),
        "page_data_growth": round(data[last] / data[early], 3),
    }


def _open(page: Page, path: str, *, first: bool) -> None:
    if first:
        page.goto(path)
    else:
        page.evaluate(FOLLOW, path)
    page.wait_for_function(DRAWN, timeout=60_000)
    before = page.locator(".status-line").inner_text()
    page.mouse.move(800, 400)
    page.mouse.wheel(0, -300)
    page.wait_for_function(CLOSER, arg=before, timeout=60_000)
