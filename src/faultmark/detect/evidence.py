"""What speaks for a candidate, in numbers without units: the same for volts and litres, for a day and a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from faultmark.detect.robust import Bools, Floats, median, moves, thin
from faultmark.detect.signal import Signal
from faultmark.detect.surroundings import MEASURES, measure

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

Places = npt.NDArray[np.int64]

_SHORT, _TALL = 15, 7.0
"""A jump that anybody sees at once has so many samples at most, and is so many scales of the noise high."""
_HANDFUL, _GAP = 60, 1.6
_JUMP, _BACK, _PROMINENT = 0.5, 0.4, 0.7

FEATURES = (
    *(f"margin_{name}" for name in CHANNEL_DETECTORS),
    "detectors",
    "parts",
    "log_length",
    "peak_local",
    "peak_spread",
    "peak_tail",
    "peak_far_tail",
    "peak_ratio",
    "ratio",
    "rarity",
    "shift_local",
    "onset",
    "offset",
    "onset_peak",
    "offset_peak",
    "returns",
    "prominence",
    "noise_ratio",
    "common",
    "rank",
    "crowd",
    "still",
    "zero",
    "held",
    "rough",
    "slope",
    "upward",
    "clear",
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
    parts: int = 1


def evidence(signal: Signal, candidates: Sequence[Candidate]) -> Floats:
    """Features of candidates of one channel, ``float64[len(candidates), len(FEATURES)]``; see :data:`FEATURES`."""
    if not candidates:
        return np.empty((0, len(FEATURES)))
    first = np.array([c.first for c in candidates], dtype=np.int64)
    stop = np.array([c.stop for c in candidates], dtype=np.int64)
    residual = np.abs(signal.values - signal.course(75 if signal.size > 225 else 9))
    measures = measure(signal.values, residual, first, stop, floor=signal.floor, usual=median(thin(signal.values)))
    m = dict(zip(MEASURES, measures.T, strict=True))
    least = max(signal.step, signal.noise, signal.floor)
    usual = np.sort(thin(residual))
    tail, far_tail = (max(float(np.quantile(usual, q)) / k, least) for q, k in ((0.99, 3.0), (0.999, 3.3)))
    jumps = np.abs(moves(signal.values))
    jump_tail = max(float(np.percentile(jumps, 99.9)) / 3.3 if jumps.size else 0.0, least)
    peak = np.abs(m["extreme"])
    local = np.maximum(1.4826 * m["around"], least)
    order = np.sort(peak)
    per = 1e4 / signal.size
    margins = np.array([[c.margins.get(name, 0.0) for name in CHANNEL_DETECTORS] for c in candidates])
    columns = {
        **{f"margin_{name}": np.log1p(np.minimum(margins[:, i], 1e4)) for i, name in enumerate(CHANNEL_DETECTORS)},
        "detectors": (margins > 0).sum(axis=1),
        "parts": np.log([c.parts for c in candidates]),
        "log_length": np.log(stop - first),
        "peak_local": np.log1p(peak / local),
        "peak_spread": np.log1p(peak / signal.spread),
        "peak_tail": np.log1p(peak / tail),
        "peak_far_tail": np.log1p(peak / far_tail),
        "peak_ratio": np.log1p(m["ratio"] / np.maximum(1.4826 * m["ratio_around"], least / np.maximum(peak, least))),
        "ratio": m["ratio"],
        # How much of the series leaves its course as far as this.
        "rarity": -np.log10((usual.size - np.searchsorted(usual, 0.7 * peak) + 0.5) / usual.size),
        "shift_local": np.log1p(np.abs(m["middle"]) / local),
        "onset": np.log1p(m["onset"] / jump_tail),
        "offset": np.log1p(m["offset"] / jump_tail),
        "onset_peak": np.minimum(m["onset"] / np.maximum(peak, least), 2.0),
        "offset_peak": np.minimum(m["offset"] / np.maximum(peak, least), 2.0),
        "returns": np.minimum(np.abs(m["after"] - m["before"]) / np.maximum(peak, 1e-300), 3.0),
        "prominence": peak / np.maximum(peak + m["largest"], 1e-300),
        "noise_ratio": np.log(np.maximum(1.4826 * m["wide"], least) / max(signal.noise, 1e-300)),
        # How many candidates are at least half as high, and how many higher, on 10,000 samples.
        "common": np.log1p((order.size - np.searchsorted(order, 0.5 * peak)) * per),
        "rank": np.log1p((order.size - np.searchsorted(order, peak, side="right")) * per),
        "crowd": np.log1p(_crowd(first, stop, peak)),
        "still": m["still"],
        "zero": m["zero"],
        "held": np.log1p(m["held"]),
        "rough": np.log((m["moves"] + 0.05 * least) / (m["moves_around"] + 0.05 * least)),
        "slope": np.abs(np.arcsinh(m["slope"] / local)),
        "upward": np.sign(m["extreme"]),
    }
    width = np.maximum(1.4826 * np.maximum(m["wide"], float(usual[usual.size // 2])), least)
    short = np.array([c.main == "excursion" for c in candidates]) & (stop - first <= _SHORT)
    columns["clear"] = short & (peak >= _TALL * width) & _alone(usual, peak) & _abrupt(columns)
    return np.stack([np.asarray(columns[name], dtype=np.float64) for name in FEATURES], axis=1)


def _alone(usual: Floats, peak: Floats) -> Bools:
    """Where next to nothing else in the channel, whose residuals are ``usual`` in order, comes near a peak.

    What comes half as high is then itself nearly as high: between such peaks and the noise there is a gap, which
    noise with long tails does not have.
    """
    half, most = (usual.size - np.searchsorted(usual, share * peak) for share in (0.5, 0.75))
    return np.asarray((half <= _HANDFUL) & (half + 1 <= _GAP * (most + 1)))


def _abrupt(columns: Mapping[str, Floats]) -> Bools:
    """Where the signal jumps off and back to where it was, and does nothing like it near by."""
    jumps = np.minimum(columns["onset_peak"], columns["offset_peak"]) >= _JUMP
    return np.asarray(jumps & (columns["returns"] <= _BACK) & (columns["prominence"] >= _PROMINENT))


def _crowd(first: Places, stop: Places, peak: Floats) -> Floats:
    """How many other candidates near by are at least half as high; near is ten lengths, a hundred samples at least."""
    order = np.argsort(first, kind="stable")
    begins = first[order]
    reach = 10 * (stop - first) + 100
    low = np.searchsorted(begins, first - reach)
    high = np.searchsorted(begins, stop + reach)
    return np.array(
        [
            float((peak[order[a:b]] >= 0.5 * top).sum()) - 1.0
            for a, b, top in zip(low.tolist(), high.tolist(), peak.tolist(), strict=True)
        ]
    )
