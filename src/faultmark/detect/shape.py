"""The shape of a region on one channel, in numbers without units: what its class is told by."""

from __future__ import annotations

import numpy as np

from faultmark.detect.ramp import fit_ramp
from faultmark.detect.robust import Floats, block_medians, median, scale
from faultmark.detect.signal import Signal

__all__ = ["SHAPE", "shape"]

SHAPE = (
    "log_length",
    "missing",
    "zero",
    "still",
    "shift",
    "peak",
    "rise",
    "line_fit",
    "ramp_fit",
    "step_fit",
    "rough",
    "swing",
    "swing_share",
    "smooth",
    "onset",
    "offset",
    "returns",
    "drop_in_spread",
)
_MOST = 2048


def shape(signal: Signal, first: int, stop: int) -> Floats:
    """Features of samples ``first <= i < stop``, ``float64[len(SHAPE)]``."""
    values = signal.flat_season
    raw = signal.values
    length = stop - first
    reach = int(np.clip(length, 8, 600))
    left, right = values[max(0, first - reach) : first], values[stop : stop + reach]
    inside = values[first:stop]
    around = np.concatenate((left, right))
    noise = max(signal.noise, signal.step, signal.floor)
    before = median(left) if left.size else median(right) if right.size else 0.0
    after = median(right) if right.size else before
    base = (before + after) / 2
    bed = np.concatenate((left - before, right - after)) if around.size else np.zeros(1)
    local = max(scale(bed), noise)
    moves = np.abs(np.diff(raw[first:stop])) if length > 1 else np.zeros(1)
    quiet = np.abs(np.diff(raw[max(0, first - reach) : first])), np.abs(np.diff(raw[stop : stop + reach]))
    usual = np.concatenate(quiet)
    usual_move = float(np.mean(np.minimum(usual, 12 * noise))) if usual.size else noise
    fifth = max(1, length // 5)
    rise = float(median(inside[-fifth:]) - median(inside[:fifth]))
    line_fit, swing, share, smooth = _course(inside, local)
    ramp_fit, step_fit = _ramps(values, first, stop)
    peak = float(np.abs(inside - base).max())
    onset = abs(float(raw[first] - raw[first - 1])) if first else 0.0
    offset = abs(float(raw[stop] - raw[stop - 1])) if stop < raw.size else 0.0
    return np.array(
        [
            np.log(length),
            signal.missing[first:stop].mean(),
            (np.abs(raw[first:stop]) <= signal.floor).mean(),
            (moves == 0).mean() if length > 2 else 0.0,
            np.arcsinh((median(inside) - base) / local),
            np.log1p(peak / local),
            np.arcsinh(rise / local),
            line_fit,
            ramp_fit,
            step_fit,
            np.log((np.minimum(moves, 40 * noise).mean() + 0.05 * noise) / (usual_move + 0.05 * noise)),
            swing,
            share,
            smooth,
            np.log1p(onset / noise),
            np.log1p(offset / noise),
            min(abs(after - before) / (peak + 1e-300), 3.0),
            np.log1p(peak / signal.spread),
        ]
    )


def _course(inside: Floats, local: float) -> tuple[float, float, float, float]:
    """Fit of a straight line, size and share of the strongest swing about it, and the correlation of neighbours."""
    part = block_medians(inside, max(1, inside.size // _MOST))
    if part.size < 8:
        return 0.0, 0.0, 0.0, 0.0
    place = np.linspace(-1.0, 1.0, part.size)
    centred = part - part.mean()
    total = float(centred @ centred)
    if total <= 0:
        return 0.0, 0.0, 0.0, 0.0
    slope = float(place @ centred) / float(place @ place)
    rest = centred - slope * place
    line_fit = 1.0 - float(rest @ rest) / total
    power = np.abs(np.fft.rfft(rest * np.hanning(rest.size))) ** 2
    lines = power[3:]
    share = swing = 0.0
    if lines.size > 3 and power.sum() > 0:
        best = 3 + int(np.argmax(lines))
        share = float(power[max(3, best - 1) : best + 2].sum() / power[1:].sum())
        swing = float(np.log1p(np.sqrt(2 * float(rest @ rest) / rest.size * share) / local))
    spread = float(rest @ rest)
    smooth = float(rest[1:] @ rest[:-1]) / spread if spread > 0 else 0.0
    return line_fit, swing, share, smooth


def _ramps(values: Floats, first: int, stop: int) -> tuple[float, float]:
    begin = max(0, first - (stop - first))
    part = values[begin:stop]
    found = fit_ramp(block_medians(part, max(1, part.size // _MOST)))
    return (found.fit, found.step_fit) if found else (0.0, 0.0)
