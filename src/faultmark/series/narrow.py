"""Whether float32 keeps what a text file said, exactly.

A value survives if the shortest decimal that names its float32 is the number the file gave. :func:`shortest` computes
that decimal (as float64) for whole arrays; :func:`fits` compares, and is quick for the usual column of few digits.
Because :func:`shortest` depends on the float32 alone, a column can be stored as float32 for as long as it fits and
still be turned back into the very float64 values of the file when a later value does not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import Values

__all__ = ["DecimalPlaces", "fits", "shortest"]

_EXACT_POWER = 22
"""Powers of ten up to here are exact in float64, so that a product or quotient with one is correctly rounded."""

_POWERS = 10.0 ** np.arange(_EXACT_POWER + 1)
_CHUNK = 1 << 14

_QUICK_LIMIT = float(1 << 22)
"""Below this, an integer over a power of ten has at most 7 digits and lies further from its neighbours with as many
decimal places than float32 values lie apart: it survives for certain."""


class DecimalPlaces:
    """How many decimal places a column has had so far: what the quick test tries first."""

    def __init__(self) -> None:
        self.places = 0


def shortest(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Find the decimal of fewest digits (6 to 9) that rounds to each float32, as float64.

    NaN, infinities, zeros and magnitudes whose decimal exponent is beyond exact arithmetic come back as they are.
    """
    result = values.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        exponent = np.floor(np.log10(np.abs(result)))
    # Seven to nine digits need 10**(k - 1 - exponent); outside the exact powers nothing is claimed.
    pending = np.flatnonzero(np.isfinite(exponent) & (exponent >= 8 - _EXACT_POWER) & (exponent <= _EXACT_POWER))
    for digits in (6, 7, 8, 9):
        if not pending.size:
            break
        exact = values[pending].astype(np.float64)
        power = digits - 1 - exponent[pending].astype(np.int64)
        scale = _POWERS[np.abs(power)]
        up = power >= 0
        rounded = np.where(up, np.rint(exact * scale) / scale, np.rint(exact / scale) * scale)
        same = rounded.astype(np.float32) == values[pending]
        result[pending[same]] = rounded[same]
        pending = pending[~same]
    return result


def fits(values: npt.NDArray[np.float64], places: DecimalPlaces) -> bool:
    """Whether every value of a block survives as float32. NaN and infinities do.

    ``places`` remembers the column's decimal places from block to block.
    """
    return all(_chunk_fits(values[a : a + _CHUNK], places) for a in range(0, values.size, _CHUNK))


def _chunk_fits(values: npt.NDArray[np.float64], places: DecimalPlaces) -> bool:
    rest = values
    for power in range(places.places, min(places.places + 8, _EXACT_POWER + 1)):
        scaled = rest * _POWERS[power]
        np.rint(scaled, out=scaled)
        small = np.abs(scaled) < _QUICK_LIMIT
        scaled /= _POWERS[power]
        certain = (scaled == rest) & small
        if certain.all():
            places.places = power
            return True
        if rest is values and power == places.places:
            # Before trying more places: settle what is beyond doubt, so that a column of mixed magnitudes is not
            # scaled over and over.
            rest = values[~certain]
            rest = rest[np.isfinite(rest)]
            if not rest.size:
                return True
            if not bool(_survive(rest[:64])):
                return False
        if not small.any():
            break
    return _survive(rest)


def _survive(values: npt.NDArray[np.float64]) -> bool:
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
    return bool(np.all((shortest(narrow) == values) | np.isnan(values)))


def widen(values: Values) -> npt.NDArray[np.float64]:
    """Turn stored float32 values back into the file's float64 values; keeps the shape."""
    return shortest(values.ravel().astype(np.float32, copy=False)).reshape(values.shape)
