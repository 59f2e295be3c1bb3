"""What shows when: controls that can never appear, and conditions that name nothing."""

from __future__ import annotations

from collections.abc import Iterator

from faultmark.interface.lint.finding import Finding, at_element, finding
from faultmark.interface.lint.structure import controls_of
from faultmark.interface.lint.vocabulary import closest
from faultmark.interface.xml.elements import Element

__all__ = ["check_conditions"]

_KNOWN = ("region-selected", "no-region-selected", "choice-selected", "choice-unselected")


def check_conditions(root: Element) -> Iterator[Finding]:
    """Check ``perRegion``, ``visibleWhen`` and the ``when…`` that go with it."""
    controls = controls_of(root)
    makers = [element for element in controls if element.tag not in _NOT_MAKERS]
    for control in controls:
        if control.get("perRegion").lower() == "true":
            targets = set(_list(control.get("toName")))
            if not any(targets & set(_list(maker.get("toName"))) for maker in makers):
                yield at_element(
                    "FM012",
                    control,
                    f"{control.get('name')!r} is said of a region, and nothing makes any in {control.get('toName')!r}.",
                    "Add a control that makes regions, or remove perRegion.",
                )
    by_name = {element.get("name"): element for element in controls}
    for element in root.walk():
        yield from _condition(element, by_name)


_NOT_MAKERS = {"choices", "datetime", "number", "pairwise", "ranker", "rating", "relations", "taxonomy", "textarea"}


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _condition(element: Element, by_name: dict[str, Element]) -> Iterator[Finding]:
    when, tag_name = element.get("visibleWhen"), element.get("whenTagName")
    labels, choices = element.get("whenLabelValue"), element.get("whenChoiceValue")
    if when and when not in _KNOWN:
        meant = closest(when, _KNOWN)
        yield finding(
            "FM015",
            element,
            "visibleWhen",
            f"There is no condition {when!r}.",
            f"Use {meant or ', '.join(_KNOWN)}.",
            meant,
        )
    elif not when and (tag_name or labels or choices):
        right = "choice-selected" if choices else "region-selected"
        yield finding("FM015", element, "visibleWhen", "when… stands without visibleWhen.", f"Add {right}.", right)
    tag = by_name.get(tag_name)
    if tag_name and tag is None:
        meant = closest(tag_name, by_name)
        yield finding(
            "FM013",
            element,
            "whenTagName",
            f"There is no control {tag_name!r}.",
            f"Did you mean {meant!r}?" if meant else "Name a control of the config.",
            meant,
        )
        return
    if labels and tag is not None:
        yield from _values(element, "whenLabelValue", labels, tag, "label")
    elif labels:
        makers = [c for c in by_name.values() if c.tag.endswith("labels")]
        offered = set().union(*(_offered(maker, "label") for maker in makers))
        if makers and not offered & set(_list(labels)):
            meant = closest(labels, offered)
            remedy = f"Did you mean {meant!r}?" if meant else f"There are {', '.join(sorted(offered))}."
            yield finding("FM014", element, "whenLabelValue", f"There is no label {labels!r}.", remedy, meant)
    if choices and tag is not None:
        yield from _values(element, "whenChoiceValue", choices, tag, "choice")
    elif choices and when.startswith("choice"):
        yield finding("FM013", element, "whenTagName", "The condition names no control.", "Add whenTagName.")


def _offered(control: Element, tag: str) -> set[str]:
    options = [element for element in control.walk() if element.tag == tag]
    return {element.get("alias") or element.get("value") for element in options}


def _values(element: Element, name: str, text: str, control: Element, tag: str) -> Iterator[Finding]:
    offered = _offered(control, tag)
    if any(value.startswith("$") for value in (control.get("value"), *offered)) or not offered:
        return
    with_comma = [value for value in offered if "," in value and value in text]
    if with_comma:
        yield finding(
            "FM020", element, name, f"{with_comma[0]!r} holds a comma.", "Give the value an alias without comma."
        )
        return
    for value in _list(text):
        if value not in offered:
            meant = closest(value, offered)
            single = meant if meant is not None and "," not in text else None
            yield finding(
                "FM014",
                element,
                name,
                f"{control.get('name')!r} offers no {value!r}.",
                f"Did you mean {meant!r}?" if meant else f"It offers {', '.join(sorted(offered))}.",
                single,
            )
