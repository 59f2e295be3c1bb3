"""How the channels are arranged: solo, order, height, colour, value range; by keyboard and by mouse, and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from label_project import CONFIG, LabelProject, make_project, telemetry
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

PANES = ["vibration, mm/s", "temperature, °C", "pressure, bar"]


def shown(page: Page) -> list[str]:
    """Names of the panes from top to bottom."""
    names: list[str] = page.locator(".fm-pane").evaluate_all("panes => panes.map((p) => p.getAttribute('aria-label'))")
    return names


def menu(page: Page, pane: str) -> Locator:
    """Open a pane's menu by its name."""
    page.get_by_role("group", name=pane).get_by_role("button", name=pane.split(",", maxsplit=1)[0]).click()
    return page.get_by_role("dialog", name=pane.split(",", maxsplit=1)[0])


def gutter(page: Page, pane: str) -> Locator:
    return page.get_by_role("group", name=pane).locator(".fm-gutter")


def kept(page: Page) -> Any:
    """The layout that is sent to the server within."""
    return page.expect_response(lambda answer: answer.url.endswith("/layout") and answer.request.method == "PUT")


def box(page: Page, pane: str) -> dict[str, float]:
    found = page.get_by_role("group", name=pane).bounding_box()
    assert found is not None
    return dict(found)


def test_solo_order_and_fold_by_keyboard_alone(page: Page, project: LabelProject) -> None:
    project.open(page)
    assert shown(page) == PANES
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Channels")
    dialog.get_by_role("button", name="Arrange").nth(2).press("Enter")
    dialog.get_by_role("button", name="Move pressure up").press("Enter")
    expect(page.locator(".fm-pane").nth(1)).to_have_attribute("aria-label", PANES[2])
    dialog.get_by_role("button", name="Solo").press("Enter")
    expect(page.locator(".fm-pane")).to_have_count(1)
    dialog.get_by_role("button", name="Show all").last.press("Enter")
    expect(page.locator(".fm-pane")).to_have_count(3)
    with kept(page) as answer:
        dialog.get_by_role("button", name="Fold").press("Enter")
    assert answer.value.ok, answer.value.text()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".fm-pane")).to_have_count(3)
    assert shown(page) == [PANES[0], PANES[2], PANES[1]]
    assert box(page, PANES[2])["height"] == pytest.approx(28, abs=1)


def test_solo_and_fold_by_mouse(page: Page, project: LabelProject) -> None:
    project.open(page)
    open_menu = menu(page, PANES[2])
    open_menu.get_by_role("button", name="Solo").click()
    expect(page.locator(".fm-pane")).to_have_count(1)
    expect(page.locator(".fm-pane").first).to_have_attribute("aria-label", PANES[2])
    open_menu.get_by_role("button", name="Show all").click()
    expect(page.locator(".fm-pane")).to_have_count(3)
    before = box(page, PANES[2])["height"]
    open_menu.get_by_role("button", name="Fold").click()
    expect(page.get_by_role("button", name="Unfold")).to_be_visible()
    assert box(page, PANES[2])["height"] == pytest.approx(28, abs=1)
    with kept(page):
        open_menu.get_by_role("button", name="Unfold").click()
    assert box(page, PANES[2])["height"] == pytest.approx(before, abs=2)


def test_a_value_range_is_typed_by_keyboard_alone(page: Page, project: LabelProject) -> None:
    project.open(page)
    pressure = page.get_by_role("group", name=PANES[2])
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Channels")
    expect(dialog).to_be_visible()
    tab_to(page, dialog.get_by_role("button", name="Arrange").nth(2))
    page.keyboard.press("Enter")
    tab_to(page, dialog.get_by_label("From"))
    page.keyboard.type("1.5")
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("To")).to_be_focused()
    page.keyboard.type("8.5")
    with kept(page):
        page.keyboard.press("Enter")
    expect(pressure).to_have_attribute("aria-description", re.compile(r"axis from 1\.5.*to 8\.5"))
    # One Escape closes, and what was typed counts.
    page.keyboard.press("Control+A")
    page.keyboard.type("9.5")
    with kept(page):
        page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(pressure).to_have_attribute("aria-description", re.compile(r"axis from 1\.5.*to 9\.5"))


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, as one does without a mouse."""
    for _press in range(60):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {wanted}.")


def test_order_height_and_menu_by_mouse(page: Page, project: LabelProject) -> None:
    project.open(page)
    name = page.get_by_role("group", name=PANES[2]).get_by_role("button", name="pressure")
    grip, top = name.bounding_box(), box(page, PANES[0])
    assert grip is not None
    page.mouse.move(grip["x"] + 10, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, top["y"] + 60)
    page.mouse.move(grip["x"] + 10, top["y"] + 5)
    page.mouse.up()
    expect(page.locator(".fm-pane").first).to_have_attribute("aria-label", PANES[2])
    before = box(page, PANES[2])
    edge = page.get_by_role("separator", name="Height of pressure").bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + 300, edge["y"] + edge["height"] / 2)
    page.mouse.down()
    page.mouse.move(edge["x"] + 300, edge["y"] + edge["height"] / 2 - 40)
    with kept(page) as answer:
        page.mouse.up()
    assert answer.value.ok, answer.value.text()
    assert box(page, PANES[2])["height"] == pytest.approx(before["height"] - 40, abs=3)
    # By keyboard the same edge moves too.
    with kept(page):
        page.get_by_role("separator", name="Height of pressure").press("ArrowUp")
    assert box(page, PANES[2])["height"] == pytest.approx(before["height"] - 56, abs=3)
    page.reload()
    expect(page.locator(".fm-pane").first).to_have_attribute("aria-label", PANES[2])
    assert box(page, PANES[2])["height"] == pytest.approx(before["height"] - 56, abs=3)
    open_menu = menu(page, PANES[2])
    open_menu.get_by_role("button", name="Hide").click()
    expect(page.locator(".fm-pane")).to_have_count(2)
    # The menu went with its pane, and the keys mean the bench again.
    expect(open_menu).to_have_count(0)


def test_value_ranges_log_robust_typed_and_dragged(page: Page, project: LabelProject) -> None:
    project.open(page)
    pressure = page.get_by_role("group", name=PANES[2])
    open_menu = menu(page, PANES[2])
    open_menu.get_by_role("radio", name="Log").click()
    expect(gutter(page, PANES[2])).to_contain_text("bar · log")
    open_menu.get_by_role("radio", name="Robust").click()
    expect(gutter(page, PANES[2])).to_contain_text("bar · robust")
    open_menu.get_by_label("From").fill("1")
    open_menu.get_by_label("From").press("Enter")
    open_menu.get_by_label("To").fill("9")
    open_menu.get_by_label("To").press("Enter")
    expect(pressure).to_have_attribute("aria-description", re.compile("axis from 1.*to 9"))
    page.keyboard.press("Escape")
    expect(open_menu).to_have_count(0)
    strip = pressure.locator(".fm-gutter-axis").bounding_box()
    assert strip is not None
    # The upper half of the axis: from 5 to 9.
    page.mouse.move(strip["x"] + 10, strip["y"] + 8)
    page.mouse.down()
    page.mouse.move(strip["x"] + 10, strip["y"] + strip["height"] / 4)
    page.mouse.move(strip["x"] + 10, strip["y"] + strip["height"] / 2)
    with page.expect_response(
        lambda answer: "layout" in answer.url and '"low":1,' not in (answer.request.post_data or "")
    ):
        page.mouse.up()
    expect(pressure).to_have_attribute("aria-description", re.compile(r"axis from (4\.9|5\.0|5\.1).* to (8\.[5-9]|9)"))
    page.reload()
    expect(pressure).to_have_attribute("aria-description", re.compile(r"axis from (4\.9|5\.0|5\.1).* to (8\.[5-9]|9)"))
    # The alarm limit of the task's data has its name in what is told of the pane.
    expect(pressure).to_have_attribute("aria-description", re.compile("alarm 4.5"))
    again = pressure.locator(".fm-gutter-axis").bounding_box()
    assert again is not None
    page.mouse.dblclick(again["x"] + 10, again["y"] + 20)
    expect(pressure).not_to_have_attribute("aria-description", re.compile("axis from (4.9|5)"))


PIXELS = """([label, red, green, blue]) => {
  const canvas = document.querySelector(`.fm-pane[aria-label='${label}'] .fm-chart`);
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) return true;
  return false;
}"""


def test_colour_and_overlay(page: Page, project: LabelProject) -> None:
    project.open(page)
    open_menu = menu(page, PANES[0])
    open_menu.get_by_label("Colour of vibration").fill("#8a2be2")
    page.wait_for_function(PIXELS, arg=[PANES[0], 0x8A, 0x2B, 0xE2])
    open_menu.get_by_label("Overlay on").select_option("pressure")
    both = "pressure, vibration, bar"
    expect(page.get_by_role("group", name=both)).to_be_visible()
    expect(page.locator(".fm-pane")).to_have_count(2)
    # Each keeps its colour, and the legend names both.
    page.wait_for_function(PIXELS, arg=[both, 0x8A, 0x2B, 0xE2])
    expect(page.get_by_role("group", name=both).locator(".fm-gutter-row")).to_have_count(2)
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Channels")
    dialog.get_by_role("button", name="Arrange").last.press("Enter")
    dialog.get_by_role("button", name="Separate the 2 channels").press("Enter")
    expect(page.locator(".fm-pane")).to_have_count(3)


@pytest.fixture
def interrupted(server: Any) -> Iterator[LabelProject]:
    """The same telemetry, without the rows from 800 to 1,200."""
    head, *rows = telemetry().splitlines()
    yield from make_project(server, CONFIG, "\n".join([head, *rows[:800], *rows[1200:], ""]))


DRAWN = """() => {
  const canvas = document.querySelector('.fm-overview-canvas'), ratio = devicePixelRatio;
  // Above the marks of regions and the times, right of the gutter.
  const left = Math.round(132 * ratio), width = canvas.width - left - Math.round(14 * ratio);
  const high = Math.round(36 * ratio);
  const { data } = canvas.getContext('2d').getImageData(left, Math.round(7 * ratio), width, high);
  const pixel = (x, y) => data.slice(4 * (y * width + x), 4 * (y * width + x + 1)).join();
  const ground = pixel(width >> 1, 0), rows = Array.from({ length: high }, (_, y) => y);
  const drawn = Array.from({ length: width }, (_, x) => x).filter((x) => rows.some((y) => pixel(x, y) !== ground));
  return drawn.length > width / 4 && drawn.map((x) => x / width);
}"""


def test_the_overview_leaves_a_gap_open_as_the_panes_do(page: Page, interrupted: LabelProject) -> None:
    interrupted.open(page)
    drawn = page.wait_for_function(DRAWN).json_value()
    assert [place for place in drawn if 0.405 < place < 0.595] == []
    assert min(drawn) < 0.01
    assert max(drawn) > 0.99
