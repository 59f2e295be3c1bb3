"""The windows that the page asks for first: columns of whole buckets, each no wider than a pixel.

The page's own copy of this rule is ``frontend/src/panes/tiles/aligned.ts``; ``tests/vectors/aligned-windows.json``
binds both.
"""

from __future__ import annotations

from faultmark.series.axis import AxisInfo
from faultmark.series.pyramid import BUCKETS

__all__ = ["MOST_COLUMNS", "aligned_window"]

MOST_COLUMNS = 16_384
"""The server answers no wider view."""

_FINEST = 2
"""Of a coarser level than the finest, a column holds at least so many buckets: with one, columns could be half a pixel
wide, and twice as many."""


def aligned_window(axis: AxisInfo, start: int, end: int, width: int) -> tuple[int, int, int] | None:
    """The smallest window over ``[start, end)`` whose columns are whole buckets, and its number of columns.

    Its columns hold as many samples as fit into a pixel of the window that is shown, rounded down to whole buckets.
    ``None`` where there is none: the axis is irregular, or a pixel holds less than a bucket.
    """
    if not axis.regular or axis.step is None:
        return None
    samples = (end - start) // (axis.step * width)
    fitting = [bucket for i, bucket in enumerate(BUCKETS) if samples >= bucket * (_FINEST if i else 1)]
    if not fitting:
        return None
    bucket = axis.step * fitting[-1]
    column = axis.step * (samples // fitting[-1] * fitting[-1])
    begin = axis.first + (start - axis.first) // bucket * bucket
    columns = -((begin - end) // column)
    return (begin, begin + columns * column, columns) if columns <= MOST_COLUMNS else None
