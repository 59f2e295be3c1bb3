"""Stretches in which a residual leaves its usual size, found in one pass of machine code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from faultmark.detect.robust import Floats
from faultmark.series.compiled import compiled

__all__ = ["Stretches", "tall_stretches"]

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Samples ``first <= i < stop``, each ``int64[n]``, by their start.

    ``heights`` are the largest residuals in local scales, ``sizes`` the largest as they are.
    """

    first: Places
    stop: Places
    heights: Floats
    sizes: Floats


def tall_stretches(
    residual: Floats, scales: Floats, block: int, *, low: float, high: float, share: float, longest: int
) -> Stretches:
    """Runs of one sign above ``low`` scales that reach ``high``, at most ``longest`` samples long.

    Parameters
    ----------
    residual:
        ``float64[n]``.
    scales, block:
        What is usual in each block of samples, the last scale for whatever follows.
    share:
        A run begins and ends where the residual passes this share of its height.
    """
    places = np.empty((residual.size // 2 + 1, 2), dtype=np.int64)
    tops = np.empty((residual.size // 2 + 1, 2))
    count = _tall_stretches(residual, scales, block, low, high, share, longest, places, tops)
    return Stretches(places[:count, 0], places[:count, 1], tops[:count, 0], tops[:count, 1])


@compiled(
    "int64(float64[::1],float64[::1],int64,float64,float64,float64,int64,int64[:,::1],float64[:,::1])",
)
def _tall_stretches(  # noqa: PLR0917 - machine code takes its arguments by place
    residual: Floats,
    scales: Floats,
    block: int,
    low: float,
    high: float,
    share: float,
    longest: int,
    places: Places,
    tops: Floats,
) -> int:
    size, last = residual.size, scales.size - 1
    count = 0
    at, end, least = 0, 0, 0.0
    while at < size:
        if at >= end:
            # What is small is nearly all: asked once a block, not at each sample.
            number = min(at // block, last)
            end, least = (number + 1) * block if number < last else size, low * scales[number]
        value = residual[at]
        if abs(value) <= least:
            at += 1
            continue
        first = at
        top, tallest = 0.0, 0.0
        while at < size and (residual[at] > 0) == (value > 0):
            height = abs(residual[at]) / scales[min(at // block, last)]
            if height <= low:
                break
            top = max(top, height)
            tallest = max(tallest, abs(residual[at]))
            at += 1
        if top < high or at - first > longest:
            continue
        stop = at
        edge = max(low, share * top)
        while abs(residual[first]) / scales[min(first // block, last)] <= edge:
            first += 1
        while abs(residual[stop - 1]) / scales[min((stop - 1) // block, last)] <= edge:
            stop -= 1
        places[count, 0], places[count, 1] = first, stop
        tops[count, 0], tops[count, 1] = top, tallest
        count += 1
    return count
