"""From a key press to the painted answer, on the real Label screen: a long series of 8 channels and 2,000 regions.

    python -m bench.interaction --size 1e8 --regions 2000

The real server, the real page, real key presses. A press counts from the browser's own time stamp of it until after
the frame that answers it has been painted: the task that the page's thread takes up next once rendering is done. Each
kind of press is measured apart, and all of them together are held to the goal.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import requests
from playwright.sync_api import Page, sync_playwright

from bench import report
from bench.installation import BenchTask, Installation, installation, store_of
from bench.views import STEP, write_series

CHANNELS = 8
GOAL_MS = 50
CONFIG = (
    '<View><TimeSeries name="ts" valueType="url" value="$csv" timeColumn="time">'
    + "".join(f'<Channel column="vibration {i}"/>' for i in range(CHANNELS))
    + '</TimeSeries><TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/>'
    '<Label value="spike"/></TimeSeriesLabels><Rating name="severity" toName="ts" perRegion="true" required="true"/>'
    '<Choices name="mode" toName="ts" perRegion="true"><Choice value="bearing"/><Choice value="seal"/></Choices></View>'
)
ROUND = ["j", "Shift+3", "2", "w", "ArrowRight", "Shift+ArrowLeft", ".", "v", "+", "-", "Control+z", "k", "Shift+J"]
"""One round of presses: select, rate, classify, choose, nudge, move, zoom, undo, extend."""

WATCH = """() => {
  globalThis.pressed = [];
  addEventListener('keydown', (event) => {
    const channel = new MessageChannel();
    const entry = { key: event.key, ms: null };
    pressed.push(entry);
    channel.port1.onmessage = () => { entry.ms = performance.now() - event.timeStamp; channel.port1.close(); };
    requestAnimationFrame(() => channel.port2.postMessage(null));
  }, true);
}"""
ANSWERED = "() => pressed.length > 0 && pressed.at(-1).ms !== null"


def regions_of(size: int, count: int) -> list[dict[str, Any]]:
    """Regions of many lengths all over the series, as the API takes them."""
    random = np.random.default_rng(5)
    starts = random.integers(0, size - size // 50, count)
    lengths = np.exp(random.uniform(np.log(10), np.log(size // 50), count)).astype(int)
    return [
        {
            "id": f"r{index:05d}",
            "start": str(start * STEP),
            "end": str((start + length) * STEP),
            "instant": False,
            "values": {"label": [("drift", "drop", "spike")[index % 3]], "severity": index % 5 + 1},
            "origin": "manual",
            "score": None,
            "parent": None,
            "channels": [f"vibration {index % CHANNELS}"],
            "extra": {},
        }
        for index, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True))
    ]


def save(running: Installation, task: int, regions: Sequence[dict[str, Any]]) -> None:
    """Put the regions into the person's draft."""
    answer = requests.put(
        f"{running.base_url}/faultmark/api/tasks/{task}/draft",
        json={"regions": list(regions), "values": {}},
        cookies=running.cookies,
        headers={"X-CSRFToken": running.cookies["csrftoken"], "Referer": running.base_url},
        timeout=120,
    )
    if not answer.ok:
        raise RuntimeError(f"The draft was refused: {answer.text[:500]}")


def measure(page: Page, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each press, by key."""
    found: dict[str, list[float]] = {key: [] for key in ROUND}
    for turn in range(rounds + 2):
        for key in ROUND:
            page.keyboard.press(key)
            page.wait_for_function(ANSWERED)
            if turn >= 2:
                found[key].append(float(page.evaluate("pressed.at(-1).ms")))
    return found


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1e8", help="samples in each of the 8 channels")
    parser.add_argument("--regions", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    size = int(float(args.size))
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    try:
        name = write_series(store_of(root), size, CHANNELS)
        (root / "files" / "bench").mkdir(parents=True)
        (root / "files" / "bench" / "source.csv").write_text("time,a\n")
        with installation(root, [BenchTask("interaction", CONFIG, "bench/source.csv", name)]) as running:
            [(project, task)] = running.tasks
            save(running, task, regions_of(size, args.regions))
            figures = in_browser(running, f"/faultmark/projects/{project}/tasks/{task}", args.rounds)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    figures |= {"samples": size, "channels": CHANNELS, "regions": args.regions}
    goal = {"goal": f"<= {GOAL_MS}", "value": figures["all"]["p95"], "met": figures["all"]["p95"] <= GOAL_MS}
    report("interaction", figures, {"key press to painted answer, p95 ms": goal})


def in_browser(running: Installation, path: str, rounds: int) -> dict[str, Any]:
    """Open the page as a person does, and press keys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1600, "height": 1000}, base_url=running.base_url)
        context.add_cookies([{"name": k, "value": v, "url": running.base_url} for k, v in running.cookies.items()])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(path)
        page.get_by_role("group", name="vibration 0").wait_for()
        page.wait_for_function("document.querySelector('.status-line').textContent.includes('samples per pixel')")
        page.evaluate(WATCH)
        times = measure(page, rounds)
        browser.close()
    figures = {key: summary(found) for key, found in times.items()}
    for key, figure in figures.items():
        print(f"{key:>16}: {figure}", flush=True)
    return {"all": summary([ms for found in times.values() for ms in found]), "by_key": figures}


def summary(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in milliseconds."""
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "max": round(max(times), 1)}


def chromium() -> str:
    """Where the browser is; the script finds one or gets one."""
    script = Path(__file__).resolve().parents[1] / "scripts" / "chromium.sh"
    return subprocess.run([script], check=True, capture_output=True, text=True).stdout.splitlines()[-1]


if __name__ == "__main__":
    main()
