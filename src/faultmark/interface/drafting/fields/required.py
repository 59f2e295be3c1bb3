"""Which fields must be filled in, and which may stay empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.field import FoundField, pattern_of

__all__ = ["apply_required"]

_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|if (?:they|you) (?:want|like|wish|can|know)|not (?:required|mandatory)|may (?:also )?(?:add|leave|write|explain|state|give|type|enter|say|comment|describe|note|provide|append)|can (?:add|leave|write|be (?:left )?(?:empty|blank|skipped))|nice to have|when known|if known|if any|where known|voluntary|welcome|(?:do not|don't) have to|need not|(?:may|can) be left|when(?:ever)? needed|if (?:useful|necessary|needed|appropriate|helpful|they feel like it)|(?:is|are) possible|not necessary|opt)\b",
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


def apply_required(fields: Sequence[FoundField], statements: Sequence[Statement]) -> None:
    """Note of each field whether it must be filled in, where the brief says so."""
    for statement in statements:
        if _EVERYTHING.search(statement.text) and not _OPTIONAL.search(statement.text):
            for field in fields:
                field.values["required"] = True
    for statement in statements:
        for sentence in re.split(
            r"(?:\.|;(?!\s*(?:(?:it|this|which) is )?(?:required|mandatory|optional)))(?:\s|$)|\bbut\b", statement.text
        ):
            named = [field for field in fields if re.search(pattern_of(field), sentence, re.IGNORECASE)]
            if _REQUIRED.search(sentence) and re.search(r"\band so (?:is|are|must)\b", sentence, re.IGNORECASE):
                for field in named:
                    field.values["required"] = True
            if re.search(r"\balways (?:want|need|ask)\b", sentence, re.IGNORECASE):
                for field in named:
                    field.values["required"] = True
            if len(named) == 1 and bool(_REQUIRED.search(sentence)) != bool(_OPTIONAL.search(sentence)):
                named[0].values["required"] = bool(_REQUIRED.search(sentence))
    sentences = [s for statement in statements for s in re.split(r"(?<=[a-z)][.!?]) (?=[A-Z])", statement.text)]
    for before, after in pairwise(sentences):
        # "Choose an outcome. This is required."
        if re.match(
            r"^make (?:it|this|that|them)\b|^(?:this|it|that|both)\s+(?:one\s+)?(?:is|are|must|has|field)\b|^(?:must|may|can)\b|^(?:required|mandatory|optional|compulsory)\W*$",
            after,
            re.IGNORECASE,
        ):
            named = [f for f in fields if re.search(pattern_of(f), before, re.IGNORECASE)]
            if named and bool(_REQUIRED.search(after)) != bool(_OPTIONAL.search(after)):
                named[-1].values["required"] = bool(_REQUIRED.search(after))
    for field in fields:
        for statement in statements:
            about = re.search(pattern_of(field), statement.text, re.IGNORECASE)
            for clause in _clauses(statement) if about else ():
                if not _is_about(field, clause, fields):
                    continue
                if _OPTIONAL.search(clause):
                    field.values["required"] = False
                elif _REQUIRED.search(clause):
                    field.values["required"] = True


def _is_about(field: FoundField, clause: str, fields: Sequence[FoundField]) -> bool:
    """Whether a clause names a field, or nothing but its last steps: "severity low, medium or high is required"."""
    if re.search(pattern_of(field), clause, re.IGNORECASE):
        return True
    if any(re.search(pattern_of(other), clause, re.IGNORECASE) for other in fields):
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
        r"[;.]|,(?![^(]*\))|\bbut\b|\band (?=(?:may|can|must|should)\b)|\band (?:a|an|the|optionally|then|also|optional|one)\b|\bplus\b|\bwhile\b|(?<=\)) and ",
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
