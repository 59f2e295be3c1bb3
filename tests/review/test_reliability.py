"""Who has been right on settled tasks weighs more in the consensus of a new one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
from review_items import items

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def settle(crew: Any, said: dict[str, list[tuple[int, int, str]]]) -> None:
    """A task of the past, annotated and settled."""
    from tasks.models import Annotation

    from faultmark.web.models import TaskReview

    task = crew.task()
    made = {
        name: Annotation.objects.create(
            task=task, project=crew.project, completed_by=getattr(crew, name), result=items(*regions)
        )
        for name, regions in [*said.items(), ("chief", said["ada"])]
    }
    TaskReview.objects.create(task=task, state="settled", settled=made["chief"])


def three_say(crew: Any) -> Any:
    """A new task: one says drift, two say drop."""
    task = crew.task()
    task.overlap = 3
    task.save()
    crew.give(task, "ada", "bob", "cleo")
    for name, label in (("ada", "drift"), ("bob", "drop"), ("cleo", "drop")):
        crew.mark(name, task, (0, 100, label))
    return task


def settle_twelve(crew: Any) -> None:
    """Tasks on which Ada was right, and Bob and Cleo guessed."""
    rng = np.random.default_rng(7)
    for number in range(12):
        real = [(1000 * k, 1000 * k + 100, ("drift", "drop")[(k + number) % 2]) for k in range(6)]
        guessed = {
            name: [(start, end, str(rng.choice(["drift", "drop"]))) for start, end, _label in real]
            for name in ("bob", "cleo")
        }
        settle(crew, {"ada": real, "max": real, "rita": real, **guessed})


def test_the_past_outvotes_a_poor_majority(crew: Any) -> None:
    path = f"/faultmark/api/tasks/{three_say(crew).pk}/review"

    def consensus() -> tuple[str, str]:
        found = crew.send("rita", "GET", path).json()["consensus"]
        [row] = found["regions"]
        return found["weights"], max(row["classes"], key=lambda said: said["share"])["label"]

    assert consensus() == ("equal", "drop")
    settle_twelve(crew)
    assert consensus() == ("dawid-skene", "drift")


def test_pulled_labels_and_the_stored_consensus_weigh_as_the_review_screen_does(crew: Any) -> None:
    from tasks.models import Annotation, Task

    from faultmark.web.models import Step, TaskAgreement
    from faultmark.web.review.agreement import recompute

    task = three_say(crew)
    path = f"/faultmark/api/projects/{crew.project.pk}/labels"

    def pulled(query: str = "") -> tuple[dict[str, Any], dict[int, Any]]:
        answer = crew.send("max", "GET", path + query)
        head, *records, _end = map(json.loads, b"".join(answer.streaming_content).splitlines())
        return head, {record["task"]: record["settled"] for record in records}

    def said(settled: Any) -> tuple[str, str]:
        [region] = settled["regions"]
        return settled["weights"], region["class"]

    head, settled = pulled()
    assert head["consensus"]["min_share"] == 0.5
    assert said(settled[task.pk]) == ("equal", "drop")
    for model, column in (
        (Task, "updated_at"), (Annotation, "updated_at"), (TaskAgreement, "computed_at"), (Step, "at"),
    ):  # fmt: skip
        model.objects.update(**{column: LONG_AGO})
    settle_twelve(crew)
    # The verdicts on others changed it, though nobody touched the task; and a cursor from before them brings it.
    since = pulled(f"?cursor={head['cursor']}")[1]
    assert said(since[task.pk]) == ("dawid-skene", "drift")
    recompute(crew.project.pk)
    stored = TaskAgreement.objects.get(pk=task.pk).consensus
    assert said(stored) == ("dawid-skene", "drift")
    assert pulled()[1][task.pk]["regions"][0]["agreement"] == stored["regions"][0]["agreement"]
    sheet = crew.send("rita", "GET", f"/faultmark/api/tasks/{task.pk}/review").json()["consensus"]
    assert sheet["regions"][0]["support"] == stored["regions"][0]["agreement"]
    # What was settled stands for what its annotators said.
    assert set(TaskAgreement.objects.exclude(pk=task.pk).values_list("consensus", flat=True)) == {None}
