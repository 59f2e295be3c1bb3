"""The ML backend: its protocol, and a stock Label Studio that is connected to it."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np
import pytest
import requests
from live_server import clean_environment, free_port

from faultmark.detect import MODEL_VERSION
from faultmark.remote.ml_backend import MLBackend
from faultmark.remote.telemetry import Folders
from faultmark.store.series_store import SeriesStore

CONFIG = """<View>
  <TimeSeriesLabels name="label" toName="ts" smart="true"><Label value="dropout"/><Label value="anomaly"/>
  </TimeSeriesLabels>
  <TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="pressure"/></TimeSeries>
</View>"""
HOLES = [(700, 740), (1200, 1230)]


def telemetry() -> str:
    values = np.random.default_rng(0).normal(5, 0.1, 1500)
    lines = ["time,pressure"]
    for i, value in enumerate(values):
        lines.append(f"{i}," if any(a <= i < b for a, b in HOLES) else f"{i},{value:.3f}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files" / "plant"
    files.mkdir(parents=True)
    (files / "pump.csv").write_text(telemetry(), encoding="utf-8")
    return files.parent


@pytest.fixture
def backend(folder: Path, tmp_path: Path) -> MLBackend:
    return MLBackend(SeriesStore(tmp_path / "store"), Folders(folder))


def ask(backend: MLBackend, method: str, path: str, body: object = None) -> tuple[str, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said: list[str] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(raw)}
    answer = backend(environ | {"CONTENT_LENGTH": str(len(raw))}, lambda status, _headers: said.append(status))
    return said[0], json.loads(b"".join(answer))


def task(name: str = "plant/pump.csv") -> dict[str, Any]:
    return {"id": 1, "data": {"csv": f"/data/local-files/?d={name}"}}


def holes_in(result: Any) -> list[tuple[int, int]]:
    return [
        (item["value"]["start"], item["value"]["end"] + 1)
        for item in result["result"]
        if item["value"]["timeserieslabels"] == ["dropout"]
    ]


def test_it_answers_the_whole_protocol(backend: MLBackend) -> None:
    assert ask(backend, "GET", "/health")[1]["status"] == "UP"
    assert ask(backend, "GET", "/versions")[1] == {"versions": [MODEL_VERSION]}
    assert ask(backend, "POST", "/setup", {"project": "1.2", "schema": CONFIG})[1]["model_version"] == MODEL_VERSION
    assert ask(backend, "POST", "/validate", {"config": CONFIG})[0] == "200 OK"
    status, said = ask(backend, "POST", "/validate", {"config": "<View/>"})
    assert (status, said["code"]) == ("400 Bad Request", "config.object.missing")
    for path in ("/webhook", "/train"):
        assert ask(backend, "POST", path, {"action": "ANNOTATION_CREATED"})[0] == "201 Created"
    assert ask(backend, "GET", "/nothing")[0] == "404 Not Found"
    assert ask(backend, "POST", "/predict", b"{")[0] == "400 Bad Request"


def test_a_task_that_cannot_be_read_is_named_and_the_rest_goes_on(backend: MLBackend, folder: Path) -> None:
    (folder.parent / "secret.csv").write_text(telemetry(), encoding="utf-8")
    tasks = [task("plant/absent.csv"), task("../secret.csv"), {"id": 4}, "nonsense", task()]
    _, said = ask(backend, "POST", "/predict", {"tasks": tasks, "label_config": CONFIG})
    *bad, good = said["results"]
    assert [result["result"] for result in bad] == [[]] * 4
    assert all(result["error"] for result in bad)
    assert "outside" in bad[1]["error"]
    assert holes_in(good) == HOLES


def test_while_one_draws_it_proposes_what_lies_there(backend: MLBackend) -> None:
    context = {"result": [{"type": "timeserieslabels", "value": {"start": 690, "end": 760}}]}
    body = {"tasks": [task()], "label_config": CONFIG, "params": {"context": context}}
    (result,) = ask(backend, "POST", "/predict", body)[1]["results"]
    assert holes_in(result) == HOLES[:1]


@pytest.fixture
def served(backend: MLBackend) -> Iterator[str]:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, backend, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stock(template_db: Path, folder: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A Label Studio as it comes, on a migrated database, and an API token of its first user."""
    data = tmp_path / "label-studio"
    data.mkdir()
    (data / "label_studio.sqlite3").write_bytes(gzip.decompress(template_db.read_bytes()))
    port, token = free_port(), "0123456789abcdef0123456789abcdef01234567"
    command = [str(Path(sys.executable).with_name("label-studio")), "start", "--no-browser", "--port", str(port)]
    command += ["--data-dir", str(data), "--username", "ada@example.com", "--password", "telemetry-123"]
    command += ["--user-token", token, "--enable-legacy-api-token"]
    environment = clean_environment(
        LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED="true",
        LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT=str(folder),
        ML_BLOCK_LOCAL_IP="false",
        SSRF_PROTECTION_ENABLED="false",
        COLLECT_ANALYTICS="false",
        LATEST_VERSION_CHECK="false",
        SENTRY_DSN="",
        FRONTEND_SENTRY_DSN="",
    )
    with (tmp_path / "stock.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=data, stdout=log, stderr=log, start_new_session=True)
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 240
    while True:
        try:
            if requests.get(f"{url}/health", timeout=10).ok:
                break
        except requests.ConnectionError:
            pass
        said = (tmp_path / "stock.log").read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, said[-3000:]
        assert time.monotonic() < deadline, said[-3000:]
        threading.Event().wait(0.5)
    yield url, token
    os.killpg(process.pid, 15)
    process.wait(30)


def test_a_stock_label_studio_takes_its_predictions(stock: tuple[str, str], served: str, folder: Path) -> None:
    from label_studio_sdk import LabelStudio

    url, token = stock
    client = LabelStudio(base_url=url, api_key=token)
    project = client.projects.create(title="Pumps", label_config=CONFIG)
    client.import_storage.local.create(project=project.id, path=str(folder / "plant"), use_blob_urls=True)
    made = client.tasks.create(project=project.id, data=task()["data"])
    backend = client.ml.create(url=served, project=project.id, title="faultmark", is_interactive=True)
    assert client.ml.get(backend.id).state == "CO"
    client.ml.predict_interactive(backend.id, task=made.id)
    headers = {"Authorization": f"Token {token}"}
    # What its Data Manager's "Retrieve predictions" does.
    action = {"selectedItems": {"all": True, "excluded": []}, "project": project.id}
    path = f"{url}/api/dm/actions?id=retrieve_tasks_predictions&project={project.id}"
    assert requests.post(path, json=action, headers=headers, timeout=120).ok
    (prediction,) = client.predictions.list(task=made.id)
    assert prediction.model_version == MODEL_VERSION
    assert holes_in({"result": prediction.result}) == HOLES
