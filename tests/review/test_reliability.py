"""Who has been right on settled tasks weighs more in the consensus of a new one."""

from __future__ import annotations

from typing import Any

import numpy as np
from review_items import items


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


def test_the_past_outvotes_a_poor_majority(crew: Any) -> None:
    task = crew.task()
    task.overlap = 3
    task.save()
    crew.give(task, "ada", "bob", "cleo")
    for name, label in (("ada", "drift"), ("bob", "drop"), ("cleo", "drop")):
        crew.mark(name, task, (0, 100, label))
    path = f"/faultmark/api/tasks/{task.pk}/review"

    def consensus() -> tuple[str, str]:
        found = crew.send("rita", "GET", path).json()["consensus"]
        [row] = found["regions"]
        return found["weights"], max(row["classes"], key=lambda said: said["share"])["label"]

    assert consensus() == ("equal", "drop")
    rng = np.random.default_rng(7)
    for number in range(12):
        real = [(1000 * k, 1000 * k + 100, ("drift", "drop")[(k + number) % 2]) for k in range(6)]
        guessed = {
            name: [(start, end, str(rng.choice(["drift", "drop"]))) for start, end, _label in real]
            for name in ("bob", "cleo")
        }
        settle(crew, {"ada": real, "max": real, "rita": real, **guessed})
    assert consensus() == ("dawid-skene", "drift")
