"""``faultmark detect --project`` on our own server and on a stock Label Studio."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from faultmark.cli.main import app
from faultmark.detect import MODEL_VERSION
from faultmark.errors import ConfigError
from faultmark.remote.client import Remote, connect
from faultmark.remote.detection import Workshop, detect_project, split_address
from faultmark.store.series_store import SeriesStore

CONFIG = """<View>
  <TimeSeriesLabels name="label" toName="ts"><Label value="dropout"/><Label value="anomaly"/></TimeSeriesLabels>
  <TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="pressure"/></TimeSeries>
</View>"""
HOLE = (700, 740)


def telemetry(seed: int) -> str:
    values = np.random.default_rng(seed).normal(5, 0.1, 1500)
    rows = [f"{i}," if HOLE[0] <= i < HOLE[1] else f"{i},{value:.3f}" for i, value in enumerate(values)]
    return "time,pressure\n" + "\n".join(rows) + "\n"


@pytest.fixture(params=["faultmark", "stock"])
def remote(request: Any, monkeypatch: Any) -> Remote:
    running = request.getfixturevalue("server" if request.param == "faultmark" else "stock")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", running.api_token)
    return connect(running.base_url, running.api_token)


def make_project(remote: Remote, count: int = 2) -> tuple[int, list[int]]:
    """A project whose tasks are uploads, and one task that names no file."""
    project = remote.call("POST", "api/projects", json={"title": "Detection", "label_config": CONFIG})["id"]
    tasks = []
    for seed in range(count):
        files = {"file": (f"pump-{seed}.csv", telemetry(seed).encode(), "text/csv")}
        answer = remote.call("POST", f"api/projects/{project}/import?commit_to_project=false", files=files)
        stored = remote.call("GET", f"api/import/file-upload/{answer['file_upload_ids'][0]}")
        data = {"csv": f"/data/{stored['file']}"}
        tasks.append(remote.call("POST", "api/tasks", json={"project": project, "data": data})["id"])
    absent = {"project": project, "data": {"csv": "/data/upload/absent.csv"}}
    tasks.append(remote.call("POST", "api/tasks", json=absent)["id"])
    return project, tasks


def predictions(remote: Remote, task: int) -> list[Any]:
    return list(remote.pages("api/predictions", task=task))


def hole_of(prediction: Any) -> tuple[int, int]:
    (item,) = [i for i in prediction["result"] if i["value"]["timeserieslabels"] == ["dropout"]]
    return item["value"]["start"], item["value"]["end"] + 1


def test_all_tasks_are_looked_at_and_the_one_that_cannot_be_read_is_named(remote: Remote, tmp_path: Path) -> None:
    project, tasks = make_project(remote)
    said = CliRunner().invoke(
        app,
        ["detect", "--project", f"{remote.url}/projects/{project}/data", "--format", "json"],
        env={"FAULTMARK_DATA_DIR": str(tmp_path)},
    )
    assert said.exit_code == 1, said.output
    report = json.loads(said.stdout.splitlines()[-1])
    assert (report["state"], report["done"], report["total"], report["failed"]) == ("done", 3, 3, 1)
    assert [error["task"] for error in report["errors"]] == tasks[-1:]
    first = [predictions(remote, task) for task in tasks]
    assert [[hole_of(p) for p in found] for found in first] == [[HOLE], [HOLE], []]
    again = detect_project(remote, project, Workshop(SeriesStore(tmp_path / "store")), lambda *_: None)
    assert again.done == 3
    assert [[p["model_version"] for p in predictions(remote, task)] for task in tasks] == [[MODEL_VERSION]] * 2 + [[]]


def test_what_is_cancelled_goes_on_where_it_was(remote: Remote, tmp_path: Path) -> None:
    project, tasks = make_project(remote, 3)
    workshop = Workshop(SeriesStore(tmp_path / "store"))

    def enough(_share: float, _words: str) -> None:
        if predictions(remote, tasks[0]):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        detect_project(remote, project, workshop, enough)
    kept = predictions(remote, tasks[0])
    assert len(kept) == 1
    done = detect_project(remote, project, workshop, lambda *_: None, resume=True)
    assert done.state == "done"
    assert [hole_of(p) for task in tasks[:3] for p in predictions(remote, task)] == [HOLE] * 3
    assert predictions(remote, tasks[0])[0]["id"] == kept[0]["id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (None, 12)),
        ("https://labels.example.com/projects/12", ("https://labels.example.com", 12)),
        ("http://host:8080/sub/projects/3/data?tab=1", ("http://host:8080/sub", 3)),
        ("http://host/faultmark/projects/3/tasks/9", ("http://host", 3)),
    ],
)
def test_a_project_is_named_by_id_or_address(text: str, expected: tuple[str | None, int]) -> None:
    assert split_address(text) == expected


def test_what_is_no_project_is_refused() -> None:
    with pytest.raises(ConfigError, match="is no project"):
        split_address("http://host/tasks/12")
