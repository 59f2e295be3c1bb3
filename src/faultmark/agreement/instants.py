"""Instant agreement: whether the same moments were marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from faultmark.agreement.event_f1 import event_f1
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span

__all__ = ["instant_agreement"]


def instant_agreement(
    a: Sequence[Span], b: Sequence[Span], tolerance: int, options: MatchOptions | None = None
) -> float:
    """Share of the moments that have a partner at most ``tolerance`` ticks away, matched one to one.

    **Range** [0, 1]; identical moments give 1 at any tolerance, 0 included. **Meaning**: event F1 of the spans
    without length; the others are left out. Never falls as the tolerance grows. **Symmetric**. No moments on either
    side: 1; on one side only: 0.

    References
    ----------
    G. J. J. van den Burg, C. K. I. Williams, "An Evaluation of Change Point Detection Algorithms", arXiv:2003.06222,
    for F1 of time points within a margin.
    """
    first, second = ([span for span in side if span.length == 0] for side in (a, b))
    return event_f1(first, second, threshold=1.0, options=replace(options or MatchOptions(), tolerance=tolerance))
