"""Scales of any quality, whatever a brief calls it: "rate risk as acceptable, elevated or unacceptable"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.lists import number_of
from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.scales import Scale, is_negated, is_ranked, letters, span_scale
from faultmark.interface.drafting.words.extents import extent_in
from faultmark.interface.drafting.words.lexicon import SENSORS

__all__ = ["find_rated"]

_WHAT = r"(?P<what>[A-Za-z][A-Za-z -]{2,32}?)"
_ASIDE = r"(?:\s*\([^)]*\))?"
_TO = rf"(?P<low>\d|(?-i:[A-H])){_ASIDE}\s*(?:-|–|to|through|until|till|up to|\.\.+|and)\s*(?P<high>\d{{1,3}}|(?-i:[A-H])\b)(?!\s*(?:hz|khz|°|people|annot|in\b|\w*ers\b))"
_NUMBERS = re.compile(
    rf"(?:^|[.;:,]\s*|\b(?:rates?|grades?|scores?|judges?|ranks?|assess(?:es)?|assigns?|estimates?|gives?|states?|chooses?|picks?|enters?|plus|and|with|carries|gets)\s+)(?:(?:the|its|their|an?)\s+)?{_WHAT}\s*"
    rf"(?:(?:is|are|gets?) (?:to be )?(?:rated|scored|graded|judged|given)\b[^.;\d]*|(?:runs|goes|ranges) (?:from\s+)?|of\s+|from\s+|between\s+|on a scale (?:of|from)\s+|[:,]\s*)?\s*{_TO}",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"\b(?:rates?|grades?|scores?|ranks?|judges?|assess(?:es)?)\s+(?:(?:the|its|their|an?)\s+)?{_WHAT}\s*(?:\s+as|:|,)\s+(?:either\s+|one of\s+)?(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"(?:^|[.;,]\s*){_WHAT}\s+(?:is|are|gets?|should be|must be)\s+(?:rated|ranked|graded|scored|judged|classed)\s+(?:as\s+)?(?:either\s+|one of\s+)?(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_IN_STEPS = re.compile(
    rf"\b(?:rates?|grades?|scores?|ranks?|judges?|assess(?:es)?)\s+(?:(?:the|its|their|an?)\s+)?{_WHAT}\s+from\s+[a-z ]+?\s+to\s+[a-z ]+?\s+in\s+(?P<count>\w+)\s+(?:steps|levels|grades|stages)",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r"(?:^|[:,]\s+|\b(?:the|an?|its|their)\s+)(?P<what>[A-Za-z][\w -]{2,60}?)\s*\((?P<list>[^()]+)\)", re.IGNORECASE
)
_OF_STEPS = re.compile(
    r"\b(?:an?|the|its|their)\s+(?P<what>[a-z]+(?: [a-z]+)?)\s+(?:of|as|in)\s+(?P<list>[a-z]+(?:, [a-z]+)*,? or [a-z]+)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:overlap|channels?|axis|range|annotat\w+|files?|confidence|certainty|certain|sure|day|week|page|annotators?|people|hotkeys?|"
    + "|".join(
        sorted(
            {re.escape(w) for kind, words in SENSORS.items() if kind != "sound" for w in words if len(w) > 3},
            key=len,
            reverse=True,
        )
    )
    + r")s?$|\bconfidence\b",
    re.IGNORECASE,
)
_TO_VERB = re.compile(
    r"^.*\b(?:rates?|grades?(?= [a-z])|scores?|judges?|ranks?|assess(?:es)?|assigns?|estimates?|gives?|states?|sets?|adds?)\s+(?:(?:an?|the|its|their)\s+)?|^(?:an?|the|its|their)\s+"
)
_REGION = re.compile(
    r"^(?:it|them|each|every|all|one|region|event|mark|anomaly|these|this)\b|\b(?:each|every)\b", re.IGNORECASE
)


def find_rated(statements: Sequence[Statement]) -> tuple[str, Scale] | None:
    """The quality that is rated and its scale; regions themselves are rated by their severity."""
    for statement in statements:
        for match in _NUMBERS.finditer(statement.text):
            if is_negated(statement.text, match.start(), match.end()):
                continue
            what = _quality(match["what"])
            scale = _between(match["low"], match["high"], match[0].strip(" .,;")) if what else None
            if what and scale is not None:
                return what, scale
        if stepped := _IN_STEPS.search(statement.text):
            what, count = _quality(stepped["what"]), number_of(stepped["count"])
            if what and count:
                return what, Scale(count, said=stepped[0])
        for aside in _ASIDES.finditer(statement.text):
            names, what = _steps(aside["list"]), _quality(re.sub(r"\s+(?:within|in|for|over)\b.*$", "", aside["what"]))
            if what and is_ranked(names):
                return what, Scale(len(names), names, said=aside[0])
            numbers = re.fullmatch(r"\s*1\s*(?:-|to|\.\.+|…)\s*(\d{1,2})\s*", aside["list"])
            if what and numbers and len(what.split()) < 3:
                return what, Scale(int(numbers[1]), said=aside[0])
        for stepped in _OF_STEPS.finditer(statement.text):
            names, what = _steps(stepped["list"]), _quality(stepped["what"])
            if what and is_ranked(names):
                return what, Scale(len(names), names, said=stepped[0])
        if worded := _WORDS.search(statement.text) or _PASSIVE.search(statement.text):
            what, names = _quality(worded["what"]), _steps(worded["list"])
            if what and len(names) > 1:
                return what, Scale(len(names), names, said=worded[0])
    return None


def _quality(words: str) -> str:
    words = re.sub(r"\s+(?:of|from|on|at|with)$", "", words.strip(), flags=re.IGNORECASE)
    words = re.sub(r"\s+an? (?:number|grade|score|value|mark)$", "", _TO_VERB.sub("", words.strip().lower()))
    if _OTHER.search(words) or re.match(r"(?:in|of|at|on|per|for|from|with)\b", words):
        return ""
    if _REGION.match(words):
        return "severity"
    return words if is_noun_phrase(words, 4) else ""


def _between(low: str, high: str, said: str) -> Scale | None:
    if low.isdecimal() and high.isdecimal():
        return span_scale(int(low), int(high), said)
    names = letters(low, high)
    return Scale(len(names), names, said=said) if names else None


def _steps(text: str) -> tuple[str, ...]:
    """The names up to the first that is none."""
    names: list[str] = []
    for item in list_of(re.split(r",?\s+and\s+(?=[a-z]+s?\s+(?:an?|the|their|its)\b)", text)[0]):
        if extent_in(item.text) or len(item.text.split()) > 3 or not is_noun_phrase(item.text, 3):
            break
        names.append(item.text.lower())
    return tuple(dict.fromkeys(names))
