"""The loops over a view's columns: what lies under each, found through the pyramid.

A column takes the buckets of a level that lie wholly inside it. The bucket that an edge between two columns cuts is
opened, level by level down to the samples, only while its own minimum or maximum could still change one of the two.

Each step is a loop of its own over all columns or edges, without branches that are hard to foretell: what is to be
opened is noted in a list, and the processor works on many columns at once.
"""

from __future__ import annotations

import numpy as np
from numba import uintp

from faultmark.series.compiled import compiled
from faultmark.series.pyramid import RUN
from faultmark.series.single_column import FLAT, SOURCE, Array, Levels, first_valid, last_valid, reduce_column

__all__ = ["reduce_columns"]

_PAIRS = "Array({t},2,'C',readonly=True),"
_EDGES = "i8[::1],"
_KERNEL = [f"UniTuple(i8,2)({SOURCE}{_PAIRS}{_EDGES}i8,i8,{{t}}[:,::1],i8[::1])".format(t=t) for t in ("f4", "f8")]
_WHOLE = [f"UniTuple(i8,2)({_PAIRS}{_PAIRS}i8,{_EDGES}{{t}}[:,::1])".format(t=t) for t in ("f4", "f8")]
_CUT = [f"i8({_PAIRS}i8,{_EDGES}{{t}}[:,::1],i8[::1])".format(t=t) for t in ("f4", "f8")]
_OPEN = [f"i8({_PAIRS}i8,{_EDGES}{{t}}[:,::1],i8[::1],i8)".format(t=t) for t in ("f4", "f8")]
_SAMPLES = [f"void(Array({{t}},1,'C',readonly=True),{_EDGES}{{t}}[:,::1],i8[::1],i8)".format(t=t) for t in ("f4", "f8")]
_NARROW = [f"UniTuple(i8,2)({SOURCE}{_EDGES}i8,i8,{{t}}[:,::1],i8[::1],i8)".format(t=t) for t in ("f4", "f8")]
_ENDS = [f"i8({SOURCE}{_EDGES}{{t}}[:,::1])".format(t=t) for t in ("f4", "f8")]


@compiled(*_WHOLE)
def _whole_buckets(pairs: Array, runs: Array, shift: int, edges: Array, found: Array) -> tuple[int, int]:
    """Extremes of the whole buckets of each column; tells how many columns are narrow, and numbers looked at.

    ``found`` is ``[2, W + 2]``, column ``i`` at ``i + 1``. A narrow one, of no whole bucket or few samples, and the two
    that do not exist get extremes that no bucket exceeds. ``runs`` are those of the level, or nothing.
    """
    looked = 0
    narrow = 0
    mask = (1 << shift) - 1
    found[0, 0] = found[0, edges.size] = -np.inf
    found[1, 0] = found[1, edges.size] = np.inf
    for i in range(edges.size - 1):
        a = edges[i]
        b = edges[i + 1]
        begin = (a + mask) >> shift
        end = b >> shift
        stop = end - RUN
        low = pairs.dtype.type(np.inf)
        high = pairs.dtype.type(-np.inf)
        if begin >= end or b - a <= FLAT:
            low, high = high, low
            narrow += 1
        elif runs.size and stop >= begin:
            k = begin
            while k < stop:
                x = runs[uintp(k), 0]
                y = runs[uintp(k), 1]
                low = x if x < low else low
                high = y if y > high else high
                k += RUN
            # The last run may overlap the one before: an extreme does not mind being seen twice.
            x = runs[uintp(stop), 0]
            y = runs[uintp(stop), 1]
            low = x if x < low else low
            high = y if y > high else high
            looked += 2 * ((end - begin + RUN - 1) // RUN)
        else:
            for k in range(uintp(begin), uintp(end)):
                x = pairs[k, 0]
                y = pairs[k, 1]
                low = x if x < low else low
                high = y if y > high else high
            looked += 2 * (end - begin)
        found[0, i + 1] = low
        found[1, i + 1] = high
    return narrow, looked


@compiled(*_CUT)
def _cut_buckets(pairs: Array, shift: int, edges: Array, found: Array, queue: Array) -> int:
    """List the edges whose cut bucket could change a column beside it; tells how many."""
    n = 0
    mask = (1 << shift) - 1
    low = found[0, 0]
    high = found[1, 0]
    # The last edge may lie behind the last bucket, but then it cuts none.
    top = pairs.shape[0] - 1
    for i in range(edges.size):
        edge = edges[i]
        cut = uintp(min(edge >> shift, top))
        next_low = found[0, uintp(i + 1)]
        next_high = found[1, uintp(i + 1)]
        reaches = (pairs[cut, 0] < max(low, next_low)) | (pairs[cut, 1] > min(high, next_high))
        queue[uintp(n)] = i
        n += reaches & ((edge & mask) != 0)
        low = next_low
        high = next_high
    return n


@compiled(*_OPEN)
def _open_buckets(  # noqa: PLR0917 - the loop's state
    pairs: Array, shift: int, edges: Array, found: Array, queue: Array, n: int
) -> int:
    """Open the listed edges' buckets into the eight of ``pairs``; keeps those in the list that it cuts in turn."""
    kept = 0
    mask = (1 << shift) - 1
    for q in range(n):
        i = queue[q]
        edge = edges[i]
        cut = edge >> shift
        between = (edge & mask) == 0
        first = (cut >> 3) << 3
        low, high = found[0, i], found[1, i]
        next_low, next_high = found[0, i + 1], found[1, i + 1]
        for k in range(first, first + 8):
            x = pairs[uintp(k), 0]
            y = pairs[uintp(k), 1]
            before = k < cut
            behind = (k > cut) | ((k == cut) & between)
            low = x if before & (x < low) else low
            high = y if before & (y > high) else high
            next_low = x if behind & (x < next_low) else next_low
            next_high = y if behind & (y > next_high) else next_high
        found[0, i], found[1, i] = low, high
        found[0, i + 1], found[1, i + 1] = next_low, next_high
        x = pairs[uintp(cut), 0]
        y = pairs[uintp(cut), 1]
        reaches = (x < low) | (y > high) | (x < next_low) | (y > next_high)
        queue[uintp(kept)] = i
        kept += reaches & (not between)
    return kept


@compiled(*_SAMPLES)
def _open_samples(values: Array, edges: Array, found: Array, queue: Array, n: int) -> None:
    """Look at the samples around the listed edges, a bucket of the finest level each."""
    for q in range(n):
        i = queue[q]
        edge = edges[i]
        first = (edge >> 6) << 6
        for side in range(2):
            low, high = found[0, i + side], found[1, i + side]
            start = first if side == 0 else edge
            stop = edge if side == 0 else first + 64
            for k in range(uintp(start), uintp(stop)):
                x = values[k]
                low = x if x < low else low
                high = x if x > high else high
            found[0, i + side], found[1, i + side] = low, high


@compiled(*_NARROW)
def _narrow_columns(  # noqa: PLR0917 - the loop's state
    values: Array, levels: Levels, edges: Array, level: int, floor: int, found: Array, wanted: Array, n: int
) -> tuple[int, int]:
    """Extremes of the columns that have no whole bucket or few samples; numbers looked at, entries in ``wanted``."""
    looked = 0
    shift = 6 + 3 * level
    mask = (1 << shift) - 1
    for i in range(edges.size - 1):
        a = edges[i]
        b = edges[i + 1]
        if b - a <= FLAT and floor < 0:
            low = values.dtype.type(np.inf)
            high = values.dtype.type(-np.inf)
            for k in range(uintp(a), uintp(b)):
                x = values[k]
                low = x if x < low else low
                high = x if x > high else high
            looked += b - a
        elif (a + mask) >> shift >= b >> shift or b - a <= FLAT:
            low, high, more, seen = reduce_column(values, levels, a, b, level, floor)
            looked += seen
            wanted[n] = a
            n += more
        else:
            continue
        found[0, i + 1] = low
        found[1, i + 1] = high
    return looked, n


@compiled(*_ENDS)
def _ends(values: Array, levels: Levels, edges: Array, out: Array) -> int:
    """Fill in the first and last valid sample of each column; tell how many samples were looked at."""
    top = values.size - 1
    for i in range(edges.size - 1):
        out[2, i] = values[uintp(min(edges[i], top))]
        out[3, i] = values[uintp(max(edges[i + 1] - 1, 0))]
    missing = 0
    for i in range(edges.size - 1):
        missing |= np.isnan(out[0, i]) | np.isnan(out[2, i]) | np.isnan(out[3, i])
    if not missing:
        return 2 * (edges.size - 1)
    for i in range(edges.size - 1):
        if np.isnan(out[0, i]):
            out[2, i] = out[3, i] = np.nan
        elif np.isnan(out[2, i]) or np.isnan(out[3, i]):
            if np.isnan(out[2, i]):
                out[2, i] = values[first_valid(values, levels, edges[i], edges[i + 1])]
            if np.isnan(out[3, i]):
                out[3, i] = values[last_valid(values, levels, edges[i], edges[i + 1])]
    return 2 * (edges.size - 1)


@compiled(*_KERNEL)
def reduce_columns(  # noqa: PLR0917 - what is read, where, how deep, and where to
    values: Array,
    levels: Levels,
    runs: Array,
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
    runs:
        The extremes of every :data:`RUN` buckets of ``level`` from each on, ``[buckets, 2]``; or ``[0, 2]``.
    edges:
        int64[W + 1], never decreasing, within the series.
    level:
        The coarsest level to begin with.
    floor:
        The finest level that may be looked at, -1 for the samples.
    out:
        ``[4, W]`` of the dtype of ``values``, filled here. First and last only if ``floor`` is -1.
    wanted:
        int64[2 W + 1], filled here: samples whose buckets of level ``floor`` would have to be opened.

    Returns
    -------
    How many entries of ``wanted`` are filled, and how many numbers were looked at.
    """
    width = edges.size - 1
    shift = 6 + 3 * level
    found = np.empty((2, width + 2), values.dtype)
    narrow, looked = _whole_buckets(levels[level], runs, shift, edges, found)
    n = 0
    if narrow < width:
        n = _cut_buckets(levels[level], shift, edges, found, wanted)
        looked += 2 * (width + 1)
    for at in range(level - 1, max(floor, 0) - 1, -1):
        looked += 16 * n
        n = _open_buckets(levels[at], 6 + 3 * at, edges, found, wanted, n)
    if floor < 0:
        looked += 64 * n
        _open_samples(values, edges, found, wanted, n)
        n = 0
    for i in range(n):
        wanted[i] = edges[wanted[i]]
    if narrow:
        seen, n = _narrow_columns(values, levels, edges, level, floor, found, wanted, n)
        looked += seen
    for i in range(width):
        low = found[0, i + 1]
        high = found[1, i + 1]
        nothing = not low <= high
        out[0, i] = np.nan if nothing else low
        out[1, i] = np.nan if nothing else high
    if floor < 0:
        looked += _ends(values, levels, edges, out)
    return n, looked
