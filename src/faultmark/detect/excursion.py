"""Bumps and spikes: a signal leaves its course for a few samples, or some hundred, and comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import local_scale, median, scale, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.stretches import tall_stretches
from faultmark.detect.wording import count_of, units_of

__all__ = ["ExcursionDetector"]

_BLOCKS = 20
_MOST = 200


class ExcursionDetector(ChannelDetector):
    """Departures from the rolling median that end within half its window.

    For each of a few windows: the residual from the rolling median, over its local scale; runs above ``low`` with a
    peak above ``high``. The boundaries are where the residual falls below ``share`` of the peak, or into the noise.
    """

    name: ClassVar[str] = "excursion"
    precision: ClassVar[float] = 4.0
    least: ClassVar[int] = 12

    def __init__(
        self,
        windows: tuple[int, ...] = (9, 25, 75, 225),
        low: float = 3.0,
        high: float = 5.0,
        share: float = 0.06,
    ) -> None:
        self.windows = windows
        self.low = low
        self.high = high
        self.share = share

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        best: dict[tuple[int, int], float] = {}
        for window in self.windows:
            if 3 * window > signal.size:
                break
            for first, stop, margin in self._in_window(signal, window):
                key = (first, stop)
                best[key] = max(best.get(key, 0.0), margin)
        # What fires thousands of times is not told in words each time.
        most = max(_MOST, signal.size // 5000)
        for (first, stop), margin in sorted(best.items(), key=lambda item: -item[1])[:most]:
            yield self._say(signal, channel, first, stop, margin)

    def _in_window(self, signal: Signal, window: int) -> Iterable[tuple[int, int, float]]:
        residual = signal.values - signal.course(window)
        smallest = max(scale(residual) * 0.5, signal.step, signal.floor)
        scales, block = local_scale(residual, _BLOCKS * window)
        scales = np.maximum(scales, smallest)
        # What is tall where it stands may be nothing beside what else the signal does.
        tail = max(float(np.percentile(np.abs(thin(residual)), 99)) / 3.0, smallest)
        found = tall_stretches(
            residual, scales, block, low=self.low, high=self.high, share=self.share, longest=window // 2 + 1
        )
        margins = np.sqrt(found.heights / self.high * np.maximum(found.sizes / tail, 1.0))
        yield from zip(found.first.tolist(), found.stop.tolist(), margins.tolist(), strict=True)

    @staticmethod
    def _say(signal: Signal, channel: Channel, first: int, stop: int, margin: float) -> Finding:
        inside = signal.values[first:stop]
        around = np.concatenate((signal.values[max(0, first - 12) : first], signal.values[stop : stop + 12]))
        base = median(around) if around.size else median(signal.values)
        peak = inside[int(np.argmax(np.abs(inside - base)))] - base
        short = stop - first <= 3
        word = ("spike" if short else "bump") if peak > 0 else ("downward spike" if short else "dip")
        why = f"{word} of {peak:+.3g}{units_of(channel)} on {channel.name} over {count_of(stop - first)}"
        return Finding(
            first, stop, "spike" if short else "drop", margin, why, abs(float(peak)) / signal.spread, instant=False
        )
