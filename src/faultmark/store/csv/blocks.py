"""A text file as a stream of blocks that end where rows end."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["BLOCK_BYTES", "Block", "BlockReader", "count_lines"]

BLOCK_BYTES = 8 << 20
_LONGEST_ROW = 64 << 20
_COUNTED = 1 << 16

_MAGIC = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xfd7zXZ": "xz-compressed",
    b"\x89HDF": "an HDF5 file",
    b"RIFF": "a RIFF file",
}
_WIDE_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows as UTF-8, the number of their first line in the file, and how far into the file they reach."""

    data: bytes
    first_line: int
    end_bytes: int

    def after(self, lines: int) -> Block:
        """Return what follows the first lines."""
        at = 0
        for _ in range(lines):
            at = _line_end(self.data, at)
        return Block(self.data[at:], self.first_line + lines, self.end_bytes)


class _Bytes(Protocol):
    """Where the text comes from."""

    @property
    def done_bytes(self) -> int: ...

    def read(self, size: int) -> bytes: ...


class BlockReader:
    """Iterates over a file's blocks.

    With ``quoted`` a line break inside ``"…"`` ends no row; JSON lines have none there, but quotes of their own. Of the
    lines in ``skip`` nothing is left but their breaks, so that all others keep their number.

    Raises
    ------
    SeriesError
        While iterating: ``series.file.binary``, ``series.file.encoding``, ``series.row.ragged`` for a quote that is
        never closed.
    """

    def __init__(
        self,
        file: _Bytes,
        name: str,
        encoding: str = "utf-8",
        block_bytes: int = BLOCK_BYTES,
        *,
        quoted: bool = True,
        skip: Sequence[int] = (),
    ) -> None:
        self._file = file
        self._name = name
        self._block_bytes = block_bytes
        self._encoding = encoding
        self._quote = b'"' if quoted else b""
        self._skip = sorted(skip)
        try:
            codec = codecs.lookup(encoding)
        except LookupError:
            raise SeriesError(
                "series.file.encoding",
                f"There is no text encoding {encoding!r}.",
                place=Place(name),
                remedies=(Remedy("Read the file as UTF-8.", {"encoding": "utf-8"}),),
            ) from None
        plain = codec.name in ("utf-8", "utf-8-sig", "ascii")
        self._decoder = None if plain else codec.incrementaldecoder("strict")

    def __iter__(self) -> Iterator[Block]:
        line, carry, begun = 1, b"", False
        while True:
            chunk = self._file.read(self._block_bytes)
            if not begun:
                self._refuse_binary(chunk)
                begun = True
            text = self._text(chunk, line)
            if not carry and line == 1:
                text = text.removeprefix(codecs.BOM_UTF8)
            data, carry = _split(carry, text, self._quote, last=not chunk)
            if len(carry) > _LONGEST_ROW:
                raise self._endless(line)
            if data:
                lines = count_lines(data)
                if inside := [n - line for n in self._skip if line <= n <= line + lines]:
                    data = _blanked(data, inside)
                self._check(data, line)
                # Where nothing is left of a block there is nothing to parse.
                if not inside or data.strip():
                    yield Block(data, line, self._file.done_bytes)
                line += lines
            if not chunk:
                break

    def _text(self, chunk: bytes, line: int) -> bytes:
        if self._decoder is None:
            return chunk
        try:
            return self._decoder.decode(chunk, not chunk).encode()
        except UnicodeDecodeError as error:
            at = line + chunk.count(b"\n", 0, error.start)
            raise self._undecodable(chunk[error.start], at) from None

    def _check(self, data: bytes, line: int) -> None:
        if b"\0" in data:
            raise self._binary("it holds NUL bytes", line + count_lines(data[: data.index(b"\0")]))
        if data.isascii():
            return
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise self._undecodable(data[error.start], line + count_lines(data[: error.start])) from None

    def _refuse_binary(self, chunk: bytes) -> None:
        if self._decoder is not None:
            return
        for magic, what in _MAGIC.items():
            if chunk.startswith(magic):
                raise self._binary(f"it is {what}", None)
        for bom, encoding in _WIDE_BOMS.items():
            if chunk.startswith(bom):
                raise SeriesError(
                    "series.file.encoding",
                    "The file is UTF-16 text, not UTF-8.",
                    place=Place(self._name, 1),
                    expected="UTF-8 text.",
                    remedies=(Remedy("Read it as UTF-16.", {"encoding": encoding}),),
                )

    def _binary(self, why: str, line: int | None) -> SeriesError:
        return SeriesError(
            "series.file.binary",
            f"The file is not text: {why}.",
            place=Place(self._name, line),
            expected="CSV: rows of text, one per line.",
            remedies=(Remedy("Export the data as CSV (UTF-8) and use that file."),),
        )

    def _undecodable(self, byte: int, line: int) -> SeriesError:
        remedies = [Remedy(f"Save the file as {self._encoding.upper()}, or mend this line.")]
        if self._decoder is None:
            remedies.insert(0, Remedy("Read it as Windows-1252 (Western European).", {"encoding": "cp1252"}))
        return SeriesError(
            "series.file.encoding",
            f"The byte 0x{byte:02X} is no {self._encoding.upper()} text here.",
            place=Place(self._name, line),
            expected=f"{self._encoding.upper()} throughout the file.",
            remedies=tuple(remedies),
        )

    def _endless(self, line: int) -> SeriesError:
        return SeriesError(
            "series.row.ragged",
            f"A row that begins here does not end within {_LONGEST_ROW >> 20} MB; a quotation mark may not be closed.",
            place=Place(self._name, line),
            expected='Fields in "…" closed, and rows ended by a line break.',
        )


def _line_end(data: bytes, at: int) -> int:
    """Return the place after the next line break (LF, CRLF or CR) at or after ``at``."""
    lf, cr = data.find(b"\n", at), -1
    if lf < 0:
        cr = data.find(b"\r", at)
    end = lf if lf >= 0 else cr
    return end + 1 if end >= 0 else len(data)


def _blanked(data: bytes, lines: Sequence[int]) -> bytes:
    """Empty some lines, counted from 0."""
    octets = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero(octets == (10 if b"\n" in data else 13))
    starts = np.concatenate(([0], marks + 1))
    ends = np.append(marks, len(data))
    parts, at = [], 0
    for line in lines:
        parts.append(data[at : starts[line]])
        at = int(ends[line])
    return b"".join([*parts, data[at:]])


def count_lines(data: bytes) -> int:
    """Count the line breaks; a file with CR alone (old Macintosh) is understood too."""
    octets = np.frombuffer(data, np.uint8)
    for mark in b"\n\r":
        # Several times as fast as bytes.count, which is made for rare finds.
        lines = sum(np.count_nonzero(octets[a : a + _COUNTED] == mark) for a in range(0, octets.size, _COUNTED))
        if lines:
            return int(lines)
    return 0


def _split(carry: bytes, text: bytes, quote: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Split what was left over and what was read into whole rows and a new rest, with a single copy."""
    if last:
        return carry + text, b""
    if quote and (quote in text or quote in carry):
        data = carry + text
        end = _cut(data, quote)
        return data[:end], data[end:]
    end = _cut(text, b"")
    if not end:
        return b"", carry + text
    return b"".join((carry, memoryview(text)[:end])), text[end:]


def _cut(data: bytes, quote: bytes) -> int:
    """Where the last whole row ends, 0 if none does."""
    mark = b"\n" if b"\n" in data else b"\r"
    end = data.rfind(mark) + 1
    if not quote or quote not in data:
        return end
    # A line break inside quotes ends no row: an even number of quotation marks must lie before it.
    quotes = data.count(quote, 0, end)
    while end and quotes % 2:
        before = data.rfind(mark, 0, end - 1) + 1
        quotes -= data.count(quote, before, end)
        end = before
    return end
