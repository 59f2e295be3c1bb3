"""Drifts: a slow change in one direction that ends where it was mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.ramp import fit_ramp
from faultmark.detect.robust import Floats, block_medians, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import sigmas

__all__ = ["DriftDetector"]

_TAPS = 16
_COARSE = 512


class DriftDetector(ChannelDetector):
    """Windows of several lengths whose slope is ``high`` times what is usual at that length.

    From such a window the end is where the signal turns back, and the start is the break of the best broken line up to
    there. What one step explains better than a ramp is left to the level detector.
    """

    name: ClassVar[str] = "drift"
    precision: ClassVar[float] = 4.5
    least: ClassVar[int] = 256

    def __init__(self, high: float = 5.0, windows: tuple[int, ...] = (128, 256, 512, 1024, 2048, 4096)) -> None:
        self.high = high
        self.windows = windows

    def _find(self, signal: Signal, channel: Channel) -> Iterable[Finding]:
        if signal.blank:
            return
        values = signal.flat_season
        done: list[tuple[int, int]] = []
        for z, place, window in self._candidates(values, signal):
            if any(first - window // 4 <= place < stop + window // 4 for first, stop in done):
                continue
            found = self._bounds(values, place, window)
            if found is None:
                continue
            first, stop, rise = found
            if any(min(stop, b) - max(first, a) > 0 for a, b in done):
                continue
            done.append((first, stop))
            why = f"drift of {sigmas(rise, signal.spread)} over {stop - first} samples on {channel.name}"
            yield Finding(first, stop, "drift", z / self.high, why, abs(rise) / signal.spread)

    def _candidates(self, values: Floats, signal: Signal) -> list[tuple[float, int, int]]:
        found: list[tuple[float, int, int]] = []
        ramp = np.linspace(-1.0, 1.0, _TAPS)
        ramp /= (ramp**2).sum() / 2.0
        for window in self.windows:
            if 8 * window > values.size:
                break
            block = window // _TAPS
            rough = block_medians(values, block)
            # rise over the window by least squares
            rise = np.convolve(rough, ramp[::-1], mode="same")
            rise[: _TAPS // 2] = 0
            rise[-_TAPS // 2 :] = 0
            usual = max(float(np.median(np.abs(thin(rise)))) / 0.6745, 2 * signal.noise / np.sqrt(block))
            size = np.abs(rise) / usual
            peaks = np.flatnonzero((size > self.high) & (size >= maximum_filter1d(size, _TAPS + 1)))
            found += [(float(size[p]), int((p + 0.5) * block), window) for p in peaks.tolist()]
        return sorted(found, reverse=True)

    @staticmethod
    def _bounds(values: Floats, place: int, window: int) -> tuple[int, int, float] | None:
        """First sample, the one after the last, and the rise; None where it is no ramp."""
        low, high = max(0, place - 2 * window), min(values.size, place + 2 * window)
        part = values[low:high]
        smooth = uniform_filter1d(part, max(3, window // 16), mode="nearest")
        middle = place - low
        ahead = smooth[middle:]
        behind = smooth[:middle]
        if ahead.size < 8 or behind.size < 8:
            return None
        rising = smooth[min(middle + window // 4, smooth.size - 1)] >= smooth[max(middle - window // 4, 0)]
        sign = 1.0 if rising else -1.0
        # The end: the farthest place reached before the signal gives back half of what it gained.
        gained = np.maximum.accumulate(ahead * sign)
        start_level = float(np.median(behind[: max(8, window // 2)])) * sign
        lost = np.flatnonzero(gained - ahead * sign > 0.5 * (gained - start_level))
        turn = int(lost[0]) if lost.size else ahead.size
        if turn < 4:
            return None
        top = int(np.argmax(ahead[:turn] * sign))
        end = _sharpen(part, middle + top, max(3, window // 16), sign)
        fitted = _fit(part[:end])
        if fitted is None:
            return None
        start, rise, fit, step_fit = fitted
        if fit < 0.5 or step_fit > fit or end - start < window // 4 or rise * sign <= 0:
            return None
        return low + start, low + end, rise


def _sharpen(part: Floats, top: int, reach: int, sign: float) -> int:
    """Move the end of a ramp from the smoothed top to the steepest fall near it."""
    first, stop = max(1, top - reach), min(part.size - 1, top + 2 * reach)
    if stop - first < 4:
        return top
    width = max(2, reach // 4)
    sums = np.concatenate(([0.0], np.cumsum(part * sign)))
    at = np.arange(max(first, width), min(stop, part.size - width))
    if at.size == 0:
        return top
    fall = (sums[at] - sums[at - width]) - (sums[at + width] - sums[at])
    return int(at[int(np.argmax(fall))])


def _fit(part: Floats) -> tuple[int, float, float, float] | None:
    """Fit in block medians first, then around the break in samples."""
    block = max(1, part.size // _COARSE)
    coarse = fit_ramp(block_medians(part, block))
    if coarse is None:
        return None
    return coarse.start * block, coarse.rise, coarse.fit, coarse.step_fit
