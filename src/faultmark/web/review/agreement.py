"""The stored agreement of tasks: updated with every annotation, and made anew from nothing to the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction

from faultmark.actions.score_agreement import NO_AGREEMENT, Agreement, score_agreement
from faultmark.web.assignment.extra import call_one_more
from faultmark.web.assignment.seats import locked_task
from faultmark.web.models import ProjectRules, TaskAgreement
from faultmark.web.review.reading import TaskReading, read_tasks, score_options

__all__ = ["recompute", "update_agreement"]

_AT_ONCE = 500
_FIELDS = ("score", "annotators", "reason", "numbers", "lot", "computed_at")


def _score(reading: TaskReading, rules: ProjectRules) -> Agreement:
    return score_agreement(reading.opinions, reading.schema, score_options(rules))


def _store(row: TaskAgreement, scored: Agreement) -> TaskAgreement:
    row.score, row.annotators, row.reason = scored.score, scored.annotators, scored.reason
    row.numbers = dict(scored.numbers)
    row.lot = _lot(row.task_id)
    return row


def _lot(task_id: int) -> float:
    """The task's draw for the random sample: always the same, and not to be foreseen from its place."""
    digest = hashlib.blake2s(f"sample {task_id}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


def update_agreement(task_id: int) -> None:
    """Score a task anew, and call one more annotator where the people disagree.

    The task is locked meanwhile. Of several annotations that come at once, each is followed by one call of this after
    it is committed, so that the last to get the lock sees them all.
    """
    with transaction.atomic():
        task = locked_task(task_id)
        if task is None:
            return
        rules = ProjectRules.of(task.project_id)
        reading = next(read_tasks([task_id]), None)
        row = TaskAgreement.objects.filter(pk=task_id).first() or TaskAgreement(task_id=task_id)
        _store(row, NO_AGREEMENT if reading is None else _score(reading, rules)).save()
        call_one_more(task, row, rules)


def recompute(project_id: int | None = None, report: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Score every task anew, calling nobody; how many that were.

    Parameters
    ----------
    project_id:
        Only the tasks of this project.
    report:
        Told how many tasks are done, of how many.
    """
    tasks = apps.get_model("tasks", "Task").objects.order_by("pk")
    if project_id is not None:
        tasks = tasks.filter(project_id=project_id)
    ids = list(tasks.values_list("pk", "project_id"))
    rules: dict[int, ProjectRules] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        part = ids[begin : begin + _AT_ONCE]
        for project in {project for _task, project in part} - set(rules):
            rules[project] = ProjectRules.of(project)
        _recompute_part([task for task, _project in part], rules)
        report(begin + len(part), len(ids))
    return len(ids)


def _recompute_part(ids: Sequence[int], rules: dict[int, ProjectRules]) -> None:
    with transaction.atomic():
        # Locked in order, so that two of these, or one and a submit, never wait for each other in a circle.
        _lock(ids)
        rows = [
            _store(TaskAgreement(task_id=reading.task.id), _score(reading, rules[reading.task.project.id]))
            for reading in read_tasks(ids)
        ]
        TaskAgreement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task"], update_fields=_FIELDS)


def _lock(ids: Iterable[int]) -> Any:
    return list(
        apps.get_model("tasks", "Task").objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk")
    )
