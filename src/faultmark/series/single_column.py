"""What lies under one column that is narrow, or whose ends are missing values: the exceptions of a view's loop."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from numba import uintp

from faultmark.series.compiled import compiled

__all__ = ["FLAT", "SOURCE", "first_valid", "last_valid", "reduce_column"]

Array: TypeAlias = npt.NDArray[Any]
Levels: TypeAlias = tuple[Array, ...]

FLAT = 96
"""Up to this many samples, a column looks at them and not at buckets."""

SOURCE = "Array({t},1,'C',readonly=True),UniTuple(Array({t},2,'C',readonly=True),4),"
"""Samples and levels, in the notation of the compiler."""

_END = [f"i8({SOURCE}i8,i8)".format(t=t) for t in ("f4", "f8")]
_COLUMN = [f"Tuple(({{t}},{{t}},b1,i8))({SOURCE}i8,i8,i8,i8)".format(t=t) for t in ("f4", "f8")]


@compiled(*_END)
def first_valid(values: Array, levels: Levels, start: int, stop: int) -> int:
    """Index of the first valid sample in ``start <= i < stop``, where there is one; climbs over what is empty."""
    i = start
    while i < stop:
        if i % 64 == 0 and np.isnan(levels[0][i // 64, 0]):
            size = 64
            if i % 512 == 0 and np.isnan(levels[1][i // 512, 0]):
                size = 512
                if i % 4096 == 0 and np.isnan(levels[2][i // 4096, 0]):
                    size = 4096
                    if i % 32768 == 0 and np.isnan(levels[3][i // 32768, 0]):
                        size = 32768
            i += size
        elif np.isnan(values[i]):
            i += 1
        else:
            return i
    return stop


@compiled(*_END)
def last_valid(values: Array, levels: Levels, start: int, stop: int) -> int:
    """Index of the last valid sample in ``start <= i < stop``, where there is one."""
    i = stop
    while i > start:
        if i % 64 == 0 and np.isnan(levels[0][i // 64 - 1, 0]):
            size = 64
            if i % 512 == 0 and np.isnan(levels[1][i // 512 - 1, 0]):
                size = 512
                if i % 4096 == 0 and np.isnan(levels[2][i // 4096 - 1, 0]):
                    size = 4096
                    if i % 32768 == 0 and np.isnan(levels[3][i // 32768 - 1, 0]):
                        size = 32768
            i -= size
        elif np.isnan(values[i - 1]):
            i -= 1
        else:
            return i - 1
    return start


@compiled(*_COLUMN)
def reduce_column(  # noqa: PLR0915, PLR0917 - a column of a channel is these six
    values: Array, levels: Levels, a: int, b: int, level: int, floor: int
) -> tuple[float, float, bool, int]:
    """Minimum and maximum of the valid samples ``a <= k < b``, by way of the levels from ``level`` on down.

    The bucket that an edge cuts is opened, level by level down to the samples, only while its own minimum or maximum
    could still change the column. ``floor`` is the finest level that may be looked at, -1 for the samples.

    Returns
    -------
    Both, the first greater than the second if there is no valid sample; whether a bucket of level ``floor`` would have
    to be opened; and how many numbers were looked at.
    """
    low = values.dtype.type(np.inf)
    high = values.dtype.type(-np.inf)
    shift = 6 + 3 * level
    at = level
    begin = (a + (1 << shift) - 1) >> shift
    end = b >> shift
    while begin >= end and at > max(floor, 0):
        at -= 1
        shift -= 3
        begin = (a + (1 << shift) - 1) >> shift
        end = b >> shift
    if begin >= end and begin << shift >= b:
        # It lies within one bucket of the finest level there may be.
        if floor >= 0:
            return low, high, b > a, 0
        for k in range(uintp(a), uintp(b)):
            x = values[k]
            low = x if x < low else low
            high = x if x > high else high
        return low, high, False, b - a
    pairs = levels[at]
    for k in range(uintp(begin), uintp(end)):
        x = pairs[k, 0]
        y = pairs[k, 1]
        low = x if x < low else low
        high = y if y > high else high
    looked = 2 * max(end - begin, 0)
    wanted = False
    for side in range(2):
        pairs = levels[at]
        here = at
        shift = 6 + 3 * at
        edge = a if side == 0 else b
        while True:
            cut = edge >> shift  # the bucket that the edge cuts, unless it lies between two
            if cut << shift == edge or not (pairs[cut, 0] < low or pairs[cut, 1] > high):
                break
            if here == floor:
                wanted = True
                break
            if here == 0:
                start = a if side == 0 else cut << shift
                stop = (cut + 1) << shift if side == 0 else b
                for k in range(uintp(start), uintp(stop)):
                    x = values[k]
                    low = x if x < low else low
                    high = x if x > high else high
                looked += stop - start
                break
            here -= 1
            shift -= 3
            pairs = levels[here]
            start = (a + (1 << shift) - 1) >> shift if side == 0 else cut * 8
            stop = (cut + 1) * 8 if side == 0 else b >> shift
            for k in range(uintp(start), uintp(stop)):
                x = pairs[k, 0]
                y = pairs[k, 1]
                low = x if x < low else low
                high = y if y > high else high
            looked += 2 * (stop - start)
    return low, high, wanted, looked
