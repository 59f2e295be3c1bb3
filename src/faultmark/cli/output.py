"""How the command line speaks: errors with place and remedy, progress with rate and time left, plain figures."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from faultmark.errors import FaultmarkError

__all__ = ["as_flags", "count", "counted", "data_size", "duration", "err", "out", "print_error", "progress_bar"]

# Ingest options that have a flag of their own.
_FLAGS = frozenset({
    "time_column", "time_format", "time_of_day", "separator", "headless", "sort", "drop_duplicates", "encoding",
    "decimal", "format",
})  # fmt: skip

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_error(error: FaultmarkError) -> None:
    """Print an error on stderr: sentence, place, what was expected, and each remedy on a line of its own."""
    where = str(error.place)
    err.print(f"[bold red]error[/] {escape(error.message)}")
    if where:
        err.print(f"  at        {escape(where)}")
    if error.expected:
        err.print(f"  expected  {escape(error.expected)}")
    for remedy in error.remedies:
        err.print(f"  remedy    {escape(remedy.text)}")
        if flags := as_flags(remedy.options):
            err.print(f"            with [bold]{escape(flags)}[/]")


def as_flags(options: Mapping[str, Any]) -> str:
    """Ingest options of a remedy, as one would type them; empty where there is nothing to type."""
    flags = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if name == "reread":
            # The command line reads a file whenever it is told to.
            continue
        if name in _FLAGS and value is True:
            flags.append(flag)
        elif name in _FLAGS and isinstance(value, str):
            flags.append(f"{flag} {shlex.quote(value)}")
        else:
            flags.append(f"--set {name}={shlex.quote(json.dumps(value, ensure_ascii=False))}")
    return " ".join(flags)


def count(number: int) -> str:
    """Format a count with thousands separated: ``5,000,000``."""
    return f"{number:,}"


def data_size(size: float) -> str:
    """Format bytes in decimal units: ``334 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5 or unit == "GB":
            return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError


def duration(seconds: float) -> str:
    """Format a duration: ``0.42 s``, ``31 s``, ``4 min 10 s``, ``57 d 21 h``."""
    if seconds < 10:
        return f"{seconds:.2f} s"
    whole = round(seconds)
    for size, unit, below, part in ((86_400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // below
            return f"{whole // size} {unit}" + (f" {rest} {part}" if rest else "")
    return f"{whole} s"


class _Rate(ProgressColumn):
    """Bytes or samples a second, by the task's ``unit``; nothing where that is None."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        unit = task.fields.get("unit", "bytes")
        if not speed or unit is None:
            return Text("")
        if unit == "samples":
            return Text(f"{speed / 1e6:.1f} M samples/s")
        return Text(f"{data_size(speed)}/s")


def progress_bar(*, auto_refresh: bool = True) -> Progress:
    """Return a progress display on stderr that vanishes when done, and stays silent where no terminal is.

    It redraws itself from a thread, unless told otherwise: then whoever updates it says ``refresh=True``.
    """
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[note]}"),
        _Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=err,
        transient=True,
        auto_refresh=auto_refresh,
        disable=not err.is_terminal,
    )


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on stderr while entered, through what is given: called with how many are done, of how many.

    It runs no thread, so that the work may fork.
    """
    with progress_bar(auto_refresh=False) as bar:
        shown = bar.add_task(what, total=None, note="", unit=None)

        def report(done: int, total: int) -> None:
            bar.update(shown, completed=done, total=total, note=f"{count(done)} of {count(total)}", refresh=True)

        yield report
