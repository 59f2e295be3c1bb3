"""Where a signal changes: steps, kinks, the edges of missing stretches, and short excursions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["ChangeKind", "ChangePoint", "change_points"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
ChangeKind = Literal["level", "spread", "excursion", "missing"]

_SMALLEST_SCALE = 4
_LARGEST_SCALE = 4_096
_CHI2_QUARTILE = 0.575364145  # lower quartile with two degrees of freedom
_SPIKE = 3.0
_EXCURSION = 8.0
_MISSING_RUN = 3
_BLOCK = 64
# What a change must reach above the largest value that noise alone is expected to reach.
_MARGIN, _SPREAD_MARGIN = 1.5, 0.8


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The first sample of something new. ``strength`` is the change over the noise around it."""

    index: int
    strength: float
    kind: ChangeKind


def change_points(values: npt.NDArray[np.floating]) -> list[ChangePoint]:
    """Find where a stretch of a channel changes, in time linear in its length (times the number of scales).

    Parameters
    ----------
    values:
        Samples in order, of shape ``(n,)``; NaN where one is missing.

    Returns
    -------
    list of ChangePoint
        By index. ``level``: two lines, one on each side, fit better than one line over both, as at a step and where a
        ramp begins or ends. ``spread``: the noise grows or shrinks. ``missing``: a stretch without values begins or
        ends. ``excursion``: the extreme of a jump of one or two samples, which is no change of level.

    Notes
    -----
    Spikes are cut to what is usual around a running median of five, which leaves steps where they are. At each scale h
    the likelihood ratio of two lines against one over 2h samples has two degrees of freedom. It is measured by its own
    lower quartile and by the noise around, so that drift, coloured and growing noise raise the bar instead of the
    alarm. Scales go from narrow to wide, and a wide window never holds a point that a narrower one explained: narrowest
    over threshold (Baranowski, Chen and Fryzlewicz, J. R. Statist. Soc. B 81, 2019). Each point is then put where the
    two lines leave the least squared error.
    """
    is_valid = np.isfinite(values)
    found = list(_missing_edges(is_valid))
    where = np.flatnonzero(is_valid)
    signal = values[where].astype(np.float64)
    if len(signal) >= 2 * _SMALLEST_SCALE:
        scale = float(np.max(np.abs(signal - np.median(signal)))) or 1.0
        signal = (signal - np.median(signal)) / scale
        smooth = _median_of_five(signal)
        reach = _SPIKE * _spread(signal - smooth)
        tamed = np.clip(signal, smooth - reach, smooth + reach)
        found += [ChangePoint(int(where[at]), strength, "level") for at, strength in _level_changes(tamed, _MARGIN)]
        found += [ChangePoint(int(where[at]), strength, "spread") for at, strength in _spread_changes(tamed)]
        found += [ChangePoint(int(where[at]), strength, "excursion") for at, strength in _excursions(signal, smooth)]
    return sorted(found, key=lambda point: point.index)


def _missing_edges(is_valid: npt.NDArray[np.bool_]) -> Iterator[ChangePoint]:
    """Both ends of the stretches without values that are long for this channel."""
    steps = np.diff(np.concatenate(([1], is_valid.astype(np.int8), [1])))
    starts, stops = np.flatnonzero(steps == -1), np.flatnonzero(steps == 1)
    lengths = stops - starts
    # A slow channel in a fast file misses samples all the time, and that is no event.
    long = max(_MISSING_RUN, 4 * float(np.median(lengths)) if len(lengths) > 4 else 0)
    for start, stop in zip(starts[lengths >= long], stops[lengths >= long], strict=True):
        for edge in (int(start), int(stop)):
            if 0 < edge < len(is_valid):
                yield ChangePoint(edge, float(stop - start), "missing")


def _spread(rest: Floats) -> float:
    """Standard deviation of the bulk of it."""
    return 1.4826 * float(np.median(np.abs(rest)))


def _median_of_five(signal: Floats) -> Floats:
    padded = np.concatenate((signal[2:0:-1], signal, signal[-2:-4:-1]))
    median: Floats = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    return median


def _excursions(signal: Floats, smooth: Floats) -> Iterator[tuple[int, float]]:
    """Extremes of the runs in which the signal is far from its running median."""
    size = np.abs(signal - smooth)
    noise = _spread(signal - smooth) * np.sqrt(_local_noise(signal)[:-1])
    # Noise of no size at all, as in a constant with spikes: then every jump is one.
    far = size > np.maximum(_EXCURSION * noise, 1e-9)
    if far.mean() > 0.1:
        return
    steps = np.diff(np.concatenate(([0], far.astype(np.int8), [0])))
    for start, stop in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True):
        at = int(start) + int(np.argmax(size[start:stop]))
        yield at, float(size[at] / max(noise[at], size[at] * 1e-3))


def _spread_changes(signal: Floats) -> list[tuple[int, float]]:
    """Changes of level in the logarithm of the jumps from sample to sample."""
    jumps = np.abs(np.diff(signal))
    # Of a quantised or constant signal the jumps say nothing about noise.
    if float(np.mean(jumps <= 1e-9)) > 0.2:
        return []
    logarithm = np.log(jumps + 1e-12)
    low, high = np.quantile(logarithm, [0.1, 0.99])
    return [(at + 1, strength) for at, strength in _level_changes(np.clip(logarithm, low, high), _SPREAD_MARGIN)]


def _local_noise(signal: Floats) -> Floats:
    """Variance of the noise around each place over that of the quieter part of the signal, at least 1."""
    blocks = len(signal) // _BLOCK
    if blocks < 4:
        return np.ones(len(signal) + 1)
    jumps = np.abs(np.diff(signal, append=signal[-1]))[: blocks * _BLOCK].reshape(blocks, _BLOCK)
    scale = np.median(jumps, axis=1)
    usual = float(np.quantile(scale, 0.25))
    if not usual:
        return np.ones(len(signal) + 1)
    padded = np.concatenate((scale[:1], scale, scale[-1:]))
    around = np.maximum(np.maximum(padded[:-2], padded[2:]), scale) / usual
    noise = np.repeat(np.maximum(around, 1.0) ** 2, _BLOCK)
    return np.concatenate((noise, np.full(len(signal) + 1 - len(noise), noise[-1])))


def _level_changes(signal: Floats, margin: float) -> list[tuple[int, float]]:
    size = len(signal)
    quantum = _quantum(signal)
    floor = max((0.25 * quantum) ** 2, 1e-18)
    sums = np.concatenate(([0.0], np.cumsum(signal)))
    moments = np.concatenate(([0.0], np.cumsum(signal * np.arange(size))))
    taken: list[tuple[int, float]] = []
    local = _local_noise(signal)
    scales = [1 << power for power in range(2, 13) if _SMALLEST_SCALE <= 1 << power <= min(_LARGEST_SCALE, size // 2)]
    threshold = np.sqrt(2 * np.log(size * max(1, len(scales)))) + margin
    for half in scales:
        ratio = _likelihood_ratio(sums, moments, size, half) / local[half : size - half + 1]
        noise = max(floor, float(np.quantile(ratio, 0.25)) / _CHI2_QUARTILE)
        z = np.sqrt(ratio / noise)
        at = np.arange(half, size - half + 1)
        z = np.where(_free(taken, at, half), z, 0.0)
        while len(taken) < size:
            best = int(np.argmax(z))
            if z[best] < threshold:
                break
            place = _refined(signal, best + half, half, [point for point, _ in taken])
            taken.append((place, float(z[best])))
            for around in (best, place - half):
                z[max(0, around - half) : max(0, around + half + 1)] = 0.0
    strengths: dict[int, float] = {}
    for place, strength in taken:
        strengths[place] = max(strength, strengths.get(place, 0.0))
    return sorted(strengths.items())


def _free(taken: list[tuple[int, float]], at: Ints, half: int) -> npt.NDArray[np.bool_]:
    """Which positions have a window without any point that is taken already."""
    if not taken:
        return np.ones(len(at), dtype=bool)
    points = np.sort([point for point, _ in taken])
    after = np.searchsorted(points, at)
    left = at - points[np.maximum(after - 1, 0)]
    right = points[np.minimum(after, len(points) - 1)] - at
    is_free: npt.NDArray[np.bool_] = (np.abs(left) >= half) & (np.abs(right) >= half)
    return is_free


def _quantum(signal: Floats) -> float:
    """The step of a quantised signal; for others next to nothing."""
    jumps = np.abs(np.diff(signal))
    jumps = jumps[jumps > 1e-9]
    return float(np.quantile(jumps, 0.1)) if len(jumps) else 0.0


def _likelihood_ratio(sums: Floats, moments: Floats, size: int, half: int) -> Floats:
    """Drop in squared error of two lines against one over 2·half samples, for each place from half to size - half.

    It is the sum of two squares: the contrasts that two lines can make and one line cannot. Each is linear on either
    side, so sums and first moments of both sides suffice.
    """
    contrasts = _contrasts(half)
    at = np.arange(half, size - half + 1)
    left = sums[at] - sums[at - half]
    right = sums[at + half] - sums[at]
    left_moment = moments[at] - moments[at - half] - (at - half) * left
    right_moment = moments[at + half] - moments[at] - at * right
    parts = np.stack((left, left_moment, right, right_moment))
    ratio: Floats = np.sum((contrasts @ parts) ** 2, axis=0)
    return ratio


def _contrasts(half: int) -> Floats:
    """Weights of (sum, moment) on the left and on the right in the two contrasts, float64[2, 4]."""
    steps = np.arange(half, dtype=np.float64)
    zeros, ones = np.zeros(half), np.ones(half)
    columns = [(ones, ones), (steps, steps + half), (zeros, ones), (zeros, steps)]
    both = np.stack([np.concatenate(column) for column in columns], axis=1)
    triangle = np.linalg.qr(both)[1]
    # Columns of both @ inverse(triangle) are orthonormal; the last two span what one line cannot do.
    weights = np.linalg.inv(triangle)[:, 2:]
    constant, slope, step, kink = weights
    left = np.stack((constant, slope))
    right = np.stack((constant + step + half * slope, slope + kink))
    result: Floats = np.concatenate((left, right)).T
    return result


def _refined(signal: Floats, at: int, half: int, others: list[int]) -> int:
    """Where two lines leave the least squared error, in a window up to the neighbouring points."""
    reach = 2 * half
    before = max((point for point in others if point < at), default=0)
    after = min((point for point in others if point > at), default=len(signal))
    low, high = max(at - reach, before, 0), min(at + reach, after, len(signal))
    part = signal[low:high]
    splits = np.arange(max(2, at - half - low), min(len(part) - 1, at + half - low + 1))
    if not len(splits):
        return at
    errors = _line_error(part)[splits - 1] + _line_error(part[::-1])[len(part) - splits - 1]
    return low + int(splits[np.argmin(errors)])


def _line_error(part: npt.NDArray[np.float64]) -> Floats:
    """Squared error of the best line through the first i + 1 samples, for every i."""
    count = np.arange(1, len(part) + 1, dtype=np.float64)
    steps = np.arange(len(part), dtype=np.float64)
    total, squares, moment = np.cumsum(part), np.cumsum(part * part), np.cumsum(part * steps)
    middle = (count - 1) / 2
    spread = count * (count * count - 1) / 12
    slope_part = moment - middle * total
    spread[0] = np.inf  # one sample has no slope
    error: Floats = squares - total * total / count - slope_part**2 / spread
    return error
