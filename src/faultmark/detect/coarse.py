"""A signal at coarser and coarser scales: remedians, which a few wild samples do not move.

P. J. Rousseeuw, G. W. Bassett, "The remedian: a robust averaging method for large data sets", JASA 85 (1990) 97: the
median of medians of small groups. All scales together cost a few passes over the samples.
"""

from __future__ import annotations

import numpy as np

from faultmark.detect.medians import Floats
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
