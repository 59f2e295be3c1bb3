"""The one convention for annotations without regions, shared by every metric."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["settle_empty"]


def settle_empty(value: ArrayLike, left: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Put 1 where both sides are empty and 0 where one is; ``left`` and ``right`` are the numbers of regions.

    Two people who both find nothing agree completely; a person who finds nothing where another finds something does
    not agree at all.
    """
    left, right = np.asarray(left), np.asarray(right)
    settled = np.where((left == 0) | (right == 0), 0.0, value)
    return np.where((left == 0) & (right == 0), 1.0, settled)
