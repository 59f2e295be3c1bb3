"""How many people label each task."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.lists import number_of
from faultmark.interface.drafting.brief.statements import Statement

__all__ = ["counts_people", "find_overlap"]


_PEOPLE = r"(?:quants?|techs?|guys?|students?|residents?|volunteers?|scientists?|staff|folks|colleagues|leads?|ppl|of them|mechanics|midwives|graders|[a-z]{3,}(?:smen|men|women)|[a-z]+(?:ers|ors|ists|ians|eers)|annotators?|labell?ers?|people|persons?|engineers?|reviewers?|experts?|technicians?|analysts?|clinicians?|nurses?|cardiologists?|doctors?|raters?|operators?|specialists?|colleagues|pairs? of eyes|independent \w+|humans?|of us|annotations?|physicians?|auditors?|investigators?|listeners?|readers?|votes?)"
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|a single|single|both|a pair of|a pair|a couple of)"
_OVERLAP = (
    re.compile(rf"\b(?:overlap|redundancy|coverage|annotations per task|annotators per task|labels per task)\s*(?:of|=|:|is|should be|to)?\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[- ]?(?:fold|way)[ -](?:overlap|annotation|labell?ing)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:different |independent |separate |of our |trained |senior |domain |human |blinded )*{_PEOPLE}\b[^.;]{{0,40}}?(?:\beach\b|\bper\b|\bby (?:file|task)\b|\bevery\b|\ba task\b|\bthe same\b|/)", re.IGNORECASE),
    re.compile(rf"\b(?:each|every|all|per|one)\s+(?:\w+\s+){{0,3}}?(?:\w+)\b[^.;]{{0,50}}?\b{_NUMBER}\s+(?:different |independent |separate |trained |senior |blinded |other )*{_PEOPLE}", re.IGNORECASE),
    re.compile(rf"\b(?:labell?ed|annotated|done|reviewed|rated|marked|read|seen|judged|scored|looked at)\s+(?:independently\s+)?(?:by|by at least|by exactly)\s+{_NUMBER}\b(?:\s+(?:different |independent |separate )*{_PEOPLE})?", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:different |independent |separate |trained |senior |blinded )+{_PEOPLE}", re.IGNORECASE),
    re.compile(rf"(?:^|[,;.]\s*|\bby\s+|^who\s*:\s*){_NUMBER}\s+(?:[a-z]+ )?{_PEOPLE}\s*(?:$|[,;.])", re.IGNORECASE),
    re.compile(rf"\b(?:annotators?|labell?ers?|people|engineers)\s*[:=]\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:labels|opinions|readings|passes|votes)\s+(?:per|for each|for every|a)\s+(?:[a-z]+ )?(?:task|file|recording|series|case|trace|run|cycle|day)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER} of us\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s*(?:x|×)\s*(?:annotat|label|overlap)", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+{_PEOPLE}\s*(?:/|per|a|each|every)\s*(?:task|file|recording|series|case|trace)?", re.IGNORECASE),
)  # fmt: skip
# Whoever they are: a number of them does the work, or the work goes to a number of them.
_DOES = r"(?:labels?|annotates?|reviews?|looks? (?:at|over|through)|marks?|judges?|reads?|does?|handles?|goes? (?:through|over)|sees?|checks?|inspects?|works? on|takes?|listens? to|tags?|makes?)"
_TASK = r"(?:files?|tasks?|recordings?|series|cases?|traces?|runs?|cycles?|days?|batch|logs?|records?|charts?|flights?|clips?|nights?|weeks?|shots?|trips?|plots?|curves?|patients?|windows?|segments?|sessions?|snippets?|data ?sets?)"
_NOBODY = r"(?!(?:samples?|values?|points?|times?|channels?|minutes?|hours?|seconds?|beats?|steps?|levels?|stars?|days?|numbers?|notes?|comments?|commentary|text|sensors?|signals?|columns?|ranges?|instants?|labels?|words?|regions?|weeks?|months?|years?|or|to|of)\b)"
_WHOEVER = (
    re.compile(rf"\b{_NUMBER}\s+(?:{_NOBODY}[a-z-]+\s+){{1,4}}?(?:independently\s+|should\s+|will\s+|must\s+|shall\s+|to\s+|can\s+|have to\s+)*{_DOES}\b[^.;,]{{0,25}}?\b(?:each|every|all|the same|everything|any|them|it|a)\b", re.IGNORECASE),
    re.compile(rf"\b(?:each|every|all|a|any)\s+(?:[a-z-]+\s+){{0,3}}?(?:make|makes|gets?|has|have|needs?|takes?|goes to|go to|(?:is|are|be|gets?|has to be|must be|should be)\s+(?:[a-z]+\s+){{1,2}}by)\s+{_NUMBER}\s+(?:(?:different|independent|separate)\s+)?{_NOBODY}[a-z]{{3,}}s?\b(?!\s*(?:-|point|step|level|star))", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}(?:\s+{_NOBODY}[a-z-]+){{0,3}}\s+(?:per|each|a|every|for each|for every|on each|on every)\s+(?:[a-z-]+[ -])?{_TASK}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:[a-z-]+\s+){{0,2}}{_PEOPLE}\s+(?:per|each|for each|for every|independently|in parallel|on each)\b", re.IGNORECASE),
    re.compile(rf"\b(?:people|persons|annotators?|reviewers?|labell?ers?|raters?|experts?|k|n)(?: (?:per|for each|for every|a) [a-z]+)?\s*[:=]\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+[a-z]+(?:s|men|women)\s+independently\b", re.IGNORECASE),
)  # fmt: skip
_WORDS = (
    (
        r"\b(?:double|doubly)[- ]?(?:annotat|label|read|code)|\bin pairs\b|\btwice\b|\bdual annotation\b|\bsecond pair of eyes\b|\bfour[- ]eyes?\b|\b2 ?[x×](?=\s*(?:$|[.,;]))",
        2,
    ),
    (
        r"\bno second [a-z]+er\b|\b(?:on my own|by myself|(?:works?|labels?|annotates?) alone|(?:i|we) (?:do|label|annotate|mark) (?:it|them|this|everything|all) alone)\b|\b(?:labell?ed|annotated|marked|done|read|seen|reviewed|looked at) (?:only |just )?once\b|\bonce is enough\b|\bsingle[- ](?:annotat\w+|labell?\w+|read|pass)\b",
        1,
    ),
    (r"\btriple[- ]?(?:annotat|label|read)|\bthree times\b|\bthrice\b", 3),
    (
        r"\bsingle annotator\b|\b(?:a )?(?:single|one) (?!points?\b|instants?\b|ranges?\b|moments?\b|clicks?\b|numbers?\b|values?\b)[a-z]+(?: [a-z]+)? (?:will do|would do|is enough|is plenty|is sufficient|suffices|only)\b|\bone [a-z]+ and no more\b|\b(?:not|n't) need (?:any )?more than one\b|\bjust one (?:person|[a-z]+(?:er|or|ist))\b|\bno overlap\b|\bone (?:person|[a-z]+(?:er|or|ist|ian|man|yst|eer)) (?:each|per|is enough|suffices|will do|does)\b|\bone annotator\b",
        1,
    ),
)


def find_overlap(statements: Sequence[Statement]) -> tuple[int, str] | None:
    """How many people label each task, with the words that say so."""
    for statement in statements:
        for pattern in _OVERLAP:
            if found := pattern.search(statement.text):
                number = number_of(
                    re.sub(
                        r"^a (?:pair|couple)(?: of)?$", "two", found[1].replace("a single", "one"), flags=re.IGNORECASE
                    )
                )
                if number:
                    return number, found[0]
        for words, number in _WORDS:
            if match := re.search(words, statement.text, re.IGNORECASE):
                return number, match[0]
    for pattern in _WHOEVER:
        for statement in statements:
            if (match := pattern.search(statement.text)) and (
                number := number_of(match[1].lower().replace("a single", "one"))
            ):
                return number, match[0]
    return None


def counts_people(text: str) -> bool:
    """Whether words say in a usual way how many people label each task."""
    return any(pattern.search(text) for pattern in _OVERLAP)
