"""How a typed time column is read: timestamps as they are, numbers exactly as the decimals they show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from faultmark.series.axis import AxisKind
from faultmark.series.time_format import EPOCHS
from faultmark.store.csv.arrow_arrays import booleans, integers, is_null
from faultmark.store.csv.axis_column import AxisReader, EpochReader, NumberReader, choose_reader
from faultmark.store.csv.split_time import JoinedReader
from faultmark.store.csv.text_times import UnparsableTime

__all__ = ["TypedAxis", "is_text"]

Ints = npt.NDArray[np.int64]

_SECONDS_DECIMALS = 9
_FEW = 50


def is_text(kind: pa.DataType) -> bool:
    """Say whether a type holds text, also when it is kept in a dictionary."""
    if kinds.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind))


class TypedAxis:
    """Turns a typed column into ticks.

    Parameters
    ----------
    kind:
        The column's type.
    first:
        Its first values, which decide how text is read.
    time_format:
        As in :class:`~faultmark.store.options.IngestOptions`; for numbers one of the epochs, for text any.

    Raises
    ------
    ValueError
        If the type, or the text, is no time.
    """

    def __init__(self, kind: pa.DataType, first: pa.Array, time_format: str | None) -> None:
        self.kind: AxisKind = "number"
        self.zone: str | None = getattr(kind, "tz", None)
        self.expected = "A number."
        self._reader: AxisReader | None = None
        self._read: Callable[[pa.Array], tuple[Ints, int]]
        if kinds.is_timestamp(kind) or kinds.is_date(kind):
            self.kind, self._read = "time", _moments
            self.expected = "A time in every row, within the years 1678 to 2261."
        elif kinds.is_duration(kind) or kinds.is_time(kind):
            self._read = _durations
        elif kinds.is_integer(kind) and time_format not in EPOCHS:
            self._read = _whole
        elif kinds.is_integer(kind) or kinds.is_floating(kind) or kinds.is_decimal(kind):
            self._reader = EpochReader(EPOCHS[time_format]) if time_format in EPOCHS else NumberReader()
            self._read = self._as_text
        elif is_text(kind):
            cells = [cell.strip() for cell in first.cast(pa.string()).to_pylist() if cell and cell.strip()][:_FEW]
            reader = choose_reader(cells, time_format) or choose_reader(cells[:1], None)
            if reader is None:
                raise ValueError(f"The time {cells[0]!r} cannot be read." if cells else "There is no time.")
            self._reader = JoinedReader(reader)
            self._read = self._as_text
        else:
            raise ValueError(f"A column of {kind} is no time.")
        if self._reader is not None:
            self.kind, self.expected, self.zone = self._reader.kind, self._reader.expected, self._reader.zone

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Return ticks and decimals; raises :class:`UnparsableTime` with the row within ``column``."""
        if column.null_count:
            raise UnparsableTime(int(np.argmax(is_null(column))), "", "It is empty.")
        return self._read(column)

    def _as_text(self, column: pa.Array) -> tuple[Ints, int]:
        assert self._reader is not None
        if kinds.is_floating(column.type):
            # Not a number has no decimals, and would go unnoticed in a sort.
            bad = ~booleans(pc.is_finite(column))
            if bad.any():
                row = int(np.argmax(bad))
                raise UnparsableTime(row, str(column[row]), "It is not a number.")
        return self._reader.ticks_slowly(column.cast(pa.string()))


def _moments(column: pa.Array) -> tuple[Ints, int]:
    try:
        if kinds.is_date(column.type):
            column = column.cast(pa.timestamp("ms" if column.type.bit_width == 64 else "s"))
        return integers(column.cast(pa.timestamp("ns", column.type.tz))), 0
    except pa.ArrowInvalid:
        row = _first_failing(column, lambda part: part.cast(pa.timestamp("ns", getattr(part.type, "tz", None))))
        raise UnparsableTime(row, str(column[row].cast(pa.string())), "It does not fit into 64 bits.") from None


def _durations(column: pa.Array) -> tuple[Ints, int]:
    if kinds.is_time(column.type):
        ticks = integers(column.cast(pa.time64("ns")).view(pa.int64()))
    else:
        ticks = integers(column.cast(pa.duration("ns")).view(pa.int64()))
    decimals = _SECONDS_DECIMALS
    for digits in (9, 6, 3):
        if not (ticks % 10**digits).any():
            decimals -= digits
            return ticks // 10**digits, decimals
    return ticks.copy(), decimals


def _whole(column: pa.Array) -> tuple[Ints, int]:
    try:
        return integers(column.cast(pa.int64())), 0
    except pa.ArrowInvalid:
        row = _first_failing(column, lambda part: part.cast(pa.int64()))
        raise UnparsableTime(row, str(column[row]), "It does not fit into 64 bits.") from None


def _first_failing(column: pa.Array, work: Callable[[pa.Array], object]) -> int:
    """Find the first row for which ``work`` fails, by halving."""
    low, high = 0, len(column)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            work(column[low:middle])
        except pa.ArrowInvalid:
            high = middle
        else:
            low = middle
    return low
