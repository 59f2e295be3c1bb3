"""Tasks of a deployment: from task files, tables and telemetry files to what the server shall have."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["WantedTask", "read_table", "wanted_tasks"]

_FILE_COLUMNS = ("file", "path", "filename", "csv", "url", "series", "telemetry")
_TELEMETRY = {".csv", ".tsv", ".txt", ".wav", ".mp3", ".flac", ".ogg", ".parquet", ".json"}


@dataclass(frozen=True, slots=True)
class WantedTask:
    """One task. ``file`` is to be uploaded; without it the address stands in the data."""

    key: str
    data: dict[str, Any]
    file: Path | None = None
    predictions: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def digest(self) -> str:
        """Of the file's bytes; empty without a file."""
        if self.file is None:
            return ""
        with self.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a table with a header: CSV or TSV.

    Raises
    ------
    ConfigError
        ``table.unreadable``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("table.unreadable", f"The table cannot be read: {error}.", place=Place(str(path))) from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = list(csv.DictReader(text.splitlines(), delimiter=separator))
    return [{str(k).strip(): (v or "").strip() for k, v in row.items() if k is not None} for row in rows]


def wanted_tasks(sources: Sequence[Path], value: str, metadata: Path | None = None) -> list[WantedTask]:
    """Read what shall be tasks.

    Parameters
    ----------
    sources:
        Task files (JSON), tables whose column ``value`` (or ``file``, ``url`` …) names files or addresses, telemetry
        files, and folders of these.
    value:
        The key of the task's data that holds the file's address.
    metadata:
        A table whose first column names files; its other columns go into their tasks' data.

    Raises
    ------
    ConfigError
        ``tasks.…``, with file and line.
    """
    found: list[WantedTask] = []
    for source in sources:
        found += _from(source, value)
    if metadata is not None:
        found = _with_metadata(found, metadata, value)
    seen: dict[str, WantedTask] = {}
    for task in found:
        if task.key in seen:
            raise ConfigError(
                "tasks.duplicate", f"Two tasks are called {task.key!r}.", remedies=(Remedy("Name each file once."),)
            )
        seen[task.key] = task
    return found


def _from(source: Path, value: str) -> Iterator[WantedTask]:
    if source.is_dir():
        files = sorted(p for p in source.iterdir() if p.suffix.lower() in _TELEMETRY - {".json"})
        if not files:
            raise ConfigError("tasks.folder.empty", "The folder holds no telemetry.", place=Place(str(source)))
        for file in files:
            yield WantedTask(file.name, {}, file)
    elif not source.exists():
        raise ConfigError("tasks.file.missing", "There is no such file.", place=Place(str(source)))
    elif source.suffix.lower() == ".json":
        yield from _from_json(source, value)
    elif (rows := _task_table(source, value)) is not None:
        column = next(c for c in (value, *_FILE_COLUMNS) if c in rows[0])
        for line, row in enumerate(rows, start=2):
            if not row[column]:
                raise ConfigError(
                    "tasks.file.unnamed", "The row names no file.", place=Place(str(source), line, column)
                )
            data = {k: v for k, v in row.items() if k != column}
            yield _located(row[column], {**data, value: row[column]}, source.parent, value, Place(str(source), line))
    else:
        yield WantedTask(source.name, {}, source)


def _task_table(source: Path, value: str) -> list[dict[str, str]] | None:
    """The rows of a table of tasks, or None for telemetry: a table names files or addresses in its first row."""
    if source.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        return None
    with source.open(encoding="utf-8-sig", errors="replace") as stream:
        head = [line for line, _ in zip(stream, range(2), strict=False)]
    if len(head) < 2:
        return None
    separator = max(",;\t", key=head[0].count)
    names, first = (next(csv.reader([line], delimiter=separator), []) for line in head)
    row = dict(zip([name.strip() for name in names], [cell.strip() for cell in first], strict=False))
    column = next((c for c in (value, *_FILE_COLUMNS) if c in row), None)
    if column is None or not (_is_address(row[column]) or Path(row[column]).suffix.lower() in _TELEMETRY):
        return None
    return read_table(source)


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith("/data/")


def _from_json(source: Path, value: str) -> Iterator[WantedTask]:
    try:
        entries = json.loads(source.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ConfigError(
            "tasks.json.invalid", f"This is not JSON: {error.msg}.", place=Place(str(source), error.lineno, error.colno)
        ) from error
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        data = entry.get("data", entry) if isinstance(entry, Mapping) else None
        address = data.get(value) if isinstance(data, Mapping) else None
        if not isinstance(data, Mapping) or not isinstance(address, str):
            raise ConfigError(
                "tasks.value.missing",
                f"Task {number} has no {value!r} in its data.",
                place=Place(str(source)),
                remedies=(
                    Remedy(f"Name its file under {value!r}; `faultmark interface lint --tasks` finds the others."),
                ),
            )
        own = (
            dict(data)
            if "data" in entry
            else {k: v for k, v in data.items() if k not in {"predictions", "annotations"}}
        )
        predictions = tuple(entry.get("predictions") or ())
        yield _located(address, own, source.parent, value, Place(str(source)), predictions)


def _located(  # noqa: PLR0917 - all of one task
    address: str,
    data: dict[str, Any],
    folder: Path,
    value: str,
    place: Place,
    predictions: tuple[Mapping[str, Any], ...] = (),
) -> WantedTask:
    if _is_address(address):
        return WantedTask(address, data, None, predictions)
    file = folder / address
    if not file.is_file():
        raise ConfigError("tasks.file.missing", f"There is no file {address!r}.", place=place)
    return WantedTask(file.name, {k: v for k, v in data.items() if k != value}, file, predictions)


def _metadata_rows(table: Path, value: str) -> tuple[list[dict[str, Any]], str]:
    """Rows of a CSV, TSV or JSON table (records, or an object of them by file), and the column that names files."""
    if table.suffix.lower() != ".json":
        rows: list[dict[str, Any]] = list(read_table(table))
    else:
        try:
            said = json.loads(table.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise ConfigError(
                "table.unreadable", f"The table cannot be read: {error}.", place=Place(str(table), line)
            ) from error
        if isinstance(said, Mapping):
            said = [{_FILE_COLUMNS[0]: name, **row} if isinstance(row, Mapping) else row for name, row in said.items()]
        rows = [dict(row) for row in said if isinstance(row, Mapping)] if isinstance(said, list) else []
        if not isinstance(said, list) or len(rows) != len(said):
            raise ConfigError(
                "table.unreadable",
                "The table holds something else than records.",
                place=Place(str(table)),
                expected='[{"file": "pump-1.csv", "plant": "Lyon"}, …] or {"pump-1.csv": {"plant": "Lyon"}, …}.',
            )
    if not rows:
        raise ConfigError("table.empty", "The table holds no rows.", place=Place(str(table)))
    return rows, next((c for c in (value, *_FILE_COLUMNS) if c in rows[0]), next(iter(rows[0]), ""))


def _with_metadata(tasks: Sequence[WantedTask], table: Path, value: str) -> list[WantedTask]:
    rows, column = _metadata_rows(table, value)
    by_name: dict[str, dict[str, Any]] = {}
    names = {task.key for task in tasks} | {Path(task.key).stem for task in tasks}
    for number, row in enumerate(rows, start=1):
        file = Path(str(row.get(column, "")))
        if file.name not in names and file.stem not in names:
            place = (
                Place(str(table), None, column, row=number)
                if table.suffix.lower() == ".json"
                else Place(str(table), number + 1, column)
            )
            raise ConfigError(
                "table.row.unknown",
                f"No task is called {row.get(column)!r}.",
                place=place,
                remedies=(Remedy("Name files of the tasks in this column."),),
            )
        by_name |= {file.name: row, file.stem: row}
    made = []
    for task in tasks:
        row = by_name.get(Path(task.key).name) or by_name.get(Path(task.key).stem) or {}
        extra = {k: v for k, v in row.items() if k != column}
        made.append(WantedTask(task.key, {**task.data, **extra}, task.file, task.predictions))
    return made
