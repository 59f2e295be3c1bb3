"""A look at the names of a file's columns, before anything is decided about it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from faultmark.errors import SeriesError
from faultmark.store.formats import Format, recognise
from faultmark.store.options import IngestOptions
from faultmark.store.source_file import SourceFile, file_missing

__all__ = ["first_cells", "first_times"]

_ENOUGH = 1 << 18
_FEW = 100


def first_cells(
    source: Path,
    separator: str,
    encoding: str = "utf-8",
    asked: str | None = None,
    skip_lines: Sequence[int] | None = None,
) -> list[str]:
    """The cells of the first line that is not empty, or the names of a typed file's columns; none for an empty file.

    Bytes that are no text are replaced: saying what is wrong with them is the reader's part.

    Parameters
    ----------
    source:
        The file.
    separator, encoding:
        Of text in columns.
    asked:
        A format that the user named.
    skip_lines:
        Lines of text that are left out, from 1.

    Raises
    ------
    SeriesError
        ``series.file.missing`` when the file cannot be opened.
    """
    try:
        found = recognise(source, asked)
        match found.format:
            case Format.PARQUET:
                from faultmark.store.tabular.parquet import parquet_names  # noqa: PLC0415

                return parquet_names(source)
            case Format.ARROW | Format.ARROW_STREAM:
                from faultmark.store.tabular.arrow import arrow_names  # noqa: PLC0415

                return arrow_names(source, streamed=found.format is Format.ARROW_STREAM)
            case Format.JSON_LINES:
                from faultmark.store.tabular.json_lines import first_records  # noqa: PLC0415

                records = first_records(source, found.compression, encoding)
                return list(dict.fromkeys(key for record in records if isinstance(record, dict) for key in record))
            case Format.JSON:
                from faultmark.store.tabular.json_document import json_names  # noqa: PLC0415

                return json_names(source, found.compression)
            case Format.AUDIO:
                from faultmark.store.audio import audio_names  # noqa: PLC0415

                return audio_names(source)
            case Format.CSV:
                file = SourceFile(source, found.compression)
                try:
                    head = file.read(_ENOUGH)
                finally:
                    file.close()
    except FileNotFoundError:
        raise file_missing(source) from None
    except OSError as error:
        missing = SeriesError("series.file.missing", f"The file cannot be opened: {error.strerror}.")
        missing.place = file_missing(source).place
        raise missing from error
    return _cells(_lines(head, encoding, skip_lines), separator)


def _lines(head: bytes, encoding: str, skip: Sequence[int] | None) -> list[str]:
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace").replace("\0", "\ufffd")
    left_out = frozenset(skip or ())
    return ["" if number in left_out else line for number, line in enumerate(text.splitlines(), 1)]


def _cells(lines: Sequence[str], separator: str) -> list[str]:
    rows = csv.reader(lines, delimiter=separator if len(separator) == 1 else ",")
    try:
        return next((row for row in rows if row), [])
    except csv.Error:
        return []


def first_times(source: Path, options: IngestOptions) -> list[str]:
    """The first cells of a CSV file's time column as text, joined with the time of day where that stands beside it.

    None for other formats and files without such a column.
    """
    found = recognise(source, options.format)
    if found.format is not Format.CSV or options.time_column is None:
        return []
    file = SourceFile(source, found.compression)
    try:
        head = file.read(_ENOUGH)
    finally:
        file.close()
    lines = _lines(head, options.encoding, options.skip_lines)[:_FEW]
    rows = [row for row in csv.reader(lines, delimiter=options.separator) if row]
    names = [cell.strip() for cell in rows[0]] if rows else []
    named = options.time_column in names
    asked = [column for column in (options.time_column, options.time_of_day) if column is not None]
    places = [names.index(str(column)) if named and column in names else column for column in asked]
    numbers = [at for at in places if isinstance(at, int)]
    if len(numbers) < len(places):
        return []
    return [" ".join(row[at].strip() for at in numbers) for row in rows[named:] if len(row) > max(numbers)]
