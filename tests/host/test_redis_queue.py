"""Where Redis is configured, Label Studio's own queue runs our jobs: on as many workers as there are, same results."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import redis
import rq
from label_studio_sdk.client import LabelStudio
from live_server import Server, clean_environment, free_port, start_server
from server_tasks import add_task, eventually, make_project, wait_until_ready, write_patient_detector
from telemetry_project import rows

pytestmark = pytest.mark.long

CONFIG = """<View>
  <TimeSeriesLabels name="label" toName="ts"><Label value="dropout"/><Label value="anomaly"/></TimeSeriesLabels>
  <TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="pressure"/></TimeSeries>
</View>"""
TIMEOUT = 120


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis server of these tests' own."""
    program = shutil.which("redis-server")
    assert program is not None, "redis-server is missing: scripts/redis.sh installs it"
    port = free_port()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path_factory.mktemp("redis")),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = redis.Redis(port=port)
    wait_for(lambda: answers(client), "Redis does not answer")
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that a detector installed on all of these tests' workers waits for."""
    return write_patient_detector(tmp_path_factory.mktemp("plant"))


@pytest.fixture(scope="module")
def environment(redis_url: str, patient: Path) -> dict[str, str]:
    """What server and workers have in common."""
    return {"FAULTMARK_REDIS_URL": redis_url, "PYTHONPATH": str(patient.parent)}


@pytest.fixture(scope="module")
def queued(
    template_db: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server without a worker of its own."""
    running = start_server(tmp_path_factory.mktemp("queued"), environment)
    yield running
    running.stop()


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def wait_for(met: Any, what: str) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not met():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def ended_jobs(queue: rq.Queue) -> list[str]:
    keys = queue.finished_job_registry.get_job_ids()
    return [rq.job.Job.fetch(key, connection=queue.connection).func_name.rsplit(".", 1)[1] for key in keys]


def telemetry(seed: int) -> str:
    values = np.random.default_rng(seed).normal(5, 0.1, 1500)
    values[300:303] += 4
    rows = [f"{i}," if 700 <= i < 740 else f"{i},{value:.3f}" for i, value in enumerate(values)]
    return "time,pressure\n" + "\n".join(rows) + "\n"


def proposals(server: Server) -> list[str]:
    """What a server's workers propose on a few tasks, without the ids that are drawn at random."""
    client = LabelStudio(base_url=server.base_url, api_key=server.api_token)
    project = client.projects.create(title="Pumps", label_config=CONFIG).id
    for seed in range(4):
        files = {"file": (f"pump-{seed}.csv", telemetry(seed), "text/csv")}
        answer = server.post(f"/api/projects/{project}/import?commit_to_project=false", files=files).json()
        stored = server.get(f"/api/import/file-upload/{answer['file_upload_ids'][0]}").json()
        client.tasks.create(project=project, data={"csv": f"/data/{stored['file']}"})
    path = f"/faultmark/api/projects/{project}/detection"
    assert server.post(path, json={}).status_code == 202
    wait_for(lambda: server.get(path).json()["run"]["state"] == "done", "detection did not end")
    run = server.get(path).json()["run"]
    assert (run["done"], run["failed"], run["errors"]) == (4, 0, [])
    said = []
    for task in sorted(task.id for task in client.tasks.list(project=project)):
        (prediction,) = client.predictions.list(task=task)
        items = [{key: value for key, value in item.items() if key != "id"} for item in prediction.result]
        said.append(json.dumps([prediction.model_version, prediction.score, items], sort_keys=True))
    return said


def test_a_worker_that_is_stopped_hands_back_its_detection_and_the_next_goes_on_with_it(
    queued: Server, environment: dict[str, str], patient: Path, tmp_path: Path
) -> None:
    where = clean_environment(FAULTMARK_DATA_DIR=str(queued.data_dir), **environment)
    command = [str(Path(sys.executable).parent / "faultmark"), "worker"]
    (folder := queued.data_dir / "files" / "pumps").mkdir(parents=True)
    (folder / "pump.csv").write_text(rows(1000))
    (folder / "fan.csv").write_text(rows(2000))
    log = (tmp_path / "workers.log").open("w")
    worker = subprocess.Popen(command, env=where, stdout=log, stderr=log)
    try:
        project = make_project(queued)
        tasks = [add_task(queued, project, folder / "pump.csv") for _ in range(2)]
        path = f"/faultmark/api/projects/{project}/detection"
        assert queued.post(path, json={}).status_code == 202
        eventually(lambda: patient.with_suffix(".asked").exists(), "a detector at work")
        opened = add_task(queued, make_project(queued, "Fans"), folder / "fan.csv")
        assert wait_until_ready(queued, opened)["rows"] == 2000
        assert queued.get(path).json()["run"]["state"] == "running"
        queue = rq.Queue("default", connection=redis.from_url(environment["FAULTMARK_REDIS_URL"]))
        eventually(lambda: "purge_all" in ended_jobs(queue), "the look for what is due for deletion")

        everybody = [worker.pid, *(child.pid for child in psutil.Process(worker.pid).children(recursive=True))]
        worker.terminate()
        assert worker.wait(30) == 0
        eventually(lambda: not any(map(psutil.pid_exists, everybody)), "the end of all the worker's processes")
        assert queued.get(path).json()["run"]["state"] == "queued"
        patient.touch()
        worker = subprocess.Popen(command, env=where, stdout=log, stderr=log)
        eventually(lambda: queued.get(path).json()["run"]["state"] == "done", "the end of the detection")
        run = queued.get(path).json()["run"]
        assert (run["done"], run["failed"]) == (2, 0)
        assert all(len(queued.get(f"/api/predictions/?task={task}").json()) == 1 for task in tasks)
    finally:
        worker.terminate()
        worker.wait(30)
        log.close()


def test_workers_on_the_queue_propose_what_our_own_worker_does(
    server: Server, queued: Server, environment: dict[str, str], patient: Path, tmp_path: Path
) -> None:
    # It has nothing to say, and waits no longer.
    patient.touch()
    manage = [sys.executable, "-m", "faultmark.host.manage", "rqworker"]
    commands = [
        [*manage, "default"],
        [*manage, "low"],
        [str(Path(sys.executable).parent / "faultmark"), "worker"],
    ]
    where = clean_environment(FAULTMARK_DATA_DIR=str(queued.data_dir), **environment)
    log = (tmp_path / "workers.log").open("w")
    workers = [subprocess.Popen(command, env=where, stdout=log, stderr=log) for command in commands]
    try:
        found = proposals(queued)
        # A plain function of Label Studio's, on the same queue.
        queue = rq.Queue("default", connection=redis.from_url(environment["FAULTMARK_REDIS_URL"]))
        job = queue.enqueue("core.utils.params.int_from_request", {"page": "7"}, "page", 1)
        wait_for(lambda: job.get_status() in ("finished", "failed"), "a job of Label Studio's did not end")
        assert job.return_value() == 7, job.latest_result()
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)
        log.close()
    assert all("dropout" in task for task in found)
    assert found == proposals(server)
