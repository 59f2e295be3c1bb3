"""Range: values far outside of where nearly all of them are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import runs, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import units_of

__all__ = ["RangeDetector"]


class RangeDetector(ChannelDetector):
    """Runs beyond ``high`` scales from the median; the scale follows the 1st and 99th percentile, so tails count."""

    name: ClassVar[str] = "range"
    precision: ClassVar[float] = 2.5
    least: ClassVar[int] = 24

    def __init__(self, high: float = 5.0, low: float = 0.6) -> None:
        self.high = high
        self.low = low

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        values = signal.flat_season
        part = thin(values)
        bottom, middle, top = np.percentile(part, [1, 50, 99])
        width = max(signal.spread, float(top - bottom) / 4.65)
        z = np.abs(values - middle) / width
        for first, stop in runs(z > self.low * self.high):
            peak = float(z[first:stop].max())
            if peak > self.high:
                side = "above" if values[first + int(np.argmax(z[first:stop]))] > middle else "below"
                extreme = signal.values[first:stop]
                shown = float(extreme.max() if side == "above" else extreme.min())
                why = f"{channel.name} reaches {shown:.6g}{units_of(channel)}, {peak:.1f} scales {side} its median"
                label = "spike" if stop - first <= 3 else "level shift"
                yield Finding(first, stop, label, peak / self.high, why, peak)
