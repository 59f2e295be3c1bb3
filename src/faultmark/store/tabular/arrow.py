"""Arrow's own files (Feather is one of them) and streams, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import ipc

from faultmark.store.options import IngestOptions
from faultmark.store.source_file import sha256_of
from faultmark.store.tabular.columns import SAMPLE_ROWS, Columns, choose_columns, first_texts
from faultmark.store.tabular.parquet import corrupt
from faultmark.store.tabular.stream import Part, TableStream

__all__ = ["arrow_names", "open_arrow"]

_ROWS_VALUES = 1 << 20


def open_arrow(source: Path, options: IngestOptions, *, streamed: bool) -> TableStream:
    """Open an Arrow IPC file, or a stream with ``streamed``; of a stream one batch at a time is in memory.

    Raises
    ------
    SeriesError
        ``series.file.corrupt``, and those of the columns.
    """
    mapped, reader = _open(source, streamed=streamed)
    schema = reader.schema
    batches = _batches(mapped, reader, source, streamed=streamed)
    head = next(batches, None)

    def first(wanted: Sequence[int]) -> dict[int, list[str]]:
        return {} if head is None else first_texts({i: head[0].column(i)[:SAMPLE_ROWS] for i in wanted})

    try:
        columns = choose_columns(source.name, schema.names, schema.types, options, first)
    except BaseException:
        mapped.close()
        raise
    return TableStream(
        source.name,
        options,
        columns,
        _parts(batches if head is None else chain([head], batches), columns),
        lambda: sha256_of(source),
        mapped.close,
    )


def arrow_names(source: Path, *, streamed: bool) -> list[str]:
    """Return the names of a file's columns."""
    mapped, reader = _open(source, streamed=streamed)
    with mapped:
        return list(reader.schema.names)


def _open(source: Path, *, streamed: bool) -> tuple[Any, Any]:
    mapped = pa.memory_map(str(source))
    try:
        return mapped, (ipc.open_stream if streamed else ipc.open_file)(mapped)
    except (pa.ArrowException, OSError) as error:
        mapped.close()
        raise corrupt(source, "Arrow", error) from None


def _parts(batches: Iterator[tuple[pa.RecordBatch, int, int]], columns: Columns) -> Iterator[Part]:
    wanted = columns.wanted
    rows = max(1 << 12, _ROWS_VALUES // max(1, len(wanted)))
    for batch, number, done in batches:
        for first in range(0, batch.num_rows, rows):
            piece = batch.slice(first, rows)
            arrays = {i: piece.column(i) for i in wanted}
            yield Part(arrays, piece.num_rows, done, number, first)


def _batches(mapped: Any, reader: Any, source: Path, *, streamed: bool) -> Iterator[tuple[pa.RecordBatch, int, int]]:
    """Each batch, its number from 1, and how far into the file it reaches."""
    size = source.stat().st_size
    number = 0
    while True:
        number += 1
        try:
            if streamed:
                batch = reader.read_next_batch()
            elif number <= reader.num_record_batches:
                batch = reader.get_batch(number - 1)
            else:
                return
        except StopIteration:
            return
        except (pa.ArrowException, OSError) as error:
            raise corrupt(source, "Arrow", error, number) from None
        yield batch, number, mapped.tell() if streamed else size * number // reader.num_record_batches
