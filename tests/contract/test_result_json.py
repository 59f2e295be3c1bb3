"""Label Studio's JSON: what goes in through its views comes out as it went in."""

from __future__ import annotations

from typing import Any

import pytest
from telemetry_project import Machine, make_project, rows

RESULT = [
    {
        "id": "UoswbkRyVs",
        "from_name": "label",
        "to_name": "ts",
        "type": "timeserieslabels",
        "origin": "manual",
        "value": {"start": 3, "end": 9, "instant": False, "timeserieslabels": ["Run"]},
    },
    {
        "id": "UoswbkRyVs",
        "from_name": "note",
        "to_name": "ts",
        "type": "textarea",
        "origin": "manual",
        "value": {"start": 3, "end": 9, "instant": False, "text": ["bearing noise"]},
        "meta": {"ours": [1, 2]},
    },
]


@pytest.fixture
def machine(make_user: Any, client_for: Any) -> Machine:
    return make_project(client_for(make_user()))


@pytest.fixture
def task(machine: Machine) -> int:
    return machine.task_with(rows(20))


def test_an_annotation_keeps_its_items_and_answers_with_what_we_read(machine: Machine, task: int) -> None:
    body = {"result": RESULT, "lead_time": 12.5, "was_cancelled": False}
    answer = machine.ask("POST", f"/api/tasks/{task}/annotations/", body)
    assert answer.status_code == 201
    made = answer.json()
    assert made["result"] == RESULT
    assert made["lead_time"] == 12.5
    assert made["completed_by"] == machine.client.get("/api/current-user/whoami").json()["id"]
    assert {"id", "was_cancelled", "ground_truth", "created_at", "updated_at", "draft_created_at", "task"} <= set(made)
    changed = machine.ask("PATCH", f"/api/annotations/{made['id']}/", {"result": RESULT[:1], "was_cancelled": True})
    assert changed.status_code == 200
    assert changed.json()["result"] == RESULT[:1]
    assert changed.json()["was_cancelled"] is True


def test_a_draft_is_made_changed_and_swallowed_by_its_annotation(machine: Machine, task: int) -> None:
    made = machine.ask("POST", f"/api/tasks/{task}/drafts", {"result": RESULT, "lead_time": 1})
    assert made.status_code == 201
    draft = made.json()
    assert draft["result"] == RESULT
    assert {"id", "user", "task", "annotation", "lead_time", "created_at", "updated_at"} <= set(draft)
    changed = machine.ask("PATCH", f"/api/drafts/{draft['id']}/", {"result": RESULT[:1], "lead_time": 2})
    assert changed.json()["result"] == RESULT[:1]
    body = {"result": RESULT, "draft_id": draft["id"], "lead_time": 2}
    annotation = machine.ask("POST", f"/api/tasks/{task}/annotations/", body).json()
    assert machine.client.get(f"/api/drafts/{draft['id']}/").status_code == 404, "the draft outlives its annotation"
    again = machine.ask(
        "POST", f"/api/tasks/{task}/annotations/{annotation['id']}/drafts", {"result": RESULT, "lead_time": 3}
    )
    assert again.json()["annotation"] == annotation["id"]
    machine.ask("PATCH", f"/api/annotations/{annotation['id']}/", {"result": RESULT, "draft_id": again.json()["id"]})
    assert machine.client.get(f"/api/drafts/{again.json()['id']}/").status_code in (200, 404)


def test_a_prediction_keeps_the_score_of_every_item(machine: Machine, task: int) -> None:
    scored = [{**item, "score": 0.25} for item in RESULT]
    body = {"task": task, "result": scored, "score": 0.5, "model_version": "detector-1"}
    answer = machine.ask("POST", "/api/predictions/", body)
    assert answer.status_code == 201
    read = machine.client.get(f"/api/predictions/{answer.json()['id']}/").json()
    assert read["result"] == scored
    assert (read["score"], read["model_version"], read["task"]) == (0.5, "detector-1", task)


def test_refusals_have_the_shape_that_ours_copy(machine: Machine) -> None:
    refused = machine.client.get("/api/tasks/999999/")
    assert refused.status_code == 404
    assert set(refused.json()) >= {"id", "status_code", "version", "detail", "exc_info"}
    assert refused.json()["status_code"] == 404


def test_the_data_of_a_task_are_its_own(machine: Machine) -> None:
    task = machine.task_with(rows(3), machine_id="P-301", plant="North", history=[{"at": "2023", "what": "bearing"}])
    data = machine.client.get(f"/api/tasks/{task}/").json()["data"]
    assert data["telemetry"].startswith("/data/upload/")
    assert data["history"] == [{"at": "2023", "what": "bearing"}]


@pytest.mark.parametrize("broken", [[1], [{**RESULT[0], "value": 3}], [RESULT[0], {"value": None}]], ids=repr)
def test_broken_items_are_refused_with_a_remedy_and_spoil_no_page(
    machine: Machine, task: int, broken: list[Any]
) -> None:
    project = machine.ask("GET", f"/api/tasks/{task}/").json()["project"]
    data = machine.ask("GET", f"/api/tasks/{task}/").json()["data"]
    for path, body in (
        (f"/api/tasks/{task}/annotations/", {"result": broken}),
        ("/api/predictions/", {"task": task, "result": broken}),
        (f"/api/projects/{project}/import", [{"data": data, "predictions": [{"result": broken}]}]),
    ):
        answer = machine.ask("POST", path, body)
        assert answer.status_code == 400, (path, answer.content)
        assert b"no object" in answer.content, (path, answer.content)
        assert b"from_name" in answer.content, path
    assert machine.ask("GET", f"/api/projects/{project}/").json()["task_number"] == 1
    listed = machine.ask("GET", f"/faultmark/api/projects/{project}/tasks")
    assert (listed.status_code, machine.ask("GET", f"/api/predictions/?task={task}").json()) == (200, [])


def test_what_older_versions_kept_of_broken_predictions_spoils_no_page(machine: Machine, task: int) -> None:
    from tasks.models import Annotation, Prediction

    project = machine.ask("GET", f"/api/tasks/{task}/").json()["project"]
    # The bulk way asks no check.
    Prediction.objects.bulk_create(
        [
            Prediction(task_id=task, project_id=project, result=result)
            for result in ([{"value": 3}], [{**RESULT[0], "value": None}], [5], None, {"a": 1})
        ]
    )
    Annotation.objects.bulk_create([Annotation(task_id=task, project_id=project, result=[{"value": 3}])])
    for path in (
        f"projects/{project}/tasks",
        f"projects/{project}/overview",
        f"tasks/{task}",
    ):
        answer = machine.ask("GET", f"/faultmark/api/{path}")
        assert answer.status_code == 200, (path, answer.content)
