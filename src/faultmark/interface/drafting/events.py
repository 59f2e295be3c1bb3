"""What is to be marked: the labels, with what each is in time, and further choices that a brief lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from faultmark.interface.drafting.event import ChoiceList, Event
from faultmark.interface.drafting.extent_words import INSTANT, RANGE
from faultmark.interface.drafting.extents import settle_extents
from faultmark.interface.drafting.lexicon import EVENTS, SENSORS
from faultmark.interface.drafting.marks import find_marks, read_aside
from faultmark.interface.drafting.text import Item, Statement, split_list

__all__ = ["event_of", "find_choices", "find_events", "marked_events", "singular"]


_PLURAL = re.compile(r"(?<=[a-z]{2})(?:s)$")
_LEXICON = re.compile(r"(?<![\w-])(?:(" + "|".join(re.escape(s) for words in SENSORS.values() for s in sorted(words, key=len, reverse=True) if len(s) > 2) + r")\s+)?("
    + "|".join(sorted((re.escape(name) for name in EVENTS), key=len, reverse=True)) + r")(?:s|es)?(?![\w-])", re.IGNORECASE)  # fmt: skip
_GENERIC = {
    "anomaly",
    "fault",
    "failure",
    "event",
    "noise",
    "alarm",
    "peak",
    "shift",
    "trend",
    "scan",
    "step",
    "fraud",
    "wear",
    "gap",
}
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
_VERB = re.compile(
    r"\b(?:label|labels|labell?ing|mark|marks|marking|tag|tags|annotate|annotates|annotating|flag|flags|highlight|spot|find|catch|identify|select|classify|detect|look(?:ing)? for|distinguish|separate|capture|interested in|want|care about)\b"
    r"(?P<rest>.*)$", re.IGNORECASE)  # fmt: skip
_STRONG_VERB = re.compile(
    r"\b(?:label|labels|mark|marks|tag|tags|annotate|annotates|flag|flags|highlight|classify|identify)\b(?!\s*(?:is|are|:|each|every))(?P<rest>.*)$",
    re.IGNORECASE,
)
_AS = re.compile(
    r"\b(?:as|into|among|between|one of|either)\b:?\s+(?:one of\s+|either\s+|a |an |being\s+)?(?P<list>[^.]+)$",
    re.IGNORECASE,
)


def singular(name: str) -> str:
    """A plural as its singular, where it ends as most do."""
    lower = name.strip().lower()
    if name.strip().isupper():
        return lower
    if " of " in lower:
        # "Asymmetries of the blades" is one asymmetry of them.
        head, _, rest = lower.partition(" of ")
        return f"{singular(head)} of {rest}"
    if lower.endswith(("ss", "us", "is", "ous", "bias")) or len(lower) < 4:
        return lower
    if lower in EVENTS:
        return lower
    for end, other in (
        ("gases", "gas"),
        ("buses", "bus"),
        ("ies", "y"),
        ("sses", "ss"),
        ("zzes", "zz"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("s", ""),
    ):
        if lower.endswith(end):
            return lower[: -len(end)] + other
    return lower


def _named(text: str) -> tuple[str, str]:
    """An event's name as a label, and what it is in time."""
    name = singular(text.strip(" .,:;\"'"))
    known = EVENTS.get(name)
    if known is None:
        last = [event for event in EVENTS if name.endswith(" " + event)]
        known = EVENTS[max(last, key=len)] if last else None
    return name, known[1] if known else "either"


def event_of(item: Item) -> Event | None:
    """One label of a list, with what its parentheses say; None where the words name none."""
    text = item.text
    aside = read_aside(item.inside)
    hint_extent, inside = aside.extent, aside.rest
    for pattern, extent in ((INSTANT, "instant"), (RANGE, "range")):
        if inside and pattern.search(inside) and not re.search(r"[,/]", inside):
            hint_extent, inside = extent, ""
            break
    stripped = re.sub(
        r"\s+(?:instants?|points?|ranges?|intervals?|events)$|^(\S+ \S+) event$", r"\1", text, flags=re.IGNORECASE
    )
    if stripped != text and stripped.lower() not in {"", "point", "single"}:
        if re.search(r"(instants?|points?)$", text, re.IGNORECASE):
            hint_extent = "instant"
        elif re.search(r"(ranges?|intervals?)$", text, re.IGNORECASE):
            hint_extent = "range"
        text = stripped
    name, extent = _named(text)
    if not name or len(name.split()) > 5 or name in _NO_EVENT or re.fullmatch(r"[\d\s.-]+", name):
        return None
    below = (
        tuple(i.text.lower() for i in split_list(inside))
        if inside and re.search(r"[,/]|\bor\b|\band\b", inside)
        else ()
    )
    return Event(
        name, hint_extent or extent, item.text, below, bool(hint_extent), hotkey=aside.hotkey, color=aside.color
    )


_NO_EVENT = {
    "range", "instant", "point", "region", "interval", "each", "it", "them", "one", "type", "note", "etc", "time", "both", "severity",
    "start", "end", "period", "segment", "all", "else", "point event", "single point", "instants", "ranges", "confidence", "comment",
    "annotator", "stretch", "signal", "channel", "sample", "data", "window", "when", "what", "free text", "everything", "event", "label",
    "a severity", "area", "duration", "length", "section", "marker", "vertical line", "drawing", "marking", "labelling", "labeling", "tagging", "signal quality", "rating", "score", "class",
}  # fmt: skip


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


def _choices_of(statement: Statement) -> Iterable[ChoiceList]:
    text = statement.text
    for match in _EXTENT_HEAD.finditer(re.sub(r";", ".", text)):
        extent = "instant" if match["instant"] else "range"
        yield ChoiceList(
            f"|{extent}", tuple(replace(e, extent=extent, stated=True) for e in _items(match["list"])), match[0]
        )
    if re.search(r"\bseverit", statement.lower) and not re.search(r"failure|fault|type|class", statement.lower):
        return
    heading = statement.under
    if statement.bullet and (_LEVELS.search(heading) or (_FINER.search(heading) and _FINER_LIST.match(text))):
        # "Failure type, two levels:" stands above a list of types, each with finer ones.
        top, _, below = text.partition(":")
        finer = tuple(item.text.lower() for item in split_list(below or "; ".join(statement.below)))
        if (event := event_of(Item(top))) and finer:
            named = _TREE_HEAD.search(heading)
            kind = singular(named["head"]) if named else "failure type"
            yield ChoiceList(f"{kind}|{heading}", (replace(event, below=finer),), text)
            return
    # A heading or "Labels:" line above bullets.
    if statement.bullet and heading:
        head = _head_of(heading)
        if head is not None:
            own = re.split(r"\s+[-:=]\s+|:\s+", text, maxsplit=1)
            items = [e for i in split_list(own[0])[:1] if (e := event_of(Item(i.text, i.inside)))]
            if items and len(own[0].split()) <= 8:
                event = _with_hint(items[0], own[1] if len(own) > 1 else text)
                if statement.below:
                    event = replace(
                        event, below=tuple(i.text.lower() for b in statement.below for i in split_list(b)[:1])
                    )
                elif (
                    len(own) > 1
                    and re.search(r",", own[1])
                    and not event.stated
                    and not INSTANT.search(own[1])
                    and not RANGE.search(own[1])
                    and len(own[1].split()) < 9
                    and head
                ):
                    event = replace(event, below=tuple(i.text.lower() for i in split_list(own[1])))
                yield ChoiceList(f"{head}|{heading}", (event,), text)
            return
    if kinds := _TYPES_ARE.match(text):
        tree = [event for item in split_list(kinds["list"]) if (event := event_of(item)) and event.below]
        if len(tree) > 1:
            yield ChoiceList(singular(kinds["head"]), tuple(tree), text)
            return
    for match in re.finditer(rf"\b({_CHOICE_HEAD})\s*\((?P<list>[^)]*[,/][^)]*)\)", text, re.IGNORECASE):
        items = _items(match["list"])
        if len(items) >= 2 and not re.search(r"severity|confidence|sensors?|channels?", match[1], re.IGNORECASE):
            yield ChoiceList(singular(match[1].lower().replace("-", " ")), tuple(items), match[0])
            return
    for pattern, is_label in ((_CHOICE_HEAD, False), (_LABEL_HEAD, True)):
        for match in re.finditer(rf"\b({pattern}){_LINK}(?P<list>[^.]+)", text, re.IGNORECASE):
            rest = re.sub(
                r"^(?:picked|chosen|selected|taken)\s+(?:from|out of|among)\s+", "", match["list"], flags=re.IGNORECASE
            )
            if statement.below and not rest.strip():
                continue
            items = _items(rest)
            link = text[match.end(1) : match.start("list")]
            if len(items) < 2 or (
                re.search(r"\b(is|are|as|of|from)\b", link)
                and not re.search(r"\b(one of|among|out of|either|such as)\b|:", link)
                and not re.search(r"[,/]| or ", rest)
            ):
                continue
            if re.search(r"\bof\b", link) and not re.search(r"one of|out of", link) and ":" not in link:
                continue
            head = "" if is_label else singular(match[1].lower().replace("-", " "))
            multiple = bool(
                re.search(
                    r"\b(several|multiple|more than one|all that apply|any that apply|multi)\b", text, re.IGNORECASE
                )
            )
            task = bool(
                re.search(
                    r"\b(whole|overall|entire|per (?:file|task|recording|run|series|patient|account|host)|each (?:file|recording|run|series))\b",
                    text[: match.end(1)],
                    re.IGNORECASE,
                )
            )
            yield ChoiceList(head, tuple(items), match[0].strip(), multiple, "task" if task else "region")
            return
    if statement.below and (head := _head_of(text)) is not None:
        events = [
            e
            for b in statement.below
            for i in split_list(re.split(r":\s|\s-\s", b)[0])[:1]
            if (e := event_of(Item(i.text, i.inside)))
        ]
        if events:
            yield ChoiceList(head, tuple(_with_hint(e, b) for e, b in zip(events, statement.below, strict=False)), text)


def _head_of(heading: str) -> str | None:
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


def _items(text: str) -> list[Event]:
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


def find_events(statements: Sequence[Statement], choices: Sequence[ChoiceList]) -> list[Event]:
    """The labels: an explicit list where there is one, else what a brief asks to mark, else events that it mentions."""
    listed = [event for choice in choices if not choice.head for event in choice.items]
    if not any(event.below for event in listed) and (marks := marked_events(statements)):
        return settle_extents(_without_parts(marks), statements)
    if listed:
        return settle_extents(_without_parts(listed), statements)
    asked: list[Event] = []
    for statement in statements:
        if _head_of(statement.under) not in {None, ""} or re.search(
            r"\b(per|each|every|questions?|context|metadata|sensors?|channels?|signals?)\b",
            statement.under,
            re.IGNORECASE,
        ):
            continue
        for event in _asked(statement):
            if event.name not in {e.name for e in asked}:
                asked.append(event)
    taken = {e.name for c in choices if c.head for e in c.items}
    named = [event for event in asked if event.name not in taken]
    specific = [e for e in named if e.name not in _GENERIC or e.stated]
    return settle_extents(_without_parts(specific or named), statements)


def marked_events(statements: Sequence[Statement]) -> list[Event]:
    """What sentences say is to be marked."""
    found: dict[str, Event] = {}
    for mark in find_marks(statements):
        event = event_of(Item(mark.name, mark.inside))
        if event is None or event.name in found:
            continue
        if mark.extent and not event.stated:
            event = replace(event, extent=mark.extent, stated=True)
        found[event.name] = event
    return list(found.values())


def _without_parts(events: Sequence[Event]) -> list[Event]:
    """Leave out "trip" beside "inverter trip": it is the same, said in short."""
    names = {event.name for event in events}
    # "Swarm preparation" as a range beside "swarm" as a point are two.
    apart = {
        event.name
        for event in events
        for other in events
        if event.stated and other.stated and event.extent != other.extent and f" {event.name} " in f" {other.name} "
    }
    return [
        event
        for event in events
        if event.name in apart or not any(f" {event.name} " in f" {name} " and name != event.name for name in names)
    ]


def _asked(statement: Statement) -> Iterable[Event]:
    text = statement.text
    verb = _STRONG_VERB.search(text) or _VERB.search(text)
    if verb is None:
        found = list(_LEXICON.finditer(text))
        mentioned = [m for m in found if m[2].lower() not in _GENERIC or len(found) > 1]
        if (
            mentioned
            and (len(found) > 1 or INSTANT.search(text) or RANGE.search(text))
            and not re.search(r"\b(for|when|if|only)\b.*\bask\b|\bif\b|\brequired?\b", text, re.IGNORECASE)
        ):
            for match in mentioned:
                yield _mention(match)
        return
    rest = verb["rest"]
    listing = _AS.search(rest)
    explicit: list[Event] = []
    if (
        listing
        and re.search(r",|/|\bor\b|\band\b", listing["list"])
        and not re.search(r"\b(range|instant|point)s?\b", listing["list"], re.IGNORECASE)
    ):
        explicit = _items(listing["list"])
    if len(explicit) >= 2:
        yield from explicit
        return
    colon = re.search(r":\s*([^.]+)$", rest)
    if colon and len(_items(colon[1])) >= 2:
        yield from _items(colon[1])
        return
    objects = _with_extents(rest) or _objects(rest)
    if objects:
        yield from objects
        return
    for match in _LEXICON.finditer(rest):
        yield _mention(match)


_EXTENT_OF = re.compile(
    r"\s+as\s+(?:(?:single|short|time|point|separate|an?|individual|whole)\s+)*(?:(?P<instant>points?|instants?|events?|moments?|timestamps?)|(?P<range>ranges?|intervals?|spans?|segments?|episodes?|regions?|periods?|windows?|stretches))\b",
    re.IGNORECASE,
)


def _with_extents(rest: str) -> list[Event]:
    """Lists that each say what they are: "a and b as ranges, and c as single points"."""
    found: list[Event] = []
    at = 0
    for match in _EXTENT_OF.finditer(rest):
        part = re.sub(
            r"^\W*(?:and|but|while|whereas|plus)\s+|^\s*(?:out|for|any|every|all|the)\s+",
            "",
            rest[at : match.start()].strip(" ,;"),
        )
        at = match.end()
        extent = "instant" if match["instant"] else "range"
        for item in split_list(part):
            event = event_of(item)
            if event is None or len(event.name.split()) > 3:
                continue
            found.append(replace(event, extent=extent, stated=True))
    return found


_OBJECT_END = re.compile(
    r"\s+(?:as (?:ranges?|intervals?|points?|instants?|episodes?|spans?|time spans?|segments?|regions?|point events?|single points?|events?)|for any|for every|for each|in (?:the|these|our|their|all|every)|by dragging|with (?:a|an|the|their)|so that|because|"
    r"using|on the|whenever|when|if|and (?:write|rate|give|explain|say|note|add|choose|pick|state|describe|assign|tell|select|set|leave|then|also|optionally|they)|; |- )\b.*$|\.\s.*$",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_NOT_AN_OBJECT = re.compile(
    r"^(?:data|telemetry|recordings?|time series|files?|it|them|this|that|these|through|over|every|each|region|regions|ranges?|instants?|points?|signals?|six|severity|notes?|comments?|confidence|"
    r"anomalies in|anomaly in|link telemetry|months)(?:\b|$)(?!\s+(?:exfiltration|loss|gap|drift|corruption))|\b(?:recordings?|telemetry|files?|time series|screen|interface)\b",
    re.IGNORECASE,
)


def _objects(rest: str) -> list[Event]:
    """The objects of "mark": also names that no dictionary knows, where they stand in a list."""
    rest = re.sub(r"^\s*(?:(?:out|down|up)\b)?\s*(?:(?:for|any|every|each|all|the)\b)?\s*", "", rest)
    rest = _OBJECT_END.sub(
        "",
        re.split(
            r";|\s\(which\b|, (?:which|plus|along|together|then|and (?:rate|write|give|explain|say|note|add|choose))\b",
            rest,
        )[0],
    )
    items = split_list(rest)
    if len(items) < 2 or _NOT_AN_OBJECT.search(items[0].text):
        return []
    found: list[Event] = []
    for item in items:
        event = event_of(item)
        if event is None or len(event.name.split()) > 3 or _NOT_AN_OBJECT.search(event.name):
            break
        if event.name not in {e.name for e in found}:
            found.append(event)
    # "Annotate heart rate and SpO2" names what is looked at, not what is marked in it.
    sensors = [
        event for event in found if any(event.name.endswith(word) for words in SENSORS.values() for word in words)
    ]
    return found if len(found) >= 2 and len(sensors) < len(found) else []


def _mention(match: re.Match[str]) -> Event:
    words = (
        f"{match[1]} {match[2]}"
        if match[1]
        and match[2].lower()
        in {"drift", "drop", "spike", "surge", "dip", "excursion", "sag", "burst", "loss", "jump", "pulse", "noise"}
        else match[2]
    )
    name, extent = _named(words)
    return Event(name, extent, match[0])
