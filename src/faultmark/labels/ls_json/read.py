"""Label Studio's result items as regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

import numpy as np

from faultmark.labels.ls_json.items import EDGES, as_list, is_mapping, origin_of, ours_in
from faultmark.labels.region import FieldValue, LabelDocument, Parent, Region
from faultmark.labels.schema import Control, LabelSchema
from faultmark.labels.snapping import snap
from faultmark.labels.times import label_cut
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["ids_of_regions", "read_result"]

_PLACE_KEYS = frozenset({*EDGES, "instant"})
_OWN_KEYS = frozenset({"id", "from_name", "value"})
_ABSENT = object()
# Controls and the keys of their values, by name.
_Controls = Mapping[str, tuple[Control, str]]


def ids_of_regions(result: object) -> Set[str]:
    """Ids of the regions in a stored result, whatever it is; the items of one region share theirs."""
    items = result if isinstance(result, list) else []
    placed = (item for item in items if is_mapping(item) and is_mapping(item.get("value")) and "start" in item["value"])
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
        if not is_mapping(value) or not isinstance(identity, str):
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
            values[control.name] = as_list(control, said)
            others = {key: other for key, other in value.items() if key != said_at}
            entry = {"after": after, "item": {**item, "value": others}, "control": control.name}
            rest.append(entry if values[control.name] == said else {**entry, "raw": said})
    regions, between = _regions(groups, controls, _Times(schema, times, axis), way_back=way_back)
    return LabelDocument(regions, values, tuple(rest) if way_back else (), between)


def _is_same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same: bool = one["start"] == other["start"] and one["end"] == other["end"]
    return same and one.get("instant", _ABSENT) == other.get("instant", _ABSENT)


def _control_of(item: Mapping[str, Any], controls: _Controls) -> tuple[Control, str] | tuple[None, str]:
    """The control that an item is of, and the key under which its value stands."""
    found = controls.get(str(item.get("from_name")))
    return found if found is not None and found[1] in item["value"] else (None, "")


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
        values[control.name] = as_list(control, said)
        if not way_back:
            continue
        entry = {
            "control": control.name,
            "keys": {key: other for key, other in item.items() if key not in _OWN_KEYS},
            "value": {key: other for key, other in value.items() if key not in _PLACE_KEYS and key != said_at},
        }
        kept.append(entry if values[control.name] == said else {**entry, "raw": said})
    return values, kept


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
    ours = [ours_in(items) for items in groups.values()]
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
                origin=origin_of(items[0]),
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
