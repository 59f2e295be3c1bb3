"""Local times become moments, whatever the chunks they come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faultmark.errors import SeriesError
from faultmark.store.local_clock import LocalClock, zones_put_back

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago")


def shown(moments, zone):
    """What the clock shows, as ticks of UTC: one at a time, by the standard library."""
    wall = [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) for moment in moments]
    return np.array([round(one.timestamp()) * 10**9 for one in wall], np.int64)


def comes_twice(moment, zone):
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()


@example(zone="Europe/Berlin", hour=515_953, step=86_400 * 3, cuts=[])
@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(400_000, 525_000),
    step=st.sampled_from([60, 600, 1800, 3600, 86_400 * 3]),
    cuts=st.lists(st.integers(0, 400), max_size=4),
)
def test_what_was_shown_leads_back_to_when_it_was(zone, hour, step, cuts):
    # Lord Howe puts its clock back by half an hour: with a row in half an hour or more nothing would tell it.
    step = min(step, 600) if zone == "Australia/Lord_Howe" else step
    first = datetime.fromtimestamp(hour * 3600, UTC)
    moments = [first + timedelta(seconds=step * i) for i in range(400)]
    wall = shown(moments, zone)
    clock = LocalClock(zone)
    parts = [clock.utc(part) for part in np.split(wall, sorted(cuts))]
    right = np.array([round(moment.timestamp()) * 10**9 for moment in moments], np.int64)
    found = np.concatenate(parts)
    # Of a file that begins within the hour that comes twice, nothing tells which of the two it is.
    known = np.abs(wall - wall[0]) > 2 * 3600 * 10**9
    if step > 3600:
        # Nor of a single row in that hour.
        known &= ~np.array([comes_twice(moment, zone) for moment in moments])
    assert (found[known] == right[known]).all()


def test_every_autumn_and_spring_by_the_minute():
    for zone in ZONES:
        for year in (2024, 2026):
            moments = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=10 * i) for i in range(6 * 24 * 366)]
            right = np.array([round(moment.timestamp()) * 10**9 for moment in moments], np.int64)
            clock = LocalClock(zone)
            found = np.concatenate([clock.utc(part) for part in np.array_split(shown(moments, zone), 7)])
            assert (found == right).all(), (zone, year)


def test_zones_are_named_by_how_their_clocks_went_back():
    def tick(text):
        return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**9

    assert zones_put_back(tick("2026-10-25 02:59:59"), tick("2026-10-25 02:00:00")) == ["Europe/Berlin"]
    assert zones_put_back(tick("2026-11-01 01:59:00"), tick("2026-11-01 01:00:00"))[0] == "America/New_York"
    assert zones_put_back(tick("2026-06-01 02:59:59"), tick("2026-06-01 02:00:00")) == []


def test_an_unknown_zone_is_refused():
    with pytest.raises(SeriesError, match="Mars/Olympus"):
        LocalClock("Mars/Olympus")
