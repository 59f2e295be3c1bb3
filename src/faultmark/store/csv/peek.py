"""A look at the first line of a file, before anything is decided about it."""

from __future__ import annotations

import csv
from pathlib import Path

from faultmark.errors import Place, SeriesError

__all__ = ["first_cells"]

_ENOUGH = 1 << 18


def first_cells(source: Path, separator: str, encoding: str = "utf-8") -> list[str]:
    """The cells of the first line that is not empty; none for an empty file.

    Bytes that are no text are replaced: saying what is wrong with them is the reader's part.

    Raises
    ------
    SeriesError
        ``series.file.missing`` when the file cannot be opened.
    """
    try:
        with source.open("rb") as file:
            head = file.read(_ENOUGH)
    except OSError as error:
        raise SeriesError(
            "series.file.missing", f"The file cannot be opened: {error.strerror}.", place=Place(source.name)
        ) from error
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace").replace("\0", "\ufffd")
    rows = csv.reader(text.splitlines(), delimiter=separator if len(separator) == 1 else ",")
    try:
        return next((row for row in rows if row), [])
    except csv.Error:
        return []
