"""A telemetry file's bytes: hashed while they are read, and decompressed where they are compressed."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa

from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["COMPRESSIONS", "SourceFile", "file_missing", "sha256_of", "stamp_of"]

COMPRESSIONS = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2"}
_HASHED = 1 << 22


class SourceFile:
    """Reads a file in order and hashes its bytes, those before decompression, in a thread of its own.

    Raises
    ------
    SeriesError
        While reading, ``series.file.corrupt`` for compressed data that are cut off or damaged.
    """

    def __init__(self, source: Path, compression: str | None = None) -> None:
        self._name = source.name
        self._file = source.open("rb", buffering=0)
        self._compression = compression
        self._hash = hashlib.sha256()
        self._hasher = ThreadPoolExecutor(1, "hash")
        self._hashing: Future[None] | None = None
        self._inside: Any = None
        self.done_bytes = 0
        if compression is not None:
            self._inside = pa.CompressedInputStream(pa.PythonFile(_Raw(self), mode="r"), compression)

    def read(self, size: int) -> bytes:
        """Read the next bytes, decompressed; none at the end."""
        if self._inside is None:
            return self.read_raw(size)
        try:
            data: bytes = self._inside.read(size)
        except (OSError, pa.ArrowInvalid) as error:
            raise SeriesError(
                "series.file.corrupt",
                f"The {self._compression} data are damaged or cut off: {error}.",
                place=Place(self._name),
                expected=f"A whole {self._compression} file.",
                remedies=(Remedy("Copy the file again from where it came, or compress it anew."),),
            ) from None
        return data

    def read_raw(self, size: int) -> bytes:
        """Read the next bytes as they are in the file."""
        data = self._file.read(size)
        if self._hashing is not None:
            self._hashing.result()
        self._hashing = self._hasher.submit(self._hash.update, data)
        self.done_bytes += len(data)
        return data

    def digest(self) -> str:
        """Return the SHA-256 of the whole file, in hexadecimal. What was not read is read now."""
        while self.read_raw(_HASHED):
            pass
        if self._hashing is not None:
            self._hashing.result()
        return self._hash.hexdigest()

    def close(self) -> None:
        """Close the file and end the thread."""
        self._hasher.shutdown()
        self._file.close()


class _Raw:
    """The face of a file that Arrow's decompression wants."""

    closed = False

    def __init__(self, source: SourceFile) -> None:
        self._source = source

    def read(self, size: int) -> bytes:
        return self._source.read_raw(size)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Whoever opened the file closes it."""


def sha256_of(source: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
        raise file_missing(source) from None
    if not source.is_file():
        raise SeriesError("series.file.missing", "This is not a file.", place=Place(str(source)))
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}


def file_missing(source: Path) -> SeriesError:
    """Build the error for a file that is not there."""
    return SeriesError(
        "series.file.missing",
        "There is no such file.",
        place=Place(str(source)),
        remedies=(Remedy("Check the path; if the file was moved, bring it back or import the task again."),),
    )
