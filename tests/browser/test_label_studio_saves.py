"""Label Studio's own pages save although the server asks where a request comes from."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

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
