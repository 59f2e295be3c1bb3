"""What every reader makes of its file: chunks of samples in the file's order, and the place of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from faultmark.errors import Place
from faultmark.series.axis import AxisKind
from faultmark.series.pyramid import Values
from faultmark.store.meta import Notice

__all__ = ["Chunk", "LeftOut", "SampleStream"]


class LeftOut(Exception):
    """A column that looked empty holds text: read the file again without it. ``column`` is its index."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file.

    Attributes
    ----------
    ticks:
        int64[rows] with ``decimals``; ``None`` where the file has no time column.
    columns:
        One float32[rows] or float64[rows] a channel, NaN where a sample is missing.
    done_bytes:
        How far into the file the reader is.
    origin:
        What the reader needs to find a row of this chunk again.
    """

    ticks: npt.NDArray[np.int64] | None
    decimals: int
    columns: Sequence[Values]
    rows: int
    done_bytes: int
    origin: Any


class SampleStream(Protocol):
    """A file that is being read. All of it is read once, in order."""

    @property
    def channels(self) -> Sequence[str]:
        """Names of the channels, in the order of a chunk's columns."""

    @property
    def kind(self) -> AxisKind:
        """Of the axis."""

    @property
    def regular(self) -> tuple[int, int, int] | None:
        """First tick, step and decimals where the file says its rate instead of a time for each row."""

    @property
    def time_name(self) -> str | None:
        """Name of the time column."""

    @property
    def time_format(self) -> str | None:
        """What the times of the file are written in, where they are text."""

    @property
    def zone(self) -> str | None:
        """Zone that the times of the file name: ``UTC``, an offset such as ``+02:00``, or an IANA name."""

    @property
    def notices(self) -> Sequence[Notice]:
        """What is worth telling of the file; the last of it once all has been read."""

    def __iter__(self) -> Iterator[Chunk]:
        """Read; raises :class:`~faultmark.errors.SeriesError` with place and remedy, or :class:`LeftOut`."""

    def place(self, chunk: Chunk, row: int, column: str | None = None) -> Place:
        """Where a row of a chunk stands in the file."""

    def first_row(self) -> Place:
        """Where the first row of samples stands, or should."""

    def digest(self) -> str:
        """Return the SHA-256 of the file, in hexadecimal, once all of it has been read."""

    def close(self) -> None:
        """Let go of the file."""
