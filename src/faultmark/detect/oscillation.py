"""Oscillations: a swing that was not there before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from scipy.fft import rfft
from scipy.ndimage import uniform_filter1d

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.robust import Floats, median, runs, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import units_of

__all__ = ["OscillationDetector"]

_PARTS = 4096
_POINTS = 16


class OscillationDetector(ChannelDetector):
    """Windows in which one line of the spectrum stands out, both in its window and against the rest of the series.

    Short-time spectra of the signal less its rolling median. A line counts where it holds ``share`` of its window's
    power and is ``high`` times as strong as is usual at its frequency. Boundaries are where the amplitude at that
    frequency, by complex demodulation (C. Bingham, M. Godfrey, J. Tukey, IEEE Trans. Audio 15 (1967) 56), passes half.
    """

    name: ClassVar[str] = "oscillation"
    precision: ClassVar[float] = 2.8
    least: ClassVar[int] = 512

    def __init__(self, windows: tuple[int, ...] = (64, 256), share: float = 0.35, high: float = 12.0) -> None:
        self.windows = windows
        self.share = share
        self.high = high

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        taken: list[tuple[int, int]] = []
        for window in self.windows:
            if 8 * window > signal.size:
                break
            residual = signal.flat_season - signal.coarse.course(window, _POINTS)
            residual = np.clip(residual, *_fence(residual)) / signal.spread
            for first, stop, frequency, margin in self._in_window(residual, window):
                if any(min(stop, b) - max(first, a) > 0 for a, b in taken):
                    continue
                taken.append((first, stop))
                swing = float(np.std(residual[first:stop]) * np.sqrt(2.0))
                why = (
                    f"swings by {swing * signal.spread:.3g}{units_of(channel)} every {1 / frequency:.1f} samples "
                    f"on {channel.name}, {margin * self.high:.0f} times as strong as usual"
                )
                yield Finding(first, stop, "oscillation", margin, why, 2 * swing + 2)

    def _in_window(self, residual: Floats, window: int) -> Iterable[tuple[int, int, float, float]]:
        hop = window // 2
        count = (residual.size - window) // hop + 1
        if count < 12:
            return
        taper = np.hanning(window).astype(np.float32)
        power = np.empty((count, window // 2 - 3), dtype=np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(residual.astype(np.float32), window)[::hop]
        for first in range(0, count, _PARTS):
            lines = rfft(frames[first : first + _PARTS] * taper, axis=1)[:, 4:]
            power[first : first + _PARTS] = lines.real**2 + lines.imag**2
        some = power[:: 1 + count // _PARTS]
        usual = np.median(some, axis=0) + 1e-3 * float(np.median(some)) + 1e-30
        ratio = power / usual
        total = power.sum(axis=1) + 1e-30
        line = np.argmax(power, axis=1)
        at = np.arange(count)
        # A line spreads over its neighbours in a tapered window.
        near = power[at, line] + power[at, np.maximum(line - 1, 0)] * (line > 0)
        near += power[at, np.minimum(line + 1, power.shape[1] - 1)] * (line + 1 < power.shape[1])
        strength = ratio[at, line]
        marked = (near > self.share * total * 1.5) & (strength > self.high)
        for first, last in runs(marked):
            if last - first < 2:
                continue
            frequency = float(np.median(line[first:last]) + 4) / window
            margin = float(np.median(strength[first:last])) / self.high
            begin, end = first * hop, min((last - 1) * hop + window, residual.size)
            bounds = _envelope_bounds(residual, begin, end, frequency, window)
            if bounds is not None:
                yield (*bounds, frequency, margin)


def _fence(values: Floats) -> tuple[float, float]:
    low, high = np.percentile(thin(values), [0.5, 99.5])
    return float(low) * 2, float(high) * 2


def _envelope_bounds(residual: Floats, begin: int, end: int, frequency: float, window: int) -> tuple[int, int] | None:
    first, stop = max(0, begin - window), min(residual.size, end + window)
    part = residual[first:stop]
    turned = part * np.exp(-2j * np.pi * frequency * np.arange(part.size))
    width = max(3, round(1.5 / frequency))
    amplitude = np.hypot(
        uniform_filter1d(turned.real, width, mode="constant"), uniform_filter1d(turned.imag, width, mode="constant")
    )
    inside = amplitude[begin - first : end - first]
    if inside.size == 0:
        return None
    above = runs(amplitude > 0.5 * median(inside))
    touching = [(a, b) for a, b in above if b > begin - first and a < end - first]
    if not touching:
        return None
    longest = max(touching, key=lambda run: run[1] - run[0])
    grown = [longest[0], longest[1]]
    for a, b in touching:
        if a - grown[1] <= width and b > grown[1]:
            grown[1] = b
    return first + grown[0], first + grown[1]
