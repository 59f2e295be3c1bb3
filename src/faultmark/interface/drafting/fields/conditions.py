"""Fields that are asked for only of some labels, or after some choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from faultmark.interface.drafting.brief.lists import split_list
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.field import FoundField, pattern_of
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.labels.names import singular

__all__ = ["apply_conditions"]

_IF = re.compile(
    r"\b(?:only (?:for|when|if|on|with)|if|when(?:ever)?|for|in case of|on)\s+(?:it is |it's |they (?:mark|choose|pick|select) |the (?:label|type|class|answer|cause|mode) (?:is|was) |it was |a |an |the |there is )*"
    r"(?P<cond>[A-Za-z'\" ,/-]+?)(?:\s+(?:is|are) (?:chosen|selected|picked|marked|set|the \w+))?(?:\s+(?:regions?|events?|only|labels?|cases))?"
    r"\s*(?:,|:|-|\bthen\b|\balso\b)?\s*(?:we |they |you |please |must |should |annotators? |the annotator |engineers? )*(?:also |additionally |then |should |must |need to |have to )*"
    r"(?:ask(?:ed)?(?: for)?|get|gives?|require[sd]?|need[s]?|want|record|capture|give|add|enter|show|estimate|specify|describe|explain|say|note|fill in|choose|pick|select|indicate|name|rate|collect)\s+(?P<what>[^.;]+)",
    re.IGNORECASE,
)  # fmt: skip
_ONLY = re.compile(r"^\W*(?P<cond>[A-Za-z][a-z' -]+?) only\s*(?::|,|-)\s*(?P<what>[^.;]+)", re.IGNORECASE)
_CLAUSE_IF = re.compile(
    r"\b(?:if|when(?:ever)?)\s+(?:an? |the )?(?P<cond>[a-z][a-z' -]+?)\s*,\s*(?P<what>[^.;]+)", re.IGNORECASE
)
_FOR_ONLY = re.compile(
    r"(?:^|[.;]\s*)(?:and |ask )?(?:only )?(?:for|in (?:the )?case of|with|on)\s+(?:an? |the )?(?P<cond>[A-Za-z' ,/-]+?)(?:\s+only)?\s*[,:]\s*(?P<what>[^.;]+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?P<what>[^.;]+?)\s*[,(]?\s*\b(?:only (?:for|when|if|on|with)|but only (?:for|if|when)|when|if|applies to|shown (?:only )?(?:for|when))\s+(?:it is |it's |the (?:label|type|class|cause|mode) is |a |an |the )*(?P<cond>[A-Za-z'\" ,/-]+?)(?:\s+(?:is|are) (?:chosen|selected|picked|marked))?(?:\s+(?:regions?|events?|labels?))?\s*[).;]?\s*$",
    re.IGNORECASE,
)


def apply_conditions(fields: Sequence[FoundField], statements: Sequence[Statement], events: Sequence[Event]) -> None:
    """Note of each field on which labels or choices it is asked for, where the brief says so."""
    labels = {event.name for event in events}
    for statement in statements:
        for sentence in re.split(r"(?<=[.;])\s+", statement.text):
            for match in (
                *_IF.finditer(sentence),
                *_FOR_ONLY.finditer(sentence),
                *_CLAUSE_IF.finditer(sentence),
                *_ONLY.finditer(sentence),
                *([m] if (m := _TRAILING.search(sentence)) else []),
            ):
                condition = _condition(match["cond"], labels, fields)
                if condition is None:
                    continue
                for field in fields:
                    own = field.values["name"]
                    if condition.get("field") == own or field.values.get("when"):
                        continue
                    if re.search(pattern_of(field), match["what"], re.IGNORECASE) and _nearest(
                        match["what"], field, fields
                    ):
                        field.values["when"] = condition
                        field.said = sentence
    found = {str(field.values["name"]): field.values for field in fields}
    for field in fields:
        if "when" in field.values:
            field.values["when"] = _with_what_it_needs(field.values, found)


def _with_what_it_needs(field: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A condition after those of the choice that it depends on; none where they ask each other, or of a region."""
    chain: list[dict[str, Any]] = []
    asked, seen = field, {field["name"]}
    while when := asked.get("when"):
        if isinstance(when, list):
            return [*when, *chain]
        chain.insert(0, when)
        other = found.get(when.get("field", ""))
        if other is None:
            return chain
        if other["name"] in seen or (other.get("scope") == "region" and field.get("scope") == "task"):
            return []
        seen.add(other["name"])
        asked = other
    return chain


def _nearest(what: str, field: FoundField, fields: Sequence[FoundField]) -> bool:
    """In a trailing condition only the last field named is meant."""
    places = {}
    for other in fields:
        found = list(re.finditer(pattern_of(other), what, re.IGNORECASE))
        if found:
            places[str(other.values["name"])] = found[-1].start()
    return (
        not places
        or max(places, key=lambda name: places[name]) == field.values["name"]
        or (" and " in what and "," not in what)
    )


def _condition(text: str, labels: set[str], fields: Sequence[FoundField]) -> dict[str, Any] | None:
    text = re.sub(
        r"^(?:it|this|that|there|the (?:label|mark|event|fault|region)) (?:is|was) (?:an? |the )?",
        "",
        text,
        flags=re.IGNORECASE,
    )
    words = [singular(item.text.strip("'\"")) for item in split_list(text)]
    chosen = [word for word in words if word in labels]
    if not chosen and len(words) == 1:
        chosen = [label for label in labels if re.search(rf"\b{re.escape(label)}s?\b", words[0])] or [
            label for label in labels if label.endswith(f" {words[0]}") or _says(words[0], label)
        ]
    if chosen and not any("," in label for label in chosen):
        return {"labels": chosen}
    for field in fields:
        if field.values["kind"] != "choice":
            continue
        offered = [o["value"] for o in field.values["options"]]
        picked = [word for word in words if word in offered]
        if picked:
            return {"field": field.values["name"], "choices": picked}
    return None


def _says(clause: str, label: str) -> bool:
    """Whether a clause says in other forms what a label of several words names: "the film slips" is film slippage."""
    said = [word[:4] for word in clause.split()]
    parts = [word[:4] for word in label.split()]
    return len(parts) > 1 and all(part in said for part in parts)
