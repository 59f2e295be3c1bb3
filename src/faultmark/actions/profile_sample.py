"""Look at a telemetry file the way a labeling interface needs to know it: columns, separator, times, limits."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from faultmark.actions.ingest_series import ingest_series
from faultmark.actions.series_options import guess_separator, series_options
from faultmark.errors import FaultmarkError
from faultmark.interface.sample import Sample, SampleColumn
from faultmark.labels.schema import LabelSchema
from faultmark.store.csv.axis_column import guess_format
from faultmark.store.csv.header import is_missing, is_number, rows_of
from faultmark.store.options import IngestOptions
from faultmark.store.peek import first_cells
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

__all__ = ["profile_sample"]

_HEAD_BYTES = 1 << 18
_TIME_NAMES = re.compile(
    r"(^|[\s_.\-])(time|timestamp|date|datetime|seconds|ts|t|epoch|utc|zeit)($|[\s_.\-\[(])", re.IGNORECASE
)
_DIGITS_AFTER_SECONDS = re.compile(r"\d:\d\d[.,](\d+)")


@contextmanager
def profile_sample(path: Path, schema: LabelSchema | None = None) -> Iterator[Sample]:
    """Read a CSV file and tell its shape, while entered: the axis lives in a temporary folder.

    Parameters
    ----------
    path:
        The file; it is never changed.
    schema:
        Read it as this labeling config says; by default separator, time column and format are guessed from it.

    Raises
    ------
    SeriesError
        ``series.file.missing``. Any other fault of the file is told in the sample.
    """
    if schema is None or schema.object is None or schema.object.separator == "auto":
        separator = guess_separator(lambda sign: first_cells(path, sign))
    else:
        separator = schema.object.separator
    cells = [cell.strip() for cell in first_cells(path, separator)]
    rows = _rows(path, separator)
    headless = _is_headless(cells)
    names = [str(number) for number in range(len(cells))] if headless else cells
    samples = rows if headless else rows[1:]
    time = _time_column(names, samples, headless=headless)
    numeric = [index != time and _is_numeric(samples, index) for index in range(len(names))]
    asked = [row[time].strip() for row in samples[:50] if time is not None and len(row) > time and row[time].strip()]
    options = IngestOptions(
        time_column=None if time is None else (time if headless else names[time]),
        time_format=_format(asked) or None,
        separator=separator,
        headless=headless,
        columns=tuple(index if headless else names[index] for index, is_it in enumerate(numeric) if is_it) or None,
    )
    fault: FaultmarkError | None = None
    with tempfile.TemporaryDirectory(prefix="faultmark-sample-") as folder:
        series: Series | None = None
        try:
            if schema is not None and schema.object is not None:
                options = series_options(schema, cells, {})
            store = SeriesStore(Path(folder))
            series = store.open(ingest_series(path, options, store).series_id)
        except FaultmarkError as error:
            if error.code == "series.file.missing":
                raise
            fault = error
        yield Sample(
            name=path.name,
            columns=_columns(names, numeric, series),
            separator=separator,
            headless=headless,
            time_column=None if time is None else names[time],
            time_format=_format(asked),
            rows=series.meta.rows if series else 0,
            axis=series.axis if series else None,
            duplicates=int(series.meta.duplicates.get("count", 0)) if series else 0,
            fault=fault,
            cells=tuple(asked[:5]),
        )


def _rows(path: Path, separator: str) -> list[list[str]]:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if len(head) == _HEAD_BYTES:
        head = head[: head.rfind(b"\n")]
    return [row for row in rows_of(head.removeprefix(b"\xef\xbb\xbf"), separator) if row][:500]


def _is_headless(cells: Sequence[str]) -> bool:
    """Whether a first line holds samples: names are neither times nor, for the most part, numbers.

    Data frames without names write 0, 1, 2 … as a header.
    """
    numbers = sum(is_number(cell) for cell in cells)
    counted = cells == [str(number) for number in range(len(cells))] and len(cells) > 1
    return any(map(_is_time, cells)) or (bool(cells) and not counted and 2 * numbers > len(cells))


def _is_time(cell: str) -> bool:
    return bool(guess_format([cell])) and not is_number(cell)


def _is_numeric(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index] for row in rows if len(row) > index and not is_missing(row[index])]
    return 2 * sum(map(is_number, cells)) >= len(cells)


def _time_column(names: Sequence[str], rows: Sequence[Sequence[str]], *, headless: bool) -> int | None:
    """The column of times: by its name, else the first whose cells read as times, else a first that counts up."""
    columns = range(len(names))
    if not headless:
        named = [index for index in columns if _TIME_NAMES.search(names[index])]
        fitting = [index for index in named if _reads_as_axis(rows, index)]
        if fitting or named:
            return (fitting or named)[0]
    dated = [index for index in columns if rows and all(len(row) > index and _is_time(row[index]) for row in rows[:20])]
    if dated:
        return dated[0]
    return 0 if headless and _reads_as_axis(rows, 0) else None


def _reads_as_axis(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index].strip() for row in rows[:50] if len(row) > index]
    if cells and all(is_number(cell) for cell in cells):
        numbers = [float(cell) for cell in cells]
        return all(a < b for a, b in pairwise(numbers))
    return bool(guess_format(cells[:20]))


def _format(cells: Sequence[str]) -> str:
    """The format of times: with fractions only where there are any. Plain numbers have none."""
    if not cells or (all(is_number(cell) for cell in cells) and not guess_format(cells)):
        return ""
    found = [fmt for fmt in guess_format(cells) if fmt not in {"epoch_us", "epoch_ns"}]
    has_fraction = any(_DIGITS_AFTER_SECONDS.search(cell) for cell in cells)
    fitting = [fmt for fmt in found if ("%f" in fmt) == has_fraction]
    exact = [fmt for fmt in fitting if ("T" in fmt) == ("T" in cells[0])]
    return (exact or fitting or found or [""])[0]


def _columns(names: Sequence[str], numeric: Sequence[bool], series: Series | None) -> tuple[SampleColumn, ...]:
    read = {channel.name: channel for channel in series.meta.channels} if series else {}
    made = []
    for name, is_it in zip(names, numeric, strict=True):
        channel = read.get(name)
        if channel is None:
            made.append(SampleColumn(name, is_it))
        else:
            made.append(SampleColumn(name, is_it, channel.count_missing, channel.min, channel.max))
    return tuple(made)
