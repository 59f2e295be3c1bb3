"""From a labeling config to the options of an ingest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from faultmark.errors import ConfigError, SeriesError
from faultmark.labels.schema import LabelSchema, ObjectSpec
from faultmark.store.options import IngestOptions

__all__ = ["channel_index", "guess_separator", "series_options", "task_value"]

UNDEFINED_KEY = "$undefined$"


def task_value(target: ObjectSpec, data: Mapping[str, Any]) -> Any:
    """What the task's data name as its series, or the series itself: an object of columns, or a list of records.

    Raises
    ------
    SeriesError
        ``series.value.missing`` listing the keys that there are.
    """
    # Files that were imported before the config named its key stand under a placeholder.
    value = data.get(target.value_key, data.get(UNDEFINED_KEY))
    if value is None:
        value = _along(data, target.value_key)
    if (isinstance(value, str) and value) or _is_table(value):
        return value
    keys = ", ".join(sorted(map(str, data))) or "none"
    raise SeriesError(
        "series.value.missing",
        f"The task's data have no file under {target.value_key!r}.",
        expected=f"a key that the config's TimeSeries names in value; the task has {keys}.",
    )


def _is_table(value: object) -> bool:
    """Whether a value is telemetry itself: columns by name, or records."""
    if isinstance(value, Mapping):
        return any(isinstance(column, list) for column in value.values())
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping | list)


def _along(data: object, path: str) -> object:
    """What stands at a path such as ``files[0].url``, which a config may name instead of a key."""
    for step in re.split(r"[.\[\]]+", path.rstrip("]")):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def guess_separator(cells: Callable[[str], Sequence[str]]) -> str:
    """The separator that makes the most of a file's first line, for a config that leaves it open.

    Parameters
    ----------
    cells:
        Gives the cells of the first line for a separator.
    """
    return max((",", ";", "\t", "|", " "), key=lambda separator: len(cells(separator)))


def series_options(schema: LabelSchema, first_cells: Sequence[str], chosen: Mapping[str, Any]) -> IngestOptions:
    """Options that read a file as the config says.

    Parameters
    ----------
    schema:
        The config's schema.
    first_cells:
        Cells of the file's first line, which decide whether it is a header.
    chosen:
        Options that the user chose on top, such as those of a remedy.

    Raises
    ------
    ConfigError
        ``config.object.missing`` when the config declares no time series, ``config.channels.missing`` no channel.
    """
    target = schema.object
    if target is None:
        raise ConfigError("config.object.missing", "The labeling config declares no TimeSeries.")
    if not schema.channels:
        raise ConfigError("config.channels.missing", "The TimeSeries of the labeling config has no Channel.")
    names = [target.time_column, *(channel.column for channel in schema.channels)]
    headless = _is_headless(names, first_cells)
    columns = dict.fromkeys(_column(channel.column, first_cells, headless=headless) for channel in schema.channels)
    options = IngestOptions(
        time_column=_column(target.time_column, first_cells, headless=headless) if target.time_column else None,
        time_format=target.time_format if target.time_format and "%" in target.time_format else None,
        separator="," if target.separator == "auto" else target.separator,
        headless=headless,
        columns=tuple(columns),
    )
    return options.with_changes(chosen)


def _is_headless(names: Sequence[str], first_cells: Sequence[str]) -> bool:
    """Whether the first line holds samples: columns go by index, and where channels stand in it are numbers.

    The time's own cell tells nothing, since a time may be text.
    """
    if not all(name.isdecimal() for name in names if name):
        return False
    cells = [cell.strip() for cell in first_cells]
    if all(name in cells for name in names if name):
        return False
    return all(_is_number(cells[int(name)]) for name in names[1:] if name and int(name) < len(cells))


def _is_number(cell: str) -> bool:
    if not cell:
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _column(name: str, first_cells: Sequence[str], *, headless: bool) -> str | int:
    if headless:
        return int(name)
    cells = [cell.strip() for cell in first_cells]
    if name in cells:
        return name
    if name.isdecimal() and int(name) < len(cells):
        # An index also names a column that has a name.
        return cells[int(name)]
    # Label Studio compares column names without regard to case.
    return next((cell for cell in cells if cell.lower() == name.lower()), name)


def channel_index(column: str, names: Sequence[str]) -> int | None:
    """Index in the series of the column that a ``Channel`` names, or None where it was not read."""
    if column in names:
        return names.index(column)
    lowered = [name.lower() for name in names]
    if column.lower() in lowered:
        return lowered.index(column.lower())
    return None
