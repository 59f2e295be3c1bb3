"""Which format a telemetry file has: by its first bytes, and by its name only where they leave it open."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.source_file import COMPRESSIONS, SourceFile

__all__ = ["Format", "Recognised", "recognise"]

_HEAD = 1 << 16
_COMPRESSED_NAMES = {".gz", ".gzip", ".zst", ".zstd", ".bz2"}


class Format(StrEnum):
    """The formats that are read."""

    CSV = "csv"
    PARQUET = "parquet"
    ARROW = "arrow"
    ARROW_STREAM = "arrow-stream"
    JSON = "json"
    JSON_LINES = "jsonl"
    AUDIO = "audio"


_BY_NAME = {
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".arrow": Format.ARROW,
    ".feather": Format.ARROW,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".wav": Format.AUDIO,
    ".flac": Format.AUDIO,
}
_MAGIC = {
    b"PAR1": Format.PARQUET,
    b"ARROW1": Format.ARROW,
    b"\xff\xff\xff\xff": Format.ARROW_STREAM,
    b"fLaC": Format.AUDIO,
}
_BINARY = {Format.PARQUET, Format.ARROW, Format.ARROW_STREAM, Format.AUDIO}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A format, and what the file is compressed with, if it is."""

    format: Format
    compression: str | None = None


def recognise(source: Path, asked: str | None = None) -> Recognised:
    """Tell a file's format.

    Parameters
    ----------
    source:
        The file.
    asked:
        A format that the user named; then only the compression is looked for.

    Raises
    ------
    SeriesError
        ``series.format.unknown`` for a name of no format, ``series.file.corrupt`` where the file's name promises a
        binary format that its bytes are not.
    """
    with source.open("rb") as file:
        head = file.read(_HEAD)
    compression = next((name for magic, name in COMPRESSIONS.items() if head.startswith(magic)), None)
    if compression is not None:
        inside = SourceFile(source, compression)
        try:
            head = inside.read(_HEAD)
        finally:
            inside.close()
    if asked is not None:
        return Recognised(_named(asked, source), compression)
    found = _by_content(head)
    suffixes = [suffix.lower() for suffix in source.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED_NAMES:
        suffixes.pop()
    promised = _BY_NAME.get(suffixes[-1]) if suffixes else None
    if found is None and promised in _BINARY and head:
        raise SeriesError(
            "series.file.corrupt",
            f"The file's name says {promised}, but it does not begin as such a file does.",
            place=Place(source.name),
            remedies=(Remedy("Copy the file again from where it came; if it is text, name it .csv."),),
        )
    if found in _BINARY and compression is not None:
        raise SeriesError(
            "series.file.binary",
            f"The file is {found} inside {compression}, which cannot be read in a stream.",
            place=Place(source.name),
            remedies=(Remedy("Unpack it; such files are compressed within."),),
        )
    if found is Format.JSON and promised is Format.JSON_LINES:
        # A first record longer than what was looked at.
        found = promised
    return Recognised(found or promised or Format.CSV, compression)


def _named(asked: str, source: Path) -> Format:
    try:
        return Format(asked)
    except ValueError:
        raise SeriesError(
            "series.format.unknown",
            f"There is no format {asked!r}.",
            place=Place(source.name),
            expected=f"One of {', '.join(Format)}.",
        ) from None


def _by_content(head: bytes) -> Format | None:
    for magic, found in _MAGIC.items():
        if head.startswith(magic):
            return found
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return Format.AUDIO
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if re.match(rb"\[\s*[{\[]", text):
        return Format.JSON
    if re.match(rb'\{\s*("|\})', text):
        return Format.JSON_LINES if _is_lines(text) else Format.JSON
    return None


def _is_lines(text: bytes) -> bool:
    """Whether the first line is a whole record by itself; a record's values are not the columns of a table."""
    line, _, rest = text.partition(b"\n")
    if rest.lstrip()[:1] not in (b"{", b""):
        return False
    try:
        record = json.loads(line)
    except ValueError:
        # Cut off by the head's length, or a document over many lines.
        return False
    return rest.lstrip()[:1] == b"{" or not any(isinstance(value, list) for value in record.values())
