"""One time as text or number, and back: exact to the nanosecond, in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from faultmark.series.axis import AxisKind
from faultmark.series.time_format import DAYS, MONTHS, Token, flags, tokens

__all__ = ["TimeText"]

_SECOND = 1_000_000_000
_DAY = 86_400 * _SECOND
_EPOCH = date(1970, 1, 1).toordinal()
_INT64 = 1 << 63
_CLOCK = "YmdHMS"

_PATTERNS = {
    "Y": r"\d{4}",
    "m": r"\d{1,2}",
    "d": r" ?\d{1,2}",
    "e": r" ?\d{1,2}",
    "H": r"\d{1,2}",
    "I": r"\d{1,2}",
    "p": r"[AaPp]\.?[Mm]\.?",
    "M": r"\d{1,2}",
    "S": r"\d{1,2}",
    "L": r"\d{1,9}",
    "f": r"\d{1,9}",
    "y": r"\d{2}",
    "j": r"\d{1,3}",
    "b": "|".join(m[:3] for m in MONTHS),
    "B": "|".join(MONTHS),
    "a": "|".join(d[:3] for d in DAYS),
    "A": "|".join(DAYS),
    "Z": r"Z|[+-]\d{2}:?\d{2}|UTC|GMT",
    "z": r"Z|[+-]\d{2}:?\d{2}|UTC|GMT",
    "s": r"-?\d+(?:\.\d{1,9})?",
    "Q": r"-?\d+(?:\.\d{1,6})?",
}
_ISO = re.compile(
    r"([+-]?\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE,
)


class _Grammar(NamedTuple):
    """What a format says: its parts, and how a text that follows it is read."""

    tokens: tuple[Token, ...] = ()
    letters: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    regex: re.Pattern[str] | None = None
    # Where year, month, day, hour, minute and second stand, and the fraction or -1; None for any other format.
    plain: tuple[int, ...] | None = None


@lru_cache(maxsize=256)
def _grammar(fmt: str | None) -> _Grammar:
    # Kept: a project's labels are read annotation by annotation, all by one format.
    if not fmt:
        return _Grammar()
    found = tokens(fmt)
    letters = tuple(token.directive for token in found if token.directive)
    fraction = next((letter for letter in "fL" if letter in letters), "")
    usual = sorted(letters) == sorted(_CLOCK + fraction)
    places = [letters.index(letter) for letter in _CLOCK] if usual else []
    return _Grammar(
        found,
        letters,
        flags(fmt),
        re.compile(_regex(found), re.IGNORECASE),
        (*places, letters.index(fraction) if fraction else -1) if usual else None,
    )


class TimeText:
    """Reads and writes the boundaries of regions as the labeling config says.

    Parameters
    ----------
    fmt:
        A ``timeFormat`` with Label Studio's (d3's) directives ``%Y %m %d %e %H %I %p %M %S %L %f %y %j %b %B %a %A %Z
        %z %s %Q %%``, or ``None``: then ISO 8601 for a time axis and plain numbers for a numeric one.
    kind, decimals:
        Of the axis.
    epoch_unit:
        Without a format, on a time axis: write numbers that count from the epoch in units of so many nanoseconds, and
        read numbers so. A float64 tells a tenth of a microsecond in seconds of today, and finer in finer units.

    Notes
    -----
    ``%L`` (milliseconds) and ``%f`` (microseconds) read up to nine digits and write three and six; where a tick has
    finer digits they write as many as it has, so that no boundary ever moves.
    """

    def __init__(self, fmt: str | None, kind: AxisKind, decimals: int = 0, *, epoch_unit: int | None = None) -> None:
        self.kind = kind
        self.decimals = decimals
        self._epoch_unit = None if fmt else epoch_unit
        self._scale = 10**decimals
        # A format on a numeric axis says nothing about it.
        self._fmt = fmt if kind == "time" else None
        self._tokens, self._letters, self._flags, self._regex, self._plain = _grammar(self._fmt)

    def parse(self, value: str | float) -> int:
        """Read a time.

        Parameters
        ----------
        value:
            Text in the format (without zone: UTC), or a number. On a time axis a number means milliseconds since the
            epoch, unless the format is ``%s``.

        Returns
        -------
        The tick.

        Raises
        ------
        ValueError
            If the text does not match the format, or names no moment that int64 nanoseconds can hold.
        """
        if isinstance(value, bool):
            raise ValueError(f"{value!r} is no time.")
        if self.kind == "number":
            return self._number(value)
        if not isinstance(value, str):
            scale = self._epoch_unit or (_SECOND if set(self._letters) == {"s"} else 1_000_000)
            return _checked(_scaled(Decimal(repr(value) if isinstance(value, float) else value), scale), value)
        text = value.strip()
        if self._regex is None:
            return _iso(text)
        match = self._regex.fullmatch(text)
        if match is None:
            raise ValueError(f"{value!r} is not a time of the format {self._fmt!r}.")
        if self._plain is None:
            return _checked(_assemble(dict(zip(self._letters, match.groups(), strict=True)), value), value)
        # What nearly every config writes takes half the time so, and a project has thousands of boundaries.
        said = match.groups()
        year, month, day, hour, minute, second, fraction = self._plain
        nanos = int(said[fraction].ljust(9, "0")) if fraction >= 0 else 0
        clock = (int(said[hour]), int(said[minute]), int(said[second]))
        return _checked(_moment((int(said[year]), int(said[month]), int(said[day])), clock, nanos, value), value)

    def format(self, tick: int) -> str | float | int:
        """Write a tick: text on a time axis, a number on a numeric one (an ``int`` if it is whole)."""
        if self.kind == "number":
            return _as_number(tick, self._scale)
        if self._epoch_unit:
            return _as_number(tick, self._epoch_unit)
        if not self._fmt:
            return _write_iso(tick)
        return "".join(self._write(tick))

    def _number(self, value: str | float) -> int:
        if isinstance(value, int):
            return _checked(value * self._scale, value)
        try:
            number = Decimal(value.strip() if isinstance(value, str) else repr(value))
            if not number.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(f"{value!r} is not a number.") from None
        return _checked(_scaled(number, self._scale), value)

    def _write(self, tick: int) -> Iterator[str]:
        day, rest = divmod(tick, _DAY)
        seconds, nanos = divmod(rest, _SECOND)
        when = date.fromordinal(_EPOCH + day)
        hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
        padding = iter(self._flags)
        for token in self._tokens:
            letter = token.directive
            if not letter:
                yield token.literal
                continue
            flag = next(padding)
            numbers = {
                "m": (when.month, 2), "d": (when.day, 2), "e": (when.day, 2), "H": (hour, 2),
                "I": ((hour + 11) % 12 + 1, 2), "M": (minute, 2), "S": (second, 2), "y": (when.year % 100, 2),
                "j": (when.timetuple().tm_yday, 3), "Y": (when.year, 4),
            }  # fmt: skip
            if letter in numbers:
                number, width = numbers[letter]
                pad = flag or ("_" if letter == "e" else "0")
                yield str(number) if pad == "-" else str(number).rjust(width, " " if pad == "_" else "0")
            elif letter in "Lf":
                yield _fraction(nanos, 3 if letter == "L" else 6)
            elif letter == "p":
                yield "AM" if hour < 12 else "PM"
            elif letter in "bB":
                name = MONTHS[when.month - 1].title()
                yield name if letter == "B" else name[:3]
            elif letter in "aA":
                name = DAYS[when.weekday()].title()
                yield name if letter == "A" else name[:3]
            elif letter in "zZ":
                yield "+0000" if letter == "z" else "Z"
            elif letter in "sQ":
                unit = _SECOND if letter == "s" else 1_000_000
                # Only a format that has no place for the fraction shows it here.
                yield (_decimal(tick, unit) if not {"L", "f"} & set(self._letters) else str(tick // unit))


def _regex(parts: tuple[Token, ...]) -> str:
    return "".join(f"({_PATTERNS[t.directive]})" if t.directive else re.escape(t.literal) for t in parts)


def _as_number(tick: int, unit: int) -> float | int:
    return tick // unit if tick % unit == 0 else float(Decimal(tick) / unit)


def _scaled(number: Decimal, scale: int) -> int:
    return int((number * scale).to_integral_value(ROUND_HALF_EVEN))


def _checked(tick: int, value: object) -> int:
    if not -_INT64 < tick < _INT64:
        raise ValueError(f"{value!r} is outside the range of 64-bit ticks.")
    return tick


def _decimal(tick: int, unit: int) -> str:
    number = Decimal(tick) / unit
    return format(number.normalize(), "f") if tick % unit else str(tick // unit)


def _fraction(nanos: int, digits: int) -> str:
    text = f"{nanos:09d}"
    while digits < 9 and text[digits:].strip("0"):
        digits += 3
    return text[:digits]


def _offset(zone: str | None) -> int:
    """Nanoseconds that a zone is ahead of UTC."""
    if not zone or zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * _SECOND


@lru_cache(maxsize=4096)
def _days(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - _EPOCH


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int], nanos: int, value: str) -> int:
    hour, minute, second = clock
    try:
        days = _days(*day)
    except ValueError as error:
        raise ValueError(f"{value!r} is no date: {error}.") from None
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"{value!r} is no time of day.")
    return days * _DAY + (hour * 3600 + minute * 60 + second) * _SECOND + nanos


def _iso(text: str) -> int:
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 time.")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    nanos = int((fraction or "").ljust(9, "0"))
    return _checked(_moment((int(year), int(month), int(day)), clock, nanos, text) - _offset(zone), text)


@lru_cache(maxsize=4096)
def _iso_day(day: int) -> str:
    return date.fromordinal(_EPOCH + day).isoformat()


def _write_iso(tick: int) -> str:
    day, rest = divmod(tick, _DAY)
    seconds, nanos = divmod(rest, _SECOND)
    text = f"{_iso_day(day)}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{_fraction(nanos, 3)}Z" if nanos else f"{text}Z"


def _assemble(fields: dict[str, str], value: str) -> int:
    nanos = int((fields.get("f") or fields.get("L") or "").ljust(9, "0"))
    for letter, unit in (("s", _SECOND), ("Q", 1_000_000)):
        if letter in fields:
            return _scaled(Decimal(fields[letter]), unit) + nanos
    year = int(fields["Y"]) if "Y" in fields else 1970
    if "y" in fields and "Y" not in fields:
        short = int(fields["y"])
        year = short + (1900 if short >= 69 else 2000)
    month, day = int(fields.get("m", 1)), int(fields.get("d") or fields.get("e") or 1)
    for letter in "bB":
        if letter in fields:
            month = [m[:3] for m in MONTHS].index(fields[letter][:3].lower()) + 1
    hour = int(fields.get("H", 0))
    if "I" in fields and "H" not in fields:
        if not 1 <= int(fields["I"]) <= 12:
            raise ValueError(f"{value!r} is no time of day.")
        hour = int(fields["I"]) % 12 + (12 if fields.get("p", "a")[0] in "pP" else 0)
    clock = (hour, int(fields.get("M", 0)), int(fields.get("S", 0)))
    if "j" in fields:
        start = date(year, 1, 1)
        when = start + timedelta(days=int(fields["j"]) - 1)
        if when.year != year:
            raise ValueError(f"{value!r} is no day of the year {year}.")
        month, day = when.month, when.day
    return _moment((year, month, day), clock, nanos, value) - _offset(fields.get("z") or fields.get("Z"))
