"""Predictions in a table, one region a row, as a deployment takes them: findings with the row's line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from faultmark.interface.lint.finding import Finding
from faultmark.interface.lint.results import BY_FIX, ResultChecker
from faultmark.interface.sample import Sample
from faultmark.labels.schema import Control, LabelSchema
from faultmark.series.time_text import TimeText

__all__ = ["check_prediction_table", "is_prediction_table"]

_SERIES = ("series", "file", "task", "task_id", "path", "filename")
_PLACES = {"start", "end", "instant", "score"}
_INDEX = re.compile(r"\[?(\d+)")


def is_prediction_table(text: str) -> bool:
    """Whether a text is a table of regions rather than JSON: whether its first line names such columns."""
    return "start" in _header(text) or bool(set(_SERIES) & set(_header(text)))


def check_prediction_table(text: str, schema: LabelSchema, sample: Sample | None = None) -> Iterator[Finding]:
    """Check each row; times are checked against the samples where the row names the sample's file."""
    columns = _header(text)
    for wanted, there in (("series", set(_SERIES) & set(columns)), ("start", "start" in columns)):
        if not there:
            known = ", ".join(columns)
            yield Finding("FM220", f"There is no column {wanted!r} among {known}.", f"Add {wanted}.", 1, 1)
            return
    series = next(name for name in _SERIES if name in columns)
    separator = _separator(text)
    anywhere, here = ResultChecker(schema), ResultChecker(schema, sample)
    reader = csv.DictReader(text.removeprefix("\ufeff").splitlines(), columns, delimiter=separator)
    next(reader)
    for row in reader:
        values = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        named = values[series].rsplit("/", 1)[-1]
        about = here if sample is not None and named in {sample.name, sample.name.rsplit(".", 1)[0]} else anywhere
        items = _items(values, schema)
        told: dict[tuple[int, str], Finding] = {}
        for found in about.check_result(items, ()):
            column = _column(found.path, items, schema)
            place = columns.index(column if column in columns else "start") + 1
            by_hand = found.fix.removesuffix(BY_FIX)
            placed = replace(found, fix=by_hand, mended=False, path="", line=reader.line_num, column=place)
            told.setdefault((place, found.code), placed)
        yield from (told[key] for key in sorted(told))


def _column(path: str, items: Sequence[Mapping[str, Any]], schema: LabelSchema) -> str:
    """The column whose cell a finding is about: times and scores stand once in a row, in all items of its region."""
    key = path.rsplit(".", 1)[-1]
    if key in _PLACES:
        return key
    if key == "value":
        return "start"
    item = _INDEX.match(path)
    name = str(items[int(item[1])]["from_name"]) if item else ""
    return "label" if name in {control.name for control in schema.label_controls} else name


def _header(text: str) -> list[str]:
    first = text.removeprefix("\ufeff").split("\n", 1)[0]
    return [cell.strip().strip('"').strip() for cell in first.split(_separator(text))]


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _items(row: Mapping[str, str], schema: LabelSchema) -> list[dict[str, Any]]:
    """The items of the region that a row makes, with what it says as it says it."""
    start, end = _time(row["start"], schema), _time(row.get("end") or row["start"], schema)
    said = row.get("instant", "").lower()
    place = {"start": start, "end": end, "instant": said in {"1", "true", "yes"} if said else start == end}
    score = _number(row.get("score") or row.get("confidence") or "")
    labels = schema.label_controls[:1]
    label = row.get("label", "")
    if not label and labels and len(labels[0].options) == 1:
        label = labels[0].options[0].value
    items = [_item(control, {**place, control.value_key: [label] if label else []}, score) for control in labels]
    others = (c for c in schema.controls if c.per_region and c not in labels and row.get(c.name))
    return items + [_item(c, {**place, c.value_key: _value(c, row[c.name])}, score) for c in others]


def _item(control: Control, value: dict[str, Any], score: Any) -> dict[str, Any]:
    return {
        "id": "region",
        "from_name": control.name,
        "to_name": control.to_name,
        "type": control.result_type,
        "value": value,
        **({} if score is None else {"score": score}),
    }


def _value(control: Control, text: str) -> Any:
    if control.type == "text":
        return [text]
    if control.type == "choices":
        chosen = [part.strip() for part in text.split("|")]
        return [part.split(" / ") for part in chosen] if control.nested else chosen
    return _number(text)


def _number(text: str) -> Any:
    """A number; what is none stays text, which the checks name."""
    if not text:
        return None
    with suppress(ValueError):
        return float(text)
    return text


def _time(text: str, schema: LabelSchema) -> Any:
    """A time as the config writes it, where the text is one in its format or ISO 8601."""
    fmt = schema.object.time_format if schema.object else None
    if not fmt:
        return _number(text) if text else text
    times = TimeText(fmt, "time")
    with suppress(ValueError):
        times.parse(text)
        return text
    with suppress(ValueError):
        return times.format(TimeText(None, "time").parse(text))
    return text
