"""One series, open for views."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faultmark.series.axis import IrregularAxis, RegularAxis, TimeAxis
from faultmark.series.pyramid import Values
from faultmark.series.view import View, make_view
from faultmark.store.channel_file import ChannelFile, TickFile
from faultmark.store.meta import SeriesMeta

__all__ = ["ChannelCache", "Series"]

_OPEN_CHANNELS = 192


class ChannelCache:
    """The channels opened lately, over all series of a store: up to three file descriptors each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[tuple[Path, int], ChannelFile] = OrderedDict()

    def get(self, folder: Path, channel: int, dtype: str, size: int) -> ChannelFile:
        """Return an open channel. One that is dropped stays usable for whoever still holds it."""
        key = (folder, channel)
        with self._lock:
            found = self._open.get(key)
            if found is None:
                found = self._open[key] = ChannelFile(folder, channel, dtype, size)
                while len(self._open) > _OPEN_CHANNELS:
                    self._open.popitem(last=False)
            else:
                self._open.move_to_end(key)
            return found

    def forget(self, folder: Path) -> None:
        """Drop the channels of a folder that is going away."""
        with self._lock:
            for key in [k for k in self._open if k[0] == folder]:
                del self._open[key]


class Series:
    """A series folder open for random views; opens only the channels that are asked for."""

    def __init__(self, series_id: str, folder: Path, meta: SeriesMeta, channels: ChannelCache | None = None) -> None:
        self.id = series_id
        self.meta = meta
        self._folder = folder
        self._channels = channels or ChannelCache()

    @cached_property
    def axis(self) -> TimeAxis:
        """The series' time axis."""
        info = self.meta.axis
        return RegularAxis(info) if info.regular else IrregularAxis(info, TickFile(self._folder, info.size))

    def channel(self, index: int) -> ChannelFile:
        """Open one channel.

        Raises
        ------
        IndexError
            If the series has no such channel.
        """
        if not 0 <= index < len(self.meta.channels):
            raise IndexError(f"Series {self.id} has {len(self.meta.channels)} channels, there is no number {index}.")
        return self._channels.get(self._folder, index, self.meta.channels[index].dtype, self.meta.axis.size)

    def view(self, channels: Sequence[int], start: int, end: int, width: int) -> View:
        """Fit the window ``[start, end)``, in ticks, to ``width`` pixel columns.

        See :func:`faultmark.series.view.make_view`; raises ``IndexError`` for a channel that is not there and
        ``ValueError`` for an empty window.
        """
        return make_view(self.axis, {i: self.channel(i) for i in channels}, start, end, width)

    def nearest(
        self, ticks: Sequence[int] | npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return indices and ticks of the samples nearest to ``ticks``."""
        indices = self.axis.nearest(np.asarray(ticks, np.int64))
        return indices, self.axis.ticks_at(indices)

    def values(self, channel: int, start: int, stop: int) -> Values:
        """Read the samples ``start <= i < stop`` of a channel, NaN where one is missing."""
        start, stop, _ = slice(start, stop).indices(self.meta.axis.size)
        return self.channel(channel).samples(start, max(start, stop))
