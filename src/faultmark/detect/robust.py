"""Scales and runs that a few bad samples do not move."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import median_filter

__all__ = ["Bools", "Floats", "block_medians", "local_scale", "rolling_median", "runs", "scale", "thin"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_WIDE = 16
_SAMPLE = 50_000
"""Quantiles of more samples than this are taken from every k-th of them: their error is far below what matters."""


def thin(values: Floats) -> Floats:
    """Evenly spread samples of a long array, the array itself where it is short."""
    return values[:: 1 + values.size // _SAMPLE]


def scale(values: Floats) -> float:
    """Standard deviation of the bulk: 1.4826 times the median absolute deviation, 0 where more than half are equal.

    F. R. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974) 383.
    """
    if values.size == 0:
        return 0.0
    part = thin(values)
    return float(1.4826 * np.median(np.abs(part - np.median(part))))


def runs(mask: Bools) -> list[tuple[int, int]]:
    """The stretches of a mask that are true, as (first, stop)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).view(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def rolling_median(values: Floats, window: int) -> Floats:
    """Median of the ``window`` (odd) samples around each; the ends are continued by their last value."""
    result: Floats = median_filter(values, window, mode="nearest")
    return result


def block_medians(values: Floats, block: int) -> Floats:
    """Medians of consecutive blocks; the rest at the end is part of the last block."""
    if block <= 1 or values.size < 2 * block:
        return values
    whole = values.size // block * block
    # Of a long block every k-th sample: its median is as good against what is looked for.
    rows = values[:whole].reshape(-1, block)[:, :: max(1, block // _WIDE)]
    return np.asarray(np.median(rows, axis=1), dtype=np.float64)


def local_scale(residual: Floats, window: int) -> Floats:
    """Robust standard deviation around each sample, over about ``window`` samples.

    Medians of short blocks, and the rolling median of those: the cost does not depend on the window.
    """
    block = max(1, window // 32)
    rough = block_medians(np.abs(residual), block)
    smooth = rolling_median(rough, max(3, window // block | 1))
    if smooth.size == residual.size:
        return 1.4826 * smooth
    spread = np.repeat(smooth, block)
    if spread.size < residual.size:
        spread = np.concatenate((spread, np.full(residual.size - spread.size, smooth[-1])))
    return 1.4826 * spread
