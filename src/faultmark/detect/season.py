"""A season: the period of a signal, and the signal without its usual course over that period."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from faultmark.detect.robust import Floats, block_medians, rolling_median, scale

__all__ = ["find_period", "without_season"]

_LENGTH = 16_384
_LEAST_CYCLES = 4
_LEAST_CORRELATION = 0.35
_LEAST_GAIN = 0.8


def find_period(values: Floats) -> int:
    """Length of the season in samples, 0 where there is none.

    The strongest line of the spectrum, if the autocorrelation at that lag confirms it. Long signals are looked at in
    block medians, which no spike moves.
    """
    block = max(1, values.size // _LENGTH)
    rough = block_medians(values, block)
    size = rough.size
    if size < 48:
        return 0
    rough = rough - rolling_median(rough, min(size // 3 * 2 + 1, 2001))
    width = scale(rough)
    if width <= 0:
        return 0
    rough = np.clip(rough / width, -4, 4)
    padded = next_fast_len(2 * size)
    power = np.abs(rfft(rough * np.hanning(size), padded)) ** 2
    correlation = irfft(np.abs(rfft(rough, padded)) ** 2, padded)[:size]
    if correlation[0] <= 0:
        return 0
    correlation /= correlation[0]
    low, high = 2 * _LEAST_CYCLES, padded // 6
    if high <= low:
        return 0
    line = low + int(np.argmax(power[low:high]))
    period = round(padded / line)
    if not 6 <= period <= size // _LEAST_CYCLES:
        return 0
    first, stop = int(period * 0.85), int(period * 1.15) + 2
    best = first + int(np.argmax(correlation[first:stop]))
    return best * block if correlation[best] > _LEAST_CORRELATION else 0


def without_season(values: Floats) -> tuple[Floats, int]:
    """The signal less its median course over the season, and the period; as it is and 0 where that gains nothing."""
    period = find_period(values)
    cycles = values.size // period if period else 0
    if cycles < _LEAST_CYCLES:
        return values, 0
    stride = max(1, period // 50)
    coarse = block_medians(values, stride)
    trend = rolling_median(coarse, min(101, coarse.size // 2 * 2 - 1))
    centres = (np.arange(coarse.size) + 0.5) * (stride if coarse.size < values.size else 1)
    detrended = values - np.interp(np.arange(values.size), centres, trend)
    profile = np.median(detrended[: cycles * period].reshape(cycles, period), axis=0)
    profile -= np.median(profile)
    course = np.resize(profile, values.size)
    if scale(detrended - course) > _LEAST_GAIN * scale(detrended):
        return values, 0
    return values - course, period
