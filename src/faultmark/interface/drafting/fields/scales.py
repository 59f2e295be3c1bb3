"""Severity and other scales: how many steps, their names, or a range of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faultmark.interface.drafting.brief.lists import number_of, split_list
from faultmark.interface.drafting.brief.phrases import list_of
from faultmark.interface.drafting.brief.statements import Statement

__all__ = ["Scale", "find_scale", "is_negated", "is_ranked", "letters", "rising", "span_scale"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating of some steps, named or not, or a number in a range."""

    steps: int | None = None
    names: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    said: str = ""
    scope: str = "region"
    assumed: bool = False

    @property
    def is_rating(self) -> bool:
        """Stars fit scales from 1 to at most 10; everything else is a number."""
        return bool(self.steps) and not (self.low is not None and self.low != 1)


_SPAN = re.compile(
    r"(?<![\d.])(-?\d{1,3})\s*(?:%|percent)?\s*(?:-|to|through|\.\.|…|until|up to|and)\s*(\d{1,4})(?![\d.]|\s*(?:hz|khz|ms|people|annotators|labelers|engineers|persons))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(\d)\s*(?:=|:|\)|is|means|for|\()\s*([A-Za-z][A-Za-z /'-]*?)(?=\s*(?:,|;|\.|\)|and\s+\d|to\s+\d|\.\.|…|-\s*\d|\d\s*=|$))",
    re.IGNORECASE,
)
_ORDERED = (
    ("low", "medium", "high"), ("low", "medium", "high", "critical"), ("low", "moderate", "high"), ("minor", "major"),
    ("minor", "moderate", "severe"), ("minor", "major", "critical"), ("mild", "moderate", "severe"), ("info", "warning", "critical"),
)  # fmt: skip
_RANKS = {w: r for r, ws in enumerate((("none", "normal", "negligible", "info", "informational", "benign", "ok", "cosmetic", "noise", "trivial"), ("low", "minor", "mild", "slight", "note", "watch", "small", "green", "notice"), ("medium", "mid", "middle", "moderate", "warning", "significant", "yellow", "amber", "serious", "average"), ("high", "major", "severe", "alarm", "large", "orange", "red"), ("critical", "extreme", "catastrophic", "fatal", "emergency", "very high", "life-threatening", "life threatening", "dangerous", "trip"))) for w in ws}  # fmt: skip
_WORD_STEPS = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)[- ](?:point|step|level|star|grade|stage)s?\b",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:severity )?(?:levels|steps|grades|stars|classes|stages|points)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?<![\d.])(?P<low>[01])\s*(?:\([^)]*\)|=?\s*[a-z][a-z -]{0,24}?)?\s*(?:…|\.\.+|-|–|to|through|until|till|up to)\s*(?P<high>\d{1,2})(?![\d.])",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w-])A(?:\s*(?:,|/|\||or|and|,\s*or|,\s*and)\s*[B-H])+(?![\w-])")
_OUT_OF = re.compile(r"\bout of (\d{1,3}|five|ten|three|four)\b|/\s?(5|10)\b", re.IGNORECASE)


def find_scale(statements: Sequence[Statement], word: str) -> Scale | None:
    """The scale of a quality such as severity, or None where a brief does not ask for one.

    Parameters
    ----------
    statements:
        The brief.
    word:
        A regular expression of the quality's words.
    """
    best: Scale | None = None
    for statement in statements:
        inside = re.search(word, statement.text, re.IGNORECASE)
        heading = re.search(word, statement.under, re.IGNORECASE)
        if not inside and not heading:
            continue
        if inside and is_negated(statement.text, inside.start(), inside.end()):
            continue
        text = _in_digits(statement.text)
        inside = re.search(word, text, re.IGNORECASE)
        if inside and re.search(
            r"\b(?:not|isn't|aren't) (?:needed|necessary|wanted|required at all)\b|\bunnecessary\b",
            text[inside.end() :].split(";")[0][:40],
        ):
            continue
        if inside:
            start = max(text.rfind(".", 0, inside.start()), text.rfind(";", 0, inside.start())) + 1
            rest = text[inside.start() :]
            stop = re.search(r"[.;](?:\s|$)", rest)
            around = text[start : inside.start() + (stop.start() if stop else len(rest))]
            scale = _scale_in(rest[: stop.start() if stop else None], statement.below) or _scale_before(
                text[start : inside.end()]
            )
            if scale is None and (names := _names(text[start : inside.start()])):
                scale = Scale(len(names), names)
        else:
            around, scale = text, _scale_in(text, statement.below)
        task = bool(
            re.search(r"\b(?:overall|whole|entire|per (?:file|task|recording|run|series))\b", around, re.IGNORECASE)
        )
        found = scale or Scale(assumed=True)
        found = Scale(
            found.steps, found.names, found.low, found.high, around.strip(), "task" if task else "region", found.assumed
        )
        if (
            best is None
            or (best.assumed and not found.assumed)
            or (not best.names and found.names and len(found.names) == best.steps)
        ):
            best = found
    return best


_WORDS_OF = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SPAN_IN_WORDS = re.compile(
    rf"\b(?P<low>zero|one|two|three|\d)\s+(?P<to>to|through|until|up to|till|and)\s+(?P<high>{'|'.join(_WORDS_OF)})\b",
    re.IGNORECASE,
)


def _in_digits(text: str) -> str:
    """``from one to five`` as from 1 to 5, and ``between 0 and 100`` as from 0 to 100."""

    def digits(match: re.Match[str]) -> str:
        low = match["low"].lower()
        return f"{_WORDS_OF.get(low, 0 if low == 'zero' else low)} to {_WORDS_OF[match['high'].lower()]}"

    text = _SPAN_IN_WORDS.sub(digits, text)
    return re.sub(r"\bbetween (\d{1,3}) and (\d{1,4})\b", r"from \1 to \2", text, flags=re.IGNORECASE)


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether a brief says of the words between that they are not wanted."""
    before, after = text[:start], text[end:]
    return bool(
        re.search(
            r"\b(?:no|without|(?:haven't|have not|hasn't|has not|not) (?:yet )?(?:decided|agreed)|not need|don't need|do not need|skip|neither|nor|never ask|don't ask|do not ask|don't want|do not want|(?:must|should|shall) not be asked(?: for)?|not interested in|leave out)\b[^.,;]{0,25}$",
            before,
            re.IGNORECASE,
        )
        or re.match(
            r"\s*(?:stars?|points?|steps?)?\s*(?:(?:is|are)(?:n't| not)|not)\s+(?:needed|necessary|wanted|required at all|asked|of interest|relevant)\b|[^.;]{0,40}\b(?:leave|skip|drop|omit) (?:it|that|this)\b|\s*[:=]\s*(?:none|no|n/a|nothing|not needed|skip)\b(?!\s*(?:[,/|<>-]|or\b))",
            after,
            re.IGNORECASE,
        )
    )


def _scale_before(text: str) -> Scale | None:
    """A scale that stands before its word: "a 1-5 severity", "low/medium/high severity"."""
    found = re.search(
        r"(?:(-?\d{1,3})\s*(?:-|to)\s*(\d{1,3})|([a-z-]+(?:\s*[/,]\s*[a-z-]+)+))\s+(?:[a-z]+\s+){0,2}$",
        re.sub(r"\w+$", "", text),
        re.IGNORECASE,
    )
    if found and found[1]:
        return span_scale(int(found[1]), int(found[2]), text)
    if found and (names := _names(found[3])):
        return Scale(len(names), names)
    words = _WORD_STEPS.search(text[-60:]) or _LEVELS.search(text[-60:])
    return Scale(number_of(words[1])) if words and number_of(words[1]) else None


def _scale_in(text: str, below: Sequence[str] = ()) -> Scale | None:
    numbered = dict[int, str]()
    for match in _NUMBERED.finditer(text):
        name = re.sub(r"^(?:the |a |an )", "", match[2].strip().lower())
        if len(name.split()) <= 5 and not re.match(r"(?:to|and|or|is)\b", name):
            numbered.setdefault(int(match[1]), name)
    for entry in below:
        found = re.match(r"\s*(\d)\s*[:=.)-]*\s*(.+)", entry)
        if found:
            numbered.setdefault(int(found[1]), found[2].strip(" .").lower())
    if capitals := _CAPITALS.search(text):
        steps = tuple(re.findall(r"\b[A-H]\b", capitals[0]))
        return Scale(len(steps), steps)
    span = _SPAN.search(text)
    # What stands in parentheses right behind the word is its scale, whatever the sentence says of others.
    aside = _BEHIND.match(text)
    if aside and not re.search(r"\d", aside["inside"]) and (steps := _listed(aside[0]) or _names(aside["inside"])):
        return Scale(len(steps), steps)
    if slashes := re.match(r"^\w+\s+(\w+(?:/\w+)+)(?=[\s.,;]|$)", text):
        steps = tuple(_LONG.get(step, step) for step in slashes[1].lower().split("/"))
        if not any(_NO_STEP.search(step) or step in _RANKS for step in steps):
            return Scale(len(steps), steps)
    if slashes := re.match(r"^\w+:?\s+([a-z]+(?:/[a-z]+)+)(?=[.,;]|$)", text, re.IGNORECASE):
        steps = tuple(_LONG.get(step, step) for step in slashes[1].lower().split("/"))
        if is_ranked(steps):
            return Scale(len(steps), rising(steps))
    if over := _OVER.search(text):
        steps = (over["low"], *(item.text for item in list_of(over["list"])), over["high"])
        return Scale(len(steps), tuple(step.lower() for step in steps))
    if len(numbered) >= 2:
        low, high = min(numbered), max(numbered)
        names = tuple(numbered.get(n, "") for n in range(low, high + 1))
        if all(names) and low in {0, 1}:
            return Scale(high - low + 1, names, float(low) if low != 1 else None, float(high) if low != 1 else None)
        return span_scale(low, high, text)
    if (
        below
        and (names := tuple(entry.split(":")[0].split(" - ")[0].strip(" .").lower() for entry in below))
        and len(names) >= 2
        and all(len(n.split()) <= 3 for n in names)
    ):
        return Scale(len(names), names)
    if span:
        return span_scale(int(span[1]), int(span[2]), text)
    if ends := _ENDS.search(text):
        return span_scale(int(ends["low"]), int(ends["high"]), text)
    names, said = _names(text), _listed(text)
    if len(said) > len(names):
        names = said
    if not names and (ends := _LETTERS.search(text)):
        names = letters(ends[1], ends[2])
    if names:
        digits = [int(name) for name in names if name.isdecimal()]
        if len(digits) == len(names):
            return span_scale(min(digits), max(digits), text)
        return Scale(len(names), names)
    if most := re.search(r"\bstars?\s*\(?(?:max(?:imum)?\.?|up to|at most)\s*(\d{1,2})\b", text, re.IGNORECASE):
        return Scale(int(most[1]))
    out_of = _OUT_OF.search(text)
    if out_of and (count := number_of(out_of[1] or out_of[2])):
        return Scale(count)
    words = _WORD_STEPS.search(text) or _LEVELS.search(text)
    if words and (count := number_of(words[1])):
        return Scale(count)
    if re.search(r"\bpercent(?:age)?\b|%", text):
        return Scale(low=0, high=100)
    if re.search(r"\bstars?\b", text):
        return Scale(5)
    return None


def span_scale(low: int, high: int, text: str) -> Scale | None:
    """A scale between two numbers: a rating where it goes from 1 to at most 10, else a number."""
    if low >= high:
        low, high = high, low
    if high - low > 1000 or low == high:
        return None
    if low == 1 and high <= 10:
        return Scale(high)
    return Scale(low=float(low), high=float(high)) if not re.search(r"\bannotators?\b", text[:0]) else None


_LETTERS = re.compile(r"\b([A-H])\s*(?:-|to|through|until)\s*([A-H])\b")
_OVER = re.compile(
    r"\bfrom (?P<low>[a-z][a-z -]*?) (?:over|via|through|then) (?P<list>[a-z][a-z ,-]*?),? (?:up |then )?to (?P<high>[a-z][a-z -]*?)(?=\s*(?:[.,;(]|$))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^[\w-]+(?:\s+(?!from\b|on\b|between\b|of\b)[a-z-]+){0,2}\s*\((?P<inside>[^()]*[,/|][^()]*)\)", re.IGNORECASE
)


def is_ranked(names: Sequence[str]) -> bool:
    """Whether names are steps that rise or fall: low, medium, high."""
    ranks = [_RANKS.get(name) for name in names]
    known = [rank for rank in ranks if rank is not None]
    return len(known) == len(names) > 1 and (known == sorted(set(known)) or known == sorted(set(known), reverse=True))


def rising(names: Sequence[str]) -> tuple[str, ...]:
    """Steps from the lowest to the highest, where both are known: high, medium, low the other way round."""
    if is_ranked(names) and _RANKS[names[0]] > _RANKS[names[-1]]:
        return tuple(reversed(names))
    return tuple(names)


def letters(low: str, high: str) -> tuple[str, ...]:
    """Steps from one letter to another; none where they stand the wrong way round."""
    return tuple(chr(n) for n in range(ord(low), ord(high) + 1)) if low < high else ()


_LISTED = re.compile(
    r"^[\w' -]{2,40}?\s*(?:\((?P<inside>[^()]+)\)|(?:[:=?]|->|,|\b(?:of|is|are|as|either|one of|from|among|(?:should|must|can|may|will) be|given|rated|scored|recorded|stated|entered)\b\s*)+\s*(?:either |one of |a )*(?P<list>[^.;:()]+))",
    re.IGNORECASE,
)
_NO_STEP = re.compile(
    r"\b(?:required|mandatory|optional|compulsory|obligatory|must|may|note|comment|annotat\w+|text|rating|scale|points?|steps?|levels?|stars?|each|every|per|they|we|is|are|and|should|region|people|context|show\w*|which|that|it|the|please|also|to|rationale|ctx)\b",
    re.IGNORECASE,
)


def _listed(text: str) -> tuple[str, ...]:
    """Names of steps that no dictionary ranks, in the order in which they stand: now, this week, next turnaround."""
    headed = re.match(r"^[\w', -]{2,48}?\s*(?:[:=?]|->|\s-)\s+(?P<list>[^.;:()]+)", text)
    match = headed or _LISTED.match(text)
    if match is None:
        return ()
    names: list[str] = []
    items = list_of(match.groupdict().get("inside") or match["list"])
    for item in items:
        name = item.text if re.search(r"\d", item.text) else item.text.lower()
        name = _LONG.get(name, name)
        if len(name.split()) > 3 or _NO_STEP.search(name) or item.inside:
            break
        if name not in names:
            names.append(name)
    # A list goes to its end, and has at least two steps.
    return tuple(names) if len(names) > 1 else ()


_LONG = {"med": "medium", "mod": "moderate", "crit": "critical", "lo": "low", "hi": "high"}


def _names(text: str) -> tuple[str, ...]:
    """Names of steps in their order: low, medium, high."""
    body = re.split(
        r":|\(|\bfrom\b|\bas\b|\b(?:should|must|can|may|will) be\b|\bone of\b|\bamong\b|\bscale\b|\blevels?\b|\brating\b|\bsev\b|\bseverity\b|\burgency\b|\bpriority\b|\bconfidence\b|=",
        text,
        flags=re.IGNORECASE,
    )
    for piece in sorted(body, key=len, reverse=True):
        part = re.sub(r"\s+to\s+", ", ", piece) if len(piece.split()) <= 4 else piece
        words = [
            _LONG.get(i.text.lower(), i.text.lower())
            for i in split_list(
                part.replace(" - ", ", ").replace(" < ", ", ").replace("→", ",").replace("->", ",").replace(">", ",")
            )
        ]
        run: list[str] = []
        for word in words:
            if word in run:
                break
            if word in _RANKS or (
                run and len(run) >= 2 and len(word.split()) <= 2 and _RANKS.get(word.split()[0]) is not None
            ):
                run.append(word)
            elif len(run) >= 2:
                break
            elif len(word.split()) > 2:
                run = []
        if len(run) >= 2:
            ranks = [_RANKS.get(word, _RANKS.get(word.split()[0], 9)) for word in run]
            return (
                tuple(run)
                if ranks == sorted(ranks)
                else tuple(reversed(run))
                if ranks == sorted(ranks, reverse=True)
                else tuple(run)
            )
    return ()
