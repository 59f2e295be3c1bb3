"""Telemetry tasks on a real server, and waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from live_server import Server
from telemetry_project import NUMBER_TIMES

T = TypeVar("T")
PATIENCE = 120


def eventually(look: Callable[[], T], what: str) -> T:
    """Look until there is something to see; fail when it never comes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.05)
    raise AssertionError(f"It never came: {what}")


def make_project(server: Server, title: str = "Pumps") -> int:
    answer = server.post("/api/projects/", json={"title": title, "label_config": NUMBER_TIMES})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def add_task(server: Server, project: int, path: Path) -> int:
    """A task on a file in the server's folder of local files, below a folder of the project's own."""
    storages = server.get(f"/api/storages/localfiles?project={project}").json()
    if not storages:
        body = {"project": project, "title": "Files", "path": str(path.parent), "use_blob_urls": True}
        made = server.post("/api/storages/localfiles", json=body)
        assert made.status_code == 201, made.text
    relative = path.relative_to(server.data_dir / "files")
    task = [{"data": {"telemetry": f"/data/local-files/?d={relative}"}}]
    server.post(f"/api/projects/{project}/import", json=task).raise_for_status()
    tasks = server.get(f"/api/tasks?project={project}&fields=task_only").json()["tasks"]
    return int(max(task["id"] for task in tasks))


def series_of(server: Server, task: int) -> Any:
    return server.get(f"/faultmark/api/tasks/{task}/series").json()


def wait_until_ready(server: Server, task: int) -> Any:
    server.get(f"/faultmark/api/tasks/{task}").raise_for_status()

    def look() -> Any:
        series = series_of(server, task)
        assert series["state"] != "failed", series["error"]
        return series if series["state"] == "ready" else None

    return eventually(look, "a series that is ready")


PATIENT = """import threading
from pathlib import Path

def patient(series):
    here = Path(__file__)
    here.with_suffix(".asked").touch()
    while not here.with_name("go").exists():
        threading.Event().wait(0.05)
    return []
"""


def write_patient_detector(folder: Path) -> Path:
    """Install, in a folder for ``PYTHONPATH``, a detector that waits; it goes on once the file returned is there.

    Beside that file lies one with the suffix ``.asked`` from when the detector is first at work.
    """
    info = folder / "plant-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "go.py").write_text(PATIENT)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plant\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[faultmark.detectors]\npatient = go:patient\n")
    return folder / "go"
