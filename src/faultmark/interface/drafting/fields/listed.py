"""Lists that are choices or scales, whatever words lead to them: found by their signs, and told by the learned model.

Parentheses, a colon or "one of" bound a list exactly, and the model tells whether its items are options, steps, or what
is marked, measured or shown. Neither needs to know the verb of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faultmark.interface.drafting.brief.lists import in_small_letters
from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.fields.scales import is_ranked
from faultmark.interface.drafting.labels.names import singular
from faultmark.interface.drafting.roles.reading import Reading, stem
from faultmark.interface.drafting.words.function_words import is_function_word
from faultmark.interface.units import canonical_unit, unit_as_written

__all__ = ["SeenList", "lists_seen", "steps_seen"]

_SIGNS = (
    re.compile(r"[(\[](?P<list>[^()\[\]]+)[)\]]"),
    re.compile(
        r"(?:\bone of|\bout of|\beither|\bamong|\bfollowing)\b[^:;.()]{0,30}?:?\s+(?P<list>[^.;:()]+)", re.IGNORECASE
    ),
    re.compile(r":\s+(?P<list>[^.;:]+)"),
)
_LETTERS = re.compile(r"(?<![\w-])(?P<list>A(?:\s*(?:,|/|\bor\b|\band\b|,\s*or\b)\s*[B-H])+)(?![\w-])")
_ASKED_ABOUT = re.compile(
    r"\b(?:which|what)\s+(?P<head>[a-z][a-z -]{1,30}?)\s+(?:is|was|are|were|it|they|to)\b[^,;:(]*$", re.IGNORECASE
)
_CERTAIN = re.compile(r"^(?:certainty|confidence)$|\b(?:sure|certain|confident)$", re.IGNORECASE)
_HOW_BAD = re.compile(
    r"\bhow\s+(?:bad|severe|serious|critical|grave|dangerous|urgent|harmful)\b[^,;:(]*$", re.IGNORECASE
)
_OF = re.compile(r"\s+(?:of|to|on|for|within)\s+(?:(?:the|an?|each|every|our|their|\d+)\s+)*", re.IGNORECASE)
_OPEN = {"rating", "scale", "choice", "level", "selection", "field"}
_FRAME = {
    "following",
    "list",
    "options",
    "option",
    "dropdown",
    "drop-down",
    "chosen",
    "given",
    "picked",
    "selected",
    "levels",
    "steps",
    "grades",
}


@dataclass(frozen=True, slots=True)
class SeenList:
    """What a list is called, its items, whether they are the steps of a scale, and the words."""

    head: str
    items: tuple[str, ...]
    is_scale: bool
    said: str


def lists_seen(statements: Sequence[Statement], reading: Reading) -> Iterator[SeenList]:
    """Lists of options and of steps, in the order of the brief, each once."""
    taken: set[str] = set()
    for statement in statements:
        text = statement.text
        for sign in (_LETTERS, *_SIGNS):
            for match in sign.finditer(text):
                items = _items(match["list"])
                if len(items) < 2 or taken & set(items):
                    continue
                is_scale = is_ranked([item.lower() for item in items]) or sign is _LETTERS
                if not is_scale and not _is_said_of_marks(items, reading):
                    continue
                head = _head(text[: match.start()], reading)
                if head:
                    taken |= set(items)
                    yield SeenList(head, items, is_scale, text[max(0, match.start() - 60) : match.end()].strip())


def _items(text: str) -> tuple[str, ...]:
    """The names in a list; none where something in it is no name."""
    names: list[str] = []
    for item in list_of(text):
        name = item.text.strip(" '\"")
        if not is_noun_phrase(name, 4) and not re.fullmatch(r"[A-H]", name):
            return ()
        is_rate = re.search(r"/\s*(?:s|sec|min|h|hr|hour|day|week)\b", text)
        if (canonical_unit(name) and len(name) > 1) or unit_as_written(text) or is_rate:
            return ()
        names.append(in_small_letters(name))
    return tuple(dict.fromkeys(names))


def _is_said_of_marks(items: Sequence[str], reading: Reading) -> bool:
    """Whether the model takes items for options or steps rather than for anything else."""

    def mean(role: str) -> float:
        return sum(reading.chance(item, role) for item in items) / len(items)

    said = mean("option") + mean("step")
    return said > 0.4 and said > max(mean(role) for role in ("event", "signal", "context"))


def _head(before: str, reading: Reading) -> str:
    """What a list is a list of: the thing asked about, or the last name before it."""
    before = before.rstrip(" :")
    clause = re.split(r"[.;:]\s|\)\s*(?:,|and\b)|,\s+(?:and|then|also)\s", before)[-1]
    if _HOW_BAD.search(clause):
        return "severity"
    if asked := _ASKED_ABOUT.search(clause):
        return asked["head"].lower()
    # "The danger to the patient" is of danger; "a rating of the risk" is of risk.
    parts = [words for part in _OF.split(clause) if (words := _last_name(part, reading))]
    named = [words for words in parts[-3:] if words not in _OPEN | _FRAME]
    head = singular(named[0]) if named else ""
    if _CERTAIN.search(head):
        return "confidence"
    return head if is_noun_phrase(head, 3) else ""


def _last_name(text: str, reading: Reading) -> str:
    """The last words that name something, at most three."""
    words: list[str] = []
    for word in reversed(re.findall(r"[A-Za-z][\w'-]*|[^\s\w]", text)):
        low = word.lower()
        is_common = low in reading.common or stem(low) in reading.common
        is_verb = is_common and low not in _OPEN and reading.chance(low, "field") < 0.3
        if is_function_word(low) or low in _FRAME or not word[0].isalpha() or is_verb or len(words) == 3:
            if words:
                break
            continue
        words.insert(0, low)
    return " ".join(words)


def steps_seen(reading: Reading) -> tuple[str, tuple[str, ...], str] | None:
    """A quality, the names of its steps, and the words, where the model sees a list of steps; else None."""
    for index in sorted({phrase.statement for phrase in reading.phrases}):
        here = [phrase for phrase in reading.phrases if phrase.statement == index]
        steps = list(dict.fromkeys(p.words.lower() for p in here if p.role == "step" and p.sure >= 0.4))
        if len(steps) < 2:
            continue
        if any(p.words.lower() in {"confidence", "certainty"} for p in here if p.role == "field"):
            continue
        head = next((p.words.lower() for p in here if p.role == "field" and is_noun_phrase(p.words, 3)), "severity")
        return head, tuple(steps), f"{head}: {', '.join(steps)}"
    return None
