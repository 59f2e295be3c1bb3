"""Two annotators disagree; a reviewer settles it by keyboard and by mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from label_project import SAMPLES, plot
from playwright.sync_api import Page, expect
from review_project import Disputed

pytestmark = pytest.mark.browser


def rows(page: Page) -> Any:
    return page.get_by_role("complementary", name="Disagreements").locator(".disagreement-row")


def test_the_queue_leads_to_the_worst_task_and_says_why(rita: Page, disputed: Disputed) -> None:
    rita.goto(f"/faultmark/projects/{disputed.project}/review")
    rita.wait_for_url(f"**{disputed.path}")
    row = rita.get_by_role("complementary", name="To review").locator(".queue-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("1 missed")
    expect(rita.get_by_role("region", name="Agreement of this task")).to_contain_text("Range IoU")
    expect(rows(rita)).to_have_count(2)
    expect(rita.get_by_role("complementary", name="Disagreements")).to_contain_text("grease line blocked")
    reason = rita.get_by_label("For which reason")
    reason.select_option("severity")
    expect(row).to_have_count(0)
    expect(rita.get_by_role("complementary", name="To review")).to_contain_text("No task is here for this reason.")
    reason.select_option("missed")
    expect(row).to_have_count(1)


def test_a_task_that_others_have_annotated_is_not_told_as_to_do(rita: Page, disputed: Disputed) -> None:
    rita.goto(f"/faultmark/projects/{disputed.project}")
    expect(rita.get_by_role("row").filter(has_text="2 of 2")).to_contain_text("by others")
    expect(rita).to_have_title("Disputed · Faultmark")


# How often an address came over the wire.
FETCHED = """(path) => performance.getEntriesByName(new URL(path, location.href).href)
  .filter((entry) => entry.transferSize > 0).length"""


def test_the_page_asks_once_for_what_it_opens_with(rita: Page, disputed: Disputed) -> None:
    # Once its file has been read.
    rita.goto(disputed.path)
    expect(rows(rita)).to_have_count(2)
    said: list[str] = []
    rita.on("console", lambda message: said.append(message.text) if message.type in ("warning", "error") else None)
    rita.goto(disputed.path)
    expect(rows(rita)).to_have_count(2)
    task = f"/faultmark/api/tasks/{disputed.task}"
    # What the page preloads is what it uses: else the browser fetches it twice, and warns of it.
    assert [rita.evaluate(FETCHED, url) for url in (task, f"{task}/review?blind=false")] == [1, 1]
    rita.wait_for_load_state("networkidle")
    assert said == []


def test_a_reviewer_settles_by_keyboard(rita: Page, disputed: Disputed) -> None:
    rita.goto(disputed.path)
    expect(rows(rita)).to_have_count(2)
    boundaries = rows(rita).filter(has_text="Boundaries")
    for _ in range(2):
        if boundaries.get_attribute("aria-pressed") != "true":
            rita.keyboard.press("n")
    expect(boundaries).to_have_attribute("aria-pressed", "true")
    settled = rita.get_by_role("region", name="What each says").locator("tr.settled")
    rita.keyboard.press("1")
    expect(settled).to_contain_text("100")
    expect(settled).to_contain_text("200")
    rita.keyboard.press("2")
    expect(settled).to_contain_text("210")
    rita.keyboard.press("Control+z")
    expect(settled).to_contain_text("200")
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as judged:
        rita.keyboard.press("a")
    assert judged.value.status == 200, judged.value.text()
    [truth] = disputed.truth()
    labels = [one for one in truth["result"] if one["type"] == "timeserieslabels"]
    assert (labels[0]["value"]["start"], labels[0]["value"]["end"]) == (100, 200)
    assert labels[0]["value"]["timeserieslabels"] == ["Drift"]


def test_an_edge_is_dragged_before_accepting(rita: Page, disputed: Disputed) -> None:
    rita.goto(disputed.path)
    rows(rita).filter(has_text="Boundaries").click()
    settled = rita.get_by_role("region", name="What each says").locator("tr.settled")
    expect(settled).to_contain_text("120")
    expect(rita.locator(".status-line")).to_contain_text(re.compile("every sample|samples per pixel"))
    pane = plot(rita, "flow, l/s")
    # Its places are given for a longer series.
    stretch = (SAMPLES - 1) / 999
    pane.drag(120 * stretch, 104 * stretch)
    expect(settled).not_to_contain_text("120")
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as judged:
        rita.get_by_role("button", name=re.compile("^Fix and accept")).click()
    assert judged.value.status == 200, judged.value.text()
    [truth] = disputed.truth()
    edges = {(item["value"]["start"], item["value"]["end"]) for item in truth["result"]}
    [dragged] = [edge for edge in edges if edge[1] < 300]
    assert dragged == (pytest.approx(104, abs=2), 205)
    history = rita.request.get(f"{disputed.server.base_url}/faultmark/api/tasks/{disputed.task}/review").json()[
        "history"
    ]
    # Step by step: what both handed in, and what was settled, each with what was there before.
    assert [step["kind"] for step in history] == ["submitted", "submitted", "fixed"]
    assert history[-1]["before"] is not None
    assert {region["start"] for region in history[-1]["after"]} == {str(start) for start, _end in edges}


def test_sending_back_needs_a_comment_and_the_annotators_see_it(
    rita: Page, disputed: Disputed, tokens: dict[str, str]
) -> None:
    rita.goto(disputed.path)
    expect(rows(rita)).to_have_count(2)
    send_back = rita.get_by_role("button", name="Send back")
    expect(send_back).to_be_disabled()
    rita.keyboard.press("c")
    rita.keyboard.type("The flow already leaves its band here.")
    rita.keyboard.press("Escape")
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as judged:
        send_back.click()
    assert judged.value.status == 200, judged.value.text()
    assert disputed.truth() == []
    answer = requests.get(
        f"{disputed.server.base_url}/faultmark/api/tasks/{disputed.task}/comments",
        headers={"Authorization": f"Token {tokens['ann@example.com']}"},
        timeout=60,
    )
    [comment] = answer.json()["results"]
    assert comment["text"] == "The flow already leaves its band here."
    assert comment["start"] is not None


def test_the_second_of_two_reviewers_is_told(rita: Page, page: Page, disputed: Disputed) -> None:
    for one in (rita, page):
        one.goto(disputed.path)
        expect(rows(one)).to_have_count(2)
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as judged:
        rita.keyboard.press("a")
    assert judged.value.status == 200, judged.value.text()
    with page.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as late:
        page.keyboard.press("a")
    assert late.value.status == 409, late.value.text()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("reviewed elsewhere")
    told.get_by_role("button", name="The one saved elsewhere").click()
    expect(told).to_have_count(0)
    assert len(disputed.truth()) == 1


def test_names_can_be_hidden(rita: Page, disputed: Disputed) -> None:
    rita.goto(disputed.path)
    expect(rows(rita)).to_have_count(2)
    with rita.expect_response(lambda answer: "review?blind=true" in answer.url) as hidden:
        rita.keyboard.press("h")
    assert "ann@example.com" not in hidden.value.text()
    expect(rita.get_by_role("button", name="Show names")).to_be_visible()
