"""A table with types as a stream of samples, whatever file its batches come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import pyarrow as pa

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.spelling import respelled
from faultmark.store.csv.split_time import joined_cells
from faultmark.store.csv.text_times import UnparsableTime
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.samples import Chunk
from faultmark.store.tabular.columns import Columns, axis_of
from faultmark.store.tabular.typed_values import NotANumber, values_of

__all__ = ["Part", "TableStream"]


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows: arrays by the column's index, and where they stand.

    ``row_group`` counts from 1, ``first_row`` is how many rows of the group come before these; ``origin`` is what a
    reader needs to name a place of its own kind.
    """

    arrays: dict[int, pa.Array]
    rows: int
    done_bytes: int
    row_group: int | None = None
    first_row: int = 0
    origin: Any = None


class TableStream:
    """A :class:`faultmark.store.samples.SampleStream` over parts of a table.

    Parameters
    ----------
    name:
        The file's.
    options, columns:
        How it is read, and which columns.
    parts:
        The table, in order.
    digest, close:
        What becomes of the file in the end.
    """

    regular = None

    def __init__(  # noqa: PLR0917 - a reader's parts
        self,
        name: str,
        options: IngestOptions,
        columns: Columns,
        parts: Iterator[Part],
        digest: Callable[[], str],
        close: Callable[[], None],
    ) -> None:
        self._name = name
        self._options = options
        self._columns = columns
        self._parts = parts
        self._digest = digest
        self._close = close
        self._rounded: set[int] = set()
        self.channels = [columns.names[i] for i in columns.channels]
        self.notices: list[Notice] = [*columns.notices]
        self.time_format = options.time_format
        self.time_name = None if columns.time is None else columns.names[columns.time]
        self._first = next(parts, None)
        self._axis = None
        if self.time_name is not None and columns.time is not None and self._first is not None:
            times = self._times(self._first)
            self._axis = axis_of(name, self.time_name, times.type, times[:1000], options)
        self.kind = self._axis.kind if self._axis else "number"
        self.zone = self._axis.zone if self._axis else None

    def __iter__(self) -> Iterator[Chunk]:
        """Convert part by part."""
        part, self._first = self._first, None
        while part is not None:
            yield self._chunk(part)
            part = next(self._parts, None)

    def _chunk(self, part: Part) -> Chunk:
        ticks, decimals = None, 0
        if self._axis is not None and self._columns.time is not None:
            try:
                ticks, decimals = self._axis.ticks(self._times(part))
            except UnparsableTime as error:
                self._bad_time(part, error)
        values = []
        for i in self._columns.channels:
            try:
                found, rounded = values_of(part.arrays[i], self._options)
            except NotANumber as error:
                self._bad_value(part, i, error)
            if rounded and i not in self._rounded:
                self._rounded.add(i)
                text = f"{self._columns.names[i]!r} has whole numbers of more than 15 digits; the last are rounded."
                self.notices.append(Notice("series.value.rounded", text, None, self._columns.names[i]))
            values.append(found)
        return Chunk(ticks, decimals, values, part.rows, part.done_bytes, part)

    def _times(self, part: Part) -> pa.Array:
        """The time column; joined with the time of day, as text, where that stands in a column of its own."""
        assert self._columns.time is not None
        times = part.arrays[self._columns.time]
        beside = self._columns.time_of_day
        if beside is None:
            return times
        return joined_cells(times.cast(pa.string()), part.arrays[beside].cast(pa.string()))

    def place(self, chunk: Chunk, row: int, column: str | None = None) -> Place:
        """Name the row, within its row group where there are such."""
        return self._at(chunk.origin, row, column)

    def _at(self, part: Part, row: int, column: str | None) -> Place:
        return Place(self._name, None, column, row=part.first_row + row + 1, row_group=part.row_group)

    def first_row(self) -> Place:
        """Name the first row."""
        return Place(self._name, row=1)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return self._digest()

    def close(self) -> None:
        """Close the file."""
        self._close()

    def _bad_time(self, part: Part, error: UnparsableTime) -> NoReturn:
        what = f"The time {error.text!r} cannot be read: {error}" if error.text else "There is no time here."
        raise SeriesError(
            "series.time.unparsable",
            what,
            place=self._at(part, error.row, self.time_name),
            expected=self._axis.expected if self._axis else None,
            remedies=(Remedy("Correct or remove the row, or give the time format of the file."),),
        ) from None

    def _bad_value(self, part: Part, column: int, error: NotANumber) -> NoReturn:
        name = self._columns.names[column]
        kept = [other for other in self.channels if other != name]
        remedies = [*respelled(error.text, self._options), Remedy("Correct the value; leave it null if there is none.")]
        if kept:
            remedies.append(Remedy(f"Leave out the column {name!r}.", {"columns": kept}))
        raise SeriesError(
            "series.value.unparsable",
            f"{error.text!r} is not a number.",
            place=self._at(part, error.row, name),
            expected="A number such as 12.5, or null.",
            remedies=tuple(remedies),
        ) from None
