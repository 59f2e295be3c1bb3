"""A run as CSV, as Parquet, or straight into whatever takes columns. The caller opens the files."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import IO, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from faultmark.simulate.simulation import Block, Simulation

__all__ = ["ColumnSink", "feed", "write_csv", "write_parquet"]

Report = Callable[[int], None]


class ColumnSink(Protocol):
    """Takes consecutive samples: ticks ``int64[n]`` and one array of shape ``(n,)`` per channel, in file order."""

    def append(self, ticks: npt.NDArray[np.int64], columns: list[npt.NDArray[np.float64]]) -> None:
        """Add the samples of one block."""


def _schema(simulation: Simulation) -> pa.Schema:
    if simulation.scenario.axis == "seconds":
        time: pa.DataType = pa.float64()
    else:
        step = math.gcd(simulation.scenario.step, simulation.scenario.start)
        unit = next(u for u, size in (("s", 10**9), ("ms", 10**6), ("us", 10**3), ("ns", 1)) if step % size == 0)
        time = pa.timestamp(unit)
    fields = [(simulation.time_column, time), *((sensor.name, pa.float64()) for sensor in simulation.sensors)]
    return pa.schema(fields)


def _arrow(values: npt.NDArray[np.float64] | npt.NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    """Wrap a numpy column, NaN as null; ``pa.array`` would do it too, but imports pandas, which takes seconds."""
    validity = None
    missing = np.isnan(values)
    if missing.any():
        validity = pa.py_buffer(np.packbits(~missing, bitorder="little").tobytes())
    return pa.Array.from_buffers(kind, len(values), [validity, pa.py_buffer(np.ascontiguousarray(values))])


def _batch(block: Block, simulation: Simulation, schema: pa.Schema, digits: Mapping[str, int]) -> pa.RecordBatch:
    time_type = schema.field(0).type
    if pa.types.is_timestamp(time_type):
        divisor = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[time_type.unit]
        arrays = [_arrow(block.ticks // divisor, time_type)]
    else:
        arrays = [_arrow(block.ticks / 10.0**simulation.decimals, pa.float64())]
    for name, column in block.columns.items():
        values = _arrow(column, pa.float64())
        # Whole numbers are written without ".0", as a historian does.
        arrays.append(values.cast(pa.int64()) if digits[name] == 0 else values)
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


def write_csv(simulation: Simulation, out: IO[bytes], report: Report | None = None) -> None:
    """Write a run as UTF-8 CSV with a header; a missing value is an empty cell.

    Parameters
    ----------
    simulation:
        The run.
    out:
        Open binary file.
    report:
        Called with the number of samples written so far.
    """
    schema = _schema(simulation)
    digits = {sensor.name: sensor.decimals for sensor in simulation.sensors}
    for block in simulation.blocks():
        options = pyarrow.csv.WriteOptions(include_header=block.first == 0, quoting_style="none", quoting_header="none")
        pyarrow.csv.write_csv(_batch(block, simulation, schema, digits), out, options)
        if report is not None:
            report(block.first + len(block.ticks))


def write_parquet(simulation: Simulation, out: IO[bytes], report: Report | None = None) -> None:
    """Write a run as Parquet (zstd, one row group a block); a missing value is null. Parameters as in `write_csv`."""
    schema = _schema(simulation)
    digits = {sensor.name: 1 for sensor in simulation.sensors}  # every channel a double
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for block in simulation.blocks():
            writer.write_batch(_batch(block, simulation, schema, digits))
            if report is not None:
                report(block.first + len(block.ticks))


def feed(simulation: Simulation, sink: ColumnSink, report: Report | None = None) -> None:
    """Hand a run to ``sink`` block by block, without a file between; for benchmarks of a store."""
    for block in simulation.blocks():
        sink.append(block.ticks, list(block.columns.values()))
        if report is not None:
            report(block.first + len(block.ticks))
