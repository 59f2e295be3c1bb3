"""Two annotators and a reviewer at once, each in a browser of his own, from the first region to the settled task."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from review_project import Disputed

pytestmark = pytest.mark.browser


def bench(page: Page, task: Disputed) -> None:
    page.goto(f"/faultmark/projects/{task.project}/tasks/{task.task}")
    expect(page.get_by_role("group", name="flow, l/s")).to_be_visible(timeout=60_000)


def go_to(page: Page, place: int) -> None:
    page.keyboard.press("g")
    page.keyboard.type(str(place))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Go to a time")).to_be_hidden()


def mark(page: Page, first: int, last: int) -> None:
    """A region of the class Drift, by keyboard."""
    go_to(page, first)
    page.keyboard.press("[")
    go_to(page, last)
    page.keyboard.press("]")


def submit(page: Page) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/annotations")) as saved:
        page.keyboard.press("s")
    assert saved.value.status in (200, 201), saved.value.text()


def test_from_two_opinions_to_one_truth(person: Callable[[str], Page], fresh: Disputed) -> None:
    ann, ben, rita = person("ann"), person("ben"), person("rita")

    # Both annotate at once, and neither sees the other's work.
    for page in (ann, ben):
        bench(page, fresh)
    mark(ann, 100, 200)
    mark(ben, 140, 200)
    for page in (ann, ben):
        expect(page.locator(".region-list").get_by_role("button")).to_have_count(1)
    submit(ann)
    submit(ben)

    # The reviewer sees both, and where they differ; what he says stands at its place.
    rita.goto(f"/faultmark/projects/{fresh.project}/review")
    rita.wait_for_url(f"**{fresh.path}")
    wrong = rita.get_by_role("complementary", name="Disagreements").locator(".disagreement-row")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("Boundaries")
    wrong.click()
    rita.keyboard.press("c")
    rita.keyboard.type("It already leaves its band at 100.")
    rita.keyboard.press("Escape")
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as judged:
        rita.keyboard.press("r")
    assert judged.value.status == 200, judged.value.text()

    # It is Ben's first task again; he finds the comment at its place, answers, mends and submits.
    told = fresh.server.get(f"/faultmark/api/projects/{fresh.project}/overview").json()["waiting"]
    assert {"ann@example.com", "ben@example.com"} <= {row["name"] for row in told if row["what"] == "sent_back"}
    bench(ben, fresh)
    comments = ben.get_by_role("region", name="Comments")
    expect(comments).to_contain_text("It already leaves its band at 100.")
    comments.get_by_role("button", name=re.compile(r"^at \d+")).click()
    comments.get_by_role("button", name="Answer").click()
    comments.get_by_label("Answer").last.fill("True, I moved the start.")
    comments.get_by_role("button", name="Answer").last.click()
    expect(comments).to_contain_text("True, I moved the start.")
    ben.locator(".region-list").get_by_role("button").first.click()
    start = ben.get_by_role("textbox", name="Start", exact=True)
    start.fill("104")
    start.press("Enter")
    start.blur()
    submit(ben)

    # The reviewer reads the answer, resolves the thread, and accepts.
    rita.goto(fresh.path)
    threads = rita.get_by_role("region", name="Comments")
    expect(threads).to_contain_text("True, I moved the start.")
    threads.get_by_role("button", name="Resolve").click()
    expect(threads).to_contain_text("resolved")
    with rita.expect_response(lambda answer: answer.url.endswith("/review/verdict")) as accepted:
        rita.keyboard.press("a")
    assert accepted.value.status == 200, accepted.value.text()
    [truth] = fresh.truth()
    [item] = truth["result"]
    assert item["value"]["start"] in range(100, 105)
    assert item["value"]["end"] == 200

    # And the overview says so.
    rita.goto(f"/faultmark/projects/{fresh.project}/overview")
    expect(rita.get_by_role("region", name="Progress")).to_contain_text("1 of 1 task finished")
    matrix = rita.get_by_role("region", name="Between annotators")
    expect(matrix).to_contain_text("ann")
    expect(matrix).to_contain_text(".96")


def test_two_on_one_task_are_told_of_each_other(person: Callable[[str], Page], fresh: Disputed) -> None:
    ann, ben = person("ann"), person("ben")
    bench(ann, fresh)
    expect(ann.get_by_text("Also here")).to_have_count(0)
    bench(ben, fresh)
    expect(ben.get_by_text(re.compile("Also here: .*ann"))).to_be_visible()
    # Both go on, each with labels of their own.
    mark(ann, 100, 200)
    mark(ben, 300, 400)
    for page in (ann, ben):
        expect(page.locator(".save-state")).to_contain_text("Saved as draft")
        expect(page.locator(".region-list").get_by_role("button")).to_have_count(1)
    # Who was there first learns of the second, and of his going: at the latest when his reports are missed.
    expect(ann.get_by_text(re.compile("Also here: .*ben"))).to_be_visible()
    ben.goto("/faultmark/")
    mark(ann, 500, 600)
    expect(ann.get_by_text("Also here")).to_have_count(0, timeout=60_000)


def test_a_manager_adds_a_person_and_changes_a_rule(page: Page, fresh: Disputed) -> None:
    page.goto(f"/faultmark/projects/{fresh.project}")
    page.get_by_role("link", name="People").click()
    members = page.get_by_role("region", name="Members")
    row = members.get_by_role("row").filter(has_text="ben@example.com")
    expect(row.get_by_role("combobox")).to_have_value("annotator")
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    page.get_by_label("Add by e-mail").fill("nobody@example.com")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(members.get_by_role("alert")).to_contain_text("There is nobody with the address nobody@example.com")
    page.get_by_label("Add by e-mail").fill("ben@example.com")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(row.get_by_role("combobox")).to_have_value("annotator")
    page.get_by_label("Blind review").check()
    expect(page.get_by_text("Blind review: saved.")).to_be_visible()
    rules = fresh.server.get(f"/faultmark/api/projects/{fresh.project}/rules").json()
    assert rules["blind"] is True
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("region", name="What waits for whom")).to_be_visible()
