"""How the labels of a project write times: as its config's ``timeFormat`` says, or as the file's own numbers do."""

from __future__ import annotations

from faultmark.labels.schema import LabelSchema
from faultmark.labels.snapping import cut_unit
from faultmark.series.axis import TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["ALL_DIGITS", "label_cut", "label_times"]

ALL_DIGITS = 9
"""Decimals of a numeric axis before its file was read, where nothing that is written may be lost."""


def label_times(schema: LabelSchema, axis: TimeAxis | None, *, unread: int = 0) -> TimeText:
    """How a config's labels write times on this axis; before the file was read, as the config alone suggests.

    Nothing says then how fine a numeric axis is: ``unread`` is the number of decimals to assume.

    A config without a ``timeFormat`` draws a file of numbers as numbers in Label Studio's editor, also where they were
    read as times that count from the epoch: then labels are such numbers too.
    """
    fmt = _format(schema)
    if axis is None:
        return TimeText(fmt, "time" if fmt else "number", 0 if fmt else unread)
    info = axis.info
    return TimeText(fmt, info.kind, info.decimals, epoch_unit=None if fmt else info.epoch_unit)


def label_cut(schema: LabelSchema, axis: TimeAxis | None) -> int:
    """Ticks to which Label Studio's editor cuts what it writes on this axis; 0 for numbers, which it writes whole."""
    fmt = _format(schema)
    numbers = fmt is None and (axis is None or axis.info.epoch_unit is not None)
    if numbers or (axis is not None and axis.info.kind == "number"):
        return 0
    return cut_unit(fmt)


def _format(schema: LabelSchema) -> str | None:
    fmt = schema.object.time_format if schema.object else None
    return fmt if fmt and "%" in fmt else None
