"""The colours that a brief gives to labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.words.lexicon import COLORS

__all__ = ["find_colors"]


_COLOR = re.compile(
    r"\b(?P<color>"
    + "|".join(sorted(COLORS))
    + r")\b(?:\s+(?:is\s+)?(?:for|means|marks|=)|\s*[:=])\s+(?:the\s+)?(?P<name>[a-z][a-z -]*?)(?=\s*(?:$|[,;.)]|\band\b))|"
    r"\b(?P<named>[a-z][a-z -]*?)\s+(?:(?:is|are|shown|drawn|painted|coloured|colored|should be)\s+)*(?:in|is|are|be|=)\s+(?P<in>"
    + "|".join(sorted(COLORS))
    + r")\b",
    re.IGNORECASE,
)

_ANY_COLOR = "(?:" + "|".join(sorted(COLORS)) + ")"
_COLOR_LIST = re.compile(
    rf"\bcolou?r\w*\b.*?(?P<list>\b{_ANY_COLOR}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_ANY_COLOR}\b)+)", re.IGNORECASE
)


def find_colors(statements: Sequence[Statement], names: Sequence[str]) -> dict[str, str]:
    """Colours that sentences give to labels: "use green for vent failure", "drift in red"."""
    found: dict[str, str] = {}
    for statement in statements:
        for match in _COLOR.finditer(statement.text):
            said = (match["name"] or match["named"] or "").lower()
            for name in names:
                if re.search(rf"\b{re.escape(name)}s?$", said):
                    found.setdefault(name, (match["color"] or match["in"]).lower())
        # "Colour them orange, black and teal": in the order of the labels.
        listed = _COLOR_LIST.search(statement.text)
        colors = re.findall(r"[a-z]+", re.sub(r"\band\b", " ", listed["list"].lower())) if listed else []
        if not found and len(colors) == len(names):
            found = dict(zip(names, colors, strict=True))
    return found
