"""The panes under a real pointer, on made-up data: no server, only the harness in frontend/dev."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
STEP = 43_200_000  # ns between the harness' samples
GUTTER = 132


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "scripts"))
    import frontend

    frontend.install()
    frontend.npm("run", "--silent", "harness", "--", "--logLevel", "error")
    handler = functools.partial(QuietHandler, directory=str(ROOT / "frontend" / "dist" / "dev"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


@pytest.fixture
def panes(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1032, "height": 905})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.wait_for_function("globalThis.harness?.log.some(([kind, s]) => kind === 'status' && !s.loading)")
    drawn(page)
    events(page)
    yield page
    page.close()
    assert errors == []


def drawn(page: Page) -> None:
    """Until what was asked for is on the screen."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def events(page: Page) -> list[list[Any]]:
    """What the panes reported since the last call."""
    return page.evaluate("harness.log.splice(0).filter(([kind]) => kind !== 'status')")


def window(page: Page) -> tuple[int, int]:
    start, end = page.evaluate("[harness.range.value.start, harness.range.value.end].map(String)")
    return int(start), int(end)


def drag(
    page: Page, start: tuple[int, int], end: tuple[int, int], *, release: bool = True, button: Any = "left"
) -> None:
    page.mouse.move(*start)
    page.mouse.down(button=button)
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    if release:
        page.mouse.up(button=button)


def tick_at(page: Page, x: float) -> float:
    start, end = window(page)
    return start + (x - GUTTER) / (1032 - GUTTER - 14) * (end - start)


def test_a_drag_draws_a_range_from_sample_to_sample(panes: Page) -> None:
    first = int(panes.evaluate("String(harness.axis.first)"))
    pixel = tick_at(panes, 1) - tick_at(panes, 0)
    drag(panes, (400, 150), (300, 150))
    [[kind, start, end, pane]] = events(panes)
    assert (kind, pane) == ("drawRange", "pane-0")
    assert abs(int(start) - tick_at(panes, 300)) < 1.5 * pixel
    assert abs(int(end) - tick_at(panes, 400)) < 1.5 * pixel
    assert (int(start) - first) % STEP == 0
    assert (int(end) - first) % STEP == 0


def test_escape_takes_back_a_drawing_and_a_resize(panes: Page) -> None:
    drag(panes, (420, 150), (500, 150), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    assert events(panes) == []
    drag(panes, (661, 460), (600, 460), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    *moves, last = events(panes)
    assert {move[4] for move in moves} == {"move"}
    assert last[:3] == ["resize", "drift", "start"]
    assert last[4] == "cancel"
    region = "harness.regions.value.find(({ id }) => id === 'drift').start"
    assert panes.evaluate(f"String({region})") == last[3]


def test_handles_move_an_edge_and_leave_the_other(panes: Page) -> None:
    drag(panes, (661, 460), (640, 460))
    reported = events(panes)
    assert [event[4] for event in reported][-1] == "commit"
    pixel = tick_at(panes, 1) - tick_at(panes, 0)
    assert abs(int(reported[-1][3]) - tick_at(panes, 640)) < 2.5 * pixel


def test_click_selects_and_double_click_sets_an_instant(panes: Page) -> None:
    panes.mouse.click(700, 300)
    assert events(panes) == [["select", "drift", False]]
    panes.mouse.dblclick(560, 600)
    kind, _, pane = events(panes)[-1]
    assert (kind, pane) == ("setInstant", "pane-3")


def test_the_wheel_zooms_about_the_pointer_down_to_eight_samples(panes: Page) -> None:
    panes.mouse.move(590, 400)
    before = tick_at(panes, 590)
    panes.mouse.wheel(0, -300)
    drawn(panes)
    start, end = window(panes)
    assert abs(tick_at(panes, 590) - before) < (end - start) / 1000
    for _ in range(60):
        panes.mouse.wheel(0, -300)
    panes.wait_for_function(f"Number(harness.range.value.end - harness.range.value.start) <= {8 * STEP}")
    for _ in range(60):
        panes.mouse.wheel(0, 300)
    panes.wait_for_function("Number(harness.range.value.end - harness.range.value.start) > 864e11")
    start, end = window(panes)
    assert end - start < 1.05 * 86_400e9


def test_the_axis_the_middle_button_and_the_overview_pan(panes: Page) -> None:
    here = window(panes)
    drag(panes, (500, 880), (400, 880))
    there = window(panes)
    assert there[1] - there[0] == here[1] - here[0]
    assert there[0] > here[0]
    drag(panes, (500, 400), (600, 400), button="middle")
    assert window(panes) == here
    panes.mouse.click(200, 25)
    start, end = window(panes)
    assert start < here[0]
    assert end - start == here[1] - here[0]


def test_the_crosshair_reads_every_pane_and_goes_when_the_pointer_does(panes: Page) -> None:
    panes.mouse.move(590, 400)
    drawn(panes)
    values = panes.locator(".fm-gutter-value").all_inner_texts()
    assert len(values) == 5
    assert all(float(value) > 0 for value in values)
    assert panes.locator(".fm-badge").inner_text().count(":") == 2
    panes.mouse.move(590, 20)
    drawn(panes)
    assert panes.locator(".fm-gutter-value").all_inner_texts() == [""] * 5
    assert panes.locator(".fm-badge").is_hidden()


def test_closing_leaves_nothing_behind(panes: Page) -> None:
    panes.evaluate("harness.close()")
    panes.mouse.move(590, 400)
    panes.mouse.wheel(0, -300)
    drawn(panes)
    assert panes.locator("#stack > *").count() == 0
    assert events(panes) == []


def test_the_panes_can_be_told_apart_without_eyes(panes: Page) -> None:
    stack = panes.get_by_role("group", name="Channels on one shared axis")
    stack.focus()
    assert panes.evaluate("document.activeElement.id") == "stack"
    assert panes.get_by_role("group", name="bearing temp DE, °C").count() == 1
