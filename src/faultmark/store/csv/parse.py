"""One block of text to ticks and columns; the fast way first, the slow and precise one if that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from faultmark.errors import Remedy, SeriesError
from faultmark.store.csv.arrow_arrays import floats, joined
from faultmark.store.csv.blocks import Block
from faultmark.store.csv.header import MISSING, is_number, other_separator, rows_of
from faultmark.store.csv.plan import Plan, convert_options, unparsable_time
from faultmark.store.csv.spelling import comma_remedies, plain_cells, reads, respell, spelling_of
from faultmark.store.csv.split_time import joined_cells
from faultmark.store.csv.text_times import UnparsableTime
from faultmark.store.samples import Chunk, LeftOut

__all__ = ["BlockParser"]

_MOST_MARKS = 5
_FEW_ROWS = 3


class BlockParser:
    """Parses blocks by a plan. Safe to use from several threads."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = [str(i) for i in range(len(plan.names))]
        self._missing = (*MISSING, *(plan.options.missing or ()))
        self._convert = convert_options(plan, self._missing)

    def __call__(self, block: Block) -> Chunk:
        """Parse one block.

        Raises
        ------
        SeriesError
            ``series.row.ragged``, ``series.time.unparsable``, ``series.value.unparsable``, with line and column.
        LeftOut
            If an undecided column holds text.
        """
        plan = self._plan
        ticks, decimals = None, 0
        try:
            table = self._read(block, self._convert)
            columns = [floats(joined(table.column(str(i)))) for i in plan.channels]
            if plan.time is not None and plan.reader is not None:
                ticks, decimals = plan.reader.ticks(self._times(table, plan.time))
        except UnparsableTime as error:
            self._bad_time(block, error)
        except pa.ArrowInvalid:
            return self._slowly(block)
        return Chunk(ticks, decimals, columns, table.num_rows, block.end_bytes, block)

    def _times(self, table: pa.Table, time: int) -> pa.Array:
        """The time column; joined with the time of day where that stands in a column of its own."""
        times = joined(table.column(str(time)))
        beside = self._plan.time_of_day
        return times if beside is None else joined_cells(times, joined(table.column(str(beside))))

    def _read(self, block: Block, convert: arrow_csv.ConvertOptions) -> pa.Table:
        return arrow_csv.read_csv(
            pa.BufferReader(block.data),
            # One thread a block: the blocks themselves are parsed side by side.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=len(block.data) + 1, column_names=self._names
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._plan.options.separator, newlines_in_values=b'"' in block.data
            ),
            convert_options=convert,
        )

    def _slowly(self, block: Block) -> Chunk:
        """Parse a block the fast way gave up on: unusual spellings pass, a fault is found and named."""
        plan = self._plan
        wanted = [*plan.channels, *(i for i in (plan.time, plan.time_of_day) if i is not None)]
        convert = arrow_csv.ConvertOptions(
            column_types={str(i): pa.string() for i in wanted},
            include_columns=[str(i) for i in wanted],
            null_values=[],
            check_utf8=False,
        )
        try:
            table = self._read(block, convert)
        except pa.ArrowInvalid as error:
            self._ragged(block, error)
        ticks, decimals = None, 0
        try:
            if plan.time is not None and plan.reader is not None:
                ticks, decimals = plan.reader.ticks_slowly(self._times(table, plan.time))
        except UnparsableTime as error:
            self._bad_time(block, error)
        columns = [self._numbers(block, i, joined(table.column(str(i)))) for i in plan.channels]
        return Chunk(ticks, decimals, columns, table.num_rows, block.end_bytes, block)

    def _numbers(self, block: Block, column: int, cells: pa.Array) -> npt.NDArray[np.float64]:
        cells = pc.utf8_trim_whitespace(cells)
        cells = pc.if_else(pc.is_in(cells, pa.array(self._missing)), pa.scalar(None, pa.string()), cells)
        options = self._plan.options
        try:
            return floats(plain_cells(cells, options).cast(pa.float64()))
        except pa.ArrowInvalid:
            if column in self._plan.undecided:
                raise LeftOut(column) from None
        texts = cells.to_pylist()
        row = next((i for i, t in enumerate(texts) if t is not None and not reads(t, options)), 0)
        text, plan_missing = str(texts[row]), options.missing
        kept = [self._plan.names[i] for i in self._plan.channels if i != column]
        remedies = [Remedy("Correct the cell; leave it empty if there is no value.")]
        if marks := self._marks(texts):
            said = ", ".join(repr(mark) for mark in marks)
            remedies.insert(0, Remedy(f"Take {said} as no value.", {"missing": [*(plan_missing or ()), *marks]}))
        if kept:
            remedies.append(Remedy(f"Leave out the column {self._plan.names[column]!r}.", {"columns": kept}))
        if options.decimal == "." and options.thousands != "," and "," in text and is_number(text.replace(",", ".", 1)):
            odd = [t for t in texts if t is not None and not reads(t, options)]
            remedies[:0] = comma_remedies(odd, options.separator)
        if changes := spelling_of([t for t in texts if t is not None], options):
            remedies.insert(0, respell(changes))
        raise SeriesError(
            "series.value.unparsable",
            f"{text!r} is not a number.",
            place=self._plan.place(self.line_of(block, row), column),
            expected="A number such as 12.5, or an empty cell.",
            remedies=tuple(remedies),
        ) from None

    def _marks(self, texts: Sequence[str | None]) -> list[str]:
        """What seems to stand for no value: a few words or signs, where all that is no number is such."""
        odd = {text for text in texts if text is not None and not reads(text, self._plan.options)}
        return sorted(odd) if len(odd) <= _MOST_MARKS and not any(c.isdigit() for text in odd for c in text) else []

    def _without(self, lines: Sequence[int]) -> Remedy:
        listed = ", ".join(str(line) for line in lines[:5]) + (" …" if len(lines) > 5 else "")
        text = f"Leave out line{'s' if len(lines) > 1 else ''} {listed}; the file itself stays as it is."
        return Remedy(text, {"skip_lines": sorted({*(self._plan.options.skip_lines or ()), *lines})})

    def _bad_time(self, block: Block, error: UnparsableTime) -> NoReturn:
        plan = self._plan
        column = plan.time or 0
        line = self.line_of(block, error.row)
        # Only if the very first row fails is the whole format in doubt.
        doubted = error.row == 0 and line <= plan.header_lines + 2
        fault = unparsable_time(
            plan.place(line, column),
            error.text,
            plan.reader.expected if plan.reader else None,
            [error.text] if error.text and doubted else [],
        )
        if not doubted:
            # A header that comes again does so throughout.
            again = [at for at, row in self._rows(block) if tuple(cell.strip() for cell in row) == plan.names]
            fault.remedies = (*fault.remedies, self._without(again if line in again else [line]))
        raise fault from None

    def _rows(self, block: Block) -> Iterator[tuple[int, list[str]]]:
        """The rows of a block with the lines on which they begin."""
        reader = rows_of(block.data, self._plan.options.separator)
        line = block.first_line
        for row in reader:
            if row:
                yield line, row
            line = block.first_line + reader.line_num

    def _ragged(self, block: Block, error: pa.ArrowInvalid) -> NoReturn:
        plan = self._plan
        rows = list(self._rows(block))
        ragged = [(line, row) for line, row in rows if len(row) != len(plan.names)]
        if not ragged:
            raise SeriesError(
                "series.row.ragged",
                f"Some rows from here on cannot be read: {error}",
                place=plan.place(block.first_line),
            ) from None
        line, row = ragged[0]
        remedies = [Remedy("Correct or remove the row, then ingest the file again.")]
        if (other := other_separator(row, plan.names)) is not None:
            remedies = [Remedy(f"Separate all rows by {other}, or all by what the header is separated by.")]
        elif len(ragged) <= max(_FEW_ROWS, len(rows) // 100):
            # A remark or a total here and there; where more rows differ, they are the file.
            remedies.insert(0, self._without([at for at, _row in ragged]))
        told = f"The row has {len(row)} {'cell' if len(row) == 1 else 'cells'}, the header has {len(plan.names)}."
        raise SeriesError(
            "series.row.ragged",
            told if other is None else f"{told} It is separated by {other}.",
            place=plan.place(line),
            expected=f"{len(plan.names)} cells in every row.",
            remedies=tuple(remedies),
        ) from None

    def line_of(self, block: Block, row: int) -> int:
        """Find the line of the file on which a row of a block begins."""
        reader = rows_of(block.data, self._plan.options.separator)
        start = block.first_line
        seen = -1
        for cells in reader:
            seen += bool(cells)
            if seen == row:
                break
            start = block.first_line + reader.line_num
        return start
