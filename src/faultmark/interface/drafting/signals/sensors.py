"""Sensors and their units in a brief, and the columns of the sample that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from faultmark.interface.drafting.brief.lists import split_list
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.signals.said import said_signals
from faultmark.interface.drafting.signals.sensor import Sensor, unit_after
from faultmark.interface.drafting.words.function_words import is_work_verb
from faultmark.interface.drafting.words.lexicon import EVENTS, MODIFIERS, SENSORS, SHORT_FORMS, STOPWORDS
from faultmark.interface.units import canonical_unit

__all__ = ["AMBIGUOUS", "find_sensors"]

_KIND_OF = {word: kind for kind, words in SENSORS.items() for word in words}
_WORDS = sorted(_KIND_OF, key=len, reverse=True)
_SENSOR = re.compile(r"(?<![\w-])(" + "|".join(re.escape(word) for word in _WORDS) + r")(?![\w-])", re.IGNORECASE)
_CUES = re.compile(
    r"\b(sensors?|channels?|signals?|columns?|measur\w+|log(?:s|ged)?|record(?:s|ed|ings?)?|telemetry|stream\w*|plot\w*|charts?|"
    r"display\w*|show\w*|viewer|view|traces?|waveforms?|monitor\w*|readings?|sampled|writes?|gives?|has|have|collects?|provid\w+|synchroni[sz]ed|multichannel|csv|feeds?|"
    r"inputs?|data|series|time axis|stacked|overlay\w*|see|collect\w*|track\w*|capture\w*|vitals?|vital signs)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\b(?:sensors?|channels?|signals?|columns?|inputs?|measurements?|measurands?|tags|telemetry|traces|data|vitals|vital signs)"
    r"(?:\s*\([^)]*\))?\s*(?::|=|\bare\b|-\s)\s*(.+)$",
    re.IGNORECASE,
)
_LABEL_CUES = re.compile(
    r"\b(labels?|labell?ing|classes|mark|tag|annotate|flag|events?|anomal\w+|failure|fault|types?|categor\w+|severity|look for|"
    r"notes?|root.cause|optional)\b", re.IGNORECASE)  # fmt: skip
_EVENT_WORD = re.compile(
    r"^[\s-]*(?:" + "|".join(sorted((re.escape(e) for e in EVENTS), key=len, reverse=True)) + r")(?:s|es|ing)?\b",
    re.IGNORECASE,
)
_NOT_SENSOR_BEFORE = re.compile(r"(?:\b(?:failure|fault|severity|overlap|annotator|model|of)\s)$", re.IGNORECASE)


def find_sensors(statements: Sequence[Statement], others: Iterable[str] = ()) -> list[Sensor]:
    """Sensors that a brief names, in its order: those that a dictionary knows, and those that its sentences name.

    ``others`` are names that are something else: labels, options, metadata.
    """
    known, said = _known_sensors(statements), said_signals(statements)
    taken = {name.lower() for name in others}
    made: list[Sensor] = []
    used: set[str] = set()
    for signal in said:
        words = set(signal.name.lower().replace("_", " ").split())
        if signal.name.lower() in taken and not signal.unit:
            continue
        match = next((s for s in known if s.name not in used and _same_thing(s, words)), None)
        if match is None and not (signal.unit or signal.listed):
            continue
        if match is None:
            made.append(Sensor(signal.name, signal.name.lower(), signal.unit, signal.name, signal.group))
            continue
        used.add(match.name)
        longer = words > set(match.name.split()) or words > set(match.said.lower().split())
        shorter = (
            words < set(match.name.split())
            or words < set(match.said.lower().split())
            or (len(signal.name) < 4 and signal.name.islower())
        )
        name = signal.name if longer or (signal.listed and not shorter) else match.name
        made.append(Sensor(name, match.kind, signal.unit or match.unit, match.said, match.group or signal.group))
    if any(signal.listed for signal in said) and len(made) > 1:
        return made
    longer_names = [f" {name} " for name in taken if " " in name]
    rest = [
        sensor
        for sensor in known
        if sensor.name not in used
        and sensor.name.lower() not in taken
        and not any(f" {sensor.said.lower()} " in name for name in longer_names)
    ]
    if not made:
        return rest
    where = " ".join(s.text for s in statements).lower()
    return sorted([*made, *rest], key=lambda s: where.find(s.said.lower()) % (len(where) + 1))


def _same_thing(sensor: Sensor, words: set[str]) -> bool:
    name = set(sensor.name.split())
    said = set(sensor.said.lower().split())
    return (
        name <= words or said <= words or (words <= name and bool(words & set(sensor.kind.split()) or len(words) > 1))
    )


def _known_sensors(statements: Sequence[Statement]) -> list[Sensor]:
    found: dict[str, Sensor] = {}
    for statement in statements:
        for sensor in _in_statement(statement):
            known = found.get(sensor.name)
            if known is None or (sensor.strong and not known.strong):
                found[sensor.name] = sensor if known is None or sensor.unit else _with_unit(sensor, known.unit)
            elif sensor.unit and not known.unit:
                found[sensor.name] = _with_unit(known, sensor.unit)
    sensors = list(found.values())
    if any(sensor.strong for sensor in sensors):
        sensors = [sensor for sensor in sensors if sensor.strong]
    # "temperature" beside "inlet temperature" is the same thing said in general.
    return [
        s
        for s in sensors
        if s.name != s.kind or not any(o is not s and o.name.endswith(" " + s.kind) and not s.unit for o in sensors)
    ]


def _with_unit(sensor: Sensor, unit: str) -> Sensor:
    return Sensor(sensor.name, sensor.kind, unit, sensor.said, sensor.group, sensor.strong, sensor.many)


def _in_statement(statement: Statement) -> Iterable[Sensor]:
    """Sensors of a statement; "(both in bar)" and "(all in bar)" are of those before as well."""
    found = list(_of_statement(statement))
    if re.search(r"\(\s*(?:both|all)\s+(?:in\s+)?", statement.text):
        for index in range(len(found) - 2, -1, -1):
            if not found[index].unit and found[index].kind == found[index + 1].kind:
                found[index] = _with_unit(found[index], found[index + 1].unit)
    return found


def _of_statement(statement: Statement) -> Iterable[Sensor]:
    text = statement.text
    under = statement.under
    is_data = bool(
        _HEAD.search(text)
        or (_heads_data(under) and statement.bullet)
        or (_CUES.search(text) and not _is_about_labels(text))
    )
    if _heads_data(under) and (statement.bullet or len(under.split()) < 4) and not re.match(r"^[^:]{0,30}:\s", text):
        yield from _listed([text, *statement.below], strong=True)
        return
    head = _HEAD.search(text)
    if head and not _is_about_labels(text[: head.start()] + text[head.start() : head.start(1)]):
        yield from _listed([head[1]], strong=True)
        return
    if _label_heading(under):
        return
    fragments = text.strip(" .").split(",")
    # A telegram: nothing but things and their units.
    if (
        len(fragments) > 2
        and not _is_about_labels(text)
        and len(text.split()) <= 4 * len(fragments)
        and ":" not in text
        and any(unit_after(text[m.end() :]) for m in _SENSOR.finditer(text))
        and not re.search(r"\b(?:we|is|are|the|please)\b", text)
    ):
        yield from _listed([text], strong=True)
        return
    group = (
        "overlay"
        if re.search(
            r"\b(overlay|overlaid|one chart|same (?:chart|axis|plot|pane)|one (?:pane|plot))\b", text, re.IGNORECASE
        )
        else ""
    )
    yield from _mentions(text, strong=is_data, group=group)
    if is_data or text.count("(") > 1:
        yield from _with_units(text)


def _with_units(text: str) -> Iterable[Sensor]:
    """Things that no dictionary knows, with a unit in parentheses: "dissolved gas (ppm)"."""
    for match in re.finditer(r"\b([A-Za-z][A-Za-z-]+(?: [A-Za-z][A-Za-z-]+)?)\s*[(\[]\s*([^)\],]{1,14})\s*[)\]]", text):
        unit = canonical_unit(match[2])
        words = [word for word in match[1].lower().split() if word not in STOPWORDS]
        if unit and words and not _SENSOR.search(match[1]) and (len(match[2]) > 1 or text.count("(") > 1):
            yield Sensor(" ".join(words), " ".join(words), unit, match[1])


def _heads_data(heading: str) -> bool:
    return bool(
        re.search(
            r"\b(sensors?|channels?|signals?|columns?|measurements?|inputs?|vitals|vital signs|traces|data|telemetry|what (?:we|they) (?:see|measure|log))\b",
            heading,
            re.IGNORECASE,
        )
        and not re.search(
            r"\b(metadata|meta data|context|label\w*|annotat\w+|ui|tool|interface|need|wish\w*|requirements?|events?)\b",
            heading,
            re.IGNORECASE,
        )
    )


def _label_heading(heading: str) -> bool:
    return bool(
        re.search(
            r"\b(labels?|classes|events?|anomal\w+|types|context|metadata|annotat\w+ (?:say|fill)|per region)\b",
            heading,
            re.IGNORECASE,
        )
    )


def _is_about_labels(text: str) -> bool:
    return bool(_LABEL_CUES.search(text)) and not re.search(
        r"\b(channels?|signals?|sensors?|multichannel|viewer|synchroni[sz]ed)\b", text, re.IGNORECASE
    )


def _listed(texts: Iterable[str], *, strong: bool) -> Iterable[Sensor]:
    """Items of an explicit list: also what no dictionary knows."""
    for whole in texts:
        text = re.split(r"(?<=[a-z)])\.\s", whole)[0]
        if (
            sum(1 for _ in _SENSOR.finditer(text)) > 1
            and re.search(r"\b(?:of|with)\b.*\band\b", text)
            and "," not in text
        ):
            yield from _mentions(text, strong=strong)
            continue
        # "motor current, A" is one thing and its unit.
        listed = text
        last = re.match(r"^(.*\S)\s*,\s*(\S{1,8})\s*$", text)
        if last and "," not in last[1] and canonical_unit(last[2]):
            listed = f"{last[1]} ({last[2]})"
        for item in split_list(listed):
            mentions = list(_mentions(item.raw or item.text, strong=strong))
            if mentions:
                yield mentions[0]
                continue
            name, unit = _unit_at_end(item.text)
            unit = canonical_unit(item.inside) or unit
            words = name.lower().split()
            if (
                0 < len(words) <= 4
                and not all(word in STOPWORDS for word in words)
                and not re.search(r"\d{3}|hz$", name.lower())
            ):
                expanded = " ".join(SHORT_FORMS.get(word, word) if len(word) > 1 else word for word in words)
                again = list(_mentions(f"{expanded} ({unit})" if unit else expanded, strong=strong))
                yield again[0] if again else Sensor(name.lower(), name.lower(), unit, item.text, strong=strong)


def _unit_at_end(text: str) -> tuple[str, str]:
    name, _, last = text.rpartition(" ")
    if last.lower() == "ph":
        # "Lubricant pH" is what is measured.
        return text, ""
    unit = canonical_unit(last) if name and (len(last) > 1 or last in "ACFKVWgm%") else None
    return (name, unit) if unit else (text, "")


def _mentions(text: str, *, strong: bool, group: str = "") -> Iterable[Sensor]:
    found = list(_SENSOR.finditer(text))
    for index, match in enumerate(found):
        after = text[match.end() :]
        word = match[1].lower()
        kind = _KIND_OF[word]
        if _EVENT_WORD.match(after) or (_NOT_SENSOR_BEFORE.search(text[: match.start()]) and not strong):
            continue
        before = text[: match.start()]
        has_unit = bool(unit_after(after[:24]))
        modifiers = _modifiers(before, loose=strong or len(found) > 2 or has_unit or text.count("(") > 1)
        if kind == "flow" and re.search(r"(?:work|net|cash|data)$", before, re.IGNORECASE):
            continue
        nxt = re.match(r"[\s-]+([a-z]+)", after, re.IGNORECASE)
        if (
            nxt
            and nxt[1].lower()
            in {"sensor", "type", "class", "rating", "supply", "id", "history", "work", "transfer", "test", "tests"}
            and not strong
        ):
            continue
        phrase = " ".join([*modifiers, word])
        if phrase in EVENTS or (index + 1 < len(found) and after[: found[index + 1].start() - match.end()] == " "):
            # "brute force" is an event; in "load current" the load says which current.
            continue
        if word == "press" and not (
            unit_after(after[:20]) and re.match(r"\s*[(\[]|\s+(?:in )?[a-z]+\b", after, re.IGNORECASE)
        ):
            continue
        if word == "rpm" and re.search(r"(?:\(|\bin |,)\s*$", before) and index:
            continue
        if word == "soc" and re.match(r"\s+(?:analyst|team|engineer)", after, re.IGNORECASE):
            continue
        following = next((m for m in found[index + 1 :] if m[1].lower() != "rpm"), None)
        unit = unit_after(after[: 40 if following is None else following.start() - match.end()])
        base = _singular(word, kind)
        name = " ".join([*(m for m in modifiers if m not in base.split()), base])
        if word in AMBIGUOUS and not (strong or unit or modifiers or len(found) > 2):
            continue
        yield Sensor(
            name,
            kind,
            unit,
            " ".join([*modifiers, match[1]]),
            group,
            strong,
            match[1].lower().endswith("s") and kind != word,
        )


AMBIGUOUS = {
    "map", "press", "acc", "hr", "resp", "i", "sound", "load", "position", "level", "speed", "frequency", "amount",
    "saturation", "flow", "power", "pulse", "sessions", "current", "balance", "volume",
}  # fmt: skip


def _singular(word: str, kind: str) -> str:
    """A sensor's words as its name: those that hold its kind stay, as in wind speed; others become the kind."""
    if " per " not in word and (word == kind or not (set(kind.split()) & set(word.split()))):
        return kind
    return word


def _modifiers(before: str, *, loose: bool = False) -> list[str]:
    """Words before a sensor that say which; ``loose`` takes words that no dictionary knows as well."""
    chosen: list[str] = []
    tail = re.search(r"((?:[A-Za-z0-9'-]+(?: and | & |/| )){0,3})$", before)
    words = [w for w in re.split(r"[ /]", tail[1].strip()) if w] if tail else []
    for word in reversed(words):
        lower = word.lower().strip("'")
        is_number = lower in {"a", "in", "on", "all", "out", "1", "2", "3", "4", "5"}
        if lower in MODIFIERS and (chosen or not is_number):
            chosen.insert(0, lower)
        elif (
            lower in STOPWORDS
            or lower == "&"
            or not lower.replace("-", "").isalpha()
            or len(chosen) >= 2
            or lower in EVENTS
            or lower in _KIND_OF
            or (lower.endswith(("ly", "s")) and not lower.endswith("ous"))
            or (lower.endswith("ed") and is_work_verb(lower))
            or not loose
        ):
            break
        else:
            chosen.insert(0, lower)
    return chosen
