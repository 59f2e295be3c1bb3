"""Ugly files: each is refused with what is wrong, where, and what to do; and nothing is left behind."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.errors import SeriesError
from faultmark.store.load import load_series
from faultmark.store.series_store import SeriesStore


@pytest.fixture
def store(tmp_path):
    return SeriesStore(tmp_path / "store")


@pytest.fixture
def refuse(tmp_path, store):
    """Ingest a file that must fail; returns the error. Applying its first remedy's options must then work."""

    def run(content, *, mended=None, block_bytes=None, **options):
        path = tmp_path / "ugly.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        options = IngestOptions(**{"time_column": "t", **options})
        small = partial(load_series, key="k", block_bytes=block_bytes)
        with pytest.raises(SeriesError) as caught:
            (small if block_bytes else ingest_series)(path, options, store)
        error = caught.value
        assert error.place.file == "ugly.csv"
        assert list((tmp_path / "store" / "tmp").iterdir()) == []
        offered = next((r.options for r in error.remedies if r.options), None)
        if mended is not None:
            result = ingest_series(path, options.with_changes(offered), store)
            assert result.meta.rows == mended
        else:
            assert offered is None, "a remedy's options should be tried"
        return error

    return run


def rows(n, line="{i},{i}"):
    return "t,a\n" + "".join(line.format(i=i) + "\n" for i in range(n))


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path, store):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(SeriesError) as caught:
            ingest_series(path, IngestOptions(), store)
        assert caught.value.code == "series.file.missing"


@pytest.mark.parametrize("content", ["", "\n\n\r\n", "\ufeff"])
def test_a_file_of_blank_lines_is_refused_as_empty(refuse, content):
    assert refuse(content).code == "series.file.empty"


@pytest.mark.parametrize("content", [
    b"PK\x03\x04\x14\x00", b"t,a\n1,2\n\x00\x01\x02\x03\n"
])  # fmt: skip
def test_what_is_no_text_is_refused(refuse, content):
    assert refuse(content).code == "series.file.binary"


def test_what_is_not_utf_8_is_told_with_its_line(refuse):
    error = refuse("t,Öl\n1,2\n".encode("cp1252"), mended=1)
    assert (error.code, error.place.line) == ("series.file.encoding", 1)
    error = refuse("t,a\n1,2\n".encode("utf-16"), mended=1)
    assert error.code == "series.file.encoding"


def test_the_first_line_in_another_encoding_is_told_however_far(refuse):
    text = "t,a,n\n1,2,µm\n2,3,ok\n".encode() + b"3,4,\xb5m\n4,5,x\n"
    error = refuse(text, mended=4)
    assert (error.code, error.place.line) == ("series.file.encoding", 4)
    far = b"t,a,n\n" + b"".join(b"%d,2,x\n" % i for i in range(5000)) + b"9999,4,\xb5m\n"
    assert refuse(far, mended=5001, block_bytes=4096).place.line == 5002


def test_an_encoding_that_does_not_exist(refuse):
    assert refuse(rows(2), encoding="klingon", mended=2).code == "series.file.encoding"


def test_a_first_line_of_values_is_told_as_a_missing_header(refuse):
    error = refuse("2024-01-01,5\n2024-01-02,6\n", mended=2)
    assert (error.code, error.place.line) == ("series.header.missing", 1)
    assert refuse("1,5\n2,6\n", time_column=None, mended=2).code == "series.header.missing"


def test_a_missing_column_lists_those_there_are_and_guesses(refuse):
    error = refuse("timestamp,Temp,x\n1,2,3\n", time_column="Timestamp", mended=1)
    assert error.code == "series.column.missing"
    assert error.place.column == "Timestamp"
    assert "'timestamp', 'Temp', 'x'" in error.message
    assert "'timestamp'" in error.remedies[0].text
    error = refuse("t,temperature,x\n1,2,3\n", columns=("x", "temprature"), mended=1)
    assert error.remedies[0].options == {"columns": ["x", "temperature"]}
    assert refuse("t,a\n1,2\n", columns=("pressure",)).code == "series.column.missing"
    assert refuse("1,2\n", headless=True, time_column=2).code == "series.column.missing"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_the_wrong_separator(refuse, separator):
    error = refuse("t,a,b\n1,2,3\n2,3,4\n".replace(",", separator), mended=2)
    assert error.code == "series.separator.wrong"
    assert error.remedies[0].options == {"separator": separator}
    assert refuse("t,a\n1,2\n", separator=",,", mended=1).code == "series.separator.wrong"


@pytest.mark.parametrize(("bad", "cells"), [("7", 1), ("7,8,9", 3)])
@pytest.mark.parametrize("before", [1, 3000])
def test_a_ragged_row_is_told_with_its_line_and_cells(refuse, bad, cells, before):
    error = refuse(rows(before) + bad + "\n9999,1\n", block_bytes=4096, mended=before + 1)
    assert (error.code, error.place.line) == ("series.row.ragged", before + 2)
    assert f"{cells} cell" in error.message


def test_lines_count_blank_lines_and_line_breaks_in_quotes(refuse):
    text = 't,a,n\n\n1,2,"two\nlines"\n\n\n2,3,x\n3,oops,x\n'
    error = refuse(text, columns=("a",), mended=3)
    assert (error.code, error.place.line, error.place.column) == ("series.value.unparsable", 8, "a")


def test_a_quote_that_is_never_closed(refuse, monkeypatch):
    monkeypatch.setattr("faultmark.store.csv.blocks._LONGEST_ROW", 1 << 14)
    error = refuse(rows(100) + '100,"1\n' + "".join(f"{i},{i}\n" for i in range(101, 9000)), block_bytes=4096)
    assert error.code == "series.row.ragged"


def test_a_cell_that_is_no_number(refuse):
    error = refuse("t,a,b\n1,2,3\n2,3,ERR\n3,4,5\n", mended=3)
    assert (error.code, error.place.line, error.place.column) == ("series.value.unparsable", 3, "b")
    assert error.remedies[-1].options == {"columns": ["a"]}
    error = refuse("t;a\n1;2,5\n2;3,5\n", mended=2, separator=";", columns=("a",))
    assert error.remedies[0].options == {"decimal": ","}
    assert refuse("t,a\n1,on\n2,off\n").code == "series.value.unparsable"


def test_a_time_that_cannot_be_read(refuse):
    head = "t,a\n2024-01-01 00:00:00,1\n"
    error = refuse(head + "2024-01-01 00:61:00,2\n", mended=1)
    assert (error.code, error.place.line, error.place.column) == ("series.time.unparsable", 3, "t")
    assert "00:61:00" in error.message
    assert error.expected
    assert refuse(head + ",2\n", mended=1).place.line == 3
    error = refuse(head + "soon,2\n", time_format="%Y-%m-%d %H:%M:%S", mended=1)
    assert error.place.line == 3
    assert refuse("t,a\n1,1\nx,2\n", mended=1).place.line == 3
    assert refuse("t,a\n1,1\n1e30,2\n", mended=1).place.line == 3
    assert refuse("t,a\n1,1\nx,2\n", time_format="%s", mended=1).place.line == 3
    assert refuse(rows(3000) + ",1\n", block_bytes=4096, mended=3000).place.line == 3002


def test_times_of_another_format_come_with_a_guess(refuse):
    error = refuse("t,a\n31.12.2023 23:59:59,1\n01.01.2024 00:00:00,2\n", mended=2)
    assert error.code == "series.time.unparsable"
    assert error.remedies[0].options == {"time_format": "%d.%m.%Y %H:%M:%S"}
    error = refuse("t,a\n31.12.2023 23:59:59,1\n", time_format="%Y-%m-%d", mended=1)
    assert error.remedies[0].options == {"time_format": "%d.%m.%Y %H:%M:%S"}
    assert "%Y-%m-%d" in error.expected
    error = refuse("t,a\n1704067200,1\n", time_format="%Y-%m-%d", mended=1)
    assert error.remedies[0].options == {"time_format": "%s"}
    assert refuse("t,a\n2024-01-01,1\n", time_format="%Y-%W", mended=1).code == "series.time.unparsable"


@pytest.mark.parametrize("block_bytes", [None, 4096])
def test_times_that_go_back(refuse, block_bytes):
    text = rows(2000) + "1500.5,1\n2001,1\n"
    error = refuse(text, block_bytes=block_bytes, mended=2002)
    assert (error.code, error.place.line, error.place.column) == ("series.time.unsorted", 2002, "t")
    assert "1999" in error.message
    assert "1500.5" in error.message
    assert error.remedies[0].options == {"sort": True}


def test_times_that_go_back_after_dropped_duplicates(refuse):
    error = refuse("t,a\n1,1\n2,1\n2,1\n2,1\n1,1\n", drop_duplicates=True, mended=2)
    assert (error.code, error.place.line) == ("series.time.unsorted", 6)


def test_a_header_without_rows_is_refused(refuse):
    assert refuse("t,a\n").code == "series.rows.too_few"


def test_the_real_step_back_in_a_machine_log(refuse):
    error = refuse("t,a\n2014-01-07 02:55:00,1\n2014-01-07 02:00:00,2\n", time_format="%Y-%m-%d %H:%M:%S", mended=2)
    assert "from 2014-01-07 02:55:00 to 2014-01-07 02:00:00" in error.message


def test_a_file_that_changes_or_vanishes_while_it_is_read(tmp_path, store):
    for i, (spoil, code) in enumerate(
        ((lambda p: p.open("a").write("9999,1\n"), "series.file.changed"), (os.unlink, "series.file.missing"))
    ):
        path = tmp_path / f"log{i}.csv"
        path.write_text(rows(100))
        spoiled = []

        def progress(_, path=path, spoil=spoil, spoiled=spoiled):
            if not spoiled:
                spoiled.append(spoil(path))

        with pytest.raises(SeriesError) as caught:
            ingest_series(path, IngestOptions(time_column="t"), store, progress)
        assert caught.value.code == code
    assert list((tmp_path / "store" / "series").iterdir()) == []
    assert list((tmp_path / "store" / "tmp").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_plainly(tmp_path, store):
    with store.writer(["a"]) as writer:
        # The system's own file that is always full stands where the samples go.
        values = writer.folder / "c00000.values"
        values.unlink()
        values.symlink_to("/dev/full")
        with pytest.raises(SeriesError) as caught:
            writer.append(None, [np.zeros(1 << 20, np.float32)])
    assert caught.value.code == "series.disk.full"
    assert list((tmp_path / "store" / "tmp").iterdir()) == []
