"""A project's tasks, each with its numbers and the stage that it is at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import F, Max, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from faultmark.web.models import ProjectRules, ReviewState

__all__ = ["STAGES", "TaskFigures", "task_figures"]

STAGES = ("untouched", "in_work", "to_review", "sent_back", "agreed", "settled")
"""Where a task can be; each is at exactly one. ``agreed``: complete, and nothing about it wants a reviewer."""


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """One task: who annotated it how alike, and where it is.

    ``numbers`` is :attr:`TaskAgreement.numbers`, ``annotated`` the day, in UTC, on which its last annotation was made.
    """

    id: int
    inner_id: int
    machine: str
    overlap: int
    annotators: int
    score: float | None
    reason: str
    nobody_left: bool
    stage: str
    numbers: Mapping[str, Any]
    annotated: date | None


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def task_figures(project_id: int) -> Iterator[TaskFigures]:
    """All tasks of a project, in order."""
    rules = ProjectRules.of(project_id)
    path = "faultmark_agreement__"
    columns = ("score", "annotators", "reason", "numbers", "lot", "nobody_left")
    made = apps.get_model("tasks", "Annotation").objects.filter(
        task=OuterRef("pk"), was_cancelled=False, ground_truth=False
    )
    # As the database writes it, in UTC: making a hundred thousand moments takes longer than asking for them.
    last = made.order_by().values("task").annotate(last=Cast(Max("created_at"), TextField())).values("last")
    rows = (
        apps.get_model("tasks", "Task")
        .objects.filter(project_id=project_id)
        .order_by("inner_id", "pk")
        .values_list(
            "pk",
            "inner_id",
            "overlap",
            "faultmark_card__machine",
            "faultmark_review__state",
            Subquery(last),
            *(F(path + name) for name in columns),
        )
    )
    for (
        pk,
        inner,
        overlap,
        machine,
        state,
        annotated,
        score,
        annotators,
        reason,
        numbers,
        lot,
        nobody_left,
    ) in rows.iterator(chunk_size=2000):
        said = annotators or 0
        complete = said >= overlap or (bool(nobody_left) and said > 0)
        wanted = bool(reason) or (lot is not None and lot < rules.sample_share)
        if state == ReviewState.SETTLED:
            stage = "settled"
        elif state == ReviewState.SENT_BACK:
            stage = "sent_back"
        elif complete:
            stage = "to_review" if wanted else "agreed"
        else:
            stage = "in_work" if said else "untouched"
        yield TaskFigures(
            pk,
            inner or pk,
            machine or "",
            overlap,
            said,
            score,
            reason or "",
            bool(nobody_left),
            stage,
            numbers or {},
            None if annotated is None else _day(annotated[:10]),
        )
