"""The columns of a view that begin and end where buckets do: a few buckets each, and nothing to open."""

from __future__ import annotations

import numpy as np
from numba import uintp

from faultmark.series.compiled import compiled
from faultmark.series.pyramid import RUN
from faultmark.series.single_column import Array

__all__ = ["edge_bits", "reduce_whole_columns"]

_PAIRS = "Array({t},2,'C',readonly=True),"
_WHOLE = [f"i8({_PAIRS}{_PAIRS}{_PAIRS}i8,i8,i8[::1],{{t}}[:,::1])".format(t=t) for t in ("f4", "f8")]


@compiled("i8(i8[::1],i8)")
def edge_bits(edges: Array, size: int) -> int:
    """All bits that are set in any edge but the series' end: buckets of a size that divides this are never cut.

    The last bucket may be short, so that the end of the series, ``size``, cuts none.
    """
    bits = 0
    for i in range(edges.size):
        bits |= edges[i] if edges[i] != size else 0
    return bits


@compiled(*_WHOLE)
def reduce_whole_columns(  # noqa: PLR0917 - what is read, where it begins, and where to
    extremes: Array, ends: Array, runs: Array, begin: int, shift: int, edges: Array, out: Array
) -> int:
    """Minimum, maximum, first and last valid sample of each column ``edges[i] <= k < edges[i + 1]``.

    Parameters
    ----------
    extremes, ends:
        (min, max) and (first, last) of the buckets from number ``begin`` on, ``[buckets, 2]``.
    runs:
        The extremes of every :data:`RUN` of these buckets from each on, ``[buckets, 2]``; or ``[0, 2]``.
    begin, shift:
        The first of these buckets, and the binary logarithm of their size.
    edges:
        int64[W + 1], never decreasing; none cuts a bucket.
    out:
        ``[4, W]`` of the dtype of the pairs, filled here; NaN where a column holds no valid sample.

    Returns
    -------
    How many numbers were looked at.
    """
    mask = (1 << shift) - 1
    looked = 0
    stop = ((edges[0] + mask) >> shift) - begin
    for i in range(edges.size - 1):
        start = stop
        stop = ((edges[i + 1] + mask) >> shift) - begin
        low = extremes.dtype.type(np.inf)
        high = extremes.dtype.type(-np.inf)
        if runs.size and stop - start >= RUN:
            k = start
            while k < stop - RUN:
                x = runs[uintp(k), 0]
                y = runs[uintp(k), 1]
                low = x if x < low else low
                high = y if y > high else high
                k += RUN
            # The last run may overlap the one before: an extreme does not mind being seen twice.
            x = runs[uintp(stop - RUN), 0]
            y = runs[uintp(stop - RUN), 1]
            low = x if x < low else low
            high = y if y > high else high
            looked += 2 * ((stop - start + RUN - 1) // RUN)
        else:
            for k in range(uintp(start), uintp(stop)):
                x = extremes[k, 0]
                y = extremes[k, 1]
                low = x if x < low else low
                high = y if y > high else high
            looked += 2 * (stop - start)
        if not low <= high:
            out[0, i] = out[1, i] = out[2, i] = out[3, i] = np.nan
            continue
        first = start
        while np.isnan(ends[uintp(first), 0]):
            first += 1
        last = stop - 1
        while np.isnan(ends[uintp(last), 1]):
            last -= 1
        looked += 2
        out[0, i] = low
        out[1, i] = high
        out[2, i] = ends[uintp(first), 0]
        out[3, i] = ends[uintp(last), 1]
    return looked
