"""How a telemetry file is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

__all__ = ["IngestOptions"]


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Options of an ingest; every field is a plain JSON value.

    Attributes
    ----------
    time_column:
        Name of the column that holds the time, or its 0-based index (as Label Studio names the columns of a headless
        file); ``None`` if the file has none, then samples are numbered from 0.
    time_format:
        strftime directives as in a labeling config's ``timeFormat``; ``None`` for ISO 8601 or plain numbers.
        ``%s`` and ``%Q`` are seconds and milliseconds since the epoch; ``epoch_us`` and ``epoch_ns`` the finer ones.
    separator:
        One character.
    headless:
        The first line already holds samples; columns go by their index.
    columns:
        Channels by name or 0-based index; ``None`` for every numeric column.
    sort:
        Put rows that go back in time where they belong (stable).
    drop_duplicates:
        Of rows with the same time keep the first.
    encoding:
        Of the text, as Python names it.
    """

    time_column: str | int | None = None
    time_format: str | None = None
    separator: str = ","
    headless: bool = False
    columns: tuple[str | int, ...] | None = None
    sort: bool = False
    drop_duplicates: bool = False
    encoding: str = "utf-8"

    def as_dict(self) -> dict[str, Any]:
        """Give the options as JSON values."""
        value = asdict(self)
        value["columns"] = None if self.columns is None else list(self.columns)
        return value

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> IngestOptions:
        """Read :meth:`as_dict` back; unknown keys are a ``ValueError``, missing ones take their default."""
        unknown = set(value) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"There is no ingest option {', '.join(sorted(unknown))}.")
        value = dict(value)
        if value.get("columns") is not None:
            value["columns"] = tuple(value["columns"])
        return cls(**value)

    def with_changes(self, changes: Mapping[str, Any]) -> IngestOptions:
        """Return the options with a remedy's changes applied."""
        return IngestOptions.from_dict({**self.as_dict(), **changes})
