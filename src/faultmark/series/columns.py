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

_BUCKETS_PER_COLUMN = 1
"""A level serves if a column holds at least this many of its buckets on average."""


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

    def buckets_at(self, level: int, indices: Indices) -> Values:
        """Scattered buckets, of the shape of ``indices`` plus ``(2,)``."""


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

    def could_change(self, column: Indices, low: Values, high: Values) -> npt.NDArray[np.bool_]:
        """Which buckets reach outside their column's extremes. A bucket without a valid sample never does."""
        inside = (low >= self.low[column]) & (high <= self.high[column])
        result: npt.NDArray[np.bool_] = ~inside & ~np.isnan(low)
        return result


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
    level = -1
    for i, bucket in enumerate(BUCKETS):
        if bucket * _BUCKETS_PER_COLUMN * width <= last - first:
            level = i
    if level < 0:
        _from_samples(source, edges, found)
    else:
        heads, tails = _from_level(source, level, edges, found)
        while level > 0:
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
    base = int(edges[0]) // size
    pairs = source.buckets(level, base, -(-int(edges[-1]) // size))
    start, stop = edges[:-1], edges[1:]
    # The last bucket is short, so the end of the series counts as a bucket edge.
    begin = -(-start // size)
    end = np.where(stop == source.size, bucket_count(source.size, level), stop // size)

    column = np.flatnonzero(begin < end)
    if column.size:
        cuts: Indices = np.stack((begin[column], end[column]), axis=1).ravel() - base
        if cuts[-1] == len(pairs):
            cuts = cuts[:-1]
        found.low[column] = np.fmin.reduceat(pairs[:, 0], cuts)[::2]
        found.high[column] = np.fmax.reduceat(pairs[:, 1], cuts)[::2]

    filled = start < stop
    head = np.flatnonzero(filled & (start < begin * size))
    heads = _Parts(head, start[head], np.minimum(stop[head], begin[head] * size))
    tail = np.flatnonzero(filled & (begin <= end) & (end * size < stop))
    tails = _Parts(tail, end[tail] * size, stop[tail])
    kept: list[_Parts] = []
    for parts in (heads, tails):
        own = pairs[parts.low // size - base]
        kept.append(parts.keep(found.could_change(parts.column, own[:, 0], own[:, 1])))
    return kept[0], kept[1]


def _open_buckets(
    source: ChannelSource, level: int, heads: _Parts, tails: _Parts, found: _Found
) -> tuple[_Parts, _Parts]:
    """Replace pieces of buckets of ``level`` by what they hold one level finer."""
    size = BUCKETS[level - 1]
    last = bucket_count(source.size, level - 1)
    child = np.arange(FAN_OUT, dtype=np.int64)[:, None]
    rests: list[list[tuple[_Parts, Values]]] = [[], []]  # cut children at starts, at ends, with their own extremes
    for is_tail, parts in enumerate((heads, tails)):
        if not parts.column.size:
            continue
        base = parts.low // BUCKETS[level] * FAN_OUT
        # [8, pieces]: so that the reduction over children runs along long rows.
        pairs = source.buckets_at(level - 1, np.minimum(base + child, last - 1))
        begin = -(-parts.low // size)
        end = np.where(parts.high == source.size, last, parts.high // size)
        whole = (base + child >= begin) & (base + child < end)
        nan = source.dtype.type(np.nan)
        found.take(
            parts.column,
            np.fmin.reduce(np.where(whole, pairs[..., 0], nan), axis=0),
            np.fmax.reduce(np.where(whole, pairs[..., 1], nan), axis=0),
        )
        rows = np.arange(parts.column.size)
        cut = parts.low < begin * size
        rest = _Parts(parts.column, parts.low, np.minimum(parts.high, begin * size)).keep(cut)
        rests[is_tail].append((rest, pairs[(begin - 1 - base)[cut], rows[cut]]))
        cut = (end >= begin) & (end * size < parts.high)
        rest = _Parts(parts.column, end * size, parts.high).keep(cut)
        rests[1].append((rest, pairs[(end - base)[cut], rows[cut]]))
    kept = []
    for family in rests:
        joined = _Parts(*(np.empty(0, np.int64) for _ in range(3)))
        for rest, own in family:
            joined = _Parts.join(joined, rest.keep(found.could_change(rest.column, own[:, 0], own[:, 1])))
        kept.append(joined)
    return kept[0], kept[1]


def _open_samples(source: ChannelSource, parts: _Parts, found: _Found) -> None:
    """Finish pieces of the finest buckets from the samples themselves."""
    if not parts.column.size:
        return
    base = parts.low // BUCKETS[0] * BUCKETS[0]
    place = base + np.arange(BUCKETS[0], dtype=np.int64)[:, None]
    inside = (place >= parts.low) & (place < parts.high)
    samples = source.samples_at(np.minimum(place, source.size - 1))
    samples[~inside] = np.nan
    found.take(parts.column, np.fmin.reduce(samples, axis=0), np.fmax.reduce(samples, axis=0))


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
    column = np.flatnonzero(valid)
    if column.size:
        place = np.stack((edges[column], edges[column + 1] - 1))
        samples = source.samples_at(place)
        for i, forward in enumerate((True, False)):
            missing = np.flatnonzero(np.isnan(samples[i]))
            if missing.size:
                found = next_valid(source, place[i, missing], forward=forward)
                samples[i, missing] = source.samples_at(found)
        ends[:, column] = samples
    return ends[0], ends[1]
