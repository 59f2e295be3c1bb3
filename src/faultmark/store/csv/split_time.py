"""Dates in one column and times of day in another: noticed, and read as the one time that they are together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.store.csv.axis_column import AxisReader, choose_reader, guess_format
from faultmark.store.options import IngestOptions

__all__ = ["JoinedReader", "joined_cell", "joined_cells", "refuse_split_time"]

_DATE = re.compile(
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|(?:19|20)\d{6}|\d\d?[- ][A-Za-z]{3}[- ]\d{4}"
)
_TIME_OF_DAY = re.compile(r"\d\d?:\d\d(:\d\d([.,]\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d\d:?\d\d)?")
_MOST_GUESSES = 3


class JoinedReader:
    """Reads cells of text, such as those that were joined from two columns, by the reader that suits them."""

    arrow_type = pa.string()

    def __init__(self, reader: AxisReader) -> None:
        self.kind = reader.kind
        self.zone = reader.zone
        self.expected = reader.expected
        self._reader = reader

    def ticks(self, column: pa.Array) -> tuple[npt.NDArray[np.int64], int]:
        """Let Arrow read text that the reader wants typed, and the reader itself what Arrow cannot."""
        if self._reader.arrow_type == pa.string():
            return self._reader.ticks(column)
        try:
            return self._reader.ticks(column.cast(self._reader.arrow_type))
        except pa.ArrowInvalid:
            return self._reader.ticks_slowly(column)

    ticks_slowly = ticks


def joined_cell(date: str, time_of_day: str) -> str:
    """Join two cells: ``2026-03-02 08:15:00``."""
    return f"{date.strip()} {time_of_day.strip()}".strip()


def joined_cells(dates: pa.Array, times_of_day: pa.Array) -> pa.Array:
    """Join two columns of text of one length as :func:`joined_cell` joins two cells."""
    trimmed = (pc.utf8_trim_whitespace(column) for column in (dates, times_of_day))
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*trimmed, " "))


def refuse_split_time(
    sample: Sequence[Sequence[str]],
    time: int,
    names: Sequence[str],
    place: Callable[[int, int], Place],
    options: IngestOptions,
) -> None:
    """A date alone is no time where the time of day stands in a column of its own: all of a day would be one moment.

    Nor is a time of day beside its date, unless it was asked for by its format.

    Raises
    ------
    SeriesError
        ``series.time.split`` with the recipe that joins the two.
    """
    date: int | None
    time_of_day: int | None
    cells = _column(sample, time)
    if _all(_DATE, cells) and len(set(cells)) < len(cells):
        date, time_of_day = time, _first(sample, len(names), _TIME_OF_DAY, besides=time)
    elif _all(_TIME_OF_DAY, cells) and options.time_format is None:
        date, time_of_day = _first(sample, len(names), _DATE, besides=time), time
    else:
        return
    if date is None or time_of_day is None:
        return
    both = [joined_cell(*pair) for pair in zip(_column(sample, date), _column(sample, time_of_day), strict=False)]
    pair = names[date], names[time_of_day]
    raise SeriesError(
        "series.time.split",
        f"The date stands in {pair[0]!r} and the time of day in {pair[1]!r}.",
        place=place(0, date),
        expected=f"Both in one column, such as {both[0]!r}, unless the ingest is told to join them.",
        remedies=_remedies((date, time_of_day) if options.headless else pair, both),
    )


def _remedies(columns: tuple[str, str] | tuple[int, int], both: Sequence[str]) -> tuple[Remedy, ...]:
    joining = {"time_column": columns[0], "time_of_day": columns[1]}
    if choose_reader(both, None) is not None:
        return (Remedy("Join the two columns.", {**joining, "time_format": None}),)
    guesses = guess_format(both)[:_MOST_GUESSES]
    if not guesses:
        return (Remedy("Export the telemetry with date and time in one column."),)
    said = "Join the two columns, and read them as {!r}; set timeFormat so in the labeling config too."
    return tuple(Remedy(said.format(guess), {**joining, "time_format": guess}) for guess in guesses)


def _column(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at].strip() for row in sample if len(row) > at]


def _all(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and all(pattern.fullmatch(cell) for cell in cells)


def _first(sample: Sequence[Sequence[str]], columns: int, pattern: re.Pattern[str], *, besides: int) -> int | None:
    others = (i for i in range(columns) if i != besides)
    return next((i for i in others if _all(pattern, _column(sample, i))), None)
