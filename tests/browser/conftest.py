"""A real Chromium against the real server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from label_project import project
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from review_project import disputed, fresh, person, rita, tokens

__all__ = ["browser", "context", "disputed", "fresh", "page", "person", "playwright", "project", "rita", "tokens"]

ROOT = Path(__file__).resolve().parents[2]


def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    said = subprocess.run([ROOT / "scripts" / "chromium.sh"], capture_output=True, text=True, check=True)
    return said.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    # --no-sandbox: in a container the tests run as root, where Chromium's own sandbox cannot start.
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    running = playwright.chromium.launch(executable_path=chromium_path(), args=quiet)
    yield running
    running.close()


@pytest.fixture
def context(browser: Browser, server: Any) -> Iterator[BrowserContext]:
    """A logged-in browser profile of its own for each test; its pages may not throw."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000}, base_url=server.base_url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/user/login/")
    page.fill("input[name=email]", server.email)
    page.fill("input[name=password]", server.password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/user/login" not in url)
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    ours = [error for error in errors if "/faultmark/" in page.url or "faultmark" in error]
    assert not ours, f"The page threw: {ours}"
