"""Label Studio's own Accept and Reject, in its own editor, lead to the verdicts of the Review screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from review_project import Disputed

pytestmark = pytest.mark.browser


def open_annotation(page: Page, task: Disputed, author: str) -> None:
    page.goto(f"/projects/{task.project}/data?task={task.task}")
    page.locator(".lsf-annotation-button, .lsf-annotations-carousel__carosel > *").filter(has_text=author).first.click()


def test_accept_settles_the_task(rita: Page, disputed: Disputed) -> None:
    open_annotation(rita, disputed, "ann")
    with rita.expect_response(re.compile("/verdict$")) as judged:
        rita.get_by_role("button", name="accept-annotation").click()
    assert judged.value.status == 200, judged.value.text()
    [truth] = disputed.truth()
    starts = {item["value"]["start"] for item in truth["result"]}
    assert starts == {100, 600}, "What Ann marked is settled."


def test_reject_asks_why_and_sends_back(rita: Page, disputed: Disputed) -> None:
    open_annotation(rita, disputed, "ben")
    rita.get_by_role("button", name="reject-annotation").click()
    dialog = rita.get_by_role("dialog").filter(has_text="Send back to the annotator")
    dialog.get_by_role("button", name="Send back").click()
    expect(dialog).to_be_visible(timeout=2_000)
    dialog.get_by_role("textbox").fill("You missed the drop at 600.")
    with rita.expect_response(re.compile("/verdict$")) as judged:
        dialog.get_by_role("button", name="Send back").click()
    assert judged.value.status == 200, judged.value.text()
    comments = disputed.server.get(f"/faultmark/api/tasks/{disputed.task}/comments").json()["results"]
    assert [comment["text"] for comment in comments] == ["You missed the drop at 600."]
    assert disputed.truth() == []
