"""What speaks for a candidate, in numbers without units: the same for volts and litres, for a day and a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from faultmark.detect.robust import Floats, median, moves, thin
from faultmark.detect.signal import Signal

__all__ = ["CHANNEL_DETECTORS", "FEATURES", "Candidate", "evidence"]

CHANNEL_DETECTORS = (
    "missing",
    "excursion",
    "range",
    "flatline",
    "level",
    "variance",
    "drift",
    "oscillation",
    "pattern",
    "multichannel",
)
"""Whose margins are evidence, in the order of the features."""

FEATURES = (
    *(f"margin_{name}" for name in CHANNEL_DETECTORS),
    "detectors",
    "log_length",
    "peak_local",
    "peak_spread",
    "peak_tail",
    "peak_far_tail",
    "shift_local",
    "onset",
    "offset",
    "returns",
    "prominence",
    "noise_ratio",
    "common",
    "rank",
    "still",
    "zero",
    "rough",
    "slope",
    "upward",
)


@dataclass(slots=True)
class Candidate:
    """Samples ``first <= i < stop`` of a channel, with the margins of the detectors that found them."""

    first: int
    stop: int
    margins: dict[str, float] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    severities: dict[str, int] = field(default_factory=dict)
    main: str = ""


@dataclass(frozen=True, slots=True)
class _Scales:
    """What is usual in a channel as a whole."""

    residual: Floats
    noise: float
    tail: float
    far_tail: float
    jump_tail: float


def _scales(signal: Signal) -> _Scales:
    residual = np.abs(signal.values - signal.course(75 if signal.size > 225 else 9))
    least = max(signal.step, signal.noise, signal.floor)
    part = thin(residual)
    tail, far = np.percentile(part, [99, 99.9])
    jumps = np.abs(moves(signal.values))
    jump = float(np.percentile(jumps, 99.9)) if jumps.size else 0.0
    return _Scales(residual, least, max(float(tail) / 3, least), max(float(far) / 3.3, least), max(jump / 3.3, least))


def evidence(signal: Signal, candidates: Sequence[Candidate]) -> Floats:
    """Features of candidates of one channel, ``float64[len(candidates), len(FEATURES)]``; see :data:`FEATURES`."""
    if not candidates:
        return np.empty((0, len(FEATURES)))
    scales = _scales(signal)
    rows = np.array([_row(signal, candidate, scales) for candidate in candidates])
    heights = np.array([_height(signal, c) for c in candidates])
    order = np.sort(heights)
    # How many candidates are at least half as high, on 10,000 samples.
    similar = heights.size - np.searchsorted(order, 0.5 * heights)
    rows[:, FEATURES.index("common")] = np.log1p(similar * 1e4 / signal.size)
    taller = heights.size - np.searchsorted(order, heights, side="right")
    rows[:, FEATURES.index("rank")] = np.log1p(taller * 1e4 / signal.size)
    return rows


def _flanks(signal: Signal, candidate: Candidate) -> tuple[Floats, Floats]:
    length = candidate.stop - candidate.first
    reach = int(np.clip(2 * length, 6, 400))
    left = signal.values[max(0, candidate.first - reach) : candidate.first]
    right = signal.values[candidate.stop : candidate.stop + reach]
    return (left if left.size else right), (right if right.size else left)


def _base(signal: Signal, left: Floats, right: Floats) -> tuple[float, float]:
    if not left.size:
        middle = median(thin(signal.values))
        return middle, middle
    return median(left), median(right)


def _height(signal: Signal, candidate: Candidate) -> float:
    before, after = _base(signal, *_flanks(signal, candidate))
    inside = signal.values[candidate.first : candidate.stop]
    return float(np.abs(inside - (before + after) / 2).max())


def _row(signal: Signal, candidate: Candidate, scales: _Scales) -> list[float]:
    values, first, stop = signal.values, candidate.first, candidate.stop
    left, right = _flanks(signal, candidate)
    before, after = _base(signal, left, right)
    inside = values[first:stop]
    away = inside - (before + after) / 2
    at = int(np.argmax(np.abs(away)))
    peak = abs(float(away[at]))
    around = np.concatenate((left - before, right - after))
    local = max(1.4826 * median(np.abs(around)) if around.size else 0.0, scales.noise)
    wide = np.concatenate((scales.residual[max(0, first - 200) : first], scales.residual[stop : stop + 200]))
    wide_noise = max(1.4826 * median(wide) if wide.size else 0.0, scales.noise)
    largest = float(wide.max()) if wide.size else 0.0
    onset = abs(float(values[first] - values[first - 1])) if first else 0.0
    offset = abs(float(values[stop] - values[stop - 1])) if stop < values.size else 0.0
    moves = np.abs(np.diff(inside)) if inside.size > 1 else np.zeros(1)
    moves_around = np.concatenate((np.abs(np.diff(left)), np.abs(np.diff(right))))
    usual_move = float(moves_around.mean()) if moves_around.size else scales.noise
    fifth = max(1, inside.size // 5)
    slope = float(median(inside[-fifth:]) - median(inside[:fifth]))
    margins = [np.log1p(min(candidate.margins.get(name, 0.0), 1e4)) for name in CHANNEL_DETECTORS]
    return [
        *margins,
        float(len(candidate.margins)),
        float(np.log(stop - first)),
        float(np.log1p(peak / local)),
        float(np.log1p(peak / signal.spread)),
        float(np.log1p(peak / scales.tail)),
        float(np.log1p(peak / scales.far_tail)),
        float(np.log1p(abs(median(away)) / local)),
        float(np.log1p(onset / scales.jump_tail)),
        float(np.log1p(offset / scales.jump_tail)),
        min(abs(after - before) / (peak + 1e-300), 3.0),
        peak / (peak + largest + 1e-300),
        float(np.log(wide_noise / max(signal.noise, 1e-300))),
        0.0,
        0.0,
        float((moves == 0).mean()) if inside.size > 2 else 0.0,
        float((np.abs(inside) <= signal.floor).mean()),
        float(np.log((moves.mean() + 0.05 * scales.noise) / (usual_move + 0.05 * scales.noise))),
        float(np.arcsinh(slope / local)),
        float(np.sign(away[at])),
    ]
