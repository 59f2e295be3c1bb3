"""What rules of grammar find, settled against the roles that the learned model gives the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from faultmark.interface.drafting.context import cleaned, key_of
from faultmark.interface.drafting.event import ChoiceList, Event
from faultmark.interface.drafting.events import event_of, singular
from faultmark.interface.drafting.function_words import is_function_word, is_work_verb, opens_no_name
from faultmark.interface.drafting.lexicon import MODIFIERS, SENSORS
from faultmark.interface.drafting.phrases import is_noun_phrase
from faultmark.interface.drafting.roles import ROLES, Phrase, Reading, stem
from faultmark.interface.drafting.sensors import AMBIGUOUS, Sensor, unit_after
from faultmark.interface.drafting.text import Item
from faultmark.interface.units import canonical_unit

__all__ = ["settled_choices", "settled_context", "settled_events", "settled_sensors", "steps_seen"]

_DOUBTED = 0.02
"""A rule's find goes where the model takes it for something else with more than the rest of certainty."""
_SHARED = 0.4
_UNLIKELY, _LIKELY, _SURELY = 0.1, 0.6, 0.9
_SENSOR_WORDS = {word for words in SENSORS.values() for word in words}
_BOUNDARIES = {"start", "stop", "end", "beginning", "onset", "offset", "key", "hotkey"}
_LEAD = re.compile(
    r"^(?:(?:select|tag|mark|label|notice|identify|spot|find|flag|annotate|draw|see|keep|catch|report|around|any|each|every|the|an?|its|their)s?\s+)+"
    r"|\s+(?:happen|occur|begin|start|appear|last|help|belong|accompany|ought|should|must)s?$",
    re.IGNORECASE,
)


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
    for phrase in reading.of("event", _SHARED if len(events) < 2 else 0.5):
        if is_listed and here and phrase.statement not in here and phrase.listed == 1:
            continue
        event = event_of(Item(_LEAD.sub("", phrase.words)))
        event = _named(event, reading) if event else None
        if (
            event
            and is_noun_phrase(event.name, 5)
            and event.name not in {*taken, *_BOUNDARIES, *_SENSOR_WORDS}
            and not set(event.name.split()) <= reading.common
        ):
            seen = _with(seen, event, reading)
    events = [named for event in events if (named := _named(event, reading))]
    kept = [
        e
        for e in events
        if not _is_nothing(e.name)
        and not (_is_another(e.name, "event", reading) and not (e.stated and len(events) < 3))
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
        return is_work_verb(word) and reading.chance(word, "event") < _LIKELY

    words = event.name.split()
    does = rf"\b{re.escape(words[0])}s?\s+(?:(?:should|must|shall|can|will|may|has to|have to|needs? to)\s+)?(?:label|mark|annotate|tag|flag|identify|highlight|review|pick|rate)\b"
    if words[0] in {"go", "goes", "went"} or (len(words) == 1 and re.search(does, reading.text)):
        return None
    while len(words) > 1 and (is_verb(words[0]) or words[0] in {"out", "when", "where"}) and words[0] not in _NAMING:
        words = words[1:]
    if len(words) > 1 and is_work_verb(words[-1]) and re.search(r"(?:ers|ors|ists|ians|team|staff)$", words[-2]):
        # "Our radio engineers look for …".
        return None
    while len(words) > 1 and (words[-1] in _RUNS or words[-1] in {"where", "when", "wherever", "whenever"}):
        words = words[:-1]
    if (
        len(words) == 1
        and words[0] in _NAMING
        and re.search(rf"\b{words[0]}s?\s+(?:once\s+)?(?:an?|the|on|at|over|where|when|every|each)\s", reading.text)
    ):
        return None
    if (
        len(words) == 1
        and is_work_verb(words[0])
        and words[0] not in _NAMING
        and reading.chance(words[0], "event") < _SHARED
    ):
        return None
    if len(words) == 1 and words[0] in {"second", "minute", "hour", "day", "week", "month"}:
        return None
    if words[-1] in _TIMES and reading.chance(words[-1], "event") < _LIKELY:
        return None
    if len(words) == 1 and words[0].endswith(("ed", "wn", "set")) and is_verb(words[0]):
        return None
    name = " ".join(words)
    return event if name == event.name else replace(event, name=name)


# "Point anomaly", "set point change" and "drop in pressure" begin with a noun.
_NAMING = {"point", "set", "drop", "click", "tap", "tick", "pin", "flag", "box", "store", "track", "wire", "tag"}


def _is_nothing(words: str) -> bool:
    """Whether words are no name, whatever stands around them: "typically", "our mechanic", "where they stop"."""
    parts = words.split()
    return all(map(is_function_word, parts)) or (len(parts[0]) > 1 and opens_no_name(parts[0]))


def _is_another(words: str, role: str, reading: Reading) -> bool:
    """Whether the model is rather sure that words have another role."""
    return reading.chance(words, role) < _UNLIKELY and any(
        reading.chance(words, other) > _LIKELY for other in ROLES if other != role
    )


def _is_doubted(words: str, reading: Reading) -> bool:
    """Whether the model has read the words, and takes them for no event."""
    return reading.chance(words, "none") > 0 and reading.chance(words, "event") < _DOUBTED


def _with(events: list[Event], new: Event, reading: Reading) -> list[Event]:
    """Add an event, unless it is there already; of two names for one, the longer, if all of its words belong to it."""
    for at, event in enumerate(events):
        if f" {new.name} " in f" {event.name} " or f"{new.name}e" == event.name:
            return events
        if _is_part(event.name, new.name):
            if not _belongs(event.name, new.name, reading, "event"):
                return events
            others = [e for e in events[at + 1 :] if not _is_part(e.name, new.name)]
            return [*events[:at], replace(event, name=new.name, said=new.said), *others]
    return [*events, new]


def _belongs(short: str, long: str, reading: Reading, role: str) -> bool:
    """Whether the words that a longer name has besides have its role, too: "internal" has it, "select" has not."""
    more = [word for word in long.split() if word not in short.split()]
    if any(is_work_verb(word) and word not in _NAMING for word in more):
        return False
    return all(reading.chance(word, role) > _SHARED for word in more)


def _is_part(short: str, long: str) -> bool:
    """Whether a name is another one, or its first or last words."""
    return long == short or long.startswith(f"{short} ") or long.endswith(f" {short}")


def settled_context(told: Sequence[tuple[str, str]], reading: Reading, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Keys and words of the rules that the model does not doubt, and those that it alone sees."""
    found = {
        key: words
        for key, words in told
        if (reading.chance(words, "context") > _DOUBTED or not reading.chance(words, "none"))
        and not _is_another(words, "context", reading)
        and (not _is_nothing(words) or reading.chance(words, "context") > _LIKELY)
    }
    names = {*labels, *(stem(label.lower()) for label in labels)}
    # Lists first: "machine, coil and grade" name what "for our machines" only speaks of.
    for phrase in sorted(reading.of("context", 0.55), key=lambda phrase: phrase.listed == 1):
        if any(stem(key) == stem(key_of(phrase.words)) for key in found):
            continue
        whose = rf"\bof (?:the|each|every) {re.escape(phrase.words.lower())}\b"
        if re.match(r" of (?:the|its|their)\b", phrase.behind) and " " not in phrase.words:
            # "The date of the last inspection" is no date beside it.
            continue
        if phrase.listed == 1 and (phrase.sure < 0.6 or re.search(whose, reading.text)):
            continue
        words = _LEAD.sub("", phrase.words)
        key = key_of(words)
        if " " not in words and phrase.words != words:
            # What is left of it leads to something else: "work ought to …".
            continue
        if words.lower() in _SENSOR_WORDS and phrase.sure < 0.7:
            continue
        if not key or stem(words.lower()) in names or words.lower() in names or not is_noun_phrase(words, 6):
            continue
        parts = set(key.split("_"))
        if any(parts <= set(other.split("_")) or words.lower() in said.lower() for other, said in found.items()):
            continue
        shorter = [other for other in found if set(other.split("_")) < parts]
        if all(_belongs(other.replace("_", " "), key.replace("_", " "), reading, "context") for other in shorter):
            found = {other: said for other, said in found.items() if other not in shorter} | {key: words}
    return _whole(found, reading)


_SCREEN = re.compile(
    r"^(?:the )?(?:interface|screen|tool|system|annotators?|labell?ers?|explanations?|justifications?|severity|remarks?|people|views?|header|sidebar|clips?|files?|recordings?|tasks?|samples?|[a-z]+(?:mechanics|technicians|engineers|experts|operators)|mechanics|technicians|engineers|experts|operators|patient info|side info)$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"^(?:(?:keep|ctx|context|meta|metadata|display|show|visible|shown|provide|see|have|with)\s+)+", re.IGNORECASE
)


def _whole(found: dict[str, str], reading: Reading) -> list[tuple[str, str]]:
    """Metadata without verbs before their names, without parts of others, and without parts of the screen."""
    bare: dict[str, str] = {}
    for key, words in found.items():
        for part in re.split(r"\s+and\s+", _SHOWN.sub("", words)):
            name = cleaned(part)
            acts = re.search(rf"\b{re.escape(name.lower())} (?:shall|should|must|needs?|has to)\b", reading.text)
            if name and not (_SCREEN.match(name) and (acts or reading.chance(name, "context") < _LIKELY)):
                bare.setdefault(key if name == words else key_of(name), name)

    def is_said_alone(words: str) -> bool:
        longer = [other for other in bare.values() if f" {words.lower()} " in f" {other.lower()} " and other != words]
        return not longer or reading.text.count(words.lower()) > sum(map(reading.text.count, map(str.lower, longer)))

    return [(key, words) for key, words in bare.items() if is_said_alone(words)]


def settled_choices(choices: Sequence[ChoiceList], reading: Reading) -> list[ChoiceList]:
    """Choices without lists that the model takes for what is marked or shown, each up to the first item that is no name."""
    choices = [
        replace(choice, items=items) for choice in choices if len(items := _names(choice)) > 1 or not choice.head
    ]
    return [
        choice
        for choice in choices
        if not choice.head
        or (
            not _is_nothing(choice.head)
            and not any(
                _chance(choice, reading, role) > max(_LIKELY, 2 * _chance(choice, reading, "option"))
                for role in (() if any(item.below for item in choice.items) else ("event", "context"))
            )
        )
    ]


_NO_OPTION = re.compile(
    r"^(?:to|how|which|that|and|states?|writes?|gives?|says?|is|are)\b|\b(?:they|we|you|(?-i:it))\b", re.IGNORECASE
)


def _names(choice: ChoiceList) -> tuple[Event, ...]:
    if not choice.head:
        return choice.items
    stop = next((at for at, item in enumerate(choice.items) if _NO_OPTION.search(item.name)), len(choice.items))
    return choice.items[:stop]


def _chance(choice: ChoiceList, reading: Reading, role: str) -> float:
    return sum(reading.chance(item.said or item.name, role) for item in choice.items) / len(choice.items)


def settled_sensors(sensors: Sequence[Sensor], reading: Reading) -> list[Sensor]:
    """Sensors without those that the model takes for something else or nothing, and with those that it alone sees."""
    seen = [
        phrase
        for phrase in reading.of("signal")
        if is_noun_phrase(phrase.words) and not _is_nothing(phrase.words) and not canonical_unit(phrase.words)
    ]
    found = [
        _without_lead(sensor, seen, reading)
        for sensor in sensors
        if not _is_nothing(sensor.name)
        and not (
            not sensor.unit
            and sensor.name not in _SENSOR_WORDS - AMBIGUOUS
            and _is_another(sensor.said or sensor.name, "signal", reading)
        )
    ]
    if len(found) > 2 and not found[0].unit and all(s.unit for s in found[1:]) and _opens(found[0], reading):
        # "Metro doors, motor current (A) and door position (mm)": the first says of what they are.
        found = found[1:]
    if len(seen) > 1:
        # Where it sees the list of signals, what stands elsewhere is none.
        found = [
            s for s in found if any(_shares_word(s, phrase.words) for phrase in seen) or not _is_no_signal(s, reading)
        ]
    told = {phrase.statement for phrase in seen if any(_shares_word(sensor, phrase.words) for sensor in found)}
    for phrase in seen:
        unit = unit_after(phrase.behind)
        is_listed = phrase.sure > _LIKELY and phrase.statement in told
        if (unit or is_listed) and not any(_shares_word(sensor, phrase.words) for sensor in found):
            found.append(Sensor(phrase.words.lower(), phrase.words.lower(), unit, phrase.words))
    return found or list(sensors)


def _opens(sensor: Sensor, reading: Reading) -> bool:
    """Whether a brief begins with what the model does not take for a signal."""
    return reading.text.startswith(sensor.name.lower()) and reading.chance(sensor.name, "signal") < _LIKELY


def _shares_word(sensor: Sensor, words: str) -> bool:
    return bool(
        {stem(word) for word in words.lower().split()}
        & {stem(w) for w in f"{sensor.name} {sensor.said}".lower().split()}
    )


def _is_no_signal(sensor: Sensor, reading: Reading) -> bool:
    return reading.chance(sensor.said or sensor.name, "none") > _SURELY


def _without_lead(sensor: Sensor, seen: Sequence[Phrase], reading: Reading) -> Sensor:
    """A sensor without words before its name that the model takes for none of it: "export heart rate"."""
    for phrase in seen:
        words = phrase.words.lower()
        lead = sensor.name.removesuffix(f" {words}").split() if sensor.name.endswith(f" {words}") else []
        if lead and all(word not in MODIFIERS and reading.chance(word, "none") > _SURELY for word in lead):
            return replace(sensor, name=words)
    return sensor


def steps_seen(reading: Reading) -> tuple[str, tuple[str, ...], str] | None:
    """A quality, the names of its steps, and the words, where the model sees a list of steps; else None."""
    for index in sorted({phrase.statement for phrase in reading.phrases}):
        here = [phrase for phrase in reading.phrases if phrase.statement == index]
        steps = list(dict.fromkeys(p.words.lower() for p in here if p.role == "step" and p.sure >= 0.4))
        if len(steps) < 2:
            continue
        if any(p.words.lower() in {"confidence", "certainty"} for p in here if p.role == "field"):
            continue
        head = next((p.words.lower() for p in here if p.role == "field" and is_noun_phrase(p.words, 3)), "severity")
        return head, tuple(steps), f"{head}: {', '.join(steps)}"
    return None
