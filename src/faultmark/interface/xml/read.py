"""Reads a labeling config back into a specification, and names what of it a specification cannot hold."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from faultmark.errors import ConfigError, Place
from faultmark.interface.spec.models import InterfaceSpec
from faultmark.interface.spec.steps import split_steps
from faultmark.interface.xml.elements import Element, parse_root

__all__ = ["ReadConfig", "Uncovered", "read_xml"]

_KINDS = {"choices": "choice", "rating": "rating", "number": "number", "textarea": "text"}
_LABELS = {"timeserieslabels": "timeseries", "labels": "audio"}
_SHOWING = {"text", "hypertext", "table", "list", "paragraphs"}
_EXTENT = re.compile(r"^(.*?)\s*\((instant|range)\)$", re.DOTALL)
_CONTEXT = re.compile(r"^(?:([^$]*?):?\s*)\$([A-Za-z_]\w*)$")
_SEPARATORS = {"\\t": "tab", "\t": "tab", "comma": ",", " ": "space"}
# What each tag says in the specification; attributes that only repeat Label Studio's defaults are listed with them.
_COVERED: dict[str, frozenset[str]] = {
    "view": frozenset({"visiblewhen", "whentagname", "whenlabelvalue", "whenchoicevalue"}),
    "header": frozenset({"value", "size"}),
    "timeseries": frozenset(
        {"name", "value", "valuetype", "sep", "separator", "timecolumn", "timeformat"}
        | {"timedisplayformat", "overviewchannels"}
    ),
    "audio": frozenset({"name", "value"}),
    "multichannel": frozenset({"legend"}),
    "channel": frozenset(
        {"column", "legend", "displayname", "units", "displayformat", "strokecolor", "height", "datarange"}
    ),
    "timeserieslabels": frozenset({"name", "toname", "choice"}),
    "labels": frozenset({"name", "toname", "choice"}),
    "label": frozenset({"value", "alias", "background", "hotkey", "hint"}),
    "choice": frozenset({"value", "alias", "hotkey", "hint"}),
    "style": frozenset(),
}
_CONTROL = frozenset(
    {"name", "toname", "title", "perregion", "required", "requiredmessage"}
    | {"visiblewhen", "whentagname", "whenlabelvalue", "whenchoicevalue"}
)
_OF_CONTROL = {
    "choices": frozenset({"choice", "allownested"}),
    "rating": frozenset({"maxrating"}),
    "number": frozenset({"min", "max", "step"}),
    "textarea": frozenset({"rows", "placeholder", "maxsubmissions"}),
}
_DEFAULTS = {"showinline": "true", "editable": "true", "maxusages": "", "layout": "inline", "fixedscale": "false"}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A part of a config that a specification does not hold; ``line`` counts from 1."""

    tag: str
    line: int
    message: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """A config as far as a specification can say it, and what it cannot say."""

    spec: InterfaceSpec
    uncovered: tuple[Uncovered, ...] = ()


@dataclass
class _Reading:
    uncovered: list[Uncovered] = field(default_factory=list)

    def note(self, element: Element, message: str, attribute: str | None = None) -> None:
        self.uncovered.append(Uncovered(element.name, element.line, message, attribute))


def read_xml(xml: str, name: str = "labeling config") -> ReadConfig:
    """Read a labeling config, our own without loss and others' as far as it goes.

    Raises
    ------
    ConfigError
        ``config.xml.invalid`` for what is no XML, ``config.object.missing`` where there is neither a time series nor
        audio, ``config.labels.missing`` where nothing makes regions in it, ``config.spec.invalid`` for what no
        specification may hold, such as two labels with one name.
    """
    root = parse_root(xml, name)
    reading = _Reading()
    series = [element for element in root.walk() if element.tag in {"timeseries", "audio"}]
    if not series:
        raise ConfigError(
            "config.object.missing", "The config has neither a TimeSeries nor an Audio tag.", place=Place(name, 1)
        )
    target = series[0]
    for other in series[1:]:
        reading.note(other, "A specification has one time series or one audio.")
    shown = target.get("name", "")
    labels = [
        element
        for element in root.walk()
        if _LABELS.get(element.tag) == target.tag and element.get("toname", shown) == shown
    ]
    if not labels:
        raise ConfigError(
            "config.labels.missing", f"No tag makes regions in {shown!r}.", place=Place(name, target.line)
        )
    for other in labels[1:]:
        reading.note(other, "A specification has one set of labels; its first is kept.")
    values = {
        **_object(target, reading),
        "labels": _labels(labels[0], reading),
        "fields": _fields(root, target, labels[0], reading),
        "context": list(_context(root, reading)),
    }
    _note_rest(root, target, labels[0], reading)
    try:
        spec = InterfaceSpec.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigError(
            "config.spec.invalid", f"{f'{path}: ' if path else ''}{said}.", place=Place(name, _line_of(root, first))
        ) from error
    return ReadConfig(spec, tuple(sorted(reading.uncovered, key=lambda entry: entry.line)))


def _line_of(root: Element, fault: Any) -> int:
    """The line of the tag that holds a faulty value, as far as it can be told."""
    wanted = str(fault.get("input"))
    return next((e.line for e in root.walk() if any(a.value == wanted for a in e.attributes)), 1)


def _set(**values: Any) -> dict[str, Any]:
    """Values without those that are not given."""
    return {key: value for key, value in values.items() if value not in (None, "")}


def _float(text: str | None) -> float | None:
    with contextlib.suppress(ValueError, TypeError):
        number = float(text or "")
        return number if math.isfinite(number) else None
    return None


def _int(text: str | None) -> int | None:
    number = _float(text)
    return None if number is None else int(number)


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() in {"true", "1", "yes"}


def _list(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _object(element: Element, reading: _Reading) -> dict[str, Any]:
    key = element.get("value", "").removeprefix("$")
    if element.tag == "audio":
        return {"kind": "audio", **_set(name=element.get("name"), value=key or None)}
    if element.get("valuetype", "url").lower() == "json":
        reading.note(element, "The telemetry stands inside the task; a specification names files.", "valueType")
    separator = element.get("sep", element.get("separator", ","))
    overview = _list(element.get("overviewchannels"))
    channels = list(_channels(element, "", overview, reading))
    columns = [name for name in (element.get("timecolumn"), *(channel["column"] for channel in channels)) if name]
    return {
        **_set(name=element.get("name"), value=key or None),
        "separator": _SEPARATORS.get(separator, separator),
        "time": _set(
            column=element.get("timecolumn"), format=element.get("timeformat"), display=element.get("timedisplayformat")
        ),
        "headless": bool(columns) and all(column.isdecimal() for column in columns),
        "channels": channels,
    }


def _channels(parent: Element, group: str, overview: list[str], reading: _Reading) -> Iterator[dict[str, Any]]:
    for number, element in enumerate(parent.children):
        tag = element.tag
        if tag == "multichannel":
            name = element.get("legend") or element.get("name") or f"Group {number + 1}"
            yield from _channels(element, name, overview, reading)
        elif tag == "view":
            yield from _channels(element, group, overview, reading)
        elif tag == "channel":
            column = element.get("column", "")
            limits = [_float(part) for part in _list(element.get("datarange"))]
            if element.get("datarange") and (len(limits) != 2 or None in limits):
                reading.note(element, f"The range {element.get('datarange')!r} is not two numbers.", "dataRange")
                limits = []
            yield {
                **_set(
                    column=column,
                    legend=element.get("legend") or element.get("displayname"),
                    unit=element.get("units"),
                    format=element.get("displayformat"),
                    color=element.get("strokecolor"),
                    height=_int(element.get("height")),
                    range=tuple(limits) or None,
                ),
                "group": group,
                "overview": column in overview,
            }


def _title_before(element: Element) -> str:
    previous = element.previous
    if previous is None or previous.tag != "header":
        return ""
    text = previous.get("value") or previous.text.strip()
    return "" if "$" in text else text


def _labels(element: Element, reading: _Reading) -> dict[str, Any]:
    items = []
    for child in (child for child in element.walk() if child.tag == "label"):
        said = child
        if said.get("value", "").startswith("$"):
            reading.note(child, "The label stands in each task's data.", "value")
            continue
        hint, extent = said.get("hint", ""), "either"
        if found := _EXTENT.match(hint):
            hint, extent = found[1], found[2]
        items.append(
            _set(
                value=said.get("value"),
                alias=said.get("alias") or None,
                color=said.get("background") or None,
                hotkey=said.get("hotkey") or None,
                hint=hint,
                extent=extent,
            )
        )
    multiple = element.get("choice", "").lower() == "multiple"
    return {**_set(name=element.get("name")), "title": _title_before(element), "multiple": multiple, "items": items}


def _fields(root: Element, target: Element, labels: Element, reading: _Reading) -> list[dict[str, Any]]:
    shown, fields, elements = target.get("name", ""), [], {}
    for element in root.walk():
        tag = element.tag
        if tag not in _KINDS:
            continue
        if element.get("toname", shown) != shown:
            reading.note(element, f"It labels {element.get('toname')!r}, which is not the object of the specification.")
            continue
        if element.get("value", "").startswith("$"):
            reading.note(element, "Its options stand in each task's data.", "value")
            continue
        conditions = _conditions(element, labels.get("name"), reading)
        fields.append({**_field(element, tag, reading), "when": conditions})
        elements[element.get("name")] = element
    _with_what_they_need(fields, elements, reading)
    return fields


def _field(element: Element, tag: str, reading: _Reading) -> dict[str, Any]:
    name, kind = element.get("name", ""), _KINDS[tag]
    title = element.get("title") or _title_before(element)
    values: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "scope": "region" if _is_true(element.get("perregion")) else "task",
        "required": _is_true(element.get("required")),
        "message": element.get("requiredmessage", "") if _is_true(element.get("required")) else "",
    }
    if kind in {"rating", "number"} and (found := split_steps(title)):
        title, values["steps"] = found
    values["title"] = title
    if kind == "choice":
        values["options"] = list(_options(element, reading))
        values["multiple"] = element.get("choice", "").lower() == "multiple"
    elif kind == "rating":
        values["max"] = _float(element.get("maxrating"))
    elif kind == "number":
        values |= {
            "min": _float(element.get("min")),
            "max": _float(element.get("max")),
            "step": _float(element.get("step")),
        }
    else:
        values |= _set(rows=_int(element.get("rows")), placeholder=element.get("placeholder"))
        values |= _set(entries=_int(element.get("maxsubmissions")))
    return values


def _options(element: Element, reading: _Reading) -> Iterator[dict[str, Any]]:
    for child in element.children:
        if child.tag == "view":
            yield from _options(child, reading)
        elif child.tag == "choice":
            below = list(_options(child, reading))
            given = _set(
                value=child.get("value"), alias=child.get("alias"), hotkey=child.get("hotkey"), hint=child.get("hint")
            )
            yield {**given, "options": below}


def _conditions(element: Element, labels: str, reading: _Reading) -> list[dict[str, Any]]:
    """What an element and those around it wait for, outermost first: all of it holds together."""
    found: list[dict[str, Any]] = []
    for around in reversed([element, *element.ancestors()]):
        condition = _condition(around, element, labels, reading)
        if condition is not None and condition not in found:
            found.append(condition)
    return found


def _condition(around: Element, element: Element, labels: str, reading: _Reading) -> dict[str, Any] | None:
    when, tag = around.get("visiblewhen"), around.get("whentagname")
    shown, chosen = _list(around.get("whenlabelvalue")), _list(around.get("whenchoicevalue"))
    # Labels alone count on the control itself, a choice alone anywhere, as Label Studio reads them.
    if shown and (when == "region-selected" or (not when and around is element)):
        if tag in {"", labels}:
            return {"labels": shown}
        reading.note(around, f"Its labels are those of {tag!r}, which the specification leaves out.", "whenTagName")
    elif chosen and when in {"", "choice-selected"}:
        if tag:
            # Without visibleWhen the attribute is one choice, commas and all.
            return {"field": tag, "choices": chosen if when else [around.get("whenchoicevalue")]}
        reading.note(around, "A condition of a specification names the control whose choice it means.", "whenTagName")
    elif when == "region-selected":
        if not tag and not _is_true(element.get("perregion")):
            reading.note(element, "What is said of the task waits for no region in a specification.", "visibleWhen")
    elif when:
        reading.note(around, f"A specification has no condition {when!r}.", "visibleWhen")
    return None


def _with_what_they_need(fields: list[dict[str, Any]], lines: dict[str, Element], reading: _Reading) -> None:
    """A field that waits for a choice waits for all that this choice waits for: it may be hidden after it was made."""
    by_name = {str(values["name"]): values["when"] for values in fields}
    for name, when in by_name.items():
        needed: list[dict[str, Any]] = []
        open_, seen = [condition.get("field") for condition in when], {name}
        while open_:
            other = str(open_.pop())
            if other in by_name and other not in seen:
                seen.add(other)
                needed = [condition for condition in by_name[other] if condition not in needed] + needed
                open_ += [condition.get("field") for condition in by_name[other]]
        added = [condition for condition in needed if condition not in when]
        if added:
            when[:0] = added
            reading.note(lines[name], "It waits for all that the choice it depends on waits for.", "visibleWhen")


def _context(root: Element, reading: _Reading) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for element in root.walk():
        tag = element.tag
        text = element.get("value", "")
        found = _CONTEXT.match(text) if tag == "header" or (tag in _SHOWING and not element.get("toname")) else None
        if found is None:
            if tag == "header" and "$" in text:
                reading.note(element, "It mixes several values of the task's data.", "value")
            continue
        if found[2] in seen:
            continue
        seen.add(found[2])
        if tag in _SHOWING:
            reading.note(element, f"What ${found[2]} holds will be shown as a line of text.")
        yield {"key": found[2], "title": (found[1] or "") if tag == "header" else ""}


def _note_rest(root: Element, target: Element, labels: Element, reading: _Reading) -> None:
    """Name tags and attributes that nothing above has read."""
    for element in root.walk():
        tag = element.tag
        if tag in _KINDS:
            covered = _CONTROL | _OF_CONTROL[tag]
        elif tag in _SHOWING or (tag in {"timeseries", "audio"} and element is not target):
            continue
        elif tag in _COVERED:
            covered = _COVERED[tag]
            if tag in _LABELS and element is not labels:
                continue
        else:
            reading.note(element, f"A specification has nothing like <{element.name}>.")
            continue
        if tag == "header" and not _is_title(element):
            reading.note(element, f"The text {element.get('value', element.text or '')!r} is left out.")
        for own in element.attributes:
            key = own.name.lower()
            if key not in covered and _DEFAULTS.get(key) != own.value.lower():
                reading.note(element, f"The attribute {own.name}={own.value!r} is left out.", own.name)


def _is_title(element: Element) -> bool:
    following = element.following
    names = {*_KINDS, *_LABELS}
    return "$" in element.get("value", "") or (following is not None and following.tag in names)
