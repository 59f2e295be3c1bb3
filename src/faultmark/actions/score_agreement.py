"""Use case: how far the annotators of a task agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faultmark.actions.opinions import Opinion, fields_of, spans_of
from faultmark.agreement import REASONS, ScoreOptions, class_alpha, score_task, severity_alpha
from faultmark.labels.schema import LabelSchema

__all__ = ["NO_AGREEMENT", "Agreement", "score_agreement"]


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
    """

    score: float | None
    annotators: int
    reason: str
    numbers: Mapping[str, Any]


NO_AGREEMENT = Agreement(None, 0, "", {})


def score_agreement(opinions: Sequence[Opinion], schema: LabelSchema, options: ScoreOptions | None = None) -> Agreement:
    """Score the opinions of a task, one of each author. The order in which they are given changes nothing."""
    if not opinions:
        return NO_AGREEMENT
    options = options or ScoreOptions()
    fields = fields_of(schema)
    ordered = sorted((spans_of(opinion, fields) for opinion in opinions), key=lambda annotation: annotation.author)
    spans = [annotation.spans for annotation in ordered]
    score = score_task(spans, options)
    several = len(spans) > 1
    numbers = {
        "matched_iou": score.matched_iou,
        "f1": {f"{threshold:g}": value for threshold, value in zip(options.thresholds, score.f1, strict=False)},
        "class_alpha": class_alpha(spans, options.min_iou, options.tolerance) if several else None,
        "severity_alpha": severity_alpha(spans, options.min_iou, options.tolerance) if several else None,
        "counts": {reason: score.counts[reason] for reason in REASONS},
        "authors": [annotation.author for annotation in ordered],
        "matrix": [list(row) for row in score.matrix],
        "regions": [len(one) for one in spans],
        "confusion": [[a, b, count] for (a, b), count in score.confusion.items()],
        "labels": dict(Counter(span.label or "" for one in spans for span in one)),
    }
    return Agreement(score.overlap, len(spans), score.reason or "", numbers)
