"""A channel prepared for detectors: what is missing, its noise, its resolution, and its season taken off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from faultmark.detect.coarse import Coarse
from faultmark.detect.robust import Bools, Floats, moves, scale, thin
from faultmark.detect.season import without_season

__all__ = ["Signal"]

_CODES = (-99999.0, -9999.0, -999.0, -999.9, 9999.0, 99999.0, -32768.0, 32767.0, 65535.0, -1e30, 1e30)
"""Values by which loggers say that they have none. Each counts only where it stands far off everything measured."""
_ISOLATED = 2.0
_POINTS = 48


@dataclass(frozen=True)
class Signal:
    """One channel.

    Attributes
    ----------
    values:
        ``float64[n]``; where samples are missing, the straight line between their neighbours.
    missing:
        Which samples have no value: NaN, infinite, or a logger's code for none.
    code:
        That code, if there is one.
    """

    values: Floats
    missing: Bools
    code: float | None = None

    @classmethod
    def of(cls, raw: npt.NDArray[np.floating]) -> Signal:
        """Prepare the raw values of a channel."""
        values = np.array(raw, dtype=np.float64)
        missing = ~np.isfinite(values)
        code = None
        for candidate in _codes_in(values, missing):
            code = candidate
            missing |= values == candidate
        if missing.any() and not missing.all():
            at = np.flatnonzero(missing)
            known = np.flatnonzero(~missing)
            values[at] = np.interp(at, known, values[known])
        elif missing.any():
            values[:] = 0.0
        return cls(values, missing, code)

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.values.size)

    @cached_property
    def blank(self) -> bool:
        """Whether there is nothing to look at: fewer than three values, or all the same."""
        known = self.values[~self.missing] if self.missing.any() else self.values
        return known.size < 3 or bool(known.min() == known.max())

    @cached_property
    def step(self) -> float:
        """The resolution: the usual distance between neighbouring values, 0 where there are too many to tell."""
        part = np.unique(thin(self.values))
        if not 1 < part.size <= 5000:
            return 0.0
        return float(np.median(np.diff(part)))

    @cached_property
    def noise(self) -> float:
        """Standard deviation of what changes from one sample to the next, at least half the resolution."""
        if self.size < 3:
            return 1e-12
        width: float = scale(moves(self.values)) / 2.0**0.5
        return max(width, 0.5 * self.step, self.floor)

    @cached_property
    def spread(self) -> float:
        """Robust standard deviation of the values; never 0."""
        part = thin(self.values)
        found = scale(part)
        if found <= self.floor:
            low, high = np.percentile(part, [5, 95])
            found = float(high - low) / 3.29
        return max(found, self.noise)

    @cached_property
    def floor(self) -> float:
        """What is nothing but rounding of floats."""
        largest = float(np.abs(thin(self.values)).max()) if self.size else 0.0
        return max(1e-9 * largest, 1e-300)

    def course(self, window: int) -> Floats:
        """The rolling median over about ``window`` samples; several detectors look at what is left over it."""
        known = self._courses.get(window)
        if known is None:
            known = self._courses[window] = self._rough.course(window, _POINTS)
        return known

    @cached_property
    def _courses(self) -> dict[int, Floats]:
        return {}

    @cached_property
    def _season(self) -> tuple[Floats, int]:
        return without_season(self.values)

    @property
    def flat_season(self) -> Floats:
        """The values with their season taken off, where they have one."""
        return self._season[0]

    @cached_property
    def coarse(self) -> Coarse:
        """The values without their season, at coarser scales."""
        return Coarse(self.flat_season) if self.period else self._rough

    @cached_property
    def _rough(self) -> Coarse:
        return Coarse(self.values)

    @property
    def period(self) -> int:
        """Length of the season in samples; 0 where there is none."""
        return self._season[1]


def _codes_in(values: Floats, missing: Bools) -> list[float]:
    """Codes for missing values: at either end of the range, and far from everything else."""
    found: list[float] = []
    known = values[~missing]
    for _ in range(4):
        if known.size < 8:
            break
        candidate = next((c for c in (known.min(), known.max()) if _is_code(float(c), known)), None)
        if candidate is None:
            break
        found.append(float(candidate))
        known = known[known != candidate]
    return found


def _is_code(value: float, known: Floats) -> bool:
    others = known[known != value]
    count = known.size - others.size
    if others.size < 8 or others.size < known.size // 2:
        return False
    if value not in _CODES and not (count >= 3 and _reads_like_a_code(value)):
        return False
    low, high = np.percentile(thin(others), [0.5, 99.5])
    width = max(float(high - low), 1e-12)
    nearest = float(np.abs(others - value).min())
    return nearest > _ISOLATED * width


def _reads_like_a_code(value: float) -> bool:
    """All nines, or a power of two less one, or a whole thousand less one: 7999, 4095, 999.9."""
    digits = f"{abs(value):.10g}".replace(".", "")
    nines = len(digits) >= 3 and set(digits[1:]) == {"9"}
    whole = float(abs(value)).is_integer() and abs(value) >= 255
    power = whole and (int(abs(value)) + 1) & int(abs(value)) == 0
    return nines or power
