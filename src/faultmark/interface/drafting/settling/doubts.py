"""What a draft does not hold although a rule has found it: names that cannot be what the rule takes them for.

A rule that misreads a sentence makes a label of an adverb, a field of a participle, a channel of the machine. Each such
find is held against the learned model's reading and against the rest of the draft.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from faultmark.interface.drafting.fields.field import FoundField
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.roles.reading import Reading
from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.words.function_words import is_function_word, is_work_verb

__all__ = ["undoubted_context", "undoubted_events", "undoubted_fields", "undoubted_sensors"]

_SCARCELY, _HARDLY, _MAYBE, _RATHER, _SURELY = 0.02, 0.15, 0.4, 0.7, 0.9


def undoubted_events(events: Sequence[Event], ruled: Sequence[Event], reading: Reading) -> list[Event]:
    """Events without adverbs, and without what stands apart from the others and is doubtful; ``ruled`` are the rules' own."""
    if any(event.below for event in events):
        # A tree is written as one, with its own signs.
        return list(events)
    known = {event.name for event in ruled}

    def is_doubted(event: Event) -> bool:
        if " " in event.name:
            return False
        if all(map(is_function_word, (event.said or event.name).split())):
            return True
        if len(events) < 3:
            return False
        if reading.chance(event.name, "event") < _SCARCELY and reading.chance(event.name, "none") > _SURELY:
            return True
        alone = [
            p for p in reading.of("event") if p.words.lower() == event.said.lower() or p.words.lower() == event.name
        ]
        return (
            len(events) > 3
            and event.name not in known
            and bool(alone)
            and all(p.listed == 1 and p.sure < _RATHER for p in alone)
        )

    return [event for event in events if not is_doubted(event)] or list(events)


def undoubted_context(told: Sequence[tuple[str, str]], reading: Reading) -> list[tuple[str, str]]:
    """Metadata without what is rather an event, and without the machines that a brief is about: "for our elevators"."""

    def is_whole_fleet(words: str) -> bool:
        last = words.lower()
        if not last.endswith("s") or last.endswith(("ss", "us", "is")):
            return False
        seen = [p for p in reading.of("context") if p.words.lower() == last]
        return bool(seen) and all(p.listed == 1 and p.sure < _SURELY for p in seen)

    return [
        (key, words)
        for key, words in told
        if not is_whole_fleet(words)
        and reading.chance(words, "event") < max(_MAYBE, 2 * reading.chance(words, "context"))
    ]


def undoubted_sensors(sensors: Sequence[Sensor], options: Collection[str], reading: Reading) -> list[Sensor]:
    """Sensors without letters that are options, and without those that lack the others' units and that the model takes for nothing."""
    sensors = [s for s in sensors if len(s.name) > 1 or s.name.upper() not in options]
    if sum(bool(sensor.unit) for sensor in sensors) < 2:
        return list(sensors)
    return [
        s
        for s in sensors
        if s.unit
        or reading.chance(s.said or s.name, "none") < _RATHER
        or reading.chance(s.said or s.name, "signal") > _HARDLY
    ]


def undoubted_fields(
    fields: Sequence[FoundField], labels: Sequence[str], signals: Sequence[str], reading: Reading
) -> list[FoundField]:
    """Fields whose names are no label, no signal, and no words that lead to something else: "displayed", "which"."""
    others = {name.lower() for name in labels}
    others |= {name.lower() for name in signals if reading.chance(name, "signal") > _RATHER}

    def is_field(field: FoundField) -> bool:
        words = str(field.values["name"]).replace("_", " ")
        first = words.split()[0]
        if reading.chance(words, "field") > _MAYBE:
            return True
        return not (
            words in others
            or is_function_word(first)
            or (first.endswith(("ed", "wn")) and is_work_verb(first))
            or (
                field.values["kind"] != "number"
                and max(reading.chance(words, role) for role in ("event", "signal")) > _SURELY
            )
        )

    kept = [field for field in fields if is_field(field)]
    # "Give the root cause: …" beside a "root cause note" speaks of one thing.
    names = {str(field.values["name"]) for field in kept}
    return [
        field
        for field in kept
        if field.values["kind"] != "text" or not any(str(field.values["name"]).startswith(f"{name}_") for name in names)
    ]
