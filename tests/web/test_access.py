"""Who may reach what, endpoint by endpoint: a stranger finds nothing, nobody is asked to log in."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from telemetry_project import Machine, body, region, rows

METHODS = {
    "listProjects": ("get", "projects"),
    "listTasks": ("get", "projects/{project}/tasks"),
    "getTask": ("get", "tasks/{task}"),
    "getSeries": ("get", "tasks/{task}/series"),
    "ingestSeries": ("post", "tasks/{task}/series"),
    "getView": ("get", "tasks/{task}/series/{series}/view?channels=0&start=0&end=9&width=10"),
    "saveDraft": ("put", "tasks/{task}/draft"),
    "submitAnnotation": ("post", "tasks/{task}/annotations"),
    "updateAnnotation": ("patch", "annotations/{annotation}"),
}


@pytest.fixture
def there(machine: Machine, ready: Any) -> dict[str, Any]:
    """Ids of one thing of each kind, all Ada's."""
    task = machine.task_with(rows(20))
    series = ready(task)
    saved = machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("one", 3, 9)))
    assert saved.status_code == 201, saved.content
    annotation = saved.json()["annotation_id"]
    return {"project": machine.project, "task": task, "series": series, "annotation": annotation}


def ask(client: Any, operation: str, there: dict[str, Any]) -> Any:
    method, path = METHODS[operation]
    content = body(region("two", 4, 5)) if method in ("put", "patch") or operation == "submitAnnotation" else {}
    options = {} if method == "get" else {"data": json.dumps(content), "content_type": "application/json"}
    return getattr(client, method)("/faultmark/api/" + path.format(**there), **options)


@pytest.mark.parametrize("operation", [name for name in METHODS if name != "listProjects"])
def test_a_stranger_finds_nothing(operation: str, there: dict[str, Any], stranger: Any, client_for: Any) -> None:
    answer = ask(client_for(stranger), operation, there)
    assert answer.status_code == 404
    said = answer.json()
    assert said["status_code"] == 404
    assert "that you may open" in said["detail"]
    missing = dict.fromkeys(there, 987654) | {"series": "0" * 32}
    same = ask(client_for(stranger), operation, missing).json()
    without_ids = [re.sub(r"[0-9a-f]{32}|\d+", "#", answer["detail"]) for answer in (said, same)]
    assert without_ids[0] == without_ids[1], "the answer tells that it exists"


def test_a_stranger_has_a_list_of_his_own(there: dict[str, Any], stranger: Any, client_for: Any) -> None:
    assert client_for(stranger).get("/faultmark/api/projects").json() == {"results": []}


@pytest.mark.parametrize("operation", METHODS)
def test_nobody_is_asked_to_log_in(operation: str, there: dict[str, Any], client_for: Any) -> None:
    answer = ask(client_for(None), operation, there)
    assert answer.status_code == 401
    assert answer.json()["status_code"] == 401


def test_nothing_of_a_strangers_attempt_is_kept(
    there: dict[str, Any], stranger: Any, machine: Machine, client_for: Any
) -> None:
    before = machine.workbench(there["task"])["document"]
    for operation in ("saveDraft", "submitAnnotation", "updateAnnotation", "ingestSeries"):
        ask(client_for(stranger), operation, there)
    assert machine.workbench(there["task"])["document"] == before
    assert machine.series(there["task"])["state"] == "ready"


def test_a_colleague_sees_the_task_and_cannot_change_an_annotation_of_mine(
    there: dict[str, Any], machine: Machine, make_user: Any, client_for: Any
) -> None:
    bea = Machine(client_for(make_user("bea@example.com")), machine.project)
    machine.for_two()
    shown = bea.workbench(there["task"])
    assert shown["document"]["annotation_id"] is None
    assert shown["document"]["regions"] == []
    assert shown["others"] == [
        {"annotation_id": there["annotation"], "user": "ada@example.com", "regions": 1, "ground_truth": False}
    ]
    assert ask(bea.client, "updateAnnotation", there).status_code == 404
    assert ask(bea.client, "submitAnnotation", there).status_code == 201
    assert machine.workbench(there["task"])["document"]["regions"][0]["id"] == "one"


def test_a_series_is_reached_through_its_own_task_alone(there: dict[str, Any], machine: Machine) -> None:
    other = machine.task_with(rows(5), name="other.csv")
    wrong = {**there, "task": other}
    assert ask(machine.client, "getView", wrong).status_code == 404
    assert ask(machine.client, "getView", there).status_code == 200


def test_the_pages_lead_to_the_login(client_for: Any, ada: Any) -> None:
    for path in ("/faultmark/", "/faultmark/projects/1", "/faultmark/projects/1/tasks/1"):
        answer = client_for(None).get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/user/login/?next={path}"
        assert client_for(ada).get(path).status_code == 200


def test_an_address_cut_off_at_a_list_leads_to_it(client_for: Any, ada: Any) -> None:
    for path in ("projects/7/tasks", "projects/7/tasks/", "projects/7/"):
        assert client_for(ada).get(f"/faultmark/{path}").headers["Location"] == "/faultmark/projects/7"
    assert client_for(ada).get("/faultmark/projects").headers["Location"] == "/faultmark/"
    # Whatever else is typed ends at a page that leads on.
    mistyped = client_for(ada).get("/faultmark/project/7", HTTP_ACCEPT="text/html")
    assert (mistyped.status_code, b'id="boot"' in mistyped.content) == (404, True)


def test_what_is_not_there_says_so_once(client_for: Any, ada: Any) -> None:
    client = client_for(ada)
    answer = client.get("/faultmark/api/nothing")
    assert (answer.status_code, answer.json()["status_code"]) == (404, 404)
    assert client.get("/faultmark/nothing").status_code == 404
    assert client.get("/faultmark/api/tasks/99999999999999999999").status_code == 404
    assert client.get("/faultmark/api/projects/99999999999999999999/tasks").status_code == 404
    assert client.patch("/faultmark/api/annotations/99999999999999999999", "{}", "application/json").status_code == 404
