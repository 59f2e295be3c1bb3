"""What annotators say of each mark: severity, confidence, notes, choices; what is required, and under what condition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from faultmark.interface.drafting.event import ChoiceList, Event
from faultmark.interface.drafting.events import singular
from faultmark.interface.drafting.function_words import is_function_word
from faultmark.interface.drafting.listed import SeenList, lists_seen
from faultmark.interface.drafting.phrases import is_noun_phrase
from faultmark.interface.drafting.rated import find_rated
from faultmark.interface.drafting.roles import Reading
from faultmark.interface.drafting.scales import Scale, find_scale, is_negated, rising
from faultmark.interface.drafting.settling import steps_seen
from faultmark.interface.drafting.text import Statement, split_list
from faultmark.interface.units import canonical_unit

__all__ = ["FoundField", "find_fields"]

_SEVERITY = r"\b(?:severit(?:y|ies)|sev|grades?(?= (?:each|every|it|them|the))|how (?:bad|severe|serious|critical)|urgency|priority|risk level|impact (?:score|rating|level)|seriousness|gravity|(?:degree|grade|extent) of (?:the )?[a-z]+|rating of (?:the )?[a-z]+|level of (?:the )?(?:problem|fault|damage|risk|danger|concern)|(?:problem|damage) level|how (?:dangerous|urgent|grave|harmful|damaging|strong|strongly|badly|alarming|risky|worrying)|how much the [a-z]+ (?:suffered|suffers|(?:is|was) (?:affected|disturbed|impaired))|how (?!many|much|long|often|sure|confident|certain)[a-z]+(?: is it| it is| was it| it was))\b"
_CERTAINTY = (
    r"\b(?:(?:his|her|annotators?'?s?|labell?ers?'?|engineers?'?|their|your|own|reviewers?'?|analysts?'?|clinicians?'?|nurses?'?|human|experts?'?) (?:own )?(?:confidence|certainty)|confidence of (?:the |our |their )?[a-z]+(?:ers?|ors?|ians?|ists?|sts?)\b|how (?:sure|certain|confident)|"
    r"certainty|(?<!model )(?<!detector )(?<!detection )\bconfidence(?=\s*(?:[:(=]|from\b|as an?\b|in (?:%|per ?cent)|is (?:rated|given|entered|stated|expressed|recorded|asked)\b|goes\b|on a|between|of \d|\d))|confidence (?:rating|of the (?:annotator|labeler|engineer)|in (?:their|the) (?:label|call|judg\w+))|labell?(?:er|ing) confidence)\b"
)
_NOTE = re.compile(
    r"\b(?P<what>root[- ]cause|rationale|justification|reasoning|explanation|suspected cause|probable cause|likely cause|observation|"
    r"clinical|analyst|technician|maintenance|engineer|reviewer|action|recommended action|corrective action|reason|evidence|investigation)?[- ]?"
    r"(?P<noun>notes?|(?-i:memos?)|lines? of text|few words|comments?|remarks?|free[- ]?text|text field|text box|textbox|rationales?|justifications?|explanations?|narratives?|descriptions?|"
    r"written (?:reason|explanation)|short text|(?<=reason )te?xt|commentar(?:y|ies)|one[- ]liner|sentence)\b|"
    r"\b(?P<write>(?:write|leave|provide|add|supply|say|explain|describe|type|jot down|state|note|document|ask|tell|give|get)s?(?: them| us| me| for)? (?:down )?(?:in (?:a few|their own) words )?(?:the |(?:an? |their |its )(?=reason))?(?P<of>why|root cause|cause|reason|what happened|what caused (?:it|this|that)|suspected cause|probable cause|what (?:they|you) (?:think|believe|suspect)[a-z ]*|reasoning|what was done|their reasoning))\b|\b(?P<asked>why)\s*\?|"
    r"\b(?P<bare>(?<!analysis )root[- ]causes?|rationale|reasoning(?= (?:is|optional|required))|justification|suspected causes?|probable causes?)\b(?!\s*(?:is|are)?\s*(?::|one of|among|\((?!\s*(?:free|text|note|optional|required))))",
    re.IGNORECASE,
)  # fmt: skip
_NOT_A_NOTE = re.compile(r"\b(?:no|without|not need(?:ed)?|don't need|skip)\b[^.,]{0,20}$", re.IGNORECASE)
_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|if (?:they|you) (?:want|like|wish|can|know)|not (?:required|mandatory)|may (?:add|leave|write)|can (?:add|leave|write|be (?:left )?(?:empty|blank|skipped))|nice to have|when known|if known|if any|where known|voluntary|welcome|(?:do not|don't) have to|need not|(?:may|can) be left|when(?:ever)? needed|if (?:useful|necessary|needed|appropriate|helpful|they feel like it)|(?:is|are) possible|not necessary|opt)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:required|mandatory|must|compulsory|obligatory|always|has to|have to|needs? to be (?:filled|given|set)|no submit without|cannot submit without|can't submit without|(?:can't|cannot|may not) (?:skip|be skipped|be left)|must be filled|not optional|never empty|non-optional|requires?|(?:every|each) (?:annotation|label|mark|tag|region|event|fault|anomaly|one) (?:needs|has to have|must have)|(?:shall|must) have|shall (?:also )?(?:enter|give|choose|pick|select|state|write|provide|assign|rate|grade|explain|specify)|shall be (?:entered|given|filled|provided|written|stated|supplied)|(?:must|have|has|ought) to (?:be )?(?:given?|entered?|filled|chosen|written|stated)|(?:is|are) (?:also )?(?:a must|necessary|essential|indispensable)|also is necessary|(?:may|can)(?:not|'t) be (?:omitted|left out)|may not be left out|\(req\)|req\.?)(?!\w)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"\b(?:all (?:fields|of (?:these|them|this))|every field|everything|both|all three|all (?:are )?)\b[^.]{0,25}\b(?:required|mandatory|must)\b|\b(?:required|mandatory): (?:all|everything)",
    re.IGNORECASE,
)
_HEADS = {
    "failure mode": "failure_mode", "failure type": "failure_type", "fault type": "fault_type", "root cause": "root_cause",
    "cause": "cause", "likely cause": "likely_cause", "probable cause": "probable_cause",
}  # fmt: skip


@dataclass
class FoundField:
    """A field as pydantic's input, with the words that asked for it."""

    values: dict[str, Any]
    said: str
    assumed: str = ""


def slug(text: str) -> str:
    """A name for a field or a key."""
    made = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return (made if made[:1].isalpha() or not made else f"f_{made}")[:60] or "field"


def find_fields(
    statements: Sequence[Statement], events: Sequence[Event], choices: Sequence[ChoiceList], reading: Reading
) -> list[FoundField]:
    """The fields that a brief asks for, in the order in which annotators fill them in."""
    found: list[FoundField] = [_choice_field(choice) for choice in choices if choice.items]
    masked = _without_names(statements, events)
    severity = find_scale(masked, _SEVERITY)
    if severity is not None:
        name = re.search(_SEVERITY, severity.said, re.IGNORECASE)
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
    certainty = find_scale(of_people, _CERTAINTY)
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
    notes = _note_fields(statements, [f.values["name"] for f in found])
    found += notes
    found += _only_required(statements, found, events)
    _apply_required(found, statements)
    _apply_conditions(found, statements, events)
    return found


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
            if unit and is_noun_phrase(match["what"], 3) and not re.search(_SEVERITY, match["what"], re.IGNORECASE):
                title = f"{match['what'].capitalize()}, {unit}"
                found.setdefault(name, FoundField({"name": name, "kind": "number", "title": title}, statement.text))
    return list(found.values())


_AS_TEXT = re.compile(
    r"(?:^|[.;,)]\s*(?:and\s+)?|\b(?:want|need|give|ask for|add|enter|get)\s+)(?P<list>[a-z][a-z ,'-]{3,80}?),?\s+(?:both |all |each )?as (?:free )?text\b",
    re.IGNORECASE,
)
_FREE_TEXT = re.compile(
    r"(?:^|[.;,]\s*|\b(?:the|a|an|and)\s+)(?P<head>[a-z][a-z' -]{2,48}?)\s*\??\s*(?:,\s*free[- ]?text\b|\((?:as )?(?:free[- ]?text|text)\b[^)]*\)|:\s*free[- ]?text\b)|^(?:free[- ]?text|text)\s*(?:fields?)?\s*:\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_HEAD_WORDS = re.compile(
    r"^(?:(?:and|also|the|a|an|we|always|want|what(?!\s+(?:happened|was|caused))|did|do|they|should|would|please|their|its)\s+)+",
    re.IGNORECASE,
)


# "Write down the evidence", "must also name the suspected source", "a free-text summary".
_WRITTEN = re.compile(
    r"\b(?:writ(?:e|es) down|jots? down|notes? down|puts? down|describes?|documents?|(?:must|should|shall|have to|has to) (?:also |then |always )?(?:name|describe|document|write(?: down)?)|names|summari[sz]es?|outlines?(?= the reason))\s+(?:also\s+)?(?:the|their|its|any|an?)\s+"
    r"(?P<name>[a-z][a-z -]{2,32}?)(?=\s*(?:[,.;]|$|\band\b|\bin\b|\bas\b|\bfor\b|\bof\b))",
    re.IGNORECASE,
)
_TO_BE_WRITTEN = re.compile(
    r"(?:^|[.;,]\s*|\band\s+)(?:the\s+|an?\s+)?(?P<name>(?!note|comment|remark|reason|cause|it\b|this\b|explanation|rationale|justification)[a-z]{4,}(?: [a-z]{4,})?)\s+(?:has to|have to|must|should|needs to|is to)\s+be\s+(?:written(?: down)?|documented|described)\b",
    re.IGNORECASE,
)
# "An action taken is mandatory", where nothing says what there is to choose from.
_NAMED_REQUIRED = re.compile(
    r"(?:^|[.;,]\s*|\b(?:and|but)\s+)(?:the\s+|an?\s+)?(?P<name>[a-z]{3,}(?: [a-z]{3,}){0,2}?)(?:,\s*which)?\s+(?:is|are)\s+(?:always |strictly )?(?:required|mandatory|compulsory|obligatory|optional|voluntary|a must)\b",
    re.IGNORECASE,
)
_FIELD_FOR = re.compile(
    r"\btext (?:field|box|area)s? for (?:the|an?|any) (?P<name>[a-z]+(?: [a-z]+)?)(?=\s*(?:[(.,;]|$))", re.IGNORECASE
)
_TEXT_CALLED = re.compile(
    r"\bfree[- ]?text\s+(?P<name>(?!(?:note|comment|remark|field|box|root|cause|reason|for|on|is|may|can|must|or|and|explanation|description|rationale|justification|optional|required|input|with|about)s?\b)[a-z]{4,})\b",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"\b(?:severity|confidence|certainty|notes?|comments?|remarks?|reasons?|(?:root )?causes?|text|time|start|end|instant|label|range|event|fault|failure|type|class|number|moment|interval|file|machine|one|explanation|description|rationale|justification|findings?)s?\b",
    re.IGNORECASE,
)


def _worded_notes(statement: Statement) -> list[str]:
    """Texts that go by names of their own: "a root cause and a recommended action, both as text"."""
    found: list[str] = []
    found += [name for m in _TEXT_CALLED.finditer(statement.text) if not is_function_word(name := m["name"].lower())]
    found += [match["name"].lower() for match in _TO_BE_WRITTEN.finditer(statement.text)]
    found += [m["name"].lower() for m in _FIELD_FOR.finditer(statement.text) if not _NO_TEXT.search(m["name"])]
    if re.search(
        r"\b(?:write|writes|note|notes|jot|put|say|says) (?:down )?what (?:they|you|to) (?:recommend|suggest|advise)",
        statement.text,
        re.IGNORECASE,
    ):
        found.append("recommendation")
    for match in _WRITTEN.finditer(statement.text):
        name = re.sub(r"\s+(?:given|taken|done|found|seen|behind it)$", "", match["name"].lower())
        if is_noun_phrase(name, 3) and not _NO_TEXT.search(name):
            found.append(name)
    for pattern in (_AS_TEXT, _FREE_TEXT):
        for match in pattern.finditer(statement.text):
            listed = match.groupdict().get("list") or match.groupdict().get("head") or ""
            listed = re.sub(r"^.*\b(?:asks?|asked) for\s+", "", listed, flags=re.IGNORECASE)
            listed = re.sub(
                r"\s+(?:has|have|must|should|shall|needs?|is|are) to\b.*$|\s+(?:must|should|shall|can|may|is|are)\b.*$",
                "",
                listed,
            )
            for item in split_list(listed):
                name = _HEAD_WORDS.sub("", item.text).lower()
                if (
                    re.match(r"^(?:do|done|did)\b", name)
                    or re.search(r"\bdid(?: about (?:it|this|that))?$", name)
                    or re.search(r"\bwhat (?:did|do|have) they (?:do|done)\b", listed, re.IGNORECASE)
                ):
                    name = "action taken"
                if 0 < len(name.split()) <= 4 and not re.search(
                    r"\b(?:severity|confidence|notes?|comments?|remarks?|why|free|text|optional|required|mandatory|required|box)\b",
                    name,
                ):
                    found.append(name)
    return found


def _note_fields(statements: Sequence[Statement], taken: Sequence[str]) -> list[FoundField]:
    found: dict[str, FoundField] = {}
    for statement in statements:
        if re.search(r"\b(metadata|context)\b", statement.under, re.IGNORECASE):
            continue
        for words in _worded_notes(statement):
            name = "root_cause" if re.search(r"\bcause$", words) else slug(words)
            if name not in taken:
                values = {
                    "name": name,
                    "kind": "text",
                    "title": words.capitalize(),
                    "rows": 3,
                    "entries": 1,
                    "scope": "region",
                }
                found.setdefault(name, FoundField(values, statement.text))
        if re.fullmatch(r"\W*[\w -]+:\s*", statement.text):
            continue
        for match in _NOTE.finditer(statement.text):
            if re.search(r"\bwhy\s*\?\s*\(?$|\d\s*=\s*$", statement.text[: match.start()], re.IGNORECASE):
                continue
            if _NOT_A_NOTE.search(statement.text[: match.start()]) or is_negated(
                statement.text, match.start(), match.end()
            ):
                continue
            if (
                re.match(r"\s+(?:that|the following|:)", statement.text[match.end() :])
                and match["noun"]
                and match["noun"].lower().startswith("note")
                and not match["what"]
            ):
                continue
            name, title = _note_name(match, statement.text)
            if name in taken:
                if match["bare"]:
                    continue
                name, title = f"{name}_note", f"{title} note"
            before = found.get(name)
            if before is None:
                task = re.search(
                    r"\b(?:per (?:file|task|recording|run|series)|whole|overall|entire)\b",
                    statement.text[max(0, match.start() - 40) : match.end() + 40],
                    re.IGNORECASE,
                )
                values = {
                    "name": name,
                    "kind": "text",
                    "title": title,
                    "rows": 3,
                    "entries": 1,
                    "scope": "task" if task else "region",
                }
                found[name] = FoundField(values, statement.text)
    if "rationale" in found:
        found.pop("explanation", None)
    # A plain note beside a particular one in the same sentence is the same note, said again.
    if "note" in found and len(found) > 1:
        said = found["note"].said
        if any(other.said == said for name, other in found.items() if name != "note"):
            del found["note"]
    return list(found.values())


def _only_required(
    statements: Sequence[Statement], found: Sequence[FoundField], events: Sequence[Event]
) -> list[FoundField]:
    """Texts of which a brief says no more than whether they must be filled in."""
    taken = {word for f in found for word in (*_pattern_words(f), *str(f.values["name"]).split("_"))}
    taken |= {word for event in events for word in event.name.split()}
    taken = {word.removesuffix("s") for word in taken}
    made: dict[str, FoundField] = {}
    for statement in statements:
        for match in _NAMED_REQUIRED.finditer(statement.text):
            words = match["name"].lower()
            if (
                {word.removesuffix("s") for word in words.split()} & taken
                or not is_noun_phrase(words, 3)
                or _NO_TEXT_NAME.search(words)
            ):
                continue
            name = "root_cause" if words.endswith("cause") else slug(words)
            values = {
                "name": name,
                "kind": "text",
                "title": words.capitalize(),
                "rows": 3,
                "entries": 1,
                "scope": "region",
            }
            made.setdefault(name, FoundField(values, statement.text))
    return list(made.values())


_NO_TEXT_NAME = re.compile(
    r"\b(?:severity|confidence|certainty|rating|scale|grade|level|labels?|type|class|choice|selection|one|this|that|it|both|all|two|three|latter|former|first|second|last|other|others|rest|everything|each|fields?|"
    r"none|which|they|these|those|region|marks?|events?|annotat\w+|overlap|review|login|predictions?|score|context|metadata)\b",
    re.IGNORECASE,
)


def _pattern_words(field: FoundField) -> list[str]:
    """What a field may be called besides its name: a rationale is a reason, a root cause is a cause."""
    alike = {
        "rationale": ["rationale", "reason", "reasoning", "justification", "explanation", "why"],
        "root_cause": ["cause", "causes"],
        "note": ["note", "notes", "text", "comment", "remark"],
        "comment": ["comments", "text"],
        "severity": ["urgency", "priority", "risk", "impact"],
    }
    return alike.get(str(field.values["name"]), [])


def _note_name(match: re.Match[str], text: str) -> tuple[str, str]:
    if match["noun"] and re.search(r"\bcause\s*(?::|=|as|\()\s*$", text[: match.start()], re.IGNORECASE):
        return "root_cause", "Root cause"
    what = (match["what"] or match["of"] or match["bare"] or match["asked"] or "").lower().replace("-", " ")
    noun = singular((match["noun"] or "").lower().replace("-", " "))
    if not what:
        behind = re.match(
            r"\s*(?:on|about|for|with|of|explaining|describing|giving|saying|stating|field for|:)?\s+(?:the |a |what the )?(?P<of>(?:suspected |probable |likely )?root[- ]cause|(?:suspected|probable|likely) cause|cause|reason|rationale|why|evidence|reasoning|recommended action)",
            text[match.end() :],
            re.IGNORECASE,
        )
        if behind:
            what = behind["of"].lower().replace("-", " ")
    if (
        what in {"why", "reason", "reasoning", "their reasoning", "justification"}
        or what.startswith("what they")
        or what.startswith("what you")
    ):
        return "rationale", "Rationale"
    if what.startswith("what caused"):
        return "root_cause", "Root cause"
    if noun == "commentary":
        return "comment", "Comment"
    if what == "what happened":
        return "description", "Description"
    if what in {
        "root cause",
        "root causes",
        "suspected cause",
        "probable cause",
        "likely cause",
        "suspected root cause",
        "cause",
        "suspected causes",
    }:
        return "root_cause", "Root cause"
    if noun in {"rationale", "justification"} or what == "rationale":
        return "rationale", "Rationale"
    if noun == "explanation" or what == "explanation":
        return ("explanation", "Explanation") if not what or what == "explanation" else (slug(what), what.capitalize())
    if what and what not in {
        "clinical",
        "analyst",
        "technician",
        "maintenance",
        "engineer",
        "reviewer",
        "investigation",
    }:
        return slug(what), what.capitalize()
    if noun in {"comment", "remark", "memo", "description", "narrative"}:
        return noun, noun.capitalize()
    return "note", "Note"


_NAMES_OF = {
    "severity": _SEVERITY,
    "confidence": _CERTAINTY,
    "root_cause": r"\b(?:root[- ]cause|suspected cause|probable cause|cause)\b",
    "rationale": r"\b(?:rationale|justification|reason(?:ing)?|why|explanation)\b",
    "note": r"\b(?:notes?|free[- ]?text|text)\b",
    "comment": r"\bcomments?\b",
    "explanation": r"\bexplanations?\b",
}


def _pattern_of(field: FoundField) -> str:
    name = str(field.values["name"])
    return _NAMES_OF.get(name) or r"\b" + name.replace("_", "[- _]") + r"s?\b"


def _apply_required(fields: Sequence[FoundField], statements: Sequence[Statement]) -> None:
    for statement in statements:
        if _EVERYTHING.search(statement.text) and not _OPTIONAL.search(statement.text):
            for field in fields:
                field.values["required"] = True
    for statement in statements:
        for sentence in re.split(
            r"(?:\.|;(?!\s*(?:(?:it|this|which) is )?(?:required|mandatory|optional)))(?:\s|$)|\bbut\b", statement.text
        ):
            named = [field for field in fields if re.search(_pattern_of(field), sentence, re.IGNORECASE)]
            if _REQUIRED.search(sentence) and re.search(r"\band so (?:is|are|must)\b", sentence, re.IGNORECASE):
                for field in named:
                    field.values["required"] = True
            if re.search(r"\balways (?:want|need|ask)\b", sentence, re.IGNORECASE):
                for field in named:
                    field.values["required"] = True
            if len(named) == 1 and bool(_REQUIRED.search(sentence)) != bool(_OPTIONAL.search(sentence)):
                named[0].values["required"] = bool(_REQUIRED.search(sentence))
    for before, after in pairwise(statements):
        # "Choose an outcome. This is required."
        if re.match(
            r"^(?:this|it|that|both)\s+(?:one\s+)?(?:is|are|must|has|field)\b|^(?:must|may|can)\b|^(?:required|mandatory|optional|compulsory)\W*$",
            after.text,
            re.IGNORECASE,
        ):
            named = [f for f in fields if re.search(_pattern_of(f), before.text, re.IGNORECASE)]
            if named and bool(_REQUIRED.search(after.text)) != bool(_OPTIONAL.search(after.text)):
                named[-1].values["required"] = bool(_REQUIRED.search(after.text))
    for field in fields:
        for statement in statements:
            about = re.search(_pattern_of(field), statement.text, re.IGNORECASE)
            for clause in _clauses(statement) if about else ():
                if not _is_about(field, clause, fields):
                    continue
                if _OPTIONAL.search(clause):
                    field.values["required"] = False
                elif _REQUIRED.search(clause):
                    field.values["required"] = True


def _is_about(field: FoundField, clause: str, fields: Sequence[FoundField]) -> bool:
    """Whether a clause names a field, or nothing but its last steps: "severity low, medium or high is required"."""
    if re.search(_pattern_of(field), clause, re.IGNORECASE):
        return True
    if any(re.search(_pattern_of(other), clause, re.IGNORECASE) for other in fields):
        return False
    values = field.values
    names = [*values.get("steps", ()), *(str(option["value"]) for option in values.get("options", ()))]
    return any(re.search(rf"\b{re.escape(name)}\b", clause, re.IGNORECASE) for name in names)


def _clauses(statement: Statement) -> list[str]:
    """Parts of a sentence in which words belong together: a list that ends in "are required" is one."""
    text = statement.text if not statement.bullet or not statement.under else f"{statement.text}"
    if re.search(
        r"\b(?:are|both|all)\b[^.,;]{0,12}\b(?:required|mandatory|optional)\b|^(?:required|mandatory|optional|must have)s?\s*:",
        text,
        re.IGNORECASE,
    ):
        return re.split(r"[.;]|\bbut\b|\bwhile\b", text)
    found: list[str] = []
    for clause in re.split(
        r"[;.]|,(?![^(]*\))|\bbut\b|\band (?:a|an|the|optionally|then|also|optional|one)\b|\bplus\b|\bwhile\b|(?<=\)) and ",
        text,
    ):
        if found and re.match(
            r"\s*(?:optional|required|mandatory|always|not required|which (?:is|are|they|must|may|can|has|cannot|can't)|if known|when known|may be|can be)\b",
            clause,
            re.IGNORECASE,
        ):
            found[-1] += f", {clause}"
        else:
            found.append(clause)
    if statement.under and re.search(r"^(?:required|mandatory|must|optional)", statement.under, re.IGNORECASE):
        found = [f"{c} ({statement.under})" for c in found]
    return found


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


def _apply_conditions(fields: Sequence[FoundField], statements: Sequence[Statement], events: Sequence[Event]) -> None:
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
                    if re.search(_pattern_of(field), match["what"], re.IGNORECASE) and _nearest(
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
        found = list(re.finditer(_pattern_of(other), what, re.IGNORECASE))
        if found:
            places[str(other.values["name"])] = found[-1].start()
    return (
        not places
        or max(places, key=lambda name: places[name]) == field.values["name"]
        or (" and " in what and "," not in what)
    )


def _says(clause: str, label: str) -> bool:
    """Whether a clause says in other forms what a label of several words names: "the film slips" is film slippage."""
    said = [word[:4] for word in clause.split()]
    parts = [word[:4] for word in label.split()]
    return len(parts) > 1 and all(part in said for part in parts)


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
