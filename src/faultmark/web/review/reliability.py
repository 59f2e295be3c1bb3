"""How reliable each annotator of a project has been: Dawid-Skene over its settled tasks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from faultmark.actions.opinions import fields_of, spans_of
from faultmark.agreement import NOTHING, DawidSkene, fit_dawid_skene, votes_of
from faultmark.web.models import ProjectRules, ReviewState, TaskReview
from faultmark.web.review.reading import consensus_options, read_tasks

__all__ = ["Past"]

# Fewer settled tasks or events than these teach nothing; more than the last ones cost time and are long past.
_LEAST_TASKS = 10
_LEAST_EVENTS = 30
_MOST_TASKS = 300

_Evidence = tuple[tuple[int, datetime], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A project's last settled tasks, newest first, each with when it was: what weights of people are learned from.

    It decides for the Review screen, for the stored consensus and for the labels that are pulled alike.
    """

    settled: _Evidence

    @classmethod
    def of(cls, project_id: int) -> Past:
        """Look it up, in one query."""
        settled = TaskReview.objects.filter(task__project_id=project_id, state=ReviewState.SETTLED)
        # One more than are used, since a task is no evidence of itself.
        return cls(tuple(settled.order_by("-changed_at", "pk").values_list("pk", "changed_at")[: _MOST_TASKS + 1]))

    def _evidence(self, task_id: int, people: int) -> _Evidence:
        # Between two there is no majority that a weight could tip: a person decides.
        if people < 3:
            return ()
        others = tuple(one for one in self.settled if one[0] != task_id)[:_MOST_TASKS]
        return others if len(others) >= _LEAST_TASKS else ()

    def stamp(self, task_id: int, people: int) -> str:
        """What weights for a task with this many annotators are learned from; empty where all weigh the same."""
        return _stamp(self._evidence(task_id, people))

    def model(self, rules: ProjectRules, task_id: int, people: int) -> DawidSkene | None:
        """What it says of a task's annotators; None where all weigh the same, or too little was settled."""
        evidence = self._evidence(task_id, people)
        return _fitted(evidence, rules.min_iou, rules.tolerance) if evidence else None


@lru_cache(maxsize=64)
def _stamp(evidence: _Evidence) -> str:
    return hashlib.blake2s(repr(evidence).encode(), digest_size=8).hexdigest() if evidence else ""


@lru_cache(maxsize=64)
def _fitted(evidence: _Evidence, min_iou: float, tolerance: int) -> DawidSkene | None:
    options = consensus_options(ProjectRules(min_iou=min_iou, tolerance=tolerance))
    read = [
        [spans_of(opinion, fields_of(reading.schema)) for opinion in reading.opinions]
        for reading in sorted(read_tasks([pk for pk, _at in evidence]), key=lambda reading: reading.task.id)
        if len(reading.opinions) > 1
    ]
    votes = list(votes_of(read, options))
    if len(votes) < _LEAST_EVENTS or all(vote == NOTHING for unit in votes for vote in unit.values()):
        return None
    return fit_dawid_skene(votes)
