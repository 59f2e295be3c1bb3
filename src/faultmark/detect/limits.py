"""Thresholds and alarm limits that the user or the metadata sets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import runs
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import units_of

__all__ = ["LimitDetector"]


class LimitDetector(ChannelDetector):
    """Stretches beyond a channel's limits, each named after its limit; breaks ``gap`` samples apart are one."""

    name: ClassVar[str] = "limit"
    precision: ClassVar[float] = 7.0
    least: ClassVar[int] = 1

    def __init__(self, gap: int = 3) -> None:
        self.gap = gap

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        for limit in channel.limits:
            beyond = signal.values > limit.value if limit.above else signal.values < limit.value
            joined: list[tuple[int, int]] = []
            for first, stop in runs(beyond & ~signal.missing):
                if joined and first - joined[-1][1] <= self.gap:
                    joined[-1] = (joined[-1][0], stop)
                else:
                    joined.append((first, stop))
            for first, stop in joined:
                part = signal.values[first:stop]
                extreme = float(part.max() if limit.above else part.min())
                why = (
                    f"{channel.name} reaches {extreme:.6g}{units_of(channel)}, "
                    f"{'above' if limit.above else 'below'} the {limit.name} of {limit.value:g}{units_of(channel)}"
                )
                # A limit is a decision that a person made: it needs no further margin.
                yield Finding(first, stop, "limit", 60.0, why, float(np.exp2(limit.severity + 0.5)))
