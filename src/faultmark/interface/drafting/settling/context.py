"""Metadata of the rules, settled against what the learned model reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.context.said import cleaned, key_of
from faultmark.interface.drafting.roles.reading import Reading, stem
from faultmark.interface.drafting.settling.certainty import (
    DOUBTED,
    LEAD,
    LIKELY,
    SENSOR_WORDS,
    belongs,
    is_another,
    is_nothing,
)

__all__ = ["settled_context"]


def settled_context(told: Sequence[tuple[str, str]], reading: Reading, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Keys and words of the rules that the model does not doubt, and those that it alone sees."""
    found = {
        key: words
        for key, words in told
        if (reading.chance(words, "context") > DOUBTED or not reading.chance(words, "none"))
        and not is_another(words, "context", reading)
        and (not is_nothing(words) or reading.chance(words, "context") > LIKELY)
    }
    names = {*labels, *(stem(label.lower()) for label in labels)}
    # Lists first: "machine, coil and grade" name what "for our machines" only speaks of.
    for phrase in sorted(reading.of("context", 0.55), key=lambda phrase: phrase.listed == 1):
        if any(stem(key) == stem(key_of(phrase.words)) for key in found):
            continue
        whose = rf"\bof (?:the|each|every) {re.escape(phrase.words.lower())}\b"
        if re.match(r" of (?:the|its|their)\b", phrase.behind) and " " not in phrase.words:
            # "The date of the last inspection" is no date beside it.
            continue
        if phrase.listed == 1 and (phrase.sure < 0.6 or re.search(whose, reading.text)):
            continue
        words = LEAD.sub("", phrase.words)
        key = key_of(words)
        if " " not in words and phrase.words != words:
            # What is left of it leads to something else: "work ought to …".
            continue
        if words.lower() in SENSOR_WORDS and phrase.sure < 0.7:
            continue
        if not key or stem(words.lower()) in names or words.lower() in names or not is_noun_phrase(words, 6):
            continue
        parts = set(key.split("_"))
        if any(parts <= set(other.split("_")) or words.lower() in said.lower() for other, said in found.items()):
            continue
        shorter = [other for other in found if set(other.split("_")) < parts]
        if all(belongs(other.replace("_", " "), key.replace("_", " "), reading, "context") for other in shorter):
            found = {other: said for other, said in found.items() if other not in shorter} | {key: words}
    return _whole(found, reading)


_SCREEN = re.compile(
    r"^(?:the )?(?:interface|screen|tool|system|annotators?|labell?ers?|explanations?|justifications?|severity|remarks?|people|views?|header|sidebar|clips?|files?|recordings?|tasks?|samples?|[a-z]+(?:mechanics|technicians|engineers|experts|operators)|mechanics|technicians|engineers|experts|operators|patient info|side info)$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"^(?:(?:keep|ctx|context|meta|metadata|display|show|visible|shown|provide|see|have|with)\s+)+", re.IGNORECASE
)


def _whole(found: dict[str, str], reading: Reading) -> list[tuple[str, str]]:
    """Metadata without verbs before their names, without parts of others, and without parts of the screen."""
    bare: dict[str, str] = {}
    for key, words in found.items():
        for part in re.split(r"\s+and\s+", _SHOWN.sub("", words)):
            name = cleaned(part)
            acts = re.search(rf"\b{re.escape(name.lower())} (?:shall|should|must|needs?|has to)\b", reading.text)
            if name and not (_SCREEN.match(name) and (acts or reading.chance(name, "context") < LIKELY)):
                bare.setdefault(key if name == words else key_of(name), name)

    def is_said_alone(words: str) -> bool:
        longer = [other for other in bare.values() if f" {words.lower()} " in f" {other.lower()} " and other != words]
        return not longer or reading.text.count(words.lower()) > sum(map(reading.text.count, map(str.lower, longer)))

    return [(key, words) for key, words in bare.items() if is_said_alone(words)]
