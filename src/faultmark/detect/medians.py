"""Medians of short arrays and of blocks, as machine code: detectors ask for tens of thousands of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import median_filter

from faultmark.series.compiled import compiled

__all__ = ["Floats", "block_medians", "median", "median_of", "rolling_median"]

Floats = npt.NDArray[np.float64]

_SHORT = 4096
"""Longer arrays are left to numpy, whose selection has a bound on its worst case."""
_WIDE = 16
_MOST_IN_BLOCK = 2 * _WIDE


def median(values: Floats) -> float:
    """Median of a row of values, as ``np.median`` tells it: NaN where one is NaN or there are none."""
    if values.size > _SHORT:
        return float(np.median(values))
    return float(median_of(values)) if values.size else float("nan")


def block_medians(values: Floats, block: int) -> Floats:
    """Medians of consecutive blocks; samples at the end that fill no block are left out.

    Of a long block every k-th sample counts: its median is as good against what is looked for.
    """
    if block <= 1 or values.size < 2 * block:
        return values
    result = np.empty(values.size // block)
    _block_medians(np.ascontiguousarray(values), block, max(1, block // _WIDE), result)
    return result


def rolling_median(values: Floats, window: int) -> Floats:
    """Median of the ``window`` (odd) samples around each; the ends are continued by their last value."""
    if window == 9 and values.size:
        return _medians_of_nine(np.pad(values, 4, mode="edge"))
    result: Floats = median_filter(values, window, mode="nearest")
    return result


@compiled("float64(float64[:])")
def median_of(values: Floats) -> float:  # noqa: PLR0912 - a selection in one loop
    """The same from within machine code, for at least one value.

    C. A. R. Hoare, "Algorithm 65: find", Communications of the ACM 4 (1961) 321, with a median of three.
    """
    size = values.size
    work = np.empty(size)
    for i in range(size):
        value = values[i]
        if np.isnan(value):
            return np.nan
        work[i] = value
    half = size // 2
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        if work[middle] < work[low]:
            work[middle], work[low] = work[low], work[middle]
        if work[high] < work[low]:
            work[high], work[low] = work[low], work[high]
        if work[high] < work[middle]:
            work[high], work[middle] = work[middle], work[high]
        pivot = work[middle]
        left, right = low, high
        while left <= right:
            while work[left] < pivot:
                left += 1
            while work[right] > pivot:
                right -= 1
            if left <= right:
                work[left], work[right] = work[right], work[left]
                left += 1
                right -= 1
        if right < half:
            low = left
        if left > half:
            high = right
    if size % 2:
        return float(work[half])
    below = work[0]
    for i in range(1, half):
        below = max(below, work[i])
    return float(0.5 * (below + work[half]))


@compiled("UniTuple(float64,3)(float64,float64,float64)")
def _sorted(a: float, b: float, c: float) -> tuple[float, float, float]:
    low, high = min(a, b), max(a, b)
    high, rest = max(high, c), min(high, c)
    return min(low, rest), max(low, rest), high


@compiled("float64[::1](float64[::1])")
def _medians_of_nine(values: Floats) -> Floats:
    """Medians of nine consecutive values each: ``float64[n - 8]`` of ``float64[n]``.

    By minima and maxima alone, which processors take several samples of at once: of three sorted threes the median is
    that of the largest low, the middle middle and the smallest high one. J. L. Smith, "Implementing median filters in
    XC4000E FPGAs", Xcell 23 (1996) 16.
    """
    out = np.empty(values.size - 8)
    for i in range(out.size):
        low_a, middle_a, high_a = _sorted(values[i], values[i + 1], values[i + 2])
        low_b, middle_b, high_b = _sorted(values[i + 3], values[i + 4], values[i + 5])
        low_c, middle_c, high_c = _sorted(values[i + 6], values[i + 7], values[i + 8])
        low, high = max(low_a, low_b, low_c), min(high_a, high_b, high_c)
        _, middle, _ = _sorted(middle_a, middle_b, middle_c)
        _, out[i], _ = _sorted(low, middle, high)
    return out


@compiled("void(float64[::1],int64,int64,float64[::1])")
def _block_medians(values: Floats, block: int, stride: int, out: Floats) -> None:
    # An insertion sort of a few dozen at most.
    work = np.empty(_MOST_IN_BLOCK)
    for number in range(out.size):
        count = 0
        for i in range(number * block, (number + 1) * block, stride):
            value = values[i]
            at = count
            while at > 0 and work[at - 1] > value:
                work[at] = work[at - 1]
                at -= 1
            work[at] = value
            count += 1
        half = count // 2
        out[number] = work[half] if count % 2 else 0.5 * (work[half - 1] + work[half])
