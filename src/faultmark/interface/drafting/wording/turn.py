"""A turn of phrase: a pattern, and what it says in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["Put", "Turn", "turns"]

Put = str | Callable[[re.Match[str]], str]
Turn = tuple[re.Pattern[str], Put]


def turns(*pairs: tuple[str, Put]) -> tuple[Turn, ...]:
    """Patterns, which heed no case, each with what is put in its place, in the order in which they are tried."""
    return tuple((re.compile(pattern, re.IGNORECASE), put) for pattern, put in pairs)
