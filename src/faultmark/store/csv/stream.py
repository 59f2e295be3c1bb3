"""A CSV file as a stream of samples: blocks are read, parsed side by side, and given on in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from faultmark.errors import Place, SeriesError
from faultmark.series.axis import AxisKind
from faultmark.store.csv.blocks import BLOCK_BYTES, Block, BlockReader, count_lines
from faultmark.store.csv.parse import BlockParser
from faultmark.store.csv.plan import EXPORT_AGAIN, make_plan
from faultmark.store.options import IngestOptions
from faultmark.store.samples import Chunk
from faultmark.store.source_file import SourceFile

__all__ = ["CsvStream"]

_THREADS = 2
_ROWS_TO_DECIDE = 16


class CsvStream:
    """A :class:`faultmark.store.samples.SampleStream` over text in columns.

    Raises
    ------
    SeriesError
        When it is made, for what the header and the first rows show; the rest while iterating.
    """

    regular = None

    def __init__(
        self,
        source: Path,
        options: IngestOptions,
        *,
        compression: str | None = None,
        left_out: frozenset[int] = frozenset(),
        block_bytes: int = BLOCK_BYTES,
    ) -> None:
        self._file = SourceFile(source, compression)
        try:
            skip = options.skip_lines or ()
            self._blocks = iter(BlockReader(self._file, source.name, options.encoding, block_bytes, skip=skip))
            first = _first_block(self._blocks)
            if first is None:
                raise SeriesError(
                    "series.file.empty",
                    "The file holds nothing but blank lines.",
                    place=Place(source.name, 1),
                    expected="A row for each sample, with the time in one column.",
                    remedies=(EXPORT_AGAIN,),
                )
            plan = make_plan(first, source.name, options, left_out)
        except BaseException:
            self.close()
            raise
        self._plan = plan
        self._first = first.after(plan.header_lines)
        self._parser = BlockParser(plan)
        self.kind: AxisKind = plan.reader.kind if plan.reader else "number"
        self.channels = [plan.names[i] for i in plan.channels]
        self.time_name = None if plan.time is None else plan.names[plan.time]
        self.time_format = options.time_format
        self.zone = plan.reader.zone if plan.reader else None
        self.notices = plan.notices

    def __iter__(self) -> Iterator[Chunk]:
        """Parse ahead in threads, in order, with few enough blocks under way to bound the memory."""
        with ThreadPoolExecutor(_THREADS, "parse") as pool:
            ahead: deque[Future[Chunk]] = deque()
            try:
                for block in _chain(self._first, self._blocks):
                    ahead.append(pool.submit(self._parser, block))
                    if len(ahead) > _THREADS:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()

    def place(self, chunk: Chunk, row: int, column: str | None = None) -> Place:
        """Name the line of the file on which a row of a chunk begins."""
        return Place(self._plan.name, self._parser.line_of(chunk.origin, row), column)

    def first_row(self) -> Place:
        """Name the line after the header."""
        return Place(self._plan.name, self._plan.header_lines + 1)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return self._file.digest()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


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
