"""Where the next valid sample is, found through the pyramid instead of by walking."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import BUCKETS, FAN_OUT, Values, bucket_count

__all__ = ["next_valid"]

Indices = npt.NDArray[np.int64]


class _Source(Protocol):
    @property
    def size(self) -> int: ...
    def buckets(self, level: int, start: int, stop: int) -> Values: ...
    def groups_at(self, level: int, indices: Indices) -> Values: ...


def next_valid(source: _Source, places: Indices, *, forward: bool) -> Indices:
    """Index of the nearest valid sample at or after (before) each place.

    The caller knows that there is one. Climbs the pyramid until a level shows a bucket with a valid sample and comes
    down again: at most 64 samples and 8 buckets a level are looked at for each place, plus the coarsest level once.
    """
    result: Indices = np.empty_like(places)
    pending: Indices = np.arange(places.size)
    at = places.copy()  # place to look from, in units of `level` (-1: samples)
    for level in range(-1, len(BUCKETS)):
        fan = BUCKETS[0] if level < 0 else FAN_OUT
        if level == len(BUCKETS) - 1:
            hit = _along_top(source, at, forward=forward)
            result[pending] = _descend(source, level, hit, forward=forward)
            break
        hit, found = _in_group(source, level, at, at // fan * fan, fan, forward=forward)
        result[pending[found]] = _descend(source, level, hit[found], forward=forward)
        pending, at = pending[~found], at[~found] // fan + (1 if forward else -1)
        if not pending.size:
            break
    return result


def _in_group(
    source: _Source, level: int, at: Indices, base: Indices, fan: int, *, forward: bool
) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """Find the first valid member of each group of ``fan`` on the right side of ``at``, and whether there is one."""
    place = base[:, None] + np.arange(fan, dtype=np.int64)
    groups = source.groups_at(level, base // fan)
    values = groups if level < 0 else groups[..., 0]
    valid: npt.NDArray[np.bool_] = ~np.isnan(values) & ((place >= at[:, None]) if forward else (place <= at[:, None]))
    step = np.argmax(valid, axis=1) if forward else fan - 1 - np.argmax(valid[:, ::-1], axis=1)
    any_valid: npt.NDArray[np.bool_] = np.asarray(valid.any(axis=1))
    return base + step, any_valid


def _descend(source: _Source, level: int, bucket: Indices, *, forward: bool) -> Indices:
    """Find the outermost valid sample of buckets that have one."""
    while level >= 0:
        fan = FAN_OUT if level else BUCKETS[0]
        base = bucket * fan
        level -= 1
        bucket, _ = _in_group(source, level, base if forward else base + fan - 1, base, fan, forward=forward)
    return bucket


def _along_top(source: _Source, at: Indices, *, forward: bool) -> Indices:
    top = len(BUCKETS) - 1
    valid = np.flatnonzero(~np.isnan(source.buckets(top, 0, bucket_count(source.size, top))[:, 0]))
    place = np.searchsorted(valid, at, side="left") if forward else np.searchsorted(valid, at, side="right") - 1
    return valid[place].astype(np.int64)
