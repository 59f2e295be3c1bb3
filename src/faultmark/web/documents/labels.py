"""What a user works on, and what models propose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from faultmark.actions.ports import StoredResult
from faultmark.errors import FaultmarkError, LabelError
from faultmark.labels.ls_json import read_result
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.schema import LabelSchema
from faultmark.labels.times import label_times
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["document_json", "proposals_json", "read_stored", "regions_in", "regions_of", "version_of"]

# What stored items that follow no rule may raise.
UNREADABLE = (FaultmarkError, AttributeError, KeyError, OverflowError, TypeError, ValueError)


def version_of(items: Sequence[Mapping[str, Any]]) -> str:
    """A token that changes whenever the saved result does."""
    return hashlib.blake2s(json.dumps(list(items), sort_keys=True).encode(), digest_size=12).hexdigest()


def read_stored(
    stored: StoredResult,
    schema: LabelSchema,
    axis: TimeAxis | None,
    notices: list[dict[str, Any]],
    *,
    way_back: bool = True,
) -> LabelDocument:
    """Read a stored result; what cannot be read is told and left alone, never dropped silently.

    For ``way_back`` see :func:`faultmark.labels.ls_json.read_result`.
    """
    times = label_times(schema, axis)
    try:
        document = read_result(stored.items, schema, times, axis, way_back=way_back)
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
    document = read_stored(shown, schema, axis, notices) if shown else LabelDocument()
    return {
        "annotation_id": annotation.id if annotation else None,
        "draft_id": draft.id if draft else None,
        "regions": [region.as_dict() for region in document.regions],
        "values": dict(document.values),
        "rest": [dict(item) for item in document.rest],
        "saved_at": shown.updated_at.isoformat() if shown else None,
        "version": version_of(shown.items) if shown else "",
        "cancelled": bool(annotation and annotation.cancelled),
        "skip_reason": annotation.skip_reason if annotation else None,
        "lead_time": float((shown.lead_time if shown else 0) or 0),
    }


def proposals_json(
    predictions: Sequence[StoredResult], schema: LabelSchema, axis: TimeAxis | None, notices: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Predictions as proposals: a region without a score of its own has its prediction's. Adds to ``notices``."""
    proposals = []
    for prediction in predictions:
        regions = [region.as_dict() for region in read_stored(prediction, schema, axis, notices).regions]
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


def regions_in(stored: StoredResult, schema: LabelSchema, axis: TimeAxis | None) -> tuple[Region, ...]:
    """The regions of a stored result, as far as they can be read."""
    return read_stored(stored, schema, axis, []).regions


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
