"""What a stretch of a signal looks like beside its surroundings, measured in machine code for many at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.detect.medians import Floats, median_of
from faultmark.series.compiled import compiled

__all__ = ["MEASURES", "measure"]

MEASURES = (
    "extreme",  # the largest departure from the base, with its sign
    "before",  # median of the flank before
    "after",
    "around",  # median departure in the flanks
    "wide",  # median residual in 200 samples on either side
    "largest",  # largest residual there
    "onset",  # the step into the stretch
    "offset",  # the step out of it
    "moves",  # mean change from sample to sample inside
    "moves_around",
    "still",  # share of samples that repeat the one before
    "zero",  # share that are nothing but rounding
    "slope",  # what is gained from the first fifth to the last
    "middle",  # median departure
    "held",  # samples just before that repeat their value
    "ratio",  # logarithm of extreme to base where all is positive
    "ratio_around",  # median departure of the logarithm in the flanks
)
_SHORTEST, _LONGEST = 6, 400
_WIDE = 200
_HELD = 16

Places = npt.NDArray[np.int64]


def measure(values: Floats, residual: Floats, first: Places, stop: Places, *, floor: float, usual: float) -> Floats:
    """Measure stretches ``first[i] <= sample < stop[i]``: ``float64[n, len(MEASURES)]``.

    Parameters
    ----------
    values, residual:
        The signal, and the size of what is left of it over its course; ``float64[m]`` each.
    floor:
        What is nothing but rounding.
    usual:
        The base where a stretch has no surroundings.
    """
    result = np.zeros((first.size, len(MEASURES)))
    _measure(values, residual, first, stop, floor, usual, result)
    return result


@compiled("void(float64[::1],float64[::1],int64[::1],int64[::1],float64,float64,float64[:,::1])")
def _measure(  # noqa: PLR0912, PLR0915, PLR0917 - one pass over each stretch; machine code takes its arguments by place
    values: Floats, residual: Floats, firsts: Places, stops: Places, floor: float, usual: float, out: Floats
) -> None:
    size = values.size
    near = np.empty(2 * _LONGEST)
    logs = np.empty(2 * _LONGEST)
    beside = np.empty(2 * _WIDE)
    for row in range(firsts.size):
        first, stop = firsts[row], stops[row]
        length = stop - first
        reach = min(max(2 * length, _SHORTEST), _LONGEST)
        begin, end = max(0, first - reach), min(size, stop + reach)
        before = median_of(values[begin:first]) if first > begin else np.nan
        after = median_of(values[stop:end]) if end > stop else np.nan
        if first == begin and end == stop:
            before = after = usual
        elif first == begin:
            before = after
        elif end == stop:
            after = before
        base = 0.5 * (before + after)
        count = 0
        moved = 0.0
        positive = base > floor
        for i in range(begin, end):
            if first <= i < stop:
                continue
            near[count] = abs(values[i] - (before if i < first else after))
            if values[i] <= floor:
                positive = False
            count += 1
            if i > begin and i != stop:
                moved += abs(values[i] - values[i - 1])
        extreme, moves, still, zero = 0.0, 0.0, 0, 0
        for i in range(first, stop):
            away = values[i] - base
            if abs(away) > abs(extreme):
                extreme = away
            if abs(values[i]) <= floor:
                zero += 1
            if i > first:
                moves += abs(values[i] - values[i - 1])
                still += values[i] == values[i - 1]
        fifth = max(1, length // 5)
        held = 0
        while held < _HELD and first - held - 2 >= 0 and values[first - held - 1] == values[first - held - 2]:
            held += 1
        wide = 0
        largest = 0.0
        for i in range(max(0, first - _WIDE), min(size, stop + _WIDE)):
            if not first <= i < stop:
                beside[wide] = residual[i]
                largest = max(largest, residual[i])
                wide += 1
        out[row, 0] = extreme
        out[row, 1] = before
        out[row, 2] = after
        out[row, 3] = median_of(near[:count]) if count else 0.0
        out[row, 4] = median_of(beside[:wide]) if wide else 0.0
        out[row, 5] = largest
        out[row, 6] = abs(values[first] - values[first - 1]) if first else 0.0
        out[row, 7] = abs(values[stop] - values[stop - 1]) if stop < size else 0.0
        out[row, 8] = moves / max(length - 1, 1)
        out[row, 9] = moved / max(count - 2, 1)
        out[row, 10] = still / (length - 1) if length > 2 else 0.0
        out[row, 11] = zero / length
        out[row, 12] = median_of(values[stop - fifth : stop]) - median_of(values[first : first + fifth])
        out[row, 13] = median_of(values[first:stop]) - base
        out[row, 14] = held
        if positive and base + extreme > floor:
            for i in range(count):
                at = begin + i if begin + i < first else begin + i + length
                logs[i] = abs(np.log(values[at] / (before if at < first else after)))
            out[row, 15] = abs(np.log((base + extreme) / base))
            out[row, 16] = median_of(logs[:count]) if count else 0.0
