"""A telemetry file into a series writer: its format's reader gives chunks, which are checked and written in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.series.time_text import TimeText
from faultmark.store.csv.blocks import BLOCK_BYTES
from faultmark.store.local_clock import LocalClock, zones_put_back
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.readers import EXPORT_AGAIN, open_stream
from faultmark.store.samples import Chunk, LeftOut, SampleStream
from faultmark.store.series_store import SeriesStore
from faultmark.store.sorting import write_sorted
from faultmark.store.source_file import stamp_of
from faultmark.store.writer import Disorder, SeriesWriter

__all__ = ["Progress", "load_series"]

Report = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is. ``phase`` is ``"reading"``, ``"sorting"`` or ``"finishing"``."""

    done_bytes: int
    total_bytes: int
    rows: int
    seconds: float
    phase: str


@dataclass(slots=True)
class _State:
    started: float
    total: int
    report: Report | None
    options: IngestOptions
    decimals: int = 0
    dropped: int = 0
    last: int | None = None
    clock: LocalClock | None = None
    duplicate: Place | None = None
    notices: list[Notice] = field(default_factory=list)

    def tell(self, done: int, rows: int, phase: str) -> None:
        if self.report is not None:
            self.report(Progress(done, self.total, rows, time.monotonic() - self.started, phase))


def load_series(
    source: Path,
    options: IngestOptions,
    store: SeriesStore,
    *,
    key: str,
    report: Report | None = None,
    block_bytes: int = BLOCK_BYTES,
) -> str:
    """Read a file into the store; returns the series id.

    ``key`` is that of the store's lock the caller holds.

    Raises
    ------
    SeriesError
        See the list of codes in ``docs/reference/series-folder.md``.
    """
    left_out: frozenset[int] = frozenset()
    while True:
        try:
            return _load(source, options, store, key, report, block_bytes, left_out)
        except LeftOut as found:
            # It seemed empty for so long that only now its text shows; begin again without it.
            left_out |= {found.column}


def _load(  # noqa: PLR0917 - one caller
    source: Path,
    options: IngestOptions,
    store: SeriesStore,
    key: str,
    report: Report | None,
    block_bytes: int,
    left_out: frozenset[int],
) -> str:
    before = stamp_of(source)
    if not before["size"]:
        raise SeriesError(
            "series.file.empty",
            "The file is empty.",
            place=Place(source.name, line=1),
            expected="A row for each sample, with the time in one column.",
            remedies=(EXPORT_AGAIN,),
        )
    state = _State(time.monotonic(), before["size"], report, options)
    with closing(open_stream(source, options, store.root / "tmp", left_out, block_bytes)) as stream:
        if options.zone is not None and stream.kind == "time" and stream.zone is None and not _counts(stream):
            state.clock = LocalClock(options.zone)
        first, step, state.decimals = stream.regular or (0, 1, 0)
        with store.writer(
            stream.channels, kind=stream.kind, first=first, step=step, key=key, ordered=not options.sort
        ) as writer:
            for chunk in stream:
                _append(writer, chunk, stream, state)
                state.tell(chunk.done_bytes, writer.rows, "reading")
            _unchanged(source, before)
            if not writer.rows:
                raise SeriesError(
                    "series.rows.too_few",
                    "The file has a header but no rows.",
                    place=stream.first_row(),
                    expected="At least one row of samples.",
                    remedies=(EXPORT_AGAIN,),
                )
            writer.set_decimals(state.decimals)
            digest = stream.digest()
            if writer.ordered and not (options.drop_duplicates and writer.duplicates):
                return _finish(writer, source, digest, stream, state)
            state.tell(state.total, writer.rows, "sorting")
            with store.writer(writer.specs(), kind=stream.kind, decimals=state.decimals, key=key) as ordered:
                state.dropped += write_sorted(writer, ordered, drop_duplicates=options.drop_duplicates)
                if not writer.ordered:
                    text = "Rows that went back in time were put where they belong."
                    state.notices.append(Notice("series.time.sorted", text))
                return _finish(ordered, source, digest, stream, state)


def _finish(writer: SeriesWriter, source: Path, digest: str, stream: SampleStream, state: _State) -> str:
    state.tell(state.total, writer.rows, "finishing")
    return writer.finish(
        f"{digest} {sorted(state.options.chosen().items())!r}",
        source={"name": source.name, "size": state.total, "sha256": digest, "options": state.options.as_dict()},
        notices=[*stream.notices, *state.notices, *_closing_notices(writer, stream, state)],
        first_duplicate_line=None if state.duplicate is None else state.duplicate.line,
        time_format=stream.time_format,
        zone=stream.zone if state.clock is None else state.options.zone,
    )


def _closing_notices(writer: SeriesWriter, stream: SampleStream, state: _State) -> list[Notice]:
    notices = []
    if state.clock is not None and state.clock.doubtful:
        text = f"{state.clock.doubtful:,} rows stand in an hour that came twice; their order told which is which."
        notices.append(Notice("series.time.twice", text, None, stream.time_name))
    line = None if state.duplicate is None else state.duplicate.line
    if state.dropped:
        text = f"{state.dropped:,} rows repeated the time of the row before them and were left out."
        notices.append(Notice("series.time.duplicate", text, line, stream.time_name))
    elif writer.duplicates:
        have = "row has" if writer.duplicates == 1 else "rows have"
        them = "it" if writer.duplicates == 1 else "them"
        text = f"{writer.duplicates:,} {have} the same time as the row before {them}; all are kept."
        notices.append(Notice("series.time.duplicate", text, line, stream.time_name))
    if writer.rows == 1:
        notices.append(Notice("series.rows.too_few", "The file has a single row.", stream.first_row().line))
    for name, missing in zip(stream.channels, writer.all_missing(), strict=True):
        if missing:
            text = f"The channel {name!r} has no value at all."
            notices.append(Notice("series.channel.all_missing", text, None, name))
    return notices


def _append(writer: SeriesWriter, chunk: Chunk, stream: SampleStream, state: _State) -> None:
    ticks, columns = chunk.ticks, chunk.columns
    if ticks is None:
        writer.append(None, columns)
        return
    if state.clock is not None:
        ticks = state.clock.utc(ticks)
    if chunk.decimals > state.decimals:
        writer.rescale(10 ** (chunk.decimals - state.decimals))
        if state.last is not None:
            state.last *= 10 ** (chunk.decimals - state.decimals)
        state.decimals = chunk.decimals
    elif chunk.decimals < state.decimals:
        ticks = ticks * 10 ** (state.decimals - chunk.decimals)
    kept: Sequence[int] | npt.NDArray[np.int64] | None = None
    if state.options.drop_duplicates and not state.options.sort and ticks.size:
        fresh = np.diff(ticks, prepend=ticks[0] - 1 if state.last is None else state.last) != 0
        if not fresh.all():
            if state.duplicate is None:
                state.duplicate = stream.place(chunk, int(np.argmin(fresh)))
            state.dropped += int(np.count_nonzero(~fresh))
            kept = np.flatnonzero(fresh)
            ticks, columns = ticks[kept], [c[kept] for c in columns]
    if ticks.size:
        state.last = int(ticks[-1])
    rows = writer.rows
    try:
        writer.append(ticks, columns)
    except Disorder as error:
        row = error.row if kept is None else int(kept[error.row])
        raise _unsorted(error, stream.place(chunk, row, stream.time_name), stream, state) from None
    if state.duplicate is None and writer.first_duplicate_row is not None and writer.first_duplicate_row >= rows:
        state.duplicate = stream.place(chunk, writer.first_duplicate_row - rows)


def _unsorted(error: Disorder, place: Place, stream: SampleStream, state: _State) -> SeriesError:
    fmt = stream.time_format
    remedies = [Remedy("Sort the rows by time while reading; the file itself stays as it is.", {"sort": True})]
    if stream.kind == "time" and stream.zone is None and state.clock is None and not _counts(stream):
        put_back = zones_put_back(error.before, error.tick)
        remedies[:0] = [
            Remedy(f"The clock was put back, as in {name}: read the times as local there.", {"zone": name})
            for name in put_back[:3]
        ]
    text = TimeText(fmt if fmt and "%" in fmt else None, stream.kind, state.decimals)
    return SeriesError(
        "series.time.unsorted",
        f"The time goes back from {text.format(error.before)} to {text.format(error.tick)}.",
        place=place,
        expected="Times that never go back from one row to the next.",
        remedies=tuple(remedies),
    )


def _counts(stream: SampleStream) -> bool:
    """Whether the times are numbers that count from the epoch, which is the same everywhere."""
    return stream.time_format is not None and ("%" not in stream.time_format or stream.time_format in ("%s", "%Q"))


def _unchanged(source: Path, before: dict[str, Any]) -> None:
    if stamp_of(source) != before:
        raise SeriesError(
            "series.file.changed",
            "The file changed while it was read.",
            place=Place(source.name),
            remedies=(Remedy("Ingest it again once nothing writes to it any more."),),
        )
