"""Text in Parquet, Arrow and JSON that is a number, or half a time, gets the fixes that it gets in CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from faultmark.actions.examine_file import Examination, examine_file
from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.errors import SeriesError
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

Columns = Mapping[str, Sequence[Any]]


def write_csv(path: Path, columns: Columns) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))


def write_stream(path: Path, columns: Columns) -> None:
    table = pa.table(dict(columns))
    with ipc.new_stream(path, table.schema) as file:
        file.write_table(table)


def records(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


WRITERS: dict[str, Callable[[Path, Columns], Any]] = {
    "a.csv": write_csv,
    "a.parquet": lambda path, columns: pq.write_table(pa.table(dict(columns)), path, row_group_size=7),
    "coded.parquet": lambda path, columns: pq.write_table(
        pa.table({name: pa.array(cells).dictionary_encode() for name, cells in columns.items()}), path
    ),
    "a.arrow": lambda path, columns: feather.write_feather(pa.table(dict(columns)), path),
    "stream.arrow": write_stream,
    "records.json": lambda path, columns: path.write_text(json.dumps(records(columns))),
    "columns.json": lambda path, columns: path.write_text(json.dumps(dict(columns))),
    "a.jsonl": lambda path, columns: path.write_text("".join(json.dumps(r) + "\n" for r in records(columns))),
}


def read(path: Path, options: IngestOptions) -> Series:
    store = SeriesStore(path.parent / "store")
    return store.open(ingest_series(path, options, store).series_id)


def examined(folder: Path, columns: Columns) -> dict[str, tuple[Examination, Series]]:
    """What the doctor finds in a file of each format, and the series that its recipe reads."""
    found = {}
    for name, write in WRITERS.items():
        path = folder / name
        write(path, columns)
        before = path.read_bytes()
        told = examine_file(path)
        assert told.fault is None, (name, told.fault)
        recipe = IngestOptions.from_dict(told.recipe()["options"])
        found[name] = told, read(path, recipe)
        assert path.read_bytes() == before, "the original was changed"
    return found


def all_alike(found: Mapping[str, tuple[Examination, Series]]) -> tuple[Examination, Series]:
    """The CSV file's, once the others are seen to be the same."""
    told, series = found["a.csv"]
    size = series.meta.axis.size
    for name, (other, read_again) in found.items():
        fixes = [[(fault.code, fix) for fault, fix in one.fixes] for one in (other, told)]
        assert fixes[0] == fixes[1], name
        assert other.channels == told.channels, name
        np.testing.assert_array_equal(read_again.axis.ticks(0, size), series.axis.ticks(0, size), name)
        for channel in range(len(told.channels)):
            np.testing.assert_array_equal(read_again.values(channel, 0, size), series.values(channel, 0, size), name)
    return told, series


@settings(max_examples=25, deadline=None)
@given(
    numbers=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30),
    signs=st.sampled_from([(",", "."), (".", ","), (" ", "."), ("'", "."), ("", "."), ("", ",")]),
    unit=st.sampled_from(["", " bar", " °C", "%"]),
    gap=st.integers(0, 29),
)
def test_spelled_numbers_get_the_same_recipe_in_every_format(
    tmp_path_factory: Any, numbers: list[int], signs: tuple[str, str], unit: str, gap: int
) -> None:
    thousands, decimal = signs
    # Plain numbers that are text are channels only where somebody asks for them.
    assume((thousands, decimal, unit) != ("", ".", ""))

    def spelled(hundredths: int) -> str:
        text = f"{hundredths / 100:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
        return text + unit

    # One number leaves no doubt which sign is which.
    values = [123_456_789, *numbers]
    cells = [spelled(n) for n in values]
    missing = gap % len(cells)
    if missing:
        cells[missing] = ""
    columns = {"t": [str(i) for i in range(len(cells))], "flow": cells, "tag": [f"{i}A" for i in range(len(cells))]}
    told, series = all_alike(examined(tmp_path_factory.mktemp("spelled"), columns))
    expected = [np.nan if missing and i == missing else n / 100 for i, n in enumerate(values)]
    assert told.channels == ("flow",)
    np.testing.assert_allclose(series.values(0, 0, len(cells)), expected)


@settings(max_examples=15, deadline=None)
@given(
    start=st.integers(0, 3 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    steps=st.lists(st.integers(1, 10**6), min_size=20, max_size=60),
    dates=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"]),
    times=st.sampled_from(["%H:%M:%S", "%H:%M:%S.%f"]),
)
def test_date_and_time_of_day_get_the_same_recipe_in_every_format(
    tmp_path_factory: Any, start: datetime, steps: list[int], dates: str, times: str
) -> None:
    moments = [start]
    for step in steps:
        # Several on a day, so that the date alone is seen to be no time.
        moments.append(moments[-1] + timedelta(seconds=1 + step // 1000))
    columns = {
        "Date": [m.strftime(dates) for m in moments],
        "Time": [m.strftime(times) for m in moments],
        "a": list(range(len(moments))),
    }
    told, series = all_alike(examined(tmp_path_factory.mktemp("split"), columns))
    assert [fault.code for fault, _ in told.fixes] == ["series.time.split"]
    expected = [int(m.timestamp()) * 10**9 for m in moments]
    assert series.axis.ticks(0, len(moments)).tolist() == expected


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_dates_and_times_that_have_types_are_joined(tmp_path: Path, name: str) -> None:
    days = [date(2026, 3, 2)] * 10 + [date(2026, 3, 3)] * 10
    clock = [time(8, 0, second, 250_000) for second in range(10)] * 2
    path = tmp_path / name
    WRITERS[name](path, {"Date": days, "Time": clock, "a": [1.0] * 20})
    told = examine_file(path)
    ((fault, fix),) = told.fixes
    assert (fault.code, fault.place.row, fix["time_of_day"]) == ("series.time.split", 1, "Time")
    assert (told.rows, told.first, told.gaps) == (20, "2026-03-02T08:00:00.250Z", 1)


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "a.csv"])
def test_what_fits_no_fix_is_told_with_its_row_and_remedy(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    cells = [f"{n} bar" for n in range(600)]
    WRITERS[name](path, {"t": list(range(600)), "p": [*cells[:-1], "5 psi"]})
    with pytest.raises(SeriesError) as caught:
        read(path, IngestOptions(time_column="t", units=("bar",)))
    fault = caught.value
    assert (fault.code, fault.place.column) == ("series.value.unparsable", "p")
    # In pieces of a few rows the place is within its row group.
    assert (
        fault.place.line == 600 if name == "a.jsonl" else fault.place.row == (600 - 595 if name == "a.parquet" else 600)
    )
    assert fault.remedies[0].options == {"units": ["bar", "psi"]}
