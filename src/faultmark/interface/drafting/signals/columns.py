"""The columns of a sample that sensors are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.signals.sensor import Sensor
from faultmark.interface.drafting.words.lexicon import SENSORS, SHORT_FORMS
from faultmark.interface.sample import Sample, SampleColumn

__all__ = ["bind"]


# --- the sample's columns


def bind(sensors: Sequence[Sensor], sample: Sample) -> tuple[list[tuple[SampleColumn, Sensor | None]], list[Sensor]]:
    """Find the columns that sensors are.

    Returns
    -------
    tuple
        Columns in the file's order, each with the sensor that it is; and the sensors that no column is.
    """
    taken: dict[str, Sensor] = {}
    missing: list[Sensor] = []
    columns = [c for c in sample.columns if c.numeric and c.name != sample.time_column]
    # The most particular first, so that "inlet pressure" takes its column before "pressure" takes the rest.
    for sensor in sorted(sensors, key=lambda s: -len(s.name.split())):
        scores = {c.name: _fit(sensor, c) for c in columns if c.name not in taken}
        best = max(scores.values(), default=0.0)
        if best <= 0:
            if not any(_fit(sensor, c) > 0 for c in columns):
                missing.append(sensor)
            continue
        specific = sensor.name != sensor.kind
        for name, score in scores.items():
            if score == best or (score > 0 and not specific):
                taken[name] = sensor
    return [(c, taken.get(c.name)) for c in columns if c.name in taken], missing


def _tokens(text: str) -> set[str]:
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    found: set[str] = set()
    for word in words:
        found |= {word.removesuffix("s") if len(word) > 3 else word}
        if len(word) > 1 or len(words) <= 2:
            found |= set(SHORT_FORMS.get(word, "").split())
    return found


def _fit(sensor: Sensor, column: SampleColumn) -> float:
    have = _tokens(column.words or column.name)
    kind = {word.removesuffix("s") if len(word) > 3 else word for word in sensor.kind.split()}
    words = [w for word in SENSORS.get(sensor.kind, (sensor.kind,)) for w in [_tokens(word)]]
    # "turb" is turbidity, "cond" conductivity.
    short = len(kind) == 1 and any(len(token) > 2 and next(iter(kind)).startswith(token) for token in have)
    if not (short or kind <= have or any(w <= have for w in words)):
        return 0.0
    wanted = _tokens(sensor.name) - kind
    score = 1.0 + 2 * len(wanted & have) - (0.5 * len(wanted - have))
    if wanted and not wanted & have:
        score = 0.4
    return score
