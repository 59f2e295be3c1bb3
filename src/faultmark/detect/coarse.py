"""A signal at coarser and coarser scales: remedians, which a few wild samples do not move.

P. J. Rousseeuw, G. W. Bassett, "The remedian: a robust averaging method for large data sets", JASA 85 (1990) 97: the
median of medians of small groups. All scales together cost a few passes over the samples.
"""

from __future__ import annotations

import numpy as np

from faultmark.detect.medians import Floats, rolling_median
from faultmark.series.compiled import compiled

__all__ = ["Coarse"]

_GROUP = 4


class Coarse:
    """Remedians of consecutive blocks of 2, 4, 8 … samples of a row of values; each scale is made once, when asked for.

    Samples at the end that fill no block are left out.
    """

    def __init__(self, values: Floats) -> None:
        self._scales = {1: np.ascontiguousarray(values)}

    def at(self, block: int) -> Floats:
        """One value for each ``block`` samples; a power of two, or the next smaller one."""
        block = 1 << max(int(block).bit_length() - 1, 0)
        known = self._scales.get(block)
        if known is None:
            known = self._scales[block] = self._made(block)
        return known

    def course(self, window: int, points: int) -> Floats:
        """What goes slower than a window: rolling medians of about ``window`` samples, as long as the values.

        They are taken of blocks, ``points`` to twice as many in a window, with straight lines between their middles.
        """
        block = 1 << max((window // points).bit_length() - 1, 0)
        rough = rolling_median(self.at(block), window // block | 1)
        return rough if block == 1 else _between(rough, block, self._scales[1].size)

    def _made(self, block: int) -> Floats:
        if block == 2:
            pairs = self._scales[1]
            whole = pairs.size // 2 * 2
            return 0.5 * (pairs[:whole:2] + pairs[1:whole:2])
        finer = self.at(block // _GROUP)
        result = np.empty(finer.size // _GROUP)
        _medians_of_four(finer, result)
        return result


@compiled("void(float64[::1],float64[::1])")
def _medians_of_four(values: Floats, out: Floats) -> None:
    for i in range(out.size):
        a, b, c, d = values[4 * i], values[4 * i + 1], values[4 * i + 2], values[4 * i + 3]
        low = max(min(a, b), min(c, d))
        high = min(max(a, b), max(c, d))
        out[i] = 0.5 * (low + high)


@compiled("float64[::1](float64[::1],int64,int64)")
def _between(rough: Floats, block: int, size: int) -> Floats:
    """Straight lines between the middles of blocks, level before the first and after the last: ``float64[size]``."""
    out = np.empty(size)
    last, half = rough.size - 1, block // 2
    middle = (block - 1) / 2
    for i in range(min(half, out.size)):
        out[i] = rough[0]
    for number in range(last):
        start = number * block
        rise = (rough[number + 1] - rough[number]) / block
        for i in range(start + half, min(start + half + block, out.size)):
            out[i] = rough[number] + rise * (i - start - middle)
    for i in range(last * block + half, out.size):
        out[i] = rough[last]
    return out
