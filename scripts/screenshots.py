"""Takes the pictures in docs/screenshots from the demo, in a real browser and both themes: ``make screenshots``.

``--url`` and ``--data-dir`` use a demo that runs already. The proposals in the pictures are the simulator's own truth,
moved a little; the demo's own detectors may add theirs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
TASK = "P-302, 6 March 2026"
TRUTH = "P-302-one-day.truth.json"
MODEL = "simulator's truth, moved"
SIZE = {"width": 1600, "height": 1000}


@contextlib.contextmanager
def demo(data_dir: Path) -> Iterator[str]:
    """A demo of its own, for as long as the pictures take."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        str(Path(sys.executable).with_name("faultmark")),
        "demo",
        "--data-dir",
        str(data_dir),
        "--port",
        str(port),
        "--no-browser",
    ]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        for line in running.stdout:
            if "Ctrl-C" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(60)


def log_in(browser: Browser, url: str, access: dict[str, str]) -> BrowserContext:
    """A browser profile of its own, logged in as a person does it."""
    context = browser.new_context(viewport=SIZE, base_url=url, timezone_id="Europe/Zurich", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/user/login/")
    page.fill("input[name=email]", access["email"])
    page.fill("input[name=password]", access["password"])
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("^(?!.*login)"))
    page.close()
    return context


class Api:
    """Label Studio's and our API with the browser's session."""

    def __init__(self, context: BrowserContext) -> None:
        self.request = context.request
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
        self.headers = {"X-CSRFToken": token, "Referer": context.request.get("/").url}

    def get(self, path: str) -> Any:
        """Read."""
        return self.request.get(path).json()

    def send(self, method: str, path: str, body: Any) -> Any:
        """Write; a refusal ends the script with the server's words."""
        answer = self.request.fetch(path, method=method, data=body, headers=self.headers)
        if not answer.ok:
            raise RuntimeError(f"{path} was refused: {answer.text()[:500]}")
        return answer.json() if answer.text() else None


def find_task(api: Api) -> tuple[int, int]:
    """Project and task that the pictures show."""
    for project in api.get("/faultmark/api/projects")["results"]:
        for task in api.get(f"/faultmark/api/projects/{project['id']}/tasks")["results"]:
            if task["title"] == TASK:
                return project["id"], task["id"]
    raise RuntimeError(f"The demo has no task {TASK!r}.")


def written(tick: str, time_format: str) -> str:
    """A time as the config's time format has it; the demo's samples lie on whole seconds."""
    moment = datetime.fromtimestamp(int(tick) // 1_000_000_000, UTC)
    return moment.strftime(time_format.replace("%f", "000000"))


def propose(api: Api, task: int, truth: dict[str, Any]) -> int:
    """One prediction with a region for each of the truth's, with a severity, its edges moved a little."""
    bench = api.get(f"/faultmark/api/tasks/{task}")
    time_format = bench["schema"]["object"]["time_format"]
    draw = random.Random(3)
    step = int(truth["axis"]["step"])
    items: list[dict[str, Any]] = []
    for index, event in enumerate(truth["events"]):
        instant = event["first"] == event["last"]
        moved = [0 if instant else draw.randint(-90, 90) * step for _edge in range(2)]
        edges = [
            written(str(int(event[name]) + by), time_format) for name, by in zip(("start", "end"), moved, strict=True)
        ]
        value = {"start": edges[0], "end": edges[1], "instant": instant}
        region = {"id": f"truth{index}", "to_name": "ts", "score": round(draw.uniform(0.55, 0.97), 2), "value": value}
        labels = {
            "from_name": "label",
            "type": "timeserieslabels",
            "value": value | {"timeserieslabels": [event["kind"]]},
        }
        rating = {"from_name": "severity", "type": "rating", "value": value | {"rating": event["severity"]}}
        items += [region | labels, region | rating]
    body = {"task": task, "model_version": MODEL, "score": 0.8, "result": items}
    return int(api.send("POST", "/api/predictions/", body)["id"])


def label(page: Page) -> None:
    """Work as in the tutorial: accept, correct and describe a few of what is proposed."""
    page.get_by_role("group", name="vibration DE, mm/s").wait_for()
    form = page.get_by_role("region", name="The selected region")
    for key in ("j", "Enter", "Enter"):
        page.keyboard.press(key)
    while (
        page.get_by_text("Proposal of").count() and form.get_by_role("radio", name="drift", checked=True).count() == 0
    ):
        page.keyboard.press("j")
    page.keyboard.press("v")
    for _sample in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("q")
    page.keyboard.press("l")
    page.get_by_role("textbox", name="Root cause").fill(
        "Inner race worn: the vibration climbs with the load, faster and faster."
    )
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.press("-")


def settle(page: Page) -> None:
    """Until everything is drawn and saved, and the crosshair stands still."""
    page.get_by_text(re.compile("Saved as draft|Submitted")).wait_for()
    page.mouse.move(900, 470)
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def look(context: BrowserContext, name: str, path: str) -> None:
    """Take a page as it opens, in both themes."""
    page = context.new_page()
    for theme in ("Light", "Dark"):
        page.goto("/faultmark/")
        page.evaluate(f"localStorage.setItem('preferred-color-scheme', '{theme}')")
        page.goto(path)
        page.get_by_role("main").wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.screenshot(path=PICTURES / f"{name}-{theme.lower()}.png")
    page.close()


def take(context: BrowserContext, path: str) -> None:
    """Label the task, and take it in both themes."""
    page = context.new_page()
    page.goto(path)
    label(page)
    settle(page)
    address = page.url
    for theme in ("Light", "Dark"):
        page.evaluate(f"localStorage.setItem('preferred-color-scheme', '{theme}')")
        page.goto("about:blank")
        page.goto(address)
        page.get_by_role("group", name="vibration DE, mm/s").wait_for()
        settle(page)
        page.screenshot(path=PICTURES / f"label-{theme.lower()}.png")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.screenshot(path=PICTURES / "keys-dark.png")
    page.close()


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a demo that runs already")
    parser.add_argument("--data-dir", type=Path, help="its data folder")
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data_dir = args.data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faultmark-pictures-")))
        url = args.url or stack.enter_context(demo(data_dir))
        access = json.loads((data_dir / "demo.json").read_text(encoding="utf-8"))["access"]
        playwright = stack.enter_context(sync_playwright())
        found = subprocess.run([ROOT / "scripts" / "chromium.sh"], check=True, capture_output=True, text=True).stdout
        browser = playwright.chromium.launch(executable_path=found.splitlines()[-1], args=["--no-sandbox"])
        context = log_in(browser, url, access)
        api = Api(context)
        project, task = find_task(api)
        truth = json.loads((data_dir / "truth" / TRUTH).read_text(encoding="utf-8"))
        prediction = propose(api, task, truth)
        PICTURES.mkdir(parents=True, exist_ok=True)
        try:
            take(context, f"/faultmark/projects/{project}/tasks/{task}")
            look(context, "projects", "/faultmark/")
            look(context, "tasks", f"/faultmark/projects/{project}")
            look(context, "review", f"/faultmark/projects/{project}/review")
        finally:
            # The demo is as it was: nothing proposed, nothing labeled.
            draft = api.get(f"/faultmark/api/tasks/{task}")["document"]["draft_id"]
            if draft is not None:
                api.send("DELETE", f"/api/drafts/{draft}/", None)
            api.send("DELETE", f"/api/predictions/{prediction}/", None)
        browser.close()
    print(*sorted(path.name for path in PICTURES.glob("*.png")))


if __name__ == "__main__":
    main()
