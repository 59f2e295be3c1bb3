"""Lists under a head, as they are written: labels, whose head is empty, and choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.lists import Item, split_list
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.labels.names import event_of, singular
from faultmark.interface.drafting.words.extents import INSTANT, RANGE

__all__ = ["find_choices", "head_of", "items_of"]
_LABEL_HEAD = (
    r"(?:(?:event|anomaly|failure|fault|label|defect|attack|incident|fraud|problem|signal|artefact|artifact|sound|arrhythmia|region|issue|episode|abnormality)[- ]?"
    r"(?:types?|classes|class|labels?|kinds?|categories|category|modes?|patterns?)|labels?|classes|types? of (?:anomal(?:y|ies)|events?|failures?|faults?|defects?|attacks?|problems?|frauds?)|"
    r"(?:anomal(?:y|ies)|events?|faults?|incidents|problems|things|patterns)(?: to (?:mark|label|tag|flag|find|catch))?|what to (?:label|mark|tag|flag)|categories|kinds of (?:anomalies|events|problems))"
)
_CHOICE_HEAD = (
    r"(?:root[- ]causes?|causes?|probable causes?|likely causes?|failure modes?|failure types?|fault types?|failure causes?|affected (?:component|part|subsystem)s?|components?|subsystems?|location|"
    r"operating (?:mode|state|regime|condition)s?|machine (?:state|condition)s?|conditions?|states?|phases?|quality|signal quality|data quality|rhythms?|rhythm types?|"
    r"attack (?:vector|stage)s?|disposition|verdicts?|actions?|recommended actions?|response|status|source|origin|typolog(?:y|ies))"
)
_LINK = r"\s*(?:\([^)]*\)\s*)?(?::|=|->|\bamong\b|\bfrom\b|\bone of\b|\bout of\b|\bis\b|\bare\b|\bas\b|\bbeing\b|\bsuch as\b|\blike\b|\bincluding\b|\beither\b|\bof\b|-\s)\s*(?:the following|these)?:?\s*"


def find_choices(statements: Sequence[Statement]) -> list[ChoiceList]:
    """Lists under a head: labels (head empty) and fields."""
    found: list[ChoiceList] = []
    for statement in statements:
        found += _choices_of(statement)
    # Bullets below one heading are one list.
    under: dict[str, ChoiceList] = {}
    plain: list[ChoiceList] = []
    for choice in found:
        if "|" not in choice.head:
            plain.append(choice)
        elif choice.head in under:
            before = under[choice.head]
            under[choice.head] = replace(before, items=(*before.items, *choice.items))
        else:
            under[choice.head] = choice
    plain += [replace(choice, head=head.split("|")[0]) for head, choice in under.items()]
    merged: dict[str, ChoiceList] = {}
    for choice in plain:
        known = merged.get(choice.head)
        if known is not None and choice.head == "" and all(e.stated for e in (*known.items, *choice.items)):
            # "Ranges: …" and "Instants: …" are two parts of one list.
            names = {event.name for event in known.items}
            items = (*known.items, *(event for event in choice.items if event.name not in names))
            merged[""] = replace(known, items=items, said=f"{known.said}; {choice.said}")
        elif known is None or len(choice.items) > len(known.items):
            merged[choice.head] = choice
    return list(merged.values())


_LEVELS = re.compile(
    r"\b(?:two|2|three|3)[ -](?:levels?|steps?|stages?)\b|\bnested\b|\bhierarch\w+|\btree\b", re.IGNORECASE
)
_FINER = re.compile(
    r"^(?:failure|fault|anomaly|event)[- ]types? (?:for|of|with)\b|\b(?:choose|pick|select|give|state|say) (?:the |its |an? )?(?:failure|fault|anomaly|event|defect)[- ]?(?:type|class|mode|cause)\s*:?$",
    re.IGNORECASE,
)
_FINER_LIST = re.compile(r"^[A-Za-z][\w -]{1,30}:\s+[^:;,]+(?:,| or | and )")
_TYPES_ARE = re.compile(
    r"^(?:the |its )?(?P<head>(?:[a-z]+ )?types?) (?:are|can be|is)\s+(?P<list>[^.]+)", re.IGNORECASE
)
_TREE_HEAD = re.compile(
    r"\b(?P<head>(?:(?!the\b|an?\b|of\b)[a-z]+ )?(?:types?|class(?:es)?|categor(?:y|ies)|causes?|modes?))\b",
    re.IGNORECASE,
)
_EXTENT_HEAD = re.compile(
    r"\b(?:only\s+)?(?:(?P<instant>instants?|points?|point events)|(?P<range>ranges?|intervals?|episodes?))(?:\s+only)?\s*(?:\([^)]*\)\s*)?:\s*(?P<list>[^.]+)",
    re.IGNORECASE,
)


_SEVERAL = re.compile(r"\b(several|multiple|more than one|all that apply|any that apply|multi)\b", re.IGNORECASE)
_WHOLE_TASK = re.compile(
    r"\b(whole|overall|entire|per (?:file|task|recording|run|series|patient|account|host)|each (?:file|recording|run|series))\b",
    re.IGNORECASE,
)


def _choices_of(statement: Statement) -> Iterator[ChoiceList]:
    text = statement.text
    for match in _EXTENT_HEAD.finditer(re.sub(r";", ".", text)):
        extent = "instant" if match["instant"] else "range"
        yield ChoiceList(
            f"|{extent}", tuple(replace(e, extent=extent, stated=True) for e in items_of(match["list"])), match[0]
        )
    if re.search(r"\bseverit", statement.lower) and not re.search(r"failure|fault|type|class", statement.lower):
        return
    found = _branch(statement)
    if found is None and statement.bullet and head_of(statement.under) is not None:
        found = _bullet(statement)
    elif found is None:
        found = _tree(text) or _in_parentheses(text) or _behind_head(statement) or _above_bullets(statement)
    if found is not None:
        yield found


def _branch(statement: Statement) -> ChoiceList | None:
    """A bullet below "Failure type, two levels:": a type with finer ones."""
    heading, text = statement.under, statement.text
    if not statement.bullet or not (_LEVELS.search(heading) or (_FINER.search(heading) and _FINER_LIST.match(text))):
        return None
    top, _, below = text.partition(":")
    finer = tuple(item.text.lower() for item in split_list(below or "; ".join(statement.below)))
    event = event_of(Item(top))
    if event is None or not finer:
        return None
    named = _TREE_HEAD.search(heading)
    kind = singular(named["head"]) if named else "failure type"
    return ChoiceList(f"{kind}|{heading}", (replace(event, below=finer),), text)


def _bullet(statement: Statement) -> ChoiceList | None:
    """A bullet below a heading, or below a line such as "Labels:"."""
    head, text = head_of(statement.under), statement.text
    name, *said = re.split(r"\s+[-:=]\s+|:\s+", text, maxsplit=1)
    item = next(iter(split_list(name)), None)
    event = event_of(Item(item.text, item.inside)) if item else None
    if event is None or len(name.split()) > 8:
        return None
    event = _with_hint(event, said[0] if said else text)
    if statement.below:
        event = replace(event, below=tuple(i.text.lower() for b in statement.below for i in split_list(b)[:1]))
    elif head and said and not event.stated and _has_finer(said[0]):
        event = replace(event, below=tuple(i.text.lower() for i in split_list(said[0])))
    return ChoiceList(f"{head}|{statement.under}", (event,), text)


def _has_finer(said: str) -> bool:
    """Whether what is said of a type lists finer ones, and not what it is in time."""
    return "," in said and len(said.split()) < 9 and not INSTANT.search(said) and not RANGE.search(said)


def _tree(text: str) -> ChoiceList | None:
    """Types in a sentence, each with finer ones in parentheses."""
    kinds = _TYPES_ARE.match(text)
    if kinds is None:
        return None
    tree = [event for item in split_list(kinds["list"]) if (event := event_of(item)) and event.below]
    return ChoiceList(singular(kinds["head"]), tuple(tree), text) if len(tree) > 1 else None


def _in_parentheses(text: str) -> ChoiceList | None:
    """A head with its options in parentheses: "root cause (wear, misuse)"."""
    for match in re.finditer(rf"\b({_CHOICE_HEAD})\s*\((?P<list>[^)]*[,/][^)]*)\)", text, re.IGNORECASE):
        items = items_of(match["list"])
        if len(items) >= 2 and not re.search(r"severity|confidence|sensors?|channels?", match[1], re.IGNORECASE):
            return ChoiceList(singular(match[1].lower().replace("-", " ")), tuple(items), match[0])
    return None


def _behind_head(statement: Statement) -> ChoiceList | None:
    """A list behind a head and a link: "the root cause is one of wear and misuse", "labels: drift, drop"."""
    text = statement.text
    for pattern, is_label in ((_CHOICE_HEAD, False), (_LABEL_HEAD, True)):
        for match in re.finditer(rf"\b({pattern}){_LINK}(?P<list>[^.]+)", text, re.IGNORECASE):
            rest = re.sub(
                r"^(?:picked|chosen|selected|taken)\s+(?:from|out of|among)\s+", "", match["list"], flags=re.IGNORECASE
            )
            if statement.below and not rest.strip():
                continue
            items = items_of(rest)
            if len(items) < 2 or not _links(text[match.end(1) : match.start("list")], rest):
                continue
            head = "" if is_label else singular(match[1].lower().replace("-", " "))
            scope = "task" if _WHOLE_TASK.search(text[: match.end(1)]) else "region"
            return ChoiceList(head, tuple(items), match[0].strip(), bool(_SEVERAL.search(text)), scope)
    return None


def _links(link: str, rest: str) -> bool:
    """Whether words between a head and a list make the one the name of the other."""
    if (
        re.search(r"\b(is|are|as|of|from)\b", link)
        and not re.search(r"\b(one of|among|out of|either|such as)\b|:", link)
        and not re.search(r"[,/]| or ", rest)
    ):
        return False
    return not re.search(r"\bof\b", link) or bool(re.search(r"one of|out of", link)) or ":" in link


def _above_bullets(statement: Statement) -> ChoiceList | None:
    """A head that has its list below it."""
    head = head_of(statement.text) if statement.below else None
    if head is None:
        return None
    events = [
        e
        for b in statement.below
        for i in split_list(re.split(r":\s|\s-\s", b)[0])[:1]
        if (e := event_of(Item(i.text, i.inside)))
    ]
    hinted = tuple(_with_hint(e, b) for e, b in zip(events, statement.below, strict=False))
    return ChoiceList(head, hinted, statement.text) if hinted else None


def head_of(heading: str) -> str | None:
    """What a heading heads: ``""`` for labels, the name of a choice, or None for neither."""
    text = heading.strip().rstrip(":").lower()
    if re.search(rf"\b(?:{_CHOICE_HEAD})\b", text) and not re.search(r"\b(failure|fault) (types?)\b|severity", text):
        found = re.search(rf"\b({_CHOICE_HEAD})\b", text)
        return singular(found[1].replace("-", " ")) if found else None
    if re.search(rf"\b(?:{_LABEL_HEAD}|failure types?|fault types?)\b", text) and not re.search(
        r"\b(say|ask|per|each|every|context|annotators?|metadata|fields?|fill)\b", text
    ):
        return ""
    return None


def _with_hint(event: Event, text: str) -> Event:
    for pattern, extent in ((INSTANT, "instant"), (RANGE, "range")):
        if pattern.search(text) and not event.stated:
            return replace(event, extent=extent, stated=True)
    return event


def items_of(text: str) -> list[Event]:
    """The labels of a list in a sentence, up to what is no label."""
    text = re.split(
        r"\s+(?:plus|along with|together with|with (?:a |an |the )?(?:severity|note|model|confidence|score|comment|rating))\b|;\s|\s+-\s+|\. ",
        text,
        maxsplit=1,
    )[0]
    events: list[Event] = []
    for item in split_list(text):
        event = event_of(item)
        if event is None or re.search(
            r"\b(severity|note|comment|confidence|score|rating|annotators?|required|mandatory|compulsory|optional)\b",
            event.name,
        ):
            if events:
                break
            continue
        if event.name not in {e.name for e in events}:
            events.append(event)
    return events
