"""From a value in a task's data to entries: a list as it stands, or a table as CSV text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faultmark.errors import FaultmarkError
from faultmark.machine.notice import Notice

__all__ = ["Entry", "field_of", "names_file", "read_entries", "words_of"]

_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its fields by lower-case name, its number from 1, and its line where it stands in a table."""

    fields: Mapping[str, Any]
    number: int
    line: int | None = None


def words_of(value: object) -> str:
    """A scalar as text, stripped; anything else as an empty text."""
    if value is None or isinstance(value, bool | Mapping | list):
        return ""
    return str(value).strip()


def field_of(entry: Entry, names: tuple[str, ...]) -> Any:
    """The first of these fields that says something, else None."""
    for name in names:
        value = entry.fields.get(name)
        if words_of(value):
            return value
    return None


def names_file(value: object) -> bool:
    """Whether :func:`read_entries` would open a file for this value."""
    return isinstance(value, str) and "\n" not in value.strip() and bool(_NAMES.search(value.strip()))


def read_entries(value: object, name: str, text_of: Callable[[str], str], notices: list[Notice]) -> Iterator[Entry]:
    """Read the entries of one value; adds to ``notices`` what is none.

    Parameters
    ----------
    value:
        A list of objects; the text of a CSV table, recognised by its line break; or what names a CSV file.
    name:
        The value's key in the task's data, for messages.
    text_of:
        Opens a file that a value names. May raise :class:`~faultmark.errors.FaultmarkError`.
    """
    if value in (None, "", [], {}):
        return
    if isinstance(value, str):
        if not _NAMES.search(value.strip()):
            # A sentence, which people read among the metadata.
            return
        try:
            text = value if "\n" in value.strip() else text_of(value)
        except FaultmarkError as error:
            notices.append(Notice("events.source.unreadable", f"{name} cannot be read: {error}"))
            return
        yield from _rows(text, name, notices)
        return
    if not isinstance(value, list):
        notices.append(Notice("events.shape", f"{name} is neither a list nor a CSV table, but {_kind_of(value)}."))
        return
    for number, item in enumerate(value, start=1):
        if isinstance(item, Mapping):
            yield Entry({str(key).strip().lower(): said for key, said in item.items()}, number)
        else:
            notices.append(Notice("events.shape", f"Entry {number} of {name} is {_kind_of(item)}, not an object."))


# A table by its line break; a file by a folder or an ending.
_NAMES = re.compile(r"\n|[/\\]|\.\w{2,4}$")


def _kind_of(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false", str: "a text"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "nothing")


def _rows(text: str, name: str, notices: list[Notice]) -> Iterator[Entry]:
    text = text.removeprefix("\ufeff")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    header: list[str] = []
    number = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [cell.strip().lower() for cell in row]
                continue
            number += 1
            yield Entry(dict(zip(header, (cell.strip() for cell in row), strict=False)), number, rows.line_num)
    except csv.Error as error:
        notices.append(Notice("events.table.malformed", f"{name} is no CSV table: {error}.", rows.line_num))
