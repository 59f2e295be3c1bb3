"""What annotators shall see of the machine, patient, account or host: metadata, known to a dictionary or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.context.remainder import remaining_lists
from faultmark.interface.drafting.context.told import lists_told
from faultmark.interface.drafting.words.lexicon import EVENTS, METADATA, SENSORS
from faultmark.interface.units import canonical_unit

__all__ = ["cleaned", "key_of", "said_context"]

_KEYS = {word: key for key, words in METADATA.items() for word in words}
_NAME = r"(?:visible|shown(?: (?:additionally|also|as well|too|above|below|beside|on top|next to it))?|additionally shown|on display|side[- ]?info(?:rmation)?|[a-z]+ info on screen|context(?: (?:fields?|info(?:rmation)?|data|columns?))?|ctx|meta ?-?data(?: fields?)?(?: to (?:display|show|see))?|meta|background(?: info(?:rmation)?)?|(?:visible|shown|extra) (?:fields?|metadata)|header|next to it|beside it|alongside|(?:useful|good|nice|helpful|important|worth) (?:to )?(?:know(?:ing)?|have|see(?:ing)?)|(?:to be )?(?:displayed|shown)(?: to (?:the )?[a-z]+)?|on screen|sidebar|what to (?:show|display|see)|what (?:is|gets) (?:shown|displayed))"
_HEADED = re.compile(
    rf"(?:^|[.;(]\s*|\bwith\s+|\bthe\s+)(?:{_NAME})\s*(?:\([^)]*\)\s*)?(?:(?::|=>|->|=)|\s(?:is|are|comprises?|includes?|consists? of|shows?)\b:?|\s-\s)\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"(?:^|[.;,]\s*|\b(?:please|also|and|then|to|should|must|want to|annotators|them|they|people|we)\s+)(?:show|shows|display|displays|include|see|present)\s+(?:(?:them|us|people|annotators|everyone|also|the annotators?|you)\s+)*(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?P<list>[^.;:]+?)\s+(?:(?:are|is|be|being|should|must|ought to|has to|have to|need to|needs to|would|will|can|go(?:es)?|appear(?:s)?|stands?|belongs?|there|sits?|also|always|all|useful|good|nice|helpful|necessary|needed|handy|to|remain|stay|want(?:ed)?|and|come along(?: in| with)?(?: the)?(?: tasks?)?(?: data)?|come with (?:it|the (?:file|task)))\s+)*"
    r"(?:(?:as (?:the )?|(?<=are )|(?<=is ))(?:context|ctx|metadata|meta|meta data|background|reference|side info(?:rmation)?)|for (?:the )?(?:context|reference|orientation|background)|in (?:the )?(?:header|sidebar|side panel|panel|margin|context)|on (?:the )?(?:screen|top|display|side|page)|up front|(?:accompan(?:y|ies)|come with|go with|belong to) (?:each|every|the|all) [a-z]+|at (?:the )?(?:top|hand|side)|"
    r"alongside|(?:next to|beside|above|below|near) (?:the |each |every )?(?:charts?|plots?|signals?|graphs?|curves?|traces?|data|it|them)|visible|shown|displayed|in (?:view|sight)|to (?:see|know|show|display|hand|have))\b(?!\s+(?:in|as|by|one|with|over)\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"\b(?:{_NAME}|shown|visible)\b|^(?:please )?(?:also )?(?:show|display|present)\b", re.IGNORECASE
)
_ROLE = re.compile(
    r"^(?:per|in)\b|^marks?$|\b(?:severity|confidence|certainty|notes?|comments?|remarks?|rationale|justification|labels?|annotators?|annotations?|annotat\w+|labell?ers?|engineers|nurses|people|persons|ranges?|instants?|(?<!access )(?<!set )(?<!measuring )points?(?!\s+of\b)|intervals?|channels?|sensors?|signals?|curves|"
    r"rating|scale|required|mandatory|optional|predictions?|proposals?|regions?|events?|starts?|ends?|beginning|something|anything|everything|nothing|metadata|context|text|order|chart|charts|plot|screen|interface|model confidence|confidence score|^scores?$|(?:anomaly|model|detector) scores?|choices?|tags|faults|two|three|four|five|one|overlap)\b(?!\s+(?:id|number|name|no|version|code)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|be|has|have|we|they|show|see|should|must|with|need|want|display|given|known)\b|[:=]", re.IGNORECASE
)
_IDENTIFIES = re.compile(
    r"\b(?:id|ids|number|no|name|serial|version|code|type|date|firmware|history|age|manufacturer|operator|shift|hours)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<what>number|name|id|type|code|version|model|age|make|serial number|serial|position) of (?:the |a |each |this )?(?P<whose>[\w -]+)$",
    re.IGNORECASE,
)
# "The age and medication of the patient" are age and medication; the number or name of something is its own.
_ONE_WORD = r"(?!number|name|id|type|code|version|model|make|serial|position|date|time|day|year|state|history|list|end|start)[a-z]{2,}"
_OWNER = r"patient|person|machine|asset|equipment|device|unit|system|pump|turbine|engine|motor|vehicle|train|customer|client|account|host|plant|site"
_DATE_OF = re.compile(r"^(?:date|time|day) of (?:the |its )?(?P<what>[\w -]+)$", re.IGNORECASE)
_TRIM = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|our|each|also|please|as well as|current(?=\s+medication)|and|with|show|display|include|see|only|both|who|we|i|they|you|need|want|to|would like|by the way)\s+)+|\s+(?:as well|too|please|please show|also|etc|should|must|ought|belong|belongs|go|goes|have|given)$",
    re.IGNORECASE,
)
_SENSOR_WORDS = {w for words in SENSORS.values() for w in words}


def said_context(statements: Sequence[Statement], labels: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Metadata by the grammar of the sentences that ask for it: keys, each with the words.

    ``labels`` are names of what is marked: a list of those is none of metadata.
    """
    found: dict[str, str] = {}
    for index, statement in enumerate(statements):
        opening = index == 0 and len(statements) > 1 and not statement.bullet
        for words in (
            _in(statement, labels)
            if not opening or _IDENTIFIES.search(statement.text.strip(" .")) or _VERB.search(statement.text)
            else ()
        ):
            if key := key_of(words):
                found.setdefault(key, words)
    return list(found.items())


def _in(statement: Statement, labels: Sequence[str]) -> Iterator[str]:
    found = list(_by_grammar(statement))
    if not all(words.lower() in labels or words.lower().removesuffix("s") in labels for words in found):
        yield from found
    if not found and not statement.under:
        for names in remaining_lists(statement.text, labels):
            yield from _all_told(", ".join(names))


def _by_grammar(statement: Statement) -> Iterator[str]:
    text = statement.text.strip().rstrip(".!")
    if statement.under and _HEADING.search(statement.under) and len(statement.under.split()) <= 6:
        yield from _items(text, sure=True)
        return
    if match := _HEADED.search(text):
        yield from _items(match["list"], sure=True)
        return
    if re.match(r"^[\w ]{2,30}:", text):
        # Another key of "key: values".
        return
    for listed in lists_told(text):
        if told := _all_told(listed):
            yield from told
            return
    if match := _SHOWN.search(text):
        yield from _items(_last_list(match["list"]), sure=True)
        return
    if match := _SHOW.search(text):
        listed = re.sub(r"\b(?:which|what)\s+([a-z ]+?)\s+(?:it (?:was|is)|this is)\b", r"\1", match["list"])
        listed = re.split(r"\s+(?:and|then)\s+(?:annotate|mark|label|tag|flag|rate|give|pick|choose|let)\b", listed)[0]
        if not _is_data(listed):
            yield from _items(listed, sure=False)
        return
    items = [item.text for item in list_of(text)]
    if items and len(items) > 1 and all(is_noun_phrase(item) and not _ROLE.search(item) for item in items):
        sure = sum(bool(_IDENTIFIES.search(item)) for item in items)
        short = all(len(item.split()) <= 2 for item in items)
        if (sure * 2 >= len(items) or (short and _IDENTIFIES.search(items[0]))) and not _is_data(text):
            yield from items


def _all_told(text: str) -> list[str]:
    """The items of a list, if each of two or more may be metadata and no more than a few are signals."""
    found = [cleaned(item.raw if _WITH_OF.search(item.raw) else item.text) for item in list_of(text)]
    fits = len(found) > 1 or (len(found) == 1 and bool(_IDENTIFIES.search(found[0])))
    if not fits or _is_data(text):
        return []
    if not all(is_noun_phrase(words, 6) and not _ROLE.search(words) and words.lower() not in EVENTS for words in found):
        return []
    return found


_WITH_OF = re.compile(
    r" (?:of|for(?! (?:each|every|the|all|this|context))|since|until|at|in|per|the last) ", re.IGNORECASE
)


def _last_list(text: str) -> str:
    """Of a sentence up to its predicate, the list right before it: parts without a verb or another role."""
    parts = re.split(r"(,|;|\s-\s)", text)
    kept: list[str] = []
    for part in reversed(parts):
        if part.strip() in {",", ";", "-", ""}:
            kept.insert(0, part)
            continue
        bare = _TRIM.sub("", re.sub(r"^\s*and\s+", "", part.strip()))
        if (
            _ROLE.search(bare)
            or not all(is_noun_phrase(i.text, 6) for i in list_of(bare))
            or re.search(r"\d\s*-\s*\d|\bas\b", bare)
        ):
            break
        kept.insert(0, part)
    return "".join(kept).strip(" ,;-")


def _is_data(text: str) -> bool:
    """Whether a list is one of signals: with units, or mostly sensors."""
    if any(canonical_unit(unit) for unit in re.findall(r"[(\[]([^)\]]{1,14})[)\]]", text)) or (
        re.search(r"\bin [a-zµ°%]+(?:/\w+)?(?:\s|,|$)", text)
        and any(canonical_unit(u) for u in re.findall(r"\bin (\S{1,10}?)(?=[\s,.;]|$)", text))
    ):
        return True
    items = [item.text.lower() for item in list_of(text)]
    return bool(items) and 2 * sum(any(item.endswith(w) for w in _SENSOR_WORDS) for item in items) >= len(items)


def _items(text: str, *, sure: bool) -> Iterator[str]:
    if text.lstrip().startswith(("[", "{")):
        text = text.strip(" []{}")
    for item in list_of(text.replace("/", ", ") if text.count("/") > 1 else text):
        words = cleaned(
            item.raw
            if re.search(r" (?:of|since|until|at|in|per) ", item.raw) and len(item.raw.split()) <= 6
            else item.text
        )
        if is_noun_phrase(words, 5) and not _ROLE.search(words):
            yield words
        elif sure and words:
            continue
        else:
            break


def cleaned(words: str) -> str:
    """The name of a piece of metadata without what stands around it: "the broker's region" is the region."""
    words = re.sub(r"\([^)]*\)", "", words)
    words = _TRIM.sub("", words.strip(" .,:;"))
    words = _TRIM.sub("", words)
    words = re.sub(r"^(?:which|what)\s+(.*?)\s+(?:it (?:was|is)|this is|that was)$", r"\1", words, flags=re.IGNORECASE)
    words = re.sub(r"^(?:the )?[a-z]+'s\s+", "", words, flags=re.IGNORECASE)
    words = re.sub(rf"^({_ONE_WORD}) of the [a-z]+$", r"\1", words, flags=re.IGNORECASE)
    words = re.sub(rf"^([a-z]+ {_ONE_WORD}) of the (?:{_OWNER})$", r"\1", words, flags=re.IGNORECASE)
    if match := _DATE_OF.match(words):
        return match["what"]
    if match := _OF.match(words):
        return f"{match['whose']} {match['what']}"
    return words


_PLAIN = {
    "number",
    "name",
    "code",
    "type",
    "asset",
    "id",
    "date",
    "log",
    "list",
    "record",
    "current",
    "recent",
}


def key_of(words: str) -> str:
    """The key under which tasks hold it."""
    lower = re.sub(r"\s+", " ", words.lower().strip())
    known = _KEYS.get(lower) or _KEYS.get(lower.removesuffix("s"))
    parts = known.split("_") if known else []
    more = {word.removesuffix("s") for word in lower.split()} - {part.removesuffix("s") for part in parts}
    if not all(part in lower for part in parts) or more - _PLAIN:
        # A brief's own words name a column of its data: "vendor" is none called manufacturer, and "pump model" says
        # more than model does.
        known = None
    made = known or re.sub(r"[^a-z0-9]+", "_", lower).strip("_")
    return made if made[:1].isalpha() or not made else f"m_{made}"
