"""The one error that users meet.

Every failure that bad input can cause is a :class:`FaultmarkError`. It names the place (file, line,
column), what was expected and the remedy, so that the page, the API and the command line can all say
the same sentence.

Hierarchy::

    FaultmarkError
    ├── SeriesError      a telemetry file cannot become a series as it is
    ├── ConfigError      a labeling config or a setting is unusable
    └── LabelError       a region or an annotation is not valid for its task
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["ConfigError", "FaultmarkError", "LabelError", "Place", "Remedy", "SeriesError"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input the fault lies.

    ``line`` counts from 1 and includes the header; ``column`` is a column's name or its 1-based number. A file without
    lines has a ``row``, from 1, of its ``row_group`` where it has such: a group, batch or record, from 1.
    """

    file: str | None = None
    line: int | None = None
    column: str | int | None = None
    row: int | None = None
    row_group: int | None = None

    def __str__(self) -> str:
        parts = []
        if self.file is not None:
            parts.append(self.file)
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row_group is not None:
            parts.append(f"row group {self.row_group}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column!r}" if isinstance(self.column, str) else f"column {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the user can do. ``options`` are ingest options that apply the remedy at one click, if any."""

    text: str
    options: Mapping[str, Any] = field(default_factory=dict)


class FaultmarkError(Exception):
    """A failure a user can understand and mend.

    Parameters
    ----------
    code:
        Stable, dotted identifier such as ``"series.time.unsorted"``; tests and agents match on it.
    message:
        One sentence that says what is wrong.
    place:
        File, line and column, as far as they are known.
    expected:
        What would have been right, if it adds something to the message.
    remedies:
        What can be done, best first.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        place: Place | None = None,
        expected: str | None = None,
        remedies: tuple[Remedy, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place or Place()
        self.expected = expected
        self.remedies = remedies

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{where}: {self.message}" if where else self.message
        if self.expected:
            text += f" Expected: {self.expected}"
        for remedy in self.remedies:
            text += f" Remedy: {remedy.text}"
        return text

    def as_dict(self) -> dict[str, Any]:
        """The error as plain JSON values; :meth:`from_dict` reads it back."""
        return {
            "code": self.code,
            "message": self.message,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "row": self.place.row,
            "row_group": self.place.row_group,
            "expected": self.expected,
            "remedies": [{"text": r.text, "options": dict(r.options)} for r in self.remedies],
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> FaultmarkError:
        """Rebuild an error from :meth:`as_dict`, for example one that a child process printed."""
        return cls(
            value["code"],
            value["message"],
            place=Place(*(value.get(part) for part in ("file", "line", "column", "row", "row_group"))),
            expected=value.get("expected"),
            remedies=tuple(Remedy(r["text"], r.get("options", {})) for r in value.get("remedies", ())),
        )


class SeriesError(FaultmarkError):
    """A telemetry file cannot become a series as it is."""


class ConfigError(FaultmarkError):
    """A labeling config or a setting is unusable."""


class LabelError(FaultmarkError):
    """A region or an annotation is not valid for its task."""
