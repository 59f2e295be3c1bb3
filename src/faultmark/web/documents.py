"""The JSON documents of the API, put together from the platform, the labels and the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from faultmark.actions.ports import ProjectInfo, StoredResult, TaskRow
from faultmark.actions.series_options import channel_index
from faultmark.errors import FaultmarkError, LabelError
from faultmark.labels.config import has_time_series
from faultmark.labels.ls_json import read_result
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.schema import LabelSchema
from faultmark.series.axis import AxisKind, TimeAxis
from faultmark.series.time_text import TimeText
from faultmark.store.series import Series
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.series_store import series_store

__all__ = [
    "document_json",
    "project_json",
    "proposals_json",
    "regions_of",
    "schema_json",
    "series_json",
    "series_of",
    "task_row_json",
    "task_title",
    "times_of",
    "version_of",
]

# What stored items that follow no rule may raise.
UNREADABLE = (FaultmarkError, AttributeError, KeyError, OverflowError, TypeError, ValueError)
# What people call a machine, in the order in which it makes the best title.
TITLE_KEYS = ("title", "machine_id", "machine", "asset", "asset_id", "equipment", "name", "id")
SUBTITLE_KEYS = ("run", "period", "date", "plant", "site", "line", "hall", "location")


def _words(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def task_title(task_id: int, data: Mapping[str, Any], value_key: str | None) -> tuple[str, str]:
    """Title and subtitle of a task, from its metadata, else from the file's name."""
    lowered = {str(key).lower(): _words(value) for key, value in data.items()}
    title = next((lowered[key] for key in TITLE_KEYS if lowered.get(key)), "")
    parts = [lowered[key] for key in SUBTITLE_KEYS if lowered.get(key) and lowered[key] != title]
    file = _words(data.get(value_key or "", "")).rsplit("/", 1)[-1].rsplit("=", 1)[-1]
    return title or file or f"Task {task_id}", " · ".join(parts[:3]) or (file if title else "")


def project_json(project: ProjectInfo) -> dict[str, Any]:
    """A project in a list and in a header."""
    return {
        "id": project.id,
        "title": project.title,
        "instructions": project.instructions,
        "overlap": project.overlap,
        "has_time_series": has_time_series(project.config),
        "url_label_studio": f"/projects/{project.id}/data",
    }


def task_row_json(row: TaskRow, overlap: int, value_key: str | None, series_state: str) -> dict[str, Any]:
    """A task in a list, as the asking user sees it."""
    title, subtitle = task_title(row.id, row.data, value_key)
    state = "done" if row.mine else "skipped" if row.skipped else "draft" if row.draft else "new"
    return {
        "id": row.id,
        "title": title,
        "subtitle": subtitle,
        "state": state,
        "annotations": row.annotations,
        "overlap": overlap,
        "proposals": row.predictions,
        "labeled": row.labeled,
        "series_state": series_state,
    }


def series_of(link: SeriesLink | None) -> Series | None:
    """The series of a link, if it can be opened."""
    if link is None or not link.series_id:
        return None
    try:
        return series_store().open(link.series_id)
    except FaultmarkError:
        return None


def times_of(schema: LabelSchema, axis: TimeAxis | None) -> TimeText:
    """How a config's labels write times on this axis; before the file was read, as the config alone suggests."""
    fmt = schema.object.time_format if schema.object else None
    fmt = fmt if fmt and "%" in fmt else None
    if axis is not None:
        kind, decimals = axis.info.kind, axis.info.decimals
    else:
        kind, decimals = "time" if fmt else "number", 0
    chosen: AxisKind = kind
    return TimeText(fmt if chosen == "time" else None, chosen, decimals)


def series_json(link: SeriesLink | None, warning: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The state of a task's series, and what is known of it once it has been read."""
    series = series_of(link)
    value: dict[str, Any] = {
        "state": link.state if link else str(SeriesState.NONE),
        "id": series.id if series else None,
        "axis": None,
        "channels": [],
        "gaps": None,
        "notices": [],
        "rows": None,
        "source_name": None,
        "progress": None,
        "error": link.error if link else None,
        "warning": warning,
        "time_format": None,
    }
    if link is not None and link.progress:
        done, total, seconds = (link.progress[key] for key in ("done_bytes", "total_bytes", "seconds"))
        left = (total - done) * seconds / done if done else None
        value["progress"] = {**link.progress, "seconds_left": left}
    if series is not None:
        meta = series.meta.as_dict()
        axis = series.meta.axis
        value |= {
            "axis": {
                "kind": axis.kind,
                "decimals": axis.decimals,
                "regular": axis.regular,
                "step": None if axis.step is None else str(axis.step),
                "first": str(axis.first),
                "last": str(axis.last),
                "size": axis.size,
            },
            "channels": meta["channels"],
            "gaps": _gaps(meta["gaps"]),
            "notices": meta["notices"],
            "rows": meta["rows"],
            "source_name": meta["source"].get("name"),
            "time_format": meta["time_format"],
        }
    return value


def _gaps(gaps: Mapping[str, Any]) -> dict[str, Any]:
    threshold = gaps.get("threshold_ticks")
    return {
        "threshold_ticks": None if threshold is None else str(threshold),
        "count": gaps.get("count", 0),
        "largest": [{"start": str(gap["start"]), "end": str(gap["end"])} for gap in gaps.get("largest", ())],
    }


def schema_json(schema: LabelSchema, series: Series | None) -> dict[str, Any]:
    """The schema, with each channel's index in the series."""
    value = schema.as_dict()
    names = [channel.name for channel in series.meta.channels] if series else []
    for pane in value["panes"]:
        for channel in pane["channels"]:
            channel["index"] = channel_index(channel["column"], names)
    return value


def version_of(items: Sequence[Mapping[str, Any]]) -> str:
    """A token that changes whenever the saved result does."""
    return hashlib.blake2s(json.dumps(list(items), sort_keys=True).encode(), digest_size=12).hexdigest()


def _read(
    stored: StoredResult, schema: LabelSchema, axis: TimeAxis | None, notices: list[dict[str, Any]]
) -> LabelDocument:
    """Read a stored result; what cannot be read is told and left alone, never dropped silently."""
    times = times_of(schema, axis)
    try:
        document = read_result(stored.items, schema, times, axis)
    except UNREADABLE:
        document = _read_in_parts(stored.items, schema, times, axis, notices)
    if document.between:
        count = len(document.between)
        regions = "A region has" if count == 1 else f"{count} regions have"
        notices.append(
            {
                "code": "label.boundary.moved",
                "message": f"{regions} a boundary between two samples, and it is shown at the nearest.",
                "line": None,
                "column": None,
            }
        )
    return document


def _read_in_parts(
    items: Sequence[Mapping[str, Any]],
    schema: LabelSchema,
    times: TimeText,
    axis: TimeAxis | None,
    notices: list[dict[str, Any]],
) -> LabelDocument:
    readable: list[Mapping[str, Any]] = []
    unreadable: list[dict[str, Any]] = []
    for item in items:
        try:
            read_result([item], schema, times, axis)
            readable.append(item)
        except UNREADABLE as error:
            unreadable.append({"after": None, "item": item})
            said = error.message if isinstance(error, FaultmarkError) else str(error)
            notices.append(
                {
                    "code": "label.item.unreadable",
                    "message": f"A label cannot be shown: {said}",
                    "line": None,
                    "column": None,
                }
            )
    document = read_result(readable, schema, times, axis)
    # In front of the others, so that no place after a region changes.
    return replace(document, rest=(*unreadable, *document.rest))


def document_json(
    draft: StoredResult | None,
    annotation: StoredResult | None,
    schema: LabelSchema,
    axis: TimeAxis | None,
    notices: list[dict[str, Any]],
) -> dict[str, Any]:
    """What the user works on: his draft, else his annotation, else nothing yet. Adds to ``notices``."""
    shown = draft or annotation
    document = _read(shown, schema, axis, notices) if shown else LabelDocument()
    return {
        "annotation_id": annotation.id if annotation else None,
        "draft_id": draft.id if draft else None,
        "regions": [region.as_dict() for region in document.regions],
        "values": dict(document.values),
        "rest": [dict(item) for item in document.rest],
        "saved_at": shown.updated_at.isoformat() if shown else None,
        "version": version_of(shown.items) if shown else "",
        "cancelled": bool(annotation and annotation.cancelled),
        "lead_time": float((shown.lead_time if shown else 0) or 0),
    }


def proposals_json(
    predictions: Sequence[StoredResult], schema: LabelSchema, axis: TimeAxis | None, notices: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Predictions as proposals: a region without a score of its own has its prediction's. Adds to ``notices``."""
    proposals = []
    for prediction in predictions:
        regions = [region.as_dict() for region in _read(prediction, schema, axis, notices).regions]
        for region in regions:
            region["origin"] = "prediction"
            if region["score"] is None:
                region["score"] = prediction.score
        proposals.append(
            {
                "prediction_id": prediction.id,
                "model_version": prediction.model_version,
                "score": prediction.score,
                "regions": regions,
            }
        )
    return proposals


def regions_of(body: Mapping[str, Any]) -> LabelDocument:
    """The document that a request sends. Raises :class:`~faultmark.errors.LabelError` for what is none."""
    regions = body.get("regions")
    if not isinstance(regions, list):
        raise LabelError("label.document.malformed", "The request has no list of regions.")
    return LabelDocument(
        tuple(Region.from_dict(region) for region in regions),
        dict(body.get("values") or {}),
        tuple(body.get("rest") or ()),
    )
