"""Variance changes: the same level, but noisier or quieter for a while."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from scipy.ndimage import uniform_filter1d

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.changes import change_points, unusual_segments
from faultmark.detect.coarse import Coarse
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal

__all__ = ["VarianceDetector"]


class VarianceDetector(ChannelDetector):
    """Level shifts of the logarithm of how much the signal moves from sample to sample."""

    name: ClassVar[str] = "variance"
    precision: ClassVar[float] = 2.0
    least: ClassVar[int] = 64

    def __init__(self, jump: float = 6.0, high: float = 4.0) -> None:
        self.jump = jump
        self.high = high

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        window = int(np.clip(signal.size // 400, 8, 32))
        moves = np.abs(np.diff(signal.values, prepend=signal.values[0]))
        # One spike is no change of variance.
        moves = np.minimum(moves, 12 * signal.noise)
        level = np.log(uniform_filter1d(moves, window, mode="nearest") + 0.05 * signal.noise)
        for segment in unusual_segments(level, change_points(Coarse(level), self.jump, 32), self.high, window):
            times = float(np.exp(segment.level - segment.base))
            how = f"{times:.1f} times as noisy" if times > 1 else f"{1 / max(times, 1e-3):.1f} times quieter"
            why = f"{how} than the rest on {channel.name}"
            yield Finding(segment.first, segment.stop, "variance change", segment.z / self.high, why, 1.5 * times)
