"""Choices that annotators make of each mark, by the grammar of the sentence: the head may be any noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faultmark.interface.drafting.brief.lists import in_small_letters
from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.names import singular
from faultmark.interface.drafting.words.lexicon import SENSORS
from faultmark.interface.units import canonical_unit, unit_as_written

__all__ = ["said_choices"]

_WORDS = r"[A-Za-z][A-Za-z' -]{1,48}?"
_COLON = re.compile(
    rf"(?:^|[.;,!?]\s*|\b(?:the|a|an|their|its|which|what)\s+)(?P<head>{_WORDS})(?P<of> of (?:the |each |a )?[a-z -]{{3,30}}?)?(?P<aside>\s*\([^)]*\))?(?:\s+is it|\s+was it|\s+they are)?(?:\s*[:=?]|\s-)\s+(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    rf"(?:^|[.;,]\s*|\b(?:the|a|an|their|its|which|what|any)\s+)(?P<head>{_WORDS})(?P<of> of (?:the |each |a )?[a-z -]{{3,30}}?)?\s*(?:,|\bshould be|\bmust be|\bcan be|\bis|\bare|\bwill be|\bbeing|\bfrom|\bamong|\bas)\s+(?:exactly |always |either |only |chosen |picked |among |from )*(?:(?:one|any|some|several) of|either|among|from)\s+(?:these |the following )?:?\s*(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(
    rf"\b(?:an?|the|their|its|which|also|and|each|for)\s+(?P<head>{_WORDS})\s*\((?P<list>[^()]*(?:[,/|]|\bor\b)[^()]*)\)",
    re.IGNORECASE,
)
_IS = re.compile(
    rf"(?:^|[.;,]\s*|\b(?:the|their|its)\s+)(?P<head>{_WORDS})(?P<of> (?:of|for) (?:the |each |a )?[a-z -]{{3,30}}?)?\s+(?:is|can be|may be|will be)\s+(?!an? |the )(?P<list>[^.;:,]+(?:, [^.;:,]+)* or [^.;:,]+?)(?=$|[.;,]| for | of )",
    re.IGNORECASE,
)
_OF_THESE = re.compile(
    r"\b(?:one|any|some|several) of (?:these|the following|the)\s+(?P<head>[a-z][a-z -]{2,30}?)\s*:\s*(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_THIRD = re.compile(r"\s*[:(-]\s*yes, no,? (?:or|and) ([a-z]+(?: [a-z]+)?)", re.IGNORECASE)
_WHETHER = re.compile(r"\bwhether\s+(?P<what>[a-z][a-z -]{3,40}?)(?=\s*(?:[,.;:(]|$|\band\b))", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:an?|the|their|its|mandatory|required|optional)\s+(?P<head>{_WORDS})\s+(?:(?:(?:is|are|(?:must|should|has to|can) be)\s+)?(?:chosen|picked|selected|taken)\s+)?(?:from|out of)\s+(?:the (?:list|following)\s+)?(?:\[(?P<inside>[^\]]+)\]|(?P<list>[^.;:\[]+?, [^.;:]+|[^.;:,]+ or [^.;:,]+))",
    re.IGNORECASE,
)
_CLASSIFIED = re.compile(
    rf"\b(?:classif(?:y|ies)|categori[sz]es?|sorts?|assigns?)\s+(?:the|its|their|an?)\s+(?P<head>{_WORDS})\s+(?:as|into)\s+(?:either\s+)?(?P<list>[^.;:,]+(?:, (?!adds?|gives?|writes?|then)[^.;:,]+)*)",
    re.IGNORECASE,
)
_TREE = re.compile(
    rf"\b(?:an?|the|their|its)\s+(?P<head>{_WORDS})(?:\s+as)?\s+(?:an?\s+)?(?:two-level|nested|two-step|hierarchical|tree)[ -]?(?:choice|list|selection)?\s*:\s*(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:choose|chooses|chosen|picked|selected|pick|picks|select|selects|ask|asks|asked|say|says|state|tell|needs?|gets?|give|gives|assign|add|adds|record|note|indicate|specify|answer|requires?|mandatory|required|for each|each (?:one|mark|region)|every|must|should|want)\b",
    re.IGNORECASE,
)
_NO_HEAD = re.compile(
    r"\b(?:labels?|tags?|marks?|classes|events?|faults?|failures?|anomal(?:y|ies)|typolog(?:y|ies)|regimes?|defects?|problems?|instants?|ranges?|channels?|sensors?|signals?|metrics|curves?|columns?|inputs?|vitals|data|context|ctx|metadata|meta|"
    r"background|specification|spec|request|requirements?|brief|ticket|memo|minutes|title|purpose|subject|goal|annotators?|labell?ers?|people|overlap|severity|sev|severe|bad|serious|confidence|certainty|sure|certain|urgency|priority|gravity|seriousness|notes?|comments?|remarks?|text|rationale|show|shown|display|plot|see|header|visible|displayed|above|below|shown additionally|side info|on screen|required|optional|mandatory|"
    r"everything|each|values?|options|answers|overview|domain|units?|rate|format|sampl\w+|hotkeys?|colou?rs?|intervals?|points?|things|wish(?:es)?|be able to|mark|label|patterns?|attacks|issues|conditions|types? of|kinds? of|grades?|rating|levels?|scale|steps?|fields|machine|kiln|know|knowing|projects?|systems?|assets?|equipment)$|^(?:sev|how|our|we|i|they|things|hi|hello|dear|please|those|these|purpose|thanks)\b(?!.*\b(?:recommend|do)\b)|\b(?:fault|failure|event|anomaly|label|attack|incident|defect) (?:types?|class(?:es)?|kinds?|categor(?:y|ies))$",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"^(?:exactly|only|also|then|probable|please|overall|and|for each one|for each|of|for|an?|the|their|its|which|what|choose|pick|select|ask for|ask|add|give|say|state|annotators|analysts|may|several|one|failed(?= part))\s+",
    re.IGNORECASE,
)
_ITEM_STOP = re.compile(
    r"\b(?:required|mandatory|optional|compulsory|annotators?|hz|per|severity|instants?|ranges?|risk level|level|they|we|you|is|are|should|must)\b",
    re.IGNORECASE,
)
_SENSOR_END = re.compile(
    r"\b(?:"
    + "|".join(sorted({re.escape(w) for words in SENSORS.values() for w in words}, key=len, reverse=True))
    + r")$"
)
_HEADS = {"suspected root cause": "root cause", "recommend": "recommended action", "root cause of it": "root cause"}


_OF_EACH = re.compile(r"\b(?:per|each|every|questions?|fields?)\b", re.IGNORECASE)


def said_choices(statements: Sequence[Statement], taken: Sequence[str]) -> list[ChoiceList]:
    """Choices that sentences ask for, without those whose options are labels already (``taken``)."""
    found: dict[str, ChoiceList] = {}
    labels = set(taken)
    for statement in statements:
        if re.search(
            r"\b(?:context|metadata|sensors?|channels?|signals?|events?|labels?|faults?)\b",
            statement.under,
            re.IGNORECASE,
        ) and not _OF_EACH.search(statement.under):
            continue
        for choice in _in(statement):
            options = {event.name for event in choice.items}
            if not options <= labels:
                found.setdefault(choice.head, choice)
    return list(found.values())


def _in(statement: Statement) -> Iterator[ChoiceList]:
    text = statement.text
    for match in _WHETHER.finditer(text):
        words = re.sub(
            r"\b(?:an?|it|the|they|this|there|is|was|are|were|or not)\b\s*", "", match["what"].lower()
        ).strip()
        if is_noun_phrase(words, 4) or re.fullmatch(r"[a-z]+ (?:can|could|may|should|must)(?: [a-z]+){1,3}", words):
            third = _THIRD.match(text, match.end())
            answers = ("yes", "no", *([third[1].lower()] if third else ()))
            yield ChoiceList(words, tuple(Event(answer, "either", answer) for answer in answers), match[0])
    for pattern in (_TREE, _OF_THESE, _ONE_OF, _FROM, _CLASSIFIED, _PARENTHESES, _COLON, _IS):
        for match in pattern.finditer(text):
            if pattern in (_PARENTHESES, _FROM) and not _ASKED.search(text):
                continue
            head = singular(_head(match["head"])) if pattern is _OF_THESE else _head(match["head"])
            if not head or _NO_HEAD.search(head):
                continue
            listed = match.groupdict().get("inside") or match["list"]
            if (
                unit_as_written(listed)
                or re.search(r"^[a-z]+/(?:s|min|h|hour|day)$", listed)
                or re.search(r"\bin\s+[a-zA-Zµ]{1,4}/[a-zA-Z]", listed)
            ):
                continue
            items = _options(listed, deep=pattern is _TREE)
            if len(items) < 2 or all(_SENSOR_END.search(event.name) for event in items):
                continue
            before = text[: match.end("head")] + (match.groupdict().get("of") or "")
            multiple = bool(
                re.search(
                    r"\b(?:several|multiple|more than one|all that apply|any that apply|any of|some of)\b",
                    match[0] + before,
                    re.IGNORECASE,
                )
            )
            task = bool(
                re.search(
                    r"\b(?:whole|overall|entire|per (?:file|task|recording|run|call)|of (?:the|each) (?:call|file|recording|run|series|task))\b",
                    before,
                    re.IGNORECASE,
                )
            )
            yield ChoiceList(head, tuple(items), match[0].strip(" .,;"), multiple, "task" if task else "region")
            return


def _head(words: str) -> str:
    words = words.strip().lower().replace("-", " ")
    words = re.sub(
        r"^(?:(?:an?|the)\s+)?(?:required|mandatory|optional)\s+|\s+(?:choice|field|selection|dropdown)$", "", words
    )
    # "Confidence is recorded for every tag" is of confidence, and a choice of consequence one of consequence.
    words = re.sub(r"\s+(?:is|are|gets?)\s+[a-z]+ed(?:\s+(?:for|per|on|with)\s.*)?$", "", words)
    words = re.sub(r"^(?:an? )?(?:choice|selection|list) of (?:the )?", "", words)
    recommend = re.search(r"\b(?:recommend(?:ed)?|advise|suggest)\b", words)
    if recommend:
        return "recommended action"
    words = re.sub(r"\s+(?:it|this|that|they)\s+(?:is|was|are|were)$", "", words)
    words = re.sub(r"^.*\b(?:which|what)\s+(.+?)\s+(?:is|was|are)\s+[a-z]+(?:ed|en)$", r"\1", words)
    if re.search(r"\bwhat (?:to do|should be done|must be done)\b", words):
        return "recommended action"
    words = re.sub(r"^.*\b(?:which|what)\s+(?=[a-z]+$)", "", words)
    while (shorter := _SKIP.sub("", words)) != words:
        words = shorter
    words = re.sub(
        r"^.*\b(?:choose|pick|select|ask for|assign|add|give|needs?|gets?|requires?|says?|states?|tell us|record|note|indicate|specify)\s+(?:an?|the|their|its|which|several|also)?\s*",
        "",
        words,
    )
    words = re.sub(r"^(?:an?|the|their|its|which|several|also)\s+", "", words)
    # "For apneas a cause" and "exactly one of these failure causes".
    words = re.sub(
        r"^.*(?<!\bof )(?<!\bfor )(?<!\bin )(?<!\bon )\b(?:an?|the|its|their|one of these|one of the|these|following)\s+",
        "",
        words,
    )
    words = re.sub(r"^one of\s+", "", words)
    words = _HEADS.get(words, words)
    return words if is_noun_phrase(words, 3) else ""


def _options(text: str, *, deep: bool) -> list[Event]:
    found: list[Event] = []
    text = re.sub(r",?\s+(?:and|or|as well as|plus)\s+(?:whether|how|what|why|which|an?|the|their)\b.*$", "", text)
    for item in list_of(re.sub(r",?\s+(?:this is|which is|it is)\b.*$", "", text)):
        name = item.text.strip(" '\"")
        words = name.split()
        measured = any(canonical_unit(part) for part in re.split(r"[ ,]", item.inside) if part) or (
            len(words) > 1 and canonical_unit(words[-1])
        )
        if len(found) > 1 and re.fullmatch(r"required|mandatory|optional|compulsory|obligatory", name, re.IGNORECASE):
            break
        if not 0 < len(words) <= 4 or _ITEM_STOP.search(name) or measured or not re.match(r"[\w'%&.+ -]+$", name):
            return found if deep else []
        below = tuple(i.text for i in list_of(item.inside)) if deep and item.inside else ()
        found.append(Event(in_small_letters(name), "either", name, below))
    return found
