"""Drifts: a slow change in one direction that ends where it was mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from faultmark.detect.base import ChannelDetector, Finding
from faultmark.detect.ramp import fit_ramp, sharpen_end
from faultmark.detect.robust import median, thin
from faultmark.detect.series import Channel
from faultmark.detect.signal import Signal
from faultmark.detect.wording import sigmas

__all__ = ["DriftDetector"]

_TAPS = 16
_FINE = 128


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
        done: list[tuple[int, int]] = []
        for z, place, window in self._candidates(signal):
            if any(first - window // 4 <= place < stop + window // 4 for first, stop in done):
                continue
            found = _bounds(signal, place, window)
            if found is None:
                continue
            first, stop, rise = found
            if any(min(stop, b) - max(first, a) > 0 for a, b in done):
                continue
            done.append((first, stop))
            why = f"drift of {sigmas(rise, signal.spread)} over {stop - first} samples on {channel.name}"
            yield Finding(first, stop, "drift", z / self.high, why, abs(rise) / signal.spread)

    def _candidates(self, signal: Signal) -> list[tuple[float, int, int]]:
        found: list[tuple[float, int, int]] = []
        ramp = np.linspace(-1.0, 1.0, _TAPS)
        ramp /= (ramp**2).sum() / 2.0
        for window in self.windows:
            if 8 * window > signal.size:
                break
            block = window // _TAPS
            # rise over the window by least squares
            rise = np.convolve(signal.coarse.at(block), ramp[::-1], mode="same")
            rise[: _TAPS // 2] = 0
            rise[-_TAPS // 2 :] = 0
            usual = max(median(np.abs(thin(rise))) / 0.6745, 2 * signal.noise / np.sqrt(block))
            size = np.abs(rise) / usual
            peaks = np.flatnonzero((size > self.high) & (size >= maximum_filter1d(size, _TAPS + 1)))
            found += [(float(size[p]), int((p + 0.5) * block), window) for p in peaks.tolist()]
        return sorted(found, reverse=True)


def _bounds(signal: Signal, place: int, window: int) -> tuple[int, int, float] | None:
    """First sample, the one after the last, and the rise; None where it is no ramp.

    Looked at in some hundred blocks whatever the window, then the end in samples.
    """
    block = max(1, window // _FINE)
    coarse = signal.coarse.at(block)
    width = window // block
    low, high = max(0, place // block - 2 * width), min(coarse.size, place // block + 2 * width)
    part = coarse[low:high]
    smooth = uniform_filter1d(part, max(3, width // 16), mode="nearest")
    middle = place // block - low
    ahead, behind = smooth[middle:], smooth[:middle]
    if ahead.size < 8 or behind.size < 8:
        return None
    rising = smooth[min(middle + width // 4, smooth.size - 1)] >= smooth[max(middle - width // 4, 0)]
    sign = 1.0 if rising else -1.0
    # The end: the farthest place reached before the signal gives back half of what it gained.
    gained = np.maximum.accumulate(ahead * sign)
    start_level = median(behind[: max(8, width // 2)]) * sign
    lost = np.flatnonzero(gained - ahead * sign > 0.5 * (gained - start_level))
    turn = int(lost[0]) if lost.size else ahead.size
    if turn < 4:
        return None
    top = low + middle + int(np.argmax(ahead[:turn] * sign))
    end = sharpen_end(signal.flat_season, top * block, max(3, window // 16), sign)
    ramp = fit_ramp(coarse[low : max(low, end // block)])
    if ramp is None:
        return None
    start = (low + ramp.start) * block
    if ramp.fit < 0.5 or ramp.step_fit > ramp.fit or end - start < window // 4 or ramp.rise * sign <= 0:
        return None
    return start, end, ramp.rise
