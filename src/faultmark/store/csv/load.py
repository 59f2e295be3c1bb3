"""A CSV file into a series writer: blocks are read, parsed side by side, and written in order."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.series.axis import AxisKind
from faultmark.series.time_text import TimeText
from faultmark.store.csv.blocks import BLOCK_BYTES, Block, BlockReader, count_lines
from faultmark.store.csv.parse import BlockParser, Parsed, TextColumn
from faultmark.store.csv.plan import EXPORT_AGAIN, Plan, make_plan
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.series_store import SeriesStore
from faultmark.store.sorting import write_sorted
from faultmark.store.writer import Disorder, SeriesWriter

__all__ = ["Progress", "load_csv", "stamp_of"]

Ticks = npt.NDArray[np.int64]
Report = Callable[["Progress"], None]

_THREADS = 2
_ROWS_TO_DECIDE = 16


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
    decimals: int = 0
    dropped: int = 0
    last: int | None = None
    duplicate_line: int | None = None
    notices: list[Notice] = field(default_factory=list)

    def tell(self, done: int, rows: int, phase: str) -> None:
        if self.report is not None:
            self.report(Progress(done, self.total, rows, time.monotonic() - self.started, phase))


def stamp_of(source: Path) -> dict[str, Any]:
    """Size and time of change, by which a file is known to be the same without reading it.

    Raises
    ------
    SeriesError
        ``series.file.missing``.
    """
    try:
        status = source.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(source) from None
    if not source.is_file():
        raise SeriesError("series.file.missing", "This is not a file.", place=Place(str(source)))
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}


def _missing(source: Path) -> SeriesError:
    return SeriesError(
        "series.file.missing",
        "There is no such file.",
        place=Place(str(source)),
        remedies=(Remedy("Check the path; if the file was moved, bring it back or import the task again."),),
    )


def load_csv(
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
    text_columns: frozenset[int] = frozenset()
    while True:
        try:
            return _load(source, options, store, key, report, block_bytes, text_columns)
        except TextColumn as found:
            # It seemed empty for so long that only now its text shows; begin again without it.
            text_columns |= {found.column}


def _load(  # noqa: PLR0917 - one caller
    source: Path,
    options: IngestOptions,
    store: SeriesStore,
    key: str,
    report: Report | None,
    block_bytes: int,
    text_columns: frozenset[int],
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
    state = _State(time.monotonic(), before["size"], report)
    with source.open("rb", buffering=0) as file:
        blocks = BlockReader(file, source.name, options.encoding, block_bytes)
        stream = iter(blocks)
        first = _first_block(stream)
        if first is None:
            raise SeriesError(
                "series.file.empty",
                "The file holds nothing but blank lines.",
                place=Place(source.name, 1),
                expected="A row for each sample, with the time in one column.",
                remedies=(EXPORT_AGAIN,),
            )
        plan = make_plan(first, source.name, options, text_columns)
        kind: AxisKind = plan.reader.kind if plan.reader else "number"
        names = [plan.names[i] for i in plan.channels]
        state.notices += plan.notices
        with store.writer(names, kind=kind, key=key, ordered=not options.sort) as writer:
            parser = BlockParser(plan)
            for parsed in _parsed(parser, _chain(first.after(plan.header_lines), stream)):
                _append(writer, parsed, parser, plan, state)
                state.tell(parsed.block.end_bytes, writer.rows, "reading")
            _unchanged(source, before)
            if not writer.rows:
                raise SeriesError(
                    "series.rows.too_few",
                    "The file has a header but no rows.",
                    place=Place(source.name, plan.header_lines + 1),
                    expected="At least one row of samples.",
                    remedies=(EXPORT_AGAIN,),
                )
            writer.set_decimals(state.decimals)
            identity = f"{blocks.digest()} {sorted(options.as_dict().items())!r}"
            if writer.ordered and not (options.drop_duplicates and writer.duplicates):
                return _finish(writer, source, blocks, identity, plan, state)
            state.tell(state.total, writer.rows, "sorting")
            with store.writer(writer.specs(), kind=kind, decimals=state.decimals, key=key) as ordered:
                state.dropped += write_sorted(writer, ordered, drop_duplicates=options.drop_duplicates)
                if not writer.ordered:
                    text = "Rows that went back in time were put where they belong."
                    state.notices.append(Notice("series.time.sorted", text))
                return _finish(ordered, source, blocks, identity, plan, state)


def _finish(  # noqa: PLR0917 - one caller
    writer: SeriesWriter,
    source: Path,
    blocks: BlockReader,
    identity: str,
    plan: Plan,
    state: _State,
) -> str:
    state.tell(state.total, writer.rows, "finishing")
    notices = state.notices + _closing_notices(writer, plan, state)
    return writer.finish(
        identity,
        source={
            "name": source.name,
            "size": state.total,
            "sha256": blocks.digest(),
            "options": plan.options.as_dict(),
        },
        notices=notices,
        first_duplicate_line=state.duplicate_line,
        time_format=plan.options.time_format,
    )


def _closing_notices(writer: SeriesWriter, plan: Plan, state: _State) -> list[Notice]:
    notices = []
    column = None if plan.time is None else plan.names[plan.time]
    if state.dropped:
        text = f"{state.dropped:,} rows repeated the time of the row before them and were left out."
        notices.append(Notice("series.time.duplicate", text, state.duplicate_line, column))
    elif writer.duplicates:
        text = f"{writer.duplicates:,} rows have the same time as the row before them; all are kept."
        notices.append(Notice("series.time.duplicate", text, state.duplicate_line, column))
    if writer.rows == 1:
        notices.append(Notice("series.rows.too_few", "The file has a single row.", plan.header_lines + 1))
    for i, channel in zip(plan.channels, writer.all_missing(), strict=True):
        if channel:
            text = f"The channel {plan.names[i]!r} has no value at all."
            notices.append(Notice("series.channel.all_missing", text, None, plan.names[i]))
    return notices


def _first_block(blocks: Iterator[Block]) -> Block | None:
    """Join blocks until there are rows enough to decide by; one block is, unless rows are extremely long."""
    first: Block | None = None
    for block in blocks:
        if first is not None:
            first = Block(first.data + block.data, first.first_line, block.end_bytes)
        elif block.data.strip():
            first = block
        if first is not None and count_lines(first.data) > _ROWS_TO_DECIDE:
            break
    return first


def _chain(first: Block, rest: Iterator[Block]) -> Iterator[Block]:
    if first.data:
        yield first
    yield from rest


def _parsed(parser: BlockParser, blocks: Iterator[Block]) -> Iterator[Parsed]:
    """Parse ahead in threads, in order, with few enough blocks under way to bound the memory."""
    with ThreadPoolExecutor(_THREADS, "parse") as pool:
        ahead: deque[Future[Parsed]] = deque()
        try:
            for block in blocks:
                ahead.append(pool.submit(parser, block))
                if len(ahead) > _THREADS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


def _append(writer: SeriesWriter, parsed: Parsed, parser: BlockParser, plan: Plan, state: _State) -> None:
    ticks, columns = parsed.ticks, parsed.columns
    if ticks is None:
        writer.append(None, columns)
        return
    if parsed.decimals > state.decimals:
        writer.rescale(10 ** (parsed.decimals - state.decimals))
        if state.last is not None:
            state.last *= 10 ** (parsed.decimals - state.decimals)
        state.decimals = parsed.decimals
    elif parsed.decimals < state.decimals:
        ticks = ticks * 10 ** (state.decimals - parsed.decimals)
    kept: Sequence[int] | npt.NDArray[np.int64] | None = None
    if plan.options.drop_duplicates and not plan.options.sort and ticks.size:
        fresh = np.diff(ticks, prepend=ticks[0] - 1 if state.last is None else state.last) != 0
        if not fresh.all():
            if state.duplicate_line is None:
                state.duplicate_line = parser.line_of(parsed.block, int(np.argmin(fresh)))
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
        raise _unsorted(error, parser.line_of(parsed.block, row), plan, state) from None
    if state.duplicate_line is None and writer.first_duplicate_row is not None and writer.first_duplicate_row >= rows:
        state.duplicate_line = parser.line_of(parsed.block, writer.first_duplicate_row - rows)


def _unsorted(error: Disorder, line: int, plan: Plan, state: _State) -> SeriesError:
    kind: AxisKind = plan.reader.kind if plan.reader else "number"
    text = TimeText(_written(plan), kind, state.decimals)
    return SeriesError(
        "series.time.unsorted",
        f"The time goes back from {text.format(error.before)} to {text.format(error.tick)}.",
        place=plan.place(line, plan.time),
        expected="Times that never go back from one row to the next.",
        remedies=(Remedy("Sort the rows by time while reading; the file itself stays as it is.", {"sort": True}),),
    )


def _written(plan: Plan) -> str | None:
    fmt = plan.options.time_format
    return fmt if fmt and "%" in fmt else None


def _unchanged(source: Path, before: dict[str, Any]) -> None:
    if stamp_of(source) != before:
        raise SeriesError(
            "series.file.changed",
            "The file changed while it was read.",
            place=Place(source.name),
            remedies=(Remedy("Ingest it again once nothing writes to it any more."),),
        )
