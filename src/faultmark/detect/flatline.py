"""Flatlines: the value is stuck for longer than its resolution and its noise allow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import runs
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import units_of

__all__ = ["FlatlineDetector"]


class FlatlineDetector(ChannelDetector):
    """Runs of equal values against the longest run that chance gives.

    With a share p of samples that repeat the one before, the longest run among n is about log n / -log p (P. Erdős,
    A. Rényi, "On a new law of large numbers", 1970). A channel that stands still most of the time says nothing.
    """

    name: ClassVar[str] = "flatline"
    precision: ClassVar[float] = 5.0
    least: ClassVar[int] = 24

    def __init__(self, shortest: int = 8, times: float = 2.5) -> None:
        self.shortest = shortest
        self.times = times

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        still = (np.diff(signal.values) == 0) & ~signal.missing[1:] & ~signal.missing[:-1]
        block = max(50, still.size // 100)
        whole = still.size // block * block
        share = float(np.median(still[:whole].reshape(-1, block).mean(axis=1))) if whole else float(still.mean())
        if share > 0.9:
            return
        chance = np.log(signal.size) / -np.log(max(share, 0.01))
        least = max(self.shortest, self.times * chance)
        for first, stop in runs(still):
            if stop - first >= least:
                length = stop + 1 - first
                value = f"{signal.values[first]:.6g}{units_of(channel)}"
                why = f"{channel.name} is stuck at {value} for {length} samples; {chance:.0f} would be usual"
                yield Finding(first, stop + 1, "flatline", (stop - first) / least, why, 2.0 + length / least)
