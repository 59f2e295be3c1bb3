"""The pyramid: minimum, maximum, first and last valid sample of every 64, 512, 4,096 and 32,768 samples.

A level is an array ``[buckets, 4]`` of (min, max, first, last), bucket ``k`` covering the samples ``k * size`` up to
``(k + 1) * size`` (the last one may be short). A bucket with no valid sample holds NaN. All levels together add 7.14%
to the samples. Extremes and ends are stored apart: most views read the extremes alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from faultmark.series.compiled import compiled

__all__ = [
    "BUCKETS",
    "FAN_OUT",
    "RUN",
    "PyramidBuilder",
    "Values",
    "bucket_count",
    "build",
    "padded_count",
    "reduce_rows",
    "reduce_samples",
    "runs_of",
]

Values: TypeAlias = npt.NDArray[np.floating[Any]]
"""Samples of a channel: float32 or float64."""

BUCKETS = (64, 512, 4096, 32768)
"""Samples per bucket of each level, finest first."""

FAN_OUT = 8
"""Buckets of one level in a bucket of the next."""

RUN = 4
"""Buckets in a run, see :func:`runs_of`."""


def bucket_count(size: int, level: int) -> int:
    """Count the buckets that ``size`` samples have at a level."""
    return -(-size // BUCKETS[level])


def padded_count(size: int, level: int) -> int:
    """Count the buckets of a level as they are stored: filled up with NaN to whole groups of 8.

    Level -1 are the samples themselves, filled up to whole buckets of 64. So every group that a reader may open is
    complete, and the last bucket of a level needs no special case.
    """
    if level < 0:
        return -(-size // BUCKETS[0]) * BUCKETS[0]
    return -(-bucket_count(size, level) // FAN_OUT) * FAN_OUT


@compiled("void(Array(f4,1,'C',readonly=True),f4[:,::1])", "void(Array(f8,1,'C',readonly=True),f8[:,::1])")
def _reduce_samples(samples: Values, out: Values) -> None:
    inf = samples.dtype.type(np.inf)
    width = BUCKETS[0]
    for bucket in range(out.shape[0]):
        low, high = inf, -inf
        start, stop = bucket * width, min((bucket + 1) * width, samples.size)
        # A comparison with NaN is false, which skips it; and of a loop this plain the compiler makes vector code.
        for i in range(start, stop):
            x = samples[i]
            low = x if x < low else low
            high = x if x > high else high
        if low > high:
            out[bucket] = np.nan
            continue
        while np.isnan(samples[start]):
            start += 1
        while np.isnan(samples[stop - 1]):
            stop -= 1
        out[bucket, 0] = low
        out[bucket, 1] = high
        out[bucket, 2] = samples[start]
        out[bucket, 3] = samples[stop - 1]


@compiled("void(Array(f4,2,'C',readonly=True),f4[:,::1])", "void(Array(f8,2,'C',readonly=True),f8[:,::1])")
def _reduce_rows(rows: Values, out: Values) -> None:
    inf = rows.dtype.type(np.inf)
    for bucket in range(out.shape[0]):
        low, high = inf, -inf
        start, stop = bucket * FAN_OUT, min((bucket + 1) * FAN_OUT, rows.shape[0])
        for i in range(start, stop):
            x, y = rows[i, 0], rows[i, 1]
            low = x if x < low else low
            high = y if y > high else high
        if low > high:
            out[bucket] = np.nan
            continue
        while np.isnan(rows[start, 2]):
            start += 1
        while np.isnan(rows[stop - 1, 3]):
            stop -= 1
        out[bucket, 0] = low
        out[bucket, 1] = high
        out[bucket, 2] = rows[start, 2]
        out[bucket, 3] = rows[stop - 1, 3]


def reduce_samples(samples: Values) -> Values:
    """(min, max, first, last) of every 64 samples, NaN skipped: ``[ceil(n / 64), 4]`` of the dtype of ``samples``."""
    out = np.empty((bucket_count(samples.size, 0), 4), samples.dtype)
    _reduce_samples(np.ascontiguousarray(samples), out)
    return out


def reduce_rows(rows: Values) -> Values:
    """(min, max, first, last) of every 8 rows: one level of the pyramid from the one below it."""
    out = np.empty((-(-len(rows) // FAN_OUT), 4), rows.dtype)
    _reduce_rows(np.ascontiguousarray(rows), out)
    return out


def runs_of(pairs: Values) -> Values:
    """(min, max) of the ``RUN`` buckets from each bucket on, of the pairs of a level; fewer at the end; NaN skipped.

    Of overlapping runs, a stretch of any length is covered by a quarter as many as it has buckets.
    """
    runs, covered = pairs.copy(), 1
    while covered < RUN:
        wider = runs.copy()
        np.fmin(runs[:-covered, 0], runs[covered:, 0], out=wider[:-covered, 0])
        np.fmax(runs[:-covered, 1], runs[covered:, 1], out=wider[:-covered, 1])
        runs, covered = wider, 2 * covered
    return runs


def build(samples: Values) -> tuple[Values, ...]:
    """All levels of samples that are in memory."""
    levels = [reduce_samples(samples)]
    while len(levels) < len(BUCKETS):
        levels.append(reduce_rows(levels[-1]))
    return tuple(levels)


class PyramidBuilder:
    """Builds the levels of a stream of samples, keeping less than one bucket of each level in memory.

    ``push`` returns, per level, the buckets that have become complete; ``finish`` the short ones at the end.
    """

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._samples: Values = np.empty(0, dtype)
        self._rows: list[Values] = [np.empty((0, 4), dtype) for _ in BUCKETS[1:]]

    def widen(self, convert: Callable[[Values], Values]) -> None:
        """Go on in another dtype: ``convert`` turns what is pending into it."""
        self._samples = convert(self._samples)
        self._rows = [convert(rows) for rows in self._rows]

    def push(self, samples: Values) -> tuple[Values, ...]:
        """Add samples; returns the newly complete buckets of each level, finest first."""
        # What is pending is completed apart, so that the bulk is not copied.
        lacking = -self._samples.size % BUCKETS[0]
        head: Values = np.concatenate((self._samples, samples[:lacking]))
        bulk = samples[lacking:]
        whole = bulk.size // BUCKETS[0] * BUCKETS[0]
        if head.size % BUCKETS[0]:
            done: list[Values] = [np.empty((0, 4), samples.dtype)]
            self._samples = head
        else:
            done = [np.concatenate((reduce_samples(head), reduce_samples(bulk[:whole])))]
            self._samples = bulk[whole:].copy()
        for i, pending in enumerate(self._rows):
            rows = np.concatenate((pending, done[i]))
            whole = len(rows) // FAN_OUT * FAN_OUT
            done.append(reduce_rows(rows[:whole]))
            self._rows[i] = rows[whole:].copy()
        return tuple(done)

    def finish(self) -> tuple[Values, ...]:
        """Return the last, short bucket of each level where there is one."""
        done = [reduce_samples(self._samples)]
        for i, pending in enumerate(self._rows):
            rows = np.concatenate((pending, done[i]))
            done.append(reduce_rows(rows))
        self._samples = self._samples[:0]
        self._rows = [p[:0] for p in self._rows]
        return tuple(done)
