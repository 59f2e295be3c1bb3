"""What each pixel column of a view shows: exactly the minimum, maximum, first and last valid sample under it.

A view looks at a number of samples and buckets that depends on its width and not on the length of the series; least
if no column cuts a bucket, then at one run of buckets. Where they are not in memory, what is needed next is announced,
so that it is fetched together and not one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from faultmark.series.column_kernel import reduce_columns
from faultmark.series.pyramid import BUCKETS, Values
from faultmark.series.single_column import FLAT
from faultmark.series.whole_columns import edge_bits, reduce_whole_columns

__all__ = ["Buckets", "ChannelSource", "column_values"]

Indices = npt.NDArray[np.int64]

_BUCKETS_PER_COLUMN = 4
"""A level serves if a column holds at least this many of its buckets on average. With fewer, most columns would have to
open the buckets at their edges."""

_SERVES = tuple(bucket * _BUCKETS_PER_COLUMN for bucket in BUCKETS[1:])
"""Samples a column from which on each level but the finest serves."""

_WHOLE_AT_MOST = 32
"""Where no edge cuts a bucket of a level, it serves if a column holds at most this many of its buckets: with more, a
coarser level some of whose buckets are cut is quicker. Nothing is coarser than the coarsest."""

_TWO_PAGES = 2 * 4096
"""With an edge in every second page or more, one long read is quicker than many short ones."""


class Buckets(NamedTuple):
    """Buckets of a level from one on, each array ``[buckets, 2]``."""

    extremes: Values
    """(min, max) of each."""
    ends: Values
    """(first, last) of each."""
    runs: Values
    """(min, max) of each and the few behind it, see :func:`faultmark.series.pyramid.runs_of`; or ``[0, 2]``."""
    begin: int
    """The number of the first of them in the level."""


class ChannelSource(Protocol):
    """Samples and pyramid of one channel, wherever they are stored. Both are filled up with NaN to whole groups."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64."""

    @property
    def size(self) -> int:
        """Number of samples."""

    @property
    def values(self) -> Values:
        """All samples, read-only."""

    @property
    def levels(self) -> tuple[Values, ...]:
        """The (min, max) buckets of each level, finest first, read-only."""

    def runs(self, level: int) -> Values:
        """The extremes of every few buckets of a level, see :func:`faultmark.series.pyramid.runs_of`.

        ``[0, 2]`` where a level is too long to keep them.
        """

    def buckets(self, level: int, start: int, stop: int) -> Buckets | None:
        """Buckets of a level, at least the run that is asked for; ``None`` where their ends are not stored."""

    def samples(self, start: int, stop: int) -> Values:
        """Read a run of samples."""

    def announce(self, level: int, start: int, stop: int) -> bool:
        """Announce the reading of a run of samples (level -1) or buckets; tell whether it has to be fetched."""

    def announce_at(self, level: int, indices: Indices) -> bool:
        """Announce the reading of the samples, or of the groups of buckets, at scattered samples."""


def column_values(source: ChannelSource, edges: Indices) -> tuple[Values, int]:
    """NaN-skipping minimum, maximum, first and last of the samples ``edges[i] <= k < edges[i + 1]`` of each column.

    Parameters
    ----------
    source:
        The channel.
    edges:
        int64[W + 1], never decreasing, within ``0..source.size``.

    Returns
    -------
    The four as rows of ``[4, W]`` in the channel's dtype, NaN where a column holds no valid sample; and how many
    numbers were looked at.
    """
    width = edges.size - 1
    first, last = int(edges[0]), int(edges[-1])
    out: Values = np.empty((4, width), source.dtype)
    if first == last:
        out.fill(np.nan)
        return out, 0
    average = (last - first) // width
    bits = edge_bits(edges, source.size)
    whole = bisect_right(BUCKETS, bits & -bits) - 1 if bits else len(BUCKETS) - 1
    if whole >= 0 and (whole == len(BUCKETS) - 1 or average <= _WHOLE_AT_MOST * BUCKETS[whole]):
        size = BUCKETS[whole]
        buckets = source.buckets(whole, first // size, -(-last // size))
        if buckets is not None:
            return out, reduce_whole_columns(*buckets, size.bit_length() - 1, edges, out)
    level = bisect_right(_SERVES, average)
    floor = -1
    runs = source.levels[level][:0]
    if average * source.dtype.itemsize <= _TWO_PAGES:
        source.announce(-1, first, last)
        if average > FLAT:
            source.announce(0, first // BUCKETS[0], last // BUCKETS[0] + 1)
    elif source.announce_at(-1, edges):
        source.announce(level, first // BUCKETS[level], last // BUCKETS[level] + 1)
        floor = level
    else:
        runs = source.runs(level)
    wanted = np.empty(2 * width + 1, np.int64)
    while True:
        n_wanted, looked = reduce_columns(source.values, source.levels, runs, edges, level, floor, out, wanted)
        if floor < 0:
            return out, looked
        # The pages of the samples are on their way already: every cut bucket has an edge in it.
        floor = floor - 1 if n_wanted else -1
        if floor >= 0:
            source.announce_at(floor, wanted[:n_wanted])
