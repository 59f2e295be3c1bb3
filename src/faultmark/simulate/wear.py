"""Slow bearing wear: from the first damage to a stop, a repair, and health again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faultmark.simulate.duty import DAY, DUTY_100, HOUR, MINUTE, SECOND, Segment
from faultmark.simulate.noise import generator

__all__ = ["BearingLife", "bearing_lives", "wear_level"]

_STREAM = 201


@dataclass(frozen=True, slots=True)
class BearingLife:
    """Damage begins at ``onset``, the machine trips at ``failure`` and is back at ``repaired`` (ns since the epoch)."""

    onset: int
    failure: int
    repaired: int


def bearing_lives(seed: int, start: int, end: int, plan: Sequence[Segment], mode: str) -> tuple[BearingLife, ...]:
    """Place the bearing failures of a run.

    Parameters
    ----------
    seed:
        Of the run.
    start, end:
        Bounds of the run, ns since the epoch.
    plan:
        The duty plan; a bearing fails under full load, so failures are moved into such a segment.
    mode:
        ``"none"``; ``"auto"``: a failure every 40 to 90 days in runs of at least a week; ``"fail"``: one failure,
        however short the run is.
    """
    length = end - start
    if mode == "none" or (mode == "auto" and length < 7 * DAY):
        return ()
    rng = generator(seed, _STREAM)
    loaded = [s for s in plan if s.regime == DUTY_100 and s.end - s.start > min(40 * MINUTE, length // 20)]
    lives: list[BearingLife] = []
    at = start
    while True:
        if mode == "fail" or length < 60 * DAY:
            wanted, warning = start + round(0.7 * length), round(min(0.3 * length, 12 * DAY))
        else:
            wanted = at + round(float(rng.uniform(40, 90)) * DAY)
            warning = round(float(rng.uniform(8, 16)) * DAY)
        segment = next((s for s in loaded if s.end > wanted), None)
        if segment is None:
            break
        margin = min(30 * MINUTE, (segment.end - segment.start) // 3)
        failure = min(max(wanted, segment.start + margin), segment.end - margin // 3)
        failure -= failure % SECOND
        down = round(min(float(rng.uniform(6, 20)) * HOUR, 0.12 * length))
        repaired = failure + down - down % SECOND
        onset = failure - warning
        if onset <= at or failure >= end:
            break
        lives.append(BearingLife(onset, failure, repaired))
        at = repaired
        if mode == "fail" or length < 60 * DAY:
            break
    return tuple(lives)


def wear_level(times: npt.NDArray[np.int64], lives: Sequence[BearingLife]) -> npt.NDArray[np.float64]:
    """Damage at ``times`` (ns since the epoch), shape kept: 0 is healthy, 1 is the trip. It grows ever faster."""
    level = np.zeros(len(times))
    for life in lives:
        if life.onset <= times[-1] and life.repaired > times[0]:
            share = (times - life.onset) / (life.failure - life.onset)
            inside = (share > 0) & (times < life.repaired)
            level[inside] = np.minimum(share[inside], 1.0) ** 2.2
    return level
