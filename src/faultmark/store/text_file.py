"""A small text file as a whole, for tables that people keep beside their telemetry."""

from __future__ import annotations

from pathlib import Path

from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["MOST_BYTES", "read_text"]

MOST_BYTES = 8 * 1024 * 1024


def read_text(source: Path) -> str:
    """Read a file of at most ``MOST_BYTES`` as UTF-8, or as Latin-1 where it is no UTF-8.

    Raises
    ------
    SeriesError
        ``series.file.missing`` when it cannot be opened, ``series.file.too_large`` when it is too large for a table.
    """
    try:
        with source.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SeriesError(
            "series.file.missing", f"The file cannot be opened: {error.strerror}.", place=Place(source.name)
        ) from error
    if len(content) > MOST_BYTES:
        raise SeriesError(
            "series.file.too_large",
            f"The table is larger than {MOST_BYTES // 2**20} MB.",
            place=Place(source.name),
            remedies=(Remedy("Keep only the rows of this task's time."),),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
