"""From a file to the reader of its format."""

from __future__ import annotations

from pathlib import Path

from faultmark.store.csv.blocks import BLOCK_BYTES
from faultmark.store.csv.plan import EXPORT_AGAIN
from faultmark.store.formats import Format, recognise
from faultmark.store.options import IngestOptions
from faultmark.store.samples import SampleStream

__all__ = ["EXPORT_AGAIN", "open_stream"]


def open_stream(
    source: Path,
    options: IngestOptions,
    scratch: Path,
    left_out: frozenset[int] = frozenset(),
    block_bytes: int = BLOCK_BYTES,
) -> SampleStream:
    """Open a file with the reader of its format.

    Parameters
    ----------
    source:
        The file; it is never changed.
    options:
        How to read it.
    scratch:
        A folder for what a reader has to keep aside while it reads.
    left_out:
        Columns that an earlier attempt found to hold text further down.
    block_bytes:
        How much text is read at a time.

    Raises
    ------
    SeriesError
        For what shows before the first sample: the format, the columns, the first times.
    """
    found = recognise(source, options.format)
    # Each reader is loaded when its format comes: a CSV file should not wait for a library of sound.
    match found.format:
        case Format.PARQUET:
            from faultmark.store.tabular.parquet import open_parquet  # noqa: PLC0415

            return open_parquet(source, options)
        case Format.ARROW | Format.ARROW_STREAM:
            from faultmark.store.tabular.arrow import open_arrow  # noqa: PLC0415

            return open_arrow(source, options, streamed=found.format is Format.ARROW_STREAM)
        case Format.JSON_LINES:
            from faultmark.store.tabular.json_lines import open_json_lines  # noqa: PLC0415

            return open_json_lines(source, options, found.compression, left_out, block_bytes)
        case Format.JSON:
            from faultmark.store.tabular.json_document import open_json  # noqa: PLC0415

            return open_json(source, options, found.compression, scratch)
        case Format.AUDIO:
            from faultmark.store.audio import AudioStream  # noqa: PLC0415

            return AudioStream(source, options)
        case Format.CSV:
            from faultmark.store.csv.stream import CsvStream  # noqa: PLC0415

            return CsvStream(source, options, compression=found.compression, left_out=left_out, block_bytes=block_bytes)
