"""What is measured, by the grammar of the sentence: lists of signals and things with a unit, known or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.words.function_words import is_function_word, is_work_verb
from faultmark.interface.drafting.words.lexicon import SENSORS, SHORT_FORMS, STOPWORDS
from faultmark.interface.units import canonical_unit, unit_kind

__all__ = ["Signal", "said_signals"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A thing that is measured, its unit, and whether it stands in a list of such things."""

    name: str
    unit: str = ""
    listed: bool = False
    group: str = ""


_NOUN = r"(?:sensors?|channels?|charts?|probes?|signals?|curves?|columns?|inputs?|measurements?|measurands?|variables?|parameters?|metrics|vitals?|vital signs|traces?|waveforms?|quantities|values|readings|data|csv headers?|header row|column (?:names|headers))"
_HEADED = re.compile(
    rf"(?:^|[.;]\s*|\b(?:the|our|this|these|following|two|three|four|five|six|seven|eight)\s+)(?:(?!(?:and|meta|context|show)\b)[a-z-]+ ){{0,4}}{_NOUN}\b(?: (?:of|from|to|on|in|for|we|they|that|you|which) [a-z ]{{2,40}}?)?\s*(?:\([^)]*\)\s*)?(?:(?::|=>|->|=)|\s(?:are|is|being|include)\b:?|(?=\s[a-z]+_))\s*(?P<list>[^.;]+(?:\.\w[^.;]*)*(?:;[^.;:]+)*)",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"^(?:(?:in|for|on|at|from) [^,]{3,40}, )?(?P<list>[^.;:]+?)\s+(?:are|is)\s+(?:all |both |also )?(?:recorded|measured|logged|sampled|plotted|charted|acquired|monitored|tracked|streamed)\b",
    re.IGNORECASE,
)
_SYNCHRONIZED = re.compile(
    r"\b(?:where|in which|with|that shows?|showing|of|for)\s+(?P<list>[^.;:]+?)\s+(?:are|is|be|run|being|get)?\s*(?:time[- ])?(?:synchroni[sz]ed|aligned|stacked|in sync|side by side|plotted together|shown together|together)\b",
    re.IGNORECASE,
)
_ARROW = re.compile(r"^[\w ]{2,30}\s*->\s*(?P<list>[^.;]+)")
_ANY_HEAD = re.compile(r"^[A-Z][\w /-]{2,40}:\s+(?P<list>[^.;:]+(?:;[^.;:]+)*)")
_PLOT = re.compile(
    r"(?:(?<!the same )(?<!one )\b(?:plot(?:s|ted|ting)?|(?<=we )count|(?<=we )sample|draw|see|look at|looks at|display|displays|show|shows|log|logs|logging|record|records|recording|measure|measures|monitor|monitors|track|collect|collects|stream|streams|watch|review|reports?|delivers?|sends?|transmits?|gives? us|give us|got|has|have)\b\s*:?)\s*(?P<list>[^.;:]+(?:;[^.;:]+)*)",
    re.IGNORECASE,
)
_OTHER_ROLE = re.compile(
    r"^\W*(?:(?:mark|label|tag|annotat|flag|faults?|events?|failures?|severity|sev|context|ctx|metadata|meta|notes?|comments?|instants?|ranges?|annotators?|overlap|title|purpose|subject|goal|if|only|per (?:fault|mark|label|event|region|annotation|anomaly|one)\b|for each(?! \w+ (?:we|there|i|they|you) )|each|every|two|three|confidence|certainty|rationale|why|tags|typolog|regimes?|classes|level|grade|impact)\b)",
    re.IGNORECASE,
)
_NOT_DATA = re.compile(
    r"\b(?:severity|confidence|certainty|annotat\w+|mark(?:s|ed|ing)?|label(?:s|led|ing|ling)?|tag(?:s|ged)?|flag(?:s|ged)?|choose|pick|ask|optional|mandatory|required|comment|remark|note|rationale|metadata|context|(?:rates?|grades?) (?:it|them|the|each|every|how)|instants?|reviewers?)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"\b(?:{_NOUN}|data|telemetry|what (?:we|they) (?:see|measure|log|have)|to (?:see|plot|show)|(?:we|they) (?:see|plot|measure|log|record|have))\b",
    re.IGNORECASE,
)
_NOUN_HEADING = re.compile(rf"^(?:[a-z]+ )?{_NOUN}:?$|\bwhat (?:we|they) (?:see|measure|log|have)\b", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"\b(?:label\w*|annotat\w+|ui|tool|interface|need|wish\w*|requirements?|meta ?data|context|labels?|events?|faults?|each|per|fill)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\b(?P<stem>[A-Za-z][A-Za-z_]*?)(?P<from>\d)\s*(?:to|-|through|\.\.+|…)\s*(?P=stem)?(?P<to>\d)\b")
_NUMBERED = re.compile(
    r"\b(?P<stem>(?:[a-z]+ ){0,3}[a-z]{3,}?)s (?P<from>[0-3])\s*(?:to|-|through|\.\.+)\s*(?P<to>[2-9])(?=\s*(?:[,(;]|in\b|$))",
    re.IGNORECASE,
)
_ALL_IN = re.compile(
    r"[,(]\s*(?:all|both|each|all of them|all three|all four)\s+(?:of them\s+)?(?:measured\s+|given\s+)?(?:in\s+)?(?P<unit>[^\s,;.)]+(?: per \w+)?)",
    re.IGNORECASE,
)
_IN_UNIT = re.compile(
    r"\s+(?:measured\s+|given\s+|recorded\s+)?in\s+(?P<unit>[^\s,;.()]+(?:[ ][^\s,;.()]+){0,3})", re.IGNORECASE
)
_TOGETHER = re.compile(
    r"\b(?:overlay|overlaid|(?:one|same|single|a common) (?:chart|axis|plot|pane|graph)|over each other|on top of each other)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s+(?:of|from|for|on|at|as|which|that|who|where|when|while|with|by|during|over|under|underneath|each|per|every|to|so|because|one above|is|are|was|in|please|need|needs|should|must|will|and)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_UNIT_LIKE = re.compile(
    r"^(?:[A-Za-zµμ°%Ω]{1,6}[²³23]?(?:[/·.*^ -][A-Za-zµμ°%²³0-9.]{1,6}){0,4}|%\s?[A-Za-z.]{1,5}|m a\.?s\.?l\.?)$"
)
_NAMES_SENSOR = re.compile(
    r"\b(?:"
    + "|".join(sorted({re.escape(w) for words in SENSORS.values() for w in words}, key=len, reverse=True))
    + r")$",
    re.IGNORECASE,
)
_KNOWN = {word for words in SENSORS.values() for word in words}
_QUANTITIES = {"time", "rate", "count", "level", "data", "in", "out"}
_DROP = frozenset(
    """scalp main total we've there's got also plus just only i'd he she about roughly approx hourly daily continuous overall both each our
    logs log records record measures monitors gives give plot show see display following new raw recording recordings""".split()
) - {"main", "total", "scalp"}


def said_signals(statements: Sequence[Statement]) -> list[Signal]:
    """Signals by the grammar of the sentences that name them."""
    found: dict[str, Signal] = {}
    for statement in statements:
        for signal in _in(statement):
            before = found.get(signal.name)
            if before is None or (signal.unit and not before.unit):
                found[signal.name] = signal
    return list(found.values())


def _in(statement: Statement) -> Iterator[Signal]:
    text = _expanded(statement.text)
    under = statement.under
    if under and (_HEADING if statement.bullet else _NOUN_HEADING).search(under) and not _NO_HEADING.search(under):
        yield from _signals(text, listed=True)
        for below in statement.below:
            yield from _signals(below, listed=True)
        return
    if under and re.search(
        r"\b(?:context|metadata|labels?|events?|faults?|each|per region|fill)\b", under, re.IGNORECASE
    ):
        return
    for pattern in (_HEADED, _ARROW):
        if (match := pattern.search(text)) and not _OTHER_ROLE.match(text):
            yield from _signals(match["list"] + _rest_all_in(text, match.end("list")), listed=True)
            return
    if (match := _RECORDED.match(text)) and "," in match["list"] and not _OTHER_ROLE.match(text):
        yield from _signals(match["list"], listed=True)
        return
    if (match := _SYNCHRONIZED.search(text)) and not _NOT_DATA.search(match["list"]):
        yield from _signals(match["list"], listed=True)
        return
    if (match := _ANY_HEAD.search(text)) and not _OTHER_ROLE.match(text) and not _NOT_DATA.search(text):
        # "Freezers: air temperature (°C), door state": a list in which something has a unit is one of signals.
        signals = list(_signals(match["list"] + _rest_all_in(text, match.end("list")), listed=True))
        if (
            any(s.unit for s in signals)
            and re.search(r"[(\[]| in ", text)
            and all(len(s.name.split()) <= 4 for s in signals)
        ):
            yield from signals
            return
    if _OTHER_ROLE.match(text):
        # "Mark leaks in flow (l/s)": only what has a unit, behind the word in.
        where = re.search(r"\b(?:in|on)\s+(?P<list>[^.;]*\([^)]*\)[^.;]*)", text)
        if where and re.match(r"^\W*(?:mark|label|tag|annotat|flag)", text, re.IGNORECASE):
            yield from (s for s in _signals(re.split(r"\)\s+of\b", where["list"])[0] + ")", listed=False) if s.unit)
        return
    plotted = _PLOT.search(text)
    if plotted:
        listed = plotted["list"]
        stop = re.search(r"\b(?:and|then|where|to)\s+(?:tell|mark|label|tag|annotate|flag|say|rate)\b", listed)
        signals = list(_signals(listed[: stop.start()] if stop else listed, listed=False, all_in=text))
        group = "together" if _TOGETHER.search(text) else ""
        known = [s for s in signals if s.unit or _NAMES_SENSOR.search(s.name)]
        strong = bool(
            re.match(
                r"^\W*(?:(?:for|per|of|on) (?:every|each) [a-z ]{3,30}?,? )?(?:we |i |they |please )?(?:plot|chart|draw|measure|log|record)\w*\b",
                text,
                re.IGNORECASE,
            )
        )
        if known and not _NOT_DATA.search(listed[: listed.find(known[0].name)] if known[0].name in listed else ""):
            many = strong or 2 * len(known) > len(signals)
            # Where two have a unit, the others of the list are some as well.
            listed_all = strong or (many and sum(bool(s.unit) for s in signals) > 1)
            yield from (replace(s, group=group, listed=listed_all) for s in signals if many or s.unit)
            return
    # "Traders annotate volatility (%) and price in EUR" names what they look at.
    text = re.sub(
        r"^\W*(?:[a-z]+ ){0,4}(?:annotate|label|review|rate|go through|look at)\s+", "", text, flags=re.IGNORECASE
    )
    if not _NOT_DATA.search(re.split(r"\)", text)[0]):
        signals = list(_signals(text, listed=False, all_in=text))
        units = sum(bool(s.unit) for s in signals)
        group = "together" if _TOGETHER.search(text) else ""
        # Where most have a unit, the sentence is a list of signals, and the others are some as well.
        many = units > 1 and 2 * units >= len(signals)
        yield from (replace(s, group=group, listed=many) for s in signals if many or s.unit)


def _rest_all_in(text: str, at: int) -> str:
    match = _ALL_IN.search(text, at)
    return match[0] if match else ""


def _expanded(text: str) -> str:
    """``SG1 to SG4`` as SG1, SG2, SG3, SG4."""

    def expand(match: re.Match[str]) -> str:
        low, high = int(match["from"]), int(match["to"])
        if not low < high or high - low > 16 or len(match["stem"].split()) > 2:
            return match[0]
        if not re.search(r"[A-Z_]$|^[A-Za-z]{1,3}$", match["stem"].strip()):
            return match[0]
        return ", ".join(f"{match['stem']}{n}" for n in range(low, high + 1))

    text = _NUMBERED.sub(lambda m: ", ".join(f"{m['stem']} {n}" for n in range(int(m["from"]), int(m["to"]) + 1)), text)
    return _SERIES.sub(expand, text)


def _signals(text: str, *, listed: bool, all_in: str = "") -> Iterator[Signal]:
    shared = _ALL_IN.search(all_in or text)
    unit_of_all = canonical_unit(shared["unit"]) or "" if shared else ""
    after = ""
    if shared:
        text, _, after = text.partition(shared[0])
        after = after.lstrip(" )")
    text = re.sub(r"(\))\s+of\s+(?=[a-z])[^,;(]*$", r"\1", text)
    found: list[Signal] = []
    for part in _parts(text):
        name, unit = _named(part)
        if not name and unit and found and not found[-1].unit:
            found[-1] = replace(found[-1], unit=unit)
        elif not name and unit == "rpm" and found and listed:
            found.append(Signal("speed", unit, listed))
        elif not name and unit and not found and listed:
            found.append(Signal(part.strip(), unit, listed))
        elif name:
            found.append(Signal(name, unit, listed))
    # One unit behind several of a kind is that of all: "P1, P2 and P3 (kPa)", "front left and front right in kPa".
    for index in range(len(found) - 2, -1, -1):
        one, other = found[index], found[index + 1]
        mine, others = _numbered(one.name), _numbered(other.name)
        alike = ("#" in mine[-1] and mine[-1] in others) or ("#" in mine and mine == others)
        if not one.unit and other.unit and alike:
            found[index] = replace(one, unit=other.unit)
    for signal in found:
        if unit_kind(signal.unit) == "frequency" and not listed and not _NAMES_SENSOR.search(signal.name):
            # "Each an hour long at 256 Hz" is the rate.
            continue
        yield replace(signal, unit=signal.unit or unit_of_all)
    if after:
        yield from _signals(after, listed=listed)


_POSITION = re.compile(
    r"^(?:left|right|front|rear|top|bottom|upper|lower|inner|outer|north|south|east|west|[xyz]|[a-d]|I{1,3}|I?V)$",
    re.IGNORECASE,
)


def _numbered(name: str) -> list[str]:
    """The words of a name with # for what only tells it from others of its kind: P1 as P#, left as #."""
    return [
        "#" if _POSITION.match(w) else re.sub(r"(?<=[A-Za-z])\d+$|^\d+$|(?<=_)[xyzXYZ]$", "#", w) for w in name.split()
    ]


def _parts(text: str) -> list[str]:
    """The items of a list with their units: a comma before a unit does not end an item."""
    text = re.sub(r"[\[]", "(", text)
    text = re.sub(r"[\]]", ")", text)
    parts: list[str] = []
    depth, current = 0, ""
    for token in re.split(
        r"([(),;|]|\s+(?:and|or|&|plus|as well as|together with|along with)\s+|\s\+\s|\s/\s|(?<=[a-z])/(?=[a-z]{4}))",
        text,
    ):
        if token is None:
            continue
        depth += token.count("(") - token.count(")")
        if depth <= 0 and (
            token in {",", ";", "|"}
            or re.fullmatch(r"\s+(?:and|or|&|plus|as well as|together with|along with)\s+|\s\+\s|\s/\s|/", token)
        ):
            parts.append(current)
            current = ""
            depth = max(depth, 0)
        else:
            current += token
    return [*parts, current]


def _named(part: str) -> tuple[str, str]:
    part = part.strip(" .:;!?\"'`")
    part = re.sub(
        r"^(?:(?:and|or|plus|also|then)\s+)*(?:(?:that's|that is|which is|it's|this is|these are|both|there's|there is|there are)\s+)?",
        "",
        part,
    )
    part = re.sub(r"^.*\bthere (?:is|are)\s+", "", part)
    if pair := re.match(r"name:\s*(?P<name>[\w -]+?)\s+units?:\s*(?P<unit>\S+)", part, re.IGNORECASE):
        return pair["name"], _unit(pair["unit"], loose=True)
    inside = re.search(r"\(([^()]{1,28})\)", part)
    unit = _unit(inside[1], loose=True) if inside else ""
    bare = re.sub(r"\([^)]*\)?", " ", part)
    if inside and not unit and re.search(r"[,=]", inside[1]):
        unit = _unit(inside[1].split(",")[0], loose=False)
    if said := _only_unit(bare.strip(), has_aside=inside is not None):
        return "", said
    if not unit:
        bare, unit = _in_unit(bare)
    name = _noun(bare)
    if not unit:
        name, unit = _unit_last(name, bare)
    if unit and name.lower() == "press":
        name = "pressure"
    return name, unit


def _in_unit(text: str) -> tuple[str, str]:
    """A stretch of words before "in litres per minute", and the unit; the stretch itself where there is none."""
    for match in _IN_UNIT.finditer(text):
        words = match["unit"].split()
        for size in range(len(words), 0, -1):
            if unit := _unit(" ".join(words[:size]), loose=False):
                return text[: match.start()], unit
    return text, ""


def _unit_last(name: str, text: str) -> tuple[str, str]:
    """A name without the unit that is its last word, as in "motor current A"."""
    head, _, last = name.rpartition(" ")
    if last.lower() == "ph":
        # "Lubricant pH" is what is measured.
        return name, ""
    unit = canonical_unit(last)
    if head and unit and (len(last) > 1 or last == "%") and unit_kind(unit) != "duration":
        return head, unit
    match = re.search(r"^(.*\S)\s+(\S{1,8})$", text.strip())
    unit = canonical_unit(match[2]) if match else None
    if match is None or unit is None or (unit_kind(unit) == "duration" and match[2] not in {"ms", "s"}):
        return name, ""
    return (_noun(match[1]), unit) if len(match[2]) > 1 or match[2] in "ACFKVWNts%g" else (name, "")


_ONLY_UNIT = re.compile(r"(?:measured\s+|given\s+)?(?:in|units?)\s+(?P<said>.+)|(?P<short>\S{1,5})")


def _only_unit(text: str, *, has_aside: bool) -> str:
    """The unit that a part of a list is when it names nothing: "in kilonewton metres", "unit V", "rpm"."""
    match = _ONLY_UNIT.fullmatch(text)
    if match is None:
        return ""
    if match["said"]:
        return _unit(match["said"], loose=False)
    is_name = has_aside or match["short"].lower() in {"map", "ph", "g", "a", "m", "s", "t", "l"}
    return "" if is_name else canonical_unit(match["short"]) or ""


def _noun(text: str) -> str:
    """The thing that a stretch of words names: the run of content words at its end."""
    text = re.sub(r"\s+", " ", text).strip(" .,:;-")
    text = re.sub(r"^(?:[^:]{0,40}:\s+)", "", text)
    text = re.sub(
        r"^.*\b(?:files?|csvs?|logs?|recordings?|data|series|traces|records?|measurements?|values?)\s+(?:of|with|for)\s+",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^(?:.*\s)?(?:number|count|sum) of (?:the )?|^\d+(?:\.\d+)?\s*[kM]?(?:Hz|S/s)\s+", "", text)
    words: list[str] = []
    whole = re.search(r"([a-z]+ of [a-z]+)$", text, re.IGNORECASE)
    if whole and whole[1].lower() in _KNOWN:
        return whole[1]
    tail = _END.sub("", text)
    for word in reversed(tail.split()):
        plain = word.strip("'\"").lower()
        if word == "I" and not words and len(tail.split()) > 1:
            words.insert(0, word)
            continue
        if (
            plain in STOPWORDS | _DROP
            and words
            and tail.split()[0] == word
            and len(tail.split()) < 4
            and (plain == "new" or not (is_function_word(plain) or is_work_verb(plain) or plain in _DROP))
        ):
            # "New connections" and "order cancellations" are counted as such.
            words.insert(0, word)
            break
        if re.fullmatch(r"[B-HJ-Z]|A", word) and words and tail.split()[0] != word:
            # "Bearing A temperature": the letter says which.
            words.insert(0, word)
            continue
        if (
            (plain in STOPWORDS and not (plain in _QUANTITIES and not words))
            or plain in _DROP
            or not re.fullmatch(r"[A-Za-z0-9_'%µ&.₂/-]+", word.strip("'\""))
        ):
            break
        words.insert(0, word.strip("'\""))
        if len(words) == 5:
            break
    name = " ".join(words)
    if name.lower() in _QUANTITIES:
        return ""
    name = " ".join(
        SHORT_FORMS.get(w, w) if len(w) > 2 and w != "press" else w
        for w in re.sub(r"\bresp time\b", "response time", name).split()
    )
    return name if re.search(r"[A-Za-z]", name) and not re.fullmatch(r"\d(?!xx\b).*", name) else ""


def _unit(text: str, *, loose: bool) -> str:
    text = text.strip()
    if text == "a" or text.lower() in {"text", "note", "list", "date", "time", "name"}:
        return ""
    known = canonical_unit(text)
    if known:
        return known
    if (
        loose
        and _UNIT_LIKE.match(text)
        and not re.fullmatch(r"[a-z]{4,}/[a-z]{3,}", text)
        and (re.search(r"[/%·]|\d|^m a", text) or (len(text) <= 4 and text.lower() not in STOPWORDS))
    ):
        return text
    return ""
