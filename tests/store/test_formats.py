"""Files of every format, written by the library that owns it, come back as they are: values and ticks to the sample."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import itertools
import json

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.errors import SeriesError
from faultmark.series.narrow import shortest
from faultmark.store.peek import first_cells
from faultmark.store.series_store import SeriesStore

SECOND = 10**9
AT = 1_704_067_200 * SECOND
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(tmp_path):
    return SeriesStore(tmp_path / "store")


@pytest.fixture
def read(tmp_path, store):
    """Write a file by ``write(path)`` and ingest it."""

    numbers = itertools.count()

    def run(name, write, time_column="t", **options):
        # A folder each: a file of the same size that is written within the clock's tick would pass for the same.
        path = tmp_path / str(next(numbers)) / name
        path.parent.mkdir()
        if callable(write):
            write(path)
        else:
            path.write_bytes(write if isinstance(write, bytes) else write.encode())
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            found = ingest_series(path, IngestOptions(time_column=time_column, **options), store)
        finally:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == before, "the original was changed"
            assert list((store.root / "tmp").iterdir()) == []
        assert found.meta.source["sha256"] == before
        return store.open(found.series_id)

    return run


def ticks(series):
    return series.axis.ticks(0, series.meta.rows).tolist()


def values(series, channel=0):
    """As decimals: float32 stands for the shortest that names it."""
    found = series.values(channel, 0, series.meta.rows)
    return shortest(found) if found.dtype == np.float32 else found


def numbers():
    whole = st.integers(-(2**53), 2**53).map(float)
    return st.one_of(st.none(), whole, st.floats(allow_nan=False, allow_infinity=False, width=64))


@st.composite
def tables(draw):
    """Steps of time in nanoseconds, and as many values."""
    steps = draw(st.lists(st.integers(0, 3 * SECOND), min_size=1, max_size=40))
    column = draw(st.lists(numbers(), min_size=len(steps), max_size=len(steps)))
    return (np.cumsum(steps) + AT).tolist(), column


def expected(column):
    return np.array([np.nan if value is None else value for value in column])


def _write_stream(table, path):
    with ipc.new_stream(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=7)


WRITERS = {
    "a.parquet": lambda table, path: pq.write_table(table, path, row_group_size=7),
    "a.feather": lambda table, path: feather.write_feather(table, str(path), compression="zstd", chunksize=7),
    "a.arrows": _write_stream,
}


@pytest.mark.parametrize("name", WRITERS)
@SOME
@given(table=tables(), unit=st.sampled_from(["s", "ms", "us", "ns"]), zone=st.sampled_from([None, "UTC", "Asia/Tokyo"]))
def test_typed_timestamps_and_floats(read, name, table, unit, zone):
    at, column = table
    scale = {"s": SECOND, "ms": 10**6, "us": 1000, "ns": 1}[unit]
    at = [tick // scale * scale for tick in at]
    times = pa.array([tick // scale for tick in at]).cast(pa.timestamp(unit, zone))
    written = pa.table({"t": times, "a": pa.array(column, pa.float64()), "note": ["x"] * len(at)})
    series = read(name, lambda path: WRITERS[name](written, path))
    assert series.meta.axis.kind == "time"
    assert ticks(series) == at
    np.testing.assert_array_equal(values(series), expected(column))
    assert [n.code for n in series.meta.notices if n.column == "note"] == ["series.column.text"]


@pytest.mark.parametrize(
    "kind", ["int8", "int16", "int32", "uint8", "uint16", "uint32", "float32", "float16", "bool_", "int64", "decimal"]
)
def test_every_numeric_type(read, kind):
    arrow = pa.decimal128(12, 3) if kind == "decimal" else getattr(pa, kind)()
    plain = pa.array([1, 0, None, 1]) if kind != "decimal" else pa.array([1.5, 0, None, 1.125])
    column = plain.cast(pa.float32()).cast(arrow) if kind == "float16" else plain.cast(arrow)
    table = pa.table([[1, 2, 3, 4], column, column], ["t", "a", "a"])
    series = read("a.parquet", lambda path: pq.write_table(table, path))
    assert [c.name for c in series.meta.channels] == ["a", "a (2)"]
    np.testing.assert_array_equal(values(series), [1.5 if kind == "decimal" else 1, 0, np.nan, plain[3].as_py()])


def test_whole_numbers_that_float64_cannot_hold_are_told(read):
    table = pa.table({"t": [1, 2], "a": pa.array([2**53 + 2, 1])})
    series = read("a.parquet", lambda path: pq.write_table(table, path))
    assert [notice.code for notice in series.meta.notices] == ["series.value.rounded"]
    text = read("a.csv", f"t,a\n1,{2**53 + 1}\n2,1\n")
    assert [notice.code for notice in text.meta.notices] == ["series.value.rounded"]


TIMES = {
    "seconds": (pa.array([1, 2]), "%s", [SECOND, 2 * SECOND]),
    "seconds with decimals": (pa.array([1704067200.1, 1704067200.2]), "epoch_s", [AT + 10**8, AT + 2 * 10**8]),
    "milliseconds": (pa.array([1704067200001, 1704067200002]), "epoch_ms", [AT + 10**6, AT + 2 * 10**6]),
    "microseconds": (pa.array([1704067200000001, 1704067200000002]), "epoch_us", [AT + 1000, AT + 2000]),
    "nanoseconds": (pa.array([AT + 1, AT + 2]), "epoch_ns", [AT + 1, AT + 2]),
    "text": (pa.array(["01.01.2024 00:00", "01.01.2024 00:01"]), "%d.%m.%Y %H:%M", [AT, AT + 60 * SECOND]),
    "ISO 8601": (pa.array(["2024-01-01T01:00:00+01:00", "2024-01-01T01:00:01+01:00"]), None, [AT, AT + SECOND]),
    "dates": (pa.array([19723, 19724], pa.int32()).cast(pa.date32()), None, [AT, AT + 86400 * SECOND]),
    "relative seconds": (pa.array([0.25, 0.5]), None, [25, 50]),
    "durations": (pa.array([1500, 3000], pa.int64()).cast(pa.duration("ms")), None, [1500, 3000]),
    "sample numbers": (pa.array([5, 6]), None, [5, 6]),
}  # fmt: skip


@pytest.mark.parametrize("name", TIMES)
def test_every_kind_of_time(read, name):
    column, fmt, at = TIMES[name]
    table = pa.table({"t": column, "a": [1.0, 2.0]})
    series = read("a.parquet", lambda path: pq.write_table(table, path), time_format=fmt)
    assert ticks(series) == at
    if not pa.types.is_duration(column.type) and not pa.types.is_date(column.type):
        texts = column.cast(pa.string()).to_pylist()
        text = read("a.csv", "t,a\n" + "".join(f"{cell},1\n" for cell in texts), time_format=fmt)
        assert ticks(text) == at, "the same times in a CSV file"


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lambda raw: pa.compress(raw, "zstd", asbytes=True)])
@SOME
@given(table=tables())
def test_compressed_csv_is_read_as_if_it_were_plain(read, tmp_path, compress, table):
    at, column = table
    plain = tmp_path / "plain.csv"
    arrow_csv.write_csv(
        pa.table({"t": pa.array(at).cast(pa.timestamp("ns")), "a": pa.array(column, pa.float64())}), plain
    )
    series = read("a.csv.packed", compress(plain.read_bytes()))
    assert ticks(series) == at
    np.testing.assert_array_equal(values(series), expected(column))


def test_gzip_in_several_members_as_log_rotation_writes_it(read):
    series = read("a.csv.gz", gzip.compress(b"t,a\n1,2\n") + gzip.compress(b"2,3\n"))
    assert values(series).tolist() == [2, 3]


@pytest.mark.parametrize("separator", [";", "\t", "|", " "])
def test_decimal_commas_are_told_and_read_once_the_remedy_is_taken(read, separator):
    rows = [("t", "a"), ("0,5", "1,25"), ("1,0", "-3,5e-1"), ("1,5", ""), ("2,0", '"7,75"')]
    text = "\ufeff" + "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    with pytest.raises(SeriesError) as caught:
        read("a.csv", text, separator=separator)
    error = caught.value
    assert (error.code, error.place.line, error.place.column) == ("series.decimal.comma", 2, "t")
    series = read("a.csv", text, separator=separator, **error.remedies[0].options)
    assert ticks(series) == [5, 10, 15, 20]
    np.testing.assert_array_equal(values(series), [1.25, -0.35, np.nan, 7.75])


def _rows(at, column):
    return [{"t": tick, "a": value, "more": {"b": [1]}} for tick, value in zip(at, column, strict=True)]


JSONS = {
    "lines.jsonl": lambda at, column: "\n\n".join(json.dumps(row) for row in _rows(at, column)),
    "records.json": lambda at, column: json.dumps(_rows(at, column), indent=1),
    "columns.json": lambda at, column: json.dumps({"t": at, "more": 3, "a": column}),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", JSONS)
@SOME
@given(table=tables())
def test_every_shape_of_json_is_read_to_the_last_digit(read, name, packed, table):
    at, column = table
    raw = JSONS[name](at, column).encode()
    series = read(name, gzip.compress(raw) if packed else raw, time_format="epoch_ns")
    assert ticks(series) == at
    np.testing.assert_array_equal(values(series), expected(column))
    assert [c.name for c in series.meta.channels] == ["a"]


@pytest.mark.parametrize("name", JSONS)
def test_json_keeps_every_digit_of_a_time(read, name):
    raw = (
        JSONS[name]([1, 2], [0.1, 0.2])
        .replace('"t": 1,', '"t": 1704067200.123456789,')
        .replace('"t": 2,', '"t": 1704067200.123456790,')
        .replace("[1, 2]", "[1704067200.123456789, 1704067200.123456790]")
    )
    series = read(name, raw, time_format="epoch_s")
    assert ticks(series) == [AT + 123456789, AT + 123456790]


def test_json_rows_without_keys_go_by_number(read):
    series = read("a.json", "[[0, 1.5, 2], [1, 2.5, null]]", time_column=0)
    assert [c.name for c in series.meta.channels] == ["1", "2"]
    np.testing.assert_array_equal(values(series, 1), [2, np.nan])


@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
@pytest.mark.parametrize(("subtype", "bits"), [("PCM_16", 16), ("PCM_24", 24)])
def test_sound_is_read_to_the_last_bit_on_a_regular_axis(read, name, subtype, bits):
    rng = np.random.default_rng(3)
    whole = rng.integers(-(1 << (bits - 1)), 1 << (bits - 1), (4000, 2))
    series = read(name, lambda p: soundfile.write(p, whole / (1 << (bits - 1)), 8000, subtype), time_column="time")
    assert [c.name for c in series.meta.channels] == ["ch1", "ch2"]
    np.testing.assert_array_equal(series.values(1, 0, 4000), whole[:, 1] / (1 << (bits - 1)))
    axis = series.meta.axis
    assert (axis.regular, axis.step, axis.decimals) == (True, 125, 6)


@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE", "PCM_32"])
def test_sound_of_full_depth(read, tmp_path, subtype):
    wave = np.random.default_rng(4).uniform(-1, 1, 1000)
    series = read("a.wav", lambda path: soundfile.write(path, wave, 44100, subtype), time_column=None)
    soundfile.write(tmp_path / "again.wav", wave, 44100, subtype)
    np.testing.assert_array_equal(series.values(0, 0, 1000), soundfile.read(tmp_path / "again.wav")[0])
    assert ticks(series) == [round(i * 10**9 / 44100) for i in range(1000)], "rounded to the nanosecond"


def test_content_goes_before_the_name(read):
    table = pa.table({"t": [1, 2], "a": [1.0, 2.0]})
    assert values(read("a.csv", lambda path: pq.write_table(table, path))).tolist() == [1, 2]
    assert values(read("a.json", "t,a\n1,1\n2,2\n", format="csv")).tolist() == [1, 2]
    assert values(read("a.bin", '{"t": 1, "a": 1}\n{"t": 2, "a": 2}\n')).tolist() == [1, 2]


@pytest.mark.parametrize("name", [*WRITERS, *JSONS, "a.wav"])
def test_names_of_columns_before_the_ingest(tmp_path, name):
    path = tmp_path / name
    if name in WRITERS:
        WRITERS[name](pa.table({"t": [1], "a": [2.0]}), path)
    elif name in JSONS:
        path.write_text(JSONS[name]([1], [2.0]))
    else:
        soundfile.write(path, np.zeros((5, 2)), 100)
    assert set(first_cells(path, ",")) >= ({"time", "ch1", "ch2"} if name == "a.wav" else {"t", "a"})


BAD = {
    "cut off gzip": ("a.csv.gz", gzip.compress(b"t,a\n" + b"1,2\n" * 5000)[:-20], "series.file.corrupt", {}),
    "cut off parquet": ("a.parquet", b"PAR1" + b"\0" * 40, "series.file.corrupt", {}),
    "no parquet at all": ("a.parquet", b"t,a\n1,2\n", "series.file.corrupt", {}),
    "cut off WAV": ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "series.file.corrupt", {}),
    "broken line": ("a.jsonl", '{"t": 1, "a": 2}\n\n{"t": 2, "a": \n', "series.json.invalid", {"line": 3}),
    "a line that is no record": ("a.jsonl", '{"t": 1, "a": 2}\n[1]\n', "series.json.invalid", {"line": 2}),
    "text in JSON lines": (
        "a.jsonl", '{"t": 1, "a": 2}\n{"t": 2, "a": "ERR"}\n', "series.value.unparsable", {"line": 2, "column": "a"}),
    "no time in JSON lines": (
        "a.jsonl", '{"t": 1, "a": 2}\n{"a": 3}\n', "series.time.unparsable", {"line": 2, "column": "t"}),
    "backwards in JSON lines": (
        "a.jsonl", '{"t": 2, "a": 2}\n\n{"t": 1, "a": 3}\n', "series.time.unsorted", {"line": 3, "column": "t"}),
    "broken document": ("a.json", '[{"t": 1, "a": 2}, {"t": ', "series.json.invalid", {}),
    "text in a document": (
        "a.json", '[{"t": 1, "a": 2}, {"t": 2, "a": "ERR"}]', "series.value.unparsable", {"row": 2, "column": "a"}),
    "columns that differ in length": ("a.json", '{"t": [1, 2], "a": [1]}', "series.row.ragged", {}),
    "a value in a document": ("a.json", "[1, 2]", "series.column.missing", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_named_with_its_place(read, name):
    file, content, code, place = BAD[name]
    with pytest.raises(SeriesError) as caught:
        read(file, content)
    error = caught.value
    assert error.code == code, error
    assert error.place.file == file
    for part, value in place.items():
        assert getattr(error.place, part) == value, (part, error)
    assert error.expected or error.remedies


def test_places_in_parquet_are_row_groups_and_rows(read):
    for column, code, where in [
        (pa.array([1, 2, 3, 5, 4, 6]), "series.time.unsorted", "t"),
        (pa.array([1, 2, 3, 4, None, 6]), "series.time.unparsable", "t"),
    ]:
        table = pa.table({"t": column, "a": [1.0] * 6})
        with pytest.raises(SeriesError) as caught:
            read("a.parquet", lambda path, table=table: pq.write_table(table, path, row_group_size=3))
        error = caught.value
        assert (error.code, error.place.column) == (code, where)
        assert (error.place.row_group, error.place.row) == (2, 2)
        assert "row group 2, row 2, column 't'" in str(error)


def test_a_column_that_shows_its_text_late_is_left_out(read):
    lines = "".join(
        f'{{"t": {i}, "a": {i}, "b": {"null" if i < 900 else chr(34) + "x" + chr(34)}}}\n' for i in range(1000)
    )
    series = read("a.jsonl", lines)
    assert [c.name for c in series.meta.channels] == ["a"]
    assert series.meta.rows == 1000
