"""What the fast kernels compute, in the most obvious way, straight from the definitions."""

from __future__ import annotations

import numpy as np

from faultmark.series.pyramid import build, padded_count


class MemoryChannel:
    """A channel in memory that counts what is read of it."""

    def __init__(self, samples):
        self._size = samples.size
        self._samples = np.full(padded_count(samples.size, -1), np.nan, samples.dtype)
        self._samples[: samples.size] = samples
        self._levels = []
        for level, pairs in enumerate(build(samples)):
            padded = np.full((padded_count(samples.size, level), 2), np.nan, samples.dtype)
            padded[: len(pairs)] = pairs
            self._levels.append(padded)
        self.touched = 0

    @property
    def dtype(self):
        return self._samples.dtype

    @property
    def size(self):
        return self._size

    def _count(self, array):
        self.touched += array.size
        return array

    def samples(self, start, stop):
        return self._count(self._samples[start:stop])

    def samples_at(self, indices):
        return self._count(self._samples[indices])

    def buckets(self, level, start, stop):
        return self._count(self._levels[level][start:stop])

    def groups_at(self, level, indices):
        groups = self._samples.reshape(-1, 64) if level < 0 else self._levels[level].reshape(-1, 8, 2)
        return self._count(groups[indices])


def column_windows(start, end, width):
    return [(start + i * (end - start) // width, start + (i + 1) * (end - start) // width) for i in range(width)]


def column(ticks, samples, start, end):
    """(tick, count, min, max, first, last) of the samples at ``start <= tick < end``."""
    inside = (ticks >= start) & (ticks < end)
    found = samples[inside]
    valid = found[~np.isnan(found)]
    tick = int(ticks[inside][0]) if found.size else np.iinfo(np.int64).min
    if not valid.size:
        return tick, found.size, np.nan, np.nan, np.nan, np.nan
    return tick, found.size, valid.min(), valid.max(), valid[0], valid[-1]


def buckets(samples, size):
    """(min, max) of every ``size`` samples."""
    rows = []
    for a in range(0, samples.size, size):
        part = samples[a : a + size]
        valid = part[~np.isnan(part)]
        rows.append((valid.min(), valid.max()) if valid.size else (np.nan, np.nan))
    return np.array(rows, samples.dtype).reshape(-1, 2)
