"""Datasets over the API: built by the background's job, listed, downloaded, cancelled."""

from __future__ import annotations

import io
from typing import Any

import pyarrow.parquet as pq
from telemetry_project import Machine, body, region, rows

RECIPE = """name: pumps
project: {project}
windows: {{length: 8, stride: 4}}
splits: {{by: time, shares: {{train: 0.5, test: 0.5}}}}
"""


def test_a_dataset_is_built_listed_downloaded_and_announced(machine: Machine, ready: Any) -> None:
    from django.conf import settings
    from django.test import TestCase

    from faultmark.web.dataset_job import build_project_dataset
    from faultmark.web.models import Delivery, Hook

    task = machine.task_with(rows(60), machine_id="P-301")
    ready(task)
    saved = machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("a", 10, 19), region("b", 30)))
    assert saved.status_code == 201, saved.content
    Hook.objects.create(project_id=machine.project, url="http://127.0.0.1:9/", secret="s")
    api = f"/faultmark/api/projects/{machine.project}/datasets"
    recipe = RECIPE.format(project=machine.project)
    made = machine.ask("POST", api, {"recipe": recipe})
    assert made.status_code == 202, made.content
    with TestCase.captureOnCommitCallbacks():
        build_project_dataset.func(made.json()["id"])
    [build] = machine.client.get(api).json()["results"]
    assert (build["state"], build["share"], build["error"]) == ("done", 1.0, None)
    assert build["recipe"] == recipe.strip()
    folder = settings.FAULTMARK_DATASETS_DIR / f"project-{machine.project}" / build["folder"]
    assert build["size"] == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert {"events.parquet", "manifest.json", "windows-train.npz", f"samples/task-{task}.parquet"} <= {*build["files"]}
    sent = machine.client.get(f"{api}/{build['id']}/file?name=events.parquet")
    events = pq.read_table(io.BytesIO(b"".join(sent.streaming_content))).to_pylist()
    assert [(e["region"], e["machine"], e["start_tick"]) for e in events] == [("a", "P-301", 10), ("b", "P-301", 30)]
    for name in ("../../../faultmark.sqlite3", "/etc/passwd", ""):
        assert machine.client.get(f"{api}/{build['id']}/file?name={name}").status_code == 404
    [message] = Delivery.objects.all()
    assert (message.event, message.body["dataset"]) == ("dataset.built", build["folder"])
    assert build["folder"] in {
        p.name for p in (settings.FAULTMARK_DATASETS_DIR / f"project-{machine.project}").iterdir()
    }


def test_a_queued_build_tells_what_it_waits_for(machine: Machine) -> None:
    from projects.models import Project

    from faultmark.web.models import DatasetBuild, DetectionRun

    api = f"/faultmark/api/projects/{machine.project}/datasets"

    def waits() -> str:
        [build] = machine.client.get(api).json()["results"]
        return str(build["waits_for"])

    build = machine.ask("POST", api, {"recipe": RECIPE.format(project=machine.project)}).json()["id"]
    assert waits() == ""
    run = DetectionRun.objects.create(project_id=machine.project, state="running", least=0.45, total=1200, done=7)
    assert waits() == "detection on this project: 7 of 1,200 tasks done"
    other = Project.objects.get(pk=machine.project)
    other.pk, other.title = None, "Secret turbine"
    other.save()
    DetectionRun.objects.filter(pk=run.pk).update(project=other)
    assert waits() == "detection on another project"
    DetectionRun.objects.all().delete()
    DatasetBuild.objects.create(project=other, recipe="", state="running")
    assert waits() == "another training set of another project"
    # Once it is under way it waits for nothing.
    DatasetBuild.objects.filter(pk=build).update(state="running")
    assert waits() == ""


def test_a_cancelled_build_is_not_begun_and_a_bad_recipe_is_refused(machine: Machine) -> None:
    from faultmark.web.dataset_job import build_project_dataset

    api = f"/faultmark/api/projects/{machine.project}/datasets"
    recipe = RECIPE.format(project=machine.project)
    made = machine.ask("POST", api, {"recipe": recipe}).json()["id"]
    assert machine.ask("DELETE", f"{api}/{made}").json()["state"] == "cancelled"
    build_project_dataset.func(made)
    assert machine.client.get(f"{api}/{made}").json()["state"] == "cancelled"
    random = machine.ask("POST", api, {"recipe": recipe.replace("by: time", "by: random")})
    assert (random.status_code, random.json()["error"]["code"]) == (422, "dataset.split.random")
    foreign = machine.ask("POST", api, {"recipe": recipe.replace(f"project: {machine.project}", "project: 999999")})
    assert foreign.status_code == 422
    # Nothing to split: the reason is told.
    empty = machine.ask("POST", api, {"recipe": recipe}).json()["id"]
    build_project_dataset.func(empty)
    told = machine.client.get(f"{api}/{empty}").json()
    assert (told["state"], told["error"]["code"]) == ("failed", "dataset.labels.none")
