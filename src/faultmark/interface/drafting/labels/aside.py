"""What stands in parentheses behind a label: a key, a colour, an extent, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from faultmark.interface.drafting.words.lexicon import COLORS

__all__ = ["EXTENT_WORD", "Aside", "read_aside"]


@dataclass(frozen=True, slots=True)
class Aside:
    """What parentheses behind a label say: key, colour, extent, and the rest."""

    hotkey: str = ""
    color: str = ""
    extent: str = ""
    rest: str = ""


_KEY = re.compile(r"^(?:hot ?key|key|shortcut)\s*[:=]?\s*['\"]?(?P<key>[^\s'\"]{1,8})['\"]?$", re.IGNORECASE)
EXTENT_WORD = re.compile(
    r"^(?:an? |as |single |one |always )*(?P<word>instant|instantaneous|point|point event|moment|range|interval|span|episode|period|segment)s?$",
    re.IGNORECASE,
)


def read_aside(inside: str) -> Aside:
    """Take parentheses apart: ``hotkey k, orange, instant``."""
    key = color = extent = ""
    rest: list[str] = []
    for part in re.split(r"\s*[,;]\s*", inside):
        if found := _KEY.match(part):
            key = found["key"].lower()
        elif part.lower() in COLORS or re.fullmatch(r"#[0-9a-f]{6}", part, re.IGNORECASE):
            color = part.lower()
        elif found := EXTENT_WORD.match(part):
            extent = "instant" if found["word"].lower().startswith(("inst", "point", "mom")) else "range"
        else:
            rest.append(part)
    return Aside(key, color, extent, ", ".join(part for part in rest if part))
