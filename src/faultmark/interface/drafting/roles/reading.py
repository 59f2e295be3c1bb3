"""What each phrase of a brief is: a signal, an event, context, a step of a scale, an option, or none of these.

A log-linear model over the words around a phrase. Words that many briefs share ("mark", "shown", "between") say more of
a phrase than its own words, so the nearest of them on both sides are its main features, whatever list stands between.
The members of a list share one role. Weights are learned by ``scripts/train_roles.py`` and stand in ``weights.json``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.words.function_words import is_function_word, is_work_verb, opens_no_name
from faultmark.interface.drafting.words.lexicon import EVENTS, METADATA, SENSORS
from faultmark.interface.units import canonical_unit

__all__ = ["ROLES", "TAGS", "Phrase", "Reading", "Weights", "features_of", "stem", "tokens_of"]

ROLES = ("signal", "event", "context", "step", "option", "field")
TAGS = ("none", *ROLES)
_DOUBTFUL = math.log(0.65)
_JOINED = math.log(0.9)
_JOINING = {"of", "in", "since", "until", "on", "per", "at", "from"}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-zµ°%][\w'²³°%µ-]*|[^\s\w]")
_SEPARATORS = {",", "/", "and", "or", "&", ";", "|", "plus", "the", "a", "an", "+", "their", "its"}
_EVENT_WORDS = {word for name in EVENTS for word in name.split()}
_SENSOR_WORDS = {word for names in SENSORS.values() for name in names for word in name.split()}
_CONTEXT_WORDS = {word for names in METADATA.values() for name in names for word in name.split()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with their role, how sure that is (0 to 1), its statement's number, the text behind it, and how many its list has."""

    words: str
    role: str
    sure: float
    statement: int
    behind: str = ""
    listed: int = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """``common`` are the words that briefs share; ``table`` holds the weights of each feature, one for each tag."""

    common: frozenset[str]
    table: Mapping[str, Sequence[float]]


def tokens_of(text: str) -> list[str]:
    """Words, numbers and signs."""
    return _TOKEN.findall(text)


@cache
def _shape(word: str) -> str:
    lower = word.lower().removesuffix("s")
    for known, name in ((_EVENT_WORDS, "event"), (_SENSOR_WORDS, "sensor"), (_CONTEXT_WORDS, "context")):
        if lower in known or word.lower() in known:
            return name
    if not word[0].isalpha():
        return "number" if word[0].isdecimal() else word
    if (len(word) > 1 or word in "ACFKVW") and canonical_unit(word):
        return "unit"
    return "upper" if word.isupper() else "word"


def features_of(statements: Sequence[Statement], common: frozenset[str]) -> Iterator[list[list[str]]]:
    """The features of each token, statement by statement."""
    everything = [tokens_of(s.text) for s in statements]
    count = max(1, len(statements))
    for index, (statement, tokens) in enumerate(zip(statements, everything, strict=True)):
        low = [token.lower() for token in tokens]
        shapes = [_shape(token) for token in tokens]
        under = [word for word in (w.lower() for w in tokens_of(statement.under)) if word[0].isalpha()]
        # The common words before and behind each place, nearest first; separators and articles say nothing.
        cues = [
            i
            for i, word in enumerate(low)
            if (word in common or word in {":", "(", ")", "=", "."}) and word not in _SEPARATORS
        ]
        units = sum(shape == "unit" for shape in shapes)
        whole = [
            f"place={4 * index // count}",
            f"bullet={statement.bullet}",
            f"units={min(units, 3)}",
            f"commas={min(low.count(','), 4)}",
            *(f"under={word}" for word in under[:8]),
            *(f"first={word}" for word in low[:2]),
            *(f"in={low[i]}" for i in cues),
        ]
        if statement.bullet and not under and index:
            whole.append("bare")
        before = everything[index - 1][-6:] if index else []
        whole += [f"last={word.lower()}" for word in before if word.lower() in common]
        rows: list[list[str]] = []
        colon = -1
        for at, word in enumerate(low):
            if word in {":", "="}:
                colon = at
            left = [low[i] for i in cues if i < at][-4:][::-1]
            right = [low[i] for i in cues if i > at][:3]
            row = [
                *whole,
                f"w={word}",
                f"s3={word[-3:]}",
                f"s4={word[-4:]}",
                f"shape={shapes[at]}",
                f"common={word in common}",
                f"function={is_function_word(word)}",
                *(f"l{i}={cue}" for i, cue in enumerate(left)),
                *(f"l={cue}" for cue in left[:3]),
                *(f"r{i}={cue}" for i, cue in enumerate(right)),
                f"l01={'+'.join(left[:2])}",
                f"lr={(left or ['^'])[0]}+{(right or ['$'])[0]}",
            ]
            for step in (-2, -1, 1, 2):
                there = at + step
                near = low[there] if 0 <= there < len(low) else "^" if step < 0 else "$"
                row.append(f"n{step}={near}")
                row.append(f"ns{step}={shapes[there] if 0 <= there < len(low) else '#'}")
            if colon >= 0:
                row += [f"head={head}" for head in low[max(0, colon - 4) : colon]]
            rows.append(row)
        yield rows


class Reading:
    """A brief with the chance of each role at each of its words."""

    def __init__(self, statements: Sequence[Statement], weights: Weights | None = None) -> None:
        weights = weights or _learned()
        self.common = weights.common
        self.text = " ".join(statement.text.lower() for statement in statements)
        self._words: list[list[str]] = []
        self._scores: list[list[list[float]]] = []
        self.phrases: list[Phrase] = []
        for index, rows in enumerate(features_of(statements, weights.common)):
            text = statements[index].text
            tokens = list(_TOKEN.finditer(text))
            scores = [_scores(row, weights.table) for row in rows]
            low = [token[0].lower() for token in tokens]
            spans = _spans(scores, low, weights.common)
            for group in _lists(spans, low):
                role, sure = _shared(group, scores)
                for start, end in _to_the_bounds(group, low):
                    words = text[tokens[start].start() : tokens[end - 1].end()]
                    self.phrases.append(Phrase(words, role, sure, index, text[tokens[end - 1].end() :], len(group)))
            self._words.append([stem(word) for word in low])
            self._scores.append(scores)

    def of(self, role: str, least: float = 0.5) -> list[Phrase]:
        """Phrases of a role, at least so sure."""
        return [phrase for phrase in self.phrases if phrase.role == role and phrase.sure >= least]

    def chance(self, words: str, role: str) -> float:
        """How likely words have a role, at the place where that is likeliest; 0 where the brief lacks them."""
        wanted = [stem(word) for word in tokens_of(words.lower())]
        tag = TAGS.index(role)
        best = 0.0
        for said, scores in zip(self._words, self._scores, strict=True):
            for start in range(len(said) - len(wanted) + 1):
                if wanted and said[start : start + len(wanted)] == wanted:
                    mean = sum(scores[start + i][tag] for i in range(len(wanted))) / len(wanted)
                    best = max(best, math.exp(mean))
        return best


def stem(word: str) -> str:
    """A word in small letters without the ending of a plural."""
    for end, other in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss")):
        if word.endswith(end):
            return word[: -len(end)] + other
    return word if word.endswith("ss") else word.removesuffix("s")


@cache
def _learned() -> Weights:
    """The weights that Faultmark ships."""
    data = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(frozenset(data["common"]), data["weights"])


def _scores(row: Sequence[str], table: Mapping[str, Sequence[float]]) -> list[float]:
    """The logarithm of each tag's probability."""
    sums = list(table["bias"])
    for feature in row:
        if weights := table.get(feature):
            sums = [a + b for a, b in zip(sums, weights, strict=True)]
    top = max(sums)
    total = top + math.log(sum(math.exp(value - top) for value in sums))
    return [value - total for value in sums]


def _spans(scores: Sequence[Sequence[float]], low: Sequence[str], common: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of words that have a role, with the words beside them of which it is doubtful that they have none."""
    is_word = [word[0].isalpha() and word not in common | _SEPARATORS and not is_function_word(word) for word in low]
    kept = [max(row) > row[0] and word[0].isalnum() for row, word in zip(scores, low, strict=True)]
    for order in (range(1, len(kept)), range(len(kept) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for at in order:
            kept[at] = kept[at] or (
                kept[at + step] and is_word[at] and is_word[at + step] and scores[at][0] < _DOUBTFUL
            )
    for at in range(1, len(kept) - 1):
        # "Hours in operation" and "temperature of bearing" are one thing each.
        if kept[at - 1] and kept[at + 1] and low[at] in _JOINING and scores[at][0] < _JOINED:
            kept[at] = True
    spans: list[tuple[int, int]] = []
    for at, inside in enumerate(kept):
        if inside and spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        elif inside:
            spans.append((at, at + 1))
    return [bare for start, end in spans if (bare := _bare(start, end, low))]


def _bare(start: int, end: int, low: Sequence[str]) -> tuple[int, int] | None:
    """A span without function words at its ends."""
    while start < end and opens_no_name(low[start]):
        start += 1
    while start < end and is_function_word(low[end - 1]) and len(low[end - 1]) > 1:
        end -= 1
    return (start, end) if start < end else None


def _lists(spans: Sequence[tuple[int, int]], low: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """Spans with nothing but separators, and what stands in parentheses, between them."""
    group: list[tuple[int, int]] = []
    for span in spans:
        if group:
            between = " ".join(low[group[-1][1] : span[0]])
            rest = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", between).split()
            if not rest or not all(word in _SEPARATORS for word in rest):
                yield group
                group = []
        group.append(span)
    if group:
        yield group


_LONGEST_PART = 2
_BOUNDS = {",", "/", ";", "|", "(", ")", "[", "]", ".", ":", "and", "or", "&", "plus", "the", "a", "an", '"'}


def _to_the_bounds(group: Sequence[tuple[int, int]], low: Sequence[str]) -> list[tuple[int, int]]:
    """Members of a list with all words up to the signs that bound them: "a, b and rope stretch." ends in one thing."""
    if len(group) < 2:
        return list(group)

    def names(at: int) -> bool:
        word = low[at]
        return word[0].isalpha() and word not in _BOUNDS and not is_function_word(word) and not is_work_verb(word)

    made: list[tuple[int, int]] = []
    for start, end in group:
        first, last = start, end
        while first > 0 and names(first - 1) and start - first < _LONGEST_PART:
            first -= 1
        while last < len(low) and names(last) and not low[last].endswith("ed") and last - end < _LONGEST_PART:
            last += 1
        first = first if first == 0 or low[first - 1] in _BOUNDS else start
        last = last if last == len(low) or low[last] in _BOUNDS else end
        made.append((first, last))
    return made


def _shared(group: Sequence[tuple[int, int]], scores: Sequence[Sequence[float]]) -> tuple[str, float]:
    """The role that fits all members of a list best."""
    places = [at for start, end in group for at in range(start, end)]
    means = [sum(scores[at][tag] for at in places) / len(places) for tag in range(1, len(TAGS))]
    best = max(range(len(means)), key=means.__getitem__)
    return ROLES[best], math.exp(means[best])
