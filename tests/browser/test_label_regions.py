"""Regions on the Label screen, by keyboard and by mouse: drawn, moved, split, merged, several at once, undone."""

from __future__ import annotations

import pytest
from label_project import STEP_UP, LabelProject, clock, draw, go_to, plot, rows, times
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_region_by_keyboard_to_the_sample_and_undone_after_a_reload(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.keyboard.press("3")
    draw(page, 300, 400)
    assert times(page) == (clock(300), clock(400))
    page.keyboard.press("Shift+4")
    # The end moves by samples, then the start, then the whole.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("v")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert times(page) == (clock(291), clock(401))
    page.keyboard.press(".")
    page.keyboard.press("Shift+<")
    assert times(page) == (clock(282), clock(392))
    [region] = project.saved(page)
    assert (region["start"], region["end"], region["values"]) == (282, 392, {"label": ["Drop"], "severity": 4})

    page.reload()
    expect(rows(page)).to_have_count(1)
    rows(page).click()
    # The moves of the whole were one step, and so were those of its start.
    page.keyboard.press("Control+z")
    assert times(page) == (clock(291), clock(401))
    page.keyboard.press("Control+z")
    assert times(page) == (clock(300), clock(401))
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+Shift+z")
    assert times(page) == (clock(282), clock(392))
    for _step in range(8):
        page.keyboard.press("Control+z")
    expect(rows(page)).to_have_count(0)
    expect(page.locator(".said")).to_have_text("There is nothing to undo.")


def test_regions_by_mouse(page: Page, project: LabelProject) -> None:
    project.open(page)
    pane = plot(page)
    pane.drag(200, 400)
    page.get_by_role("radio", name="3 of 5").click()
    # Its edge, then the whole of it.
    pane.drag(400, 500)
    page.keyboard.down("Alt")
    pane.drag(300, 600)
    page.keyboard.up("Alt")
    page.keyboard.press("Escape")
    page.get_by_role("radiogroup", name="Label for the next region").get_by_role("radio", name="Spike").click()
    pane.double(1500)
    drift, spike = project.saved(page)
    assert drift["start"] == pytest.approx(500, abs=4)
    assert drift["end"] == pytest.approx(800, abs=4)
    assert drift["channels"] == ["vibration"]
    assert spike["instant"]
    assert spike["values"] == {"label": ["Spike"]}
    # Several together: Shift and a click takes up what lies between.
    page.keyboard.press("Escape")
    rows(page).first.click()
    rows(page).last.click(modifiers=["Shift"])
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("region", name="The selected region").get_by_role("radio", name="Drop").click()
    page.get_by_role("radio", name="5 of 5").click()
    expect(rows(page).filter(has_text="Drop")).to_have_count(2)
    page.get_by_role("button", name="Delete").click()
    expect(rows(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(2)


def test_split_merge_duplicate_and_several_by_keyboard(page: Page, project: LabelProject) -> None:
    project.open(page)
    draw(page, 300, 500)
    go_to(page, clock(400))
    page.keyboard.press("x")
    assert times(page) == (clock(401), clock(500))
    page.keyboard.press("Shift+K")
    page.keyboard.press("2")
    page.keyboard.press("Shift+2")
    expect(rows(page).filter(has_text="Spike")).to_have_count(2)
    page.keyboard.press("m")
    expect(rows(page)).to_have_count(1)
    assert times(page) == (clock(300), clock(500))
    page.keyboard.press("d")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("1")
    first, second = project.saved(page)
    assert (first["start"], first["end"]) == (second["start"], second["end"]) == (300, 500)
    assert sorted(region["values"]["label"][0] for region in (first, second)) == ["Drift", "Spike"]
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(0)


def test_nested_regions_are_reached_by_key(page: Page, project: LabelProject) -> None:
    project.open(page)
    draw(page, 300, 600)
    page.keyboard.press("Escape")
    draw(page, 400, 450)
    page.keyboard.press("Escape")
    go_to(page, clock(420))
    page.keyboard.press("c")
    assert times(page) == (clock(400), clock(450))
    page.keyboard.press("c")
    assert times(page) == (clock(300), clock(600))
    page.keyboard.press("c")
    assert times(page) == (clock(400), clock(450))


def test_an_edge_snaps_to_the_change_of_its_channel(page: Page, project: LabelProject) -> None:
    project.open(page)
    pressure = plot(page, "pressure, bar")
    pressure.drag(STEP_UP + 12, 900)
    page.keyboard.press("v")
    page.keyboard.press("a")
    expect(page.locator(".said")).to_contain_text("Snapped to a change of pressure")
    assert times(page)[0] == clock(STEP_UP)


def test_a_work_order_is_linked(page: Page, project: LabelProject) -> None:
    project.open(page)
    draw(page, 600, 690)
    page.keyboard.press("l")
    order = page.get_by_label("Work order")
    expect(order).to_have_value("WO 48213")
    [region] = project.saved(page)
    assert region["work_order"] == "WO 48213"
    order.select_option("WO 48300")
    expect(page.locator(".save-state")).to_contain_text("Saving")
    [region] = project.saved(page)
    assert region["work_order"] == "WO 48300"
