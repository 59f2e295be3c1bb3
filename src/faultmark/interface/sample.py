"""A telemetry file as far as an interface is concerned with it. Whoever opens files fills it in."""

from __future__ import annotations

from dataclasses import dataclass, field

from faultmark.errors import FaultmarkError
from faultmark.interface.units import split_header
from faultmark.series.axis import TimeAxis

__all__ = ["Sample", "SampleColumn"]


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One column of the file. The limits are None where nothing has been read, or where it holds text."""

    name: str
    numeric: bool = True
    missing: int = 0
    low: float | None = None
    high: float | None = None

    @property
    def words(self) -> str:
        """The name in words, without its unit."""
        return split_header(self.name)[0]

    @property
    def unit(self) -> str:
        """The unit in the name, or nothing."""
        return split_header(self.name)[1]


@dataclass(frozen=True, slots=True)
class Sample:
    """A file's shape.

    Attributes
    ----------
    columns:
        All columns of the file, the time's among them.
    time_column, time_format:
        The column that holds times, and the format its cells have; the format is empty for numbers.
    axis:
        The time axis, where the file could be read whole.
    fault:
        Why it could not, where it could not.
    cells:
        A few cells of the time column, as they stand.
    """

    name: str
    columns: tuple[SampleColumn, ...]
    separator: str = ","
    headless: bool = False
    time_column: str | None = None
    time_format: str = ""
    rows: int = 0
    axis: TimeAxis | None = None
    duplicates: int = 0
    fault: FaultmarkError | None = None
    cells: tuple[str, ...] = field(default=())

    def column(self, name: str) -> SampleColumn | None:
        """A column by name, or by its number from 0; Label Studio compares names without regard to case."""
        if name.isdecimal() and (self.headless or all(column.name != name for column in self.columns)):
            return self.columns[int(name)] if int(name) < len(self.columns) else None
        exact = next((column for column in self.columns if column.name == name), None)
        return exact or next((column for column in self.columns if column.name.lower() == name.lower()), None)

    @property
    def step(self) -> int | None:
        """Typical ticks between two samples."""
        if self.axis is None or self.axis.size < 2:
            return None
        info = self.axis.info
        return max(1, (info.last - info.first) // (info.size - 1))
