"""A task's series: its state, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import apps

from faultmark.actions.offers import offers_of
from faultmark.actions.series_options import channel_index
from faultmark.errors import FaultmarkError
from faultmark.labels.schema import LabelSchema
from faultmark.store.series import Series
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.series_store import series_store

__all__ = ["schema_json", "series_json", "series_of"]


def series_of(link: SeriesLink | None) -> Series | None:
    """The series of a link, if it can be opened."""
    if link is None or not link.series_id:
        return None
    try:
        return series_store().open(link.series_id)
    except FaultmarkError:
        return None


def series_json(
    link: SeriesLink | None, warning: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The state of a task's series, and what is known of it once it has been read; ``data`` is the task's."""
    series = series_of(link)
    value: dict[str, Any] = {
        "state": link.state if link else str(SeriesState.NONE),
        "id": series.id if series else None,
        "axis": None,
        "channels": [],
        "gaps": None,
        "notices": [],
        "offers": [],
        "rows": None,
        "source_name": None,
        "progress": None,
        "error": link.error if link else None,
        "warning": warning,
        "time_format": None,
        "zone": None,
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
            "offers": [{"text": text, "options": options} for text, options in _offers(link, series)],
            "rows": meta["rows"],
            "source_name": meta["source"].get("name"),
            "time_format": meta["time_format"],
            "zone": _zone(series.meta.zone, data or {}),
        }
    return value


def _offers(link: SeriesLink | None, series: Series) -> Iterator[tuple[str, dict[str, Any]]]:
    """What may be wanted. Numbers become dates only while nobody has labeled: regions would lie at numbers still."""
    for text, options in offers_of(series.meta):
        if "time_format" in options:
            said = apps.get_model("tasks", "Annotation").objects.filter(task=link.pk if link else None)
            drafts = apps.get_model("tasks", "AnnotationDraft").objects.filter(task=link.pk if link else None)
            if said.exists() or drafts.exists():
                continue
        yield text, options


def _zone(of_file: str | None, data: Mapping[str, Any]) -> str | None:
    """The data's own zone: the task's ``timezone``, which knows summer time, before the offset in the file.

    A file whose times name no zone says what the clock showed; shown elsewhere it would say something else.
    """
    declared = data.get("timezone")
    if of_file is None or not isinstance(declared, str):
        return of_file
    try:
        return ZoneInfo(declared).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return of_file


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
