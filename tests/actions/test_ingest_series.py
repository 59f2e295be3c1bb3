"""Files become series, whatever honest shape they have."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.series.time_text import TimeText
from faultmark.store.load import load_series
from faultmark.store.series_store import SeriesStore

BOM = "\ufeff"


@pytest.fixture
def store(tmp_path):
    return SeriesStore(tmp_path / "store")


@pytest.fixture
def ingest(tmp_path, store):
    def run(text, time_column="t", **options):
        path = tmp_path / "machine.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = ingest_series(path, IngestOptions(time_column=time_column, **options), store)
        return store.open(result.series_id)

    return run


def times(series):
    text = TimeText(None, series.meta.axis.kind, series.meta.axis.decimals)
    return [text.format(t) for t in series.axis.ticks(0, series.meta.rows).tolist()]


def codes(series):
    return [n.code for n in series.meta.notices]


def test_a_plain_file_keeps_its_times_names_and_values(ingest):
    series = ingest("t,temperature,pressure\n2024-01-01 00:00:00,1.5,10\n2024-01-01 00:00:01,2.5,20\n")
    assert times(series) == ["2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z"]
    assert [c.name for c in series.meta.channels] == ["temperature", "pressure"]
    assert series.values(0, 0, 2).tolist() == [1.5, 2.5]
    assert series.values(1, 0, 2).tolist() == [10, 20]
    assert series.meta.axis.regular
    assert series.meta.axis.step == 10**9
    assert series.meta.source["name"] == "machine.csv"
    assert codes(series) == []


@pytest.mark.parametrize("text", [
    BOM + "t,a\n1,2\n3,4\n",
    "t,a\r\n1,2\r\n3,4\r\n",
    "t,a\r1,2\r3,4\r",
    "t,a\n1,2\n3,4",
    "\n\nt,a\n\n1,2\n\n\n3,4\n\n",
    '"t","a"\n"1","2"\n"3","4"\n',
    't,note,a\n1,"two\nlines, ""quoted""",2\n3,,4\n',
    "t , a\n 1 , 2 \n3,4\n",
])  # fmt: skip
def test_spellings_of_the_same_file(ingest, text):
    series = ingest(text)
    assert times(series) == [1, 3]
    assert series.values(0, 0, 9).tolist() == [2, 4]


@pytest.mark.parametrize("missing", ["", "NaN", "nan", "NULL", "NA", "None", " ", "#N/A"])
def test_cells_without_a_value_are_missing_and_sentinels_are_not(ingest, missing):
    series = ingest(f"t,a,b\n1,5,-999\n2,{missing},-999\n3,7,-999\n")
    np.testing.assert_array_equal(series.values(0, 0, 3), [5, np.nan, 7])
    assert series.meta.channels[0].count_missing == 1
    assert series.values(1, 0, 3).tolist() == [-999] * 3


@pytest.mark.parametrize(("fmt", "cells"), [
    (None, ["2024-03-05 07:08:09.123456789", "2024-03-05 07:08:10"]),
    (None, ["2024-03-05T07:08:09.123456789Z", "2024-03-05T09:08:10+02:00"]),
    (None, ["2024-03-05T07:08:09.123456789", "2024-03-05T09:08:10+0200"]),
    ("%Y-%m-%d %H:%M:%S.%f", ["2024-03-05 07:08:09.123456789", "2024-03-05 07:08:10.0"]),
    ("%Y-%m-%d %H:%M:%S.%L", ["2024-03-05 07:08:09.123456789", "2024-03-05 07:08:10.000"]),
    ("%d.%m.%Y %H:%M:%S,%f", ["5.3.2024 7:08:09,123456789", "05.03.2024 07:08:10,0"]),
    ("%m/%d/%Y %I:%M:%S.%f %p", ["03/05/2024 07:08:09.123456789 AM", "3/5/2024 7:08:10.0 am"]),
    ("%b %d %Y %H:%M:%S.%f", ["Mar 05 2024 07:08:09.123456789", "mar 5 2024 07:08:10.0"]),
    ("%A %B %e %y %H:%M:%S.%f", ["Tuesday March 5 24 07:08:09.123456789", "Tuesday March 05 24 07:08:10.0"]),
    ("%Y %j %H%M%S.%f", ["2024 065 070809.123456789", "2024 65 070810.0"]),
    ("%Y-%m-%d %H:%M:%S.%f%z", ["2024-03-05 07:08:09.123456789+0000", "2024-03-05 09:38:10.0+02:30"]),
    ("%s", ["1709622489.123456789", "1709622490"]),
    ("%Q", ["1709622489123.456789", "1709622490000"]),
    ("epoch_us", ["1709622489123456.789", "1709622490000000"]),
    ("epoch_ns", ["1709622489123456789", "1709622490000000000"]),
])  # fmt: skip
def test_time_formats_are_exact(ingest, fmt, cells):
    separator = ";" if any("," in c for c in cells) else ","
    text = f"t{separator}a\n" + "".join(f"{c}{separator}1\n" for c in cells)
    series = ingest(text, time_format=fmt, separator=separator)
    assert series.axis.ticks(0, 2).tolist() == [1709622489123456789, 1709622490000000000]
    assert series.meta.axis.kind == "time"


moments = st.integers(-(2**62), 2**62)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(moments, min_size=1, max_size=40).map(sorted),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S.%f", "%d.%m.%Y %I:%M:%S.%f %p", "%a %e %B %Y %T.%f%z", "%s", "%-m/%-d/%Y %T.%L"]
    ),
)
def test_what_time_text_writes_the_ingest_reads(ingest, ticks, fmt):
    text = TimeText(fmt, "time")
    series = ingest("t;a\n" + "".join(f"{text.format(t)};1\n" for t in ticks), time_format=fmt, separator=";")
    assert series.axis.ticks(0, len(ticks)).tolist() == ticks


@pytest.mark.parametrize(("cells", "decimals", "ticks"), [
    (["0", "1", "2"], 0, [0, 1, 2]),
    (["0.5", "1", "1.25"], 2, [50, 100, 125]),
    (["0.1", "0.2", "0.30000000000000004"], 1, [1, 2, 3]),
    (["-1e-3", "0", "1.5e0"], 3, [-1, 0, 1500]),
    (["1700000000.123456789", "1700000000.123456790"], 9, [1700000000123456789, 1700000000123456790]),
    (["1700000000123456789", "1700000000123456790"], 0, [1700000000123456789, 1700000000123456790]),
])  # fmt: skip
def test_numeric_axes_are_exact_decimals(ingest, cells, decimals, ticks):
    series = ingest("t,a\n" + "".join(f"{c},1\n" for c in cells))
    assert (series.meta.axis.kind, series.meta.axis.decimals) == ("number", decimals)
    assert series.axis.ticks(0, len(cells)).tolist() == ticks


def test_decimals_that_only_show_later_rescale_what_came_before(tmp_path, store):
    rows = [f"{i},{i}" for i in range(5000)] + ["5000.5,1", "5000.75,2"]
    path = tmp_path / "late.csv"
    path.write_text("t,a\n" + "\n".join(rows) + "\n")
    series = store.open(load_series(path, IngestOptions(time_column="t"), store, key="k", block_bytes=4096))
    assert series.meta.axis.decimals == 2
    assert series.axis.ticks(4998, 5002).tolist() == [499800, 499900, 500050, 500075]


def test_fifty_kilohertz_is_regular_only_if_exactly_so(ingest):
    exact = [f"2024-01-01 00:00:00.{20_000 * i:09d}" for i in range(1000)]
    series = ingest("t,a\n" + "".join(f"{c},1\n" for c in exact))
    assert (series.meta.axis.regular, series.meta.axis.step) == (True, 20_000)
    exact[500] = exact[500][:-1] + "1"
    series = ingest("t,a\n" + "".join(f"{c},1\n" for c in exact))
    assert not series.meta.axis.regular
    assert series.axis.ticks(500, 501)[0] == 1704067200_000_000_000 + 20_000 * 500 + 1


def test_fifty_kilohertz_on_a_numeric_axis(ingest):
    series = ingest("t,a\n" + "".join(f"{0.00002 * i:.5f},{i}\n" for i in range(3000)))
    axis = series.meta.axis
    assert (axis.kind, axis.decimals, axis.regular, axis.step, axis.last) == ("number", 5, True, 2, 5998)
    assert series.nearest([3001])[0].tolist() == [1500]


def test_a_thousand_columns(ingest):
    count = 1000
    head = ",".join(f"sensor {i}" for i in range(count))
    rows = [f"{r}," + ",".join(f"{r * i % 97}.25" for i in range(count)) for r in range(200)]
    series = ingest(f"t,{head}\n" + "\n".join(rows) + "\n")
    assert [channel.name for channel in series.meta.channels] == head.split(",")
    assert series.values(0, 0, 200).tolist() == [0.25] * 200
    assert series.values(999, 0, 200).tolist() == [r * 999 % 97 + 0.25 for r in range(200)]
    view = series.view([999, 3], 0, 200, 50)
    assert [channel.index for channel in view.channels] == [999, 3]


def test_without_a_time_column_samples_are_numbered(ingest):
    series = ingest("a,b\n5,6\n7,8\n", time_column=None)
    assert times(series) == [0, 1]
    assert series.meta.axis.kind == "number"
    assert len(series.meta.channels) == 2


def test_a_headless_file_goes_by_index(ingest):
    series = ingest("2024-01-01,5,6\n2024-01-02,7,8\n", time_column=0, headless=True)
    assert [c.name for c in series.meta.channels] == ["1", "2"]
    assert series.values(1, 0, 2).tolist() == [6, 8]
    assert ingest("1,5,6\n2,7,8\n", time_column="0", headless=True, columns=("2",)).meta.channels[0].name == "2"


def test_only_the_columns_asked_for(ingest):
    series = ingest("t,a,b,c\n1,2,3,4\n", columns=("c", 1))
    assert [(c.name, c.max) for c in series.meta.channels] == [("c", 4), ("a", 2)]


def test_columns_of_text_are_left_out_with_a_notice(ingest):
    series = ingest("t,state,a,operator\n1,on,5,Ann\n2,off,6,Bob\n")
    assert [c.name for c in series.meta.channels] == ["a"]
    assert [(n.code, n.message) for n in series.meta.notices] == [
        ("series.column.text", "Columns of text are not channels and were left out: 'state', 'operator'.")
    ]


def test_text_that_only_shows_after_many_empty_cells(tmp_path, store):
    path = tmp_path / "late.csv"
    path.write_text("t,note,a\n" + "".join(f"{i},,{i}\n" for i in range(3000)) + "3000,serviced,1\n")
    series = store.open(load_series(path, IngestOptions(time_column="t"), store, key="k", block_bytes=4096))
    assert [c.name for c in series.meta.channels] == ["a"]
    assert series.meta.rows == 3001


def test_names_that_repeat_are_told_apart(ingest):
    series = ingest("t,a,a,\n1,2,3,4\n2,2,3,4\n")
    assert [c.name for c in series.meta.channels] == ["a", "a (2)", "column 4"]
    assert codes(series) == ["series.column.renamed"]


@pytest.mark.parametrize(("written", "option"), [("cp1252", "cp1252"), ("utf-16", "utf-16"), ("utf-8-sig", "utf-8")])
def test_names_of_columns_are_read_in_any_encoding(ingest, written, option):
    text = "t;Öldruck °C\n1;5\n2;6\n".encode(written)
    assert ingest(text, separator=";", encoding=option).meta.channels[0].name == "Öldruck °C"


@pytest.mark.parametrize(("cell", "dtype"), [("1.234", "float32"), ("73.96732207", "float64"), ("16777217", "float64")])
def test_float32_unless_it_changes_what_the_file_says(tmp_path, store, cell, dtype):
    rows = [f"{i / 1000:.3f}" for i in range(20_000)]
    path = tmp_path / "values.csv"
    path.write_text("a\n" + "\n".join(rows) + f"\n{cell}\n")
    series = store.open(load_series(path, IngestOptions(), store, key="k", block_bytes=4096))
    assert series.meta.channels[0].dtype == dtype
    values = series.values(0, 0, 20_001)
    # What came before the odd value is exact too, although it had been written as float32.
    assert [str(v) for v in values[:-1]] == [str(float(r)) for r in rows]
    assert float(str(values[-1])) == float(cell)
    view = series.view([0], 0, 20_001, 50)
    assert view.channels[0].max[0] == values[:400].max()


def test_repeated_times_are_kept_counted_and_named(ingest):
    series = ingest("t,a\n1,1\n2,2\n\n2,3\n3,4\n3,5\n")
    assert series.meta.duplicates == {"count": 2, "first_line": 5}
    assert codes(series) == ["series.time.duplicate"]
    assert series.meta.rows == 5
    series = ingest("t,a\n1,1\n2,2\n\n2,3\n3,4\n3,5\n", drop_duplicates=True)
    assert series.values(0, 0, 9).tolist() == [1, 2, 4]
    assert series.meta.duplicates["first_line"] == 5
    assert codes(series) == ["series.time.duplicate"]


def test_sorting_is_stable_and_leaves_the_file_alone(ingest, tmp_path):
    text = "t,a\n3,1\n1,2\n2,3\n1,4\n3,5\n"
    series = ingest(text, sort=True)
    assert times(series) == [1, 1, 2, 3, 3]
    assert series.values(0, 0, 5).tolist() == [2, 4, 3, 1, 5]
    assert codes(series) == ["series.time.sorted", "series.time.duplicate"]
    assert (tmp_path / "machine.csv").read_text() == text
    series = ingest(text, sort=True, drop_duplicates=True)
    assert series.values(0, 0, 5).tolist() == [2, 3, 1]
    assert ingest("t,a\n1,1\n1,2\n2,3\n", sort=True, drop_duplicates=True).values(0, 0, 5).tolist() == [1, 3]


def test_gaps_are_found(ingest):
    seconds = [*range(10), *range(100, 110)]
    series = ingest("t,a\n" + "".join(f"{s},1\n" for s in seconds))
    gaps = series.meta.gaps
    assert (gaps["count"], gaps["threshold_ticks"], gaps["missing_samples"]) == (1, "3", 90)
    assert gaps["largest"] == [{"start": "9", "end": "100"}]


def test_one_row_and_a_channel_without_values_are_noticed(ingest):
    assert codes(ingest("t,a\n1,2\n")) == ["series.rows.too_few"]
    series = ingest("t,a,b\n1,,2\n2,,3\n")
    assert codes(series) == ["series.channel.all_missing"]
    assert series.meta.channels[0].min is None
    assert json.loads(series.meta.to_json())["channels"][0]["count_missing"] == 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_blocks_of_any_size_give_the_same_series(tmp_path, data):
    values = st.sampled_from(["1.5", "", "-2e3", '"7"', "NaN"])
    notes = st.sampled_from(["x", '"a,b"', '"two\nlines"', '""""'])
    rows = data.draw(st.lists(st.tuples(st.integers(0, 5), values, notes), min_size=1, max_size=60))
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    clock, lines = 0, []
    for step, value, note in rows:
        clock += step
        lines.append(f"{clock},{value},{note}")
    path = tmp_path / "blocks.csv"
    path.write_bytes(("t,a,note" + end + end.join(lines)).encode())
    expected = [float(v.strip('"') or "nan") for _, v, _ in rows]
    for i, size in enumerate((1 << 20, data.draw(st.integers(16, 400)))):
        store = SeriesStore(tmp_path / f"store{i}")
        options = IngestOptions(time_column="t", columns=("a",))
        series = store.open(load_series(path, options, store, key="k", block_bytes=size))
        np.testing.assert_array_equal(series.values(0, 0, len(rows)), np.array(expected, np.float32))
        assert series.axis.ticks(0, len(rows)).tolist() == np.cumsum([s for s, _, _ in rows]).tolist()


def test_progress_is_told_up_to_the_whole_file(tmp_path, store):
    path = tmp_path / "machine.csv"
    path.write_text("t,a\n" + "".join(f"{i},{i}\n" for i in range(1000)))
    told = []
    ingest_series(path, IngestOptions(time_column="t"), store, told.append)
    assert (told[-1].done_bytes, told[-1].total_bytes, told[-1].rows) == (
        path.stat().st_size,
        path.stat().st_size,
        1000,
    )
    assert [p.phase for p in told] == ["reading", "finishing"]


def test_options_travel_as_json():
    options = IngestOptions(time_column="t", columns=("a", 2), sort=True)
    assert IngestOptions.from_dict(json.loads(json.dumps(options.as_dict()))) == options
    assert options.with_changes({"separator": ";"}).separator == ";"
    with pytest.raises(ValueError, match="seperator"):
        options.with_changes({"seperator": ";"})
