"""The name of a label: singular, and with what the words beside it say."""

from __future__ import annotations

import re

from faultmark.interface.drafting.brief.lists import Item, split_list
from faultmark.interface.drafting.labels.aside import read_aside
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.words.extents import INSTANT, RANGE
from faultmark.interface.drafting.words.lexicon import EVENTS

__all__ = ["event_of", "name_of", "singular"]


def singular(name: str) -> str:
    """A plural as its singular, where it ends as most do."""
    lower = name.strip().lower()
    if name.strip().isupper():
        return lower
    if " of " in lower:
        # "Asymmetries of the blades" is one asymmetry of them.
        head, _, rest = lower.partition(" of ")
        return f"{singular(head)} of {rest}"
    if lower.endswith(("ss", "us", "is", "ous", "bias")) or len(lower) < 4:
        return lower
    if lower in EVENTS:
        return lower
    for end, other in (
        ("gases", "gas"),
        ("buses", "bus"),
        ("ies", "y"),
        ("sses", "ss"),
        ("zzes", "zz"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("s", ""),
    ):
        if lower.endswith(end):
            return lower[: -len(end)] + other
    return lower


def name_of(text: str) -> tuple[str, str]:
    """An event's name as a label, and what it is in time."""
    name = singular(text.strip(" .,:;\"'"))
    known = EVENTS.get(name)
    if known is None:
        last = [event for event in EVENTS if name.endswith(" " + event)]
        known = EVENTS[max(last, key=len)] if last else None
    return name, known[1] if known else "either"


def event_of(item: Item) -> Event | None:
    """One label of a list, with what its parentheses say; None where the words name none."""
    text = item.text
    aside = read_aside(item.inside)
    hint_extent, inside = aside.extent, aside.rest
    for pattern, extent in ((INSTANT, "instant"), (RANGE, "range")):
        if inside and pattern.search(inside) and not re.search(r"[,/]", inside):
            hint_extent, inside = extent, ""
            break
    stripped = re.sub(
        r"\s+(?:instants?|points?|ranges?|intervals?|events)$|^(\S+ \S+) event$", r"\1", text, flags=re.IGNORECASE
    )
    if stripped != text and stripped.lower() not in {"", "point", "single"}:
        if re.search(r"(instants?|points?)$", text, re.IGNORECASE):
            hint_extent = "instant"
        elif re.search(r"(ranges?|intervals?)$", text, re.IGNORECASE):
            hint_extent = "range"
        text = stripped
    name, extent = name_of(text)
    if not name or len(name.split()) > 5 or name in _NO_EVENT or re.fullmatch(r"[\d\s.-]+", name):
        return None
    below = (
        tuple(i.text.lower() for i in split_list(inside))
        if inside and re.search(r"[,/]|\bor\b|\band\b", inside)
        else ()
    )
    return Event(
        name, hint_extent or extent, item.text, below, bool(hint_extent), hotkey=aside.hotkey, color=aside.color
    )


_NO_EVENT = {
    "range", "instant", "point", "region", "interval", "each", "it", "them", "one", "type", "note", "etc", "time", "both", "severity",
    "start", "end", "period", "segment", "all", "else", "point event", "single point", "instants", "ranges", "confidence", "comment",
    "annotator", "stretch", "signal", "channel", "sample", "data", "window", "when", "what", "free text", "everything", "event", "label",
    "a severity", "area", "duration", "length", "section", "marker", "vertical line", "drawing", "marking", "labelling", "labeling", "tagging", "signal quality", "rating", "score", "class",
}  # fmt: skip
