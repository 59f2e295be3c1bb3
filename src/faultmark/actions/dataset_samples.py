"""Per-sample labels joined to signals, a table for each task of a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from faultmark.actions.dataset_parts import AT_ONCE, Parts, TaskSeries, add_counts
from faultmark.datasets.sample_labels import SampleLabels
from faultmark.datasets.splits import Piece
from faultmark.store.series import Series
from faultmark.store.tables import write_table

__all__ = ["write_samples"]


def write_samples(parts: Parts, member: TaskSeries, pieces: Sequence[Piece]) -> dict[str, dict[str, int]]:
    """Write the table of a task, unless it was written before; how many samples of each class are in each split."""
    step = f"samples-{member.task}"
    known = parts.stage.result(step)
    if known is not None:
        parts.count("samples", member.info.size)
        return known
    series = parts.store.open(member.series)
    labels = SampleLabels(series.axis, member.read(), parts.classes)
    schema = _schema(parts, series)
    counted: dict[str, dict[str, int]] = {}
    batches = _batches(parts, series, labels, pieces, schema, counted=counted)
    path = parts.stage.path(f"samples/task-{member.task}.parquet")
    write_table(path, schema, batches, distinct=("time", *parts.channels))
    parts.stage.finish(step, counted)
    return counted


def _schema(parts: Parts, series: Series) -> pa.Schema:
    info = series.meta.axis
    kind = pa.timestamp("ns", "UTC") if info.kind == "time" else pa.int64() if not info.decimals else pa.float64()
    words = pa.dictionary(pa.int16(), pa.string())
    fields = [pa.field("time", kind)]
    for name, column in zip(parts.channels, parts.columns(series), strict=True):
        dtype = np.dtype(series.meta.channels[column].dtype)
        fields.append(pa.field(name, pa.from_numpy_dtype(dtype)))
    fields += [pa.field("class", words), pa.field("severity", pa.float32()), pa.field("labeled", pa.bool_())]
    fields += [pa.field(f"class:{name}", pa.bool_()) for name in parts.names[1:]]
    return pa.schema([*fields, pa.field("split", words)])


def _batches(
    parts: Parts,
    series: Series,
    labels: SampleLabels,
    pieces: Sequence[Piece],
    schema: pa.Schema,
    *,
    counted: dict[str, dict[str, int]],
) -> Iterator[pa.RecordBatch]:
    info = series.meta.axis
    columns = parts.columns(series)
    splits = ["purged", *dict.fromkeys(piece.split for piece in pieces)] if pieces else ["all"]
    for start in range(0, info.size, AT_ONCE):
        stop = min(start + AT_ONCE, info.size)
        found = labels.run(start, stop)
        ticks = series.axis.ticks(start, stop)
        split = np.zeros(stop - start, np.int16)
        for piece in pieces:
            split[max(piece.start - start, 0) : max(piece.stop - start, 0)] = splits.index(piece.split)
        kinds = (*parts.names, "not labeled")
        kind = np.where(found.labeled, found.code, len(parts.names))
        numbers = np.bincount(split * len(kinds) + kind, minlength=len(splits) * len(kinds))
        for name, row in zip(splits, numbers.reshape(len(splits), -1).tolist(), strict=True):
            add_counts(counted, {name: {c: n for c, n in zip(kinds, row, strict=True) if n}})
        times: Any = ticks if info.kind == "time" or not info.decimals else ticks / 10**info.decimals
        arrays = [
            pa.array(times).cast(schema.field("time").type),
            *(pa.array(np.asarray(series.values(column, start, stop))) for column in columns),
            pa.DictionaryArray.from_arrays(pa.array(found.code), pa.array(parts.names)),
            pa.array(found.severity, mask=np.isnan(found.severity)),
            pa.array(found.labeled),
            *(pa.array(row) for row in found.each),
            pa.DictionaryArray.from_arrays(pa.array(split), pa.array(splits)),
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        parts.count("samples", stop - start)
