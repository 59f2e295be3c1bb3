"""Fits of a ramp to a stretch of signal: where it leaves its level, and whether it is a ramp at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from faultmark.detect.robust import Floats

__all__ = ["Ramp", "fit_ramp"]


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

    All break points at once, from cumulative sums: O(n). Its step rival is the best split into two means. None for
    fewer than eight samples.
    """
    size = values.size
    if size < 8:
        return None
    place = np.arange(size, dtype=np.float64)
    centre = float(values.mean())
    shifted = values - centre
    total = float(shifted @ shifted)
    if total <= 0:
        return None
    # For a break at k the regressor is max(i - k, 0); with an intercept, normal equations in suffix sums.
    breaks = np.arange(0, size - 4)
    count = size - breaks - 1.0
    sum_u = count * (count + 1) / 2
    sum_uu = count * (count + 1) * (2 * count + 1) / 6
    suffix = np.cumsum(shifted[::-1])[::-1]
    suffix_i = np.cumsum((place * shifted)[::-1])[::-1]
    sum_uy = suffix_i[breaks] - breaks * suffix[breaks]
    # The mean of what is fitted is 0, so the intercept takes care of itself.
    spread = sum_uu - sum_u**2 / size
    slope = np.divide(sum_uy, spread, out=np.zeros_like(sum_uy), where=spread > 0)
    explained = slope * sum_uy
    best = int(np.argmax(explained))
    sums = np.cumsum(shifted)[:-1]
    left = np.arange(1, size)
    step = float((sums**2 * size / (left * (size - left))).max())
    return Ramp(int(breaks[best]) + 1, float(slope[best] * count[best]), float(explained[best] / total), step / total)
