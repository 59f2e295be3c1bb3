"""Change points of the mean, and the stretches between them that leave the signal's usual level.

Multi-scale moving sums, each normalised by its own median: C. Kirch, B. Eichinger, "A MOSUM procedure for the
estimation of multiple random change points", Bernoulli 24 (2018) 526. The place is then refined by a cumulative sum:
E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954) 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from faultmark.detect.coarse import Coarse
from faultmark.detect.robust import Floats, median, moves, scale, thin
from faultmark.series.compiled import compiled

__all__ = ["Segment", "change_points", "unusual_segments"]

Places = npt.NDArray[np.int64]

_TAPS = 8
_SAMPLE = 50_000
_FEW = 4000
_WINDOWS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


@dataclass(frozen=True, slots=True)
class Segment:
    """Samples ``first <= i < stop`` whose median is ``level``, ``z`` scales away from ``base``."""

    first: int
    stop: int
    level: float
    base: float
    z: float


def change_points(coarse: Coarse, threshold: float, shortest: int = 8) -> list[int]:
    """Samples at which a new level begins, in order.

    Parameters
    ----------
    coarse:
        The signal, without missing samples, and its coarser scales.
    threshold:
        How many times its usual size a moving sum must reach.
    shortest:
        Half-width of the smallest window.
    """
    values = coarse.at(1)
    size = values.size
    if size < 4 * shortest:
        return []
    noise = max(scale(moves(values)) / np.sqrt(2.0), 1e-12)
    low, high = np.percentile(thin(values), [0.1, 99.9])
    # One wild value must not pull a window's mean.
    low, high = low - 3 * noise, high + 3 * noise
    candidates: list[tuple[float, int, int]] = []
    sums: Floats = np.empty(0)
    summed = 0
    for window in _WINDOWS:
        if window < shortest or 4 * window > size:
            continue
        block = max(1, window // (4 * _TAPS))
        rough = coarse.at(block)
        taps = window // block
        if rough.size < 4 * taps:
            continue
        if block != summed:
            sums, summed = _clipped_sums(rough, low, high), block
        some = 1 + rough.size // _SAMPLE
        moved = (sums[2 * taps :: some] - 2 * sums[taps:-taps:some] + sums[: -2 * taps : some]) / taps
        usual = max(median(np.abs(moved)) / 0.6745, noise / np.sqrt(window / 2))
        places, heights = np.empty(rough.size // taps + 2, dtype=np.int64), np.empty(rough.size // taps + 2)
        count = _peaks(sums, taps, threshold, usual, places, heights)
        candidates += [
            (z, place * block, window)
            for place, z in zip(places[:count].tolist(), heights[:count].tolist(), strict=True)
        ]
    candidates.sort(reverse=True)
    found = _spread_out(candidates, size)
    return sorted({_refine(values, low, high, place, window) for place, window in found})


@compiled("int64(float64[::1],int64,float64,float64,int64[::1],float64[::1])")
def _peaks(  # noqa: PLR0917 - machine code takes its arguments by place
    sums: Floats, taps: int, threshold: float, usual: float, places: Places, heights: Floats
) -> int:
    """Places where the mean of ``taps`` values after them departs most from that before; none within ``taps``."""
    size = sums.size - 1
    scale = usual * taps
    count = 0
    best, height = -1, 0.0
    for place in range(taps, size - taps + 1):
        z = abs(sums[place + taps] - 2 * sums[place] + sums[place - taps]) / scale
        if best >= 0 and place - best > taps:
            places[count], heights[count] = best, height
            count += 1
            best = -1
        if z > threshold and (best < 0 or z > height):
            best, height = place, z
    if best >= 0:
        places[count], heights[count] = best, height
        count += 1
    return count


def _spread_out(candidates: list[tuple[float, int, int]], size: int) -> list[tuple[int, int]]:
    """The strongest candidates, none within the window of a stronger one."""
    accepted: list[tuple[int, int]] = []
    # Places by cells of the smallest distance, so that each candidate looks at few others.
    taken = np.zeros(size + 1, dtype=bool)
    for _, place, window in candidates:
        near = max(4, window // 2)
        if not taken[max(0, place - near) : place + near + 1].any():
            taken[place] = True
            accepted.append((place, window))
    return accepted


@compiled("float64[::1](float64[::1],float64,float64)")
def _clipped_sums(values: Floats, low: float, high: float) -> Floats:
    """Running sums from 0 on: ``float64[n + 1]``."""
    sums = np.empty(values.size + 1)
    total = 0.0
    for i in range(values.size):
        sums[i] = total
        total += min(max(values[i], low), high)
    sums[values.size] = total
    return sums


@compiled("int64(float64[::1],float64,float64,int64,int64)")
def _refine(values: Floats, low: float, high: float, place: int, window: int) -> int:
    """The split of the samples within a window into two means that differ most, each of two samples at least."""
    first, stop = max(0, place - window), min(values.size, place + window)
    size = stop - first
    if size < 6:
        return place
    total = 0.0
    for i in range(first, stop):
        total += min(max(values[i], low), high)
    left, best, most = 0.0, 2, -1.0
    for count in range(1, size - 1):
        left += min(max(values[first + count - 1], low), high)
        right = size - count
        gap = abs(left / count - (total - left) / right) * np.sqrt(count * right / size)
        if count >= 2 and gap > most:
            best, most = count, gap
    return first + best


def unusual_segments(values: Floats, points: list[int], threshold: float, shortest: int = 4) -> list[Segment]:
    """Stretches between change points whose median is off the dominant level.

    The dominant level is the median of the segments' levels by their lengths; the scale is the larger of the noise in
    the segments and the usual distance of their levels from it, so that a machine that changes its duty all the time
    has no unusual level. Neighbours off to the same side are one. None at all where they would be half of the series.
    """
    size = values.size
    edges = [0, *points, size]
    bounds = [(a, b) for a, b in pairwise(edges) if b > a]
    if len(bounds) < 2:
        return []
    levels = np.array([median(_few(values[a:b])) for a, b in bounds])
    lengths = np.array([b - a for a, b in bounds])
    order = np.argsort(levels)
    base = float(levels[order][np.searchsorted(np.cumsum(lengths[order]), size / 2)])
    noises = np.array([scale(_few(values[a:b])) for a, b in bounds])
    order = np.argsort(noises)
    noise = float(noises[order][np.searchsorted(np.cumsum(lengths[order]), size / 2)])
    away = np.abs(levels - base)
    order = np.argsort(away)
    usual = 1.4826 * float(away[order][np.searchsorted(np.cumsum(lengths[order]), size / 2)])
    width = max(noise, usual, 1e-12)
    z = away / width
    found: list[Segment] = []
    index = 0
    while index < len(bounds):
        if z[index] <= threshold:
            index += 1
            continue
        last = index
        side = np.sign(levels[index] - base)
        while last + 1 < len(bounds) and z[last + 1] > threshold and np.sign(levels[last + 1] - base) == side:
            last += 1
        first, stop = bounds[index][0], bounds[last][1]
        if stop - first >= shortest:
            level = median(_few(values[first:stop]))
            found.append(Segment(first, stop, level, base, float(z[index : last + 1].max())))
        index = last + 1
    if sum(segment.stop - segment.first for segment in found) > size // 2:
        return []
    return found


def _few(values: Floats) -> Floats:
    """Some thousand samples of a segment tell its level and its noise."""
    return values[:: 1 + values.size // _FEW]
