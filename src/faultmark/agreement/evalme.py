"""Compatibility: the figures that evalme 0.0.18, Label Studio's public metrics package, gives for time-series spans.

For comparison with numbers people already have, and for nothing else: it depends on the order of the two annotations,
counts duplicates as agreement and gives 0 for identical instants. ``docs/reference/agreement.md`` shows each by
example. Written from its observed behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from faultmark.agreement.span import Span

__all__ = ["evalme_overlap", "evalme_overlap_by_label"]


def evalme_overlap(
    a: Sequence[Span],
    b: Sequence[Span],
    direction: Literal["a to b", "lower"] = "a to b",
    threshold: float | None = None,
    label_weights: Mapping[str, float] | None = None,
) -> float:
    """Mean over the spans of ``b`` of the best score among all of ``a``; a score is IoU if the labels are equal.

    **Range** [0, 1]. **Not symmetric**. Both empty: 1; one empty: 0. A span without a label weighs nothing.

    Parameters
    ----------
    a, b:
        Regions of the two annotators; ``a`` is the one called ground truth there.
    direction:
        ``"a to b"`` is its metric function, ``"lower"`` the lower of both directions, which is what its
        task-level score takes.
    threshold:
        Count a span of ``b`` as 1 if its best score is above this, else as 0.
    label_weights:
        Weight of each label, 1 where it is not listed.
    """
    if not a or not b:
        return 0.0 if a or b else 1.0
    if direction == "lower":
        return min(
            evalme_overlap(a, b, threshold=threshold, label_weights=label_weights),
            evalme_overlap(b, a, threshold=threshold, label_weights=label_weights),
        )
    weights = [0.0 if s.label is None else (label_weights or {}).get(s.label, 1.0) for s in b]
    total = sum(weights)
    scores = [_best(a, span, threshold) for span in b]
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / total if total else 0.0


def evalme_overlap_by_label(a: Sequence[Span], b: Sequence[Span], threshold: float | None = None) -> dict[str, float]:
    """Its per-label scores: the mean best score of the spans of ``b``, by their label; labels of ``a`` alone lack."""
    scores: dict[str, list[float]] = {}
    for span in b:
        if span.label is not None:
            scores.setdefault(span.label, []).append(_best(a, span, threshold))
    return {label: sum(values) / len(values) for label, values in scores.items()}


def _best(candidates: Sequence[Span], span: Span, threshold: float | None) -> float:
    best = max((_iou(x, span) for x in candidates if x.label == span.label), default=0.0)
    return best if threshold is None else float(best > threshold)


def _iou(x: Span, y: Span) -> float:
    whole = max(x.end, y.end) - min(x.start, y.start)
    common = min(x.end, y.end) - max(x.start, y.start)
    return common / whole if common > 0 else 0.0
