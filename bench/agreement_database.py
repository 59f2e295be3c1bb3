"""How long ``faultmark agreement recompute`` takes, a part of ``python -m bench.agreement``."""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.fleet import alone, boot, project_of_two

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t" timeFormat="%Y-%m-%d %H:%M:%S">
<Channel column="a"/></TimeSeries><TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/>
<Label value="spike"/></TimeSeriesLabels><Rating name="severity" toName="ts" perRegion="true"/></View>"""
CLASSES = ("drift", "drop", "spike")
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)

__all__ = ["recompute_seconds"]


def items(rng: np.random.Generator, missed: float, misnamed: float) -> list[dict[str, Any]]:
    """Up to three regions of two items each; edges, classes and severities differ from one annotator to the other."""
    made: list[dict[str, Any]] = []
    for number in range(len(CLASSES)):
        off, wrong = rng.integers(-20, 21, 2), rng.random() < misnamed
        if rng.random() < missed:
            continue
        start, end = (MIDNIGHT + timedelta(seconds=1000 * number + int(s)) for s in (off[0], 300 + off[1]))
        place = {"start": f"{start:%Y-%m-%d %H:%M:%S}", "end": f"{end:%Y-%m-%d %H:%M:%S}", "instant": False}
        frame = {"id": f"r{rng.integers(1 << 40):x}", "to_name": "ts", "origin": "manual"}
        named = CLASSES[(number + wrong) % len(CLASSES)]
        made.append({**frame, "from_name": "label", "type": "timeserieslabels",
                     "value": {**place, "timeserieslabels": [named]}})  # fmt: skip
        grade = int(rng.integers(1, 4))
        made.append({**frame, "from_name": "severity", "type": "rating", "value": {**place, "rating": grade}})
    return made


def fill(folder: str, size: int, answer: Any) -> None:
    """A project of ``size`` tasks, each annotated by two people: some three regions, each with class and severity."""
    boot(Path(folder))
    from tasks.models import Annotation, Task

    ada, bea, project = project_of_two(CONFIG)
    rng = np.random.default_rng(7)
    for begin in range(0, size, 5000):
        tasks = Task.objects.bulk_create(
            Task(
                project=project, inner_id=index + 1, overlap=2, data={"csv": f"/data/local-files/?d=fleet/{index}.csv"}
            )
            for index in range(begin, min(begin + 5000, size))
        )
        Annotation.objects.bulk_create(
            Annotation(task=task, project=project, completed_by=person, result=items(rng, *errors))
            for task in tasks
            for person, errors in ((ada, (0.0, 0.0)), (bea, (0.15, 0.1)))
        )
    answer.put(project.pk)


def recompute_seconds(size: int) -> dict[str, float]:
    """Wall and CPU seconds of the command on ``size`` tasks, its start included, and of its start alone."""
    with tempfile.TemporaryDirectory() as folder:
        alone(fill, folder, size)
        command = [str(Path(sys.executable).with_name("faultmark")), "agreement", "recompute", "--data-dir", folder]
        # A project that is not there: what is left is the start.
        start = _run([*command, "--project", "999999"])
        whole = _run(command)
        sizes = sum(file.stat().st_size for file in Path(folder).glob("*.sqlite3*"))
    return {
        "command_tasks": size,
        "command_s": whole[0],
        "command_cpu_s": whole[1],
        "command_start_s": start[0],
        "command_start_cpu_s": start[1],
        "database_mb": round(sizes / 1e6, 1),
    }


def _run(command: list[str]) -> tuple[float, float]:
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return round(seconds, 2), round(cpu, 2)
