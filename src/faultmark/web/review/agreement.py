"""The stored agreement of tasks: updated with every annotation, and made anew from nothing to the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import transaction

from faultmark.actions.score_agreement import NO_AGREEMENT, Agreement, score_agreement, score_agreements
from faultmark.web.assignment.extra import call_one_more
from faultmark.web.assignment.seats import locked_task
from faultmark.web.models import ProjectRules, TaskAgreement
from faultmark.web.review.consensus import united_json
from faultmark.web.review.reading import TaskReading, read_tasks, score_options

__all__ = ["recompute", "update_agreement"]

_AT_ONCE = 500
_FIELDS = ("score", "annotators", "reason", "numbers", "consensus", "lot", "computed_at")


def _scored(reading: TaskReading | None, rules: ProjectRules) -> Agreement:
    if reading is None:
        return NO_AGREEMENT
    return score_agreement(reading.opinions, reading.schema, score_options(rules))


def _store(row: TaskAgreement, scored: Agreement, united: dict[str, Any] | None) -> TaskAgreement:
    row.consensus = united
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
        united = None if reading is None else united_json(reading, rules)
        _store(row, _scored(reading, rules), united).save()
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
    tasks = apps.get_model("tasks", "Task").objects.all()
    if project_id is not None:
        tasks = tasks.filter(project_id=project_id)
    ids = list(tasks.order_by("project_id", "pk").values_list("project_id", "pk"))
    done = 0
    for project, of_project in groupby(ids, key=itemgetter(0)):
        rules = ProjectRules.of(project)
        of_it = [task for _project, task in of_project]
        for begin in range(0, len(of_it), _AT_ONCE):
            part = of_it[begin : begin + _AT_ONCE]
            _recompute_part(part, rules)
            done += len(part)
            report(done, len(ids))
    return len(ids)


def _recompute_part(ids: Sequence[int], rules: ProjectRules) -> None:
    with transaction.atomic():
        # Locked in order, so that two of these, or one and a submit, never wait for each other in a circle.
        _lock(ids)
        readings = list(read_tasks(ids))
        scored = score_agreements(((one.opinions, one.schema) for one in readings), score_options(rules))
        rows = [
            _store(TaskAgreement(task_id=one.task.id), numbers, united_json(one, rules))
            for one, numbers in zip(readings, scored, strict=True)
        ]
        TaskAgreement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task"], update_fields=_FIELDS)


def _lock(ids: Iterable[int]) -> Any:
    return list(
        apps.get_model("tasks", "Task").objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk")
    )
