"""Noun phrases: whether words are one, and a list of them."""

from __future__ import annotations

import re

from faultmark.interface.drafting.brief.lists import Item, split_list

__all__ = ["is_noun_phrase", "list_of"]

_JOINED = re.compile(
    r"(?<![\w-])([a-z-]+) ((?:in|at|of|on|off|at|to)(?: the)?) ([a-z-]+)(?=\s*(?:$|[,;.()/|]|\band\b|\bor\b))",
    re.IGNORECASE,
)
_NEVER_JOINED = {
    "range",
    "ranges",
    "instant",
    "instants",
    "point",
    "points",
    "seconds",
    "our",
    "the",
    "their",
    "these",
    "those",
    "all",
    "it",
    "them",
}
_VERBS = re.compile(
    r"(?<![\w-])(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|should|must|can|could|may|might|shall|goes|get|gets|give|gives|see|show|shows|want|wants|need|needs|please|"
    r"they|we|you|it|them|us|he|she|there|which|that|who|what|why|when|where|how|not|no(?!$)|only|if|because|so|than|then|also|just|too|i|i'd|i'm|[a-z]+n't)(?![\w-])",
    re.IGNORECASE,
)


def is_noun_phrase(text: str, longest: int = 4) -> bool:
    """Whether words look like the name of a thing: short, without a verb, and not a number."""
    words = text.split()
    return (
        0 < len(words) <= longest
        and not _VERBS.search(text)
        and bool(re.fullmatch(r"[A-Za-z0-9][\w '&.+µ²³°%-]*", text))
        and bool(re.search(r"[A-Za-z]{2}|[A-Z]\d|^[A-Z]$", text))
    )


def list_of(text: str) -> list[Item]:
    """The items of a list; names of three words such as "air in oil" stay whole."""

    def join(match: re.Match[str]) -> str:
        if match[0].lower() == "not at all":
            return match[0].replace(" ", "\ue000")
        if match[1].lower() in _NEVER_JOINED or match[3].lower() in _NEVER_JOINED:
            return match[0]
        return match[0].replace(" ", "\ue000")

    text = re.sub(r"\b(and|or),\s*[^,]{3,30},\s*", r"\1 ", re.sub(r"\s[+>]\s", ", ", text))
    joined = _JOINED.sub(join, text)
    return [Item(i.text.replace("\ue000", " "), i.inside, i.raw.replace("\ue000", " ")) for i in split_list(joined)]
