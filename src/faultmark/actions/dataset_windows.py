"""The windows of a dataset: normalised by train, made step by step, and packed split by split."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numpy.typing import NDArray

from faultmark.actions.dataset_parts import AT_ONCE, Parts, TaskSeries, add_counts, in_proportion
from faultmark.datasets.card import Counts
from faultmark.datasets.normalise import Normaliser, factors_of
from faultmark.datasets.recipe import Windows
from faultmark.datasets.sample_labels import SampleLabels
from faultmark.datasets.splits import Piece
from faultmark.datasets.windows import label_windows, window_runs
from faultmark.durable import replacing
from faultmark.store.npz import write_npz
from faultmark.store.series import Series
from faultmark.store.tables import write_table

__all__ = ["write_windows"]

_STEP = 1 << 24
"""Samples whose windows are made in one step, which a build that was stopped does not do again."""
# Arrays of the windows of a split: type of an element, and whether it has the window's shape.
_ARRAYS: dict[str, npt.DTypeLike] = {
    "x": "<f4", "y": "<i2", "severity": "<f4", "task": "<i8", "start": "<i8", "end": "<i8",
}  # fmt: skip


def write_windows(
    parts: Parts,
    members: Sequence[TaskSeries],
    pieces: Mapping[int, Sequence[Piece]],
    windows: Windows,
    counts: Counts,
) -> None:
    """Make all windows; those of steps that were done before are not made again. ``counts`` are added to."""
    fitted = _fitted(parts, members, pieces, windows)
    factors = factors_of(fitted)
    for member in members:
        for step in _steps(member, pieces[member.task], windows):
            done = _made(parts, member, step, windows, factors)
            add_counts(counts.windows, {step.split: done["classes"]})
            for reason, number in done["dropped"].items():
                counts.dropped[reason] = counts.dropped.get(reason, 0) + number
    parts.stage.write_json("normalisation.json", fitted)
    _pack(parts, members, pieces, windows)


def _fitted(
    parts: Parts, members: Sequence[TaskSeries], pieces: Mapping[int, Sequence[Piece]], windows: Windows
) -> dict[str, Any]:
    """See every sample of train once."""
    known = parts.stage.result("normalisation")
    if known is not None:
        parts.count("normalisation", sum(member.info.size for member in members))
        return known
    normaliser = Normaliser(windows.normalise, parts.channels)
    for member in members:
        series = parts.store.open(member.series)
        train = [piece for piece in pieces[member.task] if piece.split == "train"]
        for piece in train if windows.normalise != "none" else ():
            for start in range(piece.start, piece.stop, AT_ONCE):
                stop = min(start + AT_ONCE, piece.stop)
                for position, column in enumerate(parts.columns(series)):
                    normaliser.add(position, series.values(column, start, stop))
                parts.count("normalisation", stop - start)
        seen = sum(piece.stop - piece.start for piece in train) if windows.normalise != "none" else 0
        parts.count("normalisation", member.info.size - seen)
    fitted = normaliser.as_dict()
    parts.stage.finish("normalisation", fitted)
    return fitted


def _made(
    parts: Parts,
    member: TaskSeries,
    step: _Step,
    windows: Windows,
    factors: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> dict[str, Any]:
    known = parts.stage.result(step.name)
    if known is not None:
        parts.count("windows", step.samples)
        return known
    series = parts.store.open(member.series)
    labels = SampleLabels(series.axis, member.read(), parts.classes)
    classes: dict[str, int] = {}
    dropped = {"not labeled": 0, "missing samples": 0, "gap in time": 0}
    columns = parts.columns(series)
    advance = in_proportion(parts.count, "windows", step.samples, step.windows)
    with parts.stage.arrays(step.name, tuple(_ARRAYS)) as files:
        for first in window_runs(step.start, step.stop, windows, len(columns)):
            found = label_windows(first, labels, windows)
            dropped["not labeled"] += first.size - found.first.size
            keep = _without_gaps(series, found.first, windows, dropped)
            x = _read(series, columns, found.first, windows, factors)
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
                    classes[parts.names[code]] = classes.get(parts.names[code], 0) + number
            advance(first.size)
    if not step.windows:
        parts.count("windows", step.samples)
    done = {"classes": classes, "dropped": {name: n for name, n in dropped.items() if n}}
    parts.stage.finish(step.name, done)
    return done


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


def _read(
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


def _pack(parts: Parts, members: Sequence[TaskSeries], pieces: Mapping[int, Sequence[Piece]], windows: Windows) -> None:
    """Unite the tasks' windows, split by split."""
    assert parts.recipe.splits is not None
    shape = (windows.length, len(parts.channels))
    for split in parts.recipe.splits.shares:
        made = [
            step for member in members for step in _steps(member, pieces[member.task], windows) if step.split == split
        ]
        steps = [step.name for step in made]
        samples = sum(step.samples for step in made)
        size = sum(parts.stage.part(name, "x").stat().st_size for name in steps)
        if "npz" in windows.formats:
            packed = in_proportion(parts.count, "packing", samples, size)
            with replacing(parts.stage.path(f"windows-{split}.npz")) as file:
                write_npz(
                    file,
                    {
                        name: (dtype, shape if name == "x" else (), [parts.stage.part(s, name) for s in steps])
                        for name, dtype in _ARRAYS.items()
                    },
                    lambda name, count, packed=packed: packed(count if name == "x" else 0),  # type: ignore[misc]
                )
        if "parquet" in windows.formats:
            schema = _schema(shape)
            packed = in_proportion(parts.count, "packing", samples, size)
            batches = _batches(parts, steps, members, shape, schema, packed=packed)
            path = parts.stage.path(f"windows-{split}.parquet")
            write_table(path, schema, batches, distinct=("start", "end", "x"))


def _schema(shape: tuple[int, int]) -> pa.Schema:
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


def _batches(
    parts: Parts,
    steps: Sequence[str],
    members: Sequence[TaskSeries],
    shape: tuple[int, int],
    schema: pa.Schema,
    *,
    packed: Callable[[int], None],
) -> Iterator[pa.RecordBatch]:
    machines = {member.task: member.machine or None for member in members}
    width = shape[0] * shape[1]
    most = max(1, (1 << 20) // width)
    for step in steps:
        with contextlib.ExitStack() as stack:
            files = {name: stack.enter_context(parts.stage.part(step, name).open("rb")) for name in _ARRAYS}
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
                    pa.array([parts.names[code] for code in run["y"].tolist()], pa.string()),
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
