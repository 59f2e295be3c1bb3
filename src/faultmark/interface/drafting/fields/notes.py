"""What annotators are to write of a mark: root causes, rationales, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.lists import split_list
from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.field import FoundField, slug, text_field
from faultmark.interface.drafting.fields.scales import is_negated
from faultmark.interface.drafting.labels.event import Event
from faultmark.interface.drafting.labels.names import singular
from faultmark.interface.drafting.words.function_words import is_function_word

__all__ = ["note_fields", "only_required"]

_NOTE = re.compile(
    r"\b(?P<what>root[- ]cause|rationale|justification|reasoning|explanation|suspected cause|probable cause|likely cause|observation|"
    r"clinical|analyst|technician|maintenance|engineer|reviewer|action|recommended action|corrective action|reason|evidence|investigation|cause)?[- ]?"
    r"(?P<noun>notes?|(?-i:memos?)|lines? of text|few words|comments?|remarks?|free[- ]?text|text field|text box|textbox|rationales?|justifications?|explanations?|narratives?|descriptions?|"
    r"written (?:reason|explanation)|short text|(?<=reason )te?xt|(?<=cause )te?xt|commentar(?:y|ies)|one[- ]liner|sentence)\b|"
    r"\b(?P<write>(?:write|leave|provide|add|supply|say|explain|describe|type|jot down|state|note|document|ask|tell|give|get)s?(?: them| us| me| for)? (?:down )?(?:also )?(?:in (?:a few|their own) words )?(?:the |(?:an? |their |its )(?=reason))?(?P<of>why|root cause|cause|reason|what happened|what caused (?:it|this|that)|suspected cause|probable cause|what (?:they|you) (?:think|believe|suspect)[a-z ]*|reasoning|what was done|their reasoning))\b|\b(?P<asked>why)\s*\?|"
    r"\b(?P<bare>(?<!analysis )root[- ]causes?|rationale|reasoning(?= (?:is|optional|required))|justification|suspected causes?|probable causes?)\b(?!\s*(?:is|are)?\s*(?::|one of|among|\((?!\s*(?:free|text|note|optional|required))))",
    re.IGNORECASE,
)  # fmt: skip
_NOT_A_NOTE = re.compile(r"\b(?:no|without|not need(?:ed)?|don't need|skip)\b[^.,]{0,20}$", re.IGNORECASE)
_AS_TEXT = re.compile(
    r"(?:^|[.;,)]\s*(?:and\s+)?|\b(?:want|need|give|ask for|add|enter|get)\s+)(?P<list>[a-z][a-z ,'-]{3,80}?),?\s+(?:both |all |each )?as (?:free )?text\b",
    re.IGNORECASE,
)
_FREE_TEXT = re.compile(
    r"(?:^|[.;,]\s*|\b(?:the|a|an|and)\s+)(?P<head>[a-z][a-z' -]{2,48}?)\s*\??\s*(?:,\s*free[- ]?text\b|\((?:as )?(?:free[- ]?text|text)\b[^)]*\)|:\s*(?:free[- ]?)?text\b)|^(?:free[- ]?text|text)\s*(?:fields?)?\s*:\s*(?P<list>[^.;]+)",
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
    r"\btext(?: field| box)? [\"'](?P<quoted>[A-Za-z][\w ]{2,30})[\"']|\btext (?:field|box|area)s? for (?:the|an?|any) (?P<name>[a-z]+(?: [a-z]+)?)(?=\s*(?:[(.,;]|$))",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    r"\b(?:an?|the|their|its)\s+(?P<name>[a-z]+(?: [a-z]+){0,2})\s+(?:in free[- ]?text|in (?:their|his|her) own words|in words)\b",
    re.IGNORECASE,
)
_TEXT_CALLED = re.compile(
    r"\bfree[- ]?text\s+(?P<name>(?!(?:note|comment|remark|field|box|root|cause|reason|for|on|is|may|can|must|or|and|explanation|description|rationale|justification|optional|required|input|with|about)s?\b)[a-z]{4,})\b",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"\b(?:severity|confidence|certainty|notes?|comments?|remarks?|reasons?|(?:root )?causes?|text|time|start|end|instant|label|range|event|fault|failure|type|class|number|moment|interval|file|machine|one|explanation|description|rationale|justification|findings?)s?\b",
    re.IGNORECASE,
)
_NO_TEXT_NAME = re.compile(
    r"\b(?:severity|confidence|certainty|rating|scale|grade|level|labels?|type|class|choice|selection|one|this|that|it|both|all|two|three|latter|former|first|second|last|other|others|rest|everything|each|fields?|"
    r"none|which|they|these|those|region|marks?|events?|annotat\w+|overlap|review|login|predictions?|score|context|metadata)\b",
    re.IGNORECASE,
)


def note_fields(statements: Sequence[Statement], taken: Sequence[str]) -> list[FoundField]:
    """Texts that a brief asks for, besides the fields whose names are ``taken``."""
    found: dict[str, FoundField] = {}
    for statement in statements:
        if re.search(r"\b(metadata|context)\b", statement.under, re.IGNORECASE):
            continue
        for words in _worded_notes(statement):
            name = "root_cause" if re.search(r"\bcause$", words) else slug(words)
            if name not in taken:
                found.setdefault(name, text_field(name, words.capitalize(), statement.text))
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
                found[name] = text_field(name, title, statement.text, "task" if task else "region")
    if "rationale" in found:
        found.pop("explanation", None)
    # A plain note beside a particular one in the same sentence is the same note, said again.
    if "note" in found and len(found) > 1:
        said = found["note"].said
        if any(other.said == said for name, other in found.items() if name != "note"):
            del found["note"]
    return list(found.values())


def only_required(
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
            made.setdefault(name, text_field(name, words.capitalize(), statement.text))
    return list(made.values())


def _worded_notes(statement: Statement) -> list[str]:
    """Texts that go by names of their own: "a root cause and a recommended action, both as text"."""
    found: list[str] = []
    found += [name for m in _TEXT_CALLED.finditer(statement.text) if not is_function_word(name := m["name"].lower())]
    found += [match["name"].lower() for match in _TO_BE_WRITTEN.finditer(statement.text)]
    found += [m["name"].lower() for m in _IN_TEXT.finditer(statement.text) if not _NO_TEXT.search(m["name"])]
    found += [
        name.lower()
        for m in _FIELD_FOR.finditer(statement.text)
        if not _NO_TEXT.search(name := m["quoted"] or m["name"])
    ]
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
                name = re.sub(r"^[a-z]+(?:'s|s') ", "", _HEAD_WORDS.sub("", item.text).lower())
                if (
                    re.match(r"^(?:do|done|did)\b", name)
                    or re.search(r"\bdid(?: about (?:it|this|that))?$", name)
                    or re.search(r"\bwhat (?:did|do|have) they (?:do|done)\b", listed, re.IGNORECASE)
                ):
                    name = "action taken"
                if (
                    0 < len(name.split()) <= 4
                    and not all(map(is_function_word, name.split()))
                    and not re.search(
                        r"\b(?:severity|confidence|notes?|comments?|remarks?|why|free|text|optional|required|mandatory|required|box)\b",
                        name,
                    )
                ):
                    found.append(name)
    return found


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
