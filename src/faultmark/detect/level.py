"""Level shifts: a signal settles at another level for a while."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.changes import change_points, unusual_segments
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import sigmas

__all__ = ["LevelDetector"]


class LevelDetector(ChannelDetector):
    """Segments between change points whose level is ``high`` scales off the dominant one, season taken off."""

    name: ClassVar[str] = "level"
    precision: ClassVar[float] = 3.0
    least: ClassVar[int] = 32

    def __init__(self, jump: float = 6.0, high: float = 4.0) -> None:
        self.jump = jump
        self.high = high

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        values = signal.flat_season
        for segment in unusual_segments(values, change_points(signal.coarse, self.jump), self.high):
            change = segment.level - segment.base
            why = (
                f"level {sigmas(change, signal.spread)} {'above' if change > 0 else 'below'} the rest on {channel.name}"
            )
            yield Finding(
                segment.first, segment.stop, "level shift", segment.z / self.high, why, abs(change) / signal.spread
            )
