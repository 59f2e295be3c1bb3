"""Nothing is lost: the server away, two tabs on one task, a page that closes."""

from __future__ import annotations

import re

import pytest
from label_project import LabelProject, draw, rows
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


def test_work_goes_on_while_the_server_is_away(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.route("**/draft", lambda route: route.abort())
    draw(page, 100, 200)
    expect(page.locator(".save-state")).to_contain_text("Not saved: the server is away")
    page.keyboard.press("Escape")
    draw(page, 300, 400)
    expect(rows(page)).to_have_count(2)
    page.unroute("**/draft")
    page.get_by_role("button", name="Try now").click()
    assert [region["start"] for region in project.saved(page)] == [100, 300]


def test_what_was_not_saved_comes_back_with_the_page(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/draft", lambda route: route.abort())
    draw(page, 100, 200)
    expect(page.locator(".save-state")).to_contain_text("Not saved")
    page.reload()
    expect(rows(page)).to_have_count(1)
    page.unroute("**/draft")
    assert [region["start"] for region in project.saved(page)] == [100]


def test_what_changes_in_label_studio_meanwhile_is_told_and_kept(
    page: Page, context: BrowserContext, project: LabelProject
) -> None:
    project.open(page)
    draw(page, 100, 200)
    page.keyboard.press("Shift+3")
    # Label Studio's editor asks for the cause whatever the mode.
    page.keyboard.press("q")
    page.get_by_role("textbox", name="cause").fill("no grease")
    page.keyboard.press("Escape")
    with page.expect_response(lambda answer: answer.url.endswith("/annotations")) as sent:
        page.keyboard.press("s")
    assert sent.value.ok, sent.value.text()
    project.open(page)
    expect(rows(page)).to_have_count(1)

    # Label Studio's own editor says something of the whole task, and updates the annotation.
    editor = context.new_page()
    editor.goto(f"/projects/{project.id}/data?task={project.tasks[0]}")
    # It shows the key of a choice beside its name.
    editor.get_by_text(re.compile(r"^stop")).click(timeout=60_000)
    with editor.expect_response(
        lambda answer: answer.request.method == "PATCH" and "/annotations/" in answer.url
    ) as put:
        editor.get_by_text("Update", exact=True).click()
    assert put.value.ok, put.value.text()
    editor.close()

    # Here one works on: told, and nothing is overwritten.
    draw(page, 300, 400)
    expect(page.get_by_text("in another tab or in Label Studio: one region there, 2 regions here")).to_be_visible()
    there = project.bench()["document"]
    assert (len(there["regions"]), there["values"]) == (1, {"condition": ["stop"]})
    page.get_by_role("button", name="Both together").click()
    assert [region["start"] for region in project.saved(page)] == [100, 300]
    assert project.bench()["document"]["values"] == {"condition": ["stop"]}


def test_a_second_tab_is_told_and_nothing_is_overwritten(
    page: Page, context: BrowserContext, project: LabelProject
) -> None:
    project.open(page)
    second = context.new_page()
    project.open(second)
    expect(page.get_by_text("Also here: you in another tab")).to_be_visible()
    draw(page, 100, 200)
    project.saved(page)
    expect(second.get_by_text("was saved there just now")).to_be_visible()
    # It works on all the same: both are kept, and one is asked.
    draw(second, 300, 400)
    expect(second.get_by_text("Nothing is lost; which shall go on?")).to_be_visible()
    assert [region["start"] for region in project.saved(page)] == [100]
    second.get_by_role("button", name="Both together").click()
    expect(rows(second)).to_have_count(2)
    assert [region["start"] for region in project.saved(second)] == [100, 300]
    # The first takes over what the second saved.
    page.get_by_role("button", name="Show what was saved").click()
    expect(rows(page)).to_have_count(2)
    second.close()
    expect(page.get_by_text("Also here")).to_have_count(0)
