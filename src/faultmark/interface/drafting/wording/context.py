"""What is seen, told by its place, by who sees it, or by a question."""

from __future__ import annotations

from faultmark.interface.drafting.wording.pieces import PERSON
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]

TURNS = turns(
    (
        rf"^(?:(?:on|at) the (?:side|left|right|top|margin)|(?:beside|next to|above|below|near|left of|right of) the [a-z]+|in the (?:header|margin|side ?bar|side ?panel|head)|what (?:they|(?:the )?{PERSON}) (?:should |must |can |need to |needs to )?(?:also )?(?:sees?|knows?)(?: (?:besides|too|also|as well|additionally|in addition))?)\s*[:-]\s+",
        "Context: ",
    ),
    (
        rf"^(?:knowing )?(?P<list>(?:the|an?) [a-z][a-z '-]+(?:, [a-z][a-z '-]+)* and [a-z][a-z '-]+?) (?:helps?|assists?) (?:them|him|her|people|the {PERSON}|{PERSON})\b[^.;]*",
        r"Context: \g<list>",
    ),
    (r"\b(?:must|should|shall|have to|need to|ought to) (?:appear|be present|be there)\b", "are shown"),
    (
        r"\bthe (?:view|screen|page|display|header) (?:shows|displays) (?P<list>[^.;:]+?) as (?:metadata|context|background)\b",
        r"Context: \g<list>",
    ),
    (
        r"(?P<see>\b(?:see|shows?|know|display)\b[^.;]*?)\bwhich (?P<what>[a-z]+(?: [a-z]+)?) (?:it|this|that) (?:is|was)\b",
        r"\g<see>the \g<what>",
    ),
)
