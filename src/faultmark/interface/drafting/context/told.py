"""What annotators are told: lists of things behind any verb of knowing, seeing, needing or giving."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["lists_told"]

_PERSON = r"(?:they|them|you|people|persons?|whoever|everyone|annotators?|labell?ers?|experts?|technicians?|colleagues|folks|nurses?|[a-z]+(?:ers|ors|ists|ians|men|women|ysts|neers)|the (?:[a-z]+(?:er|or|ist|ian|man|yst|neer)))"
_LIST = r"(?P<list>[^.;:]+)"
_OBJECT = r"(?:(?:to\s+)?(?:know|see|have|consider|keep in mind|be (?:aware|informed|mindful))\s+)?(?:(?:also|both|always|at least|about|of|with|what|which|at)\s+)*"
_PERSON_KNOWS = re.compile(
    rf"\b{_PERSON}\b(?:'ll|'d)?(?:\s+(?!has\b|have\b|need|want|see|know|look|read|get)[a-z-]+){{0,3}}?\s+(?:knows?|sees?|needs?|wants?|gets?|(?:be|is|are)\s+(?:told|given|shown|handed|informed)|looks?|reads?|has|have|must know|must see)\s+{_OBJECT}{_LIST}",
    re.IGNORECASE,
)
_KNOWING = re.compile(
    r"^\W*(?:knowing|seeing|having)\s+(?P<list>[^.;:]+?)\s+(?:helps?|makes?|is|are|would|can|will|matters?)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"\b(?:give|gives|surface|surfaces|provide|provides|load|attach|bring|offer|list|lists|include|includes|print|expose|show|shows|display|displays|present|presents|pass|add|have|has|put)\s+(?:(?:them|us|people|annotators?|everyone|also|along|in|the annotators?)\s+)*{_LIST}",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:for (?:orientation|context|reference|background|information)|as (?:[a-z-]+ )?(?:context|metadata|background|reference)|on the side|alongside|beside|next to|near|at hand|to (?:make sense|understand|interpret|judge|decide|go by|work with)|read-only)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r",?\s+(?:to (?:make|understand|interpret|judge|decide|put|be|help|work|go|do|see|know|tell)|so\b|as (?:[a-z-]+ )?(?:context|metadata|background|reference)|for (?:orientation|context|reference|background|each|every|this|that)|(?:on|at|in|beside|next to|alongside) (?:the|each|every|hand|view|top|a)\b|while|when|before|because|since (?:it|that|they)|helps?|and (?:then|rate|give|mark|label|choose)).*$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_WORK = re.compile(
    r"\b(?:mark|marks|marked|marking|label|labels|labelled|labeled|tag(?!\s*(?:,|and\b|$))|tags|tagged|flag|flags|flagged|annotate|annotates|annotated|box|pin|range|ranges|instants?|severity|rate|rates|rated|grade|grades|score|choose|chooses|pick|picks|one of|outlined|boxed|bracketed|shaded|dotted|pinned|ticked|clicked|required|mandatory|optional|per (?:file|task|recording))\b",
    re.IGNORECASE,
)


def lists_told(text: str) -> Iterator[str]:
    """Lists of what annotators are told. What such a list holds is for the reader to judge.

    A sentence that also speaks of marking or rating tells nothing: "they see drift and mark it".
    """
    for pattern in (_KNOWING, _GIVEN, _PERSON_KNOWS):
        match = pattern.search(text)
        if match is None or (pattern is _GIVEN and not _CUE.search(text)):
            continue
        if _OTHER_WORK.search(text[match.start("list") :]):
            continue
        listed = _PURPOSE.sub("", match["list"]).strip(" ,")
        if listed:
            yield listed
            return
