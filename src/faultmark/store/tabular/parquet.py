"""Parquet, row group by row group and in bounded pieces of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.options import IngestOptions
from faultmark.store.source_file import sha256_of
from faultmark.store.tabular.columns import SAMPLE_ROWS, Columns, choose_columns, first_texts
from faultmark.store.tabular.stream import Part, TableStream

__all__ = ["open_parquet", "parquet_names"]

_ROWS_VALUES = 1 << 20
_BUFFER = 1 << 20


def open_parquet(source: Path, options: IngestOptions) -> TableStream:
    """Open a Parquet file.

    Memory does not grow with the file, nor with a row group: pages are read through a buffer.

    Raises
    ------
    SeriesError
        ``series.file.corrupt``, and those of the columns.
    """
    file = _open(source)
    schema = file.schema_arrow
    columns = choose_columns(
        source.name, schema.names, schema.types, options, lambda wanted: _first(file, source, wanted)
    )
    return TableStream(
        source.name, options, columns, _parts(file, source, columns), lambda: sha256_of(source), file.close
    )


def parquet_names(source: Path) -> list[str]:
    """Return the names of a file's columns."""
    with _open(source) as file:
        return list(file.schema_arrow.names)


def _open(source: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise corrupt(source, "Parquet", error) from None


def corrupt(source: Path, what: str, error: Exception, row_group: int | None = None) -> SeriesError:
    """Build the error for a file that is cut off or damaged."""
    return SeriesError(
        "series.file.corrupt",
        f"The {what} data are damaged or cut off: {str(error).splitlines()[0].rstrip('.')}.",
        place=Place(source.name, row_group=row_group),
        expected=f"A whole {what} file.",
        remedies=(Remedy("Copy the file again from where it came, or write it anew."),),
    )


def _first(file: pq.ParquetFile, source: Path, wanted: Sequence[int]) -> dict[int, list[str]]:
    """The first values of some columns."""
    names = file.schema_arrow.names
    asked = list(dict.fromkeys(names[i] for i in wanted))
    if not asked or not file.metadata.num_rows:
        return {}
    given = [i for name in asked for i, other in enumerate(names) if other == name]
    try:
        batch = next(file.iter_batches(SAMPLE_ROWS, columns=asked, use_threads=False))
    except (pa.ArrowException, OSError) as error:
        raise corrupt(source, "Parquet", error, 1) from None
    return first_texts({i: batch.column(at) for at, i in enumerate(given) if i in wanted})


def _parts(file: pq.ParquetFile, source: Path, columns: Columns) -> Iterator[Part]:
    # Columns are asked for by name; of those that share one, all come.
    schema = file.schema_arrow
    names = list(dict.fromkeys(schema.names[i] for i in columns.wanted))
    given = [i for name in names for i, other in enumerate(schema.names) if other == name]
    size = source.stat().st_size
    rows = max(1 << 12, _ROWS_VALUES // max(1, len(given)))
    groups = file.metadata.num_row_groups
    done = 0
    for group in range(groups):
        first = 0
        try:
            for batch in file.iter_batches(rows, row_groups=[group], columns=names, use_threads=False):
                arrays = {i: batch.column(at) for at, i in enumerate(given)}
                first += batch.num_rows
                share = (done + first) / max(1, file.metadata.num_rows)
                yield Part(arrays, batch.num_rows, int(size * share), group + 1, first - batch.num_rows)
        except (pa.ArrowException, OSError) as error:
            raise corrupt(source, "Parquet", error, group + 1) from None
        done += first
