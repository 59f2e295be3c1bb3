"""What people make of proposals is recorded, and undone where they undo it."""

from __future__ import annotations

from typing import Any

import pytest
from telemetry_project import Machine, body, region, rows


def item(id: str, start: int, end: int, label: str = "Run", **more: object) -> dict[str, Any]:
    value = {"start": start, "end": end, "instant": False, "timeserieslabels": [label]}
    return {"id": id, "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "value": value, **more}


def predict(machine: Machine, task: int, *items: dict[str, Any], version: str = "m1", score: float = 0.5) -> int:
    answer = machine.ask(
        "POST",
        "/api/predictions/",
        {"task": task, "result": list(items), "model_version": version, "score": score},
    )
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


@pytest.fixture
def task(machine: Machine, ingest: Any) -> int:
    task = machine.task_with(rows(40))
    ingest(task)
    return task


def adopted(prediction: int, id: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    parent = {"prediction_id": prediction, "region_id": id, "score": 0.9}
    return {**region(f"own-{id}", start, end), "origin": "prediction", "parent": parent, **more}


def save(machine: Machine, task: int, *regions: dict[str, Any], submit: bool = False, **more: object) -> Any:
    path = f"/faultmark/api/tasks/{task}/" + ("annotations" if submit else "draft")
    answer = machine.ask("POST" if submit else "PUT", path, body(*regions, **more))
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def outcomes() -> dict[tuple[int, str], str]:
    from faultmark.web.models import ProposalOutcome

    return {(row.prediction_id, row.region_id): row.outcome for row in ProposalOutcome.objects.all()}


def test_accepted_edited_and_dismissed_are_told_apart(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 4, score=0.9), item("b", 6, 8), item("c", 10, 12), item("d", 14, 16))
    dismissed = [{"prediction_id": first, "region_id": "d"}]
    save(
        machine,
        task,
        adopted(first, "a", 1, 4),
        adopted(first, "b", 6, 9),
        adopted(first, "c", 10, 12, values={"label": ["Spike"], "severity": ["high"]}),
        dismissed=dismissed,
    )
    assert outcomes() == {
        (first, "a"): "accepted",
        (first, "b"): "edited",
        (first, "c"): "edited",
        (first, "d"): "dismissed",
    }
    assert machine.workbench(task)["dismissed"] == dismissed
    from faultmark.web.models import ProposalOutcome

    row = ProposalOutcome.objects.get(region_id="b")
    assert (row.score, row.model_version) == (0.5, "m1")
    assert ProposalOutcome.objects.get(region_id="a").score == 0.9
    assert (row.before["end"], [after["end"] for after in row.after]) == ("8", ["9"])


def test_undo_opens_a_proposal_again(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 4), item("b", 6, 8))
    save(machine, task, adopted(first, "a", 1, 4), dismissed=[{"prediction_id": first, "region_id": "b"}])
    save(machine, task, dismissed=[])
    assert outcomes() == {}
    assert machine.workbench(task)["dismissed"] == []


def test_a_save_that_does_not_speak_of_dismissals_leaves_them(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 4), item("b", 6, 8))
    save(machine, task, dismissed=[{"prediction_id": first, "region_id": "b"}])
    save(machine, task, adopted(first, "a", 1, 4))
    assert outcomes() == {(first, "a"): "accepted", (first, "b"): "dismissed"}


def test_a_proposal_that_is_split_was_edited(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 9))
    save(machine, task, adopted(first, "a", 1, 4), {**adopted(first, "a", 5, 9), "id": "second"}, submit=True)
    assert outcomes() == {(first, "a"): "edited"}


def test_what_was_thought_of_a_replaced_prediction_remains(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 4), item("b", 6, 8))
    save(machine, task, adopted(first, "a", 1, 4), dismissed=[{"prediction_id": first, "region_id": "b"}])
    assert machine.client.delete(f"/api/predictions/{first}/").status_code == 204
    save(machine, task, dismissed=[])
    assert outcomes() == {(first, "a"): "accepted", (first, "b"): "dismissed"}


def test_a_proposal_that_there_is_not_is_no_outcome(machine: Machine, task: int) -> None:
    save(machine, task, adopted(987, "a", 1, 4), dismissed=[{"prediction_id": 988, "region_id": "b"}])
    assert outcomes() == {}


def test_a_refused_save_records_nothing(machine: Machine, task: int) -> None:
    first = predict(machine, task, item("a", 1, 4))
    lacking = adopted(first, "a", 1, 4, values={"label": ["Run"]})
    answer = machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(lacking))
    assert answer.status_code == 422
    assert outcomes() == {}


def test_each_model_version_is_summed_up_over_all_people(
    machine: Machine, task: int, make_user: Any, client_for: Any
) -> None:
    bea = Machine(client_for(make_user("bea@example.com")), machine.project)
    machine.for_two()
    one = predict(machine, task, item("a", 1, 4), item("b", 6, 8), item("c", 10, 12))
    two = predict(machine, task, item("a", 1, 5), version="m2")
    save(machine, task, adopted(one, "a", 1, 4), dismissed=[{"prediction_id": one, "region_id": "b"}], submit=True)
    save(bea, task, adopted(one, "a", 2, 4), submit=True)
    assert two
    results = machine.client.get(f"/faultmark/api/projects/{machine.project}/proposals").json()["results"]
    first, second = results
    assert first.pop("precision") == pytest.approx(2 / 3)
    assert first == {"model_version": "m1", "accepted": 1, "edited": 1, "dismissed": 1, "open": 1}
    assert second.pop("precision") is None
    assert second == {"model_version": "m2", "accepted": 0, "edited": 0, "dismissed": 0, "open": 1}
    assert bea.workbench(task)["dismissed"] == []


def test_a_stranger_gets_no_summary(machine: Machine, stranger: Any, client_for: Any) -> None:
    path = f"/faultmark/api/projects/{machine.project}/proposals"
    assert client_for(stranger).get(path).status_code == 404
    assert client_for(None).get(path).status_code == 401
