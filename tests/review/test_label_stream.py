"""The stream of a project's labels: what counts, who said what, and only what changed since."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest


def stream(crew: Any, query: str = "", name: str = "max") -> list[dict[str, Any]]:
    answer = crew.send(name, "GET", f"/faultmark/api/projects/{crew.project.pk}/labels{query}")
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.fixture
def told(crew: Any) -> Any:
    """Four tasks: two opinions, one opinion, settled by a reviewer, and one that nobody has seen."""
    from types import SimpleNamespace

    both, one, truth, none = (crew.task(machine_id=f"P-{n}") for n in range(4))
    for task in (both, truth):
        crew.give(task, "ada", "bob")
        crew.mark("ada", task, (0, 100, "drift", 4), (400, 420, "drop"))
        crew.mark("bob", task, (20, 100, "drift", 2))
    crew.give(one, "cleo")
    crew.mark("cleo", one, (7, 7, "drop", 5))
    api = f"/faultmark/api/tasks/{truth.pk}/review"
    sheet = crew.send("rita", "GET", api).json()
    kept = [r for r in sheet["settled"]["regions"] if r["start"] != "400"]
    done = crew.send("rita", "POST", api + "/verdict", {"verdict": "fix", "regions": kept, "values": {}})
    assert done.status_code == 200, done.content
    return SimpleNamespace(both=both.pk, one=one.pk, truth=truth.pk, none=none.pk)


BILLION = 10**9


def test_settled_labels_say_what_they_stand_on(crew: Any, told: Any) -> None:
    head, *records, end = stream(crew)
    assert (head["kind"], head["labels"], end) == ("labels", "settled", {"kind": "end", "records": 4, "tasks": 4})
    by_task = {record["task"]: record for record in records}
    assert list(by_task) == sorted(by_task)
    assert by_task[told.none]["settled"] is None
    single = by_task[told.one]["settled"]
    assert (single["source"], single["by"]) == ("single", "cleo@example.com")
    [instant] = single["regions"]
    assert (instant["start"], instant["instant"], instant["severity"]) == (str(7 * BILLION), True, 5)
    both = by_task[told.both]["settled"]
    assert both["source"] == "consensus"
    drift = next(r for r in both["regions"] if r["class"] == "drift")
    assert (drift["annotators"], drift["agreement"]) == (["ada@example.com", "bob@example.com"], 1.0)
    assert next(r for r in both["regions"] if r["class"] == "drop")["state"] == "open"
    truth = by_task[told.truth]["settled"]
    assert (truth["source"], truth["by"], len(truth["regions"])) == ("ground_truth", "rita@example.com", 1)
    assert truth["regions"][0]["annotators"] == ["ada@example.com", "bob@example.com"]
    assert by_task[told.truth]["agreement"]["annotators"] == 2
    assert by_task[told.both]["machine"] == "P-0"
    assert "annotations" not in by_task[told.both]


def test_all_of_it_has_each_annotator_verdicts_outcomes_and_proposals(crew: Any, told: Any) -> None:
    from tasks.models import Prediction

    from faultmark.web.models import ProposalOutcome

    item = {"id": "p1", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "score": 0.75,
            "value": {"start": 5, "end": 9, "instant": False, "timeserieslabels": ["drop"]}}  # fmt: skip
    made = Prediction.objects.create(task_id=told.one, project=crew.project, result=[item], model_version="m1")
    ProposalOutcome.objects.create(
        user=crew.cleo, task_id=told.one, project=crew.project, prediction_id=made.pk, region_id="p1",
        outcome="dismissed", score=0.75, model_version="m1", before={"id": "p1"},
    )  # fmt: skip
    by_task = {line["task"]: line for line in stream(crew, "?labels=all")[1:-1]}
    one, truth = by_task[told.one], by_task[told.truth]
    assert [(o["outcome"], o["by"], o["region"]) for o in one["outcomes"]] == [("dismissed", "cleo@example.com", "p1")]
    assert (one["proposals"][0]["regions"][0]["confidence"], one["proposals"][0]["result"]) == (0.75, [item])
    assert [a["author"] for a in truth["annotations"]] == ["ada@example.com", "bob@example.com", "rita@example.com"]
    assert [(v["verdict"], v["by"]) for v in truth["verdicts"]] == [("fixed", "rita@example.com")]
    without = {line["task"]: line for line in stream(crew, "?labels=annotators")[1:-1]}[told.one]
    assert "proposals" not in without
    assert "result" not in without["annotations"][0]


def test_a_cursor_gives_what_changed_since_and_after_goes_on(crew: Any, told: Any) -> None:
    from tasks.models import Annotation, Task

    from faultmark.web.models import SeriesLink, Step, TaskAgreement, TaskReview

    long_ago = timedelta(hours=3)
    for model, column in (
        (Task, "updated_at"), (Annotation, "updated_at"), (TaskAgreement, "computed_at"), (TaskReview, "changed_at"),
        (Step, "at"), (SeriesLink, "updated_at"),
    ):  # fmt: skip
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{column: getattr(row, column) - long_ago})
    cursor = stream(crew)[0]["cursor"]
    assert stream(crew, f"?cursor={cursor}")[1:] == [{"kind": "end", "records": 0, "tasks": 4}]
    crew.give(Task.objects.get(pk=told.none), "ada")
    made = crew.mark("ada", Task.objects.get(pk=told.none), (1, 2, "drop"))
    assert [line["task"] for line in stream(crew, f"?cursor={cursor}")[1:-1]] == [told.none]
    # What is withdrawn is a change, too.
    assert crew.send("max", "DELETE", f"/api/annotations/{made}/").status_code == 204
    [record] = stream(crew, f"?cursor={cursor}")[1:-1]
    assert record["settled"] is None
    assert [line["task"] for line in stream(crew, f"?after={told.one}")[1:-1]] == [told.truth, told.none]
    wrong = crew.send("max", "GET", f"/faultmark/api/projects/{crew.project.pk}/labels?cursor=nonsense")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "labels.cursor.unknown")


def test_only_managers_have_it(crew: Any) -> None:
    path = f"/faultmark/api/projects/{crew.project.pk}/labels"
    assert [crew.send(name, "GET", path).status_code for name in ("max", "rita", "ada")] == [200, 403, 403]


def test_what_cannot_be_read_is_told_and_hides_nothing_else(crew: Any) -> None:
    from review_items import items
    from tasks.models import Annotation

    task = crew.task()
    bad = {"id": "x", "from_name": "label", "to_name": "ts", "type": "timeserieslabels",
           "value": {"start": "yesterday", "end": 9, "instant": False, "timeserieslabels": ["drop"]}}  # fmt: skip
    Annotation.objects.create(
        task=task, project=crew.project, completed_by=crew.ada, result=[bad, *items((1, 2, "drop"))]
    )
    [record] = stream(crew)[1:-1]
    assert [r["start"] for r in record["settled"]["regions"]] == [str(BILLION)]
    assert record["unreadable"][0]["item"] == bad


def test_half_a_character_ends_no_stream(crew: Any) -> None:
    # As a browser leaves it that cuts a text to a length: the first half of an emoji.
    crew.task(remark="hot \ud83d")
    crew.task(remark="cold")
    assert [record["data"]["remark"] for record in stream(crew)[1:-1]] == ["hot \ud83d", "cold"]


def test_a_stored_consensus_is_what_would_be_computed_and_is_not_used_when_stale(crew: Any, told: Any) -> None:
    from faultmark.web.models import ProjectRules, TaskAgreement

    def both() -> Any:
        return next(line for line in stream(crew)[1:-1] if line["task"] == told.both)["settled"]

    assert TaskAgreement.objects.get(pk=told.both).consensus is not None
    stored = both()
    TaskAgreement.objects.update(consensus=None)
    assert both() == stored
    TaskAgreement.objects.filter(pk=told.both).update(consensus={"key": "old", "regions": [], "values": {}})
    assert both() == stored
    # Other rules, another consensus: a third is not more than nine tenths of two.
    ProjectRules.objects.create(project=crew.project, min_iou=0.9)
    assert len(both()["regions"]) != len(stored["regions"])
