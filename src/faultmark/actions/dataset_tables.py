"""The parts of a dataset that hold samples: per-sample labels joined to signals, and windows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numpy.typing import NDArray

from faultmark.datasets.card import Counts
from faultmark.datasets.events import TaskEvents
from faultmark.datasets.normalise import Normaliser, factors_of
from faultmark.datasets.recipe import Recipe, Windows
from faultmark.datasets.sample_labels import SampleLabels
from faultmark.datasets.splits import Piece, SplitSeries
from faultmark.datasets.windows import label_windows, window_runs
from faultmark.durable import replacing
from faultmark.store.npz import write_npz
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore
from faultmark.store.staging import Staging
from faultmark.store.tables import write_table

__all__ = ["Count", "Tables", "TaskSeries", "in_proportion"]

Count = Callable[[str, int], None]
"""Told what was done, and with how many samples."""

_AT_ONCE = 1 << 18
_STEP = 1 << 24
"""Samples whose windows are made in one step, which a build that was stopped does not do again."""
# Arrays of the windows of a split: type of an element, and whether it has the window's shape.
_ARRAYS: dict[str, npt.DTypeLike] = {
    "x": "<f4", "y": "<i2", "severity": "<f4", "task": "<i8", "start": "<i8", "end": "<i8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskSeries(SplitSeries):
    """A labeled task with its series; ``read`` reads its events."""

    read: Callable[[], TaskEvents]


def in_proportion(count: Count, stage: str, samples: int, of: int) -> Callable[[int], None]:
    """Count ``samples`` little by little, as ``of`` bytes or windows are done."""
    done = told = 0

    def add(more: int) -> None:
        nonlocal done, told
        done += more
        now = samples * done // max(of, 1)
        count(stage, now - told)
        told = now

    return add


class Tables:
    """Builds them, task by task; a task that was done before is not done again.

    Parameters
    ----------
    recipe, store, stage:
        What is wanted, from where, and where to.
    classes, channels:
        Names, in the order of codes and of columns.
    count:
        Told what was done, and with how many samples.
    """

    def __init__(  # noqa: PLR0917 - what, from where, where to, and how it is called
        self,
        recipe: Recipe,
        store: SeriesStore,
        stage: Staging,
        classes: Sequence[str],
        channels: Sequence[str],
        count: Count,
    ) -> None:
        self._recipe, self._store, self._stage = recipe, store, stage
        self._classes, self._channels, self._count = tuple(classes), tuple(channels), count
        self._names = ("normal", *(name or "no class" for name in classes))

    def build(self, members: Sequence[TaskSeries], pieces: Mapping[int, Sequence[Piece]], counts: Counts) -> None:
        """Build what the recipe asks for; ``counts`` are added to."""
        if self._recipe.samples:
            for member in members:
                self._add(counts.samples, self._samples(member, pieces[member.task]))
        windows = self._recipe.windows
        if windows is None:
            return
        fitted = self._fitted(members, pieces, windows)
        factors = factors_of(fitted)
        for member in members:
            for step in _steps(member, pieces[member.task], windows):
                done = self._windows(member, step, windows, factors)
                self._add(counts.windows, {step.split: done["classes"]})
                for reason, number in done["dropped"].items():
                    counts.dropped[reason] = counts.dropped.get(reason, 0) + number
        self._stage.write_json("normalisation.json", fitted)
        self._pack(members, pieces, windows)

    @staticmethod
    def _add(into: dict[str, dict[str, int]], found: Mapping[str, Mapping[str, int]]) -> None:
        for split, classes in found.items():
            known = into.setdefault(split, {})
            for name, number in classes.items():
                known[name] = known.get(name, 0) + number

    def _columns(self, series: Series) -> list[int]:
        names = [channel.name for channel in series.meta.channels]
        return [names.index(name) for name in self._channels]

    # Per-sample labels

    def _samples(self, member: TaskSeries, pieces: Sequence[Piece]) -> dict[str, dict[str, int]]:
        step = f"samples-{member.task}"
        known = self._stage.result(step)
        if known is not None:
            self._count("samples", member.info.size)
            return known
        series = self._store.open(member.series)
        labels = SampleLabels(series.axis, member.read(), self._classes)
        schema = self._sample_schema(series)
        counted: dict[str, dict[str, int]] = {}
        batches = self._sample_batches(series, labels, pieces, schema, counted)
        path = self._stage.path(f"samples/task-{member.task}.parquet")
        write_table(path, schema, batches, distinct=("time", *self._channels))
        self._stage.finish(step, counted)
        return counted

    def _sample_schema(self, series: Series) -> pa.Schema:
        info = series.meta.axis
        kind = pa.timestamp("ns", "UTC") if info.kind == "time" else pa.int64() if not info.decimals else pa.float64()
        words = pa.dictionary(pa.int16(), pa.string())
        fields = [pa.field("time", kind)]
        for name, column in zip(self._channels, self._columns(series), strict=True):
            dtype = np.dtype(series.meta.channels[column].dtype)
            fields.append(pa.field(name, pa.from_numpy_dtype(dtype)))
        fields += [pa.field("class", words), pa.field("severity", pa.float32()), pa.field("labeled", pa.bool_())]
        fields += [pa.field(f"class:{name}", pa.bool_()) for name in self._names[1:]]
        return pa.schema([*fields, pa.field("split", words)])

    def _sample_batches(
        self,
        series: Series,
        labels: SampleLabels,
        pieces: Sequence[Piece],
        schema: pa.Schema,
        counted: dict[str, dict[str, int]],
    ) -> Iterator[pa.RecordBatch]:
        info = series.meta.axis
        columns = self._columns(series)
        splits = ["purged", *dict.fromkeys(piece.split for piece in pieces)] if pieces else ["all"]
        for start in range(0, info.size, _AT_ONCE):
            stop = min(start + _AT_ONCE, info.size)
            found = labels.run(start, stop)
            ticks = series.axis.ticks(start, stop)
            split = np.zeros(stop - start, np.int16)
            for piece in pieces:
                split[max(piece.start - start, 0) : max(piece.stop - start, 0)] = splits.index(piece.split)
            kinds = (*self._names, "not labeled")
            kind = np.where(found.labeled, found.code, len(self._names))
            numbers = np.bincount(split * len(kinds) + kind, minlength=len(splits) * len(kinds))
            for name, row in zip(splits, numbers.reshape(len(splits), -1).tolist(), strict=True):
                self._add(counted, {name: {c: n for c, n in zip(kinds, row, strict=True) if n}})
            times: Any = ticks if info.kind == "time" or not info.decimals else ticks / 10**info.decimals
            arrays = [
                pa.array(times).cast(schema.field("time").type),
                *(pa.array(np.asarray(series.values(column, start, stop))) for column in columns),
                pa.DictionaryArray.from_arrays(pa.array(found.code), pa.array(self._names)),
                pa.array(found.severity, mask=np.isnan(found.severity)),
                pa.array(found.labeled),
                *(pa.array(row) for row in found.each),
                pa.DictionaryArray.from_arrays(pa.array(split), pa.array(splits)),
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
            self._count("samples", stop - start)

    # Windows

    def _fitted(
        self, members: Sequence[TaskSeries], pieces: Mapping[int, Sequence[Piece]], windows: Windows
    ) -> dict[str, Any]:
        """See every sample of train once."""
        known = self._stage.result("normalisation")
        if known is not None:
            self._count("normalisation", sum(member.info.size for member in members))
            return known
        normaliser = Normaliser(windows.normalise, self._channels)
        for member in members:
            series = self._store.open(member.series)
            train = [piece for piece in pieces[member.task] if piece.split == "train"]
            for piece in train if windows.normalise != "none" else ():
                for start in range(piece.start, piece.stop, _AT_ONCE):
                    stop = min(start + _AT_ONCE, piece.stop)
                    for position, column in enumerate(self._columns(series)):
                        normaliser.add(position, series.values(column, start, stop))
                    self._count("normalisation", stop - start)
            seen = sum(piece.stop - piece.start for piece in train) if windows.normalise != "none" else 0
            self._count("normalisation", member.info.size - seen)
        fitted = normaliser.as_dict()
        self._stage.finish("normalisation", fitted)
        return fitted

    def _windows(
        self,
        member: TaskSeries,
        step: _Step,
        windows: Windows,
        factors: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> dict[str, Any]:
        known = self._stage.result(step.name)
        if known is not None:
            self._count("windows", step.samples)
            return known
        series = self._store.open(member.series)
        labels = SampleLabels(series.axis, member.read(), self._classes)
        classes: dict[str, int] = {}
        dropped = {"not labeled": 0, "missing samples": 0, "gap in time": 0}
        columns = self._columns(series)
        advance = in_proportion(self._count, "windows", step.samples, step.windows)
        with self._stage.arrays(step.name, tuple(_ARRAYS)) as files:
            for first in window_runs(step.start, step.stop, windows, len(columns)):
                found = label_windows(first, labels, windows)
                dropped["not labeled"] += first.size - found.first.size
                keep = self._without_gaps(series, found.first, windows, dropped)
                x = self._read_windows(series, columns, found.first, windows, factors)
                gone = np.isnan(x).any(axis=(1, 2))
                if windows.missing == "drop":
                    dropped["missing samples"] += int((gone & keep).sum())
                    keep &= ~gone
                elif windows.missing == "zero":
                    x = np.nan_to_num(x, nan=0.0)
                starts = found.first[keep]
                arrays = {
                    "x": x[keep],
                    "y": found.code[keep],
                    "severity": found.severity[keep],
                    "task": np.full(starts.size, member.task),
                    "start": series.axis.ticks_at(starts),
                    "end": series.axis.ticks_at(starts + windows.length - 1),
                }
                for name, dtype in _ARRAYS.items():
                    files[name].write(np.ascontiguousarray(arrays[name], dtype).tobytes())
                for code, number in enumerate(np.bincount(found.code[keep]).tolist()):
                    if number:
                        classes[self._names[code]] = classes.get(self._names[code], 0) + number
                advance(first.size)
        if not step.windows:
            self._count("windows", step.samples)
        done = {"classes": classes, "dropped": {name: n for name, n in dropped.items() if n}}
        self._stage.finish(step.name, done)
        return done

    @staticmethod
    def _without_gaps(
        series: Series, first: NDArray[np.int64], windows: Windows, dropped: dict[str, int]
    ) -> NDArray[np.bool_]:
        """Which windows have no gap in time between two of their samples."""
        keep: NDArray[np.bool_] = np.ones(first.size, bool)
        threshold = series.meta.gaps.get("threshold_ticks")
        if windows.gaps == "keep" or series.meta.axis.regular or threshold is None or not first.size:
            return keep
        origin = int(first[0])
        ticks = series.axis.ticks(origin, int(first[-1]) + windows.length)
        sums = np.concatenate(([0], np.cumsum(np.diff(ticks) > int(threshold))))
        at = first - origin
        keep = np.asarray(sums[at + windows.length - 1] == sums[at], bool)
        dropped["gap in time"] += int((~keep).sum())
        return keep

    @staticmethod
    def _read_windows(
        series: Series,
        columns: Sequence[int],
        first: NDArray[np.int64],
        windows: Windows,
        factors: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> NDArray[np.float32]:
        """Normalised samples, float32[windows, length, channels]."""
        x = np.empty((first.size, windows.length, len(columns)), np.float32)
        if not first.size:
            return x
        origin = int(first[0])
        centre, scale = factors
        for position, column in enumerate(columns):
            values = series.values(column, origin, int(first[-1]) + windows.length).astype(np.float64)
            scaled = ((values - centre[position]) / scale[position]).astype(np.float32)
            x[:, :, position] = np.lib.stride_tricks.sliding_window_view(scaled, windows.length)[first - origin]
        return x

    def _pack(self, members: Sequence[TaskSeries], pieces: Mapping[int, Sequence[Piece]], windows: Windows) -> None:
        """Unite the tasks' windows, split by split."""
        assert self._recipe.splits is not None
        shape = (windows.length, len(self._channels))
        for split in self._recipe.splits.shares:
            made = [
                step
                for member in members
                for step in _steps(member, pieces[member.task], windows)
                if step.split == split
            ]
            steps = [step.name for step in made]
            samples = sum(step.samples for step in made)
            size = sum(self._stage.part(name, "x").stat().st_size for name in steps)
            if "npz" in windows.formats:
                packed = in_proportion(self._count, "packing", samples, size)
                with replacing(self._stage.path(f"windows-{split}.npz")) as file:
                    write_npz(
                        file,
                        {
                            name: (dtype, shape if name == "x" else (), [self._stage.part(s, name) for s in steps])
                            for name, dtype in _ARRAYS.items()
                        },
                        lambda name, count, packed=packed: packed(count if name == "x" else 0),  # type: ignore[misc]
                    )
            if "parquet" in windows.formats:
                schema = self._window_schema(shape)
                packed = in_proportion(self._count, "packing", samples, size)
                batches = self._window_batches(steps, members, shape, schema, packed)
                path = self._stage.path(f"windows-{split}.parquet")
                write_table(path, schema, batches, distinct=("start", "end", "x"))

    @staticmethod
    def _window_schema(shape: tuple[int, int]) -> pa.Schema:
        return pa.schema(
            [
                pa.field("task", pa.int64()),
                pa.field("machine", pa.string()),
                pa.field("start", pa.int64()),
                pa.field("end", pa.int64()),
                pa.field("class", pa.string()),
                pa.field("y", pa.int16()),
                pa.field("severity", pa.float32()),
                pa.field("x", pa.list_(pa.float32(), shape[0] * shape[1])),
            ],
            metadata={"x": f"{shape[0]} samples of {shape[1]} channels, sample by sample"},
        )

    def _window_batches(
        self,
        steps: Sequence[str],
        members: Sequence[TaskSeries],
        shape: tuple[int, int],
        schema: pa.Schema,
        packed: Callable[[int], None],
    ) -> Iterator[pa.RecordBatch]:
        machines = {member.task: member.machine or None for member in members}
        width = shape[0] * shape[1]
        most = max(1, (1 << 20) // width)
        for step in steps:
            with contextlib.ExitStack() as stack:
                files = {name: stack.enter_context(self._stage.part(step, name).open("rb")) for name in _ARRAYS}
                while True:
                    # Read, not mapped: what was mapped would count as memory of this process.
                    run = {
                        name: np.fromfile(files[name], dtype, most * (width if name == "x" else 1))
                        for name, dtype in _ARRAYS.items()
                    }
                    if not run["y"].size:
                        break
                    arrays = [
                        pa.array(run["task"]),
                        pa.array([machines[task] for task in run["task"].tolist()], pa.string()),
                        pa.array(run["start"]),
                        pa.array(run["end"]),
                        pa.array([self._names[code] for code in run["y"].tolist()], pa.string()),
                        pa.array(run["y"]),
                        pa.array(run["severity"], mask=np.isnan(run["severity"])),
                        pa.FixedSizeListArray.from_arrays(pa.array(run["x"]), width),
                    ]
                    yield pa.RecordBatch.from_arrays(arrays, schema=schema)
                    packed(run["x"].nbytes)


@dataclass(frozen=True, slots=True)
class _Step:
    """Windows that are made in one go: those within ``start <= i < stop``; ``samples`` are what it counts for."""

    name: str
    split: str
    start: int
    stop: int
    windows: int
    samples: int


def _steps(member: TaskSeries, pieces: Sequence[Piece], windows: Windows) -> Iterator[_Step]:
    """The steps of a task. No window is in two, and a long piece is cut into several."""
    most = max(1, _STEP // windows.stride)
    for position, piece in enumerate(pieces):
        name = f"windows-{piece.split}-{member.task}-{position}"
        total = max(0, (piece.stop - piece.start - windows.length) // windows.stride + 1)
        for number, begin in enumerate(range(0, max(total, 1), most)):
            count = min(most, total - begin)
            start = piece.start + begin * windows.stride
            is_last = begin + most >= total
            stop = piece.stop if is_last else start + (count - 1) * windows.stride + windows.length
            samples = piece.stop - start if is_last else count * windows.stride
            yield _Step(f"{name}-{number}", piece.split, start, stop, count, samples)
