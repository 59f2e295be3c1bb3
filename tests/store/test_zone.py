"""The zone that a file's times name."""

from __future__ import annotations

import pytest

from faultmark.store.csv.axis_column import zone_of


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("2026-03-06T08:00:00+01:00", "+01:00"),
        ("2026-03-06 08:00:00.125 -0330", "-03:30"),
        ("2026-03-06T08:00+05", "+05:00"),
        ("06.03.2026 08:00:00 +0200", "+02:00"),
        ("2026-03-06T08:00:00Z", "UTC"),
        ("2026-03-06T08:00:00+00:00", "UTC"),
        ("2026-03-06 08:00:00", None),
        ("2026-03-06", None),
        ("1741248000", None),
    ],
)
def test_the_zone_of_a_time(cell: str, zone: str | None) -> None:
    assert zone_of([cell, cell]) == zone


def test_times_without_a_zone_among_them_name_none() -> None:
    assert zone_of(["2026-03-06T08:00:00+01:00", "2026-03-06T08:00:01"]) is None
    assert zone_of([]) is None
