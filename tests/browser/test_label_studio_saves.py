"""Label Studio's own editor saves although the server asks where a request comes from; and where it refuses to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from label_project import LabelProject, moment
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CONFIG = '<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="Yes"/></Choices></View>'


def test_an_annotation_is_submitted_in_label_studios_own_editor(page: Page, server: Any) -> None:
    project = server.post("/api/projects/", json={"title": "Reports", "label_config": CONFIG}).json()["id"]
    server.post(f"/api/projects/{project}/import", json=[{"text": "all well"}]).raise_for_status()
    task = server.get(f"/api/tasks?project={project}").json()["tasks"][0]["id"]
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    page.goto(f"/projects/{project}/data?task={task}")
    page.get_by_role("checkbox", name="Yes").or_(page.get_by_role("radio", name="Yes")).first.click()
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/annotations" in answer.url) as saved:
        page.get_by_role("button", name="Submit").click()
    assert saved.value.status == 201
    assert refused == []
    server.request("DELETE", f"/api/projects/{project}/")


def test_its_editor_asks_for_a_required_field_that_its_condition_hides(page: Page, project: LabelProject) -> None:
    """A trap of Label Studio's: ours asks for such a field where it is shown alone, and may submit what it will not."""
    place = {"id": "a", "to_name": "ts"}
    times = {"start": moment(100), "end": moment(200), "instant": False}
    result = [
        {**place, "from_name": "label", "type": "timeserieslabels", "value": {**times, "timeserieslabels": ["Drift"]}},
        {**place, "from_name": "severity", "type": "rating", "value": {**times, "rating": 3}},
        {**place, "from_name": "mode", "type": "choices", "value": {**times, "choices": ["seal"]}},
    ]
    [task, *_others] = project.tasks
    made = project.server.post(f"/api/tasks/{task}/annotations/", json={"result": result})
    assert made.status_code == 201, made.text

    # Here nothing is missing: the cause is wanted of a bearing alone.
    project.open(page)
    page.locator(".region-list").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="cause")).to_have_count(0)
    with page.expect_response(lambda answer: "/annotations" in answer.url) as ours:
        page.keyboard.press("s")
    assert ours.value.ok, ours.value.text()

    sent: list[str] = []
    page.goto(f"/projects/{project.id}/data?task={task}")
    page.get_by_text(re.compile(r"^stop")).click(timeout=60_000)
    page.on("request", lambda asked: sent.append(asked.url) if asked.method in ("PATCH", "POST") else None)
    page.get_by_text("Update", exact=True).click()
    expect(page.get_by_text("Why did the bearing fail?").first).to_be_visible()
    assert not any("/annotations/" in url for url in sent), "it does not ask for hidden fields any more: good"
