"""Missing data and dropouts: stretches without values, by NaN or by a logger's code for none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import runs
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import count_of

__all__ = ["MissingDetector"]

_COMMON = 50
"""More than one run in so many samples is how the channel is recorded, not a fault."""


class MissingDetector(ChannelDetector):
    """Runs of missing samples, unless the channel is recorded with holes; runs ``gap`` samples apart are one."""

    name: ClassVar[str] = "missing"
    precision: ClassVar[float] = 6.0

    def __init__(self, gap: int = 1) -> None:
        self.gap = gap

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        found = runs(signal.missing)
        if not found:
            return
        lengths = np.array([stop - first for first, stop in found])
        usual = 0.0
        if len(found) > max(4, signal.size / _COMMON):
            usual = 4.0 * float(np.percentile(lengths, 95))
        said = f"the code {signal.code:g}" if signal.code is not None else "no values"
        for first, stop in _joined(found, self.gap if not usual else 0):
            if stop - first > usual:
                why = f"{said} on {channel.name} over {count_of(stop - first)}"
                margin = 40.0 if not usual else (stop - first) / max(usual, 1.0)
                yield Finding(first, stop, "dropout", margin, why, 4.0 + np.log2(stop - first))


def _joined(found: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, stop in found:
        if joined and first - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((first, stop))
    return joined
