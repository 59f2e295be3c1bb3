"""How a telemetry file is to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    time_of_day:
        Column, as ``time_column``, that holds the time of day where ``time_column`` holds the date alone.
        The two are joined by a space, and ``time_format`` is that of both together.
    separator:
        One character.
    decimal:
        What stands before the decimals of a number in text, ``"."`` or ``","``.
    thousands:
        What stands between thousands of a number in text, such as ``","``; empty for nothing.
    units:
        What stands behind numbers in text and is no part of them, such as ``"bar"``.
    headless:
        The first line already holds samples; columns go by their index.
    first_row:
        Line of the file on which the first sample stands, where a row of units or the like comes before it; ``None``
        for the line after the header.
    skip_lines:
        Lines of the file, from 1, that are left out: above the header, a header that comes again, a total at the end.
    missing:
        Cells that stand for no value, besides the usual ones such as ``NaN`` and ``n/a``.
    zone:
        Zone of times that name none, such as ``"Europe/Berlin"``; ``None`` to take them as UTC. Of an hour that comes
        twice, as the clock is put back, the order of the rows tells which is which. Ticks are UTC.
    columns:
        Channels by name or 0-based index; ``None`` for every numeric column.
    sort:
        Put rows that go back in time where they belong (stable).
    drop_duplicates:
        Of rows with the same time keep the first.
    encoding:
        Of the text, as Python names it.
    format:
        ``"csv"``, ``"parquet"``, ``"arrow"``, ``"arrow-stream"``, ``"json"``, ``"jsonl"`` or ``"audio"``; ``None`` to
        tell it by the file's content.
    """

    time_column: str | int | None = None
    time_format: str | None = None
    separator: str = ","
    headless: bool = False
    columns: tuple[str | int, ...] | None = None
    sort: bool = False
    drop_duplicates: bool = False
    encoding: str = "utf-8"
    decimal: str = "."
    format: str | None = None
    first_row: int | None = None
    skip_lines: tuple[int, ...] | None = None
    missing: tuple[str, ...] | None = None
    zone: str | None = None
    thousands: str = ""
    units: tuple[str, ...] | None = None
    time_of_day: str | int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the options as JSON values."""
        value = asdict(self)
        return {name: list(said) if isinstance(said, tuple) else said for name, said in value.items()}

    def chosen(self) -> dict[str, Any]:
        """Give those options that are not their default, as JSON values."""
        plain = IngestOptions().as_dict()
        return {name: value for name, value in self.as_dict().items() if value != plain[name]}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> IngestOptions:
        """Read :meth:`as_dict` back; missing keys take their default.

        Raises
        ------
        ValueError
            For a key that is no option, or a value of another kind.
        """
        unknown = set(value) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"There is no ingest option {', '.join(sorted(unknown))}.")
        for name, said in value.items():
            if not _fits(name, said):
                raise ValueError(f"The ingest option {name} cannot be {said!r}: allowed is {_KINDS[name]}.")
        # Of a few changes alone, what goes with them is not known yet.
        if value.get("thousands") and value["thousands"] == value.get("decimal"):
            raise ValueError(f"{value['thousands']!r} cannot stand both between thousands and before the decimals.")
        plain: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in value.items()}
        return cls(**plain)

    def with_changes(self, changes: Mapping[str, Any]) -> IngestOptions:
        """Return the options with a remedy's changes applied."""
        return IngestOptions.from_dict({**self.as_dict(), **changes})


_NAME = "a column's name or its number from 0"
_KINDS = {
    "time_column": f"{_NAME}, or null",
    "time_format": "text, or null",
    "separator": "text",
    "headless": "true or false",
    "columns": f"a list, each {_NAME}, or null",
    "sort": "true or false",
    "drop_duplicates": "true or false",
    "encoding": "text",
    "decimal": "text",
    "format": "text, or null",
    "first_row": "the number of a line from 2, or null",
    "skip_lines": "a list of numbers of lines from 1, or null",
    "missing": "a list of texts, or null",
    "zone": "text, or null",
    "thousands": "text",
    "units": "a list of texts, or null",
    "time_of_day": f"{_NAME}, or null",
}


def _is_name(said: object) -> bool:
    return isinstance(said, str | int) and not isinstance(said, bool)


def _is_line(said: object, least: int) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= least


_LISTS: Mapping[str, Callable[[object], bool]] = {
    "columns": _is_name,
    "skip_lines": lambda said: _is_line(said, 1),
    "missing": lambda said: isinstance(said, str),
    "units": lambda said: isinstance(said, str) and bool(said),
}


def _fits(name: str, said: object) -> bool:
    """Whether a value is of the kind that an option takes."""
    kind = _KINDS[name]
    if said is None:
        return kind.endswith("null")
    if (of_each := _LISTS.get(name)) is not None:
        return isinstance(said, list | tuple) and all(map(of_each, said))
    if name == "first_row":
        return _is_line(said, 2)
    if name in ("time_column", "time_of_day"):
        return _is_name(said)
    return isinstance(said, bool) if kind == "true or false" else isinstance(said, str)
