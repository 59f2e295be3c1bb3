"""The search for ticks among stored ones, once a sparse index has narrowed it down to a page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.series.compiled import compiled

__all__ = ["search_strides"]

Ticks = npt.NDArray[np.int64]


@compiled("i8[::1](Array(i8,1,'C',readonly=True),Array(i8,1,'C',readonly=True),Array(i8,1,'C',readonly=True),i8)")
def search_strides(stored: Ticks, entries: Ticks, ticks: Ticks, stride: int) -> Ticks:
    """For each tick the index of the first stored one that is not less; ``stored.size`` if all are less.

    Parameters
    ----------
    stored:
        All ticks of an axis, never decreasing.
    entries:
        For each tick how many entries of the sparse index are less than it.
    ticks:
        What to search for.
    stride:
        The sparse index holds every ``stride``-th stored tick, from the first on.
    """
    found = np.empty(ticks.size, np.int64)
    for i in range(ticks.size):
        tick = ticks[i]
        # The last index entry before the tick stands at (entry - 1) * stride, so the answer lies behind it.
        low = max((entries[i] - 1) * stride + 1, 0)
        high = min(entries[i] * stride, stored.size)
        while low < high:
            middle = (low + high) >> 1
            if stored[middle] < tick:
                low = middle + 1
            else:
                high = middle
        found[i] = low
    return found
