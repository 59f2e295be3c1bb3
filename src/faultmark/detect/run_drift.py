"""Drifts over a run: between two changes of its duty a machine does not stay where it was."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from faultmark.detect.base import Detector, clip_severity, margin_confidence
from faultmark.detect.proposal import Proposal
from faultmark.detect.ramp import fit_ramp, sharpen_end
from faultmark.detect.robust import Floats, block_medians, median, rolling_median, runs, scale
from faultmark.detect.series import Channel, Series
from faultmark.detect.wording import sigmas

__all__ = ["RunDriftDetector"]

Places = npt.NDArray[np.int64]

_BLOCKS = 8192
_SHORTEST = 64
_REACH = 15
"""Blocks: what is over sooner is no change of duty."""
_LEAP, _LEAP_OF_RANGE = 8.0, 0.02
_CHANNELS = 3
_FIT = 0.8
_STRAIGHT = 0.85
_SAME, _OF_RANGE = 0.1, 0.1


class RunDriftDetector(Detector):
    """A channel that goes away from where it was, straight or ever faster, until its run ends and takes it back.

    Over a series whose duty changes, each change hides the drift before and after it: a bearing that wears is louder
    in each run, and quiet in each stop. What half of the channels, of three at least, do at the same time is a change
    of duty. Only channels that follow the duty at once are looked at, which temperatures do not: what they do in a run
    is most often to settle. A drift is ``high`` times its scatter, and a tenth of the channel's range.
    """

    name: ClassVar[str] = "run drift"
    precision: ClassVar[float] = 4.0
    least: ClassVar[int] = 1024

    def __init__(self, high: float = 2.0) -> None:
        self.high = high

    def _detect(self, series: Series) -> Iterable[Proposal]:
        channels = [channel for channel in series.channels if not channel.signal.blank]
        if len(channels) < _CHANNELS:
            return
        block = max(4, series.size // _BLOCKS)
        courses = np.array(
            [rolling_median(block_medians(channel.signal.values, block), _REACH) for channel in channels]
        )
        low, high = np.percentile(courses, [1, 99], axis=1)
        ranges = np.maximum(high - low, 1e-300)
        for run, following in pairwise(_runs(courses / ranges[:, None])):
            for channel, course, whole in zip(channels, courses, ranges, strict=True):
                found = _drift(course[run], median(course[following[:_SHORTEST]]), float(whole))
                if found is not None and found[2] > self.high:
                    begin, rise, ratio = found
                    top, reach = int(run[-1] + 1) * block, 2 * _REACH * block
                    end = sharpen_end(channel.signal.values, top, reach, 1.0 if rise > 0 else -1.0)
                    yield self._propose(series, channel, (int(run[begin]) * block, end), rise, ratio)

    def _propose(
        self, series: Series, channel: Channel, bounds: tuple[int, int], rise: float, ratio: float
    ) -> Proposal:
        first, stop = bounds
        told = sigmas(rise, channel.signal.spread)
        return series.propose(
            first,
            stop - 1,
            "drift",
            confidence=margin_confidence(ratio / self.high),
            severity=clip_severity(abs(rise) / channel.signal.spread),
            why=f"drift of {told} over {stop - first} samples on {channel.name}, until the machine's duty changed",
            channels=(channel.name,),
        )


def _runs(courses: Floats) -> list[Places]:
    """The blocks of each run, in order, from courses as shares of their range, ``float64[channels, blocks]``.

    Between two runs half of the channels leap. Where most stand as before after it, it was an event in one run.
    """
    moved = np.zeros_like(courses)
    moved[:, _REACH:-_REACH] = np.abs(courses[:, 2 * _REACH :] - courses[:, : -2 * _REACH])
    usual = np.array([[_LEAP * scale(row) + median(row)] for row in moved])
    leaps = (moved > np.maximum(usual, _LEAP_OF_RANGE)).sum(axis=0)
    found: list[Places] = []
    for first, stop in runs(leaps < max(_CHANNELS, 0.5 * len(courses))):
        if stop - first < _SHORTEST:
            continue
        run = np.arange(first, stop)
        if found:
            before, after = courses[:, found[-1][-_SHORTEST:]], courses[:, run[:_SHORTEST]]
            apart = np.abs(np.median(before, axis=1) - np.median(after, axis=1))
            if (apart < _SAME).mean() > 0.5:
                found[-1] = np.concatenate((found[-1], run))
                continue
        found.append(run)
    return found


def _drift(course: Floats, after: float, reach: float) -> tuple[int, float, float] | None:
    """First block of a drift that lasts to the end, its rise, and that in times its scatter; None for none.

    ``after`` is where the channel stands in the next run, ``reach`` its range.
    """
    ramp = fit_ramp(course)
    if ramp is None or ramp.fit < _FIT or ramp.step_fit > ramp.fit or course.size - ramp.start < _SHORTEST // 2:
        return None
    part = course[ramp.start :]
    tenth = max(1, part.size // 10)
    middle = part.size // 2
    begin, half, end = (median(part[i : i + tenth]) for i in (0, middle - tenth // 2, part.size - tenth))
    sign = 1.0 if ramp.rise > 0 else -1.0
    if abs(ramp.rise) < _OF_RANGE * reach or (end - after) * sign < 0.5 * abs(ramp.rise):
        return None
    if (half - begin) * sign <= 0 or (end - half) * sign < _STRAIGHT * (half - begin) * sign:
        return None
    scatter = scale(part - np.linspace(0, ramp.rise, part.size))
    return ramp.start, ramp.rise, abs(ramp.rise) / max(scatter, 1e-3 * abs(ramp.rise))
