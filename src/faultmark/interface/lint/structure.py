"""Tags and attributes: known, complete, linked to each other."""

from __future__ import annotations

from collections.abc import Iterator

from faultmark.interface.lint.finding import Edit, Finding, at_attribute, at_element, finding, rename
from faultmark.interface.lint.vocabulary import ATTRIBUTES, CONTROLS, OBJECTS, REGION_MAKERS, TAGS, closest
from faultmark.interface.xml.elements import Element

__all__ = ["check_structure", "controls_of", "objects_of"]

_OPTIONS = {"choices": "choice", "timeserieslabels": "label", "labels": "label"}
_NO_NAME_NEEDED = {"relations"}
_NO_TARGET = {"pairwise", "relations", "ranker"}


def objects_of(root: Element) -> list[Element]:
    """The tags that show data."""
    return [element for element in root.walk() if element.tag in OBJECTS]


def controls_of(root: Element) -> list[Element]:
    """The tags that make labels."""
    return [element for element in root.walk() if element.tag in CONTROLS]


def check_structure(root: Element) -> Iterator[Finding]:
    """Check names of tags and attributes, required attributes, and what links to what."""
    for element in root.walk():
        yield from _names(element)
    objects, controls = objects_of(root), controls_of(root)
    if not objects:
        yield at_element(
            "FM007", root, "The config shows no data.", "Add a TimeSeries with its channels, or another object tag."
        )
    yield from _required(objects, controls)
    yield from _unique_names([*objects, *controls])
    yield from _targets(objects, controls)
    series = [element for element in objects if element.tag in REGION_MAKERS]
    for element in series:
        makers = REGION_MAKERS[element.tag]
        name = element.get("name")
        # Controls of the whole task make sense without regions.
        if not any(name in _list(c.get("toName")) and c.get("perRegion").lower() != "true" for c in controls):
            yield at_element(
                "FM008",
                element,
                f"No control makes regions in {name or element.name!r}.",
                f'Add <{makers[0]} name="label" toName="{name}"> with its labels.',
            )


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _names(element: Element) -> Iterator[Finding]:
    known = TAGS.get(element.tag)
    if known is None:
        meant = closest(element.name, TAGS.values())
        fix = f"Did you mean <{meant}>?" if meant else "Use one of Label Studio's tags, or remove it."
        # Its end tag would have to change too, so that only an empty tag is mended.
        yield at_element("FM002", element, f"There is no tag <{element.name}>.", fix, _renamed(element, meant))
        return
    if known != element.name:
        yield at_element(
            "FM024", element, f"<{element.name}> is written <{known}>.", f"Write <{known}>.", _renamed(element, known)
        )
    names = ATTRIBUTES.get(element.tag)
    if names is None:
        return
    by_lower = {name.lower(): name for name in names}
    for attribute in element.attributes:
        right = by_lower.get(attribute.name.lower())
        if right is None:
            meant = closest(attribute.name, [n for n in names if element.attribute(n) is None])
            yield at_attribute(
                "FM003",
                attribute,
                f"<{known}> has no attribute {attribute.name}.",
                f"Did you mean {meant}?" if meant else "Remove it.",
                rename(attribute, meant) if meant else None,
            )
        elif attribute.name not in names:
            yield at_attribute(
                "FM024",
                attribute,
                f"{attribute.name} is written {right}.",
                f"Write {right}.",
                rename(attribute, right),
            )


def _renamed(element: Element, name: str | None) -> Edit | None:
    """The edit of a start tag; only where there is no end tag that would have to change with it."""
    if name is None or element.children or element.text.strip() or not element.closed:
        return None
    return Edit(element.start + 1, element.start + 1 + len(element.name), name)


def _required(objects: list[Element], controls: list[Element]) -> Iterator[Finding]:
    for element in objects:
        for name in ("name", "value"):
            if not element.get(name) and not (name == "value" and element.get("valueList")):
                yield at_element("FM004", element, f"<{element.name}> has no {name}.", f"Give it a {name}.")
        value = element.get("value")
        if element.tag in REGION_MAKERS and value and "$" not in value:
            yield finding(
                "FM021",
                element,
                "value",
                f"{value!r} is a text, the same for every task.",
                f"Write ${value} to show what each task holds under {value!r}.",
                f"${value}" if value.isidentifier() else None,
            )
    only = objects[0].get("name") if len(objects) == 1 else ""
    for element in controls:
        if not element.get("name") and element.tag not in _NO_NAME_NEEDED:
            yield at_element("FM004", element, f"<{element.name}> has no name.", "Give it a name of its own.")
        if element.attribute("toName") is None and element.tag not in _NO_TARGET:
            yield finding(
                "FM004",
                element,
                "toName",
                f"<{element.name}> has no toName.",
                f'Write toName="{only}".' if only else "Name the object that it labels.",
                only or None,
            )
        option = _OPTIONS.get(element.tag)
        if option and not element.get("value") and not any(e.tag == option for e in element.walk()):
            yield at_element(
                "FM022", element, f"<{element.name}> has no {option.title()}.", f"Add a <{option.title()} value=…/>."
            )


def _unique_names(elements: list[Element]) -> Iterator[Finding]:
    seen: dict[str, Element] = {}
    for element in elements:
        name = element.get("name")
        if name and name in seen:
            first = seen[name]
            yield finding(
                "FM005",
                element,
                "name",
                f"The name {name!r} is taken by <{first.name}> in line {first.line}.",
                "Give one of them another name.",
            )
        seen.setdefault(name, element)


def _targets(objects: list[Element], controls: list[Element]) -> Iterator[Finding]:
    by_name = {element.get("name"): element for element in objects}
    for element in controls:
        for target in _list(element.get("toName")):
            there = by_name.get(target)
            if there is None:
                meant = closest(target, by_name) or (next(iter(by_name)) if len(by_name) == 1 else None)
                single = meant if "," not in element.get("toName") else None
                yield finding(
                    "FM006",
                    element,
                    "toName",
                    f"There is no object {target!r}.",
                    f"Write toName={meant!r}." if meant else "Name an object of the config.",
                    single,
                )
                continue
            makers = REGION_MAKERS.get(there.tag, ())
            wrong = element.tag.endswith("labels") and makers and element.tag not in {m.lower() for m in makers}
            if wrong or (element.tag == "timeserieslabels" and there.tag != "timeseries"):
                right = makers[0] if makers else "another control"
                yield at_element(
                    "FM009",
                    element,
                    f"<{element.name}> cannot mark <{there.name}>.",
                    f"Use {f'<{right}>' if makers else right}.",
                )
