"""The strftime directives of a labeling config's ``timeFormat``, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["DAYS", "DIRECTIVES", "MONTHS", "Token", "tokens"]

MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june", "july", "august")
MONTHS += ("september", "october", "november", "december")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

DIRECTIVES = "YmdHIpMSLfyjbBaAZzsQe"

_EXPANSIONS = {"%T": "%H:%M:%S", "%R": "%H:%M", "%F": "%Y-%m-%d", "%D": "%m/%d/%y", "%X": "%H:%M:%S", "%x": "%m/%d/%Y"}


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
