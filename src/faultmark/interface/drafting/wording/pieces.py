"""Pieces that patterns of many turns share: names, people, known sensors, and where a name ends."""

from __future__ import annotations

import re

from faultmark.interface.drafting.words.lexicon import SENSORS

__all__ = ["ALONE", "END", "NAME", "PERSON", "SENSOR"]

NAME = r"[A-Za-z][\w' -]{1,40}?"
END = r"(?=\s*(?:[.,;:()]|$|\b(?:and|or|but|is|are|which|that|as)\b))"
ALONE = r"(?=\s*(?:[.;:()]|$|,\s+(?:the|as)\b|\bas\b|\band,|\band (?:as|the|also)\b))"
PERSON = r"(?:people|[a-z]{3,}(?:ers?|ors?|ists?|ians?|eers?|ysts?))"
SENSOR = "|".join(
    sorted({re.escape(w) for words in SENSORS.values() for w in words if len(w) > 3}, key=len, reverse=True)
)
