"""Columns whose numbers are spelled otherwise than Python's: noticed in the first rows, whatever file they are from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faultmark.errors import Place, SeriesError
from faultmark.store.csv.header import is_missing, is_number
from faultmark.store.csv.spelling import comma_remedies, reads, respell, spelling_of
from faultmark.store.options import IngestOptions

__all__ = ["Sample", "refuse_commas", "refuse_spelling"]


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a table as text.

    Attributes
    ----------
    columns:
        Indices of those that hold text, or may.
    rows:
        Cells by the column's index; a row may be short.
    place:
        Names the place of a row, counted from 0, and a column.
    """

    columns: Sequence[int]
    rows: Sequence[Sequence[str]]
    place: Callable[[int, int], Place]

    def cells(self, column: int) -> Iterator[tuple[int, str]]:
        """Row and cell, as far as rows have the column."""
        return ((at, row[column]) for at, row in enumerate(self.rows) if len(row) > column)


def refuse_commas(sample: Sample, options: IngestOptions, separator: str = "") -> None:
    """A column of numbers with commas is not to be lost as one of text.

    ``separator`` is what stands between the columns of a text file.

    Raises
    ------
    SeriesError
        ``series.decimal.comma`` with the option that reads them; with two where they may stand between thousands.
    """
    for i in sample.columns:
        cells = [(at, cell) for at, cell in sample.cells(i) if not is_missing(cell, options.missing)]
        first = next(((at, cell) for at, cell in cells if "," in cell), None)
        if first is not None and all(is_number(cell, ",") for _, cell in cells):
            remedies = comma_remedies([cell for _, cell in cells], separator)
            said = "decimal commas" if len(remedies) == 1 else "commas"
            raise SeriesError(
                "series.decimal.comma",
                f"The numbers have {said}, such as {first[1]!r}.",
                place=sample.place(first[0], i),
                expected="Decimal points, unless the ingest is told otherwise.",
                remedies=remedies,
            )


def refuse_spelling(sample: Sample, options: IngestOptions, *, guessing: bool) -> None:
    """Columns of numbers with signs between thousands, or with units, are not to be lost as columns of text.

    ``guessing`` says that nobody asked for the columns: see :func:`~faultmark.store.csv.spelling.spelling_of`.

    Raises
    ------
    SeriesError
        ``series.value.spelled`` with the options that read them.
    """
    first: tuple[int, Mapping[str, Any]] | None = None
    for i in sample.columns:
        cells = [cell for _, cell in sample.cells(i) if not is_missing(cell, options.missing)]
        changes = spelling_of(cells, options, guessing=guessing)
        if changes is None:
            continue
        if first is None:
            first = i, changes
        elif {**first[1], "units": None} == {**changes, "units": None}:
            # Of several columns each may have its own unit.
            units = {*first[1].get("units", ()), *changes.get("units", ())}
            first = first[0], {**first[1], **({"units": sorted(units)} if units else {})}
    if first is None:
        return
    i, changes = first
    at, cell = next((at, cell) for at, cell in sample.cells(i) if not _is_read(cell, options))
    raise SeriesError(
        "series.value.spelled",
        f"{cell.strip()!r} is no plain number: it has a unit behind it, or signs between its thousands.",
        place=sample.place(at, i),
        expected="A number such as 1234.5, unless the ingest is told how numbers are written.",
        remedies=(respell(changes),),
    )


def _is_read(cell: str, options: IngestOptions) -> bool:
    return is_missing(cell, options.missing) or reads(cell, options)
