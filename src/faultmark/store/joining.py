"""Many small telemetry files made one: JSON lines end to end, Parquet row group by row group."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from faultmark.durable import disk_full_told
from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.formats import Format, recognise
from faultmark.store.source_file import SourceFile

__all__ = ["JoinedFile"]

_PIECE = 1 << 20


class JoinedFile:
    """Appends files to one; memory holds a row group at most. The first one decides the format."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._format: Format | None = None
        self._file: Any = None
        self._parquet: pq.ParquetWriter | None = None

    def add(self, source: Path, name: str) -> None:
        """Append a file.

        Raises
        ------
        SeriesError
            ``series.join.mixed`` for a file of another format or with other columns than the first.
        """
        found = recognise(source)
        self._format = self._format or found.format
        if found.format not in (Format.JSON_LINES, Format.PARQUET) or found.format is not self._format:
            raise _mixed(name, f"It is {found.format}, and {self._format} was begun with.")
        with disk_full_told(self.path):
            if found.format is Format.PARQUET:
                self._add_parquet(source, name)
            else:
                self._add_lines(source, found.compression)

    def _add_lines(self, source: Path, compression: str | None) -> None:
        if self._file is None:
            self._file = self.path.open("wb")
        file, last = SourceFile(source, compression), b"\n"
        try:
            while piece := file.read(_PIECE):
                self._file.write(piece)
                last = piece[-1:]
        finally:
            file.close()
        if last != b"\n":
            self._file.write(b"\n")

    def _add_parquet(self, source: Path, name: str) -> None:
        with pq.ParquetFile(source) as file:
            if self._parquet is None:
                self._parquet = pq.ParquetWriter(self.path, file.schema_arrow)
            for group in range(file.num_row_groups):
                try:
                    self._parquet.write_table(file.read_row_group(group))
                except (pa.ArrowException, ValueError):
                    raise _mixed(name, "Its columns or their types differ from those before.") from None

    def close(self) -> None:
        """Complete the file."""
        if self._parquet is not None:
            self._parquet.close()
        if self._file is not None:
            self._file.close()


def _mixed(name: str, why: str) -> SeriesError:
    return SeriesError(
        "series.join.mixed",
        f"The objects of the folder do not fit together. {why}",
        place=Place(name),
        expected="JSON lines or Parquet throughout, with the same columns.",
        remedies=(Remedy("Move the object elsewhere, or stage it in the format of the others."),),
    )
