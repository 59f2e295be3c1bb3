"""What is to be marked: the labels, with what each is in time, and further choices that a brief lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.lists import Item, split_list
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.extents import settle_extents
from faultmark.interface.drafting.labels.listed import head_of, items_of
from faultmark.interface.drafting.labels.marks import find_marks
from faultmark.interface.drafting.labels.names import event_of, name_of
from faultmark.interface.drafting.words.extents import INSTANT, RANGE
from faultmark.interface.drafting.words.lexicon import EVENTS, SENSORS

__all__ = ["find_events", "marked_events"]


_PLURAL = re.compile(r"(?<=[a-z]{2})(?:s)$")
_LEXICON = re.compile(r"(?<![\w-])(?:(" + "|".join(re.escape(s) for words in SENSORS.values() for s in sorted(words, key=len, reverse=True) if len(s) > 2) + r")\s+)?("
    + "|".join(sorted((re.escape(name) for name in EVENTS), key=len, reverse=True)) + r")(?:s|es)?(?![\w-])", re.IGNORECASE)  # fmt: skip
_GENERIC = {
    "anomaly",
    "fault",
    "failure",
    "event",
    "noise",
    "alarm",
    "peak",
    "shift",
    "trend",
    "scan",
    "step",
    "fraud",
    "wear",
    "gap",
}
_VERB = re.compile(
    r"\b(?:label|labels|labell?ing|mark|marks|marking|tag|tags|annotate|annotates|annotating|flag|flags|highlight|spot|find|catch|identify|select|classify|detect|look(?:ing)? for|distinguish|separate|capture|interested in|want|care about)\b"
    r"(?P<rest>.*)$", re.IGNORECASE)  # fmt: skip
_STRONG_VERB = re.compile(
    r"\b(?:label|labels|mark|marks|tag|tags|annotate|annotates|flag|flags|highlight|classify|identify)\b(?!\s*(?:is|are|:|each|every))(?P<rest>.*)$",
    re.IGNORECASE,
)
_AS = re.compile(
    r"\b(?:as|into|among|between|one of|either)\b:?\s+(?:one of\s+|either\s+|a |an |being\s+)?(?P<list>[^.]+)$",
    re.IGNORECASE,
)


def find_events(statements: Sequence[Statement], choices: Sequence[ChoiceList]) -> list[Event]:
    """The labels: an explicit list where there is one, else what a brief asks to mark, else events that it mentions."""
    listed = [event for choice in choices if not choice.head for event in choice.items]
    if not any(event.below for event in listed) and (marks := marked_events(statements)):
        return settle_extents(_without_parts(marks), statements)
    if listed:
        return settle_extents(_without_parts(listed), statements)
    asked: list[Event] = []
    for statement in statements:
        if head_of(statement.under) not in {None, ""} or re.search(
            r"\b(per|each|every|questions?|context|metadata|sensors?|channels?|signals?)\b",
            statement.under,
            re.IGNORECASE,
        ):
            continue
        for event in _asked(statement):
            if event.name not in {e.name for e in asked}:
                asked.append(event)
    taken = {e.name for c in choices if c.head for e in c.items}
    named = [event for event in asked if event.name not in taken]
    specific = [e for e in named if e.name not in _GENERIC or e.stated]
    return settle_extents(_without_parts(specific or named), statements)


def marked_events(statements: Sequence[Statement]) -> list[Event]:
    """What sentences say is to be marked."""
    found: dict[str, Event] = {}
    for mark in find_marks(statements):
        event = event_of(Item(mark.name, mark.inside))
        if event is None or event.name in found:
            continue
        if mark.extent and not event.stated:
            event = replace(event, extent=mark.extent, stated=True)
        found[event.name] = event
    return list(found.values())


def _without_parts(events: Sequence[Event]) -> list[Event]:
    """Leave out "trip" beside "inverter trip": it is the same, said in short."""
    names = {event.name for event in events}
    # "Swarm preparation" as a range beside "swarm" as a point are two.
    apart = {
        event.name
        for event in events
        for other in events
        if event.stated and other.stated and event.extent != other.extent and f" {event.name} " in f" {other.name} "
    }
    return [
        event
        for event in events
        if event.name in apart or not any(f" {event.name} " in f" {name} " and name != event.name for name in names)
    ]


def _asked(statement: Statement) -> Iterable[Event]:
    text = statement.text
    verb = _STRONG_VERB.search(text) or _VERB.search(text)
    if verb is None:
        found = list(_LEXICON.finditer(text))
        mentioned = [m for m in found if m[2].lower() not in _GENERIC or len(found) > 1]
        if (
            mentioned
            and (len(found) > 1 or INSTANT.search(text) or RANGE.search(text))
            and not re.search(r"\b(for|when|if|only)\b.*\bask\b|\bif\b|\brequired?\b", text, re.IGNORECASE)
        ):
            for match in mentioned:
                yield _mention(match)
        return
    rest = verb["rest"]
    listing = _AS.search(rest)
    explicit: list[Event] = []
    if (
        listing
        and re.search(r",|/|\bor\b|\band\b", listing["list"])
        and not re.search(r"\b(range|instant|point)s?\b", listing["list"], re.IGNORECASE)
    ):
        explicit = items_of(listing["list"])
    if len(explicit) >= 2:
        yield from explicit
        return
    colon = re.search(r":\s*([^.]+)$", rest)
    if colon and len(items_of(colon[1])) >= 2:
        yield from items_of(colon[1])
        return
    objects = _with_extents(rest) or _objects(rest)
    if objects:
        yield from objects
        return
    for match in _LEXICON.finditer(rest):
        yield _mention(match)


_EXTENT_OF = re.compile(
    r"\s+as\s+(?:(?:single|short|time|point|separate|an?|individual|whole)\s+)*(?:(?P<instant>points?|instants?|events?|moments?|timestamps?)|(?P<range>ranges?|intervals?|spans?|segments?|episodes?|regions?|periods?|windows?|stretches))\b",
    re.IGNORECASE,
)


def _with_extents(rest: str) -> list[Event]:
    """Lists that each say what they are: "a and b as ranges, and c as single points"."""
    found: list[Event] = []
    at = 0
    for match in _EXTENT_OF.finditer(rest):
        part = re.sub(
            r"^\W*(?:and|but|while|whereas|plus)\s+|^\s*(?:out|for|any|every|all|the)\s+",
            "",
            rest[at : match.start()].strip(" ,;"),
        )
        at = match.end()
        extent = "instant" if match["instant"] else "range"
        for item in split_list(part):
            event = event_of(item)
            if event is None or len(event.name.split()) > 3:
                continue
            found.append(replace(event, extent=extent, stated=True))
    return found


_OBJECT_END = re.compile(
    r"\s+(?:as (?:ranges?|intervals?|points?|instants?|episodes?|spans?|time spans?|segments?|regions?|point events?|single points?|events?)|for any|for every|for each|in (?:the|these|our|their|all|every)|by dragging|with (?:a|an|the|their)|so that|because|"
    r"using|on the|whenever|when|if|and (?:write|rate|give|explain|say|note|add|choose|pick|state|describe|assign|tell|select|set|leave|then|also|optionally|they)|; |- )\b.*$|\.\s.*$",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_NOT_AN_OBJECT = re.compile(
    r"^(?:data|telemetry|recordings?|time series|files?|it|them|this|that|these|through|over|every|each|region|regions|ranges?|instants?|points?|signals?|six|severity|notes?|comments?|confidence|"
    r"anomalies in|anomaly in|link telemetry|months)(?:\b|$)(?!\s+(?:exfiltration|loss|gap|drift|corruption))|\b(?:recordings?|telemetry|files?|time series|screen|interface)\b",
    re.IGNORECASE,
)


def _objects(rest: str) -> list[Event]:
    """The objects of "mark": also names that no dictionary knows, where they stand in a list."""
    rest = re.sub(r"^\s*(?:(?:out|down|up)\b)?\s*(?:(?:for|any|every|each|all|the)\b)?\s*", "", rest)
    rest = _OBJECT_END.sub(
        "",
        re.split(
            r";|\s\(which\b|, (?:which|plus|along|together|then|and (?:rate|write|give|explain|say|note|add|choose))\b",
            rest,
        )[0],
    )
    items = split_list(rest)
    if len(items) < 2 or _NOT_AN_OBJECT.search(items[0].text):
        return []
    found: list[Event] = []
    for item in items:
        event = event_of(item)
        if event is None or len(event.name.split()) > 3 or _NOT_AN_OBJECT.search(event.name):
            break
        if event.name not in {e.name for e in found}:
            found.append(event)
    # "Annotate heart rate and SpO2" names what is looked at, not what is marked in it.
    sensors = [
        event for event in found if any(event.name.endswith(word) for words in SENSORS.values() for word in words)
    ]
    return found if len(found) >= 2 and len(sensors) < len(found) else []


def _mention(match: re.Match[str]) -> Event:
    words = (
        f"{match[1]} {match[2]}"
        if match[1]
        and match[2].lower()
        in {"drift", "drop", "spike", "surge", "dip", "excursion", "sag", "burst", "loss", "jump", "pulse", "noise"}
        else match[2]
    )
    name, extent = name_of(words)
    return Event(name, extent, match[0])
