"""A view: a window of the axis, fitted to a number of pixel columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from faultmark.series.axis import EMPTY_TICK, TimeAxis
from faultmark.series.columns import ChannelSource, column_values
from faultmark.series.pyramid import Values

__all__ = ["ColumnChannel", "SampleChannel", "View", "make_view"]


@dataclass(frozen=True, slots=True, eq=False)
class ColumnChannel:
    """One channel of a view by columns: arrays ``[K]``, NaN where a column holds no valid sample."""

    index: int
    min: Values
    max: Values
    first: Values
    last: Values


@dataclass(frozen=True, slots=True, eq=False)
class SampleChannel:
    """One channel of a view by samples: ``values[K]``, NaN where a sample is missing."""

    index: int
    values: Values


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is to be drawn.

    Attributes
    ----------
    mode:
        ``"columns"``, or ``"samples"`` where there are at most two samples a pixel.
    start, end:
        The window asked for, in ticks, end exclusive.
    first_index, count:
        Index of the first sample inside the window, and the number of samples inside.
    ticks:
        int64[K]. By columns: the tick of the first sample in the column, ``EMPTY_TICK`` where there is none. By
        samples: each sample's tick; these include one sample on either side of the window, so that lines reach its
        edges.
    counts:
        uint32[K], samples in each column; ``None`` by samples.
    channels:
        In the order asked for.
    """

    mode: Literal["columns", "samples"]
    start: int
    end: int
    first_index: int
    count: int
    ticks: npt.NDArray[np.int64]
    counts: npt.NDArray[np.uint32] | None
    channels: tuple[ColumnChannel, ...] | tuple[SampleChannel, ...]


def make_view(axis: TimeAxis, channels: Mapping[int, ChannelSource], start: int, end: int, width: int) -> View:
    """Fit the window ``[start, end)`` to ``width`` pixel columns.

    Column ``i`` covers the ticks ``start + i * (end - start) // width`` up to those of column ``i + 1``.

    Parameters
    ----------
    axis:
        The series' axis.
    channels:
        Channels to show, by index.
    start, end:
        Ticks; the window may reach beyond the series.
    width:
        Pixel columns, at least 1.

    Raises
    ------
    ValueError
        If the window is empty or the width is not positive.
    """
    if not EMPTY_TICK <= start < end < -EMPTY_TICK or width < 1:
        raise ValueError(f"A view needs start < end in 64 bits and a positive width, not [{start}, {end}) by {width}.")
    first, stop = axis.edge(start), axis.edge(end)
    count = stop - first
    if count <= 2 * width:
        a, b = max(first - 1, 0), min(stop + 1, axis.size)
        samples = tuple(SampleChannel(i, source.samples(a, b)) for i, source in channels.items())
        return View("samples", start, end, first, count, axis.ticks(a, b), None, samples)
    edges, ticks, counts = axis.columns(start, end, width)
    columns = []
    for i, source in channels.items():
        found, _looked_at = column_values(source, edges)
        columns.append(ColumnChannel(i, *found))
    return View("columns", start, end, first, count, ticks, counts, tuple(columns))
