"""What is to be marked, by the grammar of the sentence: names that no dictionary knows are found as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faultmark.interface.drafting.brief.lists import Item
from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.labels.aside import EXTENT_WORD
from faultmark.interface.drafting.labels.ways import ways_of_marking, without_ways
from faultmark.interface.drafting.words.extents import extent_in
from faultmark.interface.drafting.words.lexicon import EVENTS, SENSORS
from faultmark.interface.units import canonical_unit

__all__ = ["Mark", "find_marks"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The words for a label, what stood in parentheses behind them, and its extent where the words beside it say so."""

    name: str
    inside: str = ""
    extent: str = ""


_NOUN = (
    r"(?:(?:event|anomaly|failure|fault|label|defect|attack|incident|fraud|problem|artefact|artifact|sound|arrhythmia|issue|episode|abnormality|alarm)[- ]?"
    r"(?:types?|class(?:es)?|labels?|kinds?|categor(?:y|ies)|modes?|patterns?|names?)|labels?|tags|marks|classes|class|faults?|failures?|defects?|events?|anomal(?:y|ies)|typologies|regimes?|phenomena|"
    r"incidents?|problems?|issues?|attacks?|abnormalities|artefacts?|artifacts?|categories|markings|things|conditions|patterns|(?:types?|kinds?|classes|sorts?) of [a-z]+)"
)
_PURPOSE = r"(?:\s+(?:to|we|they|you|that|which|people|annotators|in|on|of)\s+[a-z' ]{2,40}?)?"
_HEAD = re.compile(
    rf"(?:^|[.;:!?,]\s+|(?<!of )\b(?:the|these|our|following|possible|main|region|two|three|four|five|six|all|mark|label)\s+|\bas\s+|\bmy\s+|\bper-region\s+){_NOUN}{_PURPOSE}\s*(?:\([^)]*\)\s*)?"
    r"(?:(?::|=>|->|=)|\s?(?:\bare|\bis|\bbeing|\binclude|\bincludes|\b(?:should|shall|must|can) be|\bwould be|\bwill be|\bamong)\b:?)\s*(?:mostly|mainly|usually|typically|these|the following|one of|either)?:?\s*(?P<list>[^.;]+(?:;[^.;]+)*)",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:when(?:ever)? something(?:'s| is| goes) (?:off|wrong|amiss),? (?:it's|it is)|what (?:i|we|they|you) (?:want|need|would like|'d like)(?: to be| to have| to see)? (?:marked|labell?ed|tagged|flagged|annotated)|what (?:goes|can go|went) wrong|what (?:we|they|i) (?:care about|look for|want|are after)|(?:only |mainly |mostly )?(?:care|worry|worried|interested) (?:about|in)|after)\b"
    r"(?:\s+(?:is|are)|\s*:)?\s*(?:mostly|mainly|usually|only)?\s*(?:(?:one|two|three|four|five|these|the following)(?: \w+)?\s*[,:]\s*)?(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\bwhat\b[^:;.]{2,60}\b(?:label|mark|tag|flag|annotat|wrong|anomal|fault|problem|look)[^:;.]{0,24}:\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?<!every )(?<!each )(?<!per )(?<!the )(?<!\bone )(?<!\ba )(?<!red )(?<!new )(?<!\ban )(?:mark(?:s|ing)?(?: up)?(?!\s*(?:,|\.|$|and\b|as\b))(?! (?:requires?|gets?|needs?|must|has|have|should)\b)|label(?:s|ing|ling)?(?! (?:requires?|gets?|needs?|must|has|have|should)\b)|tag(?:s|ging)?|annotat(?:e|es|ing)|flag(?:s|ging)?|notices?|select|separate|distinguish|tell apart|highlight(?:s|ing)?|box(?: off)?|pin|paint|colou?r in|spot|find|identify|pick out|point out|"
    r"catch|look(?:ing)? for|listen for|search(?:ing)? for|tell us (?:about|where|when|of)|show us where|drag over|outline|bracket|record where|note where|report|capture|recogni[sz]e|circle|encircle|detect)\b\s*(?P<rest>[^.;]+)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?::\s*|=>\s*|->\s*)?(?:(?:the|every|each|all|any|a|an|up|out|our|those|these|of|in|for|where|when|if|whenever|single|stretch(?:es)?|periods?|which|parts?|places?|instances?|occurrences?|spans?|time|"
    r"signs?|moments?|segments?|regions?|episodes?|phases?|sections?|suspicious|speech|is|there is|there are|following|(?:events?|faults)(?! as\b|\s*$)|curves?|them|as|either|things|like)\b\s*:?\s*)+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s+(?:as (?:an? |single |short |separate |individual )*(?:ranges?|instants?|points?|intervals?|spans?|episodes?|moments?|regions?|point events?|segments?|periods?|events?)|"
    r"occurs?|happens?|takes? place|appears?|in (?:these|our|their|all|every|curves?|a|the(?! [a-z]+(?:,| and) [a-z]))\b|(?:are|is) (?:visible|present|to be|what|the labels)|(?:from|with|by|on|so|because|using|within|while|since|based|wherever|whenever)\b|to (?:be|mark|label)|,? (?:and|then) (?:to )?(?:pin|box|mark|rate|give|say|write|explain|grade|"
    r"tell|add|note|choose|pick|state|describe|assign|select|set|leave|they|we)\b|for (?:each|every|any)|plus\b|,? but\b)"
    r".*$|\s+-\s.*$",
    re.IGNORECASE | re.DOTALL,
)
_EXTENT = (
    r"(?:(?P<instant>(?:single |one )?(?:one[- ]off(?: events?)?|over in (?:an?|one) [a-z]+|momentary|events? (?:in time|at one moment)|(?<=single )(?!ranges?|intervals?|spans?|episodes?)[a-z]+|instants?|instantaneous(?: events?)?|vertical lines?|markers?|points?(?: events?| in time)?|samples?|moments?(?: in time)?|momentary|timestamps?))|"
    r"(?P<range>ranges?|intervals?|(?:time )?spans?|segments?|episodes?|regions?|periods?|windows?|stretch(?:es)?|durations?))"
)
_AS_EXTENT = re.compile(
    rf"\s+(?:as\s+(?:(?:an?|single|short|time|separate|individual|whole|the)\s+)*{_EXTENT}|(?:at|over|across|for) (?:the|their|its) (?:(?:exact|precise|very|whole|entire|full|total)\s+)*(?:(?P<at>tick|moment|instant|second|sample|timestamp)|(?P<over>period|span|stretch|duration|interval|time|length|course))|for as long as (?P<long>they last|it lasts)|with (?:an? |their )?(?:start|beginning|onset) and (?P<end>(?:an? )?(?:stop|end|offset))|with (?:just|only) (?:an? |the )?(?P<time>time|timestamp|second))\b",
    re.IGNORECASE,
)
_IS_EXTENT = re.compile(
    rf"(?:^|[,;:.(]\s*|\b(?:and|but|while|whereas)\s+)(?P<list>[A-Za-z][A-Za-z ,/&'-]*?)\s*(?:\s(?:are|is|=|count as|happen at|happens at)|=|:|,(?= (?:an? )?(?:instants?|points?|ranges?|intervals?)\s*(?:$|[,;.])))\s*(?:(?:all|just|only|always|also|both|an?|one|single|short|the|marked as|to be marked as|treated as|of those|by nature)\s+)*{_EXTENT}\b",
    re.IGNORECASE,
)
_ONLY = re.compile(rf"\b(?:only|just)\s+{_EXTENT}\s*:\s*(?P<list>[^.;]+)", re.IGNORECASE)
_ARROW = re.compile(
    rf"^(?:[-*]\s*)?(?P<list>[A-Za-z][^.;:=>]*?)\s*(?:->|=>|→|:|\s-+\s|=)\s*(?:all |single |one |an? |drawn as |marked as )*{_EXTENT}\W*$",
    re.IGNORECASE,
)
_CAN_BE = re.compile(
    rf"^\W*(?:labels?\s+)?(?P<list>[A-Za-z\"'][^.;:]*?)\s+(?:(?:can|should|must|shall|will|may|is|are|has|have|need|needs|ought)\s+)?(?:to\s+)?(?:be|is|are)\s+(?:only\s+|to\s+)?[a-z]+\s+(?:as|with|by)\s+(?:an?\s+|the\s+|one\s+|single\s+|short\s+|time\s+)*{_EXTENT}\b",
    re.IGNORECASE,
)
_EXTENT_FOR = re.compile(
    rf"\b{_EXTENT}(?: in time)?\s+for\s+(?:the\s+|each\s+|every\s+)?(?P<list>[^.;:]+?)(?=(?:,|,?\s+(?:plus|and|but|as well as))\s+(?:(?:set|put|draw|place|use|add|drop|mark)s?\s+)?(?:single |short |an? )?{_EXTENT.replace('P<instant>', ':').replace('P<range>', ':')}\b|[.;:]|$)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:^|[;:.]\s*)(?P<list>[A-Za-z][\w ,/&'-]*?)\s+(?:are|is|must be|should be|have to be|need to be)\s+(?:to be\s+)?(?:all\s+)?(?:marked|labell?ed|tagged|annotated|flagged|highlighted|boxed)\b(?! (?:independently )?by\b)",
    re.IGNORECASE,
)
_ASSIGN = re.compile(
    r"\b(?:classif(?:y|ies)|label|mark|tag|sort|categori[sz]e|pick|select|choose|decide)\b(?P<object>[^.;:]{0,40}?)\b(?:as|into|between|among|from)\b:?\s+(?:one of\s+|either\s+|being\s+)?(?P<list>[^.;]+?,[^.;]+|[^.;,]+ or [^.;]+?)\.?\s*$",
    re.IGNORECASE,
)
_OF_A_REGION = re.compile(
    r"\W*(?:(?:each|every|the|them|it|all|any|these|those|that|an?|one|of|what|is|they|you|we|see|found|suspicious|abnormal|marked|such|type|kind|class|labels?|out|up|only|exactly|"
    r"region|event|anomaly|anomalie|segment|mark|range|fault|failure|stretch|stretche|window|interval|period|episode|point|part|section|spot|place|call|file|recording|incident|problem|defect|signal|sound|beat|rhythm|transaction|flow|session)s?\W*)*",
    re.IGNORECASE,
)
_SENSOR_WORDS = "|".join(sorted({re.escape(w) for words in SENSORS.values() for w in words}, key=len, reverse=True))
_IN_SENSOR = re.compile(
    rf"\s+(?:in|on|of)\s+(?:the\s+)?(?:[a-z-]+\s+){{0,2}}(?:{_SENSOR_WORDS})\b.*$", re.IGNORECASE | re.DOTALL
)
_SENSOR_END = re.compile(rf"\b(?:{_SENSOR_WORDS})$", re.IGNORECASE)
_DATA_HEAD = re.compile(
    r"^\W*(?:sensors?|channels?|signals?|columns?|context|ctx|metadata|meta|severity|sev|notes?|comments?|show|display|title|purpose|subject|goal|instants?|ranges?)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"\bto (?:mark|label|tag|flag|annotate|find|spot)$|^(?:please )?(?:mark|label|tag|flag|annotate)(?: (?:these|those|the following))?(?: as\b.*)?$|^what\b.*\b(?:label|mark|tag|flag|annotat|wrong|anomal|fault|look)|^(?:regions?|ranges?|spans?|intervals?|marks?|annotations?) (?:we|they|i|you|of|to)\b|^(?:[a-z]+ )?(?:(?:what )?to (?:mark|label|tag|flag|find)|{_NOUN}{_PURPOSE})$",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(
    r"\b(?:context|metadata|sensors?|channels?|signals?|each|every|per|data|fields?|severity)\b", re.IGNORECASE
)
_OF_EACH = re.compile(r"\b(?:for |of |per )?(?:each|every|per)\b", re.IGNORECASE)
_TOOL = re.compile(r"\b(?:label\w*|annotat\w+) (?:ui|tool|interface|project|set-?up|screen|config\w*)\b", re.IGNORECASE)
_ASIDE = re.compile(r"^(?:i'd|i would|we'd|please|things|be able|able)\b", re.IGNORECASE)
_NEVER = re.compile(
    r"\b(?:severity|confidence|certainty|note|comment|remark|text|rationale|annotators?|labels?|overlap|context|metadata|id|number|name|operator|channel|sensor|anything|something|everything|nothing|"
    r"nobody|somebody|what|which|who|why|it|them|that|this|those|these|recordings?|files?|tasks?|data|series|curves?|stretch|stretches|telemetry|screen|tool|interface|months?|weeks?|colleagues|here|rating|scale|score|time|point|instant|instants|range|ranges|interval|intervals|moment|hotkeys?|alone)$|"
    r"^to\b|^(?:mark|label|tag|flag|annotate|start|end)$|^(?:remaining|first|last|former|latter)(?: (?:ones?|two|three|four|five))?$|^(?:severity|confidence|certainty|one|two|three|be|do|have|other|others|rest|each|both|only|every|everything|from|all)\b|\b(?:should|must|will|would|please|need|needs|want|their|they|you|your|we)\b",
    re.IGNORECASE,
)


_PICKED = re.compile(
    r"\b(?:choose|pick|select|assign|state)s?\s+(?:an?|the|one)\s+(?:failure|fault|anomaly|event|defect)[- ](?:type|mode|class|kind|category)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^(?:questions?|fields?|answers?)\b", re.IGNORECASE)
_PURPOSE_HEADING = re.compile(
    r"(?:the |our )?(?:goals?|purpose|aims?|objectives?|background|introduction|motivation|summary|why)", re.IGNORECASE
)


def find_marks(statements: Sequence[Statement]) -> list[Mark]:
    """Labels that sentences name as such, in their order.

    Lists under a head ("Labels: …", "faults are …") go before objects of a verb ("mark … and …"); what is said to be an
    instant or a range is a label as well.
    """
    headed: list[Mark] = []
    verbs: list[Mark] = []
    extents: list[Mark] = []
    picked: list[Mark] = []
    for statement in map(_with_quotes_whole, statements):
        if not _OF_EACH.search(statement.under):
            found = list(_under_heading(statement)) or list(_attributed(statement)) or list(_headed(statement.text))
            if _PICKED.search(statement.text):
                picked += found
            else:
                headed += found
        if _PURPOSE_HEADING.fullmatch(statement.under.strip(" :")) or _ASKS.match(statement.under):
            continue
        of_data = _NO_HEADING.search(statement.under) and not _TOOL.search(statement.under)
        if not _DATA_HEAD.match(statement.text) and not of_data:
            for way in ways_of_marking(statement.text):
                verbs += list(_marks(way.listed, way.extent))
            rest = without_ways(statement.text)
            if not _PICKED.search(statement.text):
                verbs += list(_objects(rest))
            extents += list(_said_to_be(rest))
    if not any(mark.extent for mark in verbs):
        # "Mark faults as ranges and choose a failure type" asks for both; else the types are what is marked.
        headed += picked
    # "Ranges for a and b, and set a point for c" puts one of its labels behind a verb.
    drawn = [v for v in verbs if v.extent and not any(_same(v.name, k.name) for k in headed)]
    known = [*headed, *drawn] if headed and any(k.extent for k in headed) else headed or verbs
    told = {_key(e.name): e.extent for e in extents}
    known = [replace(k, extent=k.extent or _told(k.name, told)) for k in known]
    # "Knocks are single points" names a label, unless its words say in short what is one already.
    more = [e for e in extents if not any(_same(e.name, k.name) for k in known)]
    return _unique([*known, *more])


_GLUE = "ˑ"
"""A letter that no brief has: it holds the words of a quoted name together."""


def _with_quotes_whole(statement: Statement) -> Statement:
    """A statement whose quoted names are one word each, so that no verb is read in them: "shear pin break"."""
    text = re.sub(
        r'"([A-Za-z][^"]{2,40})"',
        lambda found: f'"{found[1].replace(" ", _GLUE)}"' if " " in found[1] else found[0],
        statement.text,
    )
    return replace(statement, text=text)


def _told(name: str, told: dict[str, str]) -> str:
    """What is said of a label in time, also where it is named in short: "dropouts" for sensor dropouts."""
    exact = told.get(_key(name))
    return exact or next((extent for other, extent in told.items() if _same(name, other)), "")


def _same(one: str, other: str) -> bool:
    first, second = one.lower().rstrip("s").split(), other.lower().rstrip("s").split()
    shorter, longer = sorted((first, second), key=len)
    return longer[-len(shorter) :] == shorter or longer[: len(shorter)] == shorter


def _key(name: str) -> str:
    lower = name.lower()
    return lower if lower.endswith("ss") else lower.removesuffix("s")


def _unique(marks: Sequence[Mark]) -> list[Mark]:
    seen: dict[str, Mark] = {}
    for mark in marks:
        key = _key(mark.name)
        if key not in seen or (mark.extent and not seen[key].extent):
            seen[key] = mark
    return list(seen.values())


def _under_heading(statement: Statement) -> Iterator[Mark]:
    heading = statement.under.strip(" :").lower()
    if statement.bullet and _HEADING.search(heading) and not _NO_HEADING.search(heading):
        yield from _marks(
            re.split(r":\s|\s-\s|\s=\s", statement.text)[0],
            _told_behind(statement.text) or extent_in(heading),
            first=True,
        )


_ATTRIBUTED = re.compile(r"^[^():]+\((?P<inside>[^()]*)\)\W*$")


def _attributed(statement: Statement) -> Iterator[Mark]:
    """A bullet that says in parentheses what it is in time is a label, whatever stands above the list."""
    match = _ATTRIBUTED.match(statement.text) if statement.bullet else None
    if match and any(EXTENT_WORD.match(part.strip()) for part in match["inside"].split(",")):
        yield from _marks(statement.text, first=True)


def _told_behind(text: str) -> str:
    """The extent that stands behind a dash: "pump trip - one timestamp"."""
    _, _, behind = re.sub(r":\s|\s=\s", " - ", text).partition(" - ")
    return extent_in(behind)


def _headed(text: str) -> Iterator[Mark]:
    for pattern in (_EXTENT_FOR, _ONLY, _HEAD, _WRONG, _WHAT):
        for match in pattern.finditer(text):
            says_extent = pattern in (_EXTENT_FOR, _ONLY)
            found = list(_marks(match["list"], _extent_of(match) if says_extent else ""))
            yield from found
            if found and pattern is not _EXTENT_FOR:
                break
    told = re.match(
        r"^(?P<list>[^.;:]+?)\s+(?:are|is) (?:the|our|my) (?:labels?|tags|classes|faults|events)\b", text, re.IGNORECASE
    )
    if told:
        inside = re.search(r"\(([^)]+,[^)]+)\)", told["list"])
        yield from _marks(inside[1] if inside else told["list"])


def _extent_of(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return "instant" if groups["instant"] or groups.get("at") or groups.get("time") else "range"


def _objects(text: str) -> Iterator[Mark]:
    assigned = _ASSIGN.search(text)
    if assigned and not _AS_EXTENT.search(text) and _OF_A_REGION.fullmatch(assigned["object"]):
        found = list(_marks(assigned["list"]))
        if len(found) > 1:
            yield from found
            return
    passive = _PASSIVE.search(text)
    if passive:
        yield from _marks(passive["list"])
    at = 0
    while match := _VERB.search(text, at):
        rest = match["rest"]
        if _NO_OBJECT.match(rest):
            at = match.start("rest")
            continue
        following = _VERB.search(text, match.start("rest"))
        if following:
            rest = text[match.start("rest") : following.start()]
            rest = re.sub(r"(?:,|\band\b|\bto\b|\bthen\b|\s)+$", "", rest)
        at = match.start("rest")
        if match[0].lower().startswith(("separate", "distinguish", "tell apart")):
            rest = re.sub(r"\s+from\s+", ", ", rest, count=1)
        yield from _with_extents(rest)


_NO_OBJECT = re.compile(
    r"\s*(?:comes?|goes|is|are|takes?|requires?|needs?|should|must|will|can|has|have|gets?|,|and\b|$)(?:\W|$)",
    re.IGNORECASE,
)


def _with_extents(text: str) -> Iterator[Mark]:
    """Lists that each say what they are: "a and b as ranges, and c as single points"."""
    at = 0
    for match in _AS_EXTENT.finditer(text):
        part = re.sub(r"^\s*(?:in which|where|when|that|at which)\b[^,]*,?", "", text[at : match.start()])
        part = re.sub(r"^\W*(?:(?:and|but|while|whereas|plus)\s+)?", "", part)
        # "A and b (all ranges), c as an instant": what says of its own is done.
        *before, part = re.split(r"(?<=\)),\s+(?:and |plus )?", part) if re.search(r"\((?:all|both) ", part) else [part]
        for own in before:
            yield from _marks(own)
        listed = list(_marks(part))
        again = next((m for m in listed[:-1] if listed and _same(m.name, listed[-1].name)), None) or (
            re.search(r",\s*(?:and\s+)?([\w -]+)$", part) if len(listed) < len(list_of(part)) else None
        )
        if again is not None:
            # "Leaks and bursts, bursts as instants": only what is named again is meant.
            yield from listed
            yield from _marks(re.split(r",\s*(?:and\s+)?", part)[-1], _extent_of(match))
        else:
            yield from _marks(part, _extent_of(match))
        at = match.end()
    if at == 0 and not re.match(
        r"\s*(?:each|every)\s+[a-z]+\s*(?:$|[,.]|(?:in|with|for|as|to|by)\b)", text, re.IGNORECASE
    ):
        yield from _marks(text)


_LASTS = re.compile(
    r"(?:^|[,;:.]\s*|\b(?:and|but|while)\s+)(?P<list>[A-Za-z][A-Za-z ,&'-]*?)\s+(?:builds? up|builds? over|spans?|lasts|last (?=for|long|several|many)|stretch(?:es)? over|extends? over|persists?|goes on|go on)\b",
    re.IGNORECASE,
)


_LASTS_CLAUSE = re.compile(_LASTS.pattern.replace(" ,&", " &") + r"[^,;:.]*,?", re.IGNORECASE)


_LISTED_ALL = re.compile(rf"^(?P<list>[^.;:()]+?)\s*\((?:all|both|each) (?:as |an? )*{_EXTENT}\)\W*$", re.IGNORECASE)


def _said_to_be(text: str) -> Iterator[Mark]:
    if (match := _LISTED_ALL.match(text)) and all(
        is_noun_phrase(re.sub(r"^(?:and|or) ", "", item.raw), 4) for item in list_of(match["list"])
    ):
        yield from _marks(match["list"], _extent_of(match))
        return
    text = re.sub(r"\([^)]*\)", " ", text)
    if match := _ARROW.match(text):
        yield from _marks(match["list"], _extent_of(match))
        return
    for match in _LASTS.finditer(text):
        if re.search(r"\b(?:is|are|others?|rest|two|three)\b", match["list"], re.IGNORECASE):
            continue
        yield from _marks(match["list"], "range")
    text = _LASTS_CLAUSE.sub("", text)
    for match in _IS_EXTENT.finditer(text):
        yield from _marks(match["list"], _extent_of(match))
    if match := _CAN_BE.match(text):
        yield from _marks(match["list"], _extent_of(match))
        return
    for match in _AS_EXTENT.finditer(text):
        before = re.split(
            r"[,;:.]|\b(?:mark|label|tag|annotate|flag|pick|select|indicate|capture|enter|record|choose)\b|\b(?:should|must|can|will|to)\s+[a-z]+\s",
            text[: match.start()],
        )[-1]
        before = re.sub(
            r"\s+(?:come|comes|appear|appears|show|shows|occur|occurs|count|counts|treated|seen|entered)(?: up)?$",
            "",
            before,
        )
        yield from _marks(re.sub(r"^\W*(?:and|but|while)\s+", "", before), _extent_of(match))


_PLURAL_ASIDE = re.compile(
    r"^(?:(?:all|both|each)\b.*|(?:as |single |short |are )*(?:ranges|intervals|spans|segments|episodes|periods|instants|points|moments|timestamps))$",
    re.IGNORECASE,
)


def _shared_extents(items: Sequence[Item], extent: str) -> list[str]:
    """The extent of each item; "leg jerk, K-complex (points)" says it of both."""
    shared, found = "", list[str]()
    for item in reversed(items):
        if item.inside:
            # "Bird strikes (instants)" says it of those alone.
            is_own = item.text.endswith("s") and not re.match(r"(?:all|both)\b", item.inside, re.IGNORECASE)
            shared = extent_in(item.inside) if _PLURAL_ASIDE.match(item.inside) and not is_own else ""
        found.insert(0, extent or shared)
    return found


def _marks(text: str, extent: str = "", *, first: bool = False) -> Iterator[Mark]:
    text = re.sub(r"^[\s\[{]+|[\]}]\s*$", "", text) if text.lstrip().startswith(("[", "{")) else text
    lead = _LEAD.match(text)
    if (
        lead
        and not extent
        and re.search(r"\b(?:stretch|stretches|periods?|spans?|segments?|episodes?)\b", lead[0], re.IGNORECASE)
    ):
        extent = "range"
    text = _LEAD.sub("", text)
    text = _STOP.sub("", _IN_SENSOR.sub("", text))
    items = list_of(text)[: 1 if first else None]
    if any(canonical_unit(item.inside) for item in items if item.inside):
        return
    if items and all(_SENSOR_END.search(item.text) for item in items):
        # "Annotate heart rate and SpO2" names what is looked at, not what is marked in it.
        return
    extents = _shared_extents(items, extent)
    for item, extent in zip(items, extents, strict=True):
        words = _LEAD.sub("", item.text).strip().replace(_GLUE, " ")
        words = re.sub(r"\s+(?:instants?|events)$|^(\S+ \S+) event$", r"\1", words, flags=re.IGNORECASE)
        if not is_noun_phrase(words, 4) or _NEVER.search(words) or _ASIDE.search(words):
            if words.lower() in EVENTS:
                yield Mark(words, item.inside, extent)
                continue
            if first:
                return
            break
        yield Mark(words, item.inside, extent)
