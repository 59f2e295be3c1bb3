"""A field that a brief asks for, and the words by which the brief speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

__all__ = ["CERTAINTY", "SEVERITY", "FoundField", "pattern_of", "slug", "text_field"]

SEVERITY = r"\b(?:severit(?:y|ies)|sev|grades?(?= (?:each|every|it|them|the))|how (?:bad|severe|serious|critical)|urgency|priority|risk level|impact (?:score|rating|level)|seriousness|gravity|(?:degree|grade|extent) of (?:the )?[a-z]+|rating of (?:the )?[a-z]+|level of (?:the )?(?:problem|fault|damage|risk|danger|concern)|(?:problem|damage) level|how (?:dangerous|urgent|grave|harmful|damaging|strong|strongly|badly|alarming|risky|worrying)|how much the [a-z]+ (?:suffered|suffers|(?:is|was) (?:affected|disturbed|impaired))|how (?!many|much|long|often|sure|confident|certain)[a-z]+(?: is it| it is| was it| it was))\b"
CERTAINTY = (
    r"\b(?:(?:his|her|annotators?'?s?|labell?ers?'?|engineers?'?|their|your|own|reviewers?'?|analysts?'?|clinicians?'?|nurses?'?|human|experts?'?) (?:own )?(?:confidence|certainty)|confidence of (?:the |our |their )?[a-z]+(?:ers?|ors?|ians?|ists?|sts?)\b|how (?:sure|certain|confident)|"
    r"certainty|(?<!model )(?<!detector )(?<!detection )\bconfidence(?=\s*(?:[:(=]|from\b|as an?\b|in (?:%|per ?cent)|is (?:rated|given|entered|stated|expressed|recorded|asked)\b|goes\b|on a|between|of \d|of (?:low|high|poor|weak)\b|\d))|confidence (?:rating|of the (?:annotator|labeler|engineer)|in (?:their|the) (?:label|call|judg\w+))|labell?(?:er|ing) confidence)\b"
)
_NAMES_OF = {
    "severity": SEVERITY,
    "confidence": CERTAINTY,
    "root_cause": r"\b(?:root[- ]cause|suspected cause|probable cause|cause)\b",
    "rationale": r"\b(?:rationale|justification|reason(?:ing)?|why|explanation)\b",
    "note": r"\b(?:notes?|free[- ]?text|text)\b",
    "comment": r"\bcomments?\b",
    "explanation": r"\bexplanations?\b",
}


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


def pattern_of(field: FoundField) -> str:
    """Regular expression of what a brief may call the field, in any case."""
    name = str(field.values["name"])
    return _NAMES_OF.get(name) or r"\b" + name.replace("_", "[- _]") + r"s?\b"


def text_field(name: str, title: str, said: str, scope: str = "region") -> FoundField:
    """A field to write in; of each mark, or of the whole task."""
    values = {"name": name, "kind": "text", "title": title, "rows": 3, "entries": 1, "scope": scope}
    return FoundField(values, said)
