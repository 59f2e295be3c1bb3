"""What a brief says of events in time: which are instants, which are ranges, and what holds for all others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.lists import number_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.words.extents import INSTANT, RANGE, extent_in
from faultmark.interface.drafting.words.lexicon import EVENTS

__all__ = ["settle_extents"]


def settle_extents(events: Sequence[Event], statements: Sequence[Statement]) -> list[Event]:
    """Apply what a brief says of single events: spikes as points, drifts as ranges."""
    made: list[Event] = []
    for event in events:
        found = event
        stem = (
            "(?:"
            + "|".join(
                re.escape(word if word.endswith("ss") else word.rstrip("s"))
                for word in dict.fromkeys((event.name, event.name.split()[-1]))
            )
            + ")"
        )
        for statement in statements:
            if event.stated or found.stated:
                break
            for clause in re.split(r"[,;:./]|\band\b(?!\s+end)|\bbut\b|\bwhile\b|\bwhereas\b", statement.text):
                if not re.search(rf"\b{stem}(?:s|es)?\b", clause, re.IGNORECASE):
                    continue
                if re.search(r"\b(?:except|apart from|other than)\b", clause, re.IGNORECASE):
                    continue
                is_instant, is_range = bool(INSTANT.search(clause)), bool(RANGE.search(clause))
                if is_instant != is_range and not re.search(r"\bper[- ]region\b", clause):
                    found = replace(found, extent="instant" if is_instant else "range", stated=True)
        if not found.stated and not any(e.stated for e in events):
            found = _from_sentence(found, stem, statements)
        made.append(found)
    made = _others(_alone(_referred(_counted(made, statements), statements), statements), statements)
    made = _without_theme(made, statements)
    if events and all(not e.stated for e in made):
        everything = " ".join(s.text for s in statements)
        both = INSTANT.search(everything)
        only_ranges = re.search(
            r"\b(?:only ranges|ranges only|just ranges|none of (?:these|them|those) (?:is|are) (?:an? )?(?:instants?|points?)|no instants|no point events|always (?:a )?ranges?|(?:don't|do not|never) (?:mark|use|need|have|want) (?:any )?(?:instants|points))\b",
            everything,
            re.IGNORECASE,
        )
        only_points = re.search(
            r"\b(?:only (?:points|instants)|(?:points|instants) only|no ranges)\b", everything, re.IGNORECASE
        )
        if only_ranges or (
            not both and re.search(r"\b(?:stretch(?:es)?|intervals?|episodes?|spans?)\b", everything, re.IGNORECASE)
        ):
            made = [replace(e, extent="range", stated=True) for e in made]
        elif only_points and both:
            made = [replace(e, extent="instant", stated=True) for e in made]
    return made


def _without_theme(events: list[Event], statements: Sequence[Statement]) -> list[Event]:
    """Labels without what a brief is about in general: "we annotate ventilator asynchrony", before it says which.

    It comes first, alone in its sentence, and is the only one of which nothing is said while all others have an extent.
    """
    unsaid = [e for e in events if not e.stated]
    if len(unsaid) != 1 or len(events) < 3 or unsaid[0].name in EVENTS or unsaid[0].name.split()[-1] in EVENTS:
        return events
    theme = unsaid[0]
    for statement in statements:
        here = [e for e in events if re.search(rf"\b{re.escape(e.name)}", statement.text, re.IGNORECASE)]
        if here:
            return [e for e in events if e is not theme] if here == [theme] else events
    return events


_WORK_OF = re.compile(r"\b(?:severity|confidence|certainty|notes?|comments?|rate|grade|region)\b", re.IGNORECASE)


def _alone(events: list[Event], statements: Sequence[Statement]) -> list[Event]:
    """Apply what a sentence says of time to the labels in it, where it says only one thing and has no others."""
    for statement in statements:
        here = [e for e in events if re.search(rf"\b{re.escape(e.name)}(?:s|es)?\b", statement.text, re.IGNORECASE)]
        extent = extent_in(statement.text)
        excepted = re.search(r"\b(?:except|apart from|other than|but)\b", statement.text, re.IGNORECASE)
        if not here or not extent or excepted or any(e.stated for e in here) or _WORK_OF.search(statement.text):
            continue
        events = [replace(e, extent=extent, stated=True) if e in here else e for e in events]
    return events


_ORDINAL = re.compile(
    r"\b(?:the\s+)?(?P<which>first|last|former|latter)(?:\s+(?P<count>one|two|three|four|five|\d))?\b(?P<how>[^.;]*?)(?=[.;]|$|,?\s+(?:and |but |while |whereas )?(?:the )?(?:first|last|former|latter|other|rest)\b)",
    re.IGNORECASE,
)


def _counted(events: list[Event], statements: Sequence[Statement]) -> list[Event]:
    """Apply what a brief says of labels by their place in its list: the first two last a while, the last is a point."""
    for statement in statements:
        for match in _ORDINAL.finditer(statement.text):
            extent = extent_in(match["how"].split(",")[0]) or extent_in(match["how"])
            count = number_of(match["count"] or "one") or 1
            if (
                not extent
                or not (
                    match["count"]
                    or match["which"].lower() in {"former", "latter"}
                    or re.match(r"\s+(?:is|lasts|gets|takes|as)\b", match["how"], re.IGNORECASE)
                )
                or count > len(events)
            ):
                continue
            from_start = match["which"].lower() in {"first", "former"}
            chosen = events[:count] if from_start else events[len(events) - count :]
            events = [replace(e, extent=extent, stated=True) if e in chosen and not e.stated else e for e in events]
    return events


_REFERENCE = re.compile(
    r"^\W*(?:(?:and|but|where|since|as|because|always|the former|of which)\s+)*(?:(?<=always )it\b|(?<=Always )it\b|(?:all|both|each|any|every one)\b(?: (?:of )?(?:them|these|those|which))?|they|those|these|which|that)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"[(\[](?:these are |they are )?(?:all|both|each)(?: of (?:them|these))?(?: are| as)?(?P<how>[^()\[\]]*)[)\]]",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:.]|,\s+(?=(?:all|both|each|which|they|those|these)\b)|\b(?:but|while|whereas)\b", re.IGNORECASE
)


def _referred(events: list[Event], statements: Sequence[Statement]) -> list[Event]:
    """Apply what clauses say of events that the clause before them names: "those three have a start and an end"."""
    named: list[str] = []
    for statement in statements:
        for clause in _CLAUSE.split(statement.text):
            here = [e.name for e in events if _is_named(e.name, clause.lower())]
            together = _TOGETHER.search(clause)
            meant, how = [], ""
            if together and here:
                before = clause[: together.start()].lower()
                meant, how = [name for name in here if _is_named(name, before)], together["how"]
            elif not here and _REFERENCE.match(clause):
                meant, how = named, clause
            if meant and (extent := extent_in(how)):
                events = [
                    replace(e, extent=extent, stated=True) if e.name in meant and not e.stated else e for e in events
                ]
            named = here or named
    return events


_OTHERS = re.compile(
    r"\b(?:the |all |both |any )*(?:others?(?: (?:ones?|two|three|four|labels?|events?|types?|kinds?|marks?|anomal\w+|faults?|problems?))?|rest|remaining(?: \w+)?|remainder|everything else|anything else)\b(?P<how>[^.;]{0,60})",
    re.IGNORECASE,
)
_TREAT = re.compile(
    r"\b(?:treat|mark|draw|use|label|annotate|enter|make|consider|take)\s+(?:them all|all|everything|each|every one)(?: of (?:these|them|those))?\s+as\s+(?P<how>[^.;]+)",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:everything|all(?: of (?:them|these|those))?|each(?: one)?)\s+(?:except|but|apart from|other than)\s+(?:for )?(?:the )?(?P<but>[a-z ,-]+?)\s+(?P<how>(?:is|are|covers?|spans?|gets?|lasts?|takes?|has|have|goes|needs?)\b[^.;]*)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?<!none of )\b(?:everything|all(?: of (?:them|these|those))?|all (?:the )?(?:regions|marks|labels|events|annotations|anomalies|types|three|four|five)|every (?:event|mark|label|region|annotation|one)|each(?: one)?|they|these|those)\s+(?:is|are|be)\s+(?:an? |all |always |just )*(?P<how>[a-z ]+?)(?:,? (?:except|but|apart from|other than)\s+(?:for )?(?P<but>[^.;]+))?[.,;]?\s*$",
    re.IGNORECASE,
)


def _is_named(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1].removesuffix('s'))}", text))


def _others(events: list[Event], statements: Sequence[Statement]) -> list[Event]:
    """Apply what a brief says of all events, or of all others; ranges where only instants are named as such."""
    for statement in statements:
        match = (
            _BUT.search(statement.text)
            or _TREAT.search(statement.text)
            or _OTHERS.search(statement.text)
            or _ALL.search(statement.text)
        )
        if match is None or not (extent := extent_in(match["how"])):
            continue
        but = (match.groupdict().get("but") or "").lower()
        events = [
            e if e.stated or (but and _is_named(e.name, but)) else replace(e, extent=extent, stated=True)
            for e in events
        ]
        if but:
            other = "range" if extent == "instant" else "instant"
            events = [e if e.stated else replace(e, extent=other, stated=True) for e in events]
    if any(e.stated and e.extent == "instant" for e in events):
        events = [e if e.stated or e.extent == "instant" else replace(e, extent="range") for e in events]
    return events


def _from_sentence(event: Event, stem: str, statements: Sequence[Statement]) -> Event:
    """Lists in a clause share what it says: "clicks, pops and bangs are instants"."""
    for statement in statements:
        if re.search(r"\b(?:except|apart from|other than)\b", statement.text, re.IGNORECASE):
            continue
        for sentence in re.split(
            r";|\. |\bbut\b|\bwhile\b|\bwhereas\b|, (?=(?:the )?(?:others?|rest|everything)\b)|, (?=[a-z -]{3,30} (?:is|are) )",
            statement.text,
        ):
            bare = re.sub(r"\([^)]*\)", " ", sentence)
            where = re.search(rf"\b{stem}(?:s|es)?\b", bare, re.IGNORECASE)
            if not where:
                continue
            for pattern, extent in ((INSTANT, "instant"), (RANGE, "range")):
                other = RANGE if extent == "instant" else INSTANT
                said = pattern.search(bare)
                if (
                    said
                    and not other.search(bare)
                    and re.search(r"\b(?:is|are|as|mark|use|with|have|has|needs?|gets?|=)\b|:", bare)
                    and not re.search(r"\bregions?\b", said[0], re.IGNORECASE)
                ):
                    return replace(event, extent=extent, stated=True)
    return event
