"""What reading and writing both know of a result item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from faultmark.labels.region import FieldValue
from faultmark.labels.schema import Control

__all__ = ["EDGES", "META_KEY", "as_list", "is_mapping", "origin_of", "ours_in"]

# Where we keep what Label Studio's JSON has no field for: in the region's `meta`, which its editor hands through.
META_KEY = "faultmark"
EDGES = ("start", "end")
_ORIGINS = frozenset({"manual", "prediction", "prediction-changed"})


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is an object of JSON."""
    # What comes out of JSON is a dict, and asking an abstract class costs ten times as much.
    return type(value) is dict or isinstance(value, Mapping)


def as_list(control: Control, said: FieldValue) -> FieldValue:
    """Lists where the control makes lists: Label Studio reads a single name or line there too."""
    return [said] if isinstance(said, str) and control.type in {"labels", "choices", "text"} else said


def origin_of(item: Mapping[str, Any]) -> str:
    """Who made a region: ``manual`` where the item does not say, or says what Label Studio does not know."""
    origin = item.get("origin")
    return origin if isinstance(origin, str) and origin in _ORIGINS else "manual"


def ours_in(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What we noted in the items' ``meta``; empty where there is nothing, or nothing that we would have written."""
    for item in items:
        meta = item.get("meta")
        if meta is None:
            continue
        noted = meta.get(META_KEY) if is_mapping(meta) else None
        if not is_mapping(noted):
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
