"""A brief, and the sample where there is one, to a specification that says why it is as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from faultmark.errors import ConfigError, Remedy
from faultmark.interface.drafting.brief.statements import Statement, statements_of
from faultmark.interface.drafting.context.known import find_context
from faultmark.interface.drafting.fields.choices import said_choices
from faultmark.interface.drafting.fields.field import FoundField
from faultmark.interface.drafting.fields.fields import find_fields
from faultmark.interface.drafting.labels.colors import find_colors
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.events import find_events, marked_events
from faultmark.interface.drafting.labels.extents import settle_extents
from faultmark.interface.drafting.labels.listed import find_choices
from faultmark.interface.drafting.project.overlap import find_overlap
from faultmark.interface.drafting.project.work import find_domain, find_kind, find_predictions, find_sampling
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
from faultmark.interface.drafting.signals.columns import bind
from faultmark.interface.drafting.signals.limits import said_limits
from faultmark.interface.drafting.signals.measured import with_measured
from faultmark.interface.drafting.signals.said import said_signals
from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.signals.sensors import find_sensors
from faultmark.interface.palette import PALETTE
from faultmark.interface.sample import Sample
from faultmark.interface.spec import InterfaceSpec, Project

__all__ = ["Assumption", "Draft", "Reason", "draft_spec"]

_KEYS = "123456789qwertyuiopasdfghjklzxcvbnm"
_LABEL_FIELDS = ("failure type", "fault type", "failure mode")


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of the specification, and the words of the brief or the column of the sample that led to it."""

    part: str
    made: str
    words: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a brief left open, and what was taken."""

    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A specification, and why it is as it is."""

    spec: InterfaceSpec
    domain: str
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]


def draft_spec(brief: str, sample: Sample | None = None) -> Draft:
    """Draft a specification from a description in plain English.

    Parameters
    ----------
    brief:
        Prose, a Markdown list of wishes, a telegram or an e-mail.
    sample:
        A file as the tasks have it: channels, units and times are then those of its columns.

    Raises
    ------
    ConfigError
        ``draft.brief.empty`` where nothing in it can be drawn or marked.
    """
    statements = statements_of(brief)
    if not statements:
        raise ConfigError(
            "draft.brief.empty",
            "The brief says nothing.",
            remedies=(Remedy("Say what is measured, what is to be marked, and what is said about each mark."),),
        )
    return _Drafting(statements, sample).draft()


class _Drafting:
    def __init__(self, statements: Sequence[Statement], sample: Sample | None) -> None:
        self._statements = statements
        self._sample = sample
        self._reasons: list[Reason] = []
        self._assumptions: list[Assumption] = []

    def _because(self, part: str, made: str, words: str) -> None:
        self._reasons.append(Reason(part, made, self._quoted(" ".join(words.split()))))

    def _quoted(self, words: str) -> str:
        """The brief's own words where only their plain form holds these."""
        own = [" ".join(one.quoted.split()) for one in self._statements]
        if any(words in said for said in own):
            return words
        plain = (" ".join(one.text.split()) for one in self._statements)
        return next((said for said, text in zip(own, plain, strict=True) if words in text and said), words)

    def _assume(self, text: str) -> None:
        self._assumptions.append(Assumption(text))

    def draft(self) -> Draft:
        """Draft it part by part."""
        choices = find_choices(self._statements)
        events = find_events(self._statements, choices)
        finer = [name for choice in choices for item in choice.items for name in item.below]
        said = said_choices(self._statements, [*(event.name for event in events), *finer])
        choices = _with_said(choices, said)
        reading = Reading(self._statements)
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
        options += [signal.name.lower() for signal in said_signals(self._statements) if "_" in signal.name]
        is_listed = any(not choice.head and len(choice.items) > 1 for choice in choices)
        settled = settled_events(events, reading, options, is_listed=is_listed)
        events = settle_extents(undoubted_events(settled, events, reading), self._statements)
        events, lists = self._labels_or_fields(events, choices)
        names = [event.name for event in events] + [item.name for choice in lists for item in choice.items]
        told = settled_context(find_context(self._statements, names), reading, names)
        told = undoubted_context(told, reading)
        names += [words for _, words in told]
        sensors = with_measured(settled_sensors(find_sensors(self._statements, names), reading), self._statements)
        sensors = undoubted_sensors(sensors, [item.said for choice in lists for item in choice.items], reading)
        sensors = _over_each_other(sensors, self._statements)
        domain, words = find_domain(self._statements, [c.name for c in self._sample.columns] if self._sample else [])
        self._because("domain", domain, ", ".join(words[:6]) or "nothing in particular")
        audio = find_kind(self._statements) if self._sample is None and domain.startswith("audio") else None
        fields = find_fields(self._statements, events, lists, reading)
        fields = undoubted_fields(fields, [e.name for e in events], [s.name for s in sensors if s.unit], reading)
        asked = {str(f.values["name"]) for f in fields if f.values["kind"] == "number"}
        sensors = [s for s in sensors if re.sub(r"\W+", "_", s.name.lower()) not in asked] or sensors
        if free := [str(f.values["name"]) for f in fields if "required" not in f.values]:
            self._assume(f"nothing says that these must be filled in, so they may stay empty: {', '.join(free)}")
        for field in fields:
            self._because(f"fields.{field.values['name']}", str(field.values["kind"]), field.said)
            if field.assumed:
                self._assume(field.assumed)
        values: dict[str, Any] = {
            "project": self._project(domain),
            "labels": self._labels(events),
            "fields": [_clean(field.values) for field in fields],
            "context": self._context(told, fields),
        }
        if audio:
            self._because("kind", "audio", audio)
            values |= {"kind": "audio", "name": "audio", "value": "audio"}
        else:
            values |= self._series(sensors)
        return Draft(self._valid(values), domain, tuple(self._reasons), tuple(self._assumptions))

    def _valid(self, values: dict[str, Any]) -> InterfaceSpec:
        """The specification, without the parts that cannot stand beside the others; each is told."""
        while True:
            try:
                return InterfaceSpec.model_validate(values)
            except ValidationError as error:
                fault = error.errors()[0]
                where = fault["loc"]
                items = (
                    values["labels"]["items"]
                    if where[:2] == ("labels", "items")
                    else values.get(str(where[0]) if where else "")
                )
                index = next((part for part in where if isinstance(part, int)), None)
                if not isinstance(items, list) or index is None:
                    # What does not fit together: fields depend on each other, so the last of them goes.
                    items, index = values["fields"], -1
                if not items:
                    raise ConfigError(
                        "draft.brief.unclear", f"No interface can be made of it: {fault['msg']}."
                    ) from error
                dropped = items.pop(index)
                self._assume(
                    f"{dropped.get('name') or dropped.get('value') or dropped.get('key')}: left out, {fault['msg']}"
                )

    def _labels_or_fields(self, events: list[Event], choices: list[ChoiceList]) -> tuple[list[Event], list[ChoiceList]]:
        """Decide which lists make regions and which are fields of them."""
        marked = {event.name for event in events}
        # A list of what is marked already is no field beside it.
        fields = [
            c for c in choices if c.head and (c.head in _LABEL_FIELDS[2:] or not {e.name for e in c.items} <= marked)
        ]
        nested = [event for event in events if event.below]
        if nested:
            # Labels have no levels: the tree becomes a field, and what is marked is the top of it.
            self._assume("labels cannot be nested, so the finer types are a choice of each region")
            inside = {name for event in nested for name in (event.name, *event.below)}
            tops = [event for event in marked_events(self._statements) if event.stated and event.name not in inside]
            marked = {event.name for event in tops}
            branches = tuple(event for event in events if event.name not in marked)
            tree = ChoiceList("failure type", branches, "; ".join(e.said for e in nested[:3]))
            return tops or [Event("anomaly", "either", "nested types")], [tree, *fields]
        specific = [event for event in events if event.name not in {"anomaly", "event", "fault", "failure"}]
        if specific or not fields:
            if not events:
                self._assume("nothing says what is to be marked, so there is one label, anomaly")
            return list(events) or [Event("anomaly", "either")], fields
        for head in _LABEL_FIELDS:
            main = next((choice for choice in fields if choice.head == head), None)
            # "Mark anomalies and give the failure mode" asks for both; a type of what is marked is the mark itself.
            if main is not None and not any(e.below for e in main.items) and (not events or head != "failure mode"):
                return list(main.items), [choice for choice in fields if choice is not main]
        return (events or [Event("anomaly", "either")]), fields

    def _project(self, domain: str) -> dict[str, Any]:
        values: dict[str, Any] = {"title": _title(domain)}
        overlap = find_overlap(self._statements)
        if overlap:
            values["overlap"] = overlap[0]
            self._because("project.overlap", str(overlap[0]), overlap[1])
        else:
            self._assume(
                f"nothing says how many people label each task, so the default of {Project().overlap} is taken"
            )
        if words := find_predictions(self._statements):
            values["predictions"] = True
            self._because("project.predictions", "true", words)
        if sampling := find_sampling(self._statements):
            values["sampling"] = sampling[0]
            self._because("project.sampling", sampling[0], sampling[1])
        return values

    def _labels(self, events: Sequence[Event]) -> dict[str, Any]:
        items = []
        named = {event.name: event for event in events if event.name and not event.name.startswith("$")}
        taken = {event.hotkey for event in named.values()}
        colors = find_colors(self._statements, list(named))
        for index, event in enumerate(list(named.values())[:60]):
            items.append(
                {
                    "value": event.name,
                    "color": event.color or colors.get(event.name) or PALETTE[index % len(PALETTE)],
                    "hotkey": event.hotkey or next((key for key in _KEYS if key not in taken), None),
                    "extent": event.extent,
                }
            )
            taken.add(items[-1]["hotkey"] or "")
            self._because("labels", f"{event.name} ({event.extent})", event.said or "nothing")
            if event.extent != "either" and not event.stated:
                self._assume(f"{event.name}: taken as {'an instant' if event.extent == 'instant' else 'a range'}")
        open_ones = [event.name for event in named.values() if event.extent == "either" and not event.stated]
        if open_ones:
            self._assume(
                f"nothing says whether these are ranges or instants, so both can be drawn: {', '.join(open_ones)}"
            )
        multiple = any(
            re.search(
                r"\b(?:several|multiple|more than one) (?:labels?|types?|classes)\b|\bmulti-?label\b",
                s.text,
                re.IGNORECASE,
            )
            for s in self._statements
        )
        return {
            "title": "Event" if len(items) > 1 else "Mark",
            "multiple": multiple,
            "items": [_clean(i) for i in items],
        }

    def _context(self, told: Sequence[tuple[str, str]], fields: Sequence[FoundField]) -> list[dict[str, Any]]:
        taken = {field.values["name"] for field in fields}
        # What is a step or an option of a field is no metadata beside it.
        for field in fields:
            taken |= {str(step) for step in field.values.get("steps", ())}
        found = [(key, words) for key, words in told if key not in taken]
        for key, words in found:
            self._because("context", key, words)
        return [{"key": key} for key, _ in found]

    def _series(self, sensors: Sequence[Sensor]) -> dict[str, Any]:
        if self._sample is None:
            return self._unseen(sensors)
        sample = self._sample
        bound, missing = bind(sensors, sample)
        columns = [c for c in sample.columns if c.numeric and c.name != sample.time_column]
        everything = any(
            re.search(r"\ball (?:of the |the )?(?:\w+ )?(?:sensors|channels|columns|signals)\b", s.text, re.IGNORECASE)
            for s in self._statements
        )
        if not bound or everything:
            if not bound:
                self._assume("the brief names no column of the sample, so all of them are shown")
            by_name = {c.name: s for c, s in bound}
            bound = [(column, by_name.get(column.name)) for column in columns]
        for sensor in missing:
            self._assume(f"{sensor.name}: the sample has no such column, so it is left out")
        channels: list[dict[str, Any]] = []
        for column, asked in bound:
            unit = column.unit or (asked.unit if asked else "")
            legend = column.words or column.name
            if asked and asked.unit and column.unit and asked.unit != column.unit:
                self._assume(
                    f"{column.name}: the brief says {asked.unit}, and the sample {column.unit}, which is taken"
                )
            channels.append({"column": column.name, "legend": legend[:1].upper() + legend[1:], "unit": unit})
            self._because("channels", column.name, asked.said if asked else f"column {column.name} of {sample.name}")
        self._limit(channels)
        if channels:
            channels[0]["overview"] = "," not in str(channels[0]["column"])
        time = {"column": sample.time_column or "", "format": sample.time_format if "%" in sample.time_format else ""}
        self._because(
            "time", f"{time['column']} {time['format']}".strip() or "samples are numbered", f"column of {sample.name}"
        )
        separator = {"\t": "tab", " ": "space"}.get(sample.separator, sample.separator)
        return {
            "channels": _grouped(channels, [asked for _, asked in bound]),
            "time": time,
            "separator": separator,
            "headless": sample.headless,
        }

    def _limit(self, channels: list[dict[str, Any]]) -> None:
        """Fix value axes whose limits the brief gives."""
        for statement in self._statements:
            for name, low, high in said_limits(statement.text):
                for channel in channels:
                    if set(name.split()) & set(str(channel["legend"]).lower().split()) and "range" not in channel:
                        channel["range"] = (low, high)
                        self._because(f"channels.{channel['column']}.range", f"{low:g} to {high:g}", statement.text)
                        break

    def _unseen(self, sensors: Sequence[Sensor]) -> dict[str, Any]:
        sensors = [sensor for sensor in sensors if re.search(r"[a-z0-9]", sensor.name, re.IGNORECASE)]
        if not sensors:
            self._assume("the brief names no sensor, so there is one channel, value")
            sensors = [Sensor("value", "value")]
        channels: list[dict[str, Any]] = []
        for sensor in sensors:
            column = re.sub(r"[^a-z0-9]+", "_", sensor.name.lower()).strip("_")
            legend = sensor.name[:1].upper() + sensor.name[1:]
            channels.append({"column": column, "legend": legend, "unit": sensor.unit})
            self._because("channels", column, sensor.said or sensor.name)
        channels[0]["overview"] = True
        self._limit(channels)
        if bare := [str(channel["legend"]).lower() for channel in channels if not channel["unit"]]:
            self._assume(f"no unit is given for these, so they have none: {', '.join(bare)}")
        self._assume("without a sample, columns are named after their sensors and times stand in the column time")
        return {"channels": _grouped(channels, sensors), "time": {"column": "time", "format": "%Y-%m-%d %H:%M:%S"}}


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


def _grouped(channels: list[dict[str, Any]], sensors: Sequence[Sensor | None]) -> list[dict[str, Any]]:
    """Put channels that shall be drawn over each other next to each other."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for channel, sensor in zip(channels, sensors, strict=True):
        if sensor is not None and sensor.group:
            groups.setdefault(str(channel["unit"]) or sensor.kind, []).append(channel)
    made: list[dict[str, Any]] = []
    for channel in channels:
        kind = next((k for k, members in groups.items() if channel in members and len(members) > 1), None)
        if kind is None:
            made.append(channel)
        elif channel is groups[kind][0]:
            made += [{**member, "group": _group_title(kind, groups[kind])} for member in groups[kind]]
    return made


def _group_title(key: str, members: Sequence[dict[str, Any]]) -> str:
    """What channels of one group have in common: the last word of their legends, or else their unit."""
    lasts = {str(member["legend"]).split()[-1].lower() for member in members}
    return lasts.pop().capitalize() if len(lasts) == 1 else key


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _title(domain: str) -> str:
    return {
        "predictive maintenance": "Machine anomalies",
        "audio waveform anomalies": "Audio anomalies",
        "financial transactions": "Transaction anomalies",
        "network traffic": "Network anomalies",
        "clinical telemetry": "Clinical events",
    }[domain]
