"""Labels, choices, hotkeys, colours, and the numbers and words that attributes take."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable, Iterator

from faultmark.interface.lint.finding import Finding, at_attribute, at_element, finding, set_value
from faultmark.interface.lint.structure import controls_of
from faultmark.interface.palette import TOO_CLOSE, distance, fresh_colors, rgb_of
from faultmark.interface.xml.elements import Element

__all__ = ["check_values"]

_OPTION_TAGS = {"label", "choice"}
_FREE_KEYS = "123456789qwertyuiopasdfghjklzxcvbnm"
_FLAGS = ("perRegion", "required", "allowNested", "editable", "showInline", "selected", "showAxis", "fixedScale")
_WORDS = {
    ("timeserieslabels", "choice"): ("single", "multiple"),
    ("labels", "choice"): ("single", "multiple"),
    ("choices", "choice"): ("single", "single-radio", "multiple"),
    ("timeseries", "valueType"): ("url", "json"),
    ("choices", "layout"): ("inline", "select", "vertical"),
}
_NUMBERS = {
    "rating": ("maxRating",),
    "number": ("min", "max", "step"),
    "textarea": ("rows", "maxSubmissions"),
    "channel": ("height",),
    "label": ("maxUsages",),
}
_D3 = re.compile(r"(?:.?[<>=^])?[+\-( ]?[$#]?0?\d*,?(?:\.\d+)?~?[%a-zA-Z]?")
_KEYWORDS = {"transparent", "inherit", "none", "currentcolor"}


def check_values(root: Element) -> Iterator[Finding]:
    """Check what the config offers to choose, and how."""
    for control in controls_of(root):
        options = [element for element in control.walk() if element.tag in _OPTION_TAGS]
        yield from _options(options)
        if control.tag.endswith("labels"):
            yield from _colors(options)
    yield from _hotkeys(element for element in root.walk() if element.tag in _OPTION_TAGS)
    for element in root.walk():
        yield from _attributes(element)


def _options(options: list[Element]) -> Iterator[Finding]:
    seen: dict[str, Element] = {}
    for option in options:
        stored = option.get("alias") or option.get("value")
        if not stored.strip():
            yield finding("FM019", option, "value", f"A {option.name} has no value.", "Give it one.")
            continue
        for name in ("value", "alias"):
            attribute = option.attribute(name)
            if attribute is not None and attribute.value != attribute.value.strip():
                trimmed = attribute.value.strip()
                yield at_attribute(
                    "FM023",
                    attribute,
                    f"{attribute.value!r} begins or ends with blanks.",
                    f"Write {trimmed!r}.",
                    set_value(attribute, trimmed),
                )
        first = seen.get(stored)
        if first is not None and first.parent is option.parent:
            yield finding(
                "FM010", option, "value", f"{stored!r} stands in line {first.line} too.", "Rename one of them."
            )
        elif first is not None:
            yield finding(
                "FM010",
                option,
                "value",
                f"{stored!r} stands in line {first.line} too, under another choice.",
                "Give one of them an alias, by which results tell them apart.",
            )
        seen.setdefault(stored, option)


def _hotkeys(options: Iterable[Element]) -> Iterator[Finding]:
    taken: dict[str, Element] = {}
    again: list[Element] = []
    for option in options:
        key = option.get("hotkey").strip().lower()
        if key and key in taken:
            again.append(option)
        elif key:
            taken[key] = option
    free = [key for key in _FREE_KEYS if key not in taken]
    for option in again:
        key = option.get("hotkey")
        other = taken[key.strip().lower()]
        new = free.pop(0) if free else None
        yield finding(
            "FM011",
            option,
            "hotkey",
            f"The key {key!r} belongs to {other.get('value')!r} in line {other.line}.",
            f"Use {new!r}." if new else "Use another key.",
            new,
        )


def _colors(options: list[Element]) -> Iterator[Finding]:
    kept: list[tuple[str, Element]] = []
    for option in options:
        color = option.get("background").strip()
        if not color or color.lower() in _KEYWORDS:
            continue
        if rgb_of(color) is None:
            if color.startswith("#") or not re.fullmatch(r"[A-Za-z]+|(?:rgb|hsl)a?\(.*\)", color):
                new = fresh_colors(1, [other for other, _ in kept])[0]
                yield finding("FM017", option, "background", f"{color!r} is no colour.", f"Write {new}.", new)
            continue
        near = next((other for other in kept if (distance(color, other[0]) or 0) < TOO_CLOSE), None)
        if near is None:
            kept.append((color, option))
            continue
        taken = [c for c in (o.get("background") for o in options) if rgb_of(c)] + [c for c, _ in kept]
        new = fresh_colors(1, taken)[0]
        kept.append((new, option))
        yield finding(
            "FM016",
            option,
            "background",
            f"{color} of {option.get('value')!r} looks like {near[0]} of {near[1].get('value')!r}.",
            f"Use {new}.",
            new,
        )


def _attributes(element: Element) -> Iterator[Finding]:
    for (tag, name), words in _WORDS.items():
        value = element.get(name)
        if element.tag == tag and value and value.lower() not in words:
            yield finding("FM018", element, name, f"{name} cannot be {value!r}.", f"Use one of {', '.join(words)}.")
    for name in _FLAGS:
        value = element.get(name)
        if value and value.strip().lower() not in {"true", "false"} and not value.startswith("$"):
            yield finding("FM018", element, name, f"{name} cannot be {value!r}.", "Use true or false.")
    numbers: dict[str, float] = {}
    for name in _NUMBERS.get(element.tag, ()):
        value = element.get(name)
        if not value or value.startswith("$"):
            continue
        number = _number(value)
        if number is None or (name in {"maxRating", "rows", "maxSubmissions", "step", "height"} and number <= 0):
            yield finding("FM018", element, name, f"{name} cannot be {value!r}.", "Use a number above 0.")
        else:
            numbers[name] = number
    if "min" in numbers and "max" in numbers and numbers["min"] >= numbers["max"]:
        yield finding(
            "FM018", element, "max", f"min {numbers['min']:g} is not below max {numbers['max']:g}.", "Swap them."
        )
    if element.tag == "channel" and (fmt := element.get("displayFormat")) and not _D3.fullmatch(fmt):
        yield finding("FM050", element, "displayFormat", f"{fmt!r} is no d3 format.", "Write for example ,.2f")
    if element.tag == "channel" and (limits := element.get("dataRange")):
        parts = [_number(part) for part in limits.split(",")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None or parts[0] >= parts[1]:
            yield at_element("FM047", element, f"dataRange {limits!r} is not low,high.", "Write for example 0,100")


def _number(text: str) -> float | None:
    with contextlib.suppress(ValueError):
        number = float(text)
        return number if math.isfinite(number) else None
    return None
