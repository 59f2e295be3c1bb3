"""Event F1: whether the same events were found, boundaries aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faultmark.agreement.candidates import find_candidates
from faultmark.agreement.emptiness import settle_empty
from faultmark.agreement.matching import most_pairs
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span
from faultmark.agreement.table import span_table

__all__ = ["event_f1", "event_f1_of"]


def event_f1(
    a: Sequence[Span], b: Sequence[Span], threshold: float = 0.5, options: MatchOptions | None = None
) -> float:
    """Share of regions that have a partner of IoU ``threshold`` or more on the other side, matched one to one.

    **Range** [0, 1]. **Meaning**: with one side taken as the truth, the harmonic mean of precision and recall; it is
    the same whichever side that is, so it is **symmetric**. Never rises with the threshold. As many regions as
    possible are matched. Both empty: 1; one empty: 0.

    Parameters
    ----------
    a, b:
        The regions of two annotators.
    threshold:
        Least IoU of a match, in (0, 1].
    options:
        Which regions may match at all.

    References
    ----------
    C. J. van Rijsbergen, "Information Retrieval", 2nd ed., 1979, ch. 7. A. Mesaros, T. Heittola, T. Virtanen,
    "Metrics for Polyphonic Sound Event Detection", Applied Sciences 6 (2016) 162, for event-based scores.
    """
    table = span_table((a, b))
    matched = 0
    for candidates in find_candidates(table, np.array([0]), np.array([1]), options or MatchOptions()):
        matched += len(most_pairs(table, candidates.where(candidates.score >= threshold)).score)
    return float(event_f1_of(matched, len(a), len(b)))


def event_f1_of(matched: ArrayLike, left: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Event F1 from the numbers of matches and of regions; all arrays of one shape."""
    count = np.asarray(left) + np.asarray(right)
    return settle_empty(2.0 * np.asarray(matched) / np.maximum(count, 1), left, right)
