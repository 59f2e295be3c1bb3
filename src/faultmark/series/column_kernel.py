"""The loop over a view's columns: what lies under each, found through the pyramid.

A column takes the buckets of a level that lie wholly inside it. The bucket that a column's edge cuts is opened, level
by level down to the samples, only while its own minimum or maximum could still change the column.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from faultmark.series.compiled import compiled

__all__ = ["FLAT", "reduce_columns"]

Array: TypeAlias = npt.NDArray[Any]
Levels: TypeAlias = tuple[Array, ...]

FLAT = 96
"""Up to this many samples, a column looks at them and not at buckets."""

# Samples, levels, and what else each function takes.
_SOURCE = "Array({t},1,'C',readonly=True),UniTuple(Array({t},2,'C',readonly=True),4),"
_KERNEL = [f"UniTuple(i8,2)({_SOURCE}i8[::1],i8,i8,{{t}}[:,::1],i8[::1])".format(t=t) for t in ("f4", "f8")]
_ENDS = [f"i8({_SOURCE}i8[::1],{{t}}[:,::1])".format(t=t) for t in ("f4", "f8")]
_END = [f"i8({_SOURCE}i8,i8)".format(t=t) for t in ("f4", "f8")]


@compiled(*_END)
def _first_valid(values: Array, levels: Levels, start: int, stop: int) -> int:
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
def _last_valid(values: Array, levels: Levels, start: int, stop: int) -> int:
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


@compiled(*_ENDS)
def _ends(values: Array, levels: Levels, edges: Array, out: Array) -> int:
    """Fill in the first and last valid sample of each column; tell how many samples were looked at.

    A loop of its own, without a branch that is hard to foretell: then the processor fetches the samples of many edges
    at once, which lie far apart where columns are wide.
    """
    looked = 0
    for column in range(edges.size - 1):
        a = edges[column]
        b = edges[column + 1]
        if np.isnan(out[0, column]):
            out[2, column] = np.nan
            out[3, column] = np.nan
            continue
        first = values[a]
        last = values[b - 1]
        looked += 2
        if np.isnan(first):
            first = values[_first_valid(values, levels, a, b)]
        if np.isnan(last):
            last = values[_last_valid(values, levels, a, b)]
        out[2, column] = first
        out[3, column] = last
    return looked


@compiled(*_KERNEL)
def reduce_columns(  # noqa: PLR0912, PLR0915, PLR0917 - one loop, kept together for the compiler
    values: Array,
    levels: Levels,
    edges: Array,
    level: int,
    floor: int,
    out: Array,
    wanted: Array,
) -> tuple[int, int]:
    """Minimum, maximum, first and last valid sample of each column ``edges[i] <= k < edges[i + 1]``.

    Parameters
    ----------
    values, levels:
        Samples and their four levels, finest first, each filled up with NaN to whole groups of the next.
    edges:
        int64[W + 1], never decreasing, within the series.
    level:
        The coarsest level to begin with.
    floor:
        The finest level that may be looked at, -1 for the samples.
    out:
        ``[4, W]`` of the dtype of ``values``, filled here. First and last only if ``floor`` is -1.
    wanted:
        int64[2 W], filled here: samples whose buckets of level ``floor`` would have to be opened.

    Returns
    -------
    How many entries of ``wanted`` are filled, and how many numbers were looked at.
    """
    looked = 0
    n_wanted = 0
    for column in range(edges.size - 1):
        a = edges[column]
        b = edges[column + 1]
        low = values.dtype.type(np.inf)
        high = values.dtype.type(-np.inf)
        # Infinities are values too: whether anything was met is told by `low <= high`.
        if b - a <= FLAT and floor < 0:
            for k in range(a, b):
                x = values[k]
                low = x if x < low else low
                high = x if x > high else high
            looked += b - a
        else:
            at = level
            # Shifts, because a division takes longer than all else that is done at an edge.
            shift = 6 + 3 * at
            begin = (a + (1 << shift) - 1) >> shift
            end = b >> shift
            while begin >= end and at > max(floor, 0):
                at -= 1
                shift -= 3
                begin = (a + (1 << shift) - 1) >> shift
                end = b >> shift
            if begin >= end and begin << shift >= b:
                # The column lies within one bucket of the finest level there may be.
                if floor >= 0:
                    wanted[n_wanted] = a
                    n_wanted += 1
                else:
                    for k in range(a, b):
                        x = values[k]
                        low = x if x < low else low
                        high = x if x > high else high
                    looked += b - a
            else:
                pairs = levels[at]
                for k in range(begin, end):
                    x = pairs[k, 0]
                    y = pairs[k, 1]
                    low = x if x < low else low
                    high = y if y > high else high
                looked += 2 * max(end - begin, 0)
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
                            wanted[n_wanted] = edge
                            n_wanted += 1
                            break
                        if here == 0:
                            start = a if side == 0 else cut << shift
                            stop = (cut + 1) << shift if side == 0 else b
                            for k in range(start, stop):
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
                        for k in range(start, stop):
                            x = pairs[k, 0]
                            y = pairs[k, 1]
                            low = x if x < low else low
                            high = y if y > high else high
                        looked += 2 * (stop - start)
        nothing = not low <= high
        out[0, column] = np.nan if nothing else low
        out[1, column] = np.nan if nothing else high
    if floor < 0:
        looked += _ends(values, levels, edges, out)
    return n_wanted, looked
