"""How reliable each annotator of a project has been: Dawid-Skene over its settled tasks."""

from __future__ import annotations

from functools import lru_cache

from faultmark.actions.opinions import fields_of, spans_of
from faultmark.agreement import NOTHING, DawidSkene, fit_dawid_skene, votes_of
from faultmark.web.models import ProjectRules, ReviewState, TaskReview
from faultmark.web.review.reading import consensus_options, read_tasks

__all__ = ["reliability_of"]

# Fewer settled tasks or events than these teach nothing; more than the last ones cost time and are long past.
_LEAST_TASKS = 10
_LEAST_EVENTS = 30
_MOST_TASKS = 300


def reliability_of(project_id: int, rules: ProjectRules, without: int) -> DawidSkene | None:
    """The model of a project's past; None where there is too little of it.

    Parameters
    ----------
    project_id, rules:
        The project and its parameters.
    without:
        Id of the task that it is for, which is no evidence of itself.
    """
    settled = TaskReview.objects.filter(task__project_id=project_id, state=ReviewState.SETTLED).exclude(pk=without)
    tasks = tuple(settled.order_by("-changed_at", "pk").values_list("pk", flat=True)[:_MOST_TASKS])
    newest = settled.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return _fitted(tasks, str(newest), rules.min_iou, rules.tolerance) if len(tasks) >= _LEAST_TASKS else None


@lru_cache(maxsize=64)
def _fitted(tasks: tuple[int, ...], newest: str, min_iou: float, tolerance: int) -> DawidSkene | None:  # noqa: ARG001 - the key
    options = consensus_options(ProjectRules(min_iou=min_iou, tolerance=tolerance))
    read = [
        [spans_of(opinion, fields_of(reading.schema)) for opinion in reading.opinions]
        for reading in sorted(read_tasks(tasks), key=lambda reading: reading.task.id)
        if len(reading.opinions) > 1
    ]
    votes = list(votes_of(read, options))
    if len(votes) < _LEAST_EVENTS or all(vote == NOTHING for unit in votes for vote in unit.values()):
        return None
    return fit_dawid_skene(votes)
