"""Which columns of a table with types become time and channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.types as kinds

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.axis_column import guess_format
from faultmark.store.csv.header import Header
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.tabular.typed_axis import TypedAxis, is_text
from faultmark.store.tabular.typed_values import is_numeric

__all__ = ["Columns", "axis_of", "choose_columns", "unique_names"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Indices of the time column and of the channels, in a table of ``names``."""

    names: tuple[str, ...]
    time: int | None
    channels: tuple[int, ...]
    notices: tuple[Notice, ...]

    @property
    def wanted(self) -> list[int]:
        """All that have to be read, in the table's order."""
        return sorted({*self.channels, *(() if self.time is None else (self.time,))})


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


def choose_columns(name: str, names: Sequence[str], types: Sequence[pa.DataType], options: IngestOptions) -> Columns:
    """Decide from a table's schema.

    Raises
    ------
    SeriesError
        ``series.column.missing``; ``series.value.unparsable`` if a wanted column can hold no numbers, or none can;
        ``series.time.split`` if columns of date and time of day are to be joined, which is done for CSV alone.
    """
    if options.time_of_day is not None:
        raise SeriesError(
            "series.time.split",
            "Date and time of day are joined in CSV files alone.",
            place=Place(name, None, options.time_of_day),
            expected="One column of times.",
            remedies=(Remedy("Read the times from the time column alone.", {"time_of_day": None}),),
        )
    unique, notices = unique_names(names)
    header = Header(tuple(unique), 0)
    time = None if options.time_column is None else _index(header, options.time_column, name, options)
    if options.columns is not None:
        channels = [_index(header, column, name, options) for column in options.columns]
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
        channels = [i for i, kind in enumerate(types) if i != time and is_numeric(kind)]
        skipped = [unique[i] for i, kind in enumerate(types) if i != time and not is_numeric(kind)]
        if skipped:
            text = f"Columns without numbers are not channels and were left out: {', '.join(map(repr, skipped))}."
            notices.append(Notice("series.column.text", text, None, skipped[0]))
    channels = [i for i in dict.fromkeys(channels) if i != time]
    if not channels:
        raise SeriesError(
            "series.value.unparsable",
            f"The file has no numeric column{'' if time is None else ' besides the time'}.",
            place=Place(name),
            expected="At least one column of numbers.",
        )
    return Columns(tuple(unique), time, tuple(channels), tuple(notices))


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
