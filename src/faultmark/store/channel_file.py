"""Random access to a folder's arrays: runs by ``pread``, scattered places through a mapping."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faultmark.series.axis import INDEX_STRIDE
from faultmark.series.columns import Buckets
from faultmark.series.pyramid import BUCKETS, Values, runs_of
from faultmark.store.layout import TICK_INDEX, TICKS, ends_path, level_offsets, pyramid_path, values_path

__all__ = ["ChannelFile", "TickFile"]

Indices = npt.NDArray[np.int64]

_PAGE = 4096
_SMALL = 1 << 15
_LONG = 1 << 20
"""Bytes of a run beyond what a view takes. Whoever reads a series in such runs goes through all of it, which a mapping
would make memory that this process holds."""
_PROBES = 3
_FEW = 16
_HELD = 1 << 15
"""Levels of at most so many buckets are held in memory once they are warm, three times 256 KiB of float32: the level
that a view of the whole takes, up to some 2e9 samples, and all coarser ones. Nothing has to be looked up for them."""
_REQUEST = 1 << 17
"""Bytes of one request. The kernel cuts a longer one to its own read-ahead, and the rest would come page by page."""
_NOWAIT = getattr(os, "RWF_NOWAIT", None) if hasattr(os, "posix_fadvise") else None


class _ArrayFile:
    """One flat array in a file.

    What the page cache holds is used where it lies, through a mapping. What it does not hold, a mapping would fault in
    page by page, each waiting for the disk: cold runs are read by ``pread``, which asks for the whole run at once, and
    the pages of cold scattered places are first asked for together, so that the disk works on all of them at once.
    """

    def __init__(self, path: Path, dtype: npt.DTypeLike) -> None:
        self._dtype = np.dtype(dtype)
        self._fd = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        self._map = mmap.mmap(self._fd, 0, access=mmap.ACCESS_READ)
        if hasattr(mmap, "MADV_RANDOM"):
            self._map.madvise(mmap.MADV_RANDOM)
        self._all: npt.NDArray[Any] = np.frombuffer(self._map, self._dtype)

    def __del__(self) -> None:
        # The mapping lives on as long as arrays made from it; the descriptor is only ours.
        fd = getattr(self, "_fd", -1)
        if fd >= 0:
            os.close(fd)

    def run(self, start: int, stop: int) -> npt.NDArray[Any]:
        if _SMALL < (stop - start) * self._dtype.itemsize < _LONG and not self._looks_cold((start, stop - 1)):
            return self._all[start:stop]
        return self.fetch(start, stop)

    def fetch(self, start: int, stop: int) -> npt.NDArray[Any]:
        """Read a run into memory."""
        out = np.empty(stop - start, self._dtype)
        view = out.data.cast("B") if out.size else memoryview(b"")
        at = start * self._dtype.itemsize
        while view:
            n = os.preadv(self._fd, [view], at)
            if n <= 0:
                raise EOFError("A series folder is shorter than its meta data says.")
            view, at = view[n:], at + n
        return out

    def everything(self) -> npt.NDArray[Any]:
        return self._all

    def gather(self, indices: Indices) -> npt.NDArray[Any]:
        self.announce_at(indices)
        result: npt.NDArray[Any] = self._all[indices]
        return result

    def announce(self, start: int, stop: int) -> bool:
        """Ask for a run, if it is not there; tell whether it was not."""
        stop = min(stop, self._all.size)
        if start >= stop or not self._looks_cold((start, (start + stop) // 2, stop - 1)):
            return False
        size = self._dtype.itemsize
        for at in range(start * size, stop * size, _REQUEST):
            os.posix_fadvise(self._fd, at, min(_REQUEST, stop * size - at), os.POSIX_FADV_WILLNEED)
        return True

    def announce_at(self, indices: Indices) -> bool:
        """Ask for the pages of scattered places, if they are not there; tell whether they were not."""
        if indices.size < _FEW or not self._looks_cold(indices[:: max(1, indices.size // _PROBES)].tolist()):
            return False
        pages = np.unique(np.minimum(indices.ravel(), self._all.size - 1) * self._dtype.itemsize // _PAGE)
        # Neighbouring pages become one request.
        first = np.flatnonzero(np.diff(pages, prepend=-2) > 1)
        last = np.append(first[1:], pages.size) - 1
        for a, b in zip(pages[first].tolist(), pages[last].tolist(), strict=True):
            os.posix_fadvise(self._fd, a * _PAGE, (b - a + 1) * _PAGE, os.POSIX_FADV_WILLNEED)
        return True

    def _looks_cold(self, places: Sequence[int]) -> bool:
        """Whether any of a few places is not in the page cache."""
        if _NOWAIT is None:
            return False
        probe, size = [bytearray(1)], self._dtype.itemsize
        try:
            for i in places:
                os.preadv(self._fd, probe, i * size, _NOWAIT)
        except BlockingIOError:
            return True
        except OSError:  # a file system that cannot say
            return False
        return False


class ChannelFile:
    """Samples and pyramid of one channel on disk: a :class:`faultmark.series.columns.ChannelSource`."""

    def __init__(self, folder: Path, channel: int, dtype: str, size: int) -> None:
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        self.size = size
        self._ends_path = ends_path(folder, channel)
        self._values = _ArrayFile(values_path(folder, channel), self.dtype)
        self._pyramid = _ArrayFile(pyramid_path(folder, channel), self.dtype)
        self._offsets = level_offsets(size)
        self.values: Values = self._values.everything()
        pairs = self._pyramid.everything().reshape(-1, 2)
        self.levels: tuple[Values, ...] = tuple(pairs[a:b] for a, b in pairwise(self._offsets))
        self._runs: dict[int, Values] = {}
        self._held: dict[int, Buckets] = {}

    def runs(self, level: int) -> Values:
        """The extremes of every few buckets of a level; computed when they are first asked for."""
        found = self._runs.get(level)
        if found is None:
            a, b = self._offsets[level], self._offsets[level + 1]
            if b - a > _HELD:
                found = self.levels[level][:0]
            else:
                found = runs_of(self._pyramid.run(2 * a, 2 * b).reshape(-1, 2))
                found.flags.writeable = False
            self._runs[level] = found
        return found

    @cached_property
    def _ends(self) -> _ArrayFile | None:
        """First and last of each bucket; nothing in a folder of version 1."""
        try:
            return _ArrayFile(self._ends_path, self.dtype)
        except FileNotFoundError:
            return None

    def buckets(self, level: int, start: int, stop: int) -> Buckets | None:
        """Buckets of a level, at least the run that is asked for; nothing where their ends are not stored."""
        held = self._held.get(level)
        if held is not None:
            return held
        pyramid, ends = self._pyramid, self._ends
        if ends is None:
            return None
        a, b = 2 * (self._offsets[level] + start), 2 * (self._offsets[level] + stop)
        # Both are asked for before either is waited for.
        cold, cold_ends = pyramid.announce(a, b), ends.announce(a, b)
        if cold or cold_ends:
            run = pyramid.fetch(a, b).reshape(-1, 2)
            return Buckets(run, ends.fetch(a, b).reshape(-1, 2), run[:0], start)
        a, b = 2 * self._offsets[level], 2 * self._offsets[level + 1]
        extremes, runs = self.levels[level], self.runs(level)
        if not runs.size:
            return Buckets(extremes, ends.everything()[a:b].reshape(-1, 2), runs, 0)
        held = Buckets(pyramid.fetch(a, b).reshape(-1, 2), ends.fetch(a, b).reshape(-1, 2), runs, 0)
        for array in held[:2]:
            array.flags.writeable = False
        self._held[level] = held
        return held

    def samples(self, start: int, stop: int) -> Values:
        """Read a run of samples."""
        return self._values.run(start, stop)

    def announce(self, level: int, start: int, stop: int) -> bool:
        """Have a run of samples (level -1) or buckets fetched; tell whether it was not there."""
        if level < 0:
            return self._values.announce(start, stop)
        offset, end = self._offsets[level], self._offsets[level + 1]
        return self._pyramid.announce(2 * (offset + start), 2 * min(offset + stop, end))

    def announce_at(self, level: int, indices: Indices) -> bool:
        """Have what stands at or over scattered samples fetched; tell whether it was not there."""
        if level < 0:
            return self._values.announce_at(indices)
        return self._pyramid.announce_at(2 * (self._offsets[level] + indices // BUCKETS[level]))


class TickFile:
    """Ticks of an irregular axis on disk: a :class:`faultmark.series.axis.TickSource`."""

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        self._ticks = _ArrayFile(folder / TICKS, np.int64)
        self.ticks: Indices = self._ticks.everything()
        self.index: Indices = np.fromfile(folder / TICK_INDEX, np.int64)

    def read(self, start: int, stop: int) -> Indices:
        """Read a run of ticks."""
        return self._ticks.run(start, stop)

    def gather(self, indices: Indices) -> Indices:
        """Gather scattered ticks."""
        return self._ticks.gather(indices)

    def announce(self, indices: Indices) -> None:
        """Ask for the pages of the strides that begin at or after ``indices``."""
        ends = np.minimum(indices + INDEX_STRIDE, self._size - 1)
        self._ticks.announce_at(np.concatenate((np.minimum(indices, self._size - 1), ends)))
