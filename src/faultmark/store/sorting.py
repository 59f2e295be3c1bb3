"""Rows that go back in time, put in order: by one stable sort of the ticks and block-wise gathers of the columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from faultmark.series.pyramid import Values
from faultmark.store.layout import TICKS, values_path
from faultmark.store.writer import SeriesWriter

__all__ = ["write_sorted"]

_BLOCK_ROWS = 1 << 18


def write_sorted(source: SeriesWriter, target: SeriesWriter, *, drop_duplicates: bool) -> int:
    """Copy an unordered folder into a new one in order of time; rows of equal time keep their order.

    Holds the order in memory (8 bytes a row, besides the ticks while they are sorted); samples stay on disk.

    Returns
    -------
    How many rows were dropped because they repeat a time.
    """
    meta = source.close()
    ticks: npt.NDArray[np.int64] = np.memmap(source.folder / TICKS, np.int64, "r")
    order = np.argsort(ticks, kind="stable")
    columns: list[Values] = [
        np.memmap(values_path(source.folder, c.index), np.dtype(c.dtype), "r", shape=(meta.rows,))
        for c in meta.channels
    ]
    dropped = 0
    last: int | None = None
    for a in range(0, order.size, _BLOCK_ROWS):
        rows = order[a : a + _BLOCK_ROWS]
        moved = ticks[rows]
        if drop_duplicates:
            fresh = np.diff(moved, prepend=moved[0] - 1 if last is None else last) != 0
            dropped += int(np.count_nonzero(~fresh))
            last = int(moved[-1])
            rows, moved = rows[fresh], moved[fresh]
        target.append(moved, [np.asarray(c[rows]) for c in columns])
    return dropped
