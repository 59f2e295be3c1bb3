"""Detection on a project: from a request to ordinary Label Studio predictions."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from telemetry_project import Machine, body, make_project

pytestmark = pytest.mark.long

CONFIG = """<View>
  <TimeSeriesLabels name="label" toName="ts"><Label value="dropout"/><Label value="anomaly"/></TimeSeriesLabels>
  <TimeSeries name="ts" value="$telemetry" valueType="url" timeColumn="time"><Channel column="pressure"/></TimeSeries>
</View>"""
HOLE = (700, 740)


def telemetry(seed: int = 0) -> str:
    rng = np.random.default_rng(seed)
    lines = ["time,pressure"]
    for i, value in enumerate(rng.normal(5, 0.1, 1500)):
        lines.append(f"{i}," if HOLE[0] <= i < HOLE[1] else f"{i},{value:.3f}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def plant(ada: Any, client_for: Any) -> Machine:
    return make_project(client_for(ada), CONFIG)


@pytest.fixture
def run_jobs(booted: Any):
    """Run a project's newest detection as the worker does."""
    from faultmark.web.detection import latest
    from faultmark.web.detection_job import detect_project

    def run(project: int) -> None:
        found = latest(project)
        assert found is not None
        detect_project.func(found.pk)

    return run


def detection(plant: Machine, method: str = "get", body: object = None) -> Any:
    return plant.ask(method, f"/faultmark/api/projects/{plant.project}/detection", body)


def predictions(plant: Machine, task: int) -> Any:
    return plant.client.get(f"/api/predictions/?task={task}").json()


def test_all_tasks_get_one_prediction_and_a_rerun_replaces_only_its_own(plant: Machine, run_jobs: Any) -> None:
    tasks = [plant.task_with(telemetry(seed), f"pump-{seed}.csv") for seed in range(2)]
    broken = plant.task("/data/upload/absent.csv")
    foreign = {"task": tasks[0], "model_version": "theirs", "score": 0.3, "result": []}
    assert plant.ask("post", "/api/predictions/", foreign).status_code == 201
    assert detection(plant, "post", {}).status_code == 202
    run_jobs(plant.project)
    said = detection(plant).json()
    run = said["run"]
    assert (run["state"], run["done"], run["total"], run["failed"], run["share"]) == ("done", 3, 3, 1, 1.0)
    assert run["errors"][0]["task"] == broken
    for task in tasks:
        (mine,) = [p for p in predictions(plant, task) if p["model_version"] == said["model_version"]]
        (hole,) = [i for i in mine["result"] if i["value"]["timeserieslabels"] == ["dropout"]]
        assert (hole["value"]["start"], hole["value"]["end"]) == (HOLE[0], HOLE[1] - 1)
        assert 0.5 <= hole["score"] <= 1
        assert hole["meta"]["text"]
        (shown,) = [p for p in plant.workbench(task)["proposals"] if p["model_version"] == said["model_version"]]
        assert shown["regions"]
    before = {p["id"] for p in predictions(plant, tasks[0])}
    assert detection(plant, "post", {}).status_code == 202
    run_jobs(plant.project)
    after = predictions(plant, tasks[0])
    assert len(after) == len(before) == 2
    assert len(before & {p["id"] for p in after if p["model_version"] == "theirs"}) == 1


def test_it_is_cancelled_and_resumed_where_it_was(plant: Machine, run_jobs: Any, monkeypatch: Any) -> None:
    from faultmark.web import detection_job

    tasks = [plant.task_with(telemetry(seed), f"pump-{seed}.csv") for seed in range(3)]
    detection(plant, "post", {})
    assert detection(plant, "post", {}).status_code == 422
    looked_at: list[int] = []
    really = detection_job.predict_task

    def watched(task: int, *rest: Any) -> Any:
        looked_at.append(task)
        found = really(task, *rest)
        if len(looked_at) == 1:
            assert detection(plant, "delete").json()["run"]["state"] == "cancelled"
        return found

    monkeypatch.setattr(detection_job, "predict_task", watched)
    run_jobs(plant.project)
    assert looked_at == tasks[:1]
    assert detection(plant).json()["run"]["done"] == 1
    assert detection(plant, "post", {"resume": True}).status_code == 202
    run_jobs(plant.project)
    assert looked_at == tasks
    run = detection(plant).json()["run"]
    assert (run["state"], run["done"], run["total"]) == ("done", 3, 3)
    assert detection(plant, "post", {"resume": True}).status_code == 422


def test_a_run_whose_worker_died_is_taken_up_where_it_was_and_one_that_goes_on_is_left_alone(
    plant: Machine, run_jobs: Any
) -> None:
    from django.test import TestCase
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from faultmark.web.models import DetectionRun
    from faultmark.web.recovery import recover_silent

    tasks = [plant.task_with(telemetry(seed), f"pump-{seed}.csv") for seed in range(2)]
    detection(plant, "post", {})
    runs = DetectionRun.objects.filter(project_id=plant.project)
    runs.update(state="running", done=1, last_task=tasks[0], updated_at=timezone.now() - timedelta(seconds=30))
    with TestCase.captureOnCommitCallbacks(execute=True):
        recover_silent.func()
    assert detection(plant).json()["run"]["state"] == "running"
    runs.update(updated_at=timezone.now() - timedelta(seconds=90))
    with TestCase.captureOnCommitCallbacks(execute=True):
        recover_silent.func()
    assert detection(plant).json()["run"]["state"] == "queued"
    job = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert (job.queue_name, job.args_kwargs["args"]) == ("low", [runs.get().pk])
    run_jobs(plant.project)
    run = detection(plant).json()["run"]
    assert (run["state"], run["done"], run["total"]) == ("done", 2, 2)
    assert [len(predictions(plant, task)) for task in tasks] == [0, 1]


def test_a_worker_that_was_thought_dead_leaves_the_run_to_the_one_that_went_on(
    plant: Machine, run_jobs: Any, monkeypatch: Any
) -> None:
    from faultmark.web import detection_job
    from faultmark.web.models import DetectionRun

    tasks = [plant.task_with(telemetry(seed), f"pump-{seed}.csv") for seed in range(3)]
    detection(plant, "post", {})
    looked_at: list[int] = []
    really = detection_job.predict_task

    def watched(task: int, *rest: Any) -> Any:
        looked_at.append(task)
        if len(looked_at) == 1:
            DetectionRun.objects.filter(project_id=plant.project).update(state="queued")
            run_jobs(plant.project)
        return really(task, *rest)

    monkeypatch.setattr(detection_job, "predict_task", watched)
    run_jobs(plant.project)
    assert looked_at == [tasks[0], *tasks]
    run = detection(plant).json()["run"]
    assert (run["state"], run["done"], run["total"]) == ("done", 3, 3)
    assert [len(predictions(plant, task)) for task in tasks] == [1, 1, 1]


def test_a_detector_that_takes_the_process_along_is_told_with_file_and_remedy(
    plant: Machine, run_jobs: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    first, second = (plant.task_with(telemetry(seed), f"pump-{seed}.csv") for seed in range(2))
    detection(plant, "post", {})
    run_jobs(plant.project)
    # The very interpreter that the detectors run in is one that kills itself.
    killer = tmp_path / "killer"
    killer.write_text("#!/bin/sh\nkill -9 $$\n")
    killer.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(killer))
    detection(plant, "post", {})
    run_jobs(plant.project)
    run = detection(plant).json()["run"]
    assert (run["state"], run["failed"], run["done"]) == ("done", 2, 2)
    assert [error["task"] for error in run["errors"]] == [first, second]
    error = run["errors"][1]
    assert error["code"] == "detect.crashed"
    assert error["file"].endswith("pump-1.csv")
    assert "SIGKILL" in error["message"]
    assert "faultmark detect" in error["remedies"][0]["text"]


def test_new_tasks_are_looked_at_where_the_project_says_so(plant: Machine, run_jobs: Any) -> None:
    from faultmark.web.detection import latest
    from faultmark.web.detection_job import detect_on_new_tasks

    first = plant.task_with(telemetry(), "first.csv")
    detect_on_new_tasks.func(plant.project)
    assert latest(plant.project) is None
    assert detection(plant, "patch", {"on_import": True}).json()["on_import"] is True
    detect_on_new_tasks.func(plant.project)
    run_jobs(plant.project)
    (kept,) = predictions(plant, first)
    second = plant.task_with(telemetry(1), "second.csv")
    detect_on_new_tasks.func(plant.project)
    run_jobs(plant.project)
    assert detection(plant).json()["run"]["total"] == 1
    assert len(predictions(plant, second)) == 1
    assert predictions(plant, first)[0]["id"] == kept["id"]


def test_a_stop_that_a_file_of_events_tells_of_is_no_fault(plant: Machine, run_jobs: Any) -> None:
    # Nothing but the events says that the machine stood still there: there is no other channel.
    config = CONFIG.replace('"dropout"', '"flatline"')
    assert plant.ask("PATCH", f"/api/projects/{plant.project}/", {"label_config": config}).status_code == 200
    values = np.random.default_rng(5).normal(200, 2, 3000).round(1)
    values[2000:2600] = 0
    content = "time,pressure\n" + "".join(f"{i},{value}\n" for i, value in enumerate(values))
    regimes = plant.upload("regimes.csv", "start,end,name\n2000,2599,standby\n")
    known = plant.task_with(content, "known.csv", regimes=regimes)
    unknown = plant.task_with(content, "unknown.csv", regimes="/data/upload/absent.csv")
    detection(plant, "post", {})
    run_jobs(plant.project)

    def stuck(task: int) -> list[Any]:
        (mine,) = predictions(plant, task)
        return [i for i in mine["result"] if i["value"]["start"] == 2000]

    assert stuck(unknown)
    assert not stuck(known)


def test_strangers_see_nothing(plant: Machine, stranger: Any, client_for: Any) -> None:
    client = client_for(stranger)
    path = f"/faultmark/api/projects/{plant.project}/detection"
    assert [getattr(client, method)(path).status_code for method in ("get", "post", "patch", "delete")] == [404] * 4
    assert client_for(None).get(path).status_code in (401, 403)


def test_a_project_with_enough_labels_is_spoken_to_in_its_own_words(client_for: Any, ada: Any, run_jobs: Any) -> None:
    words = {"dropout": "cable loose", "spike": "EMC burst"}
    labels = "".join(f'<Label value="{word}"/>' for word in words.values())
    plant = make_project(client_for(ada), CONFIG.replace('<Label value="dropout"/><Label value="anomaly"/>', labels))
    rng = np.random.default_rng(4)
    values = rng.normal(5, 0.1, 6000)
    result = []
    for number in range(44):
        first, kind = 60 + 130 * number, "dropout" if number % 2 else "spike"
        last = first + (19 if kind == "dropout" else 1)
        values[first : last + 1] = np.nan if kind == "dropout" else 9
        where = {"start": first, "end": last, "instant": False, "timeserieslabels": [words[kind]]}
        result.append(
            {"id": f"r{number}", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "value": where}
        )
    taught = plant.task_with(
        "time,pressure\n" + "".join(f"{i},{'' if np.isnan(v) else round(v, 3)}\n" for i, v in enumerate(values)),
        "taught.csv",
    )
    fresh = plant.task_with(telemetry(1), "fresh.csv")
    said = detection(plant, "post", {})
    run_jobs(plant.project)
    assert not any(
        i["value"]["timeserieslabels"] == ["cable loose"] for p in predictions(plant, fresh) for i in p["result"]
    )
    assert plant.ask("post", f"/api/tasks/{taught}/annotations/", {"result": result}).status_code == 201
    said = detection(plant, "post", {})
    assert said.status_code == 202
    run_jobs(plant.project)
    (mine,) = predictions(plant, fresh)
    named = {(i["value"]["start"], i["value"]["end"]): i["value"]["timeserieslabels"] for i in mine["result"]}
    assert named[HOLE[0], HOLE[1] - 1] == ["cable loose"]


def test_dismissed_proposals_raise_what_their_channel_asks_for_and_no_other(
    client_for: Any, ada: Any, run_jobs: Any
) -> None:
    channel = '<Channel column="pressure"/>'
    plant = make_project(client_for(ada), CONFIG.replace(channel, channel + '<Channel column="flow"/>'))

    def spikes(seed: int) -> str:
        rng = np.random.default_rng(seed)
        values = rng.normal(5, 0.1, (1500, 2))
        for first in (200, 450, 700):
            values[first : first + 3, 0] += 3
            values[first + 600 : first + 603, 1] += 3
        return "time,pressure,flow\n" + "".join(f"{i},{a:.3f},{b:.3f}\n" for i, (a, b) in enumerate(values))

    tasks = [plant.task_with(spikes(seed), f"pump-{seed}.csv") for seed in range(5)]

    def proposed(task: int) -> list[tuple[str, str, int]]:
        return [
            (item["id"], item["meta"]["faultmark"]["channels"][0], prediction["id"])
            for prediction in predictions(plant, task)
            for item in prediction["result"]
        ]

    detection(plant, "post", {})
    run_jobs(plant.project)
    assert detection(plant).json()["run"]["bars"] == []
    before = proposed(tasks[-1])
    assert {channel for _, channel, _ in before} == {"pressure", "flow"}
    judged: dict[int, list[str]] = {}
    for task in tasks[:-1]:
        judged[task] = [channel for _, channel, _ in proposed(task)]
        rejected = [
            {"prediction_id": prediction, "region_id": region}
            for region, channel, prediction in proposed(task)
            if channel == "pressure"
        ]
        saved = plant.ask("put", f"/faultmark/api/tasks/{task}/draft", body(dismissed=rejected))
        assert saved.status_code in (200, 201), saved.content
    detection(plant, "post", {})
    run_jobs(plant.project)
    after = [channel for _, channel, _ in proposed(tasks[-1])]
    assert "pressure" not in after
    assert after.count("flow") == [channel for _, channel, _ in before].count("flow")
    run = detection(plant).json()["run"]
    told = {bar["channel"]: bar for bar in run["bars"]}
    assert told["pressure"]["least"] > run["least"]
    assert told["pressure"]["verdicts"] == sum(channel == "pressure" for task in tasks[:-1] for channel in judged[task])
