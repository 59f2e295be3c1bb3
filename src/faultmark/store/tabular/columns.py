"""Which columns of a table with types become time and channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.types as kinds

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.axis_column import guess_format
from faultmark.store.csv.header import Header, is_missing
from faultmark.store.csv.spelled_columns import Sample, refuse_commas, refuse_spelling
from faultmark.store.csv.spelling import reads
from faultmark.store.csv.split_time import refuse_split_time
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.tabular.typed_axis import TypedAxis, is_text
from faultmark.store.tabular.typed_values import is_numeric

__all__ = ["SAMPLE_ROWS", "Columns", "axis_of", "choose_columns", "first_texts", "unique_names"]

SAMPLE_ROWS = 500


@dataclass(frozen=True, slots=True)
class Columns:
    """Indices of the time column and of the channels, in a table of ``names``.

    ``time_of_day`` is that of the time of day, where the time column holds the date alone.
    """

    names: tuple[str, ...]
    time: int | None
    time_of_day: int | None
    channels: tuple[int, ...]
    notices: tuple[Notice, ...]

    @property
    def wanted(self) -> list[int]:
        """All that have to be read, in the table's order."""
        return sorted({*self.channels, *(i for i in (self.time, self.time_of_day) if i is not None)})


def unique_names(names: Sequence[str]) -> tuple[list[str], list[Notice]]:
    """Number names that occur more than once."""
    found: list[str] = []
    notices: list[Notice] = []
    for name in names:
        unique, n = name, 1
        while unique in found:
            n += 1
            unique = f"{name} ({n})"
        if n > 1:
            text = f"The column name {name!r} occurs more than once; number {n} is called {unique!r}."
            notices.append(Notice("series.column.renamed", text, None, unique))
        found.append(unique)
    return found, notices


def choose_columns(
    name: str,
    names: Sequence[str],
    types: Sequence[pa.DataType],
    options: IngestOptions,
    cells: Callable[[Sequence[int]], Mapping[int, Sequence[str]]],
) -> Columns:
    """Decide from a table's schema, and from the first values of what is text.

    Parameters
    ----------
    name:
        The file's.
    names, types:
        Of all columns.
    options:
        What is wanted.
    cells:
        Gives the first values of columns as text, of all as many; empty where there is none.

    Raises
    ------
    SeriesError
        ``series.column.missing``; ``series.value.unparsable`` if a wanted column can hold no numbers, or none can;
        ``series.decimal.comma``, ``series.value.spelled`` and ``series.time.split`` with the options that read it.
    """
    unique, notices = unique_names(names)
    header = Header(tuple(unique), 0)
    time = None if options.time_column is None else _index(header, options.time_column, name, options)
    time_of_day = None
    if time is not None and options.time_of_day is not None:
        time_of_day = _index(header, options.time_of_day, name, options)
    wanted = None if options.columns is None else [_index(header, column, name, options) for column in options.columns]
    texts = [i for i, kind in enumerate(types) if is_text(kind)]
    clocks = [i for i, kind in enumerate(types) if kinds.is_date(kind) or kinds.is_time(kind)]
    sample = _sample(name, unique, cells([*texts, *clocks]))
    spelled = [i for i in texts if i not in (time, time_of_day) and (wanted is None or i in wanted)]
    numbers = replace(sample, columns=spelled)
    if options.decimal == "." and options.thousands != ",":
        refuse_commas(numbers, options)
    refuse_spelling(numbers, options, guessing=wanted is None)
    if time is not None and time_of_day is None and time in (*texts, *clocks):
        refuse_split_time(sample.rows, time, unique, sample.place, options)
    if wanted is not None:
        channels = wanted
        for i in channels:
            if not is_numeric(types[i]) and not is_text(types[i]):
                raise SeriesError(
                    "series.value.unparsable",
                    f"The column holds {types[i]}, not numbers.",
                    place=Place(name, column=unique[i]),
                    expected="A column of numbers.",
                    remedies=(Remedy("Use another column in the labeling config."),),
                )
    else:
        told = options.units or options.thousands or options.decimal != "."
        taken = {i for i in spelled if told and _holds_numbers(sample, i, options)}
        others = [i for i in range(len(types)) if i not in (time, time_of_day)]
        channels = [i for i in others if is_numeric(types[i]) or i in taken]
        skipped = [unique[i] for i in others if i not in channels]
        if skipped:
            text = f"Columns without numbers are not channels and were left out: {', '.join(map(repr, skipped))}."
            notices.append(Notice("series.column.text", text, None, skipped[0]))
    channels = [i for i in dict.fromkeys(channels) if i not in (time, time_of_day)]
    if not channels:
        raise SeriesError(
            "series.value.unparsable",
            f"The file has no numeric column{'' if time is None else ' besides the time'}.",
            place=Place(name),
            expected="At least one column of numbers.",
        )
    return Columns(tuple(unique), time, time_of_day, tuple(channels), tuple(notices))


def _sample(name: str, names: Sequence[str], cells: Mapping[int, Sequence[str]]) -> Sample:
    """The first rows, with nothing in the columns that hold no text."""
    count = max(map(len, cells.values()), default=0)
    rows = [[cells[i][at] if i in cells else "" for i in range(len(names))] for at in range(count)]
    return Sample((), rows, lambda row, column: Place(name, None, names[column], row=row + 1))


def _holds_numbers(sample: Sample, column: int, options: IngestOptions) -> bool:
    """Whether most of a column's cells are numbers as the options read them; then the others are faults."""
    cells = [cell for _, cell in sample.cells(column) if not is_missing(cell, options.missing)]
    return bool(cells) and 2 * sum(reads(cell, options) for cell in cells) >= len(cells)


def first_texts(arrays: Mapping[int, pa.Array]) -> dict[int, list[str]]:
    """Columns' first values as text, for :func:`choose_columns`."""
    return {i: [cell or "" for cell in array.cast(pa.string()).to_pylist()] for i, array in arrays.items()}


def _index(header: Header, column: str | int, name: str, options: IngestOptions) -> int:
    try:
        return header.index(column, name, options.with_changes({"headless": isinstance(column, int)}))
    except SeriesError as error:
        error.place = Place(name, None, column)
        raise


def axis_of(name: str, column: str, kind: pa.DataType, first: pa.Array, options: IngestOptions) -> TypedAxis:
    """Decide how the time column is read.

    Raises
    ------
    SeriesError
        ``series.time.unparsable`` with formats that would fit.
    """
    if kinds.is_null(kind):
        first = first.cast(pa.string())
        kind = pa.string()
    try:
        return TypedAxis(kind, first, options.time_format)
    except ValueError as error:
        cells = [cell for cell in first.cast(pa.string()).to_pylist() if cell][:50] if is_text(kind) else []
        raise SeriesError(
            "series.time.unparsable",
            str(error),
            place=Place(name, None, column, row=1),
            expected="Timestamps, numbers, or text in ISO 8601 or the given format.",
            remedies=tuple(Remedy(f"Read it as {g!r}.", {"time_format": g}) for g in guess_format(cells)[:2])
            or (Remedy("Name another time column, or none to number the samples."),),
        ) from None
