"""A batch of files through the ingest: progress, one summary a file, a table of what failed at the end."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from faultmark.actions.ingest_series import IngestOptions, IngestResult, Progress, ingest_series
from faultmark.cli.output import count, data_size, duration, err, out, print_error, progress_bar
from faultmark.errors import FaultmarkError, Place, SeriesError
from faultmark.series.axis import AxisInfo
from faultmark.series.time_text import TimeText
from faultmark.store.peek import first_cells
from faultmark.store.series_store import SeriesStore

__all__ = ["ingest_batch"]

_TIME_NAME = re.compile(
    r"(?i)(^|[_ ])(time|date|datetime|timestamp|ts|t|seconds|sec|epoch)($|[_ (\[])|timestamp|datetime"
)


def ingest_batch(
    sources: Sequence[Path], options: IngestOptions, store: SeriesStore, *, guess_time: bool, as_json: bool
) -> list[tuple[Path, FaultmarkError]]:
    """Ingest every source; return those that failed, with why. One fault does not stop the others.

    With ``guess_time`` the time column is the first one whose name says time. With ``as_json`` each file gives one
    line of JSON on stdout: ``{"file", "series", …}`` or ``{"file", "error"}``.
    """
    failed: list[tuple[Path, FaultmarkError]] = []
    with progress_bar() as bar:
        for source in sources:
            task = bar.add_task(source.name, total=None, note="")

            def report(progress: Progress, task: Any = task) -> None:
                note = f"{count(progress.rows)} rows"
                bar.update(task, completed=progress.done_bytes, total=progress.total_bytes, note=note)

            try:
                how = options
                if guess_time and source.is_file():
                    how = replace(options, time_column=time_column_of(source, options))
                result = ingest_series(source, how, store, report)
            except FaultmarkError as error:
                failed.append((source, error))
                _failed(source, error, as_json=as_json)
            except OSError as error:
                wrapped = SeriesError("series.file.unreadable", f"{error.strerror or error}.", place=Place(str(source)))
                failed.append((source, wrapped))
                _failed(source, wrapped, as_json=as_json)
            else:
                _done(source, result, as_json=as_json)
            finally:
                bar.remove_task(task)
    if failed and not as_json and len(sources) > 1:
        _table(failed, len(sources))
    return failed


def time_column_of(source: Path, options: IngestOptions) -> str | None:
    """Choose the time column where none was named: the first whose name says so; None where none does."""
    names = first_cells(source, options.separator, options.encoding, options.format, options.skip_lines)
    return next((name.strip() for name in names if _TIME_NAME.search(name.strip())), None)


def _failed(source: Path, error: FaultmarkError, *, as_json: bool) -> None:
    if as_json:
        _line({"file": str(source), "error": error.as_dict()})
    else:
        print_error(error)


def _line(value: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _done(source: Path, result: IngestResult, *, as_json: bool) -> None:
    meta = result.meta
    if as_json:
        _line(
            {
                "file": str(source),
                "series": result.series_id,
                "reused": result.reused,
                "rows": meta.rows,
                "channels": [channel.name for channel in meta.channels],
                "notices": [asdict(notice) for notice in meta.notices],
            }
        )
        return
    size = source.stat().st_size
    shape = f"{count(meta.rows)} rows × {len(meta.channels)} channels"
    how = "was ready already" if result.reused else data_size(size)
    out.print(f"[bold]{escape(str(source))}[/]: {shape}, {_span(meta.axis)}; {how}")
    for notice in meta.notices:
        line = f" (line {notice.line})" if notice.line is not None else ""
        out.print(f"  note      {escape(notice.message)}{line}")


def _span(axis: AxisInfo) -> str:
    """Say what the axis covers: ``2026-03-02 00:00:00 to …, every 1.00 s``."""
    text = TimeText(None, axis.kind, axis.decimals)
    covered = f"{text.format(axis.first)} to {text.format(axis.last)}"
    if axis.regular and axis.step is not None:
        every = duration(axis.step / 1e9) if axis.kind == "time" else str(axis.step / 10**axis.decimals)
        return f"{covered}, every {every}"
    return f"{covered}, irregular"


def _table(failed: Sequence[tuple[Path, FaultmarkError]], total: int) -> None:
    table = Table(title=f"{len(failed)} of {total} files failed", title_justify="left", box=None, pad_edge=False)
    for heading in ("file", "line", "column", "what is wrong"):
        table.add_column(heading, header_style="bold", overflow="fold")
    for source, error in failed:
        place = error.place
        line = "" if place.line is None else count(place.line)
        column = "" if place.column is None else str(place.column)
        table.add_row(escape(source.name), line, escape(column), escape(error.message))
    err.print(table)
