"""A project's labels streamed out, beside Label Studio's own export of the same project.

Run as ``python -m bench.export [--size 50000]``, on a database of its own. Each contender runs in a process of its own
and is asked in process, through the whole stack; memory is the growth of the process's peak. The last line is JSON.
"""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import report
from bench.fleet import alone, boot, project_of_two
from tests.clients import client_of

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/><Label value="spike"/>
</TimeSeriesLabels><Rating name="severity" toName="ts" perRegion="true"/></View>"""
CLASSES = ("drift", "drop", "spike")
REGIONS = 3
GOAL_SECONDS, GOAL_MB = 20.0, 300.0


def items(rng: np.random.Generator, shift: int) -> list[dict[str, Any]]:
    """Three regions of two items each, which another annotator places a little otherwise."""
    made: list[dict[str, Any]] = []
    for number in range(REGIONS):
        start = 1000 * number + int(rng.integers(0, 400)) + shift
        place = {"start": start, "end": start + 300, "instant": False}
        frame = {"id": f"r{number}-{shift}", "to_name": "ts", "origin": "manual"}
        label = CLASSES[number]
        made.append({**frame, "from_name": "label", "type": "timeserieslabels",
                     "value": {**place, "timeserieslabels": [label]}})  # fmt: skip
        made.append({**frame, "from_name": "severity", "type": "rating", "value": {**place, "rating": 1 + number}})
    return made


def fill(size: int) -> int:
    """A project of ``size`` tasks: half with one annotator, half with two, a fifth settled, each with a prediction."""
    from tasks.models import Annotation, Prediction, Task

    from faultmark.web.models import ReviewState, TaskReview
    from faultmark.web.review.agreement import recompute

    ada, bea, project = project_of_two(CONFIG)
    rng = np.random.default_rng(7)
    for begin in range(0, size, 5000):
        tasks = Task.objects.bulk_create(
            Task(project=project, inner_id=index + 1, is_labeled=True, total_annotations=1 + index % 2,
                 data={"csv": f"/data/local-files/?d=fleet/{index}.csv", "machine_id": f"P-{index % 400}"})
            for index in range(begin, min(begin + 5000, size))
        )  # fmt: skip
        said, models, settled = [], [], []
        for position, task in enumerate(tasks):
            said.append(Annotation(task=task, project=project, completed_by=ada, result=items(rng, 0)))
            if position % 2:
                said.append(Annotation(task=task, project=project, completed_by=bea, result=items(rng, 20)))
            if position % 5 == 0:
                settled.append(Annotation(task=task, project=project, completed_by=bea, result=items(rng, 5),
                                          ground_truth=True))  # fmt: skip
            models.append(Prediction(task=task, project=project, result=items(rng, 10), model_version="m", score=0.5))
        Annotation.objects.bulk_create(said)
        Prediction.objects.bulk_create(models)
        truths = Annotation.objects.bulk_create(settled)
        TaskReview.objects.bulk_create(
            TaskReview(task_id=one.task_id, settled_id=one.pk, state=ReviewState.SETTLED) for one in truths
        )
    recompute(project.pk)
    return int(project.pk)


def prepare(folder: str, size: int, answer: Any) -> None:
    """Fill the database, in a process that ends."""
    boot(Path(folder))
    answer.put(fill(size))


def ask(folder: str, path: str, answer: Any) -> None:
    """Read one answer to its end, piece by piece; seconds, bytes and megabytes of memory that it took."""
    boot(Path(folder))
    from users.models import User

    client = client_of(User.objects.get(email="ada@example.com"))
    client.get("/faultmark/api/projects")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, cpu, size = time.perf_counter(), time.process_time(), 0
    got = client.get(path)
    assert got.status_code == 200, got.content[:300]
    for piece in got.streaming_content if got.streaming else [got.content]:
        size += len(piece)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer.put({"s": round(time.perf_counter() - begin, 2), "cpu_s": round(time.process_time() - cpu, 2),
                "mb": round(size / 1e6, 1), "memory_mb": round((peak - before) / 1024, 1),
                "peak_mb": round(peak / 1024, 1)})  # fmt: skip


def run(folder: str, size: int) -> None:
    """Fill the database and measure."""
    project = alone(prepare, folder, size)
    ours = f"/faultmark/api/projects/{project}/labels"
    contenders = {
        "settled": f"{ours}?labels=settled",
        "annotators": f"{ours}?labels=annotators",
        "all": f"{ours}?labels=all",
        "Label Studio's JSON": f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true",
    }
    figures: dict[str, Any] = {"tasks": size}
    for name, path in contenders.items():
        figures[name] = alone(ask, folder, path)
        print(f"{name:22} {json.dumps(figures[name])}")
    theirs = figures["Label Studio's JSON"]
    slowest = max(("settled", "annotators", "all"), key=lambda name: figures[name]["s"])
    peak = max(figures[name]["memory_mb"] for name in ("settled", "annotators", "all"))
    allowed = GOAL_SECONDS * size / 50_000
    report(
        "export",
        figures,
        {
            "time": {
                "goal": f"all of it in at most {allowed:g} s ({size} tasks)",
                "value": figures[slowest]["s"],
                "met": figures[slowest]["s"] <= allowed,
            },
            "memory": {"goal": f"grows by at most {GOAL_MB:g} MB", "value": peak, "met": peak <= GOAL_MB},
            "beside Label Studio's": {
                "goal": "no slower",
                "value": round(figures["all"]["s"] / theirs["s"], 2),
                "met": figures["all"]["s"] <= theirs["s"],
            },
        },
    )


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50_000, help="tasks in the project")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory(prefix="faultmark-bench-") as folder:
        run(folder, size)


if __name__ == "__main__":
    main()
