"""The actual labeling screen as a picture: a temporary server, a real browser, nothing left behind."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from faultmark.errors import ConfigError, Remedy
from faultmark.interface.spec import InterfaceSpec, Project

__all__ = ["render_preview"]

_EMAIL, _PASSWORD = "preview@localhost.local", "preview-only-0"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def render_preview(spec: InterfaceSpec, sample: Path, *, width: int = 1600, height: int = 1000) -> bytes:
    """Render the screen of a specification with a sample, as a PNG.

    A time series is shown in Faultmark's Label screen; audio in Label Studio's own editor, where it is labeled.

    Raises
    ------
    ConfigError
        ``preview.browser.missing``, or ``preview.failed``.
    """
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise ConfigError(
            "preview.browser.missing",
            "A preview needs Playwright, which is not installed.",
            remedies=(Remedy("pip install playwright"),),
        ) from error
    with tempfile.TemporaryDirectory(prefix="faultmark-preview-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "faultmark.cli.previewing", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            about = _about(process)
            address = _prepared(about, spec, sample)
            with sync_playwright() as playwright:
                return _shot(playwright, browser, about["url"], address, width, height)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _about(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            told: dict[str, Any] = json.loads(line)
            return told
    raise ConfigError("preview.failed", "The temporary server did not start.")


def _prepared(about: dict[str, Any], spec: InterfaceSpec, sample: Path) -> str:
    """Deploy the specification with the sample, and return the address of its task."""
    from faultmark.remote.client import connect
    from faultmark.remote.deploy import deploy
    from faultmark.remote.tasks import WantedTask

    remote = connect(about["url"], about["token"])
    titled = spec.model_copy(update={"project": Project(title=spec.project.title or "Preview")})
    data = {item.key: item.shown_title for item in spec.context}
    report = deploy(remote, titled, [WantedTask(sample.name, data, sample)])
    task = next(iter(remote.pages("api/tasks", "tasks", project=report.project)))
    if spec.kind == "audio":
        return f"{about['url']}/projects/{report.project}/data?task={task['id']}"
    return f"{about['url']}/faultmark/projects/{report.project}/tasks/{task['id']}"


def _shot(playwright: Any, browser: str | None, url: str, address: str, width: int, height: int) -> bytes:
    options = {"executable_path": browser} if browser else {}
    try:
        running = playwright.chromium.launch(args=["--no-sandbox", "--disable-background-networking"], **options)
    except Exception as error:
        raise ConfigError(
            "preview.browser.missing",
            "No Chromium can be started.",
            remedies=(Remedy("Install chromium, or run: playwright install chromium"),),
        ) from error
    page = running.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(60_000)
    page.goto(f"{url}/user/login/")
    page.fill("input[name=email]", _EMAIL)
    page.fill("input[name=password]", _PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda there: "/user/login" not in there)
    page.goto(address)
    page.wait_for_selector("canvas")
    page.wait_for_load_state("networkidle")
    picture: bytes = page.screenshot()
    running.close()
    return picture


def _serve(folder: Path) -> None:
    """The temporary server; says in one line where it is."""
    from faultmark.host.config import load_config
    from faultmark.host.serve import free_port, serve

    port = free_port("127.0.0.1")

    def ready() -> None:
        from django.db import connections

        from faultmark.host.users import api_token, create_user

        create_user(_EMAIL, _PASSWORD, admin=True, exist_ok=True)
        about = {"url": f"http://127.0.0.1:{port}", "token": api_token(_EMAIL)}
        connections.close_all()
        sys.stdout.write(json.dumps(about) + "\n")
        sys.stdout.flush()

    serve(load_config(data_dir=folder, port=port, workers=1), ready=ready, say=lambda _text: None)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
