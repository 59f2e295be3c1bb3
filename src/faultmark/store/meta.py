"""What ``meta.json`` of a series folder says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from faultmark.series.axis import AxisInfo
from faultmark.series.time_format import epoch_unit

__all__ = ["FORMAT_VERSION", "ChannelMeta", "Notice", "SeriesMeta"]

FORMAT_VERSION = 2
"""Version of the folder's layout; part of every series id, so that a change of it makes new folders.

Folders of version 1 lack the ends of the buckets. They are still read, and answer every view."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth telling about a file that did become a series."""

    code: str
    message: str
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelMeta:
    """One channel: its name in the file, how it is stored, and its summary (``None`` where there is no number)."""

    index: int
    name: str
    dtype: str
    count_valid: int
    count_missing: int
    min: float | None
    max: float | None
    mean: float | None
    quantiles: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class SeriesMeta:
    """A series in a few kilobytes: everything but its samples.

    ``gaps`` is ``{threshold_ticks, count, largest: [{start, end}], missing_samples}`` with ticks as strings,
    ``duplicates`` is ``{count, first_line}``, ``source`` is ``{name, size, sha256, options}``.
    ``zone`` is the zone that the file's times name, ``UTC``, an offset or an IANA name; ticks are UTC whatever it is.
    """

    version: int
    axis: AxisInfo
    channels: tuple[ChannelMeta, ...]
    gaps: Mapping[str, Any]
    duplicates: Mapping[str, Any]
    notices: tuple[Notice, ...]
    source: Mapping[str, Any]
    rows: int
    created_by: str
    time_format: str | None = field(default=None)
    zone: str | None = field(default=None)

    def as_dict(self) -> dict[str, Any]:
        """Give the meta data as JSON values."""
        return {
            "version": self.version,
            "axis": self.axis.as_dict(),
            "channels": [asdict(c) for c in self.channels],
            "gaps": dict(self.gaps),
            "duplicates": dict(self.duplicates),
            "notices": [asdict(n) for n in self.notices],
            "source": dict(self.source),
            "rows": self.rows,
            "created_by": self.created_by,
            "time_format": self.time_format,
            "zone": self.zone,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> SeriesMeta:
        """Read :meth:`as_dict` back."""
        return cls(
            version=value["version"],
            axis=AxisInfo.from_dict(value["axis"], epoch_unit(value.get("time_format"))),
            channels=tuple(ChannelMeta(**c) for c in value["channels"]),
            gaps=value["gaps"],
            duplicates=value["duplicates"],
            notices=tuple(Notice(**n) for n in value["notices"]),
            source=value["source"],
            rows=value["rows"],
            created_by=value["created_by"],
            time_format=value.get("time_format"),
            zone=value.get("zone"),
        )

    def to_json(self) -> str:
        """Give the text of ``meta.json``."""
        return json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> SeriesMeta:
        """Read the text of ``meta.json``."""
        return cls.from_dict(json.loads(text))
