"""Fields as the config says, and what is missing said where it is missing."""

from __future__ import annotations

import pytest
from label_project import LabelProject, clock, draw, edge, go_to, rows, times
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_what_is_missing_is_shown_at_its_region_before_anything_is_sent(page: Page, project: LabelProject) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    project.open(page)
    draw(page, 100, 200)
    page.keyboard.press("Shift+3")
    page.keyboard.press("Escape")
    draw(page, 300, 400)
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    # The region that lacks it is selected, it is said there, and the field has the focus.
    expect(page.get_by_text("Region 2 of 2")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="How severe is it?")).to_be_visible()
    expect(page.get_by_role("radio", name="1 of 5")).to_be_focused()
    expect(rows(page).filter(has_text="incomplete")).to_have_count(1)
    # A choice makes another field appear, and that is required too.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("q")
    expect(page.get_by_role("alert").filter(has_text="Why did the bearing fail?")).to_be_visible()
    page.get_by_role("button", name="Why did the bearing fail?").click()
    expect(page.get_by_role("textbox", name="cause")).to_be_focused()
    page.keyboard.type("lubrication lost")
    page.keyboard.press("Escape")
    assert not [url for url in sent if url.endswith("/annotations")]
    with page.expect_response(lambda answer: answer.url.endswith("/annotations")) as saved:
        page.keyboard.press("s")
    assert saved.value.status == 201, saved.value.text()


def test_every_kind_of_field_by_keyboard_and_mouse(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.keyboard.press("w")
    expect(page.get_by_role("radio", name="stop")).to_be_checked()
    draw(page, 100, 200)
    load = page.get_by_role("spinbutton", name="load")
    expect(load).to_have_count(0)
    page.keyboard.press("3")
    load.fill("42.5")
    page.get_by_role("checkbox", name="pump, drive end").click()
    page.get_by_role("checkbox", name="motor").click()
    page.keyboard.press("q")
    cause = page.get_by_role("textbox", name="cause")
    cause.fill("worn cage")
    page.get_by_role("button", name="+ Another entry").click()
    cause.last.fill("no grease")
    page.get_by_role("button", name="Choose channels").click()
    page.get_by_role("checkbox", name="temperature").click()
    page.get_by_role("checkbox", name="pressure").click()
    [region] = project.saved(page)
    assert region["values"] == {
        "label": ["Drop"],
        "load": 42.5,
        "place": [["pump", "drive end"], ["motor"]],
        "mode": ["bearing"],
        "cause": ["worn cage", "no grease"],
    }
    assert region["channels"] == ["temperature", "pressure"]
    assert project.bench()["document"]["values"] == {"condition": ["stop"]}


def test_edges_are_typed_exactly_and_what_cannot_be_read_is_said(page: Page, project: LabelProject) -> None:
    project.open(page)
    draw(page, 100, 200)
    start = edge(page, "Start")
    start.fill("soonish")
    start.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="“soonish” is no time")).to_be_visible()
    start.fill("+30s")
    start.press("Enter")
    expect(start).to_have_value(clock(130))
    edge(page, "End").fill("2026-03-06T09:05:00+01:00")
    edge(page, "End").press("Enter")
    expect(edge(page, "End")).to_have_value(clock(300))
    assert times(page) == (clock(130), clock(300))


def test_jumps_in_any_usual_form_and_the_address_holds_the_place(page: Page, project: LabelProject) -> None:
    project.open(page)
    draw(page, 1000, 1010)
    page.keyboard.press("f")
    page.wait_for_url(lambda url: "region=" in url and "view=" in url)
    there = page.url
    page.keyboard.press("0")
    page.wait_for_url(lambda url: url != there and "view=" in url)
    page.go_back()
    page.wait_for_url(there)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("#5000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The last sample is #1,999")).to_be_visible()
    page.get_by_role("textbox", name="Time").fill("06.03.2026 08:02")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("p")
    expect(edge(page, "At")).to_have_value(clock(120))
    go_to(page, "+1m")
    project.saved(page)
    # A link leads to the same view and region.
    page.goto("about:blank")
    page.goto(there)
    expect(edge(page, "Start")).to_have_value(clock(1000))
