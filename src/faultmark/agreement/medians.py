"""The median of a few weighted integers, as the two values it lies between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["weighted_middle"]


def weighted_middle(values: NDArray[np.int64], weights: NDArray[np.float64]) -> tuple[int, int]:
    """Lower and upper weighted median of ``values`` int64[n]; equal unless the weights split exactly in half."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    half = below[-1] / 2
    # Weights are products of probabilities: a split in half is one up to rounding.
    slack = 1e-9 * half
    lower = int(np.searchsorted(below, half - slack))
    upper = int(np.searchsorted(below, half + slack, "right"))
    last = len(values) - 1
    return int(values[order[min(lower, last)]]), int(values[order[min(upper, last)]])
