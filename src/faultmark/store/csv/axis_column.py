"""How the time column of a file is read: decided once from its first rows, then applied block by block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from faultmark.series.axis import AxisKind
from faultmark.series.time_format import EPOCHS, tokens
from faultmark.series.time_text import TimeText
from faultmark.store.csv.arrow_arrays import integers, is_null
from faultmark.store.csv.header import is_number
from faultmark.store.csv.text_times import UnparsableTime, parse_slowly, parse_times

__all__ = [
    "AxisReader",
    "EpochReader",
    "IsoReader",
    "NumberReader",
    "TextReader",
    "choose_reader",
    "guess_format",
]

Ints = npt.NDArray[np.int64]

MAX_DECIMALS = 12
_TOO_LARGE = 1 << 63
_ISO_FORMAT = re.compile(
    r"%Y-%m-%d(?:[T ]%H(?::%M(?::%S(?:\.%[fL])?)?)?)?(?:Z|%Z|%z)?|%Y-%m-%d[T ]%T(?:Z|%Z|%z)?|%F %T"
)
_ZONED = re.compile(r"\d(?:Z|[+-]\d\d:?(?:\d\d)?)$", re.IGNORECASE)
_OFFSET = re.compile(r":\d\d(?:[.,]\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d)?)$", re.IGNORECASE)
_COMMON = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S.%f", "%d.%m.%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%d/%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M:%S.%f", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%d-%m-%Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%b %d %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S,%f", "%Y%m%dT%H%M%S",
    "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%d.%m.%y %H:%M:%S", "%H:%M:%S", "%H:%M:%S.%f", "%Y.%m.%d %H:%M:%S",
)  # fmt: skip


class AxisReader(Protocol):
    """Turns the time column of a block into ticks."""

    kind: AxisKind
    zone: str | None
    """The zone that the cells name: ``UTC`` or an offset such as ``+02:00``; ``None`` where they name none."""

    @property
    def arrow_type(self) -> pa.DataType:
        """What the CSV parser shall make of the column."""

    @property
    def expected(self) -> str:
        """What a cell should look like, in words."""

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Return ticks and decimals; raises :class:`UnparsableTime`."""

    def ticks_slowly(self, column: pa.Array) -> tuple[Ints, int]:
        """Do the same from a string column, when the CSV parser failed; raises :class:`UnparsableTime`."""


class IsoReader:
    """ISO 8601, read by Arrow; with a zone throughout or without one throughout on the fast way."""

    kind: AxisKind = "time"

    def __init__(self, zoned: bool, zone: str | None = None) -> None:
        self.zone = zone
        self.arrow_type = pa.timestamp("ns", "UTC" if zoned else None)
        self.expected = "An ISO 8601 time such as 2024-01-31 23:59:59.123."

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Take the timestamps as they are."""
        if column.null_count:
            row = int(np.argmax(is_null(column)))
            raise UnparsableTime(row, "", "The cell is empty.")
        return integers(column), 0

    def ticks_slowly(self, column: pa.Array) -> tuple[Ints, int]:
        """Read cell by cell."""
        return parse_slowly(column, TimeText(None, "time")), 0


class TextReader:
    """Any other format, read by our own parser."""

    kind: AxisKind = "time"
    arrow_type = pa.string()

    def __init__(self, fmt: str, zone: str | None = None) -> None:
        self.zone = zone
        self._fmt = fmt
        self.expected = f"A time of the format {fmt!r}, such as {TimeText(fmt, 'time').format(1706745599123000000)!r}."

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Read the column by the format."""
        return parse_times(column, self._fmt), 0

    ticks_slowly = ticks


class NumberReader:
    """Plain numbers, exact as decimals."""

    kind: AxisKind = "number"
    zone: str | None = None
    arrow_type = pa.string()
    expected = "A number."

    def __init__(self, decimal: str = ".") -> None:
        self._decimal = decimal

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Return the smallest decimals that hold the column (12 at most, finer digits are rounded), and the ticks."""
        column = _pointed(column, self._decimal)
        try:
            return integers(pc.utf8_trim_whitespace(column).cast(pa.int64())), 0
        except pa.ArrowInvalid:
            numbers = _decimals_of(column, 20)
        numbers = pc.round(numbers, MAX_DECIMALS)
        for decimals in range(MAX_DECIMALS + 1):
            try:
                exact = numbers.cast(pa.decimal128(38, decimals))
            except pa.ArrowInvalid:
                continue
            return _scaled_integers(exact, column), decimals
        raise UnparsableTime(0, str(column[0]), "The number has too many digits.")

    ticks_slowly = ticks


class EpochReader:
    """Numbers since the epoch in a unit of ``10**-places`` seconds; fractions down to the nanosecond."""

    kind: AxisKind = "time"
    zone: str | None = None
    arrow_type = pa.string()

    def __init__(self, places: int, decimal: str = ".") -> None:
        self._places = places
        self._decimal = decimal
        unit = {9: "seconds", 6: "milliseconds", 3: "microseconds", 0: "nanoseconds"}[places]
        self.expected = f"A number of {unit} since 1970-01-01 UTC."

    def ticks(self, column: pa.Array) -> tuple[Ints, int]:
        """Scale the decimals to nanoseconds."""
        column = _pointed(column, self._decimal)
        numbers = pc.round(_decimals_of(column, 15), self._places)
        return _scaled_integers(numbers.cast(pa.decimal128(38, self._places)), column), 0

    ticks_slowly = ticks


def _pointed(column: pa.Array, decimal: str) -> pa.Array:
    return column if decimal == "." else pc.replace_substring(column, decimal, ".", max_replacements=1)


def _decimals_of(column: pa.Array, scale: int) -> pa.Array:
    column = pc.utf8_trim_whitespace(column)
    try:
        return column.cast(pa.decimal128(38, scale))
    except pa.ArrowInvalid:
        pass
    # More digits than fit, as floats printed with 17 of them have: what is meant is there after twelve places.
    shorter = []
    for row, cell in enumerate(column.to_pylist()):
        if not cell or not is_number(cell) or "inf" in cell.lower():
            raise UnparsableTime(row, cell or "", "It is not a number." if cell else "The cell is empty.")
        number = Decimal(cell)
        if abs(number) >= _TOO_LARGE:
            raise UnparsableTime(row, cell, "The number does not fit into 64 bits.")
        shorter.append(f"{number:.{MAX_DECIMALS}f}")
    return pa.array(shorter).cast(pa.decimal128(38, MAX_DECIMALS))


def _scaled_integers(exact: pa.Array, column: pa.Array) -> Ints:
    words = np.frombuffer(exact.buffers()[1], np.int64).reshape(-1, 2)[exact.offset : exact.offset + len(exact)]
    ticks, high = words[:, 0], words[:, 1]
    too_large = high != ticks >> 63
    if too_large.any():
        row = int(np.argmax(too_large))
        raise UnparsableTime(row, str(column[row]), "The number does not fit into 64 bits.")
    return ticks.copy()


def choose_reader(cells: Sequence[str], fmt: str | None, decimal: str = ".") -> AxisReader | None:
    """Choose by the format, if there is one, and by the first cells; ``None`` if nothing fits.

    Raises
    ------
    ValueError
        If the format has a directive that is not supported.
    """
    zoned = bool(cells) and all(_ZONED.search(c.strip()) for c in cells)
    if fmt is None:
        if cells and all(is_number(c, decimal) for c in cells):
            return NumberReader(decimal)
        return IsoReader(zoned, zone_of(cells)) if _reads(cells, None) else None
    if fmt in EPOCHS:
        return EpochReader(EPOCHS[fmt], decimal)
    tokens(fmt)
    if _ISO_FORMAT.fullmatch(fmt) and _reads(cells, fmt) and _reads(cells, None):
        return IsoReader(zoned, zone_of(cells))
    return TextReader(fmt, zone_of(cells))


def zone_of(cells: Sequence[str]) -> str | None:
    """Name the zone of times that all name one: that of the first, ``UTC`` or an offset such as ``+02:00``.

    Offsets change with the season; the first stands for the file. ``None`` where a time goes without.
    """
    found = [_OFFSET.search(cell.strip()) for cell in cells]
    if not found or not found[0] or not all(found):
        return None
    sign, hours, minutes = found[0].groups()
    return f"{sign}{hours}:{minutes or '00'}" if sign and int(hours + (minutes or "")) else "UTC"


def _reads(cells: Sequence[str], fmt: str | None) -> bool:
    text = TimeText(fmt, "time")
    try:
        for cell in cells:
            text.parse(cell)
    except ValueError:
        return False
    return True


def guess_format(cells: Sequence[str]) -> list[str]:
    """Name formats that fit all of some cells, likeliest first."""
    if not cells:
        return []
    if all(is_number(c) for c in cells):
        size = abs(float(cells[0]))
        return [
            f
            for f, low, high in (("%s", 1e8, 1e11), ("%Q", 1e11, 1e14), ("epoch_us", 1e14, 1e17))
            if low <= size < high
        ]
    found = [fmt for fmt in _COMMON if _reads(cells, fmt)]
    isos = (
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S.%f",
        "%Y-%m-%dT%H:%M:%S.%f",
    )
    return found + [iso + zone for iso in isos for zone in ("", "%z") if _reads(cells, iso + zone)]
