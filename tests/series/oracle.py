"""What the fast kernels compute, in the most obvious way, straight from the definitions."""

from __future__ import annotations

import numpy as np

from faultmark.series.columns import Buckets
from faultmark.series.pyramid import build, padded_count, runs_of


class MemoryChannel:
    """A channel in memory."""

    def __init__(self, samples):
        self.size = samples.size
        self.values = np.full(padded_count(samples.size, -1), np.nan, samples.dtype)
        self.values[: samples.size] = samples
        levels, ends = [], []
        for level, rows in enumerate(build(samples)):
            for pairs, kept in ((rows[:, :2], levels), (rows[:, 2:], ends)):
                padded = np.full((padded_count(samples.size, level), 2), np.nan, samples.dtype)
                padded[: len(pairs)] = pairs
                padded.flags.writeable = False
                kept.append(padded)
        self.values.flags.writeable = False
        self.levels = tuple(levels)
        self.ends = tuple(ends)

    @property
    def dtype(self):
        return self.values.dtype

    def runs(self, level):
        runs = runs_of(self.levels[level])
        runs.flags.writeable = False
        return runs

    def buckets(self, level, start, stop):
        extremes, ends, runs = self.levels[level], self.ends[level], self.runs(level)
        return Buckets(extremes[start:stop], ends[start:stop], runs[start:stop], start)

    def samples(self, start, stop):
        return self.values[start:stop]

    def announce(self, level, start, stop):
        return False

    def announce_at(self, level, indices):
        return False


class SlowChannel(MemoryChannel):
    """A channel that has to fetch everything, and notes what was announced."""

    def __init__(self, samples):
        super().__init__(samples)
        self.announced = []

    def buckets(self, level, start, stop):
        return super().buckets(level, start, stop)._replace(runs=self.levels[level][:0])

    def announce(self, level, start, stop):
        self.announced.append((level, stop - start))
        return True

    def announce_at(self, level, indices):
        self.announced.append((level, indices.size))
        return True


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
    """(min, max, first, last) of every ``size`` samples."""
    rows = []
    for a in range(0, samples.size, size):
        part = samples[a : a + size]
        valid = part[~np.isnan(part)]
        rows.append((valid.min(), valid.max(), valid[0], valid[-1]) if valid.size else [np.nan] * 4)
    return np.array(rows, samples.dtype).reshape(-1, 4)
