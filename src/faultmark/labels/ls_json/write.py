"""Regions as Label Studio's result items: the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from faultmark.errors import LabelError
from faultmark.labels.ls_json.items import EDGES, META_KEY, as_list, origin_of, ours_in
from faultmark.labels.region import FieldValue, LabelDocument, Region, new_region_id
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.snapping import snap
from faultmark.labels.times import label_cut
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["write_result"]


def write_result(
    document: LabelDocument, schema: LabelSchema, times: TimeText, axis: TimeAxis | None = None
) -> list[dict[str, Any]]:
    """Write regions and task-level values as Label Studio's result items; the inverse of :func:`read_result`.

    Relations that lead to a region which is gone are left out.

    Raises
    ------
    LabelError
        ``label.region.malformed`` when ``extra`` or ``rest`` are not what :func:`read_result` gave.
    """
    try:
        return _write(document, schema, times, axis)
    except (AttributeError, KeyError, TypeError, IndexError) as error:
        raise LabelError(
            "label.region.malformed",
            f"What belongs to a region was changed on the way: {type(error).__name__} {error}.",
            expected="extra and rest as they were sent; both may be empty for what is new.",
        ) from error


def _write(
    document: LabelDocument, schema: LabelSchema, times: TimeText, axis: TimeAxis | None
) -> list[dict[str, Any]]:
    ids = {region.id for region in document.regions}
    # Items stand after the region that they followed, as long as it is there.
    following: dict[str | None, list[dict[str, Any]]] = {}
    place: str | None = None
    written: set[str] = set()
    for entry in document.rest:
        if entry["after"] is None or entry["after"] in ids:
            place = entry["after"]
        name = entry.get("control")
        if name is None:
            following.setdefault(place, []).append(dict(entry["item"]))
            continue
        control, said = schema.control(name), document.values.get(name)
        if control is not None and said is not None and name not in written:
            written.add(name)
            value = {**entry["item"]["value"], control.value_key: _as_written(said, control, entry)}
            following.setdefault(place, []).append({**entry["item"], "value": value})
    items = list(following.get(None, ()))
    unit = label_cut(schema, axis)
    texts = _texts(document.regions, unit, times, axis)
    for region, (start, end) in zip(document.regions, texts, strict=True):
        items += _region_items(region, start, end, schema, unit)
        items += following.get(region.id, ())
    for name, said in document.values.items():
        control = schema.control(name)
        if control is not None and name not in written and not _is_empty(said):
            value = {control.value_key: said}
            items.append({"id": new_region_id(), **_frame(control), "origin": "manual", "value": value})
    known = {item.get("id") for item in items}
    return [item for item in items if _leads_somewhere(item, known)]


def _leads_somewhere(item: Mapping[str, Any], known: set[Any]) -> bool:
    return item.get("type") != "relation" or (item.get("from_id") in known and item.get("to_id") in known)


def _is_empty(value: FieldValue) -> bool:
    return value is None or value in ([], "")


def _as_written(said: FieldValue, control: Control, entry: Mapping[str, Any]) -> FieldValue:
    """The value as it stood, where it is still the same."""
    return entry["raw"] if "raw" in entry and as_list(control, entry["raw"]) == said else said


def _frame(control: Control) -> dict[str, Any]:
    return {"from_name": control.name, "to_name": control.to_name, "type": control.result_type}


def _texts(
    regions: Sequence[Region], unit: int, times: TimeText, axis: TimeAxis | None
) -> list[tuple[tuple[Any, bool], tuple[Any, bool]]]:
    """For both edges of each region what to write, and whether that is what stood there before."""
    before: list[Any] = []
    parsed: list[int] = []
    for region in regions:
        for edge in EDGES:
            text = region.extra.get("written", {}).get(edge, (None,))[0]
            try:
                parsed.append(times.parse(text))
            except (TypeError, ValueError, AttributeError):
                text = None
                parsed.append(0)
            before.append(text)
    meant = list(parsed)
    if axis is not None and axis.size and parsed:
        meant = snap(axis, np.array(parsed, dtype=np.int64), unit).ticks.tolist()
    edges: list[tuple[Any, bool]] = []
    for index, text in enumerate(before):
        region = regions[index // 2]
        tick = region.end if index % 2 else region.start
        # What stood there is taken only if it still means this sample: `extra` comes from outside.
        still = text is not None and (
            meant[index] == tick or parsed[index] == tick or bool(unit and tick // unit * unit == parsed[index])
        )
        edges.append((text, True) if still else (times.format(tick), False))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _region_items(
    region: Region, start: tuple[Any, bool], end: tuple[Any, bool], schema: LabelSchema, unit: int
) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"start": start[0], "end": end[0]}
    if not (region.extra.get("no_instant") and region.instant == (region.start == region.end)):
        place["instant"] = region.instant
    items: list[dict[str, Any]] = []
    done: set[str] = set()
    for kept in region.extra.get("items", ()):
        if "item" in kept:
            items.append({**kept["item"], "value": {**kept["item"]["value"], **place}})
            continue
        name = kept["control"]
        control, said = schema.control(name), region.values.get(name)
        if control is None or said is None:
            continue
        done.add(name)
        value = {**place, **kept["value"], control.value_key: _as_written(said, control, kept)}
        items.append({"id": region.id, "from_name": name, **kept["keys"], "value": value})
    # The label comes first, as the editor writes it: it is what makes the region.
    for control in sorted(schema.controls, key=lambda control: control.type != "labels"):
        said = region.values.get(control.name)
        if control.name not in done and not _is_empty(said):
            items.append(_new_item(region, control, {**place, control.value_key: said}))
    if not items and schema.label_controls:
        # A region drawn before it was named: kept in drafts, and refused on submit.
        control = schema.label_controls[0]
        items.append(_new_item(region, control, {**place, control.value_key: []}))
    items = [item if origin_of(item) == region.origin else {**item, "origin": region.origin} for item in items]
    return _with_ours(items, region, unmoved=start[1] and end[1], unit=unit)


def _new_item(region: Region, control: Control, value: dict[str, Any]) -> dict[str, Any]:
    item = {"id": region.id, **_frame(control), "origin": region.origin, "value": value}
    return item if region.score is None else {**item, "score": region.score}


def _with_ours(items: list[dict[str, Any]], region: Region, *, unmoved: bool, unit: int) -> list[dict[str, Any]]:
    """Note in the first item's ``meta`` what Label Studio has no field for."""
    before = ours_in(items)
    ours: dict[str, Any] = {}
    if region.channels:
        ours["channels"] = list(region.channels)
    if region.work_order:
        ours["work_order"] = region.work_order
    if region.parent is not None:
        parent = region.parent
        ours["parent"] = {"prediction_id": parent.prediction_id, "region_id": parent.region_id, "score": parent.score}
    if unmoved:
        if "ticks" in before:
            ours["ticks"] = before["ticks"]
    elif unit and (region.start % unit or region.end % unit):
        # Finer than its editor writes: without this, opening and saving there would move the boundary.
        ours["ticks"] = [str(region.start), str(region.end)]
    if ours == {key: value for key, value in before.items() if key != "channels" or value}:
        return items
    result = []
    for index, item in enumerate(items):
        meta = {key: value for key, value in (item.get("meta") or {}).items() if key != META_KEY}
        if index == 0 and ours:
            meta[META_KEY] = ours
        bare = {key: value for key, value in item.items() if key != "meta"}
        result.append({**bare, "meta": meta} if meta else bare)
    return result
