"""Predictions of a deployment: from Label Studio's JSON, or from a table with one region a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.labels.schema import Control, LabelSchema
from faultmark.remote.tasks import read_table
from faultmark.series.time_text import TimeText

__all__ = ["DEFAULT_MODEL", "read_predictions"]

DEFAULT_MODEL = "imported"
_SERIES = ("series", "file", "task", "task_id", "path", "filename")
_OWN = {*_SERIES, "start", "end", "label", "score", "confidence", "model", "model_version", "instant", "channel", "id"}


def read_predictions(path: Path, schema: LabelSchema, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Read predictions by task.

    Parameters
    ----------
    path:
        A JSON file (tasks with predictions, or predictions that name their ``task``), or a table with the columns
        series, start, end, label, score, and optionally model_version, instant and the names of further controls.
    schema:
        The config's schema.
    keys:
        What tasks are called: names of files, addresses or ids.

    Returns
    -------
    dict
        Predictions by the task's key, one for each model.

    Raises
    ------
    ConfigError
        ``predictions.…``, with line and column.
    """
    if path.suffix.lower() == ".json":
        return _from_json(path, keys, schema)
    return _from_table(path, schema, keys)


def _from_json(path: Path, keys: Sequence[str], schema: LabelSchema) -> dict[str, list[dict[str, Any]]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ConfigError(
            "predictions.json.invalid", f"This is not JSON: {error.msg}.", place=Place(str(path), error.lineno)
        ) from error
    value = schema.object.value_key if schema.object else ""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        data = entry.get("data", {})
        named = next((entry[name] for name in _SERIES if name in entry), None) or data.get(value) or entry.get("id")
        key = _key(str(named), keys)
        if key is None:
            raise _unknown(str(named), keys, Place(str(path), None, f"entry {number}"))
        for prediction in entry.get("predictions") or ([entry] if "result" in entry else []):
            found.setdefault(key, []).append(_plain(prediction))
    return found


def _plain(prediction: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "result": list(prediction.get("result", ())),
        "model_version": str(prediction.get("model_version") or DEFAULT_MODEL),
    }
    if isinstance(prediction.get("score"), int | float):
        made["score"] = prediction["score"]
    return made


def _key(named: str, keys: Sequence[str]) -> str | None:
    if named in keys:
        return named
    short = {Path(key.split("?")[0]).name: key for key in keys} | {Path(key.split("?")[0]).stem: key for key in keys}
    return short.get(Path(named).name)


def _unknown(named: str, keys: Sequence[str], place: Place) -> ConfigError:
    shown = ", ".join(list(keys)[:8]) + (" …" if len(keys) > 8 else "")
    return ConfigError(
        "predictions.series.unknown",
        f"No task is called {named!r}.",
        place=place,
        remedies=(Remedy(f"Tasks are {shown}."),),
    )


def _from_table(path: Path, schema: LabelSchema, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    rows = read_table(path)
    if not rows:
        return {}
    series = next((name for name in _SERIES if name in rows[0]), None)
    if series is None or "start" not in rows[0] or not schema.label_controls:
        missing = "series" if series is None else "start"
        raise ConfigError(
            "predictions.column.missing",
            f"The table has no column {missing!r}.",
            place=Place(str(path), 1),
            expected="series, start, end, label, score; and optionally model_version and the names of controls.",
        )
    labels = schema.label_controls[0]
    extra = [
        c for c in schema.controls if c.name in rows[0] and c.name not in _OWN and c.per_region and c is not labels
    ]
    made: dict[str, dict[str, dict[str, Any]]] = {}
    for line, row in enumerate(rows, start=2):
        place = Place(str(path), line)
        key = _key(row[series], keys)
        if key is None:
            raise _unknown(row[series], keys, Place(str(path), line, series))
        model = row.get("model_version") or row.get("model") or DEFAULT_MODEL
        prediction = made.setdefault(key, {}).setdefault(model, {"result": [], "model_version": model})
        prediction["result"] += _region(row, labels, extra, schema, place)
    found: dict[str, list[dict[str, Any]]] = {}
    for key, models in made.items():
        for prediction in models.values():
            scores = [item["score"] for item in prediction["result"] if "score" in item]
            if scores:
                prediction["score"] = max(scores)
            found.setdefault(key, []).append(prediction)
    return found


def _region(
    row: Mapping[str, str], labels: Control, extra: Sequence[Control], schema: LabelSchema, place: Place
) -> list[dict[str, Any]]:
    start = _time(row["start"], schema, place, "start")
    end = _time(row.get("end") or row["start"], schema, place, "end")
    label = row.get("label") or (labels.options[0].value if len(labels.options) == 1 else "")
    if label not in {option.value for option in labels.options} and labels.options:
        raise ConfigError(
            "predictions.label.unknown",
            f"There is no label {label!r}.",
            place=Place(place.file, place.line, "label"),
            remedies=(Remedy(f"Labels are {', '.join(option.value for option in labels.options)}."),),
        )
    said = row.get("instant", "").lower()
    instant = said in {"1", "true", "yes"} if said else start == end
    identity = hashlib.blake2s(repr((start, end, label, instant)).encode(), digest_size=8).hexdigest()[:10]
    where = {"start": start, "end": end, "instant": instant}
    score = _number(row.get("score") or row.get("confidence") or "", place, "score")
    items = [_item(identity, labels, {**where, labels.value_key: [label]}, score)]
    for control in extra:
        text = row.get(control.name, "")
        if text:
            items.append(_item(identity, control, {**where, control.value_key: _value(control, text, place)}, score))
    return items


def _item(identity: str, control: Control, value: dict[str, Any], score: float | None) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": identity,
        "from_name": control.name,
        "to_name": control.to_name,
        "type": control.result_type,
        "value": value,
    }
    if score is not None:
        item["score"] = score
    return item


def _value(control: Control, text: str, place: Place) -> Any:
    if control.type == "text":
        return [text]
    if control.type == "choices":
        chosen = [part.strip() for part in text.split("|")]
        return [part.split(" / ") for part in chosen] if control.nested else chosen
    number = _number(text, place, control.name)
    return int(number) if number is not None and number == int(number) else number


def _number(text: str, place: Place, column: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise ConfigError(
            "predictions.number.invalid", f"{text!r} is not a number.", place=Place(place.file, place.line, column)
        ) from None


def _time(text: str, schema: LabelSchema, place: Place, column: str) -> str | float:
    """The time as the config writes it: a number on a numeric axis, else text that follows the format."""
    fmt = schema.object.time_format if schema.object else None
    if not fmt:
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number == int(number) and "." not in text else number
    times = TimeText(fmt, "time")
    try:
        times.parse(text)
    except ValueError:
        try:
            return times.format(TimeText(None, "time").parse(text))
        except ValueError:
            raise ConfigError(
                "predictions.time.unparsable",
                f"The time {text!r} cannot be read.",
                place=Place(place.file, place.line, column),
                expected=f"{fmt}, or ISO 8601.",
            ) from None
    return text
