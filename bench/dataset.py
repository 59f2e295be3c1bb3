"""A dataset of a billion samples: seconds, memory, a kill half-way, and the same bytes again.

Run as ``python -m bench.dataset [--size 1e7]``; a size of 1e9 needs 25 GB of disk and half an hour. Series of one
vibration channel are written by the store's own writer, each with a few hundred labeled regions. One recipe asks for
everything: the events in three formats, the labels of each sample beside the signal as Parquet, windows as NPZ and as
Parquet, normalised on train, split by machine. It is built once, and once more with SIGKILL at half and a restart; the
SHA-256 of every file have to agree. ``--only`` does one of the two; the same size gives the same bytes in any run.

Beside it stands a plain write of the same rows by pyarrow as it comes, with zstd, and of the same arrays, and an fsync:
what disk and compression cost alone. Of many rows a part is so written, and counted accordingly. Each build runs in a
process of its own; memory is the growth of that process's peak over what it held once everything was imported, with
what it maps of files. The goal of 300 MB is that of the export: what a worker may take beside a server, whatever the
size. The last line is JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench import report
from faultmark.actions.build_dataset import Progress, build_dataset
from faultmark.datasets.recipe import Recipe
from faultmark.store import ChannelSpec, SeriesStore

GOAL_MB = 300.0
BLOCK = 1 << 20
STEP = 50_000
PLAIN_ROWS = 10**8
FIRST = 1_700_000_000 * 10**9
REGIONS = 300
CLASSES = ("drift", "drop", "spike")
RECIPE = Recipe.model_validate(
    {
        "name": "fleet",
        "project": 1,
        "windows": {"length": 256, "stride": 256, "formats": ["npz", "parquet"]},
        "splits": {"by": "machine"},
    }
)


def series_of(store: SeriesStore, task: int, size: int) -> str:
    """A machine's vibration at 20 kHz: two tones of its shaft, noise, and a knock now and then."""
    random = np.random.default_rng(task)
    with store.writer([ChannelSpec("vibration", "float32")], first=FIRST, step=STEP) as writer:
        for begin in range(0, size, BLOCK):
            count = min(BLOCK, size - begin)
            phase = (np.arange(begin, begin + count) % 400 * (2 * np.pi / 400)).astype(np.float32)
            values = np.sin(phase) + np.float32(0.3) * np.sin(7 * phase)
            values += np.float32(0.2) * random.standard_normal(count, dtype=np.float32)
            values[random.integers(0, count, count // 100_000 + 1)] += 5
            writer.append(None, [values])
        return writer.finish(f"bench-{task}-{size}")


def record_of(task: int, series: str, size: int) -> dict[str, Any]:
    """A label record with regions all along the series."""
    random = np.random.default_rng([1, task])
    starts = np.sort(random.integers(0, size, REGIONS))
    lengths = random.integers(1, max(2, size // (3 * REGIONS)), REGIONS)
    regions = [
        {
            "id": f"r{number}", "start": str(FIRST + start * STEP), "end": str(FIRST + min(start + n, size - 1) * STEP),
            "instant": False, "class": CLASSES[number % 3], "severity": number % 5 + 1.0, "note": "", "channels": [],
            "annotators": ["ada", "bea"], "agreement": 0.9, "confidence": None, "state": "settled",
        }
        for number, (start, n) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True))
    ]  # fmt: skip
    settled = {"source": "ground_truth", "annotation": task, "by": "rita", "regions": regions, "values": {}}
    return {"task": task, "machine": f"P-{task}", "data": {}, "series": series,
            "axis": {"kind": "time", "decimals": 0}, "settled": settled}  # fmt: skip


def memory_mb(field: str) -> float:
    """A line of this process's status, in MB: what it holds (``VmRSS``), or held at most (``VmHWM``).

    Not ``ru_maxrss``, which a process inherits from the one that started it.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def build(root: Path, out: Path) -> None:
    """Build in this process; a line for each report of progress, and at the end one of figures."""
    records = json.loads((root / "records.json").read_bytes())
    before, begun, cpu = memory_mb("VmRSS"), time.perf_counter(), time.process_time()
    last, silent, where = begun, 0.0, ""

    def told(progress: Progress) -> None:
        nonlocal last, silent, where
        now = time.perf_counter()
        if now - last > silent:
            silent, where = now - last, progress.stage
        last = now
        print(f"{progress.done} {progress.total} {progress.stage}", flush=True)

    built = build_dataset(RECIPE, records, SeriesStore(root / "store"), out, told)
    ended = time.perf_counter()
    if ended - last > silent:
        silent, where = ended - last, "the end"
    print(
        json.dumps({
            "s": round(ended - begun, 1), "cpu_s": round(time.process_time() - cpu, 1),
            "beyond_start_mb": round(memory_mb("VmHWM") - before), "start_mb": round(before),
            "longest_silence_s": round(silent, 2), "silent_before": where, "path": str(built.path),
        }),
        flush=True,
    )  # fmt: skip


def child(root: Path, out: Path, *, kill_at: float = 2.0) -> dict[str, Any]:
    """A build in a process of its own, killed once this share of it is done; its figures, or how far it came."""
    command = [sys.executable, "-m", "bench.dataset", "--child", str(root), str(out)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                found: dict[str, Any] = json.loads(line)
                return found
            done, total, _ = line.split(" ", 2)
            share = int(done) / int(total)
            if share >= kill_at:
                process.send_signal(signal.SIGKILL)
                return {"killed_at": round(share, 3), "s": round(time.perf_counter() - begun, 1)}
    raise SystemExit(f"The build ended with {process.returncode}.")


def bytes_of(dataset: Path) -> str:
    """SHA-256 of the manifest, which holds that of every other file."""
    return hashlib.sha256((dataset / "manifest.json").read_bytes()).hexdigest()


def plain_write(dataset: Path, target: Path, every: int) -> float:
    """Seconds of writing one of ``every`` row groups and pieces by the libraries alone; reading is not counted."""
    target.mkdir()
    seconds = 0.0
    for source in sorted([*dataset.glob("samples/*.parquet"), *dataset.glob("windows-*.parquet")]):
        file = pq.ParquetFile(source)
        with (target / "table").open("wb") as raw:
            begun = time.perf_counter()
            writer = pq.ParquetWriter(raw, file.schema_arrow, compression="zstd")
            seconds += time.perf_counter() - begun
            for group in range(0, file.num_row_groups, every):
                table = file.read_row_group(group)
                begun = time.perf_counter()
                writer.write_table(table)
                seconds += time.perf_counter() - begun
            begun = time.perf_counter()
            writer.close()
            os.fsync(raw.fileno())
            seconds += time.perf_counter() - begun
    for source in sorted(dataset.glob("windows-*.npz")):
        with (target / "array").open("wb") as raw:
            for piece in itertools.islice(_pieces(source), 0, None, every):
                begun = time.perf_counter()
                raw.write(piece)
                seconds += time.perf_counter() - begun
            begun = time.perf_counter()
            os.fsync(raw.fileno())
            seconds += time.perf_counter() - begun
    shutil.rmtree(target)
    return seconds


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            yield piece


def run(root: Path, size: int, tasks: int, only: str) -> None:
    """Write the series, build, compare."""
    store = SeriesStore(root / "store")
    begun = time.perf_counter()
    each = size // tasks
    records = [record_of(task, series_of(store, task, each), each) for task in range(1, tasks + 1)]
    (root / "records.json").write_text(json.dumps(records))
    figures: dict[str, Any] = {"samples": each * tasks, "tasks": tasks}
    figures["series written"] = {"s": round(time.perf_counter() - begun, 1)}
    print(f"series written: {figures['series written']}", flush=True)
    built: dict[str, dict[str, Any]] = {}
    if only != "killed":
        built["build"] = child(root, root / "out")
        dataset = Path(built["build"].pop("path"))
        built["build"]["mb"] = round(sum(path.stat().st_size for path in dataset.rglob("*") if path.is_file()) / 1e6)
        built["build"]["sha256"] = bytes_of(dataset)
        print(f"build: {built['build']}", flush=True)
        every = max(1, size // PLAIN_ROWS)
        plain = every * plain_write(dataset, root / "plain", every)
        figures["plain write"] = {"s": round(plain, 1), "written": f"1/{every}"}
        figures["beside a plain write"] = round(built["build"]["s"] / plain, 2)
        print(f"plain write: {figures['plain write']}", flush=True)
        shutil.rmtree(dataset)
    if only != "whole":
        figures["killed"] = child(root, root / "out", kill_at=0.5)
        print(f"killed: {figures['killed']}", flush=True)
        built["restart"] = child(root, root / "out")
        built["restart"]["sha256"] = bytes_of(Path(built["restart"].pop("path")))
        print(f"restart: {built['restart']}", flush=True)
    figures |= built
    grown = max(one["beyond_start_mb"] for one in built.values())
    silent = max(one["longest_silence_s"] for one in built.values())
    goals = {
        "memory": {"goal": f"grows by at most {GOAL_MB:g} MB", "value": grown, "met": grown <= GOAL_MB},
        "progress": {
            "goal": "a report, and with it a chance to cancel, every 5 s",
            "value": silent,
            "met": silent <= 5,
        },
    }
    if not only:
        share = round(built["restart"]["s"] / built["build"]["s"], 2)
        same = built["restart"]["sha256"] == built["build"]["sha256"]
        goals["restart"] = {"goal": "at most .75 of the whole build's time", "value": share, "met": share <= 0.75}
        goals["bytes"] = {"goal": "the same after kill and restart", "value": int(same), "met": same}
    report("dataset", figures, goals)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1e7", help="samples over all tasks")
    parser.add_argument("--tasks", type=int, default=10, help="series that they are spread over")
    parser.add_argument("--only", choices=["whole", "killed"], default="", help="one of the two builds")
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary folder")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        build(*arguments.child)
        return
    with tempfile.TemporaryDirectory(prefix="faultmark-bench-", dir=arguments.folder) as folder:
        run(Path(folder), int(float(arguments.size)), arguments.tasks, arguments.only)


if __name__ == "__main__":
    main()
