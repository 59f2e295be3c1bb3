"""Metadata that the dictionary knows, and what else sentences say is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.lists import split_list
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.context.said import key_of, said_context
from faultmark.interface.drafting.project.overlap import counts_people
from faultmark.interface.drafting.words.lexicon import METADATA

__all__ = ["find_context"]

_KEY_OF = {word: key for key, words in METADATA.items() for word in words}
_META = re.compile(
    r"(?<![\w-])(" + "|".join(sorted((re.escape(w) for w in _KEY_OF), key=len, reverse=True)) + r")(?![\w-])",
    re.IGNORECASE,
)
_META_CUE = re.compile(
    r"\b(context|ctx|on top|appear|metadata|meta-data|meta data|alongside|beside|next to|background|header|visible|shown? (?:them|annotators?|the)|display(?:ed)?|show(?:n|ing)?|know(?:ing)?|see|info(?:rmation)?|"
    r"comes? with|together with|accompan\w+|attach\w*|each (?:file|task|recording|series|run|csv)|every (?:file|task|recording)|task data|per task|belongs? to|carr(?:y|ies)|at hand|sidebar|panel|need to know|help(?:s|ful)?)\b",
    re.IGNORECASE,
)  # fmt: skip
_META_HEAD = re.compile(
    r"\b(?:context|ctx|metadata|meta data|meta|background|show (?:also|alongside)|additional info(?:rmation)?|info shown)\b[^:]{0,40}:\s*(?P<list>[^.]+)",
    re.IGNORECASE,
)
_WEAK = {"device", "site", "line", "area", "shift", "operator", "make", "batch", "lot", "product", "age", "sex", "bed", "account", "country", "host", "ip", "protocol", "segment",
         "location", "locations", "region", "duty", "weather", "serial", "drugs", "department", "hall", "building", "plant", "plants", "currency", "criticality", "owner", "vendor",
         "merchant", "interface", "factory", "facility", "medication", "diagnosis", "gender", "microphone", "ward", "countries", "subnet", "vlan", "last service"}  # fmt: skip


def find_context(statements: Sequence[Statement], labels: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Metadata that annotators shall see: keys, each with the words that asked for it. ``labels`` are no metadata."""
    if re.search(_NO_CONTEXT, " ".join(s.text for s in statements), re.IGNORECASE):
        return []
    said = said_context(statements, labels)
    spoken = [words.lower() for _, words in said]
    known = [(key, words) for key, words in _known_context(statements) if not any(words.lower() in s for s in spoken)]
    text = " ".join(s.text for s in statements).lower()
    # In the order of the brief; words that were put in another order come where they were found.
    return sorted(dict([*said, *known]).items(), key=lambda pair: text.rfind(pair[1].lower().split()[0]))


_NO_CONTEXT = (
    r"\b(?:no|without(?: any)?|don't show(?: any)?|do not show(?: any)?|don't need(?: any)?) (?:metadata|context)\b"
)


def _known_context(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Metadata that a dictionary knows, in sentences about what is shown."""
    found: dict[str, str] = {}
    for statement in statements:
        heading = bool(re.search(r"\b(context|metadata|meta data|background|meta)\b", statement.under, re.IGNORECASE))
        text = re.sub(r"\bwhether\b[^,.;]*", "", statement.text)
        head = _META_HEAD.search(text)
        if heading and not head and not statement.bullet and counts_people(text):
            continue
        if heading or head:
            source = head["list"] if head else text
            for item in split_list(re.split(r":\s|\s-\s", source)[0] if heading and not head else source):
                match = _META.search(item.text)
                name = item.text.lower()
                if match:
                    found.setdefault(key_of(match[1]), match[1])
                elif 0 < len(name.split()) <= 3 and not re.search(r"\b(label|annotat|note|severity)", name):
                    found.setdefault(_key(name), item.text)
            continue
        if re.search(r"\b(sensors?|channels?|signals?)\b[^:]{0,10}:", text, re.IGNORECASE):
            continue
        cue = _META_CUE.search(text)
        matches = list(_META.finditer(text))
        strong = [m for m in matches if m[1].lower() not in _WEAK]
        for match in matches:
            word = match[1].lower()
            listed = len(matches) > 1 and bool(re.search(r",|\band\b|/", text))
            if (
                word in _WEAK
                and not ((cue or strong) and (listed or strong))
                and not (
                    cue
                    and re.search(
                        r"\b(?:which|the|its|their|patient's|customer's)\s+$", text[: match.start()], re.IGNORECASE
                    )
                    and re.search(r"\b(context|metadata|know|visible|show|display|see)\b", text, re.IGNORECASE)
                )
            ):
                continue
            if word not in _WEAK and not (cue or listed):
                continue
            if re.match(
                r"\s+(?:overlap|annotat|label|engineers?|operators?|technicians?|staff|level|emergency)",
                text[match.end() :],
                re.IGNORECASE,
            ):
                continue
            if word == "lot" and re.search(r"\ba\s+$", text[: match.start()], re.IGNORECASE):
                continue
            if word == "make" and re.search(r"\b(?:to|helps?|they|we)\s+$", text[: match.start()], re.IGNORECASE):
                continue
            if word in {
                "operator",
                "shift",
                "line",
                "region",
                "segment",
                "account",
                "host",
                "device",
                "ip",
                "product",
                "plant",
                "plants",
                "age",
            } and re.search(
                r"\b(?:level|mean|every|each|our|a|an|of the|per|in the|from (?:a|an|our|the)|at (?:a|an|our|the))\s+$",
                text[: match.start()],
                re.IGNORECASE,
            ):
                continue
            found.setdefault(key_of(match[1]), match[1])
    return list(found.items())


def _key(name: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", name).strip("_")
    return made if made[:1].isalpha() else f"m_{made}"
