"""A stock Label Studio beside our own server."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from live_server import clean_environment, free_port

START = """
import os, sys
from label_studio.server import main
where = ["--port", os.environ["PORT_OF_TEST"], "--data-dir", os.environ["DATA_OF_TEST"]]
sys.argv = ["label-studio", "start", "--no-browser", *where]
main()
"""  # fmt: skip


@dataclass
class Stock:
    """The running server and an administrator's API token."""

    base_url: str
    api_token: str
    data_dir: Path


@pytest.fixture(scope="session")
def stock(template_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """Label Studio as its makers ship it, with nothing of ours in the process, on a database made ready before."""
    folder = tmp_path_factory.mktemp("stock")
    with gzip.open(template_db) as packed, (folder / "label_studio.sqlite3").open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    port, token = free_port(), "0123456789abcdef0123456789abcdef01234567"
    environment = clean_environment(
        PORT_OF_TEST=str(port),
        DATA_OF_TEST=str(folder),
        LABEL_STUDIO_BASE_DATA_DIR=str(folder),
        LABEL_STUDIO_USERNAME="ada@example.com",
        LABEL_STUDIO_PASSWORD="telemetry-123",
        LABEL_STUDIO_USER_TOKEN=token,
        LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN="true",
        COLLECT_ANALYTICS="false",
        LATEST_VERSION_CHECK="false",
        SENTRY_DSN="",
        FRONTEND_SENTRY_DSN="",
    )
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c", START], env=environment, stdout=log, stderr=log, cwd=folder, start_new_session=True
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while True:
        assert process.poll() is None, (folder / "log").read_text()[-3000:]
        assert time.monotonic() < deadline, (folder / "log").read_text()[-3000:]
        try:
            if requests.get(f"{url}/health", timeout=5).status_code == 200:
                break
        except requests.ConnectionError:
            time.sleep(0.3)
    yield Stock(url, token, folder)
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    log.close()
