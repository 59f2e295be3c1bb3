"""Arrow's arrays as numpy's, straight from their buffers.

``Array.to_numpy`` would do, but imports pandas when it is installed: two seconds of an ingest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["floats", "integers", "is_null", "joined"]


def joined(column: pa.ChunkedArray) -> pa.Array:
    """Return a column of a table in one piece."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def is_null(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Return where an array has no value."""
    validity = array.buffers()[0]
    if validity is None:
        return np.zeros(len(array), bool)
    bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")
    empty: npt.NDArray[np.bool_] = bits[array.offset : array.offset + len(array)] == 0
    return empty


def integers(array: pa.Array) -> npt.NDArray[np.int64]:
    """Return a 64-bit array without nulls; shares its memory."""
    return np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array)]


def floats(array: pa.Array) -> npt.NDArray[np.float64]:
    """Return a float64 array, NaN where there is no value; shares its memory if every value is there."""
    values = np.frombuffer(array.buffers()[1], np.float64)[array.offset : array.offset + len(array)]
    if not array.null_count:
        return values
    values = values.copy()
    values[is_null(array)] = np.nan
    return values
