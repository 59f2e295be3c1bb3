"""Tables in batches, as Parquet, CSV or JSON lines; the same batches give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from faultmark.durable import replacing

__all__ = ["write_table"]

Batches = Iterable[pa.RecordBatch]


def write_table(path: Path, schema: pa.Schema, batches: Batches, *, distinct: Collection[str] = ()) -> None:
    """Write a table durably; the name says as what: ``.parquet``, ``.csv`` or ``.json`` (one object a line).

    ``distinct`` are columns whose values hardly repeat, such as times and measurements: in Parquet times are written as
    differences, and nothing is written by way of a dictionary, which would be made and given up again and again.
    """
    with replacing(path) as file:
        _WRITERS[path.suffix](file, schema, batches, distinct)


def _parquet(file: IO[bytes], schema: pa.Schema, batches: Batches, distinct: Collection[str]) -> None:
    repeated: list[str] | bool = [_leaf(field) for field in schema if field.name not in distinct] if distinct else True
    rising = {name: "DELTA_BINARY_PACKED" for name in distinct if _is_whole(schema.field(name).type)}
    options: Any = {"use_dictionary": repeated, "column_encoding": rising or None}
    with pq.ParquetWriter(file, schema, compression="zstd", **options) as writer:
        for batch in batches:
            if batch.num_rows:
                writer.write_batch(batch)


def _leaf(field: pa.Field) -> str:
    """What Parquet calls the column that holds a field's values."""
    lists = pa.types.is_list(field.type) or pa.types.is_fixed_size_list(field.type)
    return f"{field.name}.list.element" if lists else str(field.name)


def _is_whole(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_timestamp(kind))


def _csv(file: IO[bytes], schema: pa.Schema, batches: Batches, _distinct: Collection[str]) -> None:
    """Lists have no place in a cell: they are written as JSON."""
    lists = [position for position, one in enumerate(schema) if pa.types.is_list(one.type)]
    flat = schema
    for position in lists:
        flat = flat.set(position, pa.field(schema.field(position).name, pa.string()))
    with pc.CSVWriter(file, flat) as writer:
        for batch in batches:
            columns = [
                pa.array([None if v is None else json.dumps(v, ensure_ascii=False) for v in column.to_pylist()]).cast(
                    pa.string()
                )
                if position in lists
                else column
                for position, column in enumerate(batch.columns)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=flat))


def _json(file: IO[bytes], _schema: pa.Schema, batches: Batches, _distinct: Collection[str]) -> None:
    for batch in batches:
        for row in batch.to_pylist():
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


_WRITERS: dict[str, Callable[[IO[bytes], pa.Schema, Batches, Collection[str]], None]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".json": _json,
}
