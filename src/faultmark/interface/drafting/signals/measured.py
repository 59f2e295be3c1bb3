"""What stands right before a unit in brackets, or behind a dash or comma of a list item, is measured.

"Bearing temp DE [degC]" and "- DC voltage — V" need no verb and no dictionary: the unit says what they are. Such names
are taken as they are written, and other finds that are parts of them go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.words.function_words import is_function_word, is_work_verb
from faultmark.interface.drafting.words.lexicon import SENSORS, SHORT_FORMS
from faultmark.interface.units import unit_as_written, unit_kind

__all__ = ["with_measured"]

_BRACKET = re.compile(r"[(\[]\s*(?:both |all |each )?(?:measured |given )?(?:in )?(?P<unit>[^()\[\],;]{1,24})\s*[)\]]")
_DASHED = re.compile(r"^(?P<name>[^,:;()]+?)\s*(?:,|:|\s-+)\s+(?P<unit>\S{1,10}(?: [A-Z]\S{0,3})?)\s*$")
_BREAK = re.compile(r"[,;:|()\[\]]|\s/\s|\s[-+&]\s|\s(?:and|or|plus)\s|(?<=[a-z])\.\s", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:enters?|estimates?|estimated|asks?(?: \w+)? for|states?|fill(?:s)? in|type(?:s)? in|how (?:much|many|long|sure|certain|confident)|confidence|certainty|loss|cost|downtime)\b[^,;]*$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^(?:two|three|four|five|six|seven|eight)$", re.IGNORECASE)
_NO_SIGNAL = re.compile(
    r"\b(?:samples?|exports?|files?|data|logs?|telemetry|recordings?|values?|overlaid|instants?|ranges?|once|(?<!dew )(?<!set )points?|(?<!per )second|(?<!per )minute|(?<!per )hour|channels?|signals?|sensors?)$",
    re.IGNORECASE,
)
_OF_DATA = re.compile(
    r"^(?:files?|csvs?|logs?|recordings?|data|series|traces|tags|channels|signals|columns?|cols|sensors|readings|measurements|metrics|values)$",
    re.IGNORECASE,
)
_OF_SIGNALS = re.compile(r"\b(?:channels?|signals?|sensors?|columns?|traces?|data|measure\w*)\b", re.IGNORECASE)
_SENSOR_WORDS = {word for words in SENSORS.values() for name in words for word in name.split()}
_JOINED = {"of", "in", "per", "at", "from", "out"}


def with_measured(sensors: Sequence[Sensor], statements: Sequence[Statement]) -> list[Sensor]:
    """Sensors by their names and units as they stand in brackets, and those that only their unit tells."""
    pairs = list(_measured(statements))
    units = {unit.lower() for _, unit in pairs}
    sensors = _with_told_units([s for s in sensors if not _TIME.match(s.name)] or sensors, statements)
    made = [s for s in sensors if not pairs or not (_NO_SIGNAL.search(s.name) or s.name.lower() in units)]
    last, settled = -1, set[str]()
    for short, unit in pairs:
        is_pressure = unit_kind(unit) == "pressure"
        name = re.sub(r"\bpress\b", "pressure", short, flags=re.IGNORECASE) if is_pressure else short
        words = set(name.lower().split())
        near = [s for s in made if s.name not in settled and _is_part_of(s, words, unit)]
        if near:
            last = made.index(near[0])
            kept = near[0]
            # "HR (bpm)" is the heart rate that it is known as already.
            is_short = len(name) < 6 and not set(kept.name.lower().split()) & words
            settled.add(kept.name if is_short else name)
            made[last] = replace(kept, name=kept.name if is_short else name, unit=unit, said=kept.said or name)
            now = made[last]
            made = [s for s in made if s is now or s not in near[1:]]
            last = made.index(now)
        elif not any(words <= set(s.name.lower().split()) for s in made):
            last += 1
            settled.add(name)
            made.insert(last, Sensor(name, name.lower(), unit, name))
    return made


_TIME = re.compile(r"^(?:time|timestamp|time ?stamp|datetime|date|ts|t)$", re.IGNORECASE)
_ARE_IN = re.compile(
    r"(?:^|[.;,]\s*|\b(?:and|the)\s+)(?:(?:the|all|both|two|three|four|five|six)\s+)*(?P<what>[A-Za-z_]\w*)?\s*(?:columns?|channels?|signals?|sensors?|ones|values|readings|traces|curves)?\s*(?:is|are)\s+(?:all |both |each )?(?:measured |given |recorded |logged )?in\s+(?P<unit>[^\s,;()]{1,10}?)(?=\s*(?:[,;]|\.?$|\.\s|and\b))",
    re.IGNORECASE,
)


def _with_told_units(sensors: Sequence[Sensor], statements: Sequence[Statement]) -> list[Sensor]:
    """Sensors with the units that sentences give to several: "the three vib columns are in g", "all are in bar"."""
    made = list(sensors)
    for statement in statements:
        for match in _ARE_IN.finditer(statement.text):
            unit = unit_as_written(match["unit"])
            what = (match["what"] or "").lower()
            everything = what in {"", "all", "they", "these", "everything", "columns", "channels", "signals", "both"}
            if unit and unit_kind(unit) != "duration":
                made = [
                    replace(s, unit=unit)
                    if not s.unit and (everything or what.removesuffix("s") in re.split(r"[\W_]+", s.name.lower()))
                    else s
                    for s in made
                    if s.name.lower() not in {f"in {unit}".lower(), match["unit"].lower()}
                    and not (len(made) > 1 and s.name.lower() == what and what.endswith("s"))
                ]
    return made


def _is_part_of(sensor: Sensor, words: set[str], unit: str) -> bool:
    """Whether a sensor is what stands in brackets, said in other words or cut short."""
    own = set(sensor.name.lower().split())
    said = set(sensor.said.lower().split())
    led = words < own and all(is_work_verb(word) for word in own - words)
    written_out = {SHORT_FORMS.get(word, word) for word in own} == {SHORT_FORMS.get(word, word) for word in words}
    same_unit = not sensor.unit or sensor.unit == unit or unit_kind(sensor.unit) == unit_kind(unit)
    return same_unit and (led or written_out or own <= words or (bool(said) and said <= words)) and bool(own)


def _measured(statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        for text in (statement.text, *statement.below):
            if statement.bullet and (dashed := _DASHED.match(text)):
                unit = unit_as_written(dashed["unit"])
                if not unit and _OF_SIGNALS.search(statement.under) and re.fullmatch(r"[A-Z]{3,5}", dashed["unit"]):
                    unit = dashed["unit"]
                name = _name(dashed["name"])
                if unit and name and unit_kind(unit) != "duration":
                    yield name, unit
                    continue
            found = list(_in_units(text)) or list(_telegram(text))
            for match in _BRACKET.finditer(text):
                unit = unit_as_written(match["unit"])
                before = text[: match.start()]
                name = _name(_BREAK.split(before)[-1])
                if unit and name and not _ASKED.search(_BREAK.split(before)[-1]):
                    found.append((name, unit))
            # One letter in brackets may be a grade or a key: it is a unit beside others, or behind a known sensor.
            sure = [pair for pair in found if len(pair[1]) > 1 or pair[0].lower().split()[-1] in _SENSOR_WORDS]
            yield from found if sure else ()


_IN = re.compile(
    r"\s(?:measured |given |recorded |logged )?in\s+(?P<unit>[^\s,;.()]+(?: [a-zA-Z]+){0,2}?)(?=\s*(?:[,;.)]|$|\band\b|\bas\b|\bare\b|\bis\b|\bplus\b))",
    re.IGNORECASE,
)


def _in_units(text: str) -> Iterator[tuple[str, str]]:
    """Pairs in a list of which at least two have a unit: "outlet temp in C, oil pressure in bar"."""
    found = []
    for match in _IN.finditer(text):
        before = _BREAK.split(text[: match.start()])[-1]
        unit = unit_as_written(match["unit"])
        name = _name(before) if unit and unit_kind(unit) != "duration" and not _ASKED.search(before) else ""
        if name:
            found.append((name, unit))
    if len(found) > 1:
        yield from found


def _telegram(text: str) -> Iterator[tuple[str, str]]:
    """Pairs where nothing but names and their units stands: "sup air temp C / damper pos % / fan speed Hz"."""
    listed = re.sub(r"^[\w ]{2,20}:\s", "", text)
    parts = [part.strip(" .").rpartition(" ") for part in re.split(r",|\s/\s|;", listed)]
    found = [(_name(name), unit_as_written(unit)) for name, _, unit in parts if not re.fullmatch(r"[a-z]|in|min", unit)]
    if len(parts) > 1 and len(found) == len(parts) and all(name and unit for name, unit in found):
        yield from found


def _name(text: str) -> str:
    """The name that ends a stretch of words, with its short forms written out."""
    words: list[str] = []
    parts = text.strip(" .'\"").split()
    for at in range(len(parts) - 1, -1, -1):
        word = parts[at].strip("'\"")
        low = word.lower()
        if low == "the" and words and at and parts[at - 1].lower() == "of":
            # "Vibration of the bogie".
            continue
        if low == "a" and word.isupper() and words and at:
            words.insert(0, word)
            continue
        if low in _JOINED and words and at and not _stops(parts[at - 1], words):
            words.insert(0, word)
            continue
        # "Answered ratio" and "rejected messages" are names.
        is_part = (
            bool(words) and (at == 0 or is_work_verb(parts[at - 1])) and low.endswith("ed") and low not in _MEASURES
        )
        if (_stops(word, words) and not is_part) or len(words) == 5:
            break
        words.insert(0, word)
    while words and words[0].lower() in _JOINED:
        words.pop(0)
    name = " ".join(words)
    if re.match(r"^(?:number|count|sum) of ", name, re.IGNORECASE):
        name = name.partition(" of ")[2]
    name = " ".join(_LONG.get(word.lower(), word) for word in name.split())
    return name if is_noun_phrase(name, 5) else ""


_LONG: dict[str, str] = {
    short: SHORT_FORMS[short]
    for short in ("temp", "temps", "vib", "suct", "disch", "brg", "mot")
    if short in SHORT_FORMS
}


_MEASURES = {"measured", "recorded", "logged", "given", "plotted", "charted", "displayed", "monitored", "tracked", "collected", "included", "needed", "added"}  # fmt: skip


def _stops(word: str, behind: Sequence[str]) -> bool:
    low = word.lower().strip("'\"")
    if low in {"high", "low", "in", "out"} or (low == "i" and behind):
        return False
    is_verb = is_work_verb(low) and low not in _SENSOR_WORDS
    return is_function_word(low) or is_verb or bool(_OF_DATA.match(low)) or bool(_COUNT.match(low) and behind)
