"""The server as processes: what is killed comes back, what is stopped is gone, what was half done is finished."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from live_server import Server, start_server
from server_tasks import (
    add_task,
    eventually,
    make_project,
    series_of,
    wait_until_ready,
    write_patient_detector,
)
from telemetry_project import rows

pytestmark = pytest.mark.long

LONG = 1_500_000


@pytest.fixture(scope="module")
def machine(template_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, which its tests may maltreat."""
    running = start_server(tmp_path_factory.mktemp("processes"))
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture(scope="module")
def long_file(machine: Server) -> Path:
    """A file whose reading takes long enough to be interrupted."""
    folder = machine.data_dir / "files" / "long"
    folder.mkdir(parents=True)
    path = folder / "long.csv"
    path.write_text("time,temperature,pressure\n" + "".join(f"{i},{i % 97}.5,3.25\n" for i in range(LONG)))
    return path


def children(server: Server) -> dict[int, list[str]]:
    """The command lines of all processes below the server's."""
    found = {}
    for child in psutil.Process(server.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended meanwhile, and is a zombie at most
            found[child.pid] = child.cmdline()
    return found


def readers(server: Server) -> list[int]:
    return [pid for pid, line in children(server).items() if "faultmark.actions.ingest_process" in line]


def job_worker(server: Server) -> int:
    """The process that runs jobs: the parent of the one that reads a file."""
    return psutil.Process(readers(server)[0]).ppid()


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def begin(server: Server, path: Path) -> int:
    """Have a task read, and return once a process is at it."""
    task = add_task(server, make_project(server, path.stem), path)
    server.get(f"/faultmark/api/tasks/{task}").raise_for_status()
    eventually(lambda: series_of(server, task)["state"] == "ingesting" and readers(server), "a process that reads")
    return task


def test_it_is_a_master_two_web_workers_and_one_for_jobs(machine: Server) -> None:
    assert len(eventually(lambda: len(found := children(machine)) == 3 and found, "three processes")) == 3


def test_a_killed_job_worker_takes_its_reader_along_and_the_next_one_finishes_the_work(
    machine: Server, long_file: Path
) -> None:
    task = begin(machine, long_file)
    worker, reader = job_worker(machine), readers(machine)[0]
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: is_gone(reader), "the end of the process that read for it")
    assert wait_until_ready(machine, task)["rows"] == LONG
    assert not list((machine.data_dir / "store" / "tmp").iterdir()), "something half-written was left behind"


def test_a_killed_web_worker_is_replaced(machine: Server) -> None:
    before = set(children(machine))
    busiest = min(before)
    os.kill(busiest, signal.SIGKILL)
    eventually(lambda: len(children(machine)) == 3 and busiest not in children(machine), "another worker")
    assert machine.get("/faultmark/api/projects").status_code == 200


def test_sigterm_ends_every_process_also_in_the_middle_of_a_file(machine: Server, long_file: Path) -> None:
    other = long_file.with_name("other.csv")
    other.write_text(long_file.read_text().replace("time,", "time ,", 1))
    task = begin(machine, other)
    everybody = [machine.process.pid, *children(machine)]
    assert machine.stop() == 0
    eventually(lambda: all(map(is_gone, everybody)), "the end of all processes")
    with pytest.raises(requests.ConnectionError):
        requests.get(machine.base_url, timeout=5)

    # And the next start takes up what was interrupted: the page never stays at "ingesting".
    again = start_server(machine.data_dir)
    try:
        assert not any("migrations" in line for line in again.said), "a later start migrated"
        assert wait_until_ready(again, task)["rows"] == LONG
    finally:
        assert again.stop() == 0


def test_a_file_is_read_while_a_detection_runs_which_the_next_start_goes_on_with(
    template_db: Path, tmp_path: Path
) -> None:
    patient = write_patient_detector(tmp_path / "plant")
    server = start_server(tmp_path / "data", {"PYTHONPATH": str(patient.parent)})
    folder = server.data_dir / "files" / "pumps"
    folder.mkdir(parents=True)
    (folder / "pump.csv").write_text(rows(1000))
    project = make_project(server)
    tasks = [add_task(server, project, folder / "pump.csv") for _ in range(2)]
    path = f"/faultmark/api/projects/{project}/detection"
    assert server.post(path, json={}).status_code == 202
    eventually(lambda: patient.with_suffix(".asked").exists(), "a detector at work")
    other = server.data_dir / "files" / "others"
    other.mkdir()
    (other / "fan.csv").write_text(rows(2000))
    opened = add_task(server, make_project(server, "Fans"), other / "fan.csv")
    assert wait_until_ready(server, opened)["rows"] == 2000
    assert server.get(path).json()["run"]["state"] == "running"

    everybody = [server.process.pid, *children(server)]
    assert len(everybody) == 5, "one process more, in which detectors run"
    assert server.stop() == 0
    eventually(lambda: all(map(is_gone, everybody)), "the end of all processes, also of the detectors'")
    patient.touch()
    again = start_server(tmp_path / "data", {"PYTHONPATH": str(patient.parent)})
    try:
        eventually(lambda: again.get(path).json()["run"]["state"] == "done", "the end of the detection")
        assert (again.get(path).json()["run"]["done"], again.get(path).json()["run"]["failed"]) == (2, 0)
        assert all(len(again.get(f"/api/predictions/?task={task}").json()) == 1 for task in tasks)
    finally:
        assert again.stop() == 0


def test_a_hard_end_of_everything_loses_nothing_either(template_db: Path, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data")
    folder = server.data_dir / "files" / "small"
    folder.mkdir(parents=True)
    (folder / "pump.csv").write_text(rows(1000))
    task = add_task(server, make_project(server), folder / "pump.csv")
    body = {"regions": [], "values": {}, "rest": [], "lead_time": 1}
    saved = server.request("PUT", f"/faultmark/api/tasks/{task}/draft", json=body)
    assert saved.status_code == 200, saved.text
    everybody = [server.process.pid, *children(server)]
    for pid in everybody:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(30)
    deadline = time.monotonic() + 30
    while not all(map(is_gone, everybody)) and time.monotonic() < deadline:
        time.sleep(0.05)
    again = start_server(tmp_path / "data")
    try:
        assert again.get(f"/faultmark/api/tasks/{task}").json()["document"]["draft_id"] == saved.json()["draft_id"]
        assert wait_until_ready(again, task)["rows"] == 1000
    finally:
        assert again.stop() == 0
