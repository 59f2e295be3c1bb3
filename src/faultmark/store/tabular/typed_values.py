"""The values of a typed column as floats, and which types have such."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from faultmark.series.pyramid import Values
from faultmark.store.csv.arrow_arrays import floats
from faultmark.store.csv.header import MISSING
from faultmark.store.csv.spelling import plain_cells, reads
from faultmark.store.options import IngestOptions

__all__ = ["NotANumber", "is_numeric", "values_of"]

_EXACT = 1 << 53
"""Whole numbers beyond are not all there in float64."""


class NotANumber(ValueError):
    """A value that is no number: its row in the column, and what stands there."""

    def __init__(self, row: int, text: str) -> None:
        super().__init__(text)
        self.row = row
        self.text = text


def is_numeric(kind: pa.DataType) -> bool:
    """Say whether a type can be drawn: numbers, and truth values as 0 and 1."""
    return bool(
        kinds.is_integer(kind)
        or kinds.is_floating(kind)
        or kinds.is_decimal(kind)
        or kinds.is_boolean(kind)
        or kinds.is_null(kind)
    )


def values_of(column: pa.Array, options: IngestOptions) -> tuple[Values, bool]:
    """Convert a column of a numeric type, or of text that holds numbers as the options read them.

    Returns
    -------
    float32 for float32 and half floats, else float64; NaN where a value is missing. And whether whole numbers lost
    digits.

    Raises
    ------
    NotANumber
        For text that is no number.
    """
    kind = column.type
    if kinds.is_float32(kind) or kinds.is_float16(kind):
        return floats(column.cast(pa.float32()), np.float32), False
    if kinds.is_floating(kind):
        return floats(column), False
    if kinds.is_integer(kind):
        rounded = kind.bit_width == 64 and _beyond(column)
        return floats(column.cast(pa.float64(), safe=False)), rounded
    if kinds.is_boolean(kind):
        return floats(column.cast(pa.int8()).cast(pa.float64())), False
    if kinds.is_null(kind) or kinds.is_decimal(kind):
        return floats(column.cast(pa.float64())), False
    texts = pc.utf8_trim_whitespace(column.cast(pa.string()))
    missing = pc.is_in(texts, pa.array([*MISSING, *(options.missing or ())]))
    texts = pc.if_else(missing, pa.scalar(None, pa.string()), texts)
    try:
        return floats(plain_cells(texts, options).cast(pa.float64())), False
    except pa.ArrowInvalid:
        row = next(i for i, text in enumerate(texts.to_pylist()) if text is not None and not reads(text, options))
        raise NotANumber(row, str(texts[row])) from None


def _beyond(column: pa.Array) -> bool:
    if len(column) == column.null_count:
        return False
    ends = pc.min_max(column)
    return bool(ends["max"].as_py() > _EXACT or ends["min"].as_py() < -_EXACT)
