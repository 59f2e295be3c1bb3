"""Use case: how far the annotators of a task agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faultmark.actions.opinions import Compared, Fields, Opinion, annotations_of, fields_of
from faultmark.agreement import (
    REASONS,
    Annotation,
    ScoreOptions,
    TaskScore,
    class_alpha,
    find_clusters_of,
    score_tasks,
    severity_alpha,
)
from faultmark.labels.schema import LabelSchema

__all__ = ["NO_AGREEMENT", "Agreement", "score_agreement", "score_agreements"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The numbers of one task.

    Attributes
    ----------
    score:
        Range overlap, in [0, 1]; None with fewer than two annotators.
    annotators:
        How many there are.
    reason:
        What costs the most: ``"missed"``, ``"class"``, ``"boundaries"`` or ``"severity"``; empty in full agreement.
    numbers:
        JSON values: ``matched_iou``, ``f1`` by threshold, ``class_alpha``, ``severity_alpha``, ``counts`` of
        disagreements by reason, ``authors`` and the ``matrix`` of range overlap between them, ``confusion`` as rows
        of two class names (null where one marked nothing) and a count, and ``labels``, how often each class was given.
    compared:
        What the numbers were found from.
    """

    score: float | None
    annotators: int
    reason: str
    numbers: Mapping[str, Any]
    compared: Compared | None = None


NO_AGREEMENT = Agreement(None, 0, "", {})


def score_agreement(opinions: Sequence[Opinion], schema: LabelSchema, options: ScoreOptions | None = None) -> Agreement:
    """Score the opinions of a task, one of each author. The order in which they are given changes nothing."""
    return next(score_agreements([(opinions, schema)], options))


def score_agreements(
    tasks: Iterable[tuple[Sequence[Opinion], LabelSchema]], options: ScoreOptions | None = None
) -> Iterator[Agreement]:
    """Score many tasks in order, each to the numbers that it has alone; together they take a fraction of the time."""
    options = options or ScoreOptions()
    read: list[tuple[Fields, list[Annotation]]] = []
    # Of a project's tasks the schema is one and the same.
    known: tuple[LabelSchema, Fields] | None = None
    for opinions, schema in tasks:
        if known is None or known[0] is not schema:
            known = schema, fields_of(schema)
        read.append((known[1], annotations_of(opinions, known[1])))
    spans = [[annotation.spans for annotation in of_task] for _fields, of_task in read]
    scores = score_tasks(spans, options)
    all_clusters = find_clusters_of(spans, options.min_iou, options.tolerance)
    for (fields, of_task), score, clusters in zip(read, scores, all_clusters, strict=True):
        yield _agreement(Compared(fields, of_task, clusters), score, options) if of_task else NO_AGREEMENT


def _agreement(compared: Compared, score: TaskScore, options: ScoreOptions) -> Agreement:
    spans = [annotation.spans for annotation in compared.annotations]
    several = len(spans) > 1
    alphas = (
        alpha(spans, options.min_iou, options.tolerance, compared.clusters) if several else None
        for alpha in (class_alpha, severity_alpha)
    )
    numbers = {
        "matched_iou": score.matched_iou,
        "f1": {f"{threshold:g}": value for threshold, value in zip(options.thresholds, score.f1, strict=False)},
        **dict(zip(("class_alpha", "severity_alpha"), alphas, strict=True)),
        "counts": {reason: score.counts[reason] for reason in REASONS},
        "authors": [annotation.author for annotation in compared.annotations],
        "matrix": [list(row) for row in score.matrix],
        "regions": [len(one) for one in spans],
        "confusion": [[a, b, count] for (a, b), count in score.confusion.items()],
        "labels": dict(Counter(span.label or "" for one in spans for span in one)),
    }
    return Agreement(score.overlap, len(spans), score.reason or "", numbers, compared)
