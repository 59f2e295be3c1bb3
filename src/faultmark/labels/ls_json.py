"""Label Studio's result items to regions and back, without loss.

A result is a list of items, one for each control; the items of one region share its ``id`` and repeat its times. What
an item holds beyond what a :class:`~faultmark.labels.region.Region` models travels in ``Region.extra``, and times that
nobody moved are written back as they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from faultmark.labels.region import FieldValue, LabelDocument, Parent, Region
from faultmark.labels.schema import Control, LabelSchema
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["read_result", "write_result"]

_FRACTION = re.compile(r"[.,](\d{1,9})(?!.*[.,]\d)")
# Where we keep what Label Studio's JSON has no field for: in the region's `meta`, which its editor hands through.
META_KEY = "faultmark"
_PLACE_KEYS = frozenset({"start", "end", "instant"})


def _snap(axis: TimeAxis | None, tick: int, written: object) -> int:
    """The sample that a written time means.

    Label Studio's editor cuts what it writes to milliseconds. On faster data several samples share such a text, and
    the first of them at or after it is the one that was cut; where there is none, the nearest sample is meant.
    """
    if axis is None or axis.size == 0:
        return tick
    wanted = np.array([tick], dtype=np.int64)
    after = int(axis.edges(wanted)[0])
    if after < axis.size:
        candidate = int(axis.ticks_at(np.array([after], dtype=np.int64))[0])
        if candidate == tick:
            return tick
        if isinstance(written, str) and axis.info.kind == "time":
            fraction = _FRACTION.search(written)
            unit = 10 ** (9 - len(fraction[1])) if fraction else 1_000_000_000
            if candidate - tick < unit:
                return candidate
    nearest = axis.nearest(wanted)
    return int(axis.ticks_at(nearest)[0])


def read_result(
    items: Iterable[Mapping[str, Any]], schema: LabelSchema, times: TimeText, axis: TimeAxis | None = None
) -> LabelDocument:
    """Read the ``result`` of an annotation, a draft or a prediction.

    Parameters
    ----------
    items:
        Label Studio's result items.
    schema:
        The config's schema; items of controls it does not know are kept as they are.
    times:
        How the config writes times.
    axis:
        The series' time axis; boundaries land on its samples. Without one they stay as written.

    Raises
    ------
    SeriesError
        ``series.time.unparsable`` for a time that does not follow the config's format.
    """
    order: list[str] = []
    groups: dict[str, list[Mapping[str, Any]]] = {}
    values: dict[str, FieldValue] = {}
    rest: list[Mapping[str, Any]] = []
    for item in items:
        value = item.get("value")
        identity = item.get("id")
        if not isinstance(value, Mapping) or identity is None:
            rest.append(item)
        elif "start" in value and "end" in value:
            if identity not in groups:
                order.append(identity)
            groups.setdefault(identity, []).append(item)
        else:
            control = schema.control(str(item.get("from_name")))
            if control is None or control.value_key not in value or control.name in values:
                rest.append(item)
            else:
                values[control.name] = value[control.value_key]
                rest.append({**item, "value": {**value, control.value_key: None}})
    regions = tuple(_region(identity, groups[identity], schema, times, axis) for identity in order)
    return LabelDocument(regions, values, tuple(rest))


def _region(
    identity: str, items: Sequence[Mapping[str, Any]], schema: LabelSchema, times: TimeText, axis: TimeAxis | None
) -> Region:
    place = items[0]["value"]
    start = _snap(axis, times.parse(place["start"]), place["start"])
    end = _snap(axis, times.parse(place["end"]), place["end"])
    values: dict[str, FieldValue] = {}
    kept: list[dict[str, Any]] = []
    meta: Mapping[str, Any] = {}
    for item in items:
        value = item["value"]
        control = schema.control(str(item.get("from_name")))
        if control is None or control.value_key not in value or control.name in values:
            kept.append({"item": dict(item)})
            continue
        values[control.name] = value[control.value_key]
        beyond = {key: other for key, other in value.items() if key not in {*_PLACE_KEYS, control.value_key}}
        others = {key: other for key, other in item.items() if key not in {"id", "from_name", "value"}}
        kept.append({"control": control.name, "keys": others, "value": beyond})
        found = item.get("meta")
        if isinstance(found, Mapping) and isinstance(found.get(META_KEY), Mapping):
            meta = found[META_KEY]
    scores = [float(item["score"]) for item in items if isinstance(item.get("score"), int | float)]
    parent = meta.get("parent")
    return Region(
        id=identity,
        start=start,
        end=end,
        instant=bool(place.get("instant", start == end)),
        values=values,
        origin=str(items[0].get("origin", "manual")),
        score=scores[0] if scores else None,
        parent=Parent(int(parent["prediction_id"]), str(parent["region_id"]), parent.get("score")) if parent else None,
        channels=tuple(meta.get("channels", ())),
        extra={
            "items": kept,
            "written": {"start": [place["start"], str(start)], "end": [place["end"], str(end)]},
            **({} if "instant" in place else {"no_instant": True}),
        },
    )


def write_result(document: LabelDocument, schema: LabelSchema, times: TimeText) -> list[dict[str, Any]]:
    """Write regions and task-level values as Label Studio's result items; the inverse of :func:`read_result`."""
    items: list[dict[str, Any]] = []
    for region in document.regions:
        items += _region_items(region, schema, times)
    written: set[str] = set()
    for item in document.rest:
        control = schema.control(str(item.get("from_name")))
        value = item.get("value")
        is_ours = control is not None and isinstance(value, Mapping) and value.get(control.value_key, "") is None
        if control is None or not is_ours:
            items.append(dict(item))
        elif not _is_empty(document.values.get(control.name)):
            items.append({**item, "value": {**item["value"], control.value_key: document.values[control.name]}})
            written.add(control.name)
    for name, said in document.values.items():
        control = schema.control(name)
        if control is not None and name not in written and not _is_empty(said):
            value = {control.value_key: said}
            items.append({"id": f"task_{name}"[:32], **_frame(control), "origin": "manual", "value": value})
    return items


def _is_empty(value: FieldValue) -> bool:
    return value is None or value in ([], "")


def _frame(control: Control) -> dict[str, Any]:
    return {"from_name": control.name, "to_name": control.to_name, "type": control.result_type}


def _time(region: Region, edge: str, tick: int, times: TimeText) -> Any:
    was = region.extra.get("written", {}).get(edge)
    return was[0] if was and was[1] == str(tick) else times.format(tick)


def _region_items(region: Region, schema: LabelSchema, times: TimeText) -> list[dict[str, Any]]:
    place: dict[str, Any] = {
        "start": _time(region, "start", region.start, times),
        "end": _time(region, "end", region.end, times),
    }
    if not (region.extra.get("no_instant") and region.instant == (region.start == region.end)):
        place["instant"] = region.instant
    items: list[dict[str, Any]] = []
    done: set[str] = set()
    for kept in region.extra.get("items", ()):
        if "item" in kept:
            items.append({**kept["item"], "value": {**kept["item"]["value"], **place}})
            continue
        name = kept["control"]
        control = schema.control(name)
        said = region.values.get(name)
        if control is None or _is_empty(said):
            continue
        done.add(name)
        value = {**place, **kept["value"], control.value_key: said}
        items.append({"id": region.id, "from_name": name, **kept["keys"], "value": value})
    # The label comes first, as the editor writes it: it is what makes the region.
    for control in sorted(schema.controls, key=lambda control: control.type != "labels"):
        said = region.values.get(control.name)
        if control.name not in done and not _is_empty(said):
            items.append({"id": region.id, **_frame(control), "value": {**place, control.value_key: said}})
    if not items and schema.label_controls:
        # A region drawn before it was named: kept in drafts, and refused on submit.
        control = schema.label_controls[0]
        items.append({"id": region.id, **_frame(control), "value": {**place, control.value_key: []}})
    return [_finished(item, region, first=index == 0) for index, item in enumerate(items)]


def _finished(item: dict[str, Any], region: Region, *, first: bool) -> dict[str, Any]:
    if region.origin != "manual" or "origin" in item or not region.extra.get("items"):
        item = {**item, "origin": region.origin}
    ours: dict[str, Any] = {}
    if region.channels:
        ours["channels"] = list(region.channels)
    if region.parent is not None:
        parent = region.parent
        ours["parent"] = {"prediction_id": parent.prediction_id, "region_id": parent.region_id, "score": parent.score}
    meta = {key: value for key, value in (item.get("meta") or {}).items() if key != META_KEY}
    if first and ours:
        meta[META_KEY] = ours
    if meta or "meta" in item:
        item = {**item, "meta": meta}
    return item
