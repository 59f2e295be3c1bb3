"""JSON records as typed columns: which keys there are, of which type, and arrays of many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from faultmark.errors import SeriesError
from faultmark.store.csv.header import is_missing, is_number
from faultmark.store.csv.spelling import plain_cell
from faultmark.store.options import IngestOptions
from faultmark.store.samples import LeftOut
from faultmark.store.tabular.columns import Columns, choose_columns

__all__ = ["BadRecord", "RecordPlan", "plan_records"]

TIME_NUMBER = pa.decimal128(38, 12)
"""Of a time that is a number: no digit of it is lost."""

_NESTED = pa.list_(pa.null())


class BadRecord(ValueError):
    """A value that does not fit: its record among those given, its column's index, its text."""

    def __init__(self, row: int, column: int | None, text: str) -> None:
        super().__init__(text)
        self.row = row
        self.column = column
        self.text = text


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """Columns and their types; ``undecided`` ones had no value yet and may turn out to be text."""

    columns: Columns
    types: tuple[pa.DataType, ...]
    undecided: frozenset[int]
    options: IngestOptions

    def schema(self) -> pa.Schema:
        """Describe the wanted keys for Arrow's JSON parser."""
        return pa.schema([(self.columns.names[i], self.types[i]) for i in self.columns.wanted])

    def arrays(self, records: Sequence[Any]) -> dict[int, pa.Array]:
        """Convert records one by one: slower than Arrow, and what does not fit is named.

        Raises
        ------
        BadRecord
            For a record that is none, and a value that is no number.
        LeftOut
            If an undecided column holds text.
        """
        for row, record in enumerate(records):
            if not isinstance(record, Mapping):
                raise BadRecord(row, None, str(record)[:40])
        arrays = {}
        for i in self.columns.wanted:
            key = self.columns.names[i]
            values = [record.get(key) for record in records]
            if i == self.columns.time:
                arrays[i] = pa.array([None if v is None else _text(v) for v in values], pa.string())
            elif pa.types.is_string(self.types[i]):
                arrays[i] = pa.array([None if v is None else str(v) for v in values], pa.string())
            else:
                arrays[i] = pa.array([self._number(value, row, i) for row, value in enumerate(values)], pa.float64())
        return arrays

    def _number(self, value: Any, row: int, column: int) -> float | None:
        if value is None or (isinstance(value, str) and is_missing(value, self.options.missing)):
            return None
        if isinstance(value, int | float | Decimal):
            return float(value)
        if isinstance(value, str) and is_number(plain := plain_cell(value, self.options)):
            return float(plain)
        if column in self.undecided:
            raise LeftOut(column)
        raise BadRecord(row, column, str(value)[:40])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value)


def plan_records(
    name: str, records: Sequence[Any], options: IngestOptions, left_out: frozenset[int] = frozenset()
) -> RecordPlan:
    """Decide from the first records; raises as :func:`faultmark.store.tabular.columns.choose_columns` does."""
    names = list(dict.fromkeys(key for record in records if isinstance(record, Mapping) for key in record))
    types, undecided = [], set()
    for i, key in enumerate(names):
        given = (record[key] for record in records if isinstance(record, Mapping) and key in record)
        kind = _type_of(given, options)
        if i in left_out:
            kind = pa.string()
        elif pa.types.is_null(kind):
            kind = pa.float64()
            undecided.add(i)
        types.append(kind)
    columns = _chosen(name, names, types, options, records)
    if columns.time is not None and pa.types.is_float64(types[columns.time]):
        types[columns.time] = TIME_NUMBER
    return RecordPlan(columns, tuple(types), frozenset(undecided) if options.columns is None else frozenset(), options)


def _chosen(
    name: str, names: Sequence[str], types: Sequence[pa.DataType], options: IngestOptions, records: Sequence[Any]
) -> Columns:
    """Text that holds numbers is a channel only where somebody asks for it, or said how numbers are spelled."""

    def cells(wanted: Sequence[int]) -> dict[int, list[str]]:
        given = [record for record in records if isinstance(record, Mapping)]
        found = {i: [record.get(names[i]) for record in given] for i in wanted}
        return {i: ["" if value is None else str(value) for value in values] for i, values in found.items()}

    try:
        return choose_columns(name, names, types, options, cells)
    except SeriesError as error:
        error.expected = error.expected or 'Records such as {"time": 0, "temperature": 20.5}.'
        raise


def _type_of(given: Iterable[Any], options: IngestOptions) -> pa.DataType:
    values = [v for v in given if v is not None and not (isinstance(v, str) and is_missing(v, options.missing))]
    if not values:
        return pa.null()
    if all(isinstance(value, bool) for value in values):
        return pa.bool_()
    numbers = sum(isinstance(value, int | float | Decimal) for value in values)
    if 2 * numbers >= len(values):
        return pa.float64()
    return pa.string() if any(isinstance(value, str) for value in values) else _NESTED
