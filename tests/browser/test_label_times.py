"""Times in the data's own zone, in UTC or in the viewer's, on a screen of any size and sharpness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from label_project import CONFIG, SAMPLES, START, LabelProject, clock, draw, edge, make_project, moment, rows, telemetry
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def abroad(server: Any) -> Iterator[LabelProject]:
    """The same telemetry, written by a clock two hours ahead of UTC."""
    ahead = timezone(timedelta(hours=2))
    text = telemetry()
    for sample in range(SAMPLES):
        there = (START + timedelta(seconds=sample)).astimezone(ahead)
        text = text.replace(f"{moment(sample)},", f"{there:%Y-%m-%dT%H:%M:%S}+02:00,", 1)
    config = CONFIG.replace("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")
    yield from make_project(server, config, text)


@pytest.fixture
def zurich(browser: Browser, context: BrowserContext, server: Any) -> Iterator[Page]:
    """A page of a viewer in Zurich."""
    found = browser.new_context(
        viewport={"width": 1600, "height": 1000}, base_url=server.base_url, timezone_id="Europe/Zurich"
    )
    found.add_cookies(context.cookies())  # type: ignore[arg-type]
    found.set_default_timeout(15_000)
    page = found.new_page()
    yield page
    found.close()


def hours(sample: int, ahead: int) -> str:
    return f"{(START + timedelta(seconds=sample, hours=ahead)).astimezone(UTC):%H:%M:%S}"


def test_times_are_shown_as_the_data_have_them_in_utc_or_at_home(zurich: Page, abroad: LabelProject) -> None:
    page = zurich
    abroad.open(page)
    zone = page.get_by_label("Time zone")
    expect(zone.locator("option:checked")).to_have_text("Data's zone (+02:00)")
    # Typed in the zone that is shown, written in it, and saved as the moment that it is.
    page.keyboard.press("g")
    page.keyboard.type(hours(300, 2))
    page.keyboard.press("Enter")
    page.keyboard.press("p")
    expect(edge(page, "At")).to_have_value(hours(300, 2))
    assert abroad.saved(page)[0]["start"] == 300
    page.keyboard.press("z")
    expect(zone).to_have_value("UTC")
    expect(edge(page, "At")).to_have_value(clock(300))
    with page.expect_response(lambda answer: answer.url.endswith("/me/preferences")):
        zone.select_option("Europe/Zurich")
    expect(edge(page, "At")).to_have_value(hours(300, 1))
    page.reload()
    expect(zone).to_have_value("Europe/Zurich")
    with page.expect_response(lambda answer: answer.url.endswith("/me/preferences")):
        zone.select_option("+02:00")
    expect(rows(page).first).to_contain_text(hours(300, 2))


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(1280, 720, 1), (1280, 720, 2), (1600, 1000, 3), (3840, 2160, 1)]
)
def test_every_size_and_sharpness(
    browser: Browser, context: BrowserContext, project: LabelProject, width: int, height: int, ratio: float
) -> None:
    project.propose([(100, 200, "Drift", 0.9)])
    found = browser.new_context(
        viewport={"width": width, "height": height}, base_url=project.server.base_url, device_scale_factor=ratio
    )
    found.add_cookies(context.cookies())  # type: ignore[arg-type]
    page = found.new_page()
    project.open(page)
    draw(page, 300, 400)
    for canvas in page.locator(".fm-pane canvas").all():
        area = canvas.bounding_box()
        assert area is not None
        assert canvas.evaluate("node => node.width") == pytest.approx(area["width"] * ratio, abs=1)
    assert page.evaluate(CUT) == []
    assert page.evaluate(COVERED) == []
    found.close()


# What reaches beyond the window without anything around it that scrolls.
CUT = """() => [...document.querySelectorAll('.screen button, .screen input, .screen select, .screen a, .fm-pane')]
  .filter((node) => node.checkVisibility())
  .filter((node) => {
    for (let at = node.parentElement; at; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return false;
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
  })
  .map((node) => node.outerHTML.slice(0, 120))"""

# What another thing lies upon: at its middle the page finds neither it nor a part of it.
COVERED = """() => [...document.querySelectorAll('.screen button, .screen input, .screen select')]
  .filter((node) => node.checkVisibility() && !node.disabled)
  .filter((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    let [x, y] = [left + width / 2, top + height / 2];
    for (let at = node.parentElement; at; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (y < box.top || y > box.bottom || x < box.left || x > box.right) return false;
    }
    const hit = document.elementFromPoint(x, y);
    return hit !== null && !node.contains(hit) && !hit.contains(node) && !(node.labels?.[0]?.contains(hit));
  })
  .map((node) => node.outerHTML.slice(0, 160))"""
