"""Writes a labeling config that people like to read: one order, indented, nothing that is so by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from faultmark.interface.spec.models import Channel, Condition, Field, InterfaceSpec, LabelItem, OptionItem
from faultmark.interface.spec.steps import join_steps

__all__ = ["number_text", "write_xml"]

_WIDTH = 118
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


@dataclass
class _Tag:
    name: str
    attributes: dict[str, str | None]
    children: list[_Tag] = field(default_factory=list)

    def lines(self, depth: int) -> Iterator[str]:
        pad = "  " * depth
        parts = [f'{key}="{value.translate(_ESCAPES)}"' for key, value in self.attributes.items() if value is not None]
        close = ">" if self.children else "/>"
        line = f"{pad}<{' '.join([self.name, *parts])}{close}"
        if len(line) <= _WIDTH or len(parts) < 2:
            yield line
        else:
            yield from self._folded(pad, parts, close)
        for child in self.children:
            yield from child.lines(depth + 1)
        if self.children:
            yield f"{pad}</{self.name}>"

    def _folded(self, pad: str, parts: list[str], close: str) -> Iterator[str]:
        """A long tag over several lines, its attributes below each other."""
        line, indent = f"{pad}<{self.name} {parts[0]}", " " * (len(pad) + len(self.name) + 2)
        for part in parts[1:]:
            if len(line) + 1 + len(part) > _WIDTH:
                yield line
                line = indent + part
            else:
                line += f" {part}"
        yield line + close


def number_text(value: float | None) -> str | None:
    """A number as the config holds it: whole where it is whole."""
    if value is None:
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _flag(value: bool) -> str | None:
    return "true" if value else None


def write_xml(spec: InterfaceSpec) -> str:
    """Write the labeling config of a specification; ends with a line break.

    What belongs to the project (its title, overlap and so on) is no part of it.
    """
    body: list[_Tag] = []
    if spec.context:
        shown = [_Tag("Header", {"value": f"{item.shown_title}: ${item.key}", "size": "5"}) for item in spec.context]
        body.append(_Tag("View", {}, shown))
    if spec.labels.title:
        body.append(_header(spec.labels.title))
    body += [_labels(spec), _object(spec)]
    body += _fields(spec.fields, spec, 0)
    return "\n".join(_Tag("View", {}, body).lines(0)) + "\n"


def _header(text: str) -> _Tag:
    return _Tag("Header", {"value": text})


def _labels(spec: InterfaceSpec) -> _Tag:
    name = "Labels" if spec.kind == "audio" else "TimeSeriesLabels"
    choice = "multiple" if spec.labels.multiple else None
    items = [_label(item) for item in spec.labels.items]
    return _Tag(name, {"name": spec.labels.name, "toName": spec.name, "choice": choice}, items)


def _label(item: LabelItem) -> _Tag:
    hint = item.hint
    if item.extent != "either":
        hint = f"{hint} ({item.extent})".strip()
    attributes = {
        "value": item.value,
        "alias": item.alias,
        "background": item.color,
        "hotkey": item.hotkey,
        "hint": hint or None,
    }
    return _Tag("Label", attributes)


def _object(spec: InterfaceSpec) -> _Tag:
    if spec.kind == "audio":
        return _Tag("Audio", {"name": spec.name, "value": f"${spec.value}"})
    overview = ",".join(channel.column for channel in spec.channels if channel.overview)
    attributes = {
        "name": spec.name,
        "valueType": "url",
        "value": f"${spec.value}",
        "sep": spec.separator if spec.separator != "," else None,
        "timeColumn": spec.time.column or None,
        "timeFormat": spec.time.format or None,
        "timeDisplayFormat": spec.time.display or None,
        "overviewChannels": overview or None,
    }
    children: list[_Tag] = []
    for group, channels in groupby(spec.channels, key=lambda channel: channel.group):
        tags = [_channel(channel) for channel in channels]
        children += [_Tag("MultiChannel", {"legend": group}, tags)] if group else tags
    return _Tag("TimeSeries", attributes, children)


def _channel(channel: Channel) -> _Tag:
    limits = channel.range
    attributes = {
        "column": channel.column,
        "legend": channel.legend or None,
        "units": channel.unit or None,
        "displayFormat": channel.format or None,
        "strokeColor": channel.color,
        "height": None if channel.height is None else str(channel.height),
        "dataRange": None if limits is None else ",".join(str(number_text(limit)) for limit in limits),
    }
    return _Tag("Channel", attributes)


def _fields(fields: Iterable[Field], spec: InterfaceSpec, depth: int) -> list[_Tag]:
    """Controls with their titles, those under one condition in one View: it hides both, and what is nested in it."""
    tags: list[_Tag] = []
    for (scope, condition), together in groupby(fields, key=lambda field: (field.scope, _at(field, depth))):
        if condition is not None:
            tags.append(_Tag("View", _shown_when(condition, spec), _fields(together, spec, depth + 1)))
            continue
        plain = [tag for field in together for tag in (_header(_title(field)), _control(field, spec))]
        about_regions = scope == "region" and depth == 0
        tags += [_Tag("View", {"visibleWhen": "region-selected"}, plain)] if about_regions else plain
    return tags


def _at(field: Field, depth: int) -> Condition | None:
    return field.when[depth] if depth < len(field.when) else None


def _shown_when(condition: Condition, spec: InterfaceSpec) -> dict[str, str | None]:
    if condition.labels:
        return {
            "visibleWhen": "region-selected",
            "whenTagName": spec.labels.name,
            "whenLabelValue": ",".join(condition.labels),
        }
    return {
        "visibleWhen": "choice-selected",
        "whenTagName": condition.field,
        "whenChoiceValue": ",".join(condition.choices),
    }


def _title(field: Field) -> str:
    if not field.steps:
        return field.shown_title
    return join_steps(field.shown_title, field.steps, int(field.min or 0) if field.kind == "number" else 1)


def _control(field: Field, spec: InterfaceSpec) -> _Tag:
    tag = {"choice": "Choices", "rating": "Rating", "number": "Number", "text": "TextArea"}[field.kind]
    attributes: dict[str, str | None] = {
        "name": field.name,
        "toName": spec.name,
        "perRegion": _flag(field.scope == "region"),
        "required": _flag(field.required),
        "requiredMessage": field.message or None,
        "choice": "multiple" if field.multiple else None,
        "allowNested": _flag(field.nested),
        "maxRating": number_text(field.max) if field.kind == "rating" else None,
        "min": number_text(field.min),
        "max": number_text(field.max) if field.kind == "number" else None,
        "step": number_text(field.step),
        "rows": None if field.rows is None else str(field.rows),
        "placeholder": field.placeholder or None,
        "maxSubmissions": None if field.entries is None else str(field.entries),
    }
    return _Tag(tag, attributes, [_option(option) for option in field.options])


def _option(option: OptionItem) -> _Tag:
    attributes = {
        "value": option.value,
        "alias": option.alias,
        "hotkey": option.hotkey,
        "hint": option.hint or None,
    }
    return _Tag("Choice", attributes, [_option(child) for child in option.options])
