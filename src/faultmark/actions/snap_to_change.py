"""Find the change point that somebody means who points near it."""

from __future__ import annotations

import numpy as np

from faultmark.errors import SeriesError
from faultmark.series.change_points import ChangePoint, change_points
from faultmark.store.series_store import SeriesStore

__all__ = ["MOST_SAMPLES", "SnapPoint", "snap_to_change"]

MOST_SAMPLES = 32_768
"""Samples that are looked at; what lies further away is not what somebody points at."""

_MARGIN = 512

SnapPoint = tuple[int, ChangePoint]
"""The tick to snap to, and the change that is there."""


def snap_to_change(
    store: SeriesStore, series_id: str, channel: int, at: int, within: int, *, last_before: bool = False
) -> SnapPoint | None:
    """Find the change of a channel that is nearest to a tick, from raw samples.

    Parameters
    ----------
    store:
        Where the series is.
    series_id, channel:
        Which series, and which of its channels by index.
    at, within:
        The tick that is pointed at, and how many ticks away a change may be.
    last_before:
        Snap to the last sample before the change instead of the first one after it, as the end of a region wants.

    Returns
    -------
    SnapPoint or None
        A change of level, or an edge of a missing stretch; an excursion where there is neither; None where nothing
        changes.

    Raises
    ------
    SeriesError
        ``series.view.invalid`` for a channel or a distance that cannot be; ``series.missing`` for the series.
    """
    series = store.open(series_id)
    if not 0 <= channel < len(series.meta.channels):
        raise SeriesError(
            "series.view.invalid", f"There is no channel {channel}; the series has {len(series.meta.channels)}, from 0."
        )
    if not (0 <= within < 2**62 and -(2**62) <= at < 2**62):
        raise SeriesError("series.view.invalid", "A change is looked for at a tick and within a number of ticks.")
    axis = series.axis
    middle = int(axis.nearest(np.array([at], dtype=np.int64))[0])
    low, high = axis.edges(np.array([at - within, at + within + 1], dtype=np.int64)).tolist()
    low, high = max(low, middle - MOST_SAMPLES // 2), min(high, middle + MOST_SAMPLES // 2)
    # A change at the rim of the window shows only against what lies beyond it.
    margin = max(_MARGIN, (high - low) // 2)
    first = max(0, low - margin)
    values = series.values(channel, first, min(axis.size, high + margin))
    found = [point for point in change_points(values) if low <= point.index + first < high]
    steady = [point for point in found if point.kind != "excursion"] or found
    if not steady:
        return None
    best = min(steady, key=lambda point: (abs(point.index + first - middle), -point.strength))
    index = best.index + first
    if last_before and best.kind != "excursion":
        index = max(index - 1, 0)
    return int(axis.ticks_at(np.array([index], dtype=np.int64))[0]), best
