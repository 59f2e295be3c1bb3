"""Bumps and spikes: a signal leaves its course for a few samples, or some hundred, and comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import local_scale, rolling_median, runs, scale, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import units_of

__all__ = ["ExcursionDetector"]

_BLOCKS = 20
_MOST = 200


class ExcursionDetector(ChannelDetector):
    """Departures from the rolling median that end within half its window.

    For each of a few windows: the residual from the rolling median, over its local scale; runs above ``low`` with a
    peak above ``high``. The boundaries are where the residual falls below ``share`` of the peak, or into the noise.
    Runs that lie ``gap`` samples apart are one event.
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
        gap: int = 0,
    ) -> None:
        self.windows = windows
        self.low = low
        self.high = high
        self.share = share
        self.gap = gap

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
        values = signal.values
        residual = values - rolling_median(values, window)
        smallest = max(scale(residual) * 0.5, signal.step, signal.floor)
        width = np.maximum(local_scale(residual, _BLOCKS * window), smallest)
        size = np.abs(residual)
        height = size / width
        # What is tall where it stands may be nothing beside what else the signal does.
        tail = max(float(np.percentile(thin(size), 99)) / 3.0, smallest)
        found: list[tuple[int, int, float]] = []
        for sign in (1.0, -1.0):
            side = np.where(residual * sign > 0, height, 0.0)
            stretches = np.array(runs(side > self.low), dtype=np.int64).reshape(-1, 2)
            if not len(stretches):
                continue
            peaks = np.maximum.reduceat(side, stretches.ravel()[:-1])[::2]
            tall_enough = (peaks >= self.high) & (np.diff(stretches, axis=1)[:, 0] <= window // 2 + 1)
            for (first, stop), peak in zip(stretches[tall_enough].tolist(), peaks[tall_enough].tolist(), strict=True):
                tall = np.flatnonzero(side[first:stop] > max(self.low, self.share * peak))
                margin = float(np.sqrt(peak / self.high * max(float(size[first:stop].max()) / tail, 1.0)))
                found.append((first + int(tall[0]), first + int(tall[-1]) + 1, margin))
        found.sort()
        joined: list[tuple[int, int, float]] = []
        for first, stop, margin in found:
            if joined and first - joined[-1][1] <= self.gap:
                before = joined[-1]
                joined[-1] = (before[0], max(before[1], stop), max(before[2], margin))
            else:
                joined.append((first, stop, margin))
        for first, stop, margin in joined:
            if stop - first <= window:
                yield first, stop, margin

    @staticmethod
    def _say(signal: Signal, channel: Channel, first: int, stop: int, margin: float) -> Finding:
        inside = signal.values[first:stop]
        around = np.concatenate((signal.values[max(0, first - 12) : first], signal.values[stop : stop + 12]))
        base = float(np.median(around)) if around.size else float(np.median(signal.values))
        peak = inside[int(np.argmax(np.abs(inside - base)))] - base
        short = stop - first <= 3
        word = ("spike" if short else "bump") if peak > 0 else ("downward spike" if short else "dip")
        why = f"{word} of {peak:+.3g}{units_of(channel)} on {channel.name} over {stop - first} samples"
        return Finding(
            first, stop, "spike" if short else "drop", margin, why, abs(float(peak)) / signal.spread, instant=False
        )
