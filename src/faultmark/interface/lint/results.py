"""Task files, annotations and predictions: Label Studio's JSON against the config and, where given, the sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from faultmark.interface.lint.finding import Finding
from faultmark.interface.lint.vocabulary import closest
from faultmark.interface.sample import Sample
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.snapping import snap
from faultmark.labels.times import ALL_DIGITS, label_cut, label_times

__all__ = ["JsonFix", "ResultChecker", "check_tasks"]

_KEYS = {"start", "end", "instant", "channel"}
BY_FIX = " (--fix does it.)"
_SCORE = "A confidence is a number from 0 to 1."


@dataclass(frozen=True, slots=True)
class JsonFix:
    """A safe change: set ``key`` of the object at ``path`` to ``value``."""

    path: tuple[str | int, ...]
    key: str
    value: Any


class ResultChecker:
    """Checks results against a schema; collects the safe fixes on the way.

    Parameters
    ----------
    schema:
        What the config declares.
    sample:
        The file that all results are about, if there is one; then times are checked against its samples.
    """

    def __init__(self, schema: LabelSchema, sample: Sample | None = None) -> None:
        self._schema = schema
        self._axis = sample.axis if sample else None
        self._name = sample.name if sample else ""
        self._times = label_times(schema, self._axis, unread=ALL_DIGITS)
        self._unit = label_cut(schema, self._axis)
        self.fixes: list[JsonFix] = []

    def check_prediction(self, value: Any, path: tuple[str | int, ...]) -> Iterator[Finding]:
        """Check a prediction."""
        if not isinstance(value, Mapping) or not isinstance(value.get("result"), list):
            yield _at("FM219", path, "It has no list of results.", "Write {model_version, score, result: [items]}.")
            return
        if not value.get("model_version"):
            yield _at("FM213", path, "It has no model_version.", "Name the model and its version.")
        if not _is_share(value.get("score")):
            yield _at("FM212", (*path, "score"), f"The score is {value.get('score')!r}.", _SCORE)
        yield from self.check_result(value["result"], (*path, "result"))

    def check_annotation(self, value: Any, path: tuple[str | int, ...]) -> Iterator[Finding]:
        """Check an annotation or a draft."""
        if not isinstance(value, Mapping) or not isinstance(value.get("result"), list):
            yield _at("FM219", path, "It has no list of results.", "Write {result: [items]}.")
            return
        yield from self.check_result(value["result"], (*path, "result"))

    def check_result(self, items: Sequence[Any], path: tuple[str | int, ...]) -> Iterator[Finding]:
        """Check the items of a result."""
        regions: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        for index, item in enumerate(items):
            where = (*path, index)
            value = item.get("value") if isinstance(item, Mapping) else None
            if not isinstance(item, Mapping):
                yield _at("FM219", where, "An item is not an object.", "Write {id, from_name, to_name, type, value}.")
                continue
            if item.get("type") == "relation":
                continue
            if not isinstance(value, Mapping):
                yield _at("FM219", where, "An item has no value.", "Write what it says under value.")
                continue
            control = self._schema.control(str(item.get("from_name")))
            if control is None:
                yield from self._unknown_control(item, where)
                continue
            yield from self._frame(item, control, where)
            yield from self._value(value, control, (*where, "value"))
            if not _is_share(item.get("score")):
                yield _at("FM212", (*where, "score"), f"The score is {item.get('score')!r}.", _SCORE)
            if control.per_region:
                yield from self._place(value, (*where, "value"))
                regions.setdefault(str(item.get("id", f"#{index}")), []).append((index, item))
        yield from self._regions(regions, path)

    def _unknown_control(self, item: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Finding]:
        name = str(item.get("from_name"))
        meant = closest(name, [control.name for control in self._schema.controls])
        fitting = [c.name for c in self._schema.controls if c.result_type == item.get("type")]
        right = meant or (fitting[0] if len(fitting) == 1 else None)
        if right:
            self.fixes.append(JsonFix(path, "from_name", right))
        names = ", ".join(control.name for control in self._schema.controls)
        fix = f"Did you mean {right!r}?" if right else f"The config has {names}."
        yield _at("FM201", (*path, "from_name"), f"There is no control {name!r}.", fix, fixable=bool(right))

    def _frame(self, item: Mapping[str, Any], control: Control, path: tuple[str | int, ...]) -> Iterator[Finding]:
        for code, key, right in (("FM202", "to_name", control.to_name), ("FM203", "type", control.result_type)):
            if item.get(key) != right:
                self.fixes.append(JsonFix(path, key, right))
                said = f"{control.name} has the {key} {right!r}, not {item.get(key)!r}."
                yield _at(code, (*path, key), said, f"Write {right!r}.", fixable=True)

    def _value(self, value: Mapping[str, Any], control: Control, path: tuple[str | int, ...]) -> Iterator[Finding]:
        said = value.get(control.value_key)
        known = {(*o.parents, o.value) for o in control.options}
        unknown = set(value) - _KEYS - {control.value_key}
        if "channel" in value:
            unknown.add("channel")
        for key in sorted(unknown):
            yield _at(
                "FM218", (*path, key), f"Label Studio has no {key} here.", "Leave it away, or keep it under meta."
            )
        if said is None or said == []:
            if control.type == "labels":
                yield _at("FM217", path, "The region has no label.", f"Give it one under {control.value_key}.")
            return
        if control.type in {"labels", "choices"} and known:
            for part in said if isinstance(said, list) else [said]:
                step = tuple(part) if isinstance(part, list) else (part,)
                if step not in known and not (len(step) == 1 and any(k[-1] == part for k in known)):
                    name = " / ".join(map(str, step))
                    meant = closest(name, [k[-1] for k in known])
                    fix = (
                        f"Did you mean {meant!r}?" if meant else f"There are {', '.join(sorted(k[-1] for k in known))}."
                    )
                    yield _at("FM204", (*path, control.value_key), f"{control.name} has no {name!r}.", fix)
        elif control.type in {"rating", "number"}:
            low, high = (1.0, control.max) if control.type == "rating" else (control.min, control.max)
            is_number = isinstance(said, int | float) and not isinstance(said, bool)
            if not is_number or (low is not None and said < low) or (high is not None and said > high):
                wanted = (
                    f"from {low:g} to {high:g}" if low is not None and high is not None else "in the control's range"
                )
                yield _at(
                    "FM215", (*path, control.value_key), f"{control.name} is {said!r}.", f"Write a number {wanted}."
                )

    def _place(self, value: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Finding]:
        if "start" not in value or "end" not in value:
            missing = "start" if "start" not in value else "end"
            yield _at("FM205", path, f"The region has no {missing}.", "Give it both; an instant has the same twice.")
            return
        ticks: list[int] = []
        for edge in ("start", "end"):
            try:
                ticks.append(self._times.parse(value[edge]))
            except (ValueError, TypeError, AttributeError):
                fmt = self._schema.object.time_format if self._schema.object else None
                wanted = f"Write it as {fmt}." if fmt else "Write a number, as in the file's time column."
                yield _at("FM209", (*path, edge), f"{edge} {value[edge]!r} cannot be read.", wanted)
        if "instant" not in value:
            if len(ticks) == 2:
                self.fixes.append(JsonFix(path, "instant", ticks[0] == ticks[1]))
            yield _at(
                "FM206",
                path,
                "The region does not say instant.",
                "Add instant: true or false.",
                fixable=len(ticks) == 2,
            )
        if len(ticks) < 2:
            return
        if ticks[0] > ticks[1]:
            self.fixes += [JsonFix(path, "start", value["end"]), JsonFix(path, "end", value["start"])]
            yield _at(
                "FM207",
                path,
                f"It starts at {value['start']!r} and ends at {value['end']!r}.",
                "Swap them.",
                fixable=True,
            )
        elif value.get("instant") is True and ticks[0] != ticks[1]:
            yield _at("FM208", path, "instant is true, and start is not end.", "Make them equal, or instant false.")
        yield from self._on_axis(value, ticks, path)

    def _on_axis(self, value: Mapping[str, Any], ticks: list[int], path: tuple[str | int, ...]) -> Iterator[Finding]:
        if self._axis is None or not self._axis.size:
            return
        info = self._axis.info
        found = snap(self._axis, np.array(ticks, dtype=np.int64), self._unit)
        for edge, tick, there in zip(("start", "end"), ticks, found.ticks.tolist(), strict=True):
            if not info.first - max(self._unit, 1) < tick < info.last + max(self._unit, 1):
                first, last = self._times.format(info.first), self._times.format(info.last)
                said = f"{edge} {value[edge]!r} lies outside of {self._name}, {first} to {last}."
                yield _at("FM210", (*path, edge), said, "Check the file, the format and the time zone.")
            elif tick != there and not (self._unit and there // self._unit * self._unit == tick):
                said = f"{edge} {value[edge]!r} hits no sample; the nearest is {self._times.format(there)!r}."
                yield _at("FM211", (*path, edge), said, "Use a time of the file.")

    def _regions(
        self, regions: Mapping[str, list[tuple[int, Mapping[str, Any]]]], path: tuple[str | int, ...]
    ) -> Iterator[Finding]:
        makers = {control.name for control in self._schema.label_controls}
        for items in regions.values():
            places = {tuple(repr(item["value"].get(key)) for key in ("start", "end")) for _, item in items}
            if len(places) > 1:
                yield _at(
                    "FM214", (*path, items[1][0]), "It has other times than the region's first item.", "Repeat them."
                )
            if makers and not any(item.get("from_name") in makers for _, item in items):
                yield _at(
                    "FM217", (*path, items[0][0]), "The region has no label.", f"Add an item of {sorted(makers)[0]}."
                )


def _is_share(score: Any) -> bool:
    return score is None or (isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1)


def _at(code: str, path: tuple[str | int, ...], message: str, fix: str, *, fixable: bool = False) -> Finding:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    return Finding(code, message, fix + (BY_FIX if fixable else ""), path=text, mended=fixable)


def check_tasks(
    tasks: Any, schema: LabelSchema, context: Sequence[str] = (), checker: ResultChecker | None = None
) -> Iterator[Finding]:
    """Check a task file: a list of tasks, each ``{"data": …}`` or its data alone, as Label Studio imports it.

    Parameters
    ----------
    tasks:
        What the file holds.
    schema, context:
        What the config declares, and the keys of metadata that it shows.
    checker:
        Checks the annotations and predictions in it.
    """
    checker = checker or ResultChecker(schema)
    listed = tasks if isinstance(tasks, list) else [tasks]
    key = schema.object.value_key if schema.object else None
    files: Counter[str] = Counter()
    for index, task in enumerate(listed):
        if not isinstance(task, Mapping):
            yield _at("FM104", (index,), "It is not an object.", 'Write {"data": {…}}.')
            continue
        data = task.get("data", task)
        if not isinstance(data, Mapping):
            yield _at("FM104", (index, "data"), "Its data are not an object.", 'Write {"data": {…}}.')
            continue
        if key is not None:
            yield from _source(data, key, (index, "data"), schema, files)
        for name in context:
            if name not in data:
                yield _at("FM103", (index, "data"), f"It has no {name!r}.", "Add it, or remove it from the config.")
        for number, annotation in enumerate(task.get("annotations") or ()):
            yield from checker.check_annotation(annotation, (index, "annotations", number))
        predictions = task.get("predictions") or ()
        for number, prediction in enumerate(predictions):
            yield from checker.check_prediction(prediction, (index, "predictions", number))
        models = Counter(str(p.get("model_version")) for p in predictions if isinstance(p, Mapping))
        for model, count in models.items():
            if count > 1:
                yield _at("FM216", (index, "predictions"), f"{count} are of {model}.", "Put its regions into one.")


def _source(
    data: Mapping[str, Any], key: str, path: tuple[str | int, ...], schema: LabelSchema, files: Counter[str]
) -> Iterator[Finding]:
    value = data.get(key)
    if value is None:
        meant = closest(key, data, 0.5)
        have = ", ".join(map(str, data)) or "none"
        fix = f"Rename {meant!r}, or change the config." if meant else f"Add it; the task has {have}."
        yield _at("FM102", path, f"The config shows ${key}, and the task has no {key!r}.", fix)
    elif not isinstance(value, str) or not value.strip():
        if schema.object is not None and schema.object.kind == "csv":
            yield _at("FM105", (*path, key), f"It holds {type(value).__name__}.", "Name a file's address.")
    else:
        files[value] += 1
        if files[value] == 2:
            yield _at(
                "FM106", (*path, key), f"{value} is in an earlier task too.", "Set overlap to label a file twice."
            )
