"""Writes a series folder from a stream of blocks. CSV ingest, the simulator and the benchmarks all come through here.

with store.writer(["temperature", "pressure"], step=20_000) as writer:
    for block in blocks:
        writer.append(None, [block.temperature, block.pressure])
    series_id = writer.finish(identity="…")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from faultmark import __version__
from faultmark.series.axis import INDEX_STRIDE, AxisInfo, AxisKind
from faultmark.series.gaps import Gaps, find_gaps
from faultmark.series.narrow import DecimalPlaces, fits, widen
from faultmark.series.pyramid import BUCKETS, PyramidBuilder, Values, bucket_count, padded_count
from faultmark.series.summary import ChannelSummary
from faultmark.series.time_format import epoch_unit
from faultmark.store.layout import META, TICK_INDEX, TICKS, ends_path, pyramid_path, values_path
from faultmark.store.meta import FORMAT_VERSION, ChannelMeta, Notice, SeriesMeta
from faultmark.store.output import Output, copy_onto, sync_all

__all__ = ["ChannelSpec", "Disorder", "SeriesWriter"]

Ticks = npt.NDArray[np.int64]

_BUFFER_TOTAL = 64 << 20
_SAMPLES_KEPT_TOTAL = 1 << 22
_WIDEN_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A channel to write. ``"auto"`` stores float32 unless a float64 value would then read differently as a decimal."""

    name: str
    dtype: Literal["auto", "float32", "float64"] = "auto"


class Disorder(ValueError):
    """A tick that lies before the one ahead of it: row of the block, the two ticks."""

    def __init__(self, row: int, before: int, tick: int) -> None:
        super().__init__(f"Row {row} of the block goes back in time, from {before} to {tick}.")
        self.row = row
        self.before = before
        self.tick = tick


class SeriesWriter:
    """Appends blocks of samples to a new series folder; memory does not grow with the series.

    Parameters
    ----------
    folder:
        An empty folder, filled here and renamed by ``commit``.
    channels:
        Names, or :class:`ChannelSpec`.
    kind, decimals:
        Of the axis.
    first, step:
        Where ``append`` is given no ticks: sample ``i`` stands at ``first + i * step``.
    ordered:
        With ``False`` ticks may go back; then the folder can only serve as the source of a sort.
    commit:
        Called by ``finish`` with the folder, the identity and the meta data; returns the series id.
    discard:
        Called when the writer is left without ``finish``.
    """

    def __init__(
        self,
        folder: Path,
        channels: Sequence[str | ChannelSpec],
        *,
        kind: AxisKind = "time",
        decimals: int = 0,
        first: int = 0,
        step: int = 1,
        ordered: bool = True,
        commit: Callable[[Path, str, SeriesMeta], str] | None = None,
        discard: Callable[[Path], None] | None = None,
    ) -> None:
        self.folder = folder
        self.rows = 0
        self.duplicates = 0
        self.first_duplicate_row: int | None = None
        self.ordered = True
        self._kind: AxisKind = kind
        self._decimals = decimals
        self._must_be_ordered = ordered
        self._implied = (first, step)
        self._axis = _AxisFile(folder)
        specs = [c if isinstance(c, ChannelSpec) else ChannelSpec(c) for c in channels]
        share = max(1, len(specs))
        limit = min(1 << 20, _BUFFER_TOTAL // (share * (2 * len(BUCKETS) + 1)))
        keep = min(1 << 16, max(1 << 10, _SAMPLES_KEPT_TOTAL // share))
        self._channels = [_ChannelFile(folder, i, spec, limit, keep) for i, spec in enumerate(specs)]
        self._commit = commit
        self._discard = discard
        self._closed = False

    def __enter__(self) -> SeriesWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._closed and self._discard is not None:
            self._discard(self.folder)

    def append(self, ticks: Ticks | None, columns: Sequence[Values]) -> None:
        """Add the next samples.

        Parameters
        ----------
        ticks:
            int64[n], never decreasing within and across blocks; or ``None`` throughout for the regular axis given to
            the constructor.
        columns:
            One float32[n] or float64[n] per channel, NaN where a sample is missing. float32 is stored as it is.

        Raises
        ------
        Disorder
            If a tick lies before the one ahead of it. Nothing of the block has been written then.
        SeriesError
            ``series.disk.full``.
        """
        n = columns[0].size if columns else (0 if ticks is None else ticks.size)
        if len(columns) != len(self._channels) or any(c.size != n for c in columns):
            raise ValueError(f"A block needs {len(self._channels)} columns of one length.")
        if n == 0:
            return
        if ticks is None:
            start, step = self._implied
            self._axis.extend_regular(start + self.rows * step, step, n)
        else:
            self._check_order(ticks)
            self._axis.extend(ticks)
        for channel, values in zip(self._channels, columns, strict=True):
            channel.append(values)
        self.rows += n

    def _check_order(self, ticks: Ticks) -> None:
        steps = np.diff(ticks, prepend=self._axis.last if self.rows else ticks[0])
        lowest = steps[1 if not self.rows else 0 :].min(initial=1)
        if lowest < 0:
            self.ordered = False
            if self._must_be_ordered:
                row = int(np.argmax(steps < 0))
                tick = int(ticks[row])
                raise Disorder(row, tick - int(steps[row]), tick)
        if lowest <= 0 and self.ordered:
            same = np.flatnonzero(steps == 0)
            if not self.rows:
                same = same[same > 0]
            if same.size and self.first_duplicate_row is None:
                self.first_duplicate_row = self.rows + int(same[0])
            self.duplicates += same.size

    def rescale(self, factor: int) -> None:
        """Multiply all ticks so far: a numeric axis turned out to have more decimal places.

        Raises
        ------
        OverflowError
            If the ticks would leave int64.
        """
        self._axis.rescale(factor)
        first, step = self._implied
        self._implied = (first * factor, step * factor)

    def set_decimals(self, decimals: int) -> None:
        """Set the decimal places that the ticks stand for."""
        self._decimals = decimals

    def specs(self) -> list[ChannelSpec]:
        """Name the channels with the types they have come to have, for another writer to go on with."""
        return [ChannelSpec(c.name, "float64" if c.dtype == np.float64 else "float32") for c in self._channels]

    def all_missing(self) -> list[bool]:
        """Tell of each channel whether it has had no value so far."""
        return [c.empty for c in self._channels]

    def close(self) -> SeriesMeta:
        """Write out what is pending and return the meta data, without source and notices."""
        axis = self._axis.finish(self._kind, self._decimals)
        channels = [c.finish() for c in self._channels]
        gaps = Gaps() if axis.regular or not self.ordered else self._axis.gaps()
        return SeriesMeta(
            version=FORMAT_VERSION,
            axis=axis,
            channels=tuple(channels),
            gaps=gaps.as_dict(),
            duplicates={"count": self.duplicates, "first_line": None},
            notices=(),
            source={},
            rows=self.rows,
            created_by=f"faultmark {__version__}",
        )

    def finish(
        self,
        identity: str,
        *,
        source: Mapping[str, Any] | None = None,
        notices: Sequence[Notice] = (),
        first_duplicate_line: int | None = None,
        time_format: str | None = None,
        zone: str | None = None,
    ) -> str:
        """Complete the folder and put it in its place; returns the series id.

        ``identity`` names the content: the same identity gives the same id, and a folder that is already there is
        kept.
        """
        if not self.rows:
            raise ValueError("A series needs at least one sample.")
        meta = self.close()
        meta = SeriesMeta(
            version=meta.version,
            axis=replace(meta.axis, epoch_unit=epoch_unit(time_format)),
            channels=meta.channels,
            gaps=meta.gaps,
            duplicates={"count": self.duplicates, "first_line": first_duplicate_line},
            notices=tuple(notices),
            source=dict(source or {}),
            rows=meta.rows,
            created_by=meta.created_by,
            time_format=time_format,
            zone=zone,
        )
        (self.folder / META).write_text(meta.to_json(), encoding="utf-8")
        sync_all(self.folder)
        self._closed = True
        if self._commit is None:
            return identity
        return self._commit(self.folder, identity, meta)


class _AxisFile:
    """The ticks: nothing while they are regular, a file and its sparse index from the first one that is not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ticks = Output(folder / TICKS, 1 << 20)
        self._index = Output(folder / TICK_INDEX, 1 << 16)
        self._stored = False
        self._size = 0
        self._first = 0
        self._step: int | None = None
        self.last = 0

    def extend_regular(self, start: int, step: int, n: int) -> None:
        if self._stored:
            raise ValueError("Blocks with and without ticks cannot be mixed.")
        if not self._size:
            self._first = start
        self._step = step
        self._size += n
        self.last = start + (n - 1) * step

    def extend(self, ticks: Ticks) -> None:
        if not self._stored and not self._fits_rule(ticks):
            self._store_rule()
        if not self._size:
            self._first = int(ticks[0])
        if self._stored:
            self._write(ticks)
        self._size += ticks.size
        self.last = int(ticks[-1])

    def _fits_rule(self, ticks: Ticks) -> bool:
        first = self._first if self._size else int(ticks[0])
        step = self._step
        if step is None:
            if self._size + ticks.size < 2:
                return True
            step = int(ticks[0]) - self.last if self._size else int(ticks[1]) - first
        if step <= 0:
            return False
        expected = np.arange(self._size, self._size + ticks.size, dtype=np.int64) * step + first
        if not np.array_equal(expected, ticks):
            return False
        self._step = step
        return True

    def _store_rule(self) -> None:
        """Write out the regular ticks so far: from here on they are stored."""
        self._stored = True
        size, self._size = self._size, 0
        for a in range(0, size, 1 << 20):
            place = np.arange(a, min(a + (1 << 20), size), dtype=np.int64)
            ticks = place * (self._step or 0) + self._first
            self._write(ticks)
            self._size += ticks.size

    def _write(self, ticks: Ticks) -> None:
        self._ticks.write(ticks)
        self._index.write(ticks[-self._size % INDEX_STRIDE :: INDEX_STRIDE])

    def rescale(self, factor: int) -> None:
        limit = int(np.iinfo(np.int64).max)
        if max(abs(self._first), abs(self.last)) * factor > limit:
            raise OverflowError
        self._first *= factor
        self.last *= factor
        if self._step is not None:
            self._step *= factor
        if self._stored:
            for output in (self._ticks, self._index):
                output.flush()
                if output.path.exists() and output.path.stat().st_size:
                    stored = np.memmap(output.path, np.int64, "r+")
                    for a in range(0, stored.size, 1 << 20):
                        stored[a : a + (1 << 20)] *= factor

    def finish(self, kind: AxisKind, decimals: int) -> AxisInfo:
        for output in (self._ticks, self._index):
            output.flush()
            if not self._stored:
                output.path.unlink()
        step = None if self._stored else (self._step or 1)
        return AxisInfo(kind, decimals, not self._stored, step, self._first, self.last, self._size)

    def gaps(self) -> Gaps:
        with (self._folder / TICKS).open("rb") as file:
            return find_gaps(
                lambda a, b: np.frombuffer(os.pread(file.fileno(), (b - a) * 8, a * 8), np.int64), self._size
            )


class _ChannelFile:
    """One channel's samples and levels on their way to disk."""

    def __init__(self, folder: Path, index: int, spec: ChannelSpec, limit: int, keep: int) -> None:
        self._index = index
        self.name = spec.name
        self._auto = spec.dtype == "auto"
        self.dtype: np.dtype[Any] = np.dtype(np.float64 if spec.dtype == "float64" else np.float32)
        self._places = DecimalPlaces()
        self._summary = ChannelSummary(keep)
        self._builder = PyramidBuilder(self.dtype)
        self._values = Output(values_path(folder, index), limit)
        self._extremes = _level_outputs(pyramid_path(folder, index), limit)
        self._ends = _level_outputs(ends_path(folder, index), limit)

    @property
    def empty(self) -> bool:
        return not self._summary.valid

    def append(self, values: Values) -> None:
        narrowing = self._auto and values.dtype == np.float64 and self.dtype == np.float32
        if narrowing and not fits(values.astype(np.float64, copy=False), self._places):
            self._widen()
        if values.dtype == np.float32 and self.dtype == np.float64 and self._auto:
            values = widen(values)
        stored: Values = np.ascontiguousarray(values, self.dtype)
        self._summary.add(stored)
        self._values.write(stored)
        for level, rows in enumerate(self._builder.push(stored)):
            self._write(level, rows)

    def _write(self, level: int, rows: Values) -> None:
        self._extremes[level].write(rows[:, :2])
        self._ends[level].write(rows[:, 2:])

    def _widen(self) -> None:
        """Turn what is written into float64, the decimals of which are the file's."""
        self.dtype = np.dtype(np.float64)
        self._builder.widen(widen)
        for output in (self._values, *self._extremes, *self._ends):
            output.convert(lambda raw: widen(np.frombuffer(raw, np.float32)), _WIDEN_CHUNK * 4)

    def finish(self) -> ChannelMeta:
        size = self._summary.valid + self._summary.missing
        for level, rows in enumerate(self._builder.finish()):
            self._write(level, rows)
            filling = padded_count(size, level) - bucket_count(size, level)
            self._write(level, np.full((filling, 4), np.nan, self.dtype))
        self._values.write(np.full(padded_count(size, -1) - size, np.nan, self.dtype))
        self._values.flush()
        for first, *others in (self._extremes, self._ends):
            first.flush()
            for output in others:
                output.flush()
                copy_onto(output.path, first.path)
        summary: Any = self._summary.as_dict()
        return ChannelMeta(index=self._index, name=self.name, dtype=str(self.dtype), **summary)


def _level_outputs(path: Path, limit: int) -> list[Output]:
    """One file a level: the finest goes straight to its place, the others are appended to it at the end."""
    others = [Output(path.with_suffix(f"{path.suffix}{level}"), limit) for level in range(1, len(BUCKETS))]
    return [Output(path, limit), *others]
