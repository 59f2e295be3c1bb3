"""The stored agreement of tasks: updated with every annotation, and made anew from nothing to the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from multiprocessing import get_context
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from faultmark.actions.score_agreement import NO_AGREEMENT, Agreement, score_agreement, score_agreements
from faultmark.web.assignment.extra import call_one_more
from faultmark.web.assignment.seats import locked_task
from faultmark.web.models import ProjectRules, TaskAgreement, TaskReview
from faultmark.web.review.consensus import united_json
from faultmark.web.review.reading import TaskReading, read_tasks, score_options
from faultmark.web.review.reliability import Past

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
        reading = next(read_tasks([task_id], way_back=False), None)
        row = TaskAgreement.objects.filter(pk=task_id).first() or TaskAgreement(task_id=task_id)
        scored = _scored(reading, rules)
        united = None if reading is None else united_json(reading, rules, Past.of(task.project_id), scored.compared)
        _store(row, scored, united).save()
        call_one_more(task, row, rules)


def recompute(
    project_id: int | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
    processes: int = 1,
) -> int:
    """Score every task anew, calling nobody; how many that were.

    Parameters
    ----------
    project_id:
        Only the tasks of this project.
    report:
        Told how many tasks are done, of how many.
    processes:
        How many share the work. With more than one this process forks, so that it must not run threads.
    """
    tasks = apps.get_model("tasks", "Task").objects.all()
    if project_id is not None:
        tasks = tasks.filter(project_id=project_id)
    ids = list(tasks.order_by("project_id", "pk").values_list("project_id", "pk"))
    done = 0
    for many in _scored_parts(_parts(ids), processes):
        done += many
        report(done, len(ids))
    return len(ids)


def _parts(ids: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    for project, of_project in groupby(ids, key=itemgetter(0)):
        of_it = [task for _project, task in of_project]
        for begin in range(0, len(of_it), _AT_ONCE):
            yield project, of_it[begin : begin + _AT_ONCE]


def _scored_parts(parts: Iterable[tuple[int, list[int]]], processes: int) -> Iterator[int]:
    if processes == 1:
        yield from map(_recompute_part, parts)
        return
    # No two processes may share a connection.
    connections.close_all()
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_recompute_part, parts)


def _recompute_part(part: tuple[int, list[int]]) -> int:
    """Score some tasks of a project without a lock; those on which something was said meanwhile once more, with it."""
    project, ids = part
    rules, past = ProjectRules.of(project), Past.of(project)
    known = _state_of(ids)
    rows = _rows(ids, rules, past)
    with transaction.atomic():
        left = _lock(ids)
        now = _state_of(left)
        same = {task for task in left if now.get(task) == known.get(task)}
        _write([row for row in rows if row.task_id in same])
    changed = left - same
    if changed:
        with transaction.atomic():
            _write(_rows(sorted(_lock(changed)), rules, past))
    return len(ids)


def _state_of(ids: Iterable[int]) -> dict[int, list[object]]:
    """What tells whether anything that counts was said of a task since."""
    state: dict[int, list[object]] = {}
    annotations = apps.get_model("tasks", "Annotation").objects.filter(task__in=ids).order_by("pk")
    # As the database writes it: nobody reads these times, and making them costs more than the query.
    when = Cast("updated_at", TextField())
    for task, *stamp in annotations.values_list("task_id", "pk", when, "was_cancelled").iterator():
        state.setdefault(task, []).append(stamp)
    for task, settled in TaskReview.objects.filter(pk__in=ids, settled__isnull=False).values_list("pk", "settled_id"):
        state.setdefault(task, []).append(settled)
    return state


def _rows(ids: Sequence[int], rules: ProjectRules, past: Past) -> list[TaskAgreement]:
    readings = list(read_tasks(ids, way_back=False))
    scored = score_agreements(((one.opinions, one.schema) for one in readings), score_options(rules))
    return [
        _store(TaskAgreement(task_id=one.task.id), numbers, united_json(one, rules, past, numbers.compared))
        for one, numbers in zip(readings, scored, strict=True)
    ]


def _write(rows: Sequence[TaskAgreement]) -> None:
    TaskAgreement.objects.bulk_create(rows, update_conflicts=True, unique_fields=["task"], update_fields=_FIELDS)


def _lock(ids: Iterable[int]) -> set[int]:
    """Lock tasks in order, so that two of these, or one and a submit, never wait for each other in a circle."""
    tasks = apps.get_model("tasks", "Task").objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return set(tasks.values_list("pk", flat=True))
