"""A telemetry task on the shared server."""

from __future__ import annotations

import pytest
from live_server import Server
from server_tasks import add_task, make_project, wait_until_ready
from telemetry_project import rows


@pytest.fixture(scope="session")
def telemetry(server: Server) -> tuple[int, str]:
    """A task on the shared server whose series is ready: task and series id."""
    folder = server.data_dir / "files" / "host-tests"
    folder.mkdir(parents=True)
    path = folder / "pump.csv"
    path.write_text(rows(5000))
    task = add_task(server, make_project(server), path)
    return task, wait_until_ready(server, task)["id"]
