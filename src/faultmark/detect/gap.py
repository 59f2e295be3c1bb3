"""Gaps of the time axis: for a while nothing was recorded at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import Detector, clip_severity
from faultmark.detect.proposal import Proposal
from faultmark.detect.series import Series

__all__ = ["GapDetector"]


class GapDetector(Detector):
    """Neighbouring samples ``times`` as far apart as usual, unless that is common; from the one to the other."""

    name: ClassVar[str] = "gap"
    precision: ClassVar[float] = 6.0
    least: ClassVar[int] = 24

    def __init__(self, times: float = 20.0, share: float = 0.002) -> None:
        self.times = times
        self.share = share

    def _detect(self, series: Series) -> Iterable[Proposal]:
        between = np.diff(series.ticks)
        usual = max(float(np.percentile(between, 95)), 1.0)
        wide = np.flatnonzero(between > self.times * usual)
        if wide.size > max(1.0, self.share * series.size):
            return
        for place in wide.tolist():
            times = between[place] / usual
            yield series.propose(
                place,
                place + 1,
                "dropout",
                confidence=0.45,
                severity=clip_severity(2.0 + np.log2(times)),
                why=f"nothing was recorded for {times:.0f} times the usual distance of two samples",
            )
