"""Sensors of the rules, settled against what the learned model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from faultmark.interface.drafting.brief.phrases import is_noun_phrase
from faultmark.interface.drafting.roles.reading import Phrase, Reading, stem
from faultmark.interface.drafting.settling.certainty import LIKELY, SENSOR_WORDS, SURELY, is_another, is_nothing
from faultmark.interface.drafting.signals.sensor import Sensor, unit_after
from faultmark.interface.drafting.signals.sensors import AMBIGUOUS
from faultmark.interface.drafting.words.lexicon import MODIFIERS
from faultmark.interface.units import canonical_unit

__all__ = ["settled_sensors"]


def settled_sensors(sensors: Sequence[Sensor], reading: Reading) -> list[Sensor]:
    """Sensors without those that the model takes for something else or nothing, and with those that it alone sees."""
    seen = [
        phrase
        for phrase in reading.of("signal")
        if is_noun_phrase(phrase.words) and not is_nothing(phrase.words) and not canonical_unit(phrase.words)
    ]
    found = [
        _without_lead(sensor, seen, reading)
        for sensor in sensors
        if not is_nothing(sensor.name)
        and not (
            not sensor.unit
            and sensor.name not in SENSOR_WORDS - AMBIGUOUS
            and is_another(sensor.said or sensor.name, "signal", reading)
        )
    ]
    if len(found) > 2 and not found[0].unit and all(s.unit for s in found[1:]) and _opens(found[0], reading):
        # "Metro doors, motor current (A) and door position (mm)": the first says of what they are.
        found = found[1:]
    if len(seen) > 1:
        # Where it sees the list of signals, what stands elsewhere is none.
        found = [
            s for s in found if any(_shares_word(s, phrase.words) for phrase in seen) or not _is_no_signal(s, reading)
        ]
    told = {phrase.statement for phrase in seen if any(_shares_word(sensor, phrase.words) for sensor in found)}
    for phrase in seen:
        unit = unit_after(phrase.behind)
        is_listed = phrase.sure > LIKELY and phrase.statement in told
        if (unit or is_listed) and not any(_shares_word(sensor, phrase.words) for sensor in found):
            found.append(Sensor(phrase.words.lower(), phrase.words.lower(), unit, phrase.words))
    return found or list(sensors)


def _opens(sensor: Sensor, reading: Reading) -> bool:
    """Whether a brief begins with what the model does not take for a signal."""
    return reading.text.startswith(sensor.name.lower()) and reading.chance(sensor.name, "signal") < LIKELY


def _shares_word(sensor: Sensor, words: str) -> bool:
    return bool(
        {stem(word) for word in words.lower().split()}
        & {stem(w) for w in f"{sensor.name} {sensor.said}".lower().split()}
    )


def _is_no_signal(sensor: Sensor, reading: Reading) -> bool:
    return reading.chance(sensor.said or sensor.name, "none") > SURELY


def _without_lead(sensor: Sensor, seen: Sequence[Phrase], reading: Reading) -> Sensor:
    """A sensor without words before its name that the model takes for none of it: "export heart rate"."""
    for phrase in seen:
        words = phrase.words.lower()
        lead = sensor.name.removesuffix(f" {words}").split() if sensor.name.endswith(f" {words}") else []
        if lead and all(word not in MODIFIERS and reading.chance(word, "none") > SURELY for word in lead):
            return replace(sensor, name=words)
    return sensor
