"""The demo, prepared small in a process of its own: interrupted, taken up again, and opened by its owner."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import dataclasses, json, sys
from pathlib import Path
from rich.progress import Progress
from faultmark.cli.demonstrating import ingest_now
from faultmark.host.boot import boot
from faultmark.host.config import load_config
from faultmark.host.database import prepare_database
from faultmark.host.demo_content import PROJECTS

config = load_config(data_dir=Path(sys.argv[1]))
boot(config)
prepare_database()
from faultmark.host.demo import prepare_demo
from tasks.models import Task
from faultmark.web.models import DetectionRun, SeriesLink
from faultmark.web.series_store import series_store

def short(task):
    if task.scenario is None:
        return task
    return dataclasses.replace(task, scenario=dataclasses.replace(task.scenario, samples=20_000))

projects = [dataclasses.replace(p, tasks=tuple(map(short, p.tasks[:2]))) for p in PROJECTS]
bar = Progress(disable=True)
calls = []

class Interrupted(Exception): pass

def interrupted(task_id, title, options):
    if len(calls) == 2:
        raise Interrupted
    calls.append(title)

def ingest(task_id, title, options):
    ingest_now(task_id, options, bar, bar.add_task(title, note=""))

try:
    prepare_demo(interrupted, projects=projects)
except Interrupted:
    pass
else:
    raise SystemExit("was not interrupted")
access = prepare_demo(ingest, projects=projects)
assert prepare_demo(ingest, projects=projects) == access
rows = []
for task in Task.objects.order_by("id"):
    link = SeriesLink.objects.get(task=task)
    meta = series_store().open(link.series_id).meta
    versions = list(task.predictions.values_list("model_version", flat=True))
    rows.append({"id": task.pk, "data": task.data, "project": task.project.title, "state": link.state,
                 "options": link.options, "predictions": versions,
                 "rows": meta.rows, "channels": [c.name for c in meta.channels], "axis": meta.axis.kind,
                 "notices": [n.code for n in meta.notices]})
from tasks.models import Annotation
from faultmark.web.models import Comment, TaskAgreement, TaskReview
work = sorted(Annotation.objects.values_list("completed_by__email", "task__project__title", "ground_truth"))
scores = list(TaskAgreement.objects.filter(score__isnull=False).order_by("task").values_list("score", flat=True))
reviews = sorted(TaskReview.objects.values_list("state", flat=True))
places = [comment.start is not None for comment in Comment.objects.all()]
queued = list(DetectionRun.objects.values_list("state", flat=True))
print("RESULT" + json.dumps({"access": dataclasses.asdict(access), "tasks": rows, "queued": queued,
                            "work": work, "scores": scores, "reviews": reviews,
                            "places": places}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> dict:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.split("RESULT")[1])


def test_taken_up_again_it_is_complete_and_holds_nothing_twice(demo: dict) -> None:
    titles = [task["data"]["title"] for task in demo["tasks"]]
    assert len(titles) == len(set(titles)) == 5
    assert {task["project"] for task in demo["tasks"]} == {
        "Cooling pumps",
        "Pump run-ups",
        "Machine temperature (NAB)",
    }


def test_every_series_is_ready_before_anybody_opens_it(demo: dict) -> None:
    assert {task["state"] for task in demo["tasks"]} == {"ready"}
    for task in demo["tasks"][:-1]:
        assert task["rows"] == 20_000
        assert len(task["channels"]) == 8
    assert [task["axis"] for task in demo["tasks"]] == ["time", "time", "number", "number", "time"]


def test_the_demo_opens_with_proposals_of_the_detectors_and_the_other_tasks_wait_for_theirs(demo: dict) -> None:
    opened = int(demo["access"]["path"].rsplit("/", 1)[1])
    for task in demo["tasks"]:
        assert task["predictions"] == (["faultmark 1"] if task["id"] == opened else [])
    assert demo["queued"] == ["queued"] * 3


def test_two_annotators_and_a_reviewer_have_been_at_work(demo: dict) -> None:
    ann, ben, rita = (f"{name}@faultmark.local" for name in ("ann", "ben", "rita"))
    assert demo["work"] == [
        [ann, "Pump run-ups", False],
        [ann, "Pump run-ups", False],
        [ben, "Pump run-ups", False],
        [ben, "Pump run-ups", False],
        [rita, "Pump run-ups", True],
    ]
    assert demo["reviews"] == ["sent_back", "settled"]
    # What was sent back says where to look.
    assert demo["places"] == [True]
    assert len(demo["scores"]) == 2
    assert all(0 <= score <= 1 for score in demo["scores"])


def test_tasks_carry_the_machine(demo: dict) -> None:
    for task in demo["tasks"]:
        assert task["data"]["machine_id"]
        assert task["data"]["source"]
    pump = demo["tasks"][0]["data"]
    assert pump["source"].startswith("simulated")
    assert {"plant", "maintenance_history", "work_orders", "alarms", "regimes"} <= set(pump)


def test_the_real_machine_is_sorted_openly(demo: dict) -> None:
    machine = demo["tasks"][-1]
    assert machine["options"] == {"sort": True}
    assert machine["rows"] == 22_695
    assert "10151" in machine["data"]["notice"]


def test_the_truth_lies_beside_the_data_and_not_in_the_tasks(demo: dict, folder: Path) -> None:
    truth = json.loads((folder / "truth" / "P-302-one-day.truth.json").read_text())
    assert truth["samples"] == 20_000
    assert {"events", "channels", "axis"} <= set(truth)
    assert all("events" not in task["data"] for task in demo["tasks"])


def test_only_the_owner_can_read_the_password(demo: dict, folder: Path) -> None:
    card = folder / "demo.json"
    assert stat.S_IMODE(card.stat().st_mode) == 0o600
    assert json.loads(card.read_text())["access"] == demo["access"]
    assert len(demo["access"]["password"]) >= 12
    assert demo["access"]["path"].startswith("/faultmark/projects/")
