"""Labels of the rules, settled against what the learned model reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.lists import Item
from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.labels.names import event_of, singular
from faultmark.interface.drafting.roles.reading import Reading
from faultmark.interface.drafting.settling.certainty import (
    DOUBTED,
    LEAD,
    LIKELY,
    NAMING,
    SENSOR_WORDS,
    SHARED,
    belongs,
    is_another,
    is_nothing,
)
from faultmark.interface.drafting.words.function_words import is_work_verb

__all__ = ["settled_events"]
_BOUNDARIES = {"start", "stop", "end", "beginning", "onset", "offset", "key", "hotkey"}


def settled_events(
    events: Sequence[Event], reading: Reading, taken: Sequence[str], *, is_listed: bool = False
) -> list[Event]:
    """Events of the rules that the model does not doubt, and those that it alone sees.

    ``taken`` are options of choices and steps of scales. Where a brief lists its labels under a head, ``is_listed``,
    only phrases of that statement, or of other lists, are some beside them.
    """
    if any(event.below for event in events):
        # A tree is written as one, with its own signs.
        return list(events)
    seen: list[Event] = []
    known = {event.name for event in events}
    here = {p.statement for p in reading.of("event") if singular(p.words) in known}
    # Where the rules see nothing, what the model sees is better than one label for everything.
    for phrase in reading.of("event", SHARED if len(events) < 2 else 0.5):
        if is_listed and here and phrase.statement not in here and phrase.listed == 1:
            continue
        event = event_of(Item(LEAD.sub("", phrase.words)))
        event = _named(event, reading) if event else None
        if (
            event
            and is_noun_phrase(event.name, 5)
            and event.name not in {*taken, *_BOUNDARIES, *SENSOR_WORDS}
            and not set(event.name.split()) <= reading.common
        ):
            seen = _with(seen, event, reading)
    events = [named for event in events if (named := _named(event, reading))]
    kept = [
        e
        for e in events
        if not is_nothing(e.name)
        and not (is_another(e.name, "event", reading) and not (e.stated and len(events) < 3))
        and (e.stated or not (_is_doubted(e.said, reading) and _is_doubted(e.name, reading)))
    ]
    for event in seen:
        kept = _with(kept, event, reading)
    return kept or list(events)


_TIMES = {"second", "minute", "hour", "day", "week", "month", "sample", "cycle", "timestamp", "moment", "time", "while", "shot"}  # fmt: skip
_RUNS = {"begin", "run", "extend", "last", "persist", "develop", "occur", "happen", "appear", "go"}


def _named(event: Event, reading: Reading) -> Event | None:
    """An event without verbs around its name; None where nothing else is in it: "drawn", "several minutes"."""

    def is_verb(word: str) -> bool:
        return is_work_verb(word) and reading.chance(word, "event") < LIKELY

    words = event.name.split()
    does = rf"\b{re.escape(words[0])}s?\s+(?:(?:should|must|shall|can|will|may|has to|have to|needs? to)\s+)?(?:label|mark|annotate|tag|flag|identify|highlight|review|pick|rate)\b"
    if words[0] in {"go", "goes", "went"} or (len(words) == 1 and re.search(does, reading.text)):
        return None
    while len(words) > 1 and (is_verb(words[0]) or words[0] in {"out", "when", "where"}) and words[0] not in NAMING:
        words = words[1:]
    if len(words) > 1 and is_work_verb(words[-1]) and re.search(r"(?:ers|ors|ists|ians|team|staff)$", words[-2]):
        # "Our radio engineers look for …".
        return None
    while len(words) > 1 and (words[-1] in _RUNS or words[-1] in {"where", "when", "wherever", "whenever"}):
        words = words[:-1]
    if (
        len(words) == 1
        and words[0] in NAMING
        and re.search(rf"\b{words[0]}s?\s+(?:once\s+)?(?:an?|the|on|at|over|where|when|every|each)\s", reading.text)
    ):
        return None
    if (
        len(words) == 1
        and is_work_verb(words[0])
        and words[0] not in NAMING
        and reading.chance(words[0], "event") < SHARED
    ):
        return None
    if len(words) == 1 and words[0] in {"second", "minute", "hour", "day", "week", "month"}:
        return None
    if words[-1] in _TIMES and reading.chance(words[-1], "event") < LIKELY:
        return None
    if len(words) == 1 and words[0].endswith(("ed", "wn", "set")) and is_verb(words[0]):
        return None
    name = " ".join(words)
    return event if name == event.name else replace(event, name=name)


def _is_doubted(words: str, reading: Reading) -> bool:
    """Whether the model has read the words, and takes them for no event."""
    return reading.chance(words, "none") > 0 and reading.chance(words, "event") < DOUBTED


def _with(events: list[Event], new: Event, reading: Reading) -> list[Event]:
    """Add an event, unless it is there already; of two names for one, the longer, if all of its words belong to it."""
    for at, event in enumerate(events):
        if f" {new.name} " in f" {event.name} " or f"{new.name}e" == event.name:
            return events
        if _is_part(event.name, new.name):
            if not belongs(event.name, new.name, reading, "event"):
                return events
            others = [e for e in events[at + 1 :] if not _is_part(e.name, new.name)]
            return [*events[:at], replace(event, name=new.name, said=new.said), *others]
    return [*events, new]


def _is_part(short: str, long: str) -> bool:
    """Whether a name is another one, or its first or last words."""
    return long == short or long.startswith(f"{short} ") or long.endswith(f" {short}")
