"""Limits of value axes that a brief gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["said_limits"]


_AXIS = r"(?:y[- ]?axis|value axis|axis|y[- ]?range|y[- ]?limits?|y[- ]?scale|limits?)"
_TO = r"(?P<low>-?\d+(?:\.\d+)?)\s*(?:-|–|to|and|\.\.+)\s*(?P<high>-?\d+(?:\.\d+)?)"
_LIMITS = (
    re.compile(
        rf"\b{_AXIS}\s+(?:of|for)\s+(?:the\s+)?(?P<name>[a-z][a-z _-]*?)\s*(?:[:=]|\b(?:is|should be|fixed|set|goes|runs|from|between|at|to)\b|\s)+\s*{_TO}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<name>[a-z][a-z _-]*?)\s+(?:{_AXIS}\s+)?(?:is\s+|should be\s+)?(?:fixed|limited|clamped|scaled)\s+(?:from|between|to|at)\s+{_TO}",
        re.IGNORECASE,
    ),
)


def said_limits(text: str) -> Iterator[tuple[str, float, float]]:
    """Fixed limits of value axes: the words for the signal, and both limits."""
    for pattern in _LIMITS:
        if match := pattern.search(text):
            low, high = float(match["low"]), float(match["high"])
            if low < high:
                yield match["name"].lower().replace("_", " ").strip(), low, high
            return
