"""Fits of a ramp to a stretch of signal: where it leaves its level, and whether it is a ramp at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from faultmark.detect.robust import Floats
from faultmark.series.compiled import compiled

__all__ = ["Ramp", "fit_ramp", "sharpen_end"]


@dataclass(frozen=True, slots=True)
class Ramp:
    """``start`` is the first sample off the level; ``rise`` what is gained until the end.

    ``fit`` is the share of the variance over the stretch that the ramp explains; ``step_fit`` that which the best
    single step explains.
    """

    start: int
    rise: float
    fit: float
    step_fit: float


def fit_ramp(values: Floats) -> Ramp | None:
    """The best broken line, level at first and then straight to the end of ``values``, by least squares.

    All break points at once, from running sums: O(n). Its step rival is the best split into two means. None for
    fewer than eight samples, or samples that are all the same.
    """
    if values.size < 8:
        return None
    start, rise, fit, step_fit = _fit(np.ascontiguousarray(values))
    return Ramp(int(start), rise, fit, step_fit) if start > 0 else None


def sharpen_end(values: Floats, top: int, reach: int, sign: float) -> int:
    """Move the end of a ramp from the smoothed top to the steepest fall near it."""
    width = max(2, reach // 4)
    first, stop = max(width, top - reach), min(values.size - width, top + 2 * reach)
    if stop - first < 4:
        return top
    sums = np.concatenate(([0.0], np.cumsum(values[first - width : stop + width] * sign)))
    at = np.arange(width, stop - first + width)
    fall = (sums[at] - sums[at - width]) - (sums[at + width] - sums[at])
    return first + int(np.argmax(fall))


@compiled("UniTuple(float64,4)(float64[::1])")
def _fit(values: Floats) -> tuple[float, float, float, float]:
    size = values.size
    centre = 0.0
    for i in range(size):
        centre += values[i]
    centre /= size
    total = 0.0
    for i in range(size):
        total += (values[i] - centre) ** 2
    if total <= 0:
        return 0.0, 0.0, 0.0, 0.0
    # For a break at k the regressor is max(i - k, 0); with an intercept, normal equations in sums from the end. The
    # mean of what is fitted is 0, so the intercept takes care of itself.
    above, moment = 0.0, 0.0
    best, most, slope = 0, -1.0, 0.0
    step = 0.0
    for k in range(size - 1, -1, -1):
        # Sums over i > k, of the values and of (i - k) times them.
        if k + 1 < size:
            above += values[k + 1] - centre
            moment += above
            left = k + 1
            step = max(step, above * above * size / (left * (size - left)))
        count = size - k - 1.0
        if count < 4:
            continue
        sum_u = count * (count + 1) / 2
        spread = count * (count + 1) * (2 * count + 1) / 6 - sum_u * sum_u / size
        if spread <= 0:
            continue
        explained = moment * moment / spread
        if explained >= most:
            best, most, slope = k, explained, moment / spread
    return best + 1.0, slope * (size - best - 1), most / total, step / total
