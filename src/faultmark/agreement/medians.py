"""The median of a few weighted numbers, as the two values it lies between."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

Number = TypeVar("Number", int, float)

__all__ = ["weighted_middle"]


def weighted_middle(values: Sequence[Number], weights: Sequence[float]) -> tuple[Number, Number]:
    """Lower and upper weighted median of ``values``; equal unless the weights split exactly in half."""
    if len(values) == 1:
        return values[0], values[0]
    if len(values) == 2 and weights[0] == weights[1]:
        return min(values), max(values)
    # Of a few values, which is what annotators are, plain numbers take a tenth of the time of arrays.
    ordered = sorted(zip(values, weights, strict=True), key=itemgetter(0))
    below = list(accumulate(weight for _value, weight in ordered))
    half = below[-1] / 2
    # Weights are products of probabilities: a split in half is one up to rounding.
    slack = 1e-9 * half
    last = len(ordered) - 1
    lower = min(bisect_left(below, half - slack), last)
    upper = min(bisect_right(below, half + slack), last)
    return ordered[lower][0], ordered[upper][0]
