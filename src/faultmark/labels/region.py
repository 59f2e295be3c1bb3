"""Regions and annotations as values: integer ticks and what was said about them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from faultmark.errors import LabelError

__all__ = ["FieldValue", "LabelDocument", "Parent", "Region", "new_region_id"]

# What a control holds: names of labels or choices, lines of text, or a number. Nested choices are lists of paths.
FieldValue = Any
_INT64 = 1 << 63
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def new_region_id() -> str:
    """An id of the form that Label Studio's editor gives."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


@dataclass(frozen=True, slots=True)
class Parent:
    """The proposal that a region came from."""

    prediction_id: int
    region_id: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Region:
    """A range or an instant on the time axis.

    ``start`` and ``end`` are ticks, both on samples and both inside; an instant has them equal. ``values`` holds what
    each control says, by its name. ``channels`` names the channels that show it, and ``work_order`` the order that it
    belongs to. ``extra`` keeps what Label Studio's JSON holds beyond that, for the way back.
    """

    id: str
    start: int
    end: int
    instant: bool = False
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    origin: str = "manual"
    score: float | None = None
    parent: Parent | None = None
    channels: tuple[str, ...] = ()
    work_order: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def moved(self, start: int, end: int) -> Region:
        """The same region between other ticks."""
        return replace(self, start=start, end=end)

    def as_dict(self) -> dict[str, Any]:
        """The region as JSON values; ticks are strings, since they may exceed what a double holds."""
        parent = self.parent
        return {
            "id": self.id,
            "start": str(self.start),
            "end": str(self.end),
            "instant": self.instant,
            "values": dict(self.values),
            "origin": self.origin,
            "score": self.score,
            "parent": None
            if parent is None
            else {"prediction_id": parent.prediction_id, "region_id": parent.region_id, "score": parent.score},
            "channels": list(self.channels),
            "work_order": self.work_order,
            "extra": dict(self.extra),
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Region:
        """Read :meth:`as_dict` back.

        Raises
        ------
        LabelError
            ``label.region.malformed`` naming the region and what it lacks.
        """
        try:
            parent = value.get("parent")
            start, end = int(value["start"]), int(value["end"])
            if not -_INT64 <= min(start, end) <= max(start, end) < _INT64:
                raise ValueError("its times are no int64")
            return cls(
                id=str(value["id"]),
                start=start,
                end=end,
                instant=bool(value["instant"]),
                values=dict(value.get("values") or {}),
                origin=str(value.get("origin") or "manual"),
                score=None if value.get("score") is None else float(value["score"]),
                parent=None
                if parent is None
                else Parent(int(parent["prediction_id"]), str(parent["region_id"]), parent.get("score")),
                channels=tuple(str(channel) for channel in value.get("channels") or ()),
                work_order=str(value["work_order"]) if value.get("work_order") else None,
                extra=dict(value.get("extra") or {}),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            name = value.get("id", "?") if isinstance(value, Mapping) else "?"
            raise LabelError(
                "label.region.malformed",
                f"Region {name} cannot be read: {type(error).__name__} {error}.",
                expected="an object with id, start and end as strings of digits, and instant.",
            ) from error


@dataclass(frozen=True, slots=True)
class LabelDocument:
    """All that one annotation, draft or prediction says: its regions, and what it says of the whole task.

    ``rest`` holds the result items that are no region's, each with the id of the region that it came after; they go
    back as they came. ``between`` names the regions with a boundary that was written between two samples.
    """

    regions: tuple[Region, ...] = ()
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    rest: tuple[Mapping[str, Any], ...] = ()
    between: tuple[str, ...] = ()
