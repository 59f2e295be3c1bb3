"""How many queries an endpoint needs, as reviewed data: what grows with the number of rows is found here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from telemetry_project import Machine, body, region, rows

COUNTS = Path(__file__).with_name("query_counts.json")


@pytest.fixture
def filled(machine: Machine, ready: Any, make_user: Any, client_for: Any) -> dict[str, Any]:
    """Two tasks with annotations of two people, drafts and predictions."""
    bea = Machine(client_for(make_user("bea@example.com")), machine.project)
    machine.for_two()
    task = machine.task_with(rows(60), machine_id="P-301")
    machine.task_with(rows(60), name="b.csv", machine_id="P-302")
    series = ready(task)
    result = [
        {"id": "p", "from_name": "label", "to_name": "ts", "type": "timeserieslabels",
         "value": {"start": 5, "end": 8, "instant": False, "timeserieslabels": ["Run"]}}
    ]  # fmt: skip
    for version in ("one", "two"):
        machine.ask("POST", "/api/predictions/", {"task": task, "result": result, "model_version": version})
    saved = bea.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("b", 1, 2)))
    assert saved.status_code == 201, saved.content
    return {"project": machine.project, "task": task, "series": series}


def asked(machine: Machine, operation: str, there: dict[str, Any]) -> Any:
    task = f"/faultmark/api/tasks/{there['task']}"
    if operation == "listProjects":
        return machine.client.get("/faultmark/api/projects")
    if operation == "listTasks":
        return machine.client.get(f"/faultmark/api/projects/{there['project']}/tasks")
    if operation == "getTask":
        return machine.client.get(task)
    if operation == "getSeries":
        return machine.client.get(f"{task}/series")
    if operation == "getView":
        return machine.client.get(f"{task}/series/{there['series']}/view?channels=0&start=0&end=60&width=60")
    if operation == "saveDraft, first":
        return machine.ask("PUT", f"{task}/draft", body(region("a", 1, 2)))
    if operation == "saveDraft, again":
        machine.ask("PUT", f"{task}/draft", body(region("a", 1, 2)))
        return machine.ask("PUT", f"{task}/draft", body(region("a", 1, 3)))
    assert operation == "submitAnnotation"
    machine.ask("PUT", f"{task}/draft", body(region("a", 1, 2)))
    return machine.ask("POST", f"{task}/annotations", body(region("a", 1, 2)))


def count(operation: str, machine: Machine, filled: dict[str, Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if operation in ("saveDraft, again", "submitAnnotation"):
        machine.ask("PUT", f"/faultmark/api/tasks/{filled['task']}/draft", body(region("a", 1, 2)))
    method = {"saveDraft, again": "saveDraft, first"}.get(operation, operation)
    with CaptureQueriesContext(connection) as captured:
        if operation == "submitAnnotation":
            answer = machine.ask("POST", f"/faultmark/api/tasks/{filled['task']}/annotations", body(region("a", 1, 2)))
        else:
            answer = asked(machine, method, filled)
    assert answer.status_code in (200, 201), answer.content
    real = [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    return len(real)


OPERATIONS = [
    "listProjects", "listTasks", "getTask", "getSeries", "getView", "saveDraft, first", "saveDraft, again",
    "submitAnnotation",
]  # fmt: skip


def test_queries_are_as_reviewed(machine: Machine, filled: dict[str, Any]) -> None:
    from django.db import transaction

    found = {}
    for operation in OPERATIONS:
        # Each from the same state, and warm: what a process learns once is not what an endpoint costs.
        for _round in range(2):
            with transaction.atomic():
                found[operation] = count(operation, machine, filled)
                transaction.set_rollback(True)
    reviewed = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    assert found == reviewed, f"Review the change, then write this into {COUNTS.name}:\n{json.dumps(found, indent=1)}"


def test_lists_do_not_need_more_for_more(machine: Machine, filled: dict[str, Any]) -> None:
    from telemetry_project import make_project

    def counts(more: int) -> tuple[int, int]:
        address = machine.upload("more.csv", rows(5))
        for i in range(more):
            machine.task(address, title=f"Task {i}")
            make_project(machine.client, title=f"Project {i}")
        return count("listProjects", machine, filled), count("listTasks", machine, filled)

    assert counts(2) == counts(4)
