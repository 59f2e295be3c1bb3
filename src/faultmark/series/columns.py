"""What each pixel column of a view shows: exactly the minimum, maximum, first and last valid sample under it.

A column takes the buckets that lie wholly inside it from the coarsest level that fits. The bucket that a column's edge
cuts is opened, level by level down to the samples, only while its own minimum or maximum could still change the
column; so a view costs a number of reads that depends on its width and not on its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import BUCKETS, FAN_OUT, Values, bucket_count
from faultmark.series.valid import next_valid

__all__ = ["ChannelSource", "column_ends", "column_extremes"]

Indices = npt.NDArray[np.int64]

_FROM_SAMPLES = 256
"""Up to this many samples a column they are read as they are: their pages are needed for first and last anyway."""

_BUCKETS_PER_COLUMN = 4
"""A level serves if a column holds at least this many of its buckets on average. With fewer, most columns would have to
open the buckets at their edges."""


class ChannelSource(Protocol):
    """Samples and pyramid of one channel, wherever they are stored. Runs are read, scattered places gathered."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64."""

    @property
    def size(self) -> int:
        """Number of samples."""

    def samples(self, start: int, stop: int) -> Values:
        """Read a run of samples."""

    def samples_at(self, indices: Indices) -> Values:
        """Scattered samples, of the shape of ``indices``."""

    def buckets(self, level: int, start: int, stop: int) -> Values:
        """Read a run of (min, max) buckets, ``[stop - start, 2]``."""

    def groups_at(self, level: int, indices: Indices) -> Values:
        """Gather what scattered buckets of the level above hold.

        ``[..., 8, 2]`` buckets of ``level``, or ``[..., 64]`` samples for level -1; NaN beyond the end of the series.
        """


@dataclass(slots=True)
class _Parts:
    """Pieces of columns that lie inside one bucket: ``[low, high)`` belongs to ``column``, each column at most once."""

    column: Indices
    low: Indices
    high: Indices

    def keep(self, which: npt.NDArray[np.bool_]) -> _Parts:
        return _Parts(self.column[which], self.low[which], self.high[which])

    @staticmethod
    def join(a: _Parts, b: _Parts) -> _Parts:
        return _Parts(
            np.concatenate((a.column, b.column)), np.concatenate((a.low, b.low)), np.concatenate((a.high, b.high))
        )


@dataclass(slots=True)
class _Found:
    """The columns' extremes so far, NaN where nothing valid was met."""

    low: Values
    high: Values

    def take(self, column: Indices, low: Values, high: Values) -> None:
        self.low[column] = np.fmin(self.low[column], low)
        self.high[column] = np.fmax(self.high[column], high)

    def reached_by(self, pairs: Values) -> npt.NDArray[np.bool_]:
        """Tell which buckets, one per column, reach outside their column's extremes.

        A bucket without a valid sample never does.
        """
        low, high = pairs[:, 0], pairs[:, 1]
        result: npt.NDArray[np.bool_] = ~((low >= self.low) & (high <= self.high)) & (low == low)  # noqa: PLR0124
        return result

    def could_change(self, column: Indices, pairs: Values) -> npt.NDArray[np.bool_]:
        """Tell the same of buckets that belong to some of the columns."""
        return _Found(self.low[column], self.high[column]).reached_by(pairs)


def column_extremes(source: ChannelSource, edges: Indices) -> tuple[Values, Values]:
    """NaN-skipping minimum and maximum of the samples ``edges[i] <= k < edges[i + 1]`` of each column ``i``.

    Parameters
    ----------
    source:
        The channel.
    edges:
        int64[W + 1], never decreasing, within ``0..source.size``.

    Returns
    -------
    Two arrays ``[W]`` in the channel's dtype; NaN where a column holds no valid sample.
    """
    width = edges.size - 1
    nothing: Values = np.full(width, np.nan, source.dtype)
    found = _Found(nothing, nothing.copy())
    first, last = int(edges[0]), int(edges[-1])
    if first == last:
        return found.low, found.high
    average = (last - first) // width
    if average <= _FROM_SAMPLES:
        _from_samples(source, edges, found)
    else:
        level = max(i for i, bucket in enumerate(BUCKETS) if not i or bucket * _BUCKETS_PER_COLUMN <= average)
        heads, tails = _from_level(source, level, edges, found)
        while level > 0 and heads.column.size + tails.column.size:
            heads, tails = _open_buckets(source, level, heads, tails, found)
            level -= 1
        for parts in (heads, tails):
            _open_samples(source, parts, found)
    return found.low, found.high


def _from_samples(source: ChannelSource, edges: Indices, found: _Found) -> None:
    samples = source.samples(int(edges[0]), int(edges[-1]))
    column = np.flatnonzero(edges[1:] > edges[:-1])
    starts = edges[column] - edges[0]  # the next filled column starts where this one ends
    found.low[column] = np.fmin.reduceat(samples, starts)
    found.high[column] = np.fmax.reduceat(samples, starts)


def _from_level(source: ChannelSource, level: int, edges: Indices, found: _Found) -> tuple[_Parts, _Parts]:
    """Take the whole buckets of each column; return the cut pieces at the columns' starts and ends that matter."""
    size = BUCKETS[level]
    # The last bucket is short; nothing follows it, so an edge at the end of the series cuts no bucket.
    edges = np.where(edges == source.size, bucket_count(source.size, level) * size, edges)
    below = edges // size
    above = below + (below * size != edges)
    base = int(below[0])
    pairs = source.buckets(level, base, int(above[-1]))
    start, stop, begin, end = edges[:-1], edges[1:], above[:-1], below[1:]

    # The bucket at each edge, before the cut ones are blanked. Then a column's whole buckets reach, for all that
    # counts, up to where the next one's begin, and one reduction serves all columns.
    own = pairs[np.minimum(below - base, len(pairs) - 1)]
    low, high = pairs[:, 0].copy(), pairs[:, 1].copy()
    is_cut = above != below
    cut = below[is_cut] - base
    low[cut] = np.nan
    high[cut] = np.nan
    has_whole = begin < end
    if has_whole.all():
        starts = begin - base
        np.fmin.reduceat(low, starts, out=found.low)
        np.fmax.reduceat(high, starts, out=found.high)
    elif has_whole.any():
        starts = begin[has_whole] - base
        found.low[has_whole] = np.fmin.reduceat(low, starts)
        found.high[has_whole] = np.fmax.reduceat(high, starts)

    at_start = is_cut[:-1] & (start < stop) & found.reached_by(own[:-1])
    head = np.flatnonzero(at_start)
    heads = _Parts(head, start[head], np.minimum(stop[head], begin[head] * size))
    at_end = is_cut[1:] & (begin <= end) & found.reached_by(own[1:])
    tail = np.flatnonzero(at_end)
    return heads, _Parts(tail, end[tail] * size, stop[tail])


def _open_buckets(
    source: ChannelSource, level: int, heads: _Parts, tails: _Parts, found: _Found
) -> tuple[_Parts, _Parts]:
    """Replace pieces of buckets of ``level`` by what they hold one level finer."""
    size = BUCKETS[level - 1]
    parts, n_heads = _Parts.join(heads, tails), heads.column.size
    bucket = parts.low // BUCKETS[level]
    groups = source.groups_at(level - 1, bucket)
    base = bucket * FAN_OUT
    below = parts.high // size
    begin, end = -(-parts.low // size), below
    # [8, pieces], so that the reduction over children runs along long rows.
    child = np.arange(FAN_OUT, dtype=np.int64)[:, None] + base
    whole = (child >= begin) & (child < end)
    nan = source.dtype.type(np.nan)
    low = np.fmin.reduce(np.where(whole, groups[..., 0].T, nan), axis=0)
    high = np.fmax.reduce(np.where(whole, groups[..., 1].T, nan), axis=0)
    # A column has at most one piece among the heads and one among the tails, but may be in both.
    for some in (slice(0, n_heads), slice(n_heads, None)):
        found.take(parts.column[some], low[some], high[some])

    cut = np.flatnonzero(parts.low < begin * size)
    opened = _Parts(parts.column[cut], parts.low[cut], np.minimum(parts.high[cut], begin[cut] * size))
    new_heads = opened.keep(found.could_change(opened.column, groups[cut, begin[cut] - 1 - base[cut]]))
    cut = np.flatnonzero((end >= begin) & (below * size < parts.high))
    opened = _Parts(parts.column[cut], below[cut] * size, parts.high[cut])
    return new_heads, opened.keep(found.could_change(opened.column, groups[cut, end[cut] - base[cut]]))


def _open_samples(source: ChannelSource, parts: _Parts, found: _Found) -> None:
    """Finish pieces of the finest buckets from the samples themselves."""
    if not parts.column.size:
        return
    size = BUCKETS[0]
    bucket = parts.low // size
    samples = source.groups_at(-1, bucket).ravel()
    shift = (np.arange(parts.column.size) - bucket) * size
    # Cut each group at the piece's low and high; of the stretches, every other one is a piece.
    cuts: Indices = np.stack((parts.low + shift, parts.high + shift), axis=1).ravel()
    if cuts[-1] == samples.size:
        cuts = cuts[:-1]
    found.take(parts.column, np.fmin.reduceat(samples, cuts)[::2], np.fmax.reduceat(samples, cuts)[::2])


def column_ends(source: ChannelSource, edges: Indices, valid: npt.NDArray[np.bool_]) -> tuple[Values, Values]:
    """First and last valid (not NaN) sample of each column.

    Parameters
    ----------
    source:
        The channel.
    edges:
        int64[W + 1] as in :func:`column_extremes`.
    valid:
        bool[W]: whether the column holds a valid sample at all.

    Returns
    -------
    Two arrays ``[W]`` in the channel's dtype; NaN where ``valid`` is false.
    """
    ends = np.full((2, edges.size - 1), np.nan, source.dtype)
    everywhere = bool(valid.all())
    column = np.flatnonzero(valid)
    if column.size:
        place = np.empty((2, column.size), np.int64)
        place[0] = edges[:-1] if everywhere else edges[column]
        np.subtract(edges[1:] if everywhere else edges[column + 1], 1, out=place[1])
        samples = source.samples_at(place)
        if everywhere and not np.isnan(samples).any():
            return samples[0], samples[1]
        for i, forward in enumerate((True, False)):
            missing = np.flatnonzero(np.isnan(samples[i]))
            if missing.size:
                found = next_valid(source, place[i, missing], forward=forward)
                samples[i, missing] = source.samples_at(found)
        ends[:, column] = samples
    return ends[0], ends[1]
