"""From written times to samples."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from faultmark.series.axis import TimeAxis

__all__ = ["Snapped", "cut_unit", "snap"]

_SECOND = 1_000_000_000
# The finest part of a time that Label Studio's editor writes for each directive; it knows nothing below milliseconds.
_UNITS = (
    ("LfQ", 1_000_000),
    ("SsTX", _SECOND),
    ("M", 60 * _SECOND),
    ("HI", 3600 * _SECOND),
)


class Snapped(NamedTuple):
    """Samples that written times mean, and whether each was meant exactly; both of the length of the times."""

    ticks: npt.NDArray[np.int64]
    exact: npt.NDArray[np.bool_]


@lru_cache(maxsize=256)
def cut_unit(time_format: str | None) -> int:
    """Ticks to which Label Studio's editor cuts the times that it writes in a ``timeFormat``.

    Without a format, times are ISO 8601, which it cuts to milliseconds.
    """
    if time_format is None:
        return 1_000_000
    directives = set(re.findall(r"%[-_0]?([A-Za-z])", time_format))
    return next((unit for letters, unit in _UNITS if directives & set(letters)), 86_400 * _SECOND)


def snap(axis: TimeAxis, ticks: npt.NDArray[np.int64], unit: int) -> Snapped:
    """Find the samples that times mean.

    Parameters
    ----------
    axis:
        The series' time axis.
    ticks:
        The written times, int64[n].
    unit:
        See :func:`cut_unit`; 0 where times are never cut, as on a numeric axis.

    Returns
    -------
    Snapped
        A sample at the time itself; else, for a time that may have been cut, the first sample with that cut time
        (several may share it); else the nearest sample, which is not exact.
    """
    first, last = axis.info.first, axis.info.last
    # Beyond the ends nothing is exact, and differences stay inside int64.
    margin = max(unit, 1)
    inside = np.clip(ticks, max(first - margin, -(2**63)), min(last + margin, 2**63 - 1))
    after = axis.edges(inside)
    candidates = axis.ticks_at(np.minimum(after, axis.size - 1))
    is_exact = candidates == inside
    if unit:
        is_cut = (after < axis.size) & (inside % unit == 0) & (candidates - inside < unit)
        is_exact = is_exact | is_cut
    nearest = axis.ticks_at(axis.nearest(inside))
    return Snapped(np.where(is_exact, candidates, nearest), is_exact & (inside == ticks))
