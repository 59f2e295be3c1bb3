"""The ways of marking that a brief describes, which name a label and say what it is in time.

People draw a box around one thing, drop a pin on another, and tick a third one by one. What they draw says range or
instant, and what it is drawn around is the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Way", "ways_of_marking", "without_ways"]


@dataclass(frozen=True, slots=True)
class Way:
    """Words that list what is marked, the extent that the way of marking has, and where it stands in the text."""

    listed: str
    extent: str
    start: int
    end: int


_ADJECTIVES = (
    r"(?:(?:short|single|small|simple|separate|individual|whole|full|time|vertical|coloured|colored|one|little)\s+)*"
)
_LABELS = r"[- ](?:labels?|marks?|annotations?|tags?|regions?)"
_RANGE_TOOL = rf"(?:(?:start|beginning) and (?:an? )?(?:end|stop)|(?:range|interval|span){_LABELS}|box(?:es)?|brackets?|bands?|regions?|ranges?|rectangles?|(?:time )?spans?|intervals?|segments?|stretch(?:es)?|windows?|areas?|episodes?)"
_INSTANT_TOOL = rf"(?:(?:instant|point){_LABELS}|pins?|flags?|(?:point )?markers?|points?|dots?|clicks?|ticks?|time ?stamps?|instants?|crosses|cross|taps?)"
_TOOL = rf"{_ADJECTIVES}(?:(?P<range>{_RANGE_TOOL})|(?P<instant>{_INSTANT_TOOL}))\b"
_PUT = r"(?:draw(?:s|n|ing)?|drop(?:s|ping)?|put(?:s|ting)?|plac(?:e|es|ing)|sets?|setting|stick(?:s)?|leaves?|us(?:e|es|ing)|mak(?:e|es|ing)|creat(?:e|es|ing)|adds?|adding|drags?|dragging|gives?)"
_LIST = r"(?P<list>[^.;:]+?)"
_END = (
    r"(?=\s*(?:$|[.;:]|,?\s*\b(?:and|but|while|whereas|then)\s+(?:(?:then|to|also|they|just)\s+)*(?:"
    + _PUT
    + r"|click|tap|pin|tick|for|a |an |the )\b))"
)
_DRAWN = re.compile(
    rf"\b{_PUT}\s+(?:an?\s+|the\s+|one\s+)?{_TOOL}\s+(?:around|on|onto|over|at|for|across|along|to|where|when)\s+{_LIST}{_END}",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"(?:^|[,;:.]\s*|\b(?:and|but|while)\s+)(?:for|on|at)\s+(?P<list>[^.;:,]+?),?\s+(?:(?:they|we|you|people|annotators|just|only|simply|should|must|can|please|one)\s+)*{_PUT}\s+(?:an?\s+|the\s+|one\s+)?{_TOOL}",
    re.IGNORECASE,
)
_GETS = re.compile(
    rf"(?:^|[,;:.]\s*|\b(?:and|but|while|whereas)\s+)(?P<list>[A-Za-z][^.;:]*?)\s+(?:each\s+)?(?:gets?|receives?|takes?|needs?|deserves?)\s+(?:just\s+|only\s+)?(?:an?\s+|one\s+)?{_TOOL}(?=\s*(?:$|[.,;:]|each|only|of|at|and|while|but))",
    re.IGNORECASE,
)
_TO_RANGE = r"(?:bracket|drag (?:over|across|along)|sweep over|box(?: in| off)?|outline|circle|encircle|shade|colou?r in)(?:s|es)?"
_TO_INSTANT = r"(?:(?:click|tap)(?:s)?(?: once)? (?:on|at)|pin(?:s)?|pinpoints?|time ?stamps?|ticks?)"
_BY_VERB = re.compile(
    rf"(?<!\ba )(?<!\ban )(?<!\bone )(?<!\bthe )\b(?:(?P<range>{_TO_RANGE})|(?P<instant>{_TO_INSTANT}))\s+(?!is\b|are\b|as\b|and\b|or\b|should\b|must\b|the file|the curve|save|submit){_LIST}{_END}",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:^|[,;:.]\s*|\b(?:and|but|while|whereas|want|wants|need|needs|like|prefer)\s+)(?P<list>[A-Za-z][^.;:,]*?)\s+(?:(?:are|is|should be|must be|get)\s+)?(?:(?:just|only|each|simply|always)\s+)*"
    r"(?:(?P<range>boxed|bracketed|outlined|circled|shaded|dragged over)|(?P<instant>ticked|pinned|clicked|pinpointed|tapped|dotted|time ?stamped))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    rf"\b(?:see|want|like|have|get|need)s?\s+(?:to (?:see|have|get)\s+)?{_LIST}\s+(?:labell?ed|marked|tagged|annotated|flagged|drawn) as (?:an? )?{_TOOL}",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:need|want|like|create|make|have|add|use)s?\s+(?:the\s+|these\s+)?(?:labels|tags|classes|annotations|marks)\s+for\s+(?:the\s+)?(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^\s*(?:the\s+|each\s+|every\s+|any\s+)?(?:(?:exact|precise|very)\s+)?"
    r"(?:(?:moment|instant|second|minute|hour|day|time|point|sample|start|onset|timestamp|period|stretch|span|part|section|place|phase|occurrence)(?:s|es)?(?: in time)?)\s+(?:of|at which|where|when|with|in which)\s+",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\s*(?:(?:and|but|an?|the|each|every|any|all|both|single|for|these|those)\s+)+", re.IGNORECASE)
_PRONOUN = re.compile(
    r"^(?:(?:second|moment|instant|time|point|minute|hour)\s+(?=it|they|that|this))?(?:it|them|they|that|this|those|these|something|anything|each|one|people|we|you|who\w*)\b",
    re.IGNORECASE,
)


def ways_of_marking(text: str) -> Iterator[Way]:
    """What is marked by what is drawn for it, in the order of the text."""
    found: list[Way] = []
    for pattern in (_DRAWN, _FOR, _RESULT, _GETS, _BY_VERB, _DONE, _WANTED):
        for match in pattern.finditer(text):
            if any(match.start() < way.end and way.start < match.end() for way in found):
                continue
            listed = _LEAD.sub("", _WHEN.sub("", match["list"]))
            listed = _LEAD.sub("", re.sub(r"^.*\b(?:want|wants|need|needs|prefer)\s+|^.*,\s*(?=single\b)", "", listed))
            if not listed or _PRONOUN.match(listed):
                continue
            groups = match.groupdict()
            extent = "range" if groups.get("range") else "instant" if groups.get("instant") else ""
            found.append(Way(listed, extent, match.start(), match.end()))
    yield from sorted(found, key=lambda way: way.start)


def without_ways(text: str) -> str:
    """The rest of the text, for other readings of it."""
    for way in reversed(list(ways_of_marking(text))):
        text = f"{text[: way.start]}. {text[way.end :].lstrip(' ,')}"
    return text.strip()
