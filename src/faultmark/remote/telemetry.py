"""Telemetry of another Label Studio's tasks: where its files are on this machine, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from faultmark.actions.ingest_series import ingest_series
from faultmark.actions.series_options import guess_separator, series_options, task_value
from faultmark.errors import ConfigError, Place, Remedy, SeriesError
from faultmark.labels.schema import LabelSchema
from faultmark.store.peek import first_cells
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

__all__ = ["Folders", "open_series", "value_of"]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where Label Studio's files are on this machine.

    ``files`` is its document root for local storages (``LOCAL_FILES_DOCUMENT_ROOT``), ``uploads`` its media folder.
    Nothing outside of them is opened.
    """

    files: Path | None = None
    uploads: Path | None = None

    def find(self, value: str) -> Path:
        """The file that a value of a task's data names.

        Raises
        ------
        SeriesError
            ``series.source.…`` when the value names no file of these folders.
        """
        parts = urlsplit(value)
        if parts.path.rstrip("/") == "/data/local-files":
            return _inside(self.files, parse_qs(parts.query).get("d", [""])[0], "--files")
        if parts.path.startswith("/data/"):
            return _inside(self.uploads, unquote(parts.path.removeprefix("/data/")), "--uploads")
        raise SeriesError(
            "series.source.unsupported",
            f"The task names {value[:200]!r}, and only uploads and local storages can be opened.",
            remedies=(Remedy("Connect the folder as a local storage in Label Studio."),),
        )


def _inside(root: Path | None, relative: str, option: str) -> Path:
    if root is None:
        raise SeriesError(
            "series.source.forbidden",
            "The ML backend does not know the folder of this file.",
            place=Place(relative),
            remedies=(Remedy(f"Start it with {option} and the folder that Label Studio reads."),),
        )
    path = (root / relative.lstrip("/")).resolve()
    if not path.is_relative_to(root.resolve()):
        raise SeriesError("series.source.forbidden", f"{relative!r} lies outside of the folder.")
    return path


def value_of(data: Mapping[str, Any], schema: LabelSchema) -> str:
    """What a task's data names as its telemetry.

    Raises
    ------
    FaultmarkError
        ``config.object.missing`` where the config declares no time series, and what is wrong with the data.
    """
    if schema.object is None:
        raise ConfigError("config.object.missing", "The labeling config declares no TimeSeries.")
    return str(task_value(schema.object, data))


def open_series(store: SeriesStore, path: Path, schema: LabelSchema) -> Series:
    """A file as the config says, through the store: what has been read is not read again.

    Raises
    ------
    FaultmarkError
        Why it cannot be read.
    """

    def cells(separator: str) -> Sequence[str]:
        return first_cells(path, separator)

    separator = schema.object.separator if schema.object else ","
    if separator == "auto":
        separator = guess_separator(cells)
    options = series_options(schema, cells(separator), {"separator": separator})
    return store.open(ingest_series(path, options, store).series_id)
