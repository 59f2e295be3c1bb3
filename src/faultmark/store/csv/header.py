"""The header: which columns there are, and what to say when the one asked for is not among them."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.blocks import Block
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions

__all__ = [
    "MISSING",
    "Header",
    "is_missing",
    "is_number",
    "is_sample",
    "late_header",
    "other_separator",
    "read_header",
    "rows_of",
]

MISSING = ("", "NaN", "nan", "NAN", "-nan", "-NaN", "NULL", "null", "Null", "NA", "N/A", "n/a", "#N/A", "None", "none")
"""Cells that stand for no value."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE)
_LONGEST_PREAMBLE = 100
_SEPARATORS = {";": "a semicolon", "\t": "a tab", ",": "a comma", "|": "a bar"}


def is_missing(cell: str, more: Sequence[str] | None = None) -> bool:
    """Say whether a cell stands for no value: one of the usual ones, or of ``more``."""
    return (cell := cell.strip()) in MISSING or (more is not None and cell in more)


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
    # Where the same sign separates columns, numbers with decimals stand in quotes.
    if options.decimal not in (".", ","):
        raise SeriesError(
            "series.decimal.wrong",
            f"Decimals cannot stand after {options.decimal!r}.",
            place=Place(name),
            expected="A point or a comma.",
            remedies=(Remedy("Read points as decimal points.", {"decimal": "."}),),
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
    line = reader.line_num
    _refuse_preamble(cells, reader, name, options)
    lines = line if options.first_row is None else max(line, options.first_row - 1)
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
            notices.append(Notice("series.column.renamed", text, line, unique))
        names.append(unique)
    return Header(tuple(names), lines, tuple(notices))


def _refuse_preamble(
    cells: tuple[str, ...],
    reader: csv.Reader,  # type: ignore[name-defined]
    name: str,
    options: IngestOptions,
) -> None:
    """Comments, words about the file and a spreadsheet's own line about separators are no names of columns."""
    marked = bool(cells) and _is_remark(cells[0])
    if not marked and len(cells) != 1:
        return
    begun = last = reader.line_num
    following: list[list[str]] = []
    for row in reader:
        if not row:
            continue
        if not following and (_is_remark(row[0]) or (not marked and len(row) == 1)):
            last = reader.line_num
        else:
            following.append(row)
        if len(following) == 2 or last - begun > _LONGEST_PREAMBLE:
            break
    widths = {len(row) for row in following}
    # A table's own header may begin with a sign of comments.
    if marked and last == begun and following and len(following[0]) == len(cells) > 1:
        return
    if not marked and (len(following) < 2 or len(widths) != 1 or widths == {1}):
        return
    raise late_header(name, begun, last, ",".join(cells), options)


def _is_remark(cell: str) -> bool:
    return cell.startswith("#") or re.fullmatch("sep=.?", cell.strip(), re.IGNORECASE) is not None


def late_header(name: str, first: int, last: int, text: str, options: IngestOptions) -> SeriesError:
    """Build the error for lines above the names of the columns, with the fix that leaves them out."""
    lines = sorted({*(options.skip_lines or ()), *range(first, last + 1)})
    which = f"line {first}" if first == last else f"lines {first} to {last}"
    return SeriesError(
        "series.header.late",
        f"Line {first} does not name columns: {text[:60]!r}.",
        place=Place(name, first),
        expected="The names of the columns on the first line.",
        remedies=(Remedy(f"Leave out {which}; the file itself stays as it is.", {"skip_lines": lines}),),
    )


def is_sample(cell: str, decimal: str) -> bool:
    """Say whether a cell may be a sample's: a number, a time in figures, or nothing."""
    return is_missing(cell) or is_number(cell, decimal) or re.match(r"\d{1,4}[-/.:]\d", cell) is not None


def other_separator(row: Sequence[str], names: Sequence[str]) -> str | None:
    """What a row of a single cell is separated by, where that would give it as many cells as there are columns."""
    if len(row) != 1:
        return None
    return next((said for sign, said in _SEPARATORS.items() if len(row[0].split(sign)) == len(names) > 1), None)


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
