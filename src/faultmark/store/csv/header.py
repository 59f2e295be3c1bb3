"""The header: which columns there are, and what to say when the one asked for is not among them."""

from __future__ import annotations

import csv
import difflib
import io
import re
from dataclasses import dataclass

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.blocks import Block
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions

__all__ = ["Header", "is_missing", "is_number", "is_sample", "read_header", "rows_of"]

MISSING = ("", "NaN", "nan", "NAN", "-nan", "-NaN", "NULL", "null", "Null", "NA", "N/A", "n/a", "#N/A", "None", "none")
"""Cells that stand for no value."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE)
_SEPARATORS = {";": "a semicolon", "\t": "a tab", ",": "a comma", "|": "a bar"}


def is_missing(cell: str) -> bool:
    """Say whether a cell stands for no value."""
    return cell.strip() in MISSING


def is_number(cell: str, decimal: str = ".") -> bool:
    """Say whether a cell reads as a number."""
    cell = cell.strip()
    return _NUMBER.fullmatch(cell if decimal == "." else cell.replace(decimal, ".", 1)) is not None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns' names, unique; and how many lines of the file come before the first row of samples."""

    names: tuple[str, ...]
    lines: int
    notices: tuple[Notice, ...] = ()

    def index(self, column: str | int, name: str, options: IngestOptions) -> int:
        """Find a column by name or 0-based index.

        Raises
        ------
        SeriesError
            ``series.column.missing``, ``series.separator.wrong`` or ``series.header.missing``.
        """
        if isinstance(column, int) or (options.headless and column.isdigit()):
            if 0 <= int(column) < len(self.names):
                return int(column)
        elif column in self.names:
            return self.names.index(column)
        raise self._missing(column, name, options)

    def _missing(self, column: str | int, name: str, options: IngestOptions) -> SeriesError:
        if (wrong := _wrong_separator(self.names, name, options)) is not None:
            return wrong
        if not options.headless and self.names and all(is_sample(cell, options.decimal) for cell in self.names):
            return _no_header(self.names, name)
        shown = ", ".join(repr(n) for n in self.names[:30]) + (" …" if len(self.names) > 30 else "")
        if options.headless:
            shown = f"0 to {len(self.names) - 1}"
        remedies = []
        if isinstance(column, str):
            lower = {n.strip().lower(): n for n in self.names}
            close = difflib.get_close_matches(column.strip().lower(), lower, 3, 0.6)
            for match in close:
                is_time = column == options.time_column
                change = {"time_column": lower[match]} if is_time else _replaced(options, column, lower[match])
                remedies.append(Remedy(f"Did you mean {lower[match]!r}?", change))
        remedies.append(Remedy("Use one of the columns there are, in the labeling config or in the ingest options."))
        return SeriesError(
            "series.column.missing",
            f"There is no column {column!r}. The file has: {shown}.",
            place=Place(name, self.lines or 1, column),
            remedies=tuple(remedies),
        )


def _replaced(options: IngestOptions, old: str, new: str) -> dict[str, object]:
    return {"columns": [new if c == old else c for c in options.columns or ()]}


def rows_of(data: bytes, separator: str) -> csv.Reader:  # type: ignore[name-defined]
    """Read rows slowly, for the header and for finding faults."""
    return csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""), delimiter=separator)


def read_header(block: Block, name: str, options: IngestOptions) -> Header:
    """Read the first row of the first block.

    Raises
    ------
    SeriesError
        ``series.separator.wrong`` if the row only makes sense with another separator, ``series.header.missing`` if it
        holds samples already.
    """
    if len(options.separator) != 1:
        raise SeriesError(
            "series.separator.wrong",
            f"The separator must be one character, not {options.separator!r}.",
            place=Place(name),
            remedies=(Remedy("Separate by commas.", {"separator": ","}),),
        )
    if options.decimal not in (".", ",") or options.decimal == options.separator:
        raise SeriesError(
            "series.decimal.wrong",
            f"Decimals cannot stand after {options.decimal!r} where {options.separator!r} separates the columns.",
            place=Place(name),
            expected="A point or a comma that does not separate columns too.",
        )
    # The header is short; a first megabyte keeps a malformed file from being decoded whole.
    reader = rows_of(block.data[: 1 << 20], options.separator)
    row: list[str] = []
    for row in reader:
        if row:
            break
    cells = tuple(cell.strip() for cell in row)
    if (wrong := _wrong_separator(cells, name, options)) is not None:
        raise wrong
    if options.headless:
        return Header(tuple(str(i) for i in range(len(cells))), 0)
    _refuse_preamble(cells, reader, name)
    lines = reader.line_num if options.first_row is None else max(reader.line_num, options.first_row - 1)
    wanted = options.time_column
    if all(is_sample(c, options.decimal) for c in cells) and wanted not in cells and not _is_range(cells):
        raise _no_header(cells, name)
    names: list[str] = []
    notices: list[Notice] = []
    for i, cell in enumerate(cells):
        unique, n = cell or f"column {i + 1}", 1
        while unique in names:
            n += 1
            unique = f"{cell} ({n})"
        if n > 1:
            text = f"The column name {cell!r} occurs more than once; number {n} is called {unique!r}."
            notices.append(Notice("series.column.renamed", text, reader.line_num, unique))
        names.append(unique)
    return Header(tuple(names), lines, tuple(notices))


def _refuse_preamble(cells: tuple[str, ...], reader: csv.Reader, name: str) -> None:  # type: ignore[name-defined]
    """Comments and a spreadsheet's own line about separators are no names of columns."""
    if not cells or not (cells[0].startswith("#") or re.fullmatch("sep=.?", cells[0], re.IGNORECASE)):
        return
    # A table's own header may begin with a sign of comments.
    begun = reader.line_num
    following: list[str] = next((row for row in reader if row), [])
    if cells[0].startswith("#") and len(following) == len(cells) > 1 and not following[0].startswith("#"):
        return
    raise SeriesError(
        "series.header.late",
        f"Line {begun} does not name columns: {','.join(cells)[:60]!r}.",
        place=Place(name, begun),
        expected="The names of the columns on the first line.",
        remedies=(Remedy("Remove the lines above the names of the columns, then ingest the file again."),),
    )


def is_sample(cell: str, decimal: str) -> bool:
    """Say whether a cell may be a sample's: a number, a time in figures, or nothing."""
    return is_missing(cell) or is_number(cell, decimal) or re.match(r"\d{1,4}[-/.:]\d", cell) is not None


def _is_range(cells: tuple[str, ...]) -> bool:
    """Whether the names are 0, 1, 2 …, as a data frame without names writes them."""
    return len(cells) > 1 and list(cells) == [str(i) for i in range(len(cells))]


def _no_header(cells: tuple[str, ...], name: str) -> SeriesError:
    shown = ", ".join(cells[:6]) + (" …" if len(cells) > 6 else "")
    return SeriesError(
        "series.header.missing",
        f"The first line holds values ({shown}) where the names of the columns should be.",
        place=Place(name, 1),
        expected="A line with the names of the columns.",
        remedies=(
            Remedy("Read the file as headless, its columns go by number from 0.", {"headless": True, "time_column": 0}),
        ),
    )


def _wrong_separator(cells: tuple[str, ...], name: str, options: IngestOptions) -> SeriesError | None:
    if len(cells) != 1:
        return None
    counts = {s: cells[0].count(s) for s in _SEPARATORS if s != options.separator}
    best = max(counts, key=lambda s: counts[s])
    if not counts[best]:
        return None
    return SeriesError(
        "series.separator.wrong",
        f"With {_SEPARATORS.get(options.separator, repr(options.separator))} as the separator the file has one column;"
        f" {_SEPARATORS[best]} would give {counts[best] + 1}.",
        place=Place(name, 1),
        remedies=(Remedy(f"Separate by {_SEPARATORS[best]}.", {"separator": best}),),
    )
