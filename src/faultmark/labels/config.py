"""Reads a Label Studio labeling config into a :class:`~faultmark.labels.schema.LabelSchema`."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import Any, Literal

from lxml import etree

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.labels.schema import (
    ChannelSpec,
    Condition,
    Control,
    ControlType,
    LabelSchema,
    ObjectSpec,
    Option,
    Pane,
    Unsupported,
)

__all__ = ["has_time_series", "parse_config"]

CONTROLS: dict[str, ControlType] = {
    "timeserieslabels": "labels",
    "choices": "choices",
    "rating": "rating",
    "number": "number",
    "textarea": "text",
}
# Tags that arrange or explain; they make no labels, so leaving them out loses nothing.
QUIET = frozenset(
    {"view", "header", "style", "collapse", "panel", "shortcut", "filter", "channel", "multichannel", "label", "choice"}
)
SEPARATORS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "dot": ".", "auto": "auto"}


def _tag(element: Any) -> str:
    return str(element.tag).lower() if isinstance(element.tag, str) else ""


def _attribute(element: Any, *names: str, default: str = "") -> str:
    """An attribute by name; Label Studio takes attribute names in any case."""
    wanted = {name.lower() for name in names}
    for name, value in element.attrib.items():
        if name.lower() in wanted:
            return str(value)
    return default


def _flag(element: Any, name: str, *, default: bool = False) -> bool:
    value = _attribute(element, name).strip().lower()
    return value in {"true", "1", "yes"} if value else default


def _float(text: str) -> float | None:
    with contextlib.suppress(ValueError):
        number = float(text)
        return number if math.isfinite(number) else None
    return None


def _int(text: str) -> int | None:
    number = _float(text)
    return None if number is None else int(number)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _variable(text: str) -> str:
    return text.strip().removeprefix("$")


def has_time_series(xml: str) -> bool:
    """Whether a config declares a time series; cheap enough for every row of a list."""
    return re.search(r"<\s*timeseries[\s/>]", xml, re.IGNORECASE) is not None


def parse_config(xml: str) -> LabelSchema:
    """Read a labeling config.

    Parameters
    ----------
    xml:
        The config as Label Studio stores it.

    Returns
    -------
    LabelSchema
        Its ``object`` is None when the config declares no ``TimeSeries``.

    Raises
    ------
    ConfigError
        ``config.xml.invalid`` when it is not well-formed XML, with the line.
    """
    # Entities and outside documents stay unread: a config is data from a user.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ConfigError(
            "config.xml.invalid",
            f"The labeling config is not well-formed XML: {error.msg}.",
            place=Place("labeling config", error.lineno),
            remedies=(Remedy("Mend it in the project's settings, under Labeling Interface."),),
        ) from error
    series = [element for element in root.iter() if _tag(element) == "timeseries"]
    unsupported = list(_not_shown(root, series))
    if not series:
        return LabelSchema(None, unsupported=tuple(unsupported))
    target = series[0]
    name = _attribute(target, "name")
    controls = [
        _control(element, CONTROLS[_tag(element)], name)
        for element in root.iter()
        if _tag(element) in CONTROLS and _attribute(element, "toName") in {name, ""}
    ]
    controls = [
        replace(control, conditions=tuple(_as_results_hold(one, controls) for one in control.conditions))
        for control in controls
    ]
    return LabelSchema(_object(target), tuple(_panes(target)), tuple(controls), tuple(unsupported))


def _as_results_hold(condition: Condition, controls: Sequence[Control]) -> Condition:
    """The condition with its choices as results hold them: it may name a choice by what people read.

    Label Studio looks them up so where ``visibleWhen`` is set, and compares them as they are where it is not.
    """
    if condition.visible_when is None:
        return condition
    held = {
        option.alias: option.value
        for other in controls
        if other.type == "choices" and other.name == (condition.when_tag or other.name)
        for option in other.options
        if option.alias is not None
    }
    return replace(condition, when_choice=tuple(held.get(name, name) for name in condition.when_choice))


def _not_shown(root: Any, series: list[Any]) -> Iterator[Unsupported]:
    shown = _attribute(series[0], "name") if series else ""
    for element in root.iter():
        tag = _tag(element)
        name = _attribute(element, "name")

        def entry(message: str, element: Any = element, name: str = name) -> Unsupported:
            return Unsupported(str(element.tag), name, int(element.sourceline or 0), message)

        if not tag or tag in QUIET:
            continue
        if tag == "timeseries":
            if element is not series[0]:
                yield entry(f"Faultmark shows one time series a task, and that is {shown!r}.")
        elif tag in CONTROLS:
            target = _attribute(element, "toName")
            if series and target not in {shown, ""}:
                yield entry(f"It labels {target!r}, which is not the time series that Faultmark shows.")
                continue
            if _attribute(element, "value").startswith("$"):
                yield entry("Its options stand in each task's data. Faultmark shows those that stand in the config.")
        else:
            yield entry(f"Faultmark does not show <{element.tag}>.")


def _object(element: Any) -> ObjectSpec:
    kind: Literal["csv", "json"] = "json" if _attribute(element, "valueType").lower() == "json" else "csv"
    separator = _attribute(element, "sep", default=",") or ","
    return ObjectSpec(
        name=_attribute(element, "name"),
        value_key=_variable(_attribute(element, "value")),
        kind=kind,
        time_column=_attribute(element, "timeColumn"),
        time_format=_attribute(element, "timeFormat") or None,
        display_format=_attribute(element, "timeDisplayFormat"),
        separator=SEPARATORS.get(separator, separator[0]),
        overview_channels=_list(_attribute(element, "overviewChannels")),
    )


def _panes(series: Any) -> Iterator[Pane]:
    for element in _children(series, {"channel", "multichannel"}):
        if _tag(element) == "channel":
            channel = _channel(element)
            yield Pane(channel.title, (channel,))
        elif _tag(element) == "multichannel":
            channels = tuple(_channel(child) for child in _children(element, {"channel"}))
            if channels:
                yield Pane(_attribute(element, "legend") or ", ".join(channel.title for channel in channels), channels)


def _channel(element: Any) -> ChannelSpec:
    column = _attribute(element, "column")
    bounds = [_float(part) for part in _list(_attribute(element, "dataRange"))]
    limits = (bounds[0], bounds[1]) if len(bounds) == 2 else (None, None)
    low, high = limits
    return ChannelSpec(
        column=column,
        title=_attribute(element, "legend") or column,
        units=_attribute(element, "units"),
        color=_attribute(element, "strokeColor") or None,
        height=_int(_attribute(element, "height")),
        range=None if low is None or high is None else (low, high),
        display_format=_attribute(element, "displayFormat"),
    )


def _children(element: Any, tags: Set[str]) -> Iterator[Any]:
    """Children of these tags, also those that a ``View`` or another arranging tag groups."""
    for child in element:
        if _tag(child) in tags:
            yield child
        elif _tag(child) == "view":
            yield from _children(child, tags)


def _title_before(element: Any) -> str:
    """The text of a ``Header`` right before a control, which is how people name their controls."""
    previous = element.getprevious()
    if previous is not None and _tag(previous) == "header":
        return _attribute(previous, "value") or (previous.text or "").strip()
    return ""


def _conditions(element: Any) -> Iterator[Condition]:
    """What the element and the ``View`` tags around it ask, innermost first. All of it holds together."""
    for tag in (element, *element.iterancestors()):
        when = _attribute(tag, "visibleWhen")
        # Labels alone count on the control itself: around one, Label Studio reads them with ``visibleWhen`` only.
        own = _attribute(tag, "whenLabelValue") if tag is element else ""
        if when or own or _attribute(tag, "whenChoiceValue"):
            yield Condition(
                visible_when=when or None,
                when_tag=_attribute(tag, "whenTagName") or None,
                when_label=_list(_attribute(tag, "whenLabelValue")),
                when_choice=_when_choice(tag),
            )


def _when_choice(condition: Any) -> tuple[str, ...]:
    """Choices that a condition names; without ``visibleWhen`` the attribute is one choice, commas and all."""
    said = _attribute(condition, "whenChoiceValue")
    return _list(said) if _attribute(condition, "visibleWhen") else (said,) if said else ()


def _control(element: Any, kind: ControlType, target: str) -> Control:
    name = _attribute(element, "name")
    mode = _attribute(element, "choice").lower()
    # Several labels on one region are allowed only where the config says so; the same holds for choices.
    multiple: Literal["single", "multiple", "single-radio"] = (
        "multiple" if mode == "multiple" else "single-radio" if mode == "single-radio" else "single"
    )
    nested = kind == "choices" and _flag(element, "allowNested")
    options = tuple(_options(element, (), nested=nested)) if kind in {"labels", "choices"} else ()
    limit = (
        float(_int(_attribute(element, "maxRating")) or 5) if kind == "rating" else _float(_attribute(element, "max"))
    )
    return Control(
        name=name,
        # Label Studio infers it too, where there is one object to label.
        to_name=_attribute(element, "toName") or target,
        type=kind,
        title=_attribute(element, "title") or _title_before(element) or name.replace("_", " "),
        per_region=kind == "labels" or _flag(element, "perRegion"),
        required=_flag(element, "required"),
        required_message=_attribute(element, "requiredMessage"),
        mode=multiple,
        options=options,
        nested=nested,
        max=limit,
        min=_float(_attribute(element, "min")),
        step=_float(_attribute(element, "step")),
        rows=_int(_attribute(element, "rows")) or 1,
        placeholder=_attribute(element, "placeholder"),
        max_submissions=_int(_attribute(element, "maxSubmissions")),
        conditions=tuple(_conditions(element)),
    )


def _options(element: Any, parents: tuple[str, ...], *, nested: bool) -> Iterator[Option]:
    for child in _children(element, {"label", "choice"}):
        words, alias = _attribute(child, "value"), _attribute(child, "alias")
        value = alias or words
        yield Option(
            value=value,
            alias=words if alias else None,
            color=_attribute(child, "background") or None,
            hotkey=_attribute(child, "hotkey") or None,
            hint=_attribute(child, "hint") or None,
            selected=_flag(child, "selected"),
            parents=parents,
        )
        if nested:
            yield from _options(child, (*parents, value), nested=nested)
