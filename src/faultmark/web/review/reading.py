"""What was said of tasks, read for the metrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from faultmark.actions.opinions import Opinion
from faultmark.actions.ports import StoredResult, TaskInfo
from faultmark.agreement import ConsensusOptions, ScoreOptions
from faultmark.errors import FaultmarkError
from faultmark.labels.config import parse_config
from faultmark.labels.schema import LabelSchema
from faultmark.series.axis import TimeAxis
from faultmark.web import documents
from faultmark.web.models import ProjectRules, SeriesLink, TaskReview
from faultmark.web.platform import platform
from faultmark.web.series_store import series_store

__all__ = ["TaskReading", "consensus_options", "read_task", "read_tasks", "score_options"]


@dataclass(frozen=True, slots=True)
class TaskReading:
    """A task with the opinions on it, one of each author, oldest first.

    ``stored`` holds the annotation behind each opinion; an author is named by the user's id. ``settled`` says whether a
    reviewer settled it, with an annotation that is there.
    """

    task: TaskInfo
    schema: LabelSchema
    axis: TimeAxis | None
    opinions: tuple[Opinion, ...]
    stored: tuple[StoredResult, ...]
    series_id: str = ""
    settled: bool = False


@lru_cache(maxsize=256)
def _schema(config: str) -> LabelSchema | None:
    try:
        return parse_config(config)
    except FaultmarkError:
        return None


@lru_cache(maxsize=256)
def _axis(series_id: str) -> TimeAxis | None:
    # A series never changes, so that its axis can be kept.
    try:
        return series_store().open(series_id).axis
    except FaultmarkError:
        return None


def read_task(task_id: int) -> TaskReading | None:
    """A task's opinions; None where there is no such task, or its config cannot be read."""
    return next(read_tasks([task_id]), None)


def read_tasks(task_ids: Sequence[int], *, way_back: bool = True) -> Iterator[TaskReading]:
    """Opinions of many tasks, in a fixed number of queries. The annotation that a reviewer settled is none.

    Without ``way_back`` they can be compared, but not written as labels.
    """
    said: dict[int, list[StoredResult]] = {}
    reviews = TaskReview.objects.filter(pk__in=task_ids, settled__isnull=False)
    settled = dict(reviews.values_list("pk", "settled_id"))
    for task_id, stored in platform().annotations_of(task_ids):
        if stored.id != settled.get(task_id) and not stored.cancelled:
            said.setdefault(task_id, []).append(stored)
    series = dict(SeriesLink.objects.filter(task__in=task_ids).values_list("task_id", "series_id"))
    for task in platform().tasks(task_ids):
        schema = _schema(task.project.config)
        if schema is None:
            continue
        axis = _axis(series[task.id]) if series.get(task.id) else None
        # Of several annotations of one person the last is his opinion.
        last = {_author(stored): stored for stored in said.get(task.id, ())}
        yield TaskReading(
            task=task,
            schema=schema,
            axis=axis,
            opinions=tuple(
                Opinion(author, documents.read_stored(stored, schema, axis, [], way_back=way_back))
                for author, stored in last.items()
            ),
            stored=tuple(last.values()),
            series_id=series.get(task.id) or "",
            settled=task.id in settled,
        )


def _author(stored: StoredResult) -> str:
    return f"annotation {stored.id}" if stored.user_id is None else str(stored.user_id)


def score_options(rules: ProjectRules) -> ScoreOptions:
    """A project's parameters of agreement."""
    return ScoreOptions(
        tolerance=rules.tolerance,
        min_iou=rules.min_iou,
        boundary_iou=rules.boundary_iou,
        severity_step=rules.severity_step,
    )


def consensus_options(rules: ProjectRules) -> ConsensusOptions:
    """A project's parameters of consensus."""
    return ConsensusOptions(
        min_iou=rules.min_iou,
        min_share=rules.min_share,
        tolerance=rules.tolerance,
        boundary_iou=rules.boundary_iou,
        severity_step=rules.severity_step,
    )
