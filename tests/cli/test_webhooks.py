"""Webhooks from the command line, on a server that really sends them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from faultmark.cli.main import app

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/></TimeSeriesLabels></View>"""


@pytest.fixture
def receiver() -> Iterator[Any]:
    """A server that keeps the events it is told of, and answers with ``receiver.status``."""
    told = SimpleNamespace(status=204, events=[])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.events.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["event"])
            self.send_response(told.status)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{running.server_port}/hook"
    yield told
    running.shutdown()
    running.server_close()


def test_a_webhook_is_made_tested_watched_and_removed(server: Any, receiver: Any) -> None:
    project = server.post("/api/projects/", json={"title": "Told", "label_config": CONFIG}).json()["id"]

    def webhooks(command: str, *more: object, code: int = 0) -> str:
        line = ["webhooks", command, str(project), *map(str, more), "--to", server.base_url]
        done = CliRunner().invoke(app, [*line, "--api-key", server.api_token])
        assert done.exit_code == code, done.output
        return done.output

    rule = "severity >= 4 and settled"
    made = json.loads(webhooks("add", receiver.url, "--event", "region.settled", "--rule", rule, "--json"))
    assert len(made["secret"]) == 64
    assert "taken, answer 204" in webhooks("test", made["id"])
    receiver.status = 503
    assert "given up, answer 503" in webhooks("test", made["id"], code=1)
    assert receiver.events == ["hook.test", "hook.test"]
    found = json.loads(webhooks("deliveries", "--webhook", made["id"], "--json"))
    assert [(one["webhook"], one["state"]) for one in found] == [(made["id"], "given_up"), (made["id"], "sent")]
    listed = webhooks("list")
    assert f"{receiver.url}: region.settled if {rule}" in listed
    assert made["secret"] not in listed
    webhooks("remove", made["id"])
    assert webhooks("list") == f"Project {project} has no webhook.\n"


def test_an_address_that_is_not_allowed_is_refused_with_the_remedy(server: Any) -> None:
    project = server.post("/api/projects/", json={"title": "Told", "label_config": CONFIG}).json()["id"]
    line = ["webhooks", "add", str(project), "https://alerts.example.com/x", "--to", server.base_url]
    done = CliRunner().invoke(app, [*line, "--api-key", server.api_token])
    assert done.exit_code == 1
    assert "webhook_hosts in faultmark.toml" in " ".join(done.output.split())
