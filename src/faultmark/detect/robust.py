"""Scales and runs that a few bad samples do not move."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.detect.coarse import Coarse
from faultmark.detect.medians import Floats, block_medians, median, rolling_median

__all__ = [
    "Bools",
    "Floats",
    "block_medians",
    "local_scale",
    "median",
    "moves",
    "rolling_median",
    "runs",
    "scale",
    "thin",
]

Bools = npt.NDArray[np.bool_]

_SAMPLE = 50_000
"""Quantiles of more samples than this are taken from every k-th of them: their error is far below what matters."""


def thin(values: Floats) -> Floats:
    """Evenly spread samples of a long array, the array itself where it is short."""
    return values[:: 1 + values.size // _SAMPLE]


def moves(values: Floats) -> Floats:
    """Differences of neighbouring samples, at evenly spread places of a long array."""
    some = 1 + values.size // _SAMPLE
    return values[1::some] - values[:-1:some]


def scale(values: Floats) -> float:
    """Standard deviation of the bulk: 1.4826 times the median absolute deviation, 0 where more than half are equal.

    F. R. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974) 383.
    """
    if values.size == 0:
        return 0.0
    part = thin(values)
    return 1.4826 * median(np.abs(part - median(part)))


def runs(mask: Bools) -> list[tuple[int, int]]:
    """The stretches of a mask that are true, as (first, stop)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).view(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def local_scale(residual: Floats, window: int) -> tuple[Floats, int]:
    """Robust standard deviations over about ``window`` samples, one a block, and the length of a block.

    Medians of short blocks, and the rolling median of those: the cost does not depend on the window.
    """
    block = 1 << max((window // 24).bit_length() - 1, 0)
    rough = Coarse(np.abs(residual)).at(block)
    return 1.4826 * rolling_median(rough, max(3, window // block | 1)), block
