"""Date and time of day in two columns: joined on request, to the very times that one column would have given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultmark.actions.examine_file import examine_file
from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.errors import SeriesError
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d-%b-%Y", "%Y%m%d")
TIMES = ("%H:%M:%S", "%H:%M:%S.%f", "%I:%M:%S %p", "%H:%M:%S%z")


def read(folder: Path, name: str, text: str, options: IngestOptions) -> Series:
    source = folder / name
    source.write_text(text)
    store = SeriesStore(folder / "store")
    series = store.open(ingest_series(source, options, store).series_id)
    assert source.read_text() == text, "The original is never changed."
    return series


@given(
    start=st.integers(0, 3 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    steps=st.lists(st.integers(1, 10**11), min_size=1, max_size=60),
    date=st.sampled_from(DATES),
    time_of_day=st.sampled_from(TIMES),
    swapped=st.booleans(),
    space=st.sampled_from(["", " "]),
)
def test_two_columns_read_as_one(tmp_path_factory, start, steps, date, time_of_day, swapped, space) -> None:
    folder = tmp_path_factory.mktemp("split")
    moments = [start]
    for step in steps:
        whole = timedelta(microseconds=step) if "%f" in time_of_day else timedelta(seconds=1 + step // 10**6)
        moments.append(moments[-1] + whole)

    def cell(moment: datetime, fmt: str) -> str:
        return moment.strftime(fmt.replace("%z", "+02:00"))

    rows = [(cell(m, date), space + cell(m, time_of_day), i) for i, m in enumerate(moments)]
    split = [(t, d, i) if swapped else (d, t, i) for d, t, i in rows]
    head = "clock,day,a" if swapped else "day,clock,a"
    fmt = f"{date} {time_of_day}"
    two = read(
        folder,
        "two.csv",
        head + "\n" + "".join(f"{x},{y},{i}\n" for x, y, i in split),
        IngestOptions(time_column="day", time_of_day="clock", time_format=fmt),
    )
    one = read(
        folder,
        "one.csv",
        "time,a\n" + "".join(f"{d} {t.strip()},{i}\n" for d, t, i in rows),
        IngestOptions(time_column="time", time_format=fmt),
    )
    assert [channel.name for channel in two.meta.channels] == ["a"]
    np.testing.assert_array_equal(two.axis.ticks(0, len(rows)), one.axis.ticks(0, len(rows)))
    np.testing.assert_array_equal(two.values(0, 0, len(rows)), one.values(0, 0, len(rows)))


@pytest.mark.parametrize(
    ("head", "row", "fix"),
    [
        ("Date,Time,a", "2026-03-0{d},08:00:{s:02d},1", {"time_column": "Date", "time_of_day": "Time"}),
        ("Time,Date,a", "08:00:{s:02d},2026-03-0{d},1", {"time_column": "Date", "time_of_day": "Time"}),
        (
            "Datum;Uhrzeit;a",
            "2{d}.03.2026;08:00:{s:02d};1",
            {"time_column": "Datum", "time_of_day": "Uhrzeit", "time_format": "%d.%m.%Y %H:%M:%S"},
        ),
        ("Date,Time,a", "2026-03-0{d},08:00:{s:02d}+02:00,1", {"time_column": "Date", "time_of_day": "Time"}),
    ],
)
def test_the_doctor_joins_them_and_its_recipe_is_kept(tmp_path: Path, head: str, row: str, fix: dict[str, str]) -> None:
    source = tmp_path / "pump.csv"
    source.write_text(head + "\n" + "".join(row.format(d=d, s=s) + "\n" for d in (2, 3) for s in range(20)))
    found = examine_file(source)
    ((fault, options),) = found.fixes
    assert (fault.code, fault.place.line) == ("series.time.split", 2)
    assert {name: said for name, said in options.items() if said is not None} == fix
    assert (found.fault, found.rows, found.channels) == (None, 40, ("a",))
    assert (found.gaps, found.disorder, found.duplicates) == (1, False, 0)
    assert found.zone == ("+02:00" if "+" in row else "none, read as UTC")
    recipe = IngestOptions.from_dict(found.recipe()["options"])
    store = SeriesStore(tmp_path / "store")
    kept = store.open(ingest_series(source, recipe, store).series_id).meta.source["options"]
    assert kept["time_of_day"] == fix["time_of_day"]


def test_a_day_that_may_be_a_month_is_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "pump.csv"
    source.write_text("Date,Time,a\n" + "".join(f"03/02/2026,08:00:{s:02d},1\n" for s in range(20)))
    with pytest.raises(SeriesError) as caught:
        ingest_series(source, IngestOptions(time_column="Date"), SeriesStore(tmp_path / "store"))
    offered = [remedy.options["time_format"] for remedy in caught.value.remedies]
    assert {"%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S"} <= set(offered)


@pytest.mark.parametrize(("cell", "why"), [("", "2026-03-02"), ("25:00:00", "2026-03-02 25:00:00")])
def test_a_time_of_day_that_is_none_is_named_with_its_line(tmp_path: Path, cell: str, why: str) -> None:
    rows = [f"2026-03-02,08:00:{s:02d},1" for s in range(20)]
    rows[7] = f"2026-03-02,{cell},1"
    options = IngestOptions(time_column="Date", time_of_day="Time", time_format="%Y-%m-%d %H:%M:%S")
    with pytest.raises(SeriesError) as caught:
        read(tmp_path, "pump.csv", "Date,Time,a\n" + "\n".join(rows) + "\n", options)
    assert caught.value.code == "series.time.unparsable"
    assert caught.value.place.line == 9
    assert repr(why) in caught.value.message
