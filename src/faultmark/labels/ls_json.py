"""Label Studio's result items to regions and back, without loss.

A result is a list of items, one for each control; the items of one region share its ``id`` and repeat its times. What
an item holds beyond what a :class:`~faultmark.labels.region.Region` models travels in ``Region.extra``, and times that
nobody moved are written back as they stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from faultmark.errors import LabelError
from faultmark.labels.region import FieldValue, LabelDocument, Parent, Region, new_region_id
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.snapping import snap
from faultmark.labels.times import label_cut
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["META_KEY", "ids_of_regions", "read_result", "write_result"]

# Where we keep what Label Studio's JSON has no field for: in the region's `meta`, which its editor hands through.
META_KEY = "faultmark"
EDGES = ("start", "end")
_PLACE_KEYS = frozenset({*EDGES, "instant"})
_OWN_KEYS = frozenset({"id", "from_name", "value"})
_ABSENT = object()
_ORIGINS = frozenset({"manual", "prediction", "prediction-changed"})


# Controls and the keys of their values, by name.
_Controls = Mapping[str, tuple[Control, str]]

# Reading


def ids_of_regions(result: object) -> Set[str]:
    """Ids of the regions in a stored result, whatever it is; the items of one region share theirs."""
    items = result if isinstance(result, list) else []
    placed = (item for item in items if isinstance(item, dict) and "start" in (item.get("value") or {}))
    return {str(item.get("id")) for item in placed}


def read_result(
    items: Iterable[Mapping[str, Any]],
    schema: LabelSchema,
    times: TimeText,
    axis: TimeAxis | None = None,
    *,
    way_back: bool = True,
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
    way_back:
        False for a document that is never written back: it takes half the time, and has no ``extra`` and no ``rest``.

    Returns
    -------
    LabelDocument
        Its ``between`` names the regions with a boundary that lay on no sample.

    Raises
    ------
    ValueError
        For a time that does not follow the config's format.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    values: dict[str, FieldValue] = {}
    rest: list[dict[str, Any]] = []
    # Looked up once and not for each item: projects are read whole.
    controls = {control.name: (control, control.value_key) for control in reversed(schema.controls)}
    for item in items:
        value, identity = item.get("value"), item.get("id")
        if not _is_mapping(value) or not isinstance(identity, str):
            rest.append({"after": next(reversed(groups), None), "item": dict(item)})
        elif "start" in value and "end" in value:
            group = groups.get(identity)
            if group is None:
                groups[identity] = [item]
            elif _is_same_place(group[0]["value"], value):
                group.append(item)
            else:
                rest.append({"after": next(reversed(groups), None), "item": dict(item)})
        else:
            after = next(reversed(groups), None)
            control, said_at = _control_of(item, controls)
            if control is None or control.name in values:
                rest.append({"after": after, "item": dict(item)})
                continue
            said = value[said_at]
            values[control.name] = _as_list(control, said)
            others = {key: other for key, other in value.items() if key != said_at}
            entry = {"after": after, "item": {**item, "value": others}, "control": control.name}
            rest.append(entry if values[control.name] == said else {**entry, "raw": said})
    regions, between = _regions(groups, controls, _Times(schema, times, axis), way_back=way_back)
    return LabelDocument(regions, values, tuple(rest) if way_back else (), between)


def _is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    # What comes out of JSON is a dict, and asking an abstract class costs ten times as much.
    return type(value) is dict or isinstance(value, Mapping)


def _is_same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same: bool = one["start"] == other["start"] and one["end"] == other["end"]
    return same and one.get("instant", _ABSENT) == other.get("instant", _ABSENT)


def _control_of(item: Mapping[str, Any], controls: _Controls) -> tuple[Control, str] | tuple[None, str]:
    """The control that an item is of, and the key under which its value stands."""
    found = controls.get(str(item.get("from_name")))
    return found if found is not None and found[1] in item["value"] else (None, "")


def _as_list(control: Control, said: FieldValue) -> FieldValue:
    """Lists where the control makes lists: Label Studio reads a single name or line there too."""
    return [said] if isinstance(said, str) and control.type in {"labels", "choices", "text"} else said


def _said_in(
    items: Sequence[Mapping[str, Any]], controls: _Controls, *, way_back: bool
) -> tuple[dict[str, FieldValue], list[dict[str, Any]]]:
    """What the items of a region say by control, and what is kept of them for the way back."""
    values: dict[str, FieldValue] = {}
    kept: list[dict[str, Any]] = []
    for item in items:
        value = item["value"]
        control, said_at = _control_of(item, controls)
        if control is None or control.name in values:
            if way_back:
                kept.append({"item": dict(item)})
            continue
        said = value[said_at]
        values[control.name] = _as_list(control, said)
        if not way_back:
            continue
        entry = {
            "control": control.name,
            "keys": {key: other for key, other in item.items() if key not in _OWN_KEYS},
            "value": {key: other for key, other in value.items() if key not in _PLACE_KEYS and key != said_at},
        }
        kept.append(entry if values[control.name] == said else {**entry, "raw": said})
    return values, kept


def _origin_of(item: Mapping[str, Any]) -> str:
    origin = item.get("origin")
    return origin if isinstance(origin, str) and origin in _ORIGINS else "manual"


def _ours_in(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What we noted in the items' ``meta``; empty where there is nothing, or nothing that we would have written."""
    for item in items:
        meta = item.get("meta")
        if meta is None:
            continue
        noted = meta.get(META_KEY) if _is_mapping(meta) else None
        if not _is_mapping(noted):
            continue
        try:
            found: dict[str, Any] = {}
            if "channels" in noted:
                found["channels"] = [str(name) for name in noted["channels"]]
            if noted.get("work_order"):
                found["work_order"] = str(noted["work_order"])
            if "parent" in noted:
                parent, score = noted["parent"], noted["parent"].get("score")
                found["parent"] = {
                    "prediction_id": int(parent["prediction_id"]),
                    "region_id": str(parent["region_id"]),
                    "score": None if score is None else float(score),
                }
            if "ticks" in noted:
                start, end = noted["ticks"]
                found["ticks"] = [str(int(start)), str(int(end))]
        except (AttributeError, KeyError, TypeError, ValueError):
            return {}
        return found
    return {}


class _Times(NamedTuple):
    """What it takes to read the times of a result."""

    schema: LabelSchema
    text: TimeText
    axis: TimeAxis | None


def _ticks(
    groups: Sequence[Sequence[Mapping[str, Any]]], ours: Sequence[Mapping[str, Any]], times: _Times
) -> tuple[list[int], list[bool]]:
    """Start and end of each group in turn, and whether each lay on a sample: one search for thousands of boundaries."""
    unit = label_cut(times.schema, times.axis)
    parse = times.text.parse
    ticks: list[int] = []
    for group, noted in zip(groups, ours, strict=True):
        value = group[0]["value"]
        written = [parse(value["start"]), parse(value["end"])]
        if unit and "ticks" in noted:
            # The editor cuts times on their way; what we noted is where they stood, unless they were moved since.
            fine = [int(tick) for tick in noted["ticks"]]
            written = [f if f // unit * unit == tick else tick for f, tick in zip(fine, written, strict=True)]
        ticks += written
    if times.axis is None or not times.axis.size or not ticks:
        return ticks, [True] * len(ticks)
    found = snap(times.axis, np.array(ticks, dtype=np.int64), unit)
    return found.ticks.tolist(), found.exact.tolist()


def _regions(
    groups: Mapping[str, Sequence[Mapping[str, Any]]], controls: _Controls, times: _Times, *, way_back: bool
) -> tuple[tuple[Region, ...], tuple[str, ...]]:
    """The regions, and the ids of those with a boundary that lay on no sample."""
    ours = [_ours_in(items) for items in groups.values()]
    ticks, exact = _ticks(list(groups.values()), ours, times)
    regions, between = [], []
    for index, ((identity, items), noted) in enumerate(zip(groups.items(), ours, strict=True)):
        start, end = ticks[2 * index], ticks[2 * index + 1]
        place = items[0]["value"]
        values, kept = _said_in(items, controls, way_back=way_back)
        extra: dict[str, Any] = {}
        if way_back:
            written = {"start": [place["start"], str(start)], "end": [place["end"], str(end)]}
            extra = {"items": kept, "written": written} | ({} if "instant" in place else {"no_instant": True})
        scores = [float(item["score"]) for item in items if "score" in item and isinstance(item["score"], int | float)]
        parent = noted.get("parent")
        regions.append(
            Region(
                id=identity,
                start=start,
                end=end,
                instant=bool(place.get("instant", start == end)),
                values=values,
                origin=_origin_of(items[0]),
                score=scores[0] if scores else None,
                parent=Parent(parent["prediction_id"], parent["region_id"], parent["score"]) if parent else None,
                channels=tuple(noted.get("channels", ())),
                work_order=noted.get("work_order"),
                extra=extra,
            )
        )
        if not (exact[2 * index] and exact[2 * index + 1]):
            between.append(identity)
    return tuple(regions), tuple(between)


# Writing


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
    return entry["raw"] if "raw" in entry and _as_list(control, entry["raw"]) == said else said


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
    items = [item if _origin_of(item) == region.origin else {**item, "origin": region.origin} for item in items]
    return _with_ours(items, region, unmoved=start[1] and end[1], unit=unit)


def _new_item(region: Region, control: Control, value: dict[str, Any]) -> dict[str, Any]:
    item = {"id": region.id, **_frame(control), "origin": region.origin, "value": value}
    return item if region.score is None else {**item, "score": region.score}


def _with_ours(items: list[dict[str, Any]], region: Region, *, unmoved: bool, unit: int) -> list[dict[str, Any]]:
    """Note in the first item's ``meta`` what Label Studio has no field for."""
    before = _ours_in(items)
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
