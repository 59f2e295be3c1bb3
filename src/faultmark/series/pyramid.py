"""The min-max pyramid: NaN-skipping (min, max) of every 64, 512, 4,096 and 32,768 samples.

A level is an array ``[buckets, 2]`` of (min, max), bucket ``k`` covering the samples ``k * size`` up to
``(k + 1) * size`` (the last one may be short). A bucket with no valid sample holds (NaN, NaN). All levels together add
3.57% to the samples.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "BUCKETS",
    "FAN_OUT",
    "PyramidBuilder",
    "Values",
    "bucket_count",
    "build",
    "padded_count",
    "reduce_pairs",
    "reduce_samples",
]

Values: TypeAlias = npt.NDArray[np.floating[Any]]
"""Samples of a channel: float32 or float64."""

BUCKETS = (64, 512, 4096, 32768)
"""Samples per bucket of each level, finest first."""

FAN_OUT = 8
"""Buckets of one level in a bucket of the next."""

_CHUNK = 1 << 17


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


def reduce_samples(samples: Values) -> Values:
    """(min, max) of every 64 samples, NaN skipped, as ``[ceil(n / 64), 2]`` of the dtype of ``samples``."""
    out = np.empty((bucket_count(samples.size, 0), 2), samples.dtype)
    width = BUCKETS[0]
    starts = np.arange(0, min(_CHUNK, samples.size), width)
    # In chunks that stay in the cache, so that the second of the two passes does not go to memory again.
    for a in range(0, samples.size, _CHUNK):
        chunk = samples[a : a + _CHUNK]
        here = out[a // width : a // width + bucket_count(chunk.size, 0)]
        np.fmin.reduceat(chunk, starts[: len(here)], out=here[:, 0])
        np.fmax.reduceat(chunk, starts[: len(here)], out=here[:, 1])
    return out


def reduce_pairs(pairs: Values) -> Values:
    """(min, max) of every 8 (min, max) pairs: one level of the pyramid from the one below it."""
    starts = np.arange(0, len(pairs), FAN_OUT)
    out = np.empty((len(starts), 2), pairs.dtype)
    if len(starts):
        np.fmin.reduceat(pairs[:, 0], starts, out=out[:, 0])
        np.fmax.reduceat(pairs[:, 1], starts, out=out[:, 1])
    return out


def build(samples: Values) -> tuple[Values, ...]:
    """All levels of samples that are in memory."""
    levels = [reduce_samples(samples)]
    while len(levels) < len(BUCKETS):
        levels.append(reduce_pairs(levels[-1]))
    return tuple(levels)


class PyramidBuilder:
    """Builds the levels of a stream of samples, keeping less than one bucket of each level in memory.

    ``push`` returns, per level, the buckets that have become complete; ``finish`` the short ones at the end.
    """

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._samples: Values = np.empty(0, dtype)
        self._pairs: list[Values] = [np.empty((0, 2), dtype) for _ in BUCKETS[1:]]

    def widen(self, convert: Callable[[Values], Values]) -> None:
        """Go on in another dtype: ``convert`` turns what is pending into it."""
        self._samples = convert(self._samples)
        self._pairs = [convert(pairs) for pairs in self._pairs]

    def push(self, samples: Values) -> tuple[Values, ...]:
        """Add samples; returns the newly complete buckets of each level, finest first."""
        joined = np.concatenate((self._samples, samples)) if self._samples.size else samples
        whole = joined.size // BUCKETS[0] * BUCKETS[0]
        done = [reduce_samples(joined[:whole])]
        self._samples = joined[whole:].copy()
        for i, pending in enumerate(self._pairs):
            pairs = np.concatenate((pending, done[i]))
            whole = len(pairs) // FAN_OUT * FAN_OUT
            done.append(reduce_pairs(pairs[:whole]))
            self._pairs[i] = pairs[whole:].copy()
        return tuple(done)

    def finish(self) -> tuple[Values, ...]:
        """Return the last, short bucket of each level where there is one."""
        done = [reduce_samples(self._samples)]
        for i, pending in enumerate(self._pairs):
            pairs = np.concatenate((pending, done[i]))
            done.append(reduce_pairs(pairs))
        self._samples = self._samples[:0]
        self._pairs = [p[:0] for p in self._pairs]
        return tuple(done)
