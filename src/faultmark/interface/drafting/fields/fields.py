"""What annotators say of each mark: severity, confidence, choices, numbers and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.conditions import apply_conditions
from faultmark.interface.drafting.fields.field import CERTAINTY, SEVERITY, FoundField, pattern_of, slug
from faultmark.interface.drafting.fields.listed import SeenList, lists_seen, steps_seen
from faultmark.interface.drafting.fields.notes import note_fields, only_required
from faultmark.interface.drafting.fields.rated import find_rated
from faultmark.interface.drafting.fields.required import apply_required
from faultmark.interface.drafting.fields.scales import Scale, find_scale, rising
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.names import singular
from faultmark.interface.drafting.roles.reading import Reading
from faultmark.interface.units import canonical_unit

__all__ = ["find_fields"]

_HEADS = {
    "failure mode": "failure_mode", "failure type": "failure_type", "fault type": "fault_type", "root cause": "root_cause",
    "cause": "cause", "likely cause": "likely_cause", "probable cause": "probable_cause",
}  # fmt: skip


def find_fields(
    statements: Sequence[Statement], events: Sequence[Event], choices: Sequence[ChoiceList], reading: Reading
) -> list[FoundField]:
    """The fields that a brief asks for, in the order in which annotators fill them in."""
    found: list[FoundField] = [_choice_field(choice) for choice in choices if choice.items]
    masked = _without_names(statements, events)
    severity = find_scale(masked, SEVERITY)
    if severity is not None:
        name = re.search(SEVERITY, severity.said, re.IGNORECASE)
        word = singular(name[0].lower()) if name else "severity"
        found.append(
            _scale_field(
                "severity"
                if word.startswith(
                    (
                        "how",
                        "sev",
                        "serious",
                        "grade",
                        "gravity",
                        "rating",
                        "degree",
                        "extent",
                        "level",
                        "problem",
                        "damage",
                    )
                )
                else slug(word),
                severity,
            )
        )
    of_people = [
        s for s in statements if not re.search(r"\b(?:models?|detectors?|predictions?)\b", s.text, re.IGNORECASE)
    ]
    rated = find_rated(masked) if severity is None else None
    if rated:
        found.append(_scale_field(slug(rated[0]), rated[1]))
    certainty = find_scale(of_people, CERTAINTY)
    if certainty is not None:
        found.append(_scale_field("confidence", certainty))
    labels = " | ".join(event.name for event in events)
    numbers = [f for f in _number_fields(statements) if str(f.values["name"]).replace("_", " ") not in labels]
    known = {part for f in found for part in (f.values["name"], *str(f.values["name"]).split("_"))}
    found += [field for field in numbers if field.values["name"] not in known]
    for seen_list in lists_seen(statements, reading):
        _add_seen(found, seen_list, {event.name for event in events})
    has_scale = severity is not None or rated or any(field.values["kind"] == "rating" for field in found)
    if not has_scale and (seen := steps_seen(reading)) and not _has_options(found, seen[1]):
        found.append(_scale_field(slug(seen[0]), Scale(len(seen[1]), seen[1], said=seen[2])))
    tops = {slug(option["value"]) for f in found for option in f.values.get("options", ()) if "options" in option}
    found = [field for field in found if field.values["name"] not in tops]
    notes = note_fields(statements, [f.values["name"] for f in found])
    found += notes
    found += only_required(statements, found, events)
    _apply_several(found, statements)
    apply_required(found, statements)
    apply_conditions(found, statements, events)
    return found


_SEVERAL = re.compile(
    r"\b(?:several|multiple|more than one|any number(?: of)?)(?: of (?:them|these|those))?\s*(?P<what>[a-z]+(?: [a-z]+)?)?\s+(?:can|may|could|is|are|might)\b[^.;]*\b(?:chosen|selected|picked|ticked|given|possible|allowed|apply|true|ok|okay)\b",
    re.IGNORECASE,
)


def _apply_several(found: Sequence[FoundField], statements: Sequence[Statement]) -> None:
    """Let several options be chosen where a sentence says so of a field, or of the last that was named before it."""
    before: FoundField | None = None
    for statement in statements:
        named = [
            f for f in found if f.values["kind"] == "choice" and re.search(pattern_of(f), statement.text, re.IGNORECASE)
        ]
        for field in named:
            if re.search(
                rf"\b(?:several|multiple|one or more|any number of) (?:[a-z]+ )?{pattern_of(field)}",
                statement.text,
                re.IGNORECASE,
            ):
                field.values["multiple"] = True
        meant = named[-1] if named else before
        if meant is not None and _SEVERAL.search(statement.text):
            meant.values["multiple"] = True
        before = named[-1] if named else None


_NO_NAME = {"rate", "a", "an", "the", "each", "every", "all", "and", "or", "to", "it", "they", "them"}


def _add_seen(found: list[FoundField], seen: SeenList, labels: set[str]) -> None:
    """Add a list that the rules of grammar have missed, or call one by its name where they found no good one."""
    items = {item.lower() for item in seen.items}
    if len(items & labels) > 1:
        return
    name = slug(seen.head)
    for field in found:
        known = {
            *(str(step).lower() for step in field.values.get("steps", ())),
            *(option["value"].lower() for option in field.values.get("options", ())),
        }
        if items == {"yes", "no"} and len(known & items) > 1:
            return
        if len(known & items) > 1:
            words = str(field.values["name"]).split("_")
            if _NO_NAME & {words[0], words[-1]}:
                field.values |= {"name": name, "title": seen.head.capitalize()}
            if len(field.values.get("options", ())) == len(seen.items) and known & items != items:
                # Options are said as they are; only labels lose their plural.
                field.values["options"] = [{"value": item} for item in seen.items]
            return
    there = next((field for field in found if field.values["name"] == name), None)
    if there is not None and not there.assumed and there.values["kind"] != "text":
        return
    made = (
        _scale_field(name, Scale(len(seen.items), rising([item.lower() for item in seen.items]), said=seen.said))
        if seen.is_scale
        else _choice_field(ChoiceList(seen.head, tuple(Event(item, "either", item) for item in seen.items), seen.said))
    )
    if there is None:
        found.append(made)
    else:
        there.values, there.said, there.assumed = made.values, made.said, ""


def _has_options(found: Sequence[FoundField], names: Sequence[str]) -> bool:
    """Whether a field has these steps or options already."""
    for field in found:
        values = field.values
        known = {*values.get("steps", ()), *(str(option["value"]).lower() for option in values.get("options", ()))}
        if known & set(names):
            return True
    return False


def _without_names(statements: Sequence[Statement], events: Sequence[Event]) -> list[Statement]:
    """The brief without the names of its labels: "stop of urgency" asks for no urgency."""
    names = [re.escape(event.name) for event in events if " " in event.name]
    if not names:
        return list(statements)
    pattern = re.compile(r"\b(?:" + "|".join(names) + r")(?:e?s)?\b", re.IGNORECASE)
    return [replace(s, text=pattern.sub("event", s.text)) for s in statements]


def _choice_field(choice: ChoiceList) -> FoundField:
    head = choice.head.split("|")[0]
    title = head.capitalize()
    options = [
        {"value": e.name, **({"options": [{"value": below} for below in e.below]} if e.below else {})}
        for e in {e.name: e for e in choice.items}.values()
    ]
    values: dict[str, Any] = {
        "name": _HEADS.get(head, slug(head)), "kind": "choice", "title": title, "scope": choice.scope, "options": options,
    }  # fmt: skip
    if choice.multiple:
        values["multiple"] = True
    return FoundField(values, choice.said)


def _scale_field(name: str, scale: Scale) -> FoundField:
    values: dict[str, Any] = {"name": name, "scope": scale.scope}
    assumed = ""
    if scale.assumed:
        values |= {"kind": "rating", "max": 5}
        assumed = f"{name}: no scale was given, so 5 steps are taken"
    elif scale.is_rating:
        values |= {"kind": "rating", "max": scale.steps}
        if scale.names:
            values["steps"] = list(scale.names)
    elif scale.names and scale.low is not None:
        values |= {"kind": "number", "min": scale.low, "max": scale.high, "step": 1, "steps": list(scale.names)}
    else:
        values |= {"kind": "number", "min": scale.low, "max": scale.high, "step": 1}
    return FoundField(values, scale.said, assumed)


_NUMBER = re.compile(
    r"\b(?:estimated |expected |approximate )?(?P<what>downtime|repair cost|cost|loss|financial loss|amount at risk|remaining useful life|rul|delay|duration of outage|affected users|temperature rise|rate of drift|drift rate|slope|magnitude|amplitude)\b"
    r"(?:\s*(?:in|\(|,)\s*(?P<unit>hours?|h|days?|minutes?|min|eur|usd|dollars|euros|chf|%|percent|°c)\)?)?",
    re.IGNORECASE,
)  # fmt: skip
_NUMBER_CUE = re.compile(
    r"\b(?:estimate[ds]?|expected|enter|give|number|how (?:much|long|many)|in (?:hours|days|minutes|eur|usd|dollars|percent)|\((?:h|hours|days|eur|usd|min|%)\)|numeric|ask(?:ed)? for)\b",
    re.IGNORECASE,
)
_AS_NUMBER = re.compile(
    r"\b(?:needs?|wants?|asks?(?: for)?|gets?|enters?|estimates?|gives?|states?|records?|notes?(?: down)?|adds?)\s+(?:also\s+)?(?:the|its|their|an?)\s+(?P<what>[a-z][a-z ]{2,30}?),?\s+(?:as an?|\(an?) (?:number|integer|figure)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:ask(?: them)?(?: for)?|get|enter|estimate|gives?|state|record|note(?: down)?|add)\s+(?:also\s+)?(?:the\s+)?(?P<what>number of [a-z][a-z -]{2,30}?)(?=\s*(?:[,.;]|$))|\b(?P<passive>number of [a-z][a-z -]{2,30}?) (?:must|has to|is to|should|shall|can|may) be (?:entered|given|stated|noted|filled in)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:ask(?: them)?(?: for)?|get|enter|estimate|give|state|fill in|type in|note(?: down)?|add)\s+(?:also\s+)?(?:the|its|their|an?)\s+(?P<what>[a-z][a-z ]{2,30}?)\s+(?:in|\()\s*(?P<unit>[^\s,.;)]{1,12})",
    re.IGNORECASE,
)


def _number_fields(statements: Sequence[Statement]) -> list[FoundField]:
    found: dict[str, FoundField] = {}
    for statement in statements:
        for match in _NUMBER.finditer(statement.text):
            if not _NUMBER_CUE.search(statement.text[max(0, match.start() - 40) : match.end() + 25]):
                continue
            name = slug(match["what"])
            title = match["what"].capitalize() + (f", {match['unit']}" if match["unit"] else "")
            found.setdefault(
                name, FoundField({"name": name, "kind": "number", "title": title, "min": 0}, statement.text)
            )
        for match in (*_COUNTED.finditer(statement.text), *_AS_NUMBER.finditer(statement.text)):
            words = match["what"] or match["passive"]
            name = slug(words)
            values = {"name": name, "kind": "number", "title": words.capitalize(), "min": 0, "step": 1}
            found.setdefault(name, FoundField(values, statement.text))
        for match in _MEASURED.finditer(statement.text):
            unit = canonical_unit(match["unit"])
            name = slug(match["what"])
            if re.search(r"\b(?:you|we|they)\s+$", statement.text[: match.start()], re.IGNORECASE) and re.match(
                r"get\b", match[0], re.IGNORECASE
            ):
                # "You get the chamber pressure in mbar" names a signal.
                continue
            if any(name.endswith(f"_{known}") for known in found):
                continue
            if unit and is_noun_phrase(match["what"], 3) and not re.search(SEVERITY, match["what"], re.IGNORECASE):
                title = f"{match['what'].capitalize()}, {unit}"
                found.setdefault(name, FoundField({"name": name, "kind": "number", "title": title}, statement.text))
    return list(found.values())
