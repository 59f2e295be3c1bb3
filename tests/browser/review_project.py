"""A project with two annotators and a reviewer: its one task unseen, or annotated by both in different ways."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from live_server import clean_environment
from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["PASSWORD", "PEOPLE", "Disputed", "disputed", "fresh", "person", "rita", "tokens"]

PEOPLE = {"ann@example.com": "annotator", "ben@example.com": "annotator", "rita@example.com": "reviewer"}
PASSWORD = "telemetry-123"
CONFIG = """<View>
  <TimeSeries name="ts" value="$csv" timeColumn="t"><Channel column="flow" units="l/s"/></TimeSeries>
  <TimeSeriesLabels name="label" toName="ts"><Label value="Drift"/><Label value="Drop"/></TimeSeriesLabels>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5"/>
  <TextArea name="cause" toName="ts" perRegion="true"/>
</View>"""
MAKE_PEOPLE = """
import json, sys
from pathlib import Path
from faultmark.host.boot import boot
from faultmark.host.config import load_config
boot(load_config(data_dir=Path(sys.argv[1])))
from faultmark.host.users import api_token, create_user
for email in sys.argv[3:]:
    create_user(email, sys.argv[2], exist_ok=True)
print(json.dumps({email: api_token(email) for email in sys.argv[3:]}))
"""


def item(region: str, start: int, end: int, control: str, kind: str, value: Any) -> dict[str, Any]:
    place = {"start": start, "end": end, "instant": False, kind if kind != "textarea" else "text": value}
    return {"id": region, "from_name": control, "to_name": "ts", "type": kind, "origin": "manual", "value": place}


def region(name: str, start: int, end: int, label: str, severity: int, cause: str = "") -> list[dict[str, Any]]:
    items = [
        item(name, start, end, "label", "timeserieslabels", [label]),
        item(name, start, end, "severity", "rating", severity),
    ]
    return [*items, item(name, start, end, "cause", "textarea", [cause])] if cause else items


@dataclass(frozen=True)
class Disputed:
    project: int
    task: int
    server: Any

    @property
    def path(self) -> str:
        return f"/faultmark/projects/{self.project}/tasks/{self.task}/review"

    def truth(self) -> list[dict[str, Any]]:
        found = self.server.get(f"/api/tasks/{self.task}/annotations/").json()
        return [annotation for annotation in found if annotation["ground_truth"]]


@pytest.fixture(scope="module")
def tokens(server: Any) -> dict[str, str]:
    command = [sys.executable, "-c", MAKE_PEOPLE, str(server.data_dir), PASSWORD, *PEOPLE]
    said = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(said.stdout.splitlines()[-1])
    return found


@pytest.fixture
def fresh(server: Any, tokens: dict[str, str]) -> Iterator[Disputed]:
    """One task, given to Ann and Ben, which neither has annotated."""
    wanted = {"title": "Disputed", "label_config": CONFIG, "maximum_annotations": 2}
    project = server.post("/api/projects/", json=wanted).json()["id"]
    text = "t,flow\n" + "".join(f"{i},{i % 7}\n" for i in range(1000))
    files = {"run.csv": ("run.csv", text, "text/csv")}
    uploaded = server.post(f"/api/projects/{project}/import?commit_to_project=false", files=files).json()
    chosen = {"file_upload_ids": uploaded["file_upload_ids"], "files_as_tasks_list": False}
    server.post(f"/api/projects/{project}/reimport", json=chosen).raise_for_status()
    [task] = server.get(f"/api/tasks?project={project}").json()["tasks"]
    members = f"/faultmark/api/projects/{project}/members"
    ids = {}
    for email, role in PEOPLE.items():
        answer = server.post(members, json={"email": email, "role": role})
        assert answer.status_code == 201, answer.text
        ids[email] = answer.json()["user"]
    annotators = [ids["ann@example.com"], ids["ben@example.com"]]
    given = server.post(f"/faultmark/api/projects/{project}/assignments", json={"users": annotators})
    assert given.status_code == 200, given.text
    yield Disputed(project, task["id"], server)
    server.request("DELETE", f"/api/projects/{project}/")


@pytest.fixture
def disputed(fresh: Disputed, tokens: dict[str, str]) -> Disputed:
    """One task on which Ann and Ben differ in boundaries, and of which Ben missed a region."""
    results = {
        "ann@example.com": [
            *region("aaaaaaaaa1", 100, 200, "Drift", 4, "grease line blocked"),
            *region("aaaaaaaaa2", 600, 640, "Drop", 2),
        ],
        "ben@example.com": region("bbbbbbbbb1", 140, 210, "Drift", 4),
    }
    for email, result in results.items():
        answer = requests.post(
            f"{fresh.server.base_url}/api/tasks/{fresh.task}/annotations/",
            json={"result": result},
            headers={"Authorization": f"Token {tokens[email]}"},
            timeout=60,
        )
        assert answer.status_code == 201, answer.text
    return fresh


@pytest.fixture
def person(browser: Browser, server: Any, tokens: dict[str, str]) -> Iterator[Callable[[str], Page]]:
    """Log a person in, in a browser profile of his own; no page may throw."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def enter(name: str) -> Page:
        context = browser.new_context(viewport={"width": 1600, "height": 1000}, base_url=server.base_url)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/user/login/")
        page.fill("input[name=email]", f"{name}@example.com")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/user/login" not in url)
        page.on("pageerror", lambda error: errors.append(f"{name}: {error}"))
        return page

    yield enter
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def rita(person: Callable[[str], Page]) -> Page:
    """The reviewer's page."""
    page = person("rita")
    page.set_default_timeout(15_000)
    return page
