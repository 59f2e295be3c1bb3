"""Arrow's arrays as numpy's, straight from their buffers.

``Array.to_numpy`` would do, but imports pandas when it is installed: two seconds of an ingest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["booleans", "floats", "integers", "is_null", "joined"]


def joined(column: pa.ChunkedArray) -> pa.Array:
    """Return a column of a table in one piece."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def is_null(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Return where an array has no value."""
    validity = array.buffers()[0]
    if validity is None:
        return np.zeros(len(array), bool)
    return ~_bits(validity, array)


def booleans(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Return an array of truth values without nulls."""
    return _bits(array.buffers()[1], array)


def _bits(buffer: pa.Buffer, array: pa.Array) -> npt.NDArray[np.bool_]:
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")
    found: npt.NDArray[np.bool_] = bits[array.offset : array.offset + len(array)] != 0
    return found


def integers(array: pa.Array) -> npt.NDArray[np.int64]:
    """Return a 64-bit array without nulls; shares its memory."""
    return np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + len(array)]


def floats(array: pa.Array, dtype: type[Any] = np.float64) -> npt.NDArray[Any]:
    """Return an array of floats, NaN where there is no value; shares its memory if every value is there."""
    values: npt.NDArray[Any] = np.frombuffer(array.buffers()[1], dtype)[array.offset : array.offset + len(array)]
    if not array.null_count:
        return values
    values = values.copy()
    values[is_null(array)] = np.nan
    return values
