"""Where the columns of a view fall on a regular axis, without a division a column."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.series.compiled import compiled

__all__ = ["regular_columns"]

Ticks = npt.NDArray[np.int64]


@compiled("Tuple((i8[::1],i8[::1],u4[::1]))(i8,i8,i8,i8,i8,i8,i8)")
def regular_columns(  # noqa: PLR0917 - an axis, a window, and what stands for nothing
    first: int, step: int, size: int, start: int, end: int, width: int, empty: int
) -> tuple[Ticks, Ticks, npt.NDArray[np.uint32]]:
    """See :meth:`faultmark.series.axis.TimeAxis.columns`.

    Samples stand at ``first + i * step``, ``i < size``; ``start`` and ``end`` are less than 2**62 ticks from there.
    """
    edges = np.empty(width + 1, np.int64)
    ticks = np.empty(width, np.int64)
    counts = np.empty(width, np.uint32)
    # From edge to edge the tick grows by a whole number and a fraction, and so does the index; both are carried along.
    whole = (end - start) // width
    part = (end - start) - whole * width
    stride = whole // step
    rest = whole - stride * step
    index = (start - first) // step
    beyond = (start - first) - index * step
    carry = 0
    if part == 0 and rest == 0:
        # Columns of one length, as those the page asks for first: nothing to carry.
        begin = index + (beyond > 0)
        for i in range(width + 1):
            edges[i] = min(max(begin + i * stride, 0), size)
    else:
        for i in range(width + 1):
            edges[i] = min(max(index + (beyond > 0), 0), size)
            index += stride
            beyond += rest
            carry += part
            if carry >= width:
                carry -= width
                beyond += 1
            if beyond >= step:
                beyond -= step
                index += 1
    for i in range(width):
        counts[i] = edges[i + 1] - edges[i]
        ticks[i] = first + edges[i] * step if counts[i] else empty
    return edges, ticks, counts
