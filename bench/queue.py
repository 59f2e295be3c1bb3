"""The queue of a large project: lists, search, filters and the next task, beside Label Studio's own task list.

Run as ``python -m bench.queue [--size 100000] [--database postgresql://…]``, on an SQLite of its own or an empty
PostgreSQL. The last line is JSON.
"""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from bench import percentiles, report
from bench.fleet import boot, project_of_two
from tests.clients import client_of

ROUNDS = 5
MACHINES, PLANTS = 400, ("Basel, hall 2", "Basel, hall 3", "Olten", "Süd, Werk 1", "Aarau")
# A project's first page, and everything that people ask of it.
ASKED = {
    "first page": "",
    "a page in the middle": "?page={middle}",
    "a word that many have": "?search=basel",
    "a word that one has": "?search=WO-{one}",
    "a word that none has": "?search=zzzz",
    "key and value": "?search=" + quote('plant:"hall 3" machine_id:P-7'),
    "one machine": "?machine=P-7",
    "new": "?state=new",
    "mine": "?state=mine",
    "by machine": "?sort=-machine",
    "by proposals": "?sort=-proposals",
}


def fill(size: int) -> tuple[Any, int]:
    """A project of ``size`` tasks, of which one user labeled a twentieth and others a fifth."""
    from tasks.models import Annotation, Prediction, Task

    config = '<View><TimeSeries name="ts" value="$csv" timeColumn="t"><Channel column="a"/></TimeSeries></View>'
    ada, bea, project = project_of_two(config)
    rng = np.random.default_rng(7)
    for begin in range(0, size, 5000):
        tasks = [
            Task(
                project=project,
                inner_id=index + 1,
                total_predictions=int(rng.integers(0, 3)),
                data={
                    "csv": f"/data/local-files/?d=fleet/{index}.csv",
                    "machine_id": f"P-{index % MACHINES}",
                    "plant": PLANTS[index % len(PLANTS)],
                    "run": index,
                    "work_orders": [{"id": f"WO-{index}", "title": "Replace seal", "time": "2026-03-02"}],
                    "installed": "2019-04-01",
                    "model": "single-stage centrifugal, 55 kW, VFD",
                },
            )
            for index in range(begin, min(begin + 5000, size))
        ]
        made = Task.objects.bulk_create(tasks)
        Prediction.objects.bulk_create(
            Prediction(
                task=task, project=project, model_version=f"v{version}", result=_regions(int(rng.integers(0, 9)))
            )
            for task in made
            for version in range(task.total_predictions)
        )
        said = [
            Annotation(task=task, project=project, completed_by=ada if index % 4 == 0 else bea, result=[])
            for index, task in enumerate(made[: len(made) // 4])
        ]
        Annotation.objects.bulk_create(said)
        Task.objects.filter(pk__in=[one.task_id for one in said]).update(is_labeled=True, total_annotations=1)
    return ada, project.pk


def _regions(amount: int) -> list[dict[str, Any]]:
    """What a model says of a task."""
    value = {"start": 100, "end": 200, "instant": False, "timeserieslabels": ["Drift"]}
    item = {"from_name": "label", "to_name": "ts", "type": "timeserieslabels", "score": 0.8, "value": value}
    return [{**item, "id": f"r{index}"} for index in range(amount)]


def measured(ask: Any) -> dict[str, float]:
    """Milliseconds of a few answers, after a first one."""
    ask()
    seconds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - begin)
        assert answer.status_code == 200, answer.content[:300]
    return percentiles(seconds)


def run(size: int) -> None:
    """Fill the database and measure."""
    from faultmark.web.task_cards import ensure_cards

    begin = time.perf_counter()
    user, project = fill(size)
    print(f"{size} tasks made in {time.perf_counter() - begin:.1f} s")
    begin = time.perf_counter()
    ensure_cards(project)
    cards = time.perf_counter() - begin
    print(f"their cards made in {cards:.1f} s, once")
    client = client_of(user)
    figures: dict[str, Any] = {"tasks": size, "cards_s": round(cards, 2)}
    for name, query in ASKED.items():
        path = f"/faultmark/api/projects/{project}/tasks" + query.format(middle=size // 100, one=size // 2)
        figures[name] = measured(lambda path=path: client.get(path))
        print(f"{name:24} {figures[name]}")
    figures["machines"] = measured(lambda: client.get(f"/faultmark/api/projects/{project}/machines"))
    figures["next"] = measured(
        lambda: client.post(f"/faultmark/api/projects/{project}/next", "{}", content_type="application/json")
    )
    theirs = {
        "Label Studio, first page": f"/api/tasks?project={project}&page=1&page_size=50&fields=all",
        "Label Studio, a word": f"/api/tasks?project={project}&page=1&page_size=50&fields=all&query="
        + quote(
            json.dumps(
                {
                    "filters": {
                        "conjunction": "and",
                        "items": [
                            {
                                "filter": "filter:tasks:data.plant",
                                "operator": "contains",
                                "type": "String",
                                "value": "Basel",
                            }
                        ],
                    }
                }
            )
        ),
    }
    for name, path in theirs.items():
        figures[name] = measured(lambda path=path: client.get(path))
    for name in ("machines", "next", *theirs):
        print(f"{name:24} {figures[name]}")
    slowest = max(figures[name]["p50"] for name in ASKED)
    ratio = figures["Label Studio, a word"]["p50"] / figures["a word that many have"]["p50"]
    report(
        "queue",
        figures,
        {
            "slowest list": {"goal": "p50 under 300 ms", "value": slowest, "met": slowest < 300},
            "search beside Label Studio's": {
                "goal": "at least twice as fast",
                "value": round(ratio, 2),
                "met": ratio >= 2,
            },
        },
    )


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="tasks in the project")
    parser.add_argument("--database", default="", help="an empty PostgreSQL; an SQLite of its own without")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faultmark-bench-") as folder:
        boot(Path(folder), asked.database)
        run(asked.size)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
