"""Proposals: one key each, weak ones hidden, edited ones remembered, every outcome recorded. And actions counted."""

from __future__ import annotations

import pytest
from label_project import LabelProject, clock, plot, rows, times
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PROPOSED = [(100, 200, "Drift", 0.91), (400, 450, "Spike", 0.64), (700, 800, "Drop", 0.87), (1100, 1150, "Drop", 0.3)]


def test_accept_edit_and_dismiss_with_one_key_each(page: Page, project: LabelProject) -> None:
    prediction = project.propose(PROPOSED)
    project.open(page)
    expect(rows(page)).to_have_count(4)
    for _press in range(5):
        page.keyboard.press("Control+ArrowUp")
    page.keyboard.press("Control+ArrowUp")
    page.keyboard.press("Control+ArrowUp")
    expect(page.get_by_text("1 more below .35")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Proposal of baseline 2.1")).to_be_visible()
    # It lacks a severity when accepted, so it stays selected.
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+4")
    expect(page.get_by_text("Proposed by baseline 2.1 with .91, completed by you")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Backspace")
    # The next one is selected; editing makes it a region that remembers.
    assert times(page) == (clock(700), clock(800))
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_text("Proposed by baseline 2.1 with .87, start moved 10 s earlier by you")).to_be_visible()
    first, third = project.saved(page)
    assert first["parent"] == {"prediction_id": prediction, "region_id": "p0", "score": 0.91}
    assert (third["start"], third["origin"]) == (690, "prediction-changed")
    assert project.bench()["dismissed"] == [{"prediction_id": prediction, "region_id": "p1"}]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(rows(page).filter(has_text="Spike")).to_have_count(1)


def test_all_above_the_slider_are_accepted_by_mouse(page: Page, project: LabelProject) -> None:
    project.propose(PROPOSED)
    project.open(page)
    page.get_by_label("Proposals from").fill("0.6")
    page.get_by_role("button", name="Accept 3 above").click()
    expect(page.get_by_text("1 more below .60")).to_be_visible()
    assert len(project.saved(page)) == 3
    page.get_by_label("Proposals from").fill("0")
    page.get_by_label("Order").select_option("confidence")
    rows(page).filter(has_text="proposal").click()
    page.get_by_role("button", name="Dismiss").click()
    expect(rows(page)).to_have_count(3)


def test_a_day_is_labeled_with_the_fewest_actions(page: Page, project: LabelProject) -> None:
    """One key for a correct proposal; a drag and at most three keys for a new region that is fully described."""
    answer = project.server.get(f"/api/tasks/{project.tasks[0]}").json()
    result = []
    for index, (first, last, label, score) in enumerate(PROPOSED):
        prediction = project.propose([(first, last, label, score)])
        result += project.server.get(f"/api/predictions/{prediction}/").json()["result"]
        value = {key: result[-1]["value"][key] for key in ("start", "end", "instant")}
        result[-1] |= {"id": f"d{index}"}
        result.append(
            {
                "id": f"d{index}",
                "from_name": "severity",
                "to_name": "ts",
                "type": "rating",
                "value": value | {"rating": 3},
            }
        )
        project.server.request("DELETE", f"/api/predictions/{prediction}/")
    body = {"task": answer["id"], "model_version": "careful 1", "score": 0.8, "result": result}
    assert project.server.post("/api/predictions/", json=body).status_code == 201
    project.open(page)
    actions = {"key": 0, "drag": 0}

    def press(key: str) -> None:
        actions["key"] += 1
        page.keyboard.press(key)

    press("j")
    for _proposal in PROPOSED:
        press("Enter")
    expect(rows(page).filter(has_text="proposal")).to_have_count(0)
    assert actions == {"key": 1 + len(PROPOSED), "drag": 0}

    page.keyboard.press("Escape")
    actions["key"] = 0
    plot(page).drag(1300, 1450)
    actions["drag"] += 1
    for key in ("2", "Shift+5", "w"):
        press(key)
    expect(page.get_by_role("region", name="The selected region")).to_be_visible()
    assert actions == {"key": 3, "drag": 1}
    *proposed, drawn = project.saved(page)
    assert len(proposed) == 4
    assert all(region["origin"] == "prediction" and region["values"]["severity"] == 3 for region in proposed)
    assert drawn["values"] == {"label": ["Spike"], "severity": 5, "mode": ["seal"]}
