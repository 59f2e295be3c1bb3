"""Ingest of a CSV file beside what parses CSV fastest, and the pyramid beside a plain maximum.

    python -m bench.ingest --size 400MB

The file has a time of 50 kHz with six decimals (``%Y-%m-%d %H:%M:%S.%f``) and three channels. Faultmark reads, checks,
hashes, writes and syncs a series folder; polars reads the file and parses the times by the format; pyarrow reads it
block by block with explicit types. Each runs in a process of its own, in turns, from the page cache.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from bench import best, report
from faultmark.series.pyramid import build
from faultmark.series.summary import ChannelSummary
from faultmark.store import ChannelSpec, SeriesStore

FORMAT = "%Y-%m-%d %H:%M:%S.%f"
BLOCK = 1 << 22
UNITS = {"KB": 1e3, "MB": 1e6, "GB": 1e9}

# Each prints the seconds of the work alone, without imports, and the peak of resident memory.
CHILDREN = {
    "faultmark": """
import resource, sys, time
from pathlib import Path
from faultmark.actions.ingest_series import IngestOptions, ingest_series
from faultmark.store import SeriesStore
store = SeriesStore(Path(sys.argv[2]))
begun, cpu = time.perf_counter(), time.process_time()
ingest_series(Path(sys.argv[1]), IngestOptions(time_column="time", time_format=sys.argv[3]), store)
""",
    "polars": """
import resource, sys, time
import polars as pl
begun, cpu = time.perf_counter(), time.process_time()
frame = pl.read_csv(sys.argv[1], schema_overrides={"time": pl.String})
frame = frame.with_columns(pl.col("time").str.to_datetime(sys.argv[3], time_unit="ns"))
assert frame.height
""",
    "pyarrow_blocks": """
import resource, sys, time
import pyarrow as pa, pyarrow.csv as csv
begun, cpu = time.perf_counter(), time.process_time()
types = {"time": pa.timestamp("ns"), "a": pa.float64(), "b": pa.float64(), "c": pa.float64()}
reader = csv.open_csv(sys.argv[1], csv.ReadOptions(block_size=8 << 20),
                      convert_options=csv.ConvertOptions(column_types=types, timestamp_parsers=[csv.ISO8601]))
for batch in reader:
    pass
""",
    "pyarrow": """
import resource, sys, time
import pyarrow as pa, pyarrow.csv as csv
begun, cpu = time.perf_counter(), time.process_time()
types = {"time": pa.timestamp("ns"), "a": pa.float64(), "b": pa.float64(), "c": pa.float64()}
csv.read_csv(sys.argv[1], csv.ReadOptions(block_size=8 << 20),
             convert_options=csv.ConvertOptions(column_types=types, timestamp_parsers=[csv.ISO8601]))
""",
}
CLOSING = """
print(time.perf_counter() - begun, time.process_time() - cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_csv(path: Path, size: int) -> int:
    """Write a file of about ``size`` bytes; returns its rows."""
    random = np.random.default_rng(0)
    rows = 1 << 19
    start, done = 1_704_067_200_000_000, 0
    columns = [np.round(random.standard_normal(rows) * s, 4) for s in (1, 10, 0.2)]
    options = arrow_csv.WriteOptions(include_header=False)
    with path.open("wb") as file:
        file.write(b"time,a,b,c\n")
        while file.tell() < size:
            stamps = pa.array(start + 20 * (done + np.arange(rows)), pa.timestamp("us"))
            text = stamps.cast(pa.string())
            arrow_csv.write_csv(pa.table([text, *columns], names=list("tabc")), file, options)
            done += rows
    # The writer quotes text; machines do not.
    subprocess.run(["sed", "-i", 's/"//g', str(path)], check=True)
    return done


def from_memory(samples: npt.NDArray[np.float32]) -> dict[str, float]:
    """Seconds from a column in memory to a durable series folder, and of the parts of it, each on its own."""
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    store = SeriesStore(root / "store")
    blocks = [samples[a : a + BLOCK] for a in range(0, samples.size, BLOCK)]

    def write() -> None:
        with store.writer([ChannelSpec("a", "float32")]) as writer:
            for block in blocks:
                writer.append(None, [block])
            store.remove(writer.finish("bench"))

    def summarise() -> None:
        summary = ChannelSummary()
        for block in blocks:
            summary.add(block)

    def copy() -> None:
        with (root / "copy").open("wb", buffering=0) as file:
            for block in blocks:
                file.write(block.data)

    def sync() -> None:
        copy()
        with (root / "copy").open("rb") as file:
            os.fsync(file.fileno())

    try:
        parts = {"all": best(write), "summary": best(summarise), "pyramid": best(lambda: build(samples))}
        parts["copy to the page cache"] = best(copy)
        parts["sync to disk"] = best(sync) - parts["copy to the page cache"]
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return parts


def run_child(name: str, path: Path, store: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak resident megabytes of one run."""
    shutil.rmtree(store, ignore_errors=True)
    command = [sys.executable, "-c", CHILDREN[name] + CLOSING, str(path), str(store), FORMAT]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, cpu, peak = done.stdout.split()
    return float(seconds), float(cpu), int(peak) / 1024


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="400MB", help="of the CSV file, such as 400MB or 2GB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", default="5e7", help="of the pyramid")
    args = parser.parse_args()
    unit = args.size[-2:].upper()
    size = int(float(args.size[:-2]) * UNITS[unit]) if unit in UNITS else int(float(args.size))
    root = Path(tempfile.mkdtemp(prefix="faultmark-bench-"))
    try:
        path = root / "machine.csv"
        rows = write_csv(path, size)
        megabytes = path.stat().st_size / 1e6
        print(f"{megabytes:.0f} MB, {rows:,} rows", flush=True)
        seconds: dict[str, list[float]] = {name: [] for name in CHILDREN}
        cpu: dict[str, list[float]] = {name: [] for name in CHILDREN}
        peaks = dict.fromkeys(CHILDREN, 0.0)
        for _ in range(args.rounds):
            for name in CHILDREN:
                took, used, peak = run_child(name, path, root / "store")
                seconds[name].append(took)
                cpu[name].append(used)
                peaks[name] = max(peaks[name], peak)
                print(f"{name}: {megabytes / took:.0f} MB/s, {peak:.0f} MB resident", flush=True)
        rate = {name: megabytes / min(took) for name, took in seconds.items()}
    finally:
        shutil.rmtree(root, ignore_errors=True)

    samples = np.random.default_rng(0).random(int(float(args.samples)), dtype=np.float32)
    maximum, pyramid = best(lambda: np.max(samples), 5), best(lambda: build(samples), 5)
    share = maximum / pyramid
    parts = from_memory(samples)
    figures = {
        "file_mb": round(megabytes),
        "rows": rows,
        "mb_per_s": {name: round(r) for name, r in rate.items()},
        "peak_resident_mb": {name: round(p) for name, p in peaks.items()},
        "pyramid_msamples_per_s": round(samples.size / pyramid / 1e6),
        "max_msamples_per_s": round(samples.size / maximum / 1e6),
        "from_memory_of_max": round(maximum / parts["all"], 3),
        "from_memory_s": {name: round(took, 3) for name, took in parts.items()},
        "cpu_s": {name: round(min(c), 2) for name, c in cpu.items()},
    }
    print(json.dumps(figures, indent=1))
    beside_polars, beside_arrow = rate["faultmark"] / rate["polars"], rate["faultmark"] / rate["pyarrow_blocks"]
    goals = {
        "beside polars": {"goal": ">= 1.0 x", "value": round(beside_polars, 2), "met": beside_polars >= 1},
        "beside pyarrow blocks": {"goal": ">= 0.5 x", "value": round(beside_arrow, 2), "met": beside_arrow >= 0.5},
        "resident": {"goal": "<= 600 MB", "value": round(peaks["faultmark"]), "met": peaks["faultmark"] <= 600},
        "pyramid": {"goal": ">= 30% of np.max", "value": round(share, 2), "met": share >= 0.3},
    }
    report("ingest", figures, goals)


if __name__ == "__main__":
    main()
