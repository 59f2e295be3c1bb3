"""What will be read from a file, decided from its header and its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import csv as arrow_csv

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.axis_column import AxisReader, choose_reader, guess_format
from faultmark.store.csv.blocks import Block
from faultmark.store.csv.header import (
    Header,
    is_missing,
    is_number,
    is_sample,
    late_header,
    other_separator,
    read_header,
    rows_of,
)
from faultmark.store.csv.spelled_columns import Sample, refuse_commas, refuse_spelling
from faultmark.store.csv.spelling import reads
from faultmark.store.csv.split_time import JoinedReader, joined_cell, refuse_split_time
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions

__all__ = ["EXPORT_AGAIN", "Plan", "convert_options", "make_plan"]

EXPORT_AGAIN = Remedy("Export the telemetry again, and import that file.")
_SAMPLE_BYTES = 256 << 10
_SAMPLE_ROWS = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns become what.

    Attributes
    ----------
    names:
        All columns of the file.
    time:
        Index of the time column, ``None`` if samples are numbered.
    time_of_day:
        Index of the column that holds the time of day, where the time column holds the date alone.
    reader:
        How the time column is read.
    channels:
        Indices of the columns that become channels.
    undecided:
        Those of them that had no value yet in the first rows and may turn out to be text.
    """

    name: str
    options: IngestOptions
    names: tuple[str, ...]
    time: int | None
    time_of_day: int | None
    reader: AxisReader | None
    channels: tuple[int, ...]
    undecided: frozenset[int]
    header_lines: int
    notices: tuple[Notice, ...]

    def place(self, line: int | None = None, column: int | None = None) -> Place:
        """Name a place in the file; ``column`` is an index."""
        return Place(self.name, line, None if column is None else self.names[column])


def make_plan(block: Block, name: str, options: IngestOptions, text_columns: frozenset[int] = frozenset()) -> Plan:
    """Decide from the first block.

    ``text_columns`` are columns that an earlier attempt found to hold text further down.

    Raises
    ------
    SeriesError
        ``series.column.missing``, ``series.separator.wrong``, ``series.header.missing``, ``series.rows.too_few``,
        ``series.time.unparsable``, ``series.value.unparsable``.
    """
    header = read_header(block, name, options)
    time = None if options.time_column is None else header.index(options.time_column, name, options)
    time_of_day = None
    if time is not None and options.time_of_day is not None:
        time_of_day = header.index(options.time_of_day, name, options)
    wanted = None if options.columns is None else [header.index(c, name, options) for c in options.columns]
    sample = _sample_rows(block, header, options.separator)
    if not sample:
        raise SeriesError(
            "series.rows.too_few",
            "The file has a header but no rows.",
            place=Place(name, header.lines + 1),
            expected="At least one row of samples.",
            remedies=(EXPORT_AGAIN,),
        )
    _refuse_mixture(sample, header, name)
    columns = range(len(header.names)) if wanted is None else wanted

    def place(row: int, column: int) -> Place:
        return Place(name, header.lines + 1 + row, header.names[column])

    if options.decimal == "." and options.thousands != ",":
        refuse_commas(Sample(columns, sample, place), options, options.separator)
    refuse_spelling(Sample([i for i in columns if i != time], sample, place), options, guessing=wanted is None)
    if options.first_row is None and not options.headless:
        _refuse_units(sample, header, name, options)
    if time is not None and time_of_day is None:
        refuse_split_time(sample, time, header.names, place, options)
    reader = None if time is None else _axis_reader(sample, time, time_of_day, header, name, options)
    channels, undecided, notices = _channels(sample, header, (time, time_of_day), wanted, text_columns, options)
    if not channels:
        raise _no_channel(sample, name, header, time)
    return Plan(
        name,
        options,
        header.names,
        time,
        time_of_day,
        reader,
        channels,
        undecided,
        header.lines,
        (*header.notices, *notices),
    )


def _sample_rows(block: Block, header: Header, separator: str) -> list[list[str]]:
    text = block.after(header.lines).data[:_SAMPLE_BYTES]
    rows: list[list[str]] = []
    for row in rows_of(text, separator):
        if row:
            rows.append(row)
        if len(rows) > _SAMPLE_ROWS:
            break
    # The last row may be cut off by the limit.
    return rows[:-1] if len(rows) > 1 and len(text) == _SAMPLE_BYTES else rows


def _axis_reader(  # noqa: PLR0917 - one caller
    sample: Sequence[Sequence[str]],
    time: int,
    time_of_day: int | None,
    header: Header,
    name: str,
    options: IngestOptions,
) -> AxisReader:
    # A fault further down is better told with its line; here only the kind of column is decided.
    cells = [row[time].strip() for row in sample if len(row) > time and row[time].strip()][:50]
    if time_of_day is not None:
        cells = [joined_cell(row[time], row[time_of_day]) for row in sample if len(row) > max(time, time_of_day)][:50]
    column = header.names[time]
    try:
        reader = choose_reader(cells, options.time_format, options.decimal)
        if reader is None and cells:
            reader = choose_reader(cells[:1], None, options.decimal)
    except ValueError as error:
        raise SeriesError(
            "series.time.unparsable",
            str(error),
            place=Place(name, None, column),
            remedies=tuple(Remedy(f"Read it as {g!r}.", {"time_format": g}) for g in guess_format(cells)[:2]),
        ) from None
    if reader is not None:
        return reader if time_of_day is None else JoinedReader(reader)
    raise unparsable_time(Place(name, header.lines + 1, column), cells[0] if cells else "", None, cells)


def unparsable_time(place: Place, text: str, expected: str | None, cells: Sequence[str]) -> SeriesError:
    """Build the error for a time that cannot be read, with the formats that would fit ``cells``."""
    remedies = [
        Remedy(f"Read the times as {guess!r}; set timeFormat so in the labeling config too.", {"time_format": guess})
        for guess in guess_format(cells)[:3]
    ]
    if not remedies:
        remedies = [Remedy("Correct the cell, or give the time format of the file.")]
    what = f"The time {text!r} cannot be read." if text else "The cell that should hold the time is empty."
    return SeriesError(
        "series.time.unparsable",
        what,
        place=place,
        expected=expected or "An ISO 8601 time or a number, or else a time format.",
        remedies=tuple(remedies),
    )


def _channels(  # noqa: PLR0917 - one caller
    sample: Sequence[Sequence[str]],
    header: Header,
    times: Sequence[int | None],
    wanted: Sequence[int] | None,
    text_columns: frozenset[int],
    options: IngestOptions,
) -> tuple[tuple[int, ...], frozenset[int], list[Notice]]:
    channels: list[int] = []
    undecided: set[int] = set()
    skipped: list[str] = []
    for i in range(len(header.names)) if wanted is None else wanted:
        if i in times:
            continue
        cells = [row[i] for row in sample if len(row) > i and not is_missing(row[i], options.missing)]
        numeric = sum(reads(c, options) for c in cells)
        # One odd cell among numbers is a fault to be told with its line, not a reason to drop the channel.
        if wanted is None and (i in text_columns or (cells and 2 * numeric < len(cells))):
            skipped.append(header.names[i])
            continue
        if not cells and wanted is None:
            undecided.add(i)
        channels.append(i)
    notices = [
        Notice(
            "series.value.rounded",
            f"{header.names[i]!r} has whole numbers of more than 15 digits; the last are rounded.",
            None,
            header.names[i],
        )
        for i in channels
        if any(_is_rounded(row[i].strip()) for row in sample if len(row) > i)
    ]
    if skipped:
        listed = ", ".join(repr(s) for s in skipped)
        text = f"Columns of text are not channels and were left out: {listed}."
        notices.append(Notice("series.column.text", text, None, skipped[0]))
    return tuple(channels), frozenset(undecided), notices


def _is_rounded(cell: str) -> bool:
    """Whether a whole number has more digits than a float64 holds."""
    digits = cell.lstrip("+-")
    return len(digits) > 15 and digits.isascii() and digits.isdigit() and int(float(digits)) != int(digits)


def _refuse_mixture(sample: Sequence[Sequence[str]], header: Header, name: str) -> None:
    """A row that is separated otherwise than the header looks like a time that cannot be read."""
    for at, row in enumerate(sample):
        if (other := other_separator(row, header.names)) is not None:
            raise SeriesError(
                "series.separator.mixed",
                f"This row is separated by {other}, the header is not.",
                place=Place(name, header.lines + 1 + at),
                expected="One separator throughout the file.",
                remedies=(Remedy(f"Separate all rows by {other}, or all by what the header is separated by."),),
            )


def _refuse_units(sample: Sequence[Sequence[str]], header: Header, name: str, options: IngestOptions) -> None:
    """A row of units under the header is no sample; and a title above the header is none."""
    decimal = options.decimal
    told = [cell for cell in sample[0] if not is_missing(cell)]
    below = sample[1:4]
    if not told or not below or any(is_sample(cell.strip(), decimal) for cell in told):
        return
    if not all(any(is_number(cell, decimal) for cell in row) for row in below):
        return
    shown = ", ".join(cell.strip() for cell in told[:6])
    line = header.lines + 1
    named = [column for i, column in enumerate(header.names) if column != f"column {i + 1}"]
    if len(named) < len(told) == len(set(told)):
        raise late_header(name, header.lines, header.lines, ", ".join(named), options)
    raise SeriesError(
        "series.header.units",
        f"The row under the header holds no sample ({shown}); it looks like units.",
        place=Place(name, line),
        expected="A sample.",
        remedies=(Remedy(f"Begin to read at line {line + 1}.", {"first_row": line + 1}),),
    )


def _no_channel(sample: Sequence[Sequence[str]], name: str, header: Header, time: int | None) -> SeriesError:
    column = next((i for i in range(len(header.names)) if i != time), None)
    told = ""
    line = header.lines + 1
    if column is not None:
        cells = [row[column].strip() if len(row) > column else "" for row in sample]
        at = next((n for n, cell in enumerate(cells) if not is_missing(cell) and not is_number(cell)), None)
        if at is not None:
            told, line = f" {header.names[column]!r} holds {cells[at]!r}.", line + at
    return SeriesError(
        "series.value.unparsable",
        f"The file has no numeric column{'' if time is None else ' besides the time'}.{told}",
        place=Place(name, line, None if column is None else header.names[column]),
        expected="At least one column of numbers such as 1234.5, without signs between thousands and without units.",
        remedies=(EXPORT_AGAIN,),
    )


def convert_options(plan: Plan, missing: Sequence[str]) -> arrow_csv.ConvertOptions:
    """Tell the CSV parser the exact type of every column it shall convert; it skips the others."""
    types: dict[str, pa.DataType] = {str(i): pa.float64() for i in plan.channels}
    if plan.time is not None and plan.reader is not None:
        types[str(plan.time)] = plan.reader.arrow_type
    if plan.time_of_day is not None:
        types[str(plan.time_of_day)] = pa.string()
    return arrow_csv.ConvertOptions(
        column_types=types,
        include_columns=list(types),
        null_values=list(missing),
        strings_can_be_null=False,
        check_utf8=False,
        timestamp_parsers=[arrow_csv.ISO8601],
        decimal_point=plan.options.decimal,
    )
