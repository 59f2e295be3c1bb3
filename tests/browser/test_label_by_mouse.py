"""The mouse alone: drawing while the server is away or another person is here, undo after a reload, the list's rows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from label_project import SAMPLES, LabelProject, go_to, plot, rows
from playwright.sync_api import Page, expect
from review_project import Disputed

pytestmark = pytest.mark.browser

FLOW = "flow, l/s"


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()


def test_undo_after_a_reload(page: Page, project: LabelProject) -> None:
    project.open(page)
    pane = plot(page)
    pane.drag(200, 400)
    page.get_by_role("radio", name="3 of 5").click()
    pane.drag(400, 500)
    [before] = project.saved(page)
    assert (before["end"], before["values"]["severity"]) == (pytest.approx(500, abs=4), 3)

    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".status-line")).to_contain_text(re.compile("every sample|samples per pixel"))
    # Each click takes back one step of before the reload: the edge, the severity, the region itself.
    undo(page)
    [moved] = project.saved(page)
    assert (moved["end"], moved["values"]["severity"]) == (pytest.approx(400, abs=4), 3)
    undo(page)
    expect(page.get_by_role("radio", name="3 of 5", checked=True)).to_have_count(0)
    undo(page)
    expect(rows(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert project.saved(page) == []


def test_what_is_drawn_while_the_server_is_away_is_saved_when_it_returns(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.route("**/faultmark/api/**", lambda route: route.abort())
    pane = plot(page)
    pane.drag(200, 400)
    expect(page.locator(".save-state")).to_contain_text("Not saved: the server is away")
    page.get_by_role("radio", name="2 of 5").click()
    page.keyboard.press("Escape")
    # What says so above the panes has made them lower.
    pane = plot(page)
    pane.double(1500)
    pane.drag(600, 700)
    pane.drag(700, 800)
    expect(rows(page)).to_have_count(3)
    assert project.bench()["document"]["regions"] == []

    page.unroute("**/faultmark/api/**")
    # Nobody presses anything: the page asks by itself.
    first, second, instant = project.saved(page)
    assert [first["start"], second["end"], instant["start"]] == pytest.approx([200, 800, 1500], abs=4)
    assert first["values"]["severity"] == 2
    expect(page.get_by_text("it is kept in this browser")).to_have_count(0)


def test_two_draw_on_one_task_and_neither_meets_the_other(person: Callable[[str], Page], fresh: Disputed) -> None:
    ann, ben = person("ann"), person("ben")
    for page in (ann, ben):
        page.goto(f"/faultmark/projects/{fresh.project}/tasks/{fresh.task}")
        expect(page.get_by_role("group", name=FLOW)).to_be_visible(timeout=60_000)
        expect(page.locator(".status-line")).to_contain_text(re.compile("every sample|samples per pixel"))
    expect(ben.get_by_text(re.compile("Also here: .*ann"))).to_be_visible()

    # Turn by turn, as two hands do: a range each, its edge moved, an instant.
    drawn = {ann: plot(ann, FLOW), ben: plot(ben, FLOW)}
    for page, start in ((ann, 200), (ben, 900)):
        drawn[page].drag(start, start + 200)
    for page, start in ((ann, 200), (ben, 900)):
        drawn[page].drag(start + 200, start + 300)
    for page in (ann, ben):
        page.keyboard.press("Escape")
        drawn[page].double(1700)
        expect(rows(page)).to_have_count(2)
        expect(page.locator(".save-state")).to_contain_text("Saved as draft")
        expect(page.get_by_text("Nothing is lost; which shall go on?")).to_have_count(0)

    # Each finds on coming back what he drew, and that alone.
    for page, share in ((ann, 200 / (SAMPLES - 1)), (ben, 900 / (SAMPLES - 1))):
        page.reload()
        expect(rows(page)).to_have_count(2)
        found = page.evaluate(f"fetch('/faultmark/api/tasks/{fresh.task}').then((answer) => answer.json())")
        axis = found["series"]["axis"]
        starts = sorted(int(region["start"]) for region in found["document"]["regions"])
        length = int(axis["last"]) - int(axis["first"])
        assert (starts[0] - int(axis["first"])) / length == pytest.approx(share, abs=0.005)
        assert (starts[1] - int(axis["first"])) / length == pytest.approx(1700 / (SAMPLES - 1), abs=0.005)


# Whether the row of what is selected is to be seen, not only in the page: nothing covers it or cuts it off.
IN_SIGHT = """() => {
  const row = document.querySelector('.region-row.lead');
  if (row === null) return false;
  const { left, top, bottom, width } = row.getBoundingClientRect();
  return [top + 2, bottom - 2].every((y) => row.contains(document.elementFromPoint(left + width / 2, y)));
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1600, 1000)])
def test_the_selected_row_comes_into_sight(page: Page, project: LabelProject, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    project.propose([(20 * step, 20 * step + 10, "Drift", 0.6 + step % 7 / 20) for step in range(90)])
    project.open(page)
    expect(page.locator(".region-list")).to_have_attribute("aria-label", "90 regions and proposals")
    # From row to row by key, down and round to the last.
    for _step in range(30):
        page.keyboard.press("j")
    page.wait_for_function(IN_SIGHT)
    page.keyboard.press("Escape")
    # By a click on a region in the panes; one that lies in no row that is in the page yet.
    pane = plot(page)
    page.mouse.click(pane.x(1785), pane.y)
    page.wait_for_function(IN_SIGHT)
    page.mouse.click(pane.x(25), pane.y)
    page.wait_for_function(IN_SIGHT)
    # The order turns, and the row goes elsewhere; so it does when the list is filtered and is whole again.
    for order in ("confidence", "time"):
        page.get_by_label("Order", exact=True).select_option(order)
        page.wait_for_function(IN_SIGHT)
    listed = page.get_by_role("searchbox", name="Filter the list")
    page.mouse.click(pane.x(1785), pane.y)
    listed.fill("nothing such")
    expect(rows(page)).to_have_count(0)
    listed.fill("")
    page.wait_for_function(IN_SIGHT)
    # A new region, and what its form asks for, which leaves less room for the list.
    page.keyboard.press("Escape")
    go_to(page, "2026-03-06 08:31:00")
    page.keyboard.press("[")
    go_to(page, "2026-03-06 08:31:30")
    page.keyboard.press("]")
    page.wait_for_function(IN_SIGHT)
    page.keyboard.press("3")
    page.keyboard.press("q")
    page.wait_for_function(IN_SIGHT)
    page.reload()
    expect(page.locator(".region-list")).to_have_attribute("aria-label", "91 regions and proposals")
    page.wait_for_function(IN_SIGHT)
