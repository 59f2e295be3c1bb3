"""The strftime directives of a labeling config's ``timeFormat``, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["DAYS", "DIRECTIVES", "EPOCHS", "MONTHS", "Token", "epoch_unit", "tokens"]

MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june", "july", "august")
MONTHS += ("september", "october", "november", "december")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

DIRECTIVES = "YmdHIpMSLfyjbBaAZzsQe"

EPOCHS = {"%s": 9, "%Q": 6, "epoch_s": 9, "epoch_ms": 6, "epoch_us": 3, "epoch_ns": 0}
"""Formats of numbers that count from the epoch: decimal places from their unit down to a nanosecond."""

_EXPANSIONS = {"%T": "%H:%M:%S", "%R": "%H:%M", "%F": "%Y-%m-%d", "%D": "%m/%d/%y", "%X": "%H:%M:%S", "%x": "%m/%d/%Y"}


def epoch_unit(fmt: str | None) -> int | None:
    """Nanoseconds in the unit of a format that counts from the epoch; ``None`` for any other."""
    return None if fmt not in EPOCHS else 10 ** EPOCHS[fmt]


@dataclass(frozen=True, slots=True)
class Token:
    """A directive's letter, or literal text."""

    directive: str
    literal: str = ""


@lru_cache(maxsize=64)
def tokens(fmt: str) -> tuple[Token, ...]:
    """Split a format into directives and literals.

    d3's padding flags (``%-d``, ``%_d``, ``%0d``) are accepted and dropped when reading, which is lenient about
    padding anyway.

    Raises
    ------
    ValueError
        For a directive that is not supported.
    """
    for short, long in _EXPANSIONS.items():
        fmt = fmt.replace(short, long)
    found: list[Token] = []
    for match in re.finditer(r"%[-_0]?(.)|([^%]+)|%$", fmt, re.DOTALL):
        letter, literal = match.group(1), match.group(2)
        if letter == "%":
            literal = "%"
        elif letter is None and literal is None:
            raise ValueError(f"The time format {fmt!r} ends in a lone '%'.")
        elif letter is not None:
            if letter not in DIRECTIVES:
                known = " ".join(f"%{d}" for d in DIRECTIVES)
                raise ValueError(f"The time format {fmt!r} has %{letter}; supported are {known} %%.")
            found.append(Token(letter))
            continue
        if found and not found[-1].directive:
            literal = found.pop().literal + literal
        found.append(Token("", literal))
    return tuple(found)


def flags(fmt: str) -> tuple[str, ...]:
    """Return the padding flag of each directive in turn (``"-"``, ``"_"``, ``"0"`` or ``""``)."""
    for short, long in _EXPANSIONS.items():
        fmt = fmt.replace(short, long)
    return tuple(m.group(1) for m in re.finditer(r"%([-_0]?)(.)", fmt, re.DOTALL) if m.group(2) != "%")
