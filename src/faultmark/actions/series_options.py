"""From a labeling config to the options of an ingest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faultmark.errors import ConfigError, SeriesError
from faultmark.labels.schema import LabelSchema, ObjectSpec
from faultmark.store.options import IngestOptions

__all__ = ["channel_index", "series_options", "task_value"]

UNDEFINED_KEY = "$undefined$"


def task_value(target: ObjectSpec, data: Mapping[str, Any]) -> str:
    """What the task's data name as its series.

    Raises
    ------
    SeriesError
        ``series.value.missing`` listing the keys that there are.
    """
    # Files that were imported before the config named its key stand under a placeholder.
    value = data.get(target.value_key, data.get(UNDEFINED_KEY))
    if isinstance(value, str) and value:
        return value
    keys = ", ".join(sorted(map(str, data))) or "none"
    raise SeriesError(
        "series.value.missing",
        f"The task's data have no file under {target.value_key!r}.",
        expected=f"a key that the config's TimeSeries names in value; the task has {keys}.",
    )


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
        separator=target.separator,
        headless=headless,
        columns=tuple(columns),
    )
    return options.with_changes(chosen)


def _is_headless(names: Sequence[str], first_cells: Sequence[str]) -> bool:
    """Whether columns go by index: Label Studio's rule, extended to files whose first column is a text time."""
    if not all(name.isdecimal() for name in names if name):
        return False
    cells = [cell.strip() for cell in first_cells]
    return not all(name in cells for name in names if name)


def _column(name: str, first_cells: Sequence[str], *, headless: bool) -> str | int:
    if headless:
        return int(name)
    cells = [cell.strip() for cell in first_cells]
    if name in cells:
        return name
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
