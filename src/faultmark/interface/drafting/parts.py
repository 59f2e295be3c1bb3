"""The parts of a specification, as values of its models, each with why it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.field import FoundField
from faultmark.interface.drafting.finds import Finds
from faultmark.interface.drafting.labels.colors import find_colors
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.project.overlap import find_overlap
from faultmark.interface.drafting.project.work import find_predictions, find_sampling
from faultmark.interface.drafting.signals.columns import bind
from faultmark.interface.drafting.signals.limits import said_limits
from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.why import Why
from faultmark.interface.palette import PALETTE
from faultmark.interface.sample import Sample
from faultmark.interface.spec import Project

__all__ = ["values_of"]

_KEYS = "123456789qwertyuiopasdfghjklzxcvbnm"


def values_of(finds: Finds, statements: Sequence[Statement], sample: Sample | None, why: Why) -> dict[str, Any]:
    """Values of an :class:`~faultmark.interface.spec.InterfaceSpec`, not yet held against its rules."""
    values: dict[str, Any] = {
        "project": _project(finds.domain, statements, why),
        "labels": _labels(finds.events, statements, why),
        "fields": [_clean(field.values) for field in finds.fields],
        "context": _context(finds.context, finds.fields, why),
    }
    if finds.audio:
        why.because("kind", "audio", finds.audio)
        return values | {"kind": "audio", "name": "audio", "value": "audio"}
    series = (
        _unseen(finds.sensors, statements, why) if sample is None else _seen(finds.sensors, sample, statements, why)
    )
    return values | series


def _project(domain: str, statements: Sequence[Statement], why: Why) -> dict[str, Any]:
    values: dict[str, Any] = {"title": _title(domain)}
    overlap = find_overlap(statements)
    if overlap:
        values["overlap"] = overlap[0]
        why.because("project.overlap", str(overlap[0]), overlap[1])
    else:
        why.assume(f"nothing says how many people label each task, so the default of {Project().overlap} is taken")
    if words := find_predictions(statements):
        values["predictions"] = True
        why.because("project.predictions", "true", words)
    if sampling := find_sampling(statements):
        values["sampling"] = sampling[0]
        why.because("project.sampling", sampling[0], sampling[1])
    return values


def _labels(events: Sequence[Event], statements: Sequence[Statement], why: Why) -> dict[str, Any]:
    items = []
    named = {event.name: event for event in events if event.name and not event.name.startswith("$")}
    taken = {event.hotkey for event in named.values()}
    colors = find_colors(statements, list(named))
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
        why.because("labels", f"{event.name} ({event.extent})", event.said or "nothing")
        if event.extent != "either" and not event.stated:
            why.assume(f"{event.name}: taken as {'an instant' if event.extent == 'instant' else 'a range'}")
    open_ones = [event.name for event in named.values() if event.extent == "either" and not event.stated]
    if open_ones:
        why.assume(f"nothing says whether these are ranges or instants, so both can be drawn: {', '.join(open_ones)}")
    multiple = any(
        re.search(
            r"\b(?:several|multiple|more than one) (?:labels?|types?|classes)\b|\bmulti-?label\b",
            s.text,
            re.IGNORECASE,
        )
        for s in statements
    )
    return {
        "title": "Event" if len(items) > 1 else "Mark",
        "multiple": multiple,
        "items": [_clean(i) for i in items],
    }


def _context(told: Sequence[tuple[str, str]], fields: Sequence[FoundField], why: Why) -> list[dict[str, Any]]:
    taken = {field.values["name"] for field in fields}
    # What is a step or an option of a field is no metadata beside it.
    for field in fields:
        taken |= {str(step) for step in field.values.get("steps", ())}
    found = [(key, words) for key, words in told if key not in taken]
    for key, words in found:
        why.because("context", key, words)
    return [{"key": key} for key, _ in found]


def _seen(sensors: Sequence[Sensor], sample: Sample, statements: Sequence[Statement], why: Why) -> dict[str, Any]:
    bound, missing = bind(sensors, sample)
    columns = [c for c in sample.columns if c.numeric and c.name != sample.time_column]
    everything = any(
        re.search(r"\ball (?:of the |the )?(?:\w+ )?(?:sensors|channels|columns|signals)\b", s.text, re.IGNORECASE)
        for s in statements
    )
    if not bound or everything:
        if not bound:
            why.assume("the brief names no column of the sample, so all of them are shown")
        by_name = {c.name: s for c, s in bound}
        bound = [(column, by_name.get(column.name)) for column in columns]
    for sensor in missing:
        why.assume(f"{sensor.name}: the sample has no such column, so it is left out")
    channels: list[dict[str, Any]] = []
    for column, asked in bound:
        unit = column.unit or (asked.unit if asked else "")
        legend = column.words or column.name
        if asked and asked.unit and column.unit and asked.unit != column.unit:
            why.assume(f"{column.name}: the brief says {asked.unit}, and the sample {column.unit}, which is taken")
        channels.append({"column": column.name, "legend": legend[:1].upper() + legend[1:], "unit": unit})
        why.because("channels", column.name, asked.said if asked else f"column {column.name} of {sample.name}")
    _limit(channels, statements, why)
    if channels:
        channels[0]["overview"] = "," not in str(channels[0]["column"])
    time = {"column": sample.time_column or "", "format": sample.time_format if "%" in sample.time_format else ""}
    why.because(
        "time", f"{time['column']} {time['format']}".strip() or "samples are numbered", f"column of {sample.name}"
    )
    separator = {"\t": "tab", " ": "space"}.get(sample.separator, sample.separator)
    return {
        "channels": _grouped(channels, [asked for _, asked in bound]),
        "time": time,
        "separator": separator,
        "headless": sample.headless,
    }


def _unseen(sensors: Sequence[Sensor], statements: Sequence[Statement], why: Why) -> dict[str, Any]:
    sensors = [sensor for sensor in sensors if re.search(r"[a-z0-9]", sensor.name, re.IGNORECASE)]
    if not sensors:
        why.assume("the brief names no sensor, so there is one channel, value")
        sensors = [Sensor("value", "value")]
    channels: list[dict[str, Any]] = []
    for sensor in sensors:
        column = re.sub(r"[^a-z0-9]+", "_", sensor.name.lower()).strip("_")
        legend = sensor.name[:1].upper() + sensor.name[1:]
        channels.append({"column": column, "legend": legend, "unit": sensor.unit})
        why.because("channels", column, sensor.said or sensor.name)
    channels[0]["overview"] = True
    _limit(channels, statements, why)
    if bare := [str(channel["legend"]).lower() for channel in channels if not channel["unit"]]:
        why.assume(f"no unit is given for these, so they have none: {', '.join(bare)}")
    why.assume("without a sample, columns are named after their sensors and times stand in the column time")
    return {"channels": _grouped(channels, sensors), "time": {"column": "time", "format": "%Y-%m-%d %H:%M:%S"}}


def _limit(channels: list[dict[str, Any]], statements: Sequence[Statement], why: Why) -> None:
    """Fix value axes whose limits the brief gives."""
    for statement in statements:
        for name, low, high in said_limits(statement.text):
            for channel in channels:
                if set(name.split()) & set(str(channel["legend"]).lower().split()) and "range" not in channel:
                    channel["range"] = (low, high)
                    why.because(f"channels.{channel['column']}.range", f"{low:g} to {high:g}", statement.text)
                    break


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
