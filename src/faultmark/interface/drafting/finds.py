"""All that a brief asks for: what each stage finds, settled and without doubtful names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.context.known import find_context
from faultmark.interface.drafting.fields.choices import said_choices
from faultmark.interface.drafting.fields.field import FoundField
from faultmark.interface.drafting.fields.fields import find_fields
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.events import find_events, marked_events
from faultmark.interface.drafting.labels.extents import settle_extents
from faultmark.interface.drafting.labels.listed import find_choices
from faultmark.interface.drafting.project.work import find_domain, find_kind
from faultmark.interface.drafting.roles.reading import Reading
from faultmark.interface.drafting.settling.choices import settled_choices
from faultmark.interface.drafting.settling.context import settled_context
from faultmark.interface.drafting.settling.doubts import (
    undoubted_context,
    undoubted_events,
    undoubted_fields,
    undoubted_sensors,
)
from faultmark.interface.drafting.settling.events import settled_events
from faultmark.interface.drafting.settling.sensors import settled_sensors
from faultmark.interface.drafting.signals.measured import with_measured
from faultmark.interface.drafting.signals.said import said_signals
from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.signals.sensors import find_sensors
from faultmark.interface.drafting.why import Why
from faultmark.interface.sample import Sample

__all__ = ["Finds", "find_all"]

_LABEL_FIELDS = ("failure type", "fault type", "failure mode")


@dataclass(frozen=True, slots=True)
class Finds:
    """What a brief asks for. ``context`` are keys with the brief's words; ``audio`` the words that say that it is heard."""

    domain: str
    events: list[Event]
    fields: list[FoundField]
    context: list[tuple[str, str]]
    sensors: list[Sensor]
    audio: str | None


def find_all(statements: Sequence[Statement], sample: Sample | None, why: Why) -> Finds:
    """Find labels, fields, metadata and sensors; each stage heeds what those before it found."""
    choices = find_choices(statements)
    events = find_events(statements, choices)
    finer = [name for choice in choices for item in choice.items for name in item.below]
    said = said_choices(statements, [*(event.name for event in events), *finer])
    choices = _with_said(choices, said)
    reading = Reading(statements)
    choices = settled_choices(choices, reading)
    options = [
        item
        for choice in choices
        if choice.head and (choice.head not in _LABEL_FIELDS[:2] or any(event.below for event in choice.items))
        for event in choice.items
        for item in (event.name, *event.below)
    ]
    # What a choice is called is no label, and names of columns are what they are, whatever the model takes them for.
    options += [choice.head for choice in choices if " " in choice.head]
    options += [signal.name.lower() for signal in said_signals(statements) if "_" in signal.name]
    is_listed = any(not choice.head and len(choice.items) > 1 for choice in choices)
    settled = settled_events(events, reading, options, is_listed=is_listed)
    events = settle_extents(undoubted_events(settled, events, reading), statements)
    events, lists = _labels_or_fields(statements, why, events, choices)
    names = [event.name for event in events] + [item.name for choice in lists for item in choice.items]
    told = settled_context(find_context(statements, names), reading, names)
    told = undoubted_context(told, reading)
    names += [words for _, words in told]
    sensors = with_measured(settled_sensors(find_sensors(statements, names), reading), statements)
    sensors = undoubted_sensors(sensors, [item.said for choice in lists for item in choice.items], reading)
    sensors = _over_each_other(sensors, statements)
    domain, words = find_domain(statements, [c.name for c in sample.columns] if sample else [])
    why.because("domain", domain, ", ".join(words[:6]) or "nothing in particular")
    audio = find_kind(statements) if sample is None and domain.startswith("audio") else None
    fields = find_fields(statements, events, lists, reading)
    fields = undoubted_fields(fields, [e.name for e in events], [s.name for s in sensors if s.unit], reading)
    asked = {str(f.values["name"]) for f in fields if f.values["kind"] == "number"}
    sensors = [s for s in sensors if re.sub(r"\W+", "_", s.name.lower()) not in asked] or sensors
    if free := [str(f.values["name"]) for f in fields if "required" not in f.values]:
        why.assume(f"nothing says that these must be filled in, so they may stay empty: {', '.join(free)}")
    for field in fields:
        why.because(f"fields.{field.values['name']}", str(field.values["kind"]), field.said)
        if field.assumed:
            why.assume(field.assumed)
    return Finds(domain, events, fields, told, sensors, audio)


def _labels_or_fields(
    statements: Sequence[Statement], why: Why, events: list[Event], choices: list[ChoiceList]
) -> tuple[list[Event], list[ChoiceList]]:
    """Decide which lists make regions and which are fields of them."""
    marked = {event.name for event in events}
    # A list of what is marked already is no field beside it.
    fields = [c for c in choices if c.head and (c.head in _LABEL_FIELDS[2:] or not {e.name for e in c.items} <= marked)]
    nested = [event for event in events if event.below]
    if nested:
        # Labels have no levels: the tree becomes a field, and what is marked is the top of it.
        why.assume("labels cannot be nested, so the finer types are a choice of each region")
        inside = {name for event in nested for name in (event.name, *event.below)}
        tops = [event for event in marked_events(statements) if event.stated and event.name not in inside]
        marked = {event.name for event in tops}
        branches = tuple(event for event in events if event.name not in marked)
        tree = ChoiceList("failure type", branches, "; ".join(e.said for e in nested[:3]))
        return tops or [Event("anomaly", "either", "nested types")], [tree, *fields]
    specific = [event for event in events if event.name not in {"anomaly", "event", "fault", "failure"}]
    if specific or not fields:
        if not events:
            why.assume("nothing says what is to be marked, so there is one label, anomaly")
        return list(events) or [Event("anomaly", "either")], fields
    for head in _LABEL_FIELDS:
        main = next((choice for choice in fields if choice.head == head), None)
        # "Mark anomalies and give the failure mode" asks for both; a type of what is marked is the mark itself.
        if main is not None and not any(e.below for e in main.items) and (not events or head != "failure mode"):
            return list(main.items), [choice for choice in fields if choice is not main]
    return (events or [Event("anomaly", "either")]), fields


def _with_said(known: list[ChoiceList], said: list[ChoiceList]) -> list[ChoiceList]:
    """Lists that a dictionary of heads finds, and those that the grammar finds besides."""
    # Of the same options, the longer head says more: "flight phase" rather than "phase".
    longer = {
        k.head
        for k in known
        for s in said
        if k.head and k.head in s.head and k.head != s.head and {e.name for e in k.items} == {e.name for e in s.items}
    }
    known = [choice for choice in known if choice.head not in longer]
    heads = [choice.head for choice in known if choice.head]
    options = [{event.name for event in choice.items} for choice in known]
    kept = [
        choice
        for choice in said
        if not any(head in choice.head or choice.head in head for head in heads)
        and not any({event.name for event in choice.items} <= names for names in options)
    ]
    shadowed = {
        k.head
        for k in known
        for s in said
        if k.head and {e.name for e in k.items} <= {e.name for e in s.items} and k.head not in s.head
    }
    return [choice for choice in known if choice.head not in shadowed or not choice.head] + kept


_BY_UNIT = re.compile(
    r"\b(?:same|equal|matching|identical|common)[ -]units?\b|\bunits? (?:match|agree|(?:is|are) (?:the same|equal|shared|identical))|\b(?:per|by) unit\b",
    re.IGNORECASE,
)
_ONE_AXIS = re.compile(
    r"\b(?:overla(?:y|id|ys)|shar(?:e|ed|ing)|group(?:ed)?|together|(?:one|same|common|single) (?:axis|chart|plot|pane|graph)|axis|panes?|plots?)\b",
    re.IGNORECASE,
)


def _over_each_other(sensors: Sequence[Sensor], statements: Sequence[Statement]) -> list[Sensor]:
    """Sensors in one group where a brief wants those of the same unit over each other."""
    if not any(_BY_UNIT.search(s.text) and _ONE_AXIS.search(s.text) for s in statements):
        return list(sensors)
    return [replace(sensor, group="unit") if sensor.unit else sensor for sensor in sensors]
