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
ChangeKind = Literal["level", "excursion", "missing"]

_SMALLEST_SCALE = 4
_LARGEST_SCALE = 4_096
_CHI2_MEDIAN = 1.386294361  # of two degrees of freedom
_EXCURSION = 8.0
_MISSING_RUN = 3


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
        By index. ``level``: two lines, one on each side, fit better than one line over both. That is so at a step and
        where a ramp begins or ends. ``missing``: where a stretch without values begins or ends. ``excursion``: the
        extreme of a jump of one or two samples, which is no change of level.

    Notes
    -----
    Spikes are taken out by a running median of five, which leaves steps where they are. At each scale h the likelihood
    ratio of two lines against one over 2h samples has two degrees of freedom; it is divided by its own median, so that
    drift and coloured noise raise the bar instead of the alarm. Scales go from narrow to wide, and a wide window never
    holds a point that a narrower one explained: narrowest over threshold (Baranowski, Chen and Fryzlewicz, J. R.
    Statist. Soc. B 81, 2019). Each point is then put where the two lines leave the least squared error.
    """
    is_valid = np.isfinite(values)
    found = list(_missing_edges(is_valid))
    where = np.flatnonzero(is_valid)
    signal = values[where].astype(np.float64)
    if len(signal) >= 2 * _SMALLEST_SCALE:
        scale = float(np.max(np.abs(signal - np.median(signal)))) or 1.0
        signal = (signal - np.median(signal)) / scale
        smooth = _median_of_five(signal)
        found += [ChangePoint(int(where[at]), strength, "level") for at, strength in _level_changes(smooth)]
        found += [ChangePoint(int(where[at]), strength, "excursion") for at, strength in _excursions(signal - smooth)]
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


def _median_of_five(signal: Floats) -> Floats:
    padded = np.concatenate((signal[2:0:-1], signal, signal[-2:-4:-1]))
    median: Floats = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)
    return median


def _excursions(rest: Floats) -> Iterator[tuple[int, float]]:
    """Extremes of the runs in which the signal is far from its running median."""
    noise = 1.4826 * float(np.median(np.abs(rest)))
    size = np.abs(rest)
    # Noise of no size at all, as in a constant with spikes: then every jump is one.
    far = size > max(_EXCURSION * noise, 1e-9)
    if not far.any() or far.mean() > 0.1:
        return
    steps = np.diff(np.concatenate(([0], far.astype(np.int8), [0])))
    for start, stop in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True):
        at = int(start) + int(np.argmax(size[start:stop]))
        yield at, float(size[at] / max(noise, size[at] * 1e-3))


def _level_changes(smooth: Floats) -> list[tuple[int, float]]:
    size = len(smooth)
    quantum = _quantum(smooth)
    floor = max((0.25 * quantum) ** 2, 1e-18)
    sums = np.concatenate(([0.0], np.cumsum(smooth)))
    moments = np.concatenate(([0.0], np.cumsum(smooth * np.arange(size))))
    taken: list[tuple[int, int, float]] = []
    is_free = np.ones(size + 1, dtype=bool)
    scales = [1 << power for power in range(2, 13) if _SMALLEST_SCALE <= 1 << power <= min(_LARGEST_SCALE, size // 2)]
    threshold = np.sqrt(2 * np.log(size * max(1, len(scales)))) + 1.0
    for half in scales:
        ratio = _likelihood_ratio(sums, moments, size, half)
        noise = max(floor, float(np.median(ratio)) / _CHI2_MEDIAN)
        z = np.sqrt(ratio / noise)
        at = np.arange(half, size - half + 1)
        free = is_free[at] if half == scales[0] else _free(taken, at, half)
        z = np.where(free, z, 0.0)
        while len(taken) < size:
            best = int(np.argmax(z))
            if z[best] < threshold:
                break
            taken.append((best + half, half, float(z[best])))
            z[max(0, best - half) : best + half + 1] = 0.0
    return [(_refined(smooth, at, half, taken), strength) for at, half, strength in sorted(taken)]


def _free(taken: list[tuple[int, int, float]], at: Ints, half: int) -> npt.NDArray[np.bool_]:
    """Which positions have a window without any point that is taken already."""
    if not taken:
        return np.ones(len(at), dtype=bool)
    points = np.sort([point for point, _, _ in taken])
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


def _refined(signal: Floats, at: int, half: int, taken: list[tuple[int, int, float]]) -> int:
    """Where two lines leave the least squared error, in a window up to the neighbouring points."""
    reach = 2 * half
    before = max((point for point, _, _ in taken if point < at), default=0)
    after = min((point for point, _, _ in taken if point > at), default=len(signal))
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
