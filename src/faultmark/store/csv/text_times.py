"""Many times as text at once: a cursor walks through all rows of a column together, byte by byte.

While every row has the same layout, as times in a file nearly always do, the cursor is one number and each field a few
operations on whole columns of bytes; only where rows differ does it become one number per row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from faultmark.series.time_format import DAYS, MONTHS, tokens
from faultmark.series.time_text import TimeText

__all__ = ["UnparsableTime", "parse_slowly", "parse_times"]

Ints: TypeAlias = npt.NDArray[Any]  # int64 throughout; numpy's stubs lose that in mixed arithmetic
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_SECOND = 1_000_000_000
_DAY_SECONDS = 86_400
_ZERO = ord("0")


class UnparsableTime(ValueError):
    """A cell that is no time: its row in the block, its text, and why."""

    def __init__(self, row: int, text: str, why: str) -> None:
        super().__init__(why)
        self.row = row
        self.text = text


def parse_times(column: pa.Array, fmt: str) -> Ints:
    """Read a string column by a format.

    Returns
    -------
    int64 ticks: nanoseconds since the epoch, UTC.

    Raises
    ------
    UnparsableTime
        At the first row that does not match, or that is empty.
    """
    cursor = _Cursor(*_bytes_of(column))
    fields = {token.directive: cursor.read(token.directive, token.literal) for token in tokens(fmt)}
    ticks = _assemble(fields, cursor)
    cursor.at_end()
    doubtful = np.flatnonzero(~cursor.ok)
    if doubtful.size:
        # Either rows with an unusual spelling, or a fault; the slow reader knows both.
        ticks[doubtful] = parse_slowly(column, TimeText(fmt, "time"), doubtful)
    return ticks


def parse_slowly(column: pa.Array, text: TimeText, rows: Ints | None = None) -> Ints:
    """Read cells one by one; the rows of an error count within ``column``."""
    chosen = np.arange(len(column)) if rows is None else rows
    cells = column.take(pa.array(chosen)).to_pylist()
    out = np.empty(chosen.size, np.int64)
    for i, cell in enumerate(cells):
        try:
            if not cell:
                raise ValueError("The cell is empty.")
            out[i] = text.parse(cell)
        except ValueError as error:
            raise UnparsableTime(int(chosen[i]), cell or "", str(error)) from None
    return out


def _bytes_of(column: pa.Array) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Lay the cells out as a matrix ``[rows, longest + 1]`` padded with zeros, and their lengths."""
    _, offsets_buffer, data_buffer = column.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int32)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    lengths = np.diff(offsets)
    longest = int(lengths.max(initial=0))
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    matrix = np.zeros((lengths.size, longest + 1), np.uint8)
    if longest and (lengths == longest).all():
        matrix[:, :-1] = data[offsets[0] : offsets[-1]].reshape(-1, longest)
    elif longest:
        place = np.arange(longest)
        inside = place < lengths[:, None]
        matrix[:, :-1][inside] = data[offsets[0] : offsets[-1]]
    return matrix, lengths


class _Cursor:
    def __init__(self, matrix: Bytes, lengths: Ints) -> None:
        self._matrix = matrix
        self._lengths = lengths
        self._rows = np.arange(lengths.size)
        self._last = matrix.shape[1] - 1
        self._at: int | Ints = 0
        self.ok: Bools = np.ones(lengths.size, bool)

    def read(self, directive: str, literal: str) -> Any:
        """Read one token of every row."""
        if not directive:
            return self._literal(literal.encode())
        if directive in _NAMES:
            return self._name(directive)
        if directive in "Lf":
            return self._fraction()
        if directive in "zZ":
            return self._zone()
        least, most = _WIDTHS[directive]
        return self._number(least, most)[0]

    def at_end(self) -> None:
        """Rows that go on after the format's end do not match it."""
        self.ok &= self._lengths == self._at

    def _byte(self, ahead: int = 0) -> Bytes:
        if isinstance(self._at, int):
            column: Bytes = self._matrix[:, min(self._at + ahead, self._last)]
            return column
        found: Bytes = self._matrix[self._rows, np.minimum(self._at + ahead, self._last)]
        return found

    def _advance(self, which: Bools) -> None:
        """Move on in some rows. One number stays one number as long as all rows agree."""
        if isinstance(self._at, int):
            if which.all():
                self._at += 1
                return
            if not which.any():
                return
            self._at = np.full(which.size, self._at, np.int64)
        self._at += which

    def _number(self, least: int, most: int) -> tuple[Ints, Ints | int]:
        value: Ints = np.zeros(self._rows.size, np.int64)
        count: Ints | int = 0
        going: Bools | None = None  # None: all rows
        for i in range(most):
            digit = self._byte() - np.uint8(_ZERO)  # wraps for what comes before '0'
            is_digit = digit < 10
            if going is not None:
                is_digit &= going
            if is_digit.all():
                value *= 10
                value += digit
                count = count + 1
            else:
                value = np.where(is_digit, value * 10 + digit, value)
                count = count + is_digit
                going = is_digit
                if i < least:
                    self.ok &= is_digit
                if not is_digit.any():
                    break
            self._advance(is_digit)
        return value, count

    def _literal(self, text: bytes) -> None:
        for byte in text:
            same = self._byte() == byte
            self.ok &= same
            self._at = self._at + 1

    def _fraction(self) -> Ints:
        value, count = self._number(1, 9)
        scale = 10 ** (9 - np.asarray(count))
        nanos: Ints = value * scale
        return nanos

    def _name(self, directive: str) -> Ints:
        if directive == "p":
            letter = self._byte() | np.uint8(32)
            self.ok &= ((letter == ord("a")) | (letter == ord("p"))) & ((self._byte(1) | np.uint8(32)) == ord("m"))
            self._at = self._at + 2
            afternoon: Ints = (letter == ord("p")).astype(np.int64)
            return afternoon
        names = _NAMES[directive]
        key = np.zeros(self._rows.size, np.int64)
        for i in range(3):
            key = key * 256 + (self._byte(i) | np.uint8(32))
        keys = np.array([int.from_bytes(n[:3].encode(), "big") for n in names])
        order = np.argsort(keys)
        place = np.minimum(np.searchsorted(keys[order], key), keys.size - 1)
        index = order[place]
        self.ok &= keys[index] == key
        lengths = np.array([3 if directive in "ba" else len(n) for n in names])
        self._at = self._at + lengths[index]
        number: Ints = index.astype(np.int64) + 1
        return number

    def _zone(self) -> Ints:
        sign = self._byte()
        utc = (sign | np.uint8(32)) == ord("z")
        signed = (sign == ord("+")) | (sign == ord("-"))
        self.ok &= utc | signed
        self._at = self._at + 1
        if utc.all():
            return np.zeros(self._rows.size, np.int64)
        self.ok &= signed  # both spellings in one block: the slow reader sorts them out
        hours, _ = self._number(2, 2)
        self._advance(self._byte() == ord(":"))
        minutes, _ = self._number(2, 2)
        offset: Ints = np.where(sign == ord("-"), -1, 1) * (hours * 3600 + minutes * 60)
        return offset


_NAMES: dict[str, tuple[str, ...]] = {"b": MONTHS, "B": MONTHS, "a": DAYS, "A": DAYS, "p": ()}
_WIDTHS = {"Y": (4, 4), "y": (2, 2), "j": (1, 3), **dict.fromkeys("mdeHIMS", (1, 2)), "s": (1, 11), "Q": (1, 14)}


def _assemble(fields: dict[str, Any], cursor: _Cursor) -> Ints:
    n = cursor.ok.size

    def get(default: int, *letters: str) -> Ints:
        for letter in letters:
            if letter in fields:
                value: Ints = fields[letter]
                return value
        return np.full(n, default, np.int64)

    nanos = get(0, "f", "L")
    if "s" in fields or "Q" in fields:
        epoch: Ints = fields["s"] * _SECOND + nanos if "s" in fields else fields["Q"] * 1_000_000 + nanos
        return epoch
    year = get(1970, "Y")
    if "y" in fields and "Y" not in fields:
        year = fields["y"] + np.where(fields["y"] >= 69, 1900, 2000)
    month, day = get(1, "m", "b", "B"), get(1, "d", "e")
    hour = get(0, "H")
    if "I" in fields and "H" not in fields:
        cursor.ok &= (fields["I"] >= 1) & (fields["I"] <= 12)
        hour = fields["I"] % 12 + 12 * get(0, "p")
    minute, second = get(0, "M"), get(0, "S")
    if "j" in fields:
        month, day = np.ones(n, np.int64), fields["j"]
    days, sound = _by_run(lambda y, m, d: _days(y, m, d, by_year="j" in fields), year, month, day)
    cursor.ok &= sound & (hour < 24) & (minute < 60) & (second < 60)
    seconds = days * _DAY_SECONDS + hour * 3600 + minute * 60 + second - get(0, "z", "Z")
    ticks: Ints = seconds * _SECOND + nanos
    return ticks


def _by_run(
    work: Callable[[Ints, Ints, Ints], tuple[Ints, Bools]], year: Ints, month: Ints, day: Ints
) -> tuple[Ints, Bools]:
    """Do the calendar's arithmetic once for each run of rows of one date."""
    key = (year * 16 + month) * 512 + day
    starts = np.flatnonzero(np.diff(key, prepend=key[0] - 1)) if key.size else np.zeros(0, np.int64)
    value, sound = work(year[starts], month[starts], day[starts])
    lengths = np.diff(np.append(starts, key.size))
    return np.repeat(value, lengths), np.repeat(sound, lengths)


def _days(year: Ints, month: Ints, day: Ints, *, by_year: bool) -> tuple[Ints, Bools]:
    """Days since the epoch, and whether the date exists and its nanoseconds fit into int64."""
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1678) & (year <= 2261)
    first = ((np.clip(year, 1678, 2261) - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    start = first.astype("datetime64[D]").astype(np.int64)
    end = (first + np.timedelta64(12 if by_year else 1, "M")).astype("datetime64[D]").astype(np.int64)
    return start + day - 1, sound & (day <= end - start)
