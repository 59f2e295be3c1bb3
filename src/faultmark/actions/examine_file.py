"""Examine a telemetry file: what it holds, what is wrong with it, and the recipe of fixes that reads it.

The recipe is found the way a person finds it on the Label screen: the file is read, and where that fails, the first
remedy that ingest itself offers is taken, until it can be read. The file is never changed.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.actions.offers import offers_of
from faultmark.actions.series_options import guess_separator
from faultmark.errors import FaultmarkError, SeriesError
from faultmark.series.time_text import TimeText
from faultmark.store.formats import Format, recognise
from faultmark.store.peek import first_cells, first_times
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

__all__ = ["Examination", "Stuck", "examine_file"]

_MOST_FIXES = 8
_CHUNK = 1 << 20
_STUCK_SHARE = 0.01
_STUCK_LEAST = 100
_WIDTH = 2000
# A zone follows a time of day: a date ends with digits behind a sign too.
_ZONE = re.compile(r":\d\d(?:[.,]\d+)?\s*(Z|[+-]\d\d:?(?:\d\d)?|UTC|GMT)$", re.IGNORECASE)
_TIME_NAME = re.compile(
    r"(?i)(^|[_ ])(time|date|datetime|timestamp|ts|t|seconds|sec|epoch|zeit|uhrzeit)($|[_ (\[])|timestamp|datetime"
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A sensor that says the same for long: its channel, the longest run in samples, when it begins, and the value."""

    channel: str
    samples: int
    start: str | float | int
    value: float


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found in a file.

    Attributes
    ----------
    fixes:
        Faults that a fix mends, in the order they were met, each with the options that mend it.
    offers:
        What may be wanted of a file that can be read without: a word on it, and the options.
    fault:
        The fault that no fix mends; then there is no series.
    options:
        All options that read the file: the recipe.
    rate:
        Samples a second, or a unit of a numeric axis, by the median step; ``None`` for a single sample.
    jitter:
        Share of the median step between the 5th and the 95th percentile of steps; 0 for a regular axis.
    disorder:
        Whether rows go back in time.
    zone:
        ``"UTC"`` or as the text says, ``"none, read as UTC"``, or ``""`` on a numeric axis.
    disk_bytes, peak_bytes:
        Of the series folder, and of this process while it read the file.
    read_seconds, open_seconds:
        How long reading the file took here, and opening the series with a first view of all channels.
    """

    file: str
    format: str
    compression: str | None
    fixes: tuple[tuple[FaultmarkError, dict[str, Any]], ...]
    fault: FaultmarkError | None
    options: IngestOptions
    rows: int = 0
    channels: tuple[str, ...] = ()
    first: str | float | int = ""
    last: str | float | int = ""
    rate: float | None = None
    jitter: float = 0.0
    gaps: int = 0
    missing_samples: int = 0
    duplicates: int = 0
    disorder: bool = False
    zone: str = ""
    stuck: tuple[Stuck, ...] = ()
    notices: tuple[str, ...] = ()
    offers: tuple[tuple[str, dict[str, Any]], ...] = ()
    disk_bytes: int = 0
    peak_bytes: int = 0
    read_seconds: float = 0.0
    open_seconds: float = 0.0

    def recipe(self) -> dict[str, Any]:
        """The fixes as a recipe that ``faultmark ingest --recipe`` applies."""
        return {"recipe": 1, "file": self.file, "options": self.options.chosen()}

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON values."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in _NOT_PLAIN}
        return {
            **plain,
            "channels": list(self.channels),
            "notices": list(self.notices),
            "offers": [{"text": text, "options": options} for text, options in self.offers],
            "stuck": [{name: getattr(one, name) for name in Stuck.__slots__} for one in self.stuck],
            "fixes": [{"fault": fault.as_dict(), "options": options} for fault, options in self.fixes],
            "fault": None if self.fault is None else self.fault.as_dict(),
            "recipe": self.recipe(),
        }


_NOT_PLAIN = {"fixes", "fault", "options", "stuck", "channels", "notices", "offers"}


def examine_file(
    source: Path,
    options: IngestOptions | None = None,
    peak: Callable[[], int] = lambda: 0,
    progress: Callable[[Any], None] | None = None,
    chosen: Mapping[str, Any] | None = None,
) -> Examination:
    """Read a file, fix by fix, into a folder that goes away, and tell what it is like.

    Parameters
    ----------
    source:
        The file.
    options:
        What is known already of how to read it; by default separator and time column are guessed.
    peak:
        Gives the most memory that this process has had so far, in bytes.
    progress:
        As of :func:`~faultmark.actions.ingest_series.ingest_series`.
    chosen:
        Options that somebody chose, on top of those that are known or guessed.

    Raises
    ------
    SeriesError
        ``series.file.missing``. Any other fault is part of what is told.
    """
    if not source.is_file():
        raise SeriesError.from_dict(_missing(source))
    guessing = options is None
    try:
        known = (options or IngestOptions()).with_changes(chosen or {})
        found = recognise(source, known.format)
        options = _guessed(source, found.format, known) if guessing else known
        options = options.with_changes(chosen or {})
    except SeriesError as fault:
        return Examination(source.name, "unknown", None, (), fault, IngestOptions())
    fixes: list[tuple[FaultmarkError, dict[str, Any]]] = []
    told = Examination(source.name, str(found.format), found.compression, (), None, options)
    with tempfile.TemporaryDirectory(prefix="faultmark-doctor-") as folder:
        store = SeriesStore(Path(folder))
        while True:
            begun = time.perf_counter()
            try:
                series = store.open(ingest_series(source, options, store, progress).series_id)
            except FaultmarkError as fault:
                fix = next((dict(r.options) for r in fault.remedies if set(r.options) - {"reread"}), None)
                if fix is None or len(fixes) == _MOST_FIXES or options.with_changes(fix) == options:
                    return replace(told, fixes=tuple(fixes), fault=fault, options=options)
                fixes.append((fault, fix))
                options = options.with_changes(fix)
                if guessing and found.format is Format.CSV and {"encoding", "skip_lines"} & set(fix):
                    # Only now do the names of the columns show.
                    options = _guessed(source, found.format, options).with_changes(chosen or {})
                continue
            return _examined(
                replace(told, fixes=tuple(fixes), options=options, read_seconds=time.perf_counter() - begun),
                source,
                store,
                series,
                peak,
            )


def _missing(source: Path) -> dict[str, Any]:
    return {"code": "series.file.missing", "message": "There is no such file.", "file": str(source)}


def _guessed(source: Path, kind: Format, known: IngestOptions | None = None) -> IngestOptions:
    known = known or IngestOptions()

    def cells(separator: str) -> list[str]:
        return first_cells(source, separator, known.encoding, known.format, known.skip_lines)

    separator = guess_separator(cells) if kind is Format.CSV else ","
    named = next((name.strip() for name in cells(separator) if _TIME_NAME.search(name.strip())), None)
    return replace(known, time_column=known.time_column or named, separator=separator)


def _examined(
    told: Examination, source: Path, store: SeriesStore, series: Series, peak: Callable[[], int]
) -> Examination:
    meta, axis = series.meta, series.meta.axis
    text = TimeText(None, axis.kind, axis.decimals)
    begun = time.perf_counter()
    fresh = SeriesStore(store.root).open(series.id)
    fresh.view(range(len(meta.channels)), axis.first, axis.last + 1, _WIDTH)
    opened = time.perf_counter() - begun
    median, jitter = _steps(series)
    unit = 10**9 if axis.kind == "time" else 10**axis.decimals
    dropped = [n for n in meta.notices if n.code == "series.time.duplicate"]
    return replace(
        told,
        rows=meta.rows,
        channels=tuple(channel.name for channel in meta.channels),
        first=text.format(axis.first),
        last=text.format(axis.last),
        rate=unit / median if median else None,
        jitter=jitter,
        gaps=int(meta.gaps["count"]),
        missing_samples=int(meta.gaps["missing_samples"]),
        duplicates=int(meta.duplicates["count"]) or len(dropped),
        disorder=any(fault.code == "series.time.unsorted" and "sort" in fix for fault, fix in told.fixes)
        or any(n.code == "series.time.sorted" for n in meta.notices),
        zone=_zone(source, told, axis.kind),
        stuck=tuple(_stuck(series, text)),
        notices=tuple(notice.message for notice in meta.notices),
        offers=tuple(offers_of(meta)),
        disk_bytes=sum(path.stat().st_size for path in store.path(series.id).iterdir()),
        peak_bytes=peak(),
        open_seconds=opened,
    )


def _steps(series: Series) -> tuple[int, float]:
    """Median step in ticks, and how far steps spread as a share of it, from runs spread over the series."""
    axis = series.meta.axis
    if axis.size < 2:
        return 0, 0.0
    if axis.regular:
        return int(axis.step or 0), 0.0
    run = min(axis.size, 1 << 16)
    starts = np.unique(np.linspace(0, axis.size - run, 16).astype(np.int64)).tolist()
    steps = np.concatenate([np.diff(series.axis.ticks(a, a + run)) for a in starts])
    steps = steps[steps > 0]
    if not steps.size:
        return 0, 0.0
    low, median, high = np.quantile(steps, [0.05, 0.5, 0.95])
    return int(median), float((high - low) / median)


def _stuck(series: Series, text: TimeText) -> list[Stuck]:
    """Channels whose longest run of one value is long; a block at a time."""
    size = series.meta.axis.size
    least = max(_STUCK_LEAST, int(size * _STUCK_SHARE))
    found = []
    for channel in series.meta.channels:
        best, best_at, value = 0, 0, np.nan
        run, run_at, last = 0, 0, np.nan
        for start in range(0, size, _CHUNK):
            block = series.values(channel.index, start, start + _CHUNK)
            ends = np.flatnonzero(np.diff(block) != 0) + 1
            bounds = np.concatenate(([0], ends, [block.size]))
            lengths = np.diff(bounds)
            if block.size and block[0] == last:
                lengths[0] += run
            else:
                run_at = start
            longest = int(np.argmax(lengths))
            begin = run_at if longest == 0 else start + int(bounds[longest])
            if lengths[longest] > best and not np.isnan(block[bounds[longest]]):
                best, best_at, value = int(lengths[longest]), begin, float(block[bounds[longest]])
            if lengths.size > 1:
                run_at = start + int(bounds[-2])
            run, last = int(lengths[-1]), block[-1]
        if best >= least:
            at = text.format(int(series.axis.ticks(best_at, best_at + 1)[0]))
            found.append(Stuck(channel.name, best, at, value))
    return found


def _zone(source: Path, told: Examination, kind: str) -> str:
    if kind != "time":
        return ""
    options = told.options
    if options.zone is not None:
        return options.zone
    if options.time_format and "%" not in options.time_format:
        return "UTC"
    found = [_ZONE.search(cell.strip()) for cell in first_times(source, options) if cell.strip()]
    zones = sorted({match.group(1).upper() for match in found if match})
    return ", ".join([*zones, *(["none, read as UTC"] if not all(found) or not found else [])])
