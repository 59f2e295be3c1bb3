"""JSON lines: one record a line, parsed block by block; by Arrow, and record by record where that fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
from pyarrow import json as arrow_json

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.arrow_arrays import joined
from faultmark.store.csv.blocks import Block, BlockReader
from faultmark.store.csv.spelling import respelled
from faultmark.store.options import IngestOptions
from faultmark.store.source_file import SourceFile
from faultmark.store.tabular.records import BadRecord, RecordPlan, plan_records
from faultmark.store.tabular.stream import Part, TableStream

__all__ = ["first_records", "open_json_lines"]

_SAMPLE = 500


class _Lines(TableStream):
    """A table each row of which has a line of its own."""

    def _at(self, part: Part, row: int, column: str | None) -> Place:
        return Place(self._name, _line_of(part.origin, row), column)

    def first_row(self) -> Place:
        """Name the first line."""
        return Place(self._name, 1)


def open_json_lines(
    source: Path, options: IngestOptions, compression: str | None, left_out: frozenset[int], block_bytes: int
) -> TableStream:
    """Open a file of JSON lines.

    Raises
    ------
    SeriesError
        ``series.json.invalid`` with the line, and those of the columns.
    """
    file = SourceFile(source, compression)
    try:
        blocks = iter(BlockReader(file, source.name, options.encoding, block_bytes, quoted=False))
        first = next((block for block in blocks if block.data.strip()), None)
        if first is None:
            raise _no_records(source.name)
        sample = _records(source.name, first, _SAMPLE)
        plan = plan_records(source.name, sample, options, left_out)
        parts = _parts(source.name, plan, first, blocks)
        return _Lines(source.name, options, plan.columns, parts, file.digest, file.close)
    except BaseException:
        file.close()
        raise


def first_records(source: Path, compression: str | None, encoding: str) -> list[Any]:
    """Return the first records of a file."""
    file = SourceFile(source, compression)
    try:
        blocks = BlockReader(file, source.name, encoding, 1 << 18, quoted=False)
        first = next((block for block in blocks if block.data.strip()), None)
        return [] if first is None else _records(source.name, first, _SAMPLE)
    finally:
        file.close()


def _no_records(name: str) -> SeriesError:
    return SeriesError(
        "series.file.empty",
        "The file holds nothing but blank lines.",
        place=Place(name, 1),
        expected="A JSON object a line, with the time under one key.",
    )


def _parts(name: str, plan: RecordPlan, first: Block, rest: Iterator[Block]) -> Iterator[Part]:
    schema = plan.schema()
    block: Block | None = first
    while block is not None:
        if block.data.strip():
            yield _part(name, plan, schema, block)
        block = next(rest, None)


def _part(name: str, plan: RecordPlan, schema: pa.Schema, block: Block) -> Part:
    try:
        table = arrow_json.read_json(
            pa.BufferReader(block.data),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(block.data) + 1),
            parse_options=arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
        arrays = {i: joined(table.column(plan.columns.names[i])) for i in plan.columns.wanted}
        return Part(arrays, table.num_rows, block.end_bytes, origin=block)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        records = _records(name, block, None)
    try:
        return Part(plan.arrays(records), len(records), block.end_bytes, origin=block)
    except BadRecord as error:
        _refuse(name, plan, block, error)


def _refuse(name: str, plan: RecordPlan, block: Block, error: BadRecord) -> NoReturn:
    column = None if error.column is None else plan.columns.names[error.column]
    what = f"{error.text!r} is not a number." if column else "The line is JSON, but no object with keys."
    raise SeriesError(
        "series.value.unparsable" if column else "series.json.invalid",
        what,
        place=Place(name, _line_of(block, error.row), column),
        expected="A number such as 12.5, or null." if column else 'A JSON object such as {"time": 0, "a": 1.5}.',
        remedies=(*(respelled(error.text, plan.options) if column else ()), Remedy("Correct the line, or remove it.")),
    ) from None


def _records(name: str, block: Block, most: int | None) -> list[Any]:
    """Parse line by line; numbers with a point stay exact."""
    records: list[Any] = []
    for number, line in enumerate(block.data.splitlines()):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line, parse_float=Decimal))
        except (ValueError, RecursionError) as error:
            why = getattr(error, "msg", str(error))
            at = getattr(error, "colno", None)
            raise SeriesError(
                "series.json.invalid",
                f"The line is no JSON{'' if at is None else f', from character {at} on'}: {why}.",
                place=Place(name, block.first_line + number),
                expected='A JSON object such as {"time": 0, "a": 1.5} on each line.',
                remedies=(Remedy("Correct or remove the line."),),
            ) from None
        if most is not None and len(records) >= most:
            break
    return records


def _line_of(block: Block, row: int) -> int:
    """Find the line of a block's record; blank lines hold none."""
    seen = -1
    for number, line in enumerate(block.data.splitlines()):
        seen += bool(line.strip())
        if seen == row:
            return block.first_line + number
    return block.first_line
