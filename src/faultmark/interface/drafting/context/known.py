"""Metadata that the dictionary knows, and what else sentences say is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
        if head:
            told = _listed(head["list"])
        elif heading:
            told = _listed(re.split(r":\s|\s-\s", text)[0])
        elif re.search(r"\b(sensors?|channels?|signals?)\b[^:]{0,10}:", text, re.IGNORECASE):
            continue
        else:
            told = _mentioned(text)
        for key, words in told:
            found.setdefault(key, words)
    return list(found.items())


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """Items of a list that is headed as metadata: also what no dictionary knows."""
    for item in split_list(text):
        name = item.text.lower()
        if match := _META.search(item.text):
            yield key_of(match[1]), match[1]
        elif 0 < len(name.split()) <= 3 and not re.search(r"\b(label|annotat|note|severity)", name):
            yield _key(name), item.text


def _mentioned(text: str) -> Iterator[tuple[str, str]]:
    """Words of the dictionary in a sentence that shows them, or that lists several."""
    cue = _META_CUE.search(text)
    matches = list(_META.finditer(text))
    strong = any(match[1].lower() not in _WEAK for match in matches)
    listed = len(matches) > 1 and bool(re.search(r",|\band\b|/", text))
    for match in matches:
        before = text[: match.start()]
        if match[1].lower() in _WEAK:
            is_shown = cue and _WHOSE.search(before) and _SHOWING.search(text)
            is_meant = bool(((cue or strong) and (listed or strong)) or is_shown)
        else:
            is_meant = bool(cue or listed)
        if is_meant and not _AT_WORK.match(text[match.end() :]) and not _is_other_word(match[1].lower(), before):
            yield key_of(match[1]), match[1]


_WHOSE = re.compile(r"\b(?:which|the|its|their|patient's|customer's)\s+$", re.IGNORECASE)
_SHOWING = re.compile(r"\b(context|metadata|know|visible|show|display|see)\b", re.IGNORECASE)
_AT_WORK = re.compile(
    r"\s+(?:overlap|annotat|label|engineers?|operators?|technicians?|staff|level|emergency)", re.IGNORECASE
)
# "Each shift", "our operator" and "at the plant" speak of the work, not of what is shown.
_OF_WORK = {"operator", "shift", "line", "region", "segment", "account", "host", "device", "ip", "product", "plant", "plants", "age"}  # fmt: skip
_NOT_SHOWN = {
    "lot": re.compile(r"\ba\s+$", re.IGNORECASE),
    "make": re.compile(r"\b(?:to|helps?|they|we)\s+$", re.IGNORECASE),
} | dict.fromkeys(
    _OF_WORK,
    re.compile(
        r"\b(?:level|mean|every|each|our|a|an|of the|per|in the|from (?:a|an|our|the)|at (?:a|an|our|the))\s+$",
        re.IGNORECASE,
    ),
)


def _is_other_word(word: str, before: str) -> bool:
    """Whether what stands before a word makes another one of it: "a lot", "to make", "each shift"."""
    pattern = _NOT_SHOWN.get(word)
    return bool(pattern and pattern.search(before))


def _key(name: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", name).strip("_")
    return made if made[:1].isalpha() else f"m_{made}"
