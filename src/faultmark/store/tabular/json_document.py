"""A whole JSON document as a table: a list of records, a list of rows, or an object of columns.

It is parsed in a stream. Columns that come one after the other are first set down in pieces in a scratch folder, so
that memory grows with neither form.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import ijson
import pyarrow as pa
from pyarrow import feather

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.spelling import respelled
from faultmark.store.options import IngestOptions
from faultmark.store.source_file import SourceFile
from faultmark.store.tabular.columns import SAMPLE_ROWS, Columns, choose_columns, first_texts
from faultmark.store.tabular.records import BadRecord, RecordPlan, plan_records
from faultmark.store.tabular.stream import Part, TableStream

__all__ = ["json_names", "open_json"]

_SAMPLE = 500
_ROWS = 1 << 13
_PIECE = 1 << 16
_EXPECTED = 'A list of records [{"time": 0, "a": 1.5}, …], or an object of columns {"time": [0, …], "a": [1.5, …]}.'


def open_json(source: Path, options: IngestOptions, compression: str | None, scratch: Path) -> TableStream:
    """Open a JSON document.

    Parameters
    ----------
    scratch:
        Where columns are set down; what is left there by a killed process is told by its name.

    Raises
    ------
    SeriesError
        ``series.json.invalid``, and those of the columns.
    """
    file = SourceFile(source, compression)
    folder: Path | None = None

    def close() -> None:
        file.close()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    try:
        events = _events(source.name, file)
        _, event, _ = next(events)
        if event == "start_array":
            records = _items(events)
            first = list(islice(records, _SAMPLE))
            plan = plan_records(source.name, first, options)
            parts = _record_parts(source.name, plan, chain(first, records), file, options)
            return TableStream(source.name, options, plan.columns, parts, file.digest, close)
        if event != "start_map":
            raise _invalid(source.name, "The document is a single value.")
        folder = Path(tempfile.mkdtemp(prefix=f"direct-{os.getpid()}-", dir=scratch))
        table = _Spool(source.name, folder, options)
        table.take(events)
        columns = choose_columns(source.name, table.names, table.types, options, table.first)
        parts = table.parts(columns, file)
        return TableStream(source.name, options, columns, parts, file.digest, close)
    except BaseException:
        close()
        raise


def json_names(source: Path, compression: str | None) -> list[str]:
    """Return the names of a document's columns: of its first records, or of all its columns."""
    file = SourceFile(source, compression)
    try:
        events = _events(source.name, file)
        _, event, _ = next(events)
        if event == "start_array":
            first = islice(_items(events), _SAMPLE)
            return list(dict.fromkeys(key for record in first if isinstance(record, Mapping) for key in record))
        return [value for prefix, event, value in events if event == "map_key" and not prefix]
    finally:
        file.close()


def _events(name: str, file: SourceFile) -> Iterator[tuple[str, str, Any]]:
    try:
        yield from ijson.parse(file, buf_size=1 << 16)
    except ijson.JSONError as error:
        why = str(error).splitlines()[0].rstrip(". ")
        raise _invalid(name, f"The document is no JSON, or is cut off: {why}.") from None


def _invalid(name: str, what: str, row: int | None = None) -> SeriesError:
    return SeriesError(
        "series.json.invalid",
        what,
        place=Place(name, row=row),
        expected=_EXPECTED,
        remedies=(Remedy("Export the data again, or as JSON lines or CSV."),),
    )


def _items(events: Iterator[tuple[str, str, Any]]) -> Iterator[Any]:
    """Build each item of the list that has just begun; a row without keys gets its columns' numbers."""
    for item in ijson.items(events, "item"):
        yield {str(i): value for i, value in enumerate(item)} if isinstance(item, list) else item


def _record_parts(
    name: str, plan: RecordPlan, records: Iterator[Any], file: SourceFile, options: IngestOptions
) -> Iterator[Part]:
    done = 0
    while part := list(islice(records, _ROWS)):
        try:
            arrays = plan.arrays(part)
        except BadRecord as error:
            column = None if error.column is None else plan.columns.names[error.column]
            if column is None:
                raise _invalid(name, f"{error.text!r} is no record.", done + error.row + 1) from None
            raise SeriesError(
                "series.value.unparsable",
                f"{error.text!r} is not a number.",
                place=Place(name, None, column, row=done + error.row + 1),
                expected="A number such as 12.5, or null.",
                remedies=(
                    *respelled(error.text, options),
                    Remedy("Correct the value; leave it null if there is none."),
                ),
            ) from None
        yield Part(arrays, len(part), file.done_bytes, first_row=done)
        done += len(part)


class _Spool:
    """Columns that come one after the other, set down in pieces of equal length."""

    def __init__(self, name: str, folder: Path, options: IngestOptions) -> None:
        self._name = name
        self._folder = folder
        self._time = options.time_column
        self.names: list[str] = []
        self.types: list[pa.DataType] = []
        self._sizes: list[int] = []

    def take(self, events: Iterator[tuple[str, str, Any]]) -> None:
        """Read all columns. Values that are no lists are left aside."""
        for prefix, event, value in events:
            if event == "map_key" and not prefix:
                self.names.append(value)
                self.types.append(pa.list_(pa.null()))
                self._sizes.append(0)
                continue
            if event == "start_array" and self.names and prefix == self.names[-1]:
                self._column(len(self.names) - 1, events)

    def _column(self, index: int, events: Iterator[tuple[str, str, Any]]) -> None:
        kind, depth = pa.null(), 0
        piece: list[Any] = []
        is_time = self._time in (self.names[index], index)
        for _, event, value in events:
            if event in ("start_map", "start_array"):
                depth += 1
                kind = pa.list_(pa.null())
            elif event in ("end_map", "end_array"):
                depth -= 1
                if depth < 0:
                    break
            elif not depth:
                piece.append(value)
                if len(piece) == _PIECE:
                    kind = self._put(index, piece, kind, is_time=is_time)
                    piece = []
        kind = self._put(index, piece, kind, is_time=is_time)
        self.types[index] = pa.float64() if pa.types.is_null(kind) else kind

    def _put(self, index: int, piece: Sequence[Any], kind: pa.DataType, *, is_time: bool) -> pa.DataType:
        if pa.types.is_list(kind):
            return kind
        texts = any(isinstance(value, str) for value in piece)
        if is_time or texts:
            array = pa.array([None if value is None else str(value) for value in piece], pa.string())
            found = array.type
        else:
            array = pa.array([_float(value) for value in piece], pa.float64())
            found = pa.null() if array.null_count == len(array) else array.type
        number = self._sizes[index] // _PIECE
        feather.write_feather(pa.table({"v": array}), self._piece(index, number), compression="uncompressed")
        self._sizes[index] += len(piece)
        return found if pa.types.is_null(kind) or pa.types.is_string(found) else kind

    def first(self, wanted: Sequence[int]) -> dict[int, list[str]]:
        """The first values of some columns."""
        sizes = [min(self._sizes[i], SAMPLE_ROWS) for i in wanted]
        arrays = {i: self._read(i, 0)[: min(sizes)] for i in wanted if min(sizes)}
        return first_texts(arrays)

    def _read(self, index: int, number: int) -> pa.Array:
        return feather.read_table(self._piece(index, number), memory_map=False).column(0).combine_chunks()

    def _piece(self, index: int, number: int) -> str:
        return str(self._folder / f"{index}-{number}.arrow")

    def parts(self, columns: Columns, file: SourceFile) -> Iterator[Part]:
        """Give the pieces side by side."""
        sizes = {self._sizes[i] for i in columns.wanted}
        if len(sizes) > 1:
            told = ", ".join(f"{self.names[i]!r} has {self._sizes[i]:,}" for i in columns.wanted[:6])
            raise SeriesError(
                "series.row.ragged",
                f"The columns differ in length: {told}.",
                place=Place(self._name),
                expected="As many values in every column.",
                remedies=(Remedy("Export the data again; use null where a value is missing."),),
            )
        (size,) = sizes
        for number in range(-(-size // _PIECE)):
            arrays = {i: self._read(i, number) for i in columns.wanted}
            rows = min(_PIECE, size - number * _PIECE)
            yield Part(arrays, rows, file.done_bytes, first_row=number * _PIECE)


def _float(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None
