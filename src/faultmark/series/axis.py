"""Time axes: where each sample stands, as int64 ticks.

A tick is a nanosecond since the epoch in UTC (``kind="time"``), or the axis value times ``10**decimals``
(``kind="number"``). Ticks never decrease along an axis; equal ticks are allowed on an irregular one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

__all__ = [
    "EMPTY_TICK",
    "INDEX_STRIDE",
    "AxisInfo",
    "IrregularAxis",
    "RegularAxis",
    "TickArray",
    "TickSource",
    "TimeAxis",
    "column_edges",
]

Ticks = npt.NDArray[np.int64]
Columns = tuple[Ticks, Ticks, npt.NDArray[np.uint32]]
AxisKind = Literal["time", "number"]

INDEX_STRIDE = 512
"""Samples between two entries of an irregular axis's sparse index: 512 int64 ticks are one 4 KiB page."""

_FAR = 2**62

EMPTY_TICK = -(2**63)
"""Stands for the tick of a column that holds no sample."""


@dataclass(frozen=True, slots=True)
class AxisInfo:
    """What an axis is, small enough to send anywhere.

    Attributes
    ----------
    kind:
        ``"time"`` (ticks are nanoseconds since the epoch, UTC) or ``"number"`` (value x ``10**decimals``).
    decimals:
        Decimal places of a numeric axis, 0 for time.
    regular:
        Whether sample ``i`` stands at exactly ``first + i * step``.
    step:
        Ticks between two samples of a regular axis, else ``None``.
    first, last:
        Ticks of the first and the last sample.
    size:
        Number of samples, at least 1.
    epoch_unit:
        Nanoseconds in one unit of a file that counts its times from the epoch in numbers; ``None`` for any other file.
        What was said of the file, not of the axis: no part of :meth:`as_dict`.
    """

    kind: AxisKind
    decimals: int
    regular: bool
    step: int | None
    first: int
    last: int
    size: int
    epoch_unit: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the axis as JSON values; ticks become strings, which JavaScript can carry."""
        return {
            "kind": self.kind,
            "decimals": self.decimals,
            "regular": self.regular,
            "step": None if self.step is None else str(self.step),
            "first": str(self.first),
            "last": str(self.last),
            "size": self.size,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any], epoch_unit: int | None = None) -> AxisInfo:
        """Read :meth:`as_dict` back."""
        return cls(
            kind=value["kind"],
            decimals=int(value["decimals"]),
            regular=bool(value["regular"]),
            step=None if value["step"] is None else int(value["step"]),
            first=int(value["first"]),
            last=int(value["last"]),
            size=int(value["size"]),
            epoch_unit=epoch_unit,
        )


class TimeAxis(Protocol):
    """The face of both kinds of axis."""

    @property
    def info(self) -> AxisInfo:
        """What the axis is."""

    @property
    def size(self) -> int:
        """Number of samples."""

    def ticks(self, start: int, stop: int) -> Ticks:
        """Ticks of the samples ``start <= i < stop``, int64[stop - start]."""

    def ticks_at(self, indices: Ticks) -> Ticks:
        """Ticks of the samples at ``indices``, of the same shape."""

    def edges(self, ticks: Ticks) -> Ticks:
        """For each tick the first index whose sample stands at or after it (``size`` if none does)."""

    def edge(self, tick: int) -> int:
        """:meth:`edges` of a single tick."""

    def columns(self, start: int, end: int, width: int) -> Columns:
        """Fit the window ``[start, end)`` to ``width`` columns that begin at the ticks of :func:`column_edges`.

        Returns
        -------
        int64[W + 1], the first index in or behind each column, ``edge(end)`` last; int64[W], the tick of the first
        sample in each, ``EMPTY_TICK`` where there is none; uint32[W], how many samples are in each.
        """

    def nearest(self, ticks: Ticks) -> Ticks:
        """For each tick the index of the nearest sample; the earlier of two equally near, the first of equal ticks."""


def column_edges(start: int, end: int, width: int) -> Ticks:
    """Ticks at which the columns begin: ``start + i * (end - start) // width`` for ``i = 0..width``."""
    whole, rest = divmod(end - start, width)
    i = np.arange(width + 1, dtype=np.int64)
    # Split so that the product stays inside int64 for windows of any length.
    return start + i * np.int64(whole) + i * np.int64(rest) // width


def _searched_columns(axis: TimeAxis, start: int, end: int, width: int) -> Columns:
    """:meth:`TimeAxis.columns` for an axis that can only be searched."""
    edges = axis.edges(column_edges(start, end, width))
    counts = np.diff(edges)
    ticks = np.full(width, EMPTY_TICK, np.int64)
    filled = np.flatnonzero(counts)
    ticks[filled] = axis.ticks_at(edges[filled])
    return edges, ticks, counts.astype(np.uint32)


class TickSource(Protocol):
    """Stored ticks of an irregular axis, wherever they are."""

    @property
    def index(self) -> Ticks:
        """Every ``INDEX_STRIDE``-th tick, from sample 0 on."""

    @property
    def ticks(self) -> Ticks:
        """All ticks, read-only."""

    def read(self, start: int, stop: int) -> Ticks:
        """Ticks of a run of samples."""

    def gather(self, indices: Ticks) -> Ticks:
        """Ticks of scattered samples, of the shape of ``indices``."""

    def announce(self, indices: Ticks) -> None:
        """Announce that these samples and their neighbours up to one stride ahead are about to be read."""


class TickArray:
    """A :class:`TickSource` in memory."""

    def __init__(self, ticks: Ticks) -> None:
        self.ticks: Ticks = ticks
        self.index: Ticks = ticks[::INDEX_STRIDE]

    def read(self, start: int, stop: int) -> Ticks:
        """Ticks of a run of samples."""
        return self.ticks[start:stop]

    def gather(self, indices: Ticks) -> Ticks:
        """Ticks of scattered samples."""
        return self.ticks[indices]

    def announce(self, indices: Ticks) -> None:
        """Nothing to do in memory."""


class RegularAxis:
    """Samples at ``first + i * step``; ``step`` is positive."""

    def __init__(self, info: AxisInfo) -> None:
        if not info.regular or info.step is None or info.step <= 0:
            raise ValueError(f"A regular axis needs a positive step, not {info.step!r}.")
        self._info = info
        self._step = info.step

    @property
    def info(self) -> AxisInfo:
        """What the axis is."""
        return self._info

    @property
    def size(self) -> int:
        """Number of samples."""
        return self._info.size

    def ticks(self, start: int, stop: int) -> Ticks:
        """Ticks of the samples ``start <= i < stop``."""
        return self.ticks_at(np.arange(start, stop, dtype=np.int64))

    def ticks_at(self, indices: Ticks) -> Ticks:
        """Ticks of the samples at ``indices``."""
        return indices * np.int64(self._step) + np.int64(self._info.first)

    def edges(self, ticks: Ticks) -> Ticks:
        """First index at or after each tick."""
        first, last = self._info.first, self._info.last
        if not ticks.size:
            return np.empty(0, np.int64)
        low, high = int(ticks.min()), int(ticks.max())
        if high - first >= 2**63 or first - low >= 2**63:
            # Beyond int64: what is not inside the series is as far away as its ends.
            ticks = np.clip(ticks, first - 1, last + 1)
        result: Ticks = -((first - ticks) // self._step)
        if low < first:
            np.maximum(result, 0, out=result)
        if high > last:
            np.minimum(result, self._info.size, out=result)
        return result

    def edge(self, tick: int) -> int:
        """First index at or after one tick."""
        return min(max(-((self._info.first - tick) // self._step), 0), self._info.size)

    def columns(self, start: int, end: int, width: int) -> Columns:
        """Where the columns of a window fall."""
        first = self._info.first
        if not -_FAR < start - first < end - first < _FAR:
            return _searched_columns(self, start, end, width)
        # Compiled code is loaded only where views are made: many only want to know what an axis is.
        from faultmark.series.regular_columns import regular_columns  # noqa: PLC0415

        return regular_columns(first, self._step, self._info.size, start, end, width, EMPTY_TICK)

    def nearest(self, ticks: Ticks) -> Ticks:
        """Index of the nearest sample; halfway goes to the earlier."""
        offset = np.clip(ticks, self._info.first, self._info.last) - self._info.first
        below = offset // self._step
        result: Ticks = below + (offset - below * self._step > self._step // 2)
        return result


class IrregularAxis:
    """Samples at stored, never decreasing ticks.

    ``edges`` costs one search of the sparse index and then reads about one page per tick asked for.
    """

    def __init__(self, info: AxisInfo, source: TickSource) -> None:
        self._info = info
        self._source = source

    @property
    def info(self) -> AxisInfo:
        """What the axis is."""
        return self._info

    @property
    def size(self) -> int:
        """Number of samples."""
        return self._info.size

    def ticks(self, start: int, stop: int) -> Ticks:
        """Ticks of the samples ``start <= i < stop``."""
        return self._source.read(start, stop)

    def ticks_at(self, indices: Ticks) -> Ticks:
        """Ticks of the samples at ``indices``."""
        return self._source.gather(indices)

    def edges(self, ticks: Ticks) -> Ticks:
        """First index at or after each tick."""
        # Compiled code is loaded only where ticks are searched: many only want to know what an axis is.
        from faultmark.series.tick_search import search_strides  # noqa: PLC0415

        entries = np.searchsorted(self._source.index, ticks, side="left").astype(np.int64)
        self._source.announce(np.maximum((entries - 1) * INDEX_STRIDE + 1, 0))
        return search_strides(self._source.ticks, entries, ticks, INDEX_STRIDE)

    def edge(self, tick: int) -> int:
        """First index at or after one tick."""
        return int(self.edges(np.array([tick], np.int64))[0])

    def columns(self, start: int, end: int, width: int) -> Columns:
        """Where the columns of a window fall."""
        return _searched_columns(self, start, end, width)

    def nearest(self, ticks: Ticks) -> Ticks:
        """Index of the nearest sample; the earlier of two equally near, the first of equal ticks."""
        inside = np.clip(ticks, self._info.first, self._info.last)
        after = np.minimum(self.edges(inside), self.size - 1)
        before = np.maximum(after - 1, 0)
        earlier = self.ticks_at(before)
        take_earlier = inside - earlier <= self.ticks_at(after) - inside
        # Of several samples at the earlier tick, the first: that is where a search for its text also lands.
        return np.where(take_earlier, self.edges(earlier), after)
