"""What a clock on the wall showed, as UTC; of the hour that comes twice, the order of the rows tells which is which."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from faultmark.errors import Remedy, SeriesError

__all__ = ["LocalClock", "zones_put_back"]

Ticks = npt.NDArray[np.int64]

_SECOND = 10**9
_DAY = 86_400
_COMMON = (
    "Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Santiago", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clock: when, in seconds of UTC, and the seconds that it is ahead of UTC before and after."""

    at: int
    before: int
    after: int

    @property
    def low(self) -> int:
        """From here on, on the wall, it may be later than the change."""
        return (self.at + min(self.before, self.after)) * _SECOND

    @property
    def high(self) -> int:
        """From here on, on the wall, it is later than the change."""
        return (self.at + max(self.before, self.after)) * _SECOND


def _ahead(zone: zoneinfo.ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _changes(zone: zoneinfo.ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    """The changes between two moments, in seconds of UTC."""
    before = _ahead(zone, first)
    for day in range(first, last, _DAY):
        after = _ahead(zone, day + _DAY)
        if after != before:
            low, high = day, day + _DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _ahead(zone, middle) == before else (low, middle)
            yield _Change(high, before, after)
        before = after


class LocalClock:
    """Turns ticks that were read as if the clock showed UTC into UTC, chunk by chunk in the file's order.

    Times that the clock never showed, as it was put forward, count as if it had not been.
    """

    def __init__(self, zone: str) -> None:
        try:
            self._zone = zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise SeriesError(
                "series.zone.unknown",
                f"There is no time zone {zone!r}.",
                expected="A name of the IANA database, such as 'Europe/Berlin'.",
                remedies=(Remedy("Read the times as UTC.", {"zone": None}),),
            ) from None
        self._last: int | None = None
        self._second: set[int] = set()
        self._known: tuple[int, int, list[_Change]] = (0, 0, [])
        self.doubtful = 0
        """How many rows stand in an hour that comes twice."""

    def utc(self, ticks: Ticks) -> Ticks:
        """Give the moments of rows that follow those given before."""
        if not ticks.size:
            return ticks
        changes = self._around(int(ticks.min()), int(ticks.max()))
        if not changes:
            offset = _ahead(self._zone, int(ticks[0]) // _SECOND)
            self._last = int(ticks[-1])
            return ticks - offset * _SECOND
        ahead = np.array([changes[0].before, *(change.after for change in changes)], np.int64)
        offsets = ahead[np.searchsorted(np.array([change.high for change in changes]), ticks, side="right")]
        steps = np.diff(ticks, prepend=ticks[0] if self._last is None else self._last)
        for change in changes:
            if change.after < change.before:
                self._tell_apart(change, ticks, steps, offsets)
        self._last = int(ticks[-1])
        return ticks - offsets * _SECOND

    def _tell_apart(self, change: _Change, ticks: Ticks, steps: Ticks, offsets: Ticks) -> None:
        """Put what comes after the clock went back, in the hour that comes twice, behind the change."""
        doubt = (ticks >= change.low) & (ticks < change.high)
        if not doubt.any():
            return
        self.doubtful += int(np.count_nonzero(doubt))
        before = ticks - steps
        forward = steps[steps > 0]
        # With a row an hour the clock does not seem to go back: it shows the same twice.
        hourly = forward.size > 0 and int(np.median(forward)) >= change.high - change.low
        back = doubt & (before >= change.low) & (before < change.high) & ((steps < 0) | (hourly & (steps == 0)))
        if self._last is None:
            back[0] = False
        second = doubt & (np.logical_or.accumulate(back) | (change.at in self._second))
        if back.any():
            self._second.add(change.at)
        offsets[second] = change.after

    def _around(self, low: int, high: int) -> list[_Change]:
        first, last = low // _SECOND - 2 * _DAY, high // _SECOND + 2 * _DAY
        known_first, known_last, changes = self._known
        if not known_first <= first <= last <= known_last:
            # Chunks follow one another: some months ahead are worth knowing.
            last += 100 * _DAY
            changes = list(_changes(self._zone, first, last))
            self._known = (first, last, changes)
        return [change for change in changes if first * _SECOND <= change.high and change.low <= last * _SECOND]


def zones_put_back(before: int, after: int) -> list[str]:
    """Well-known zones whose clocks, as they were put back, showed ``before`` and then ``after``, in ticks."""
    found = []
    for name in _COMMON:
        try:
            zone = zoneinfo.ZoneInfo(name)
        except zoneinfo.ZoneInfoNotFoundError:
            continue
        around = _changes(zone, after // _SECOND - 2 * _DAY, before // _SECOND + 2 * _DAY)
        if any(c.after < c.before and c.low <= after <= before < c.high for c in around):
            found.append(name)
    return found
