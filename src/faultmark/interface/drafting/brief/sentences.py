"""The sentences of a paragraph, a telegram's among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["LONGEST_SENTENCE", "sentences_of"]
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\"'(0-9])|(?<=[a-z][!?])\s+(?=[a-z])(?!yes\b|no\b|[a-z -]{2,24}[,/] ?[a-z])|\s*;\s+(?=[A-Za-z])(?!(?:only )?for [a-z ]+(?: only)?\W*$|only (?:for|if|when)\b)(?!(?:(?:it|this|which) is )?(?:required|optional|mandatory)\b)|(?<=[.!?])\s*$"
)
LONGEST_SENTENCE = 700


# "For each event: impact (1-5), comment (optional)" asks for two things.
_OF_EACH = re.compile(r"^(?:(?:for |of )?(?:each|every|any)|per)\s+[a-z]+(?: [a-z]+)?:\s", re.IGNORECASE)
_FIELDS = re.compile(r"(?<=\)),\s+(?=[A-Za-z])")


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a paragraph, none longer than :data:`LONGEST_SENTENCE` characters."""
    parts: list[str] = []
    if not re.search(r"[.!?]\s+[A-Z]", text):
        # A telegram, all in small letters.
        text = re.sub(r"(?<=[\w)\]%°])\.\s+(?=[a-z])", ".\n", text)
    # "… can mark leaks as ranges, showing the line" asks for two things.
    text = re.sub(r"(\b(?:mark|label|annotate|tag)\b[^.]*?),\s+(?:and )?(?:showing|displaying)\s+", r"\1.\nShow ", text)
    # "…, oil temp degC. events: …": what has a head of its own begins anew.
    text = re.sub(r"(?<=[\w)\]%°])\.\s+(?=[a-z][a-z ]{1,20}:\s)", ".\n", text)
    for part in (p for line in text.split("\n") for p in _SENTENCE.split(line)):
        if not part or not part.strip(" .!?;"):
            continue
        if parts and re.fullmatch(
            r"\s*(?:all |both |each )?(?:as )?(?:ranges|instants|points|intervals)\W*", part, re.IGNORECASE
        ):
            # "Crack, rub. Ranges."
            parts[-1] = (
                f"{parts[-1].rstrip(' .')} (all {re.sub(r'^(?:all |both |each )?(?:as )?', '', part.strip(' .').lower())})"
            )
            continue
        # "We plot: a; b; c" is one list.
        if (
            parts
            and re.match(r"^[^:;]{2,40}:\s", parts[-1])
            and not re.search(r"[.!?]$", parts[-1])
            and ":" not in part
            and len(part.split()) <= 5
        ):
            parts[-1] += f"; {part.strip()}"
        else:
            parts.append(part.strip())
    for part in parts:
        pieces = _FIELDS.split(part) if _OF_EACH.match(part) else [part]
        for piece in [_OF_EACH.sub("", pieces[0]), *pieces[1:]] if len(pieces) > 1 else pieces:
            yield from _bounded(piece)


def _bounded(text: str) -> Iterator[str]:
    """Cut what is too long for a sentence, at a comma or blank: patterns take more than linear time."""
    while len(text) > LONGEST_SENTENCE:
        head = text[:LONGEST_SENTENCE]
        at = max(head.rfind(","), head.rfind("\n")) + 1 or head.rfind(" ") + 1 or LONGEST_SENTENCE
        yield text[:at].strip(" ,")
        text = text[at:].strip()
    if text:
        yield text
