"""Rows that go back in time, put in order with bounded memory: sorted runs first, then merged range by range.

Rows of equal time keep their order: runs are sorted stably, and what is merged is taken run by run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import Values
from faultmark.store.layout import TICKS, values_path
from faultmark.store.meta import SeriesMeta
from faultmark.store.writer import SeriesWriter

__all__ = ["write_sorted"]

Ticks = npt.NDArray[np.int64]

RUN_ROWS = 1 << 22
"""Rows that are sorted at a time: about 100 MB with ticks, order and what the sort needs."""

_MERGED_VALUES = 1 << 21
_TASTED = 1 << 16


def write_sorted(source: SeriesWriter, target: SeriesWriter, *, drop_duplicates: bool, run_rows: int = RUN_ROWS) -> int:
    """Copy a folder whose ticks go back or repeat into a new one in order of time; equal ones keep their order.

    Memory does not grow with the series, except by 16 bytes for each of its runs of ``run_rows``. Two temporary files
    in the source's folder hold 16 bytes a row.

    Returns
    -------
    How many rows were dropped because they repeat a time.
    """
    meta = source.close()
    merged_rows = min(max(_MERGED_VALUES // max(1, len(meta.channels)), 1 << 10), max(1, run_rows // 4))
    runs = _Runs(source.folder, meta.rows, run_rows, merged_rows)
    dropped = 0
    last: int | None = None
    for ticks, rows in runs.merged():
        if drop_duplicates:
            fresh = np.diff(ticks, prepend=ticks[0] - 1 if last is None else last) != 0
            dropped += int(np.count_nonzero(~fresh))
            last = int(ticks[-1])
            ticks, rows = ticks[fresh], rows[fresh]  # noqa: PLW2901
        target.append(ticks, _gathered(source.folder, meta, rows))
    return dropped


def _gathered(folder: Path, meta: SeriesMeta, rows: Ticks) -> list[Values]:
    # Mapped for one block and column only: what a mapping has touched counts as memory until it goes.
    return [
        np.asarray(np.memmap(values_path(folder, c.index), np.dtype(c.dtype), "r", shape=(meta.rows,))[rows])
        for c in meta.channels
    ]


class _Runs:
    """Ticks in sorted runs on disk, and beside each the row that it came from."""

    def __init__(self, folder: Path, rows: int, run_rows: int, merged_rows: int) -> None:
        self._merged_rows = merged_rows
        self._ticks = folder / "sorted.i8"
        self._rows = folder / "order.i8"
        self._bounds = [*range(0, rows, run_rows), rows]
        tasted = []
        with self._ticks.open("wb") as sorted_ticks, self._rows.open("wb") as order:
            for a, b in zip(self._bounds[:-1], self._bounds[1:], strict=True):
                ticks = _read(folder / TICKS, a, b)
                rank = np.argsort(ticks, kind="stable")
                ticks = ticks[rank]
                sorted_ticks.write(ticks.data)
                order.write((rank + a).data)
                tasted.append(ticks[:: max(1, (b - a) * len(self._bounds) // _TASTED)].copy())
        self._splits = self._splitters(np.sort(np.concatenate(tasted)), rows)

    def _splitters(self, taste: Ticks, rows: int) -> Ticks:
        """Ticks between which about as many rows lie as are merged at a time."""
        pieces = max(1, -(-rows // self._merged_rows))
        return np.unique(taste[np.linspace(0, taste.size - 1, pieces + 1).astype(np.int64)[1:-1]])

    def merged(self) -> Iterator[tuple[Ticks, Ticks]]:
        """Yield (ticks, rows they came from) in order of time, a bounded number at a time."""
        at, stops = self._bounds[:-1], self._bounds[1:]
        for split in self._splits.tolist():
            ends = self._ends(at, stops, split)
            yield from self._range(at, ends)
            at = ends
        yield from self._range(at, stops)

    def _ends(self, starts: list[int], stops: list[int], split: int) -> list[int]:
        """Where each run's ticks reach ``split``, between ``starts`` and ``stops``."""
        ticks = np.memmap(self._ticks, np.int64, "r")
        return [a + int(np.searchsorted(ticks[a:b], split)) for a, b in zip(starts, stops, strict=True)]

    def _range(self, starts: list[int], stops: list[int]) -> Iterator[tuple[Ticks, Ticks]]:
        """Merge what lies between ``starts`` and ``stops`` of the runs."""
        parts = [(a, b) for a, b in zip(starts, stops, strict=True) if a < b]
        if sum(b - a for a, b in parts) <= 2 * self._merged_rows:
            if parts:
                ticks = np.concatenate([_read(self._ticks, a, b) for a, b in parts])
                rank = np.argsort(ticks, kind="stable")
                yield ticks[rank], np.concatenate([_read(self._rows, a, b) for a, b in parts])[rank]
            return
        # More than was to be expected: halve the range, unless all of it is one tick, which needs no merging.
        low = min(int(_read(self._ticks, a, a + 1)[0]) for a, _ in parts)
        high = max(int(_read(self._ticks, b - 1, b)[0]) for _, b in parts)
        if low < high:
            middle = self._ends(starts, stops, low + (high - low) // 2 + 1)
            yield from self._range(starts, middle)
            yield from self._range(middle, stops)
            return
        for a, b in parts:
            for start in range(a, b, self._merged_rows):
                stop = min(start + self._merged_rows, b)
                yield _read(self._ticks, start, stop), _read(self._rows, start, stop)


def _read(path: Path, start: int, stop: int) -> Ticks:
    return np.fromfile(path, np.int64, stop - start, offset=start * 8)
