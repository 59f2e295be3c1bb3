"""Telemetry in S3, through Label Studio's own storages, against a real endpoint: nobody is told a secret."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from s3_endpoint import BUCKET, Endpoint
from telemetry_project import Machine, rows

READ = ("s3:GetObject", "s3:ListBucket")


def everything_said(machine: Machine, task: int, caplog: Any) -> str:
    answers = [
        machine.client.get(f"/faultmark/api/tasks/{task}").content.decode(),
        machine.client.get(f"/faultmark/api/tasks/{task}/series").content.decode(),
        machine.client.get(f"/api/tasks/{task}").content.decode(),
        machine.client.get(f"/api/storages/s3?project={machine.project}").content.decode(),
        machine.client.get(f"/api/projects/{machine.project}/export?exportType=JSON&download_all_tasks=true").getvalue().decode(),
    ]  # fmt: skip
    # The endpoint runs in this process too, and what it writes is not ours.
    logged = [r.getMessage() for r in caplog.records if r.name.split(".")[0] not in ("moto", "werkzeug")]
    return "\n".join([*answers, *logged])


@pytest.mark.parametrize("name", ["pump/day=1, shift 2/a.csv", "pump/a.csv.gz"])
def test_an_object_opens_with_the_storages_own_credentials(
    machine: Machine, ingest: Any, s3: Endpoint, monkeypatch: Any, caplog: Any, name: str
) -> None:
    import gzip

    from faultmark.host.platform import object_storage

    monkeypatch.setattr(object_storage, "PIECE", 1000)
    caplog.set_level(logging.DEBUG)
    content = rows(500).encode()
    uri = s3.put(name, gzip.compress(content) if name.endswith("gz") else content)
    keys = s3.user("reader", *READ)
    s3.enforce()
    s3.storage(machine, keys, prefix="pump")
    task = machine.task(uri)
    link = ingest(task)
    assert link.state == "ready", link.error
    assert machine.series(task)["rows"] == 500
    assert machine.series(task)["source_name"] == "a.csv" + (".gz" if name.endswith("gz") else "")
    said = everything_said(machine, task, caplog)
    for secret in keys.values():
        assert secret not in said
    from faultmark.web.series_store import series_store

    assert list((series_store().root / "tmp").iterdir()) == [], "the copy was left behind"
    for path in (series_store().root / "series" / link.series_id).iterdir():
        assert keys["aws_secret_access_key"].encode() not in path.read_bytes()


@contextmanager
def role_of_this_machine(keys: Mapping[str, str]) -> Iterator[str]:
    """The address on which a container is handed the keys of its role."""

    class Hand(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(keys).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hand) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/role"
        server.shutdown()


def test_a_storage_without_keys_reads_by_the_role_of_the_machine(
    machine: Machine, ingest: Any, s3: Endpoint, monkeypatch: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    uri = s3.put("pump/a.csv", rows(50).encode())
    keys = s3.role("telemetry-reader", *READ)
    s3.enforce()
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "none")
    with role_of_this_machine(keys) as address:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)
        storage = s3.storage(machine, {}, prefix="pump")
        assert machine.ask("POST", f"/api/storages/s3/{storage}/sync").status_code == 200
        task = machine.task(uri)
        link = ingest(task)
    assert link.state == "ready", link.error
    assert machine.series(task)["rows"] == 50
    said = everything_said(machine, task, caplog)
    for secret in ("SecretAccessKey", "Token"):
        assert keys[secret] not in said


def test_what_is_missing_is_named(machine: Machine, ingest: Any, s3: Endpoint, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    uri = s3.put("pump/a.csv", rows(5).encode())
    lister = s3.user("lister", "s3:ListBucket")
    s3.enforce()
    s3.storage(machine, lister, prefix="pump")
    task = machine.task(uri)
    assert ingest(task).state == "failed"
    error = machine.series(task)["error"]
    assert error["code"] == "series.source.denied"
    for word in (BUCKET, "HeadObject", "s3:GetObject", "Plant bucket"):
        assert word in error["message"]
    assert f"arn:aws:s3:::{BUCKET}/pump/*" in error["expected"]
    assert lister["aws_secret_access_key"] not in everything_said(machine, task, caplog)


@pytest.mark.parametrize(("prefix", "call"), [("pump", "ListObjectsV2"), ("", "HeadBucket")])
def test_a_bucket_that_may_not_be_listed_is_told_as_it_is_connected_and_synced(
    machine: Machine, s3: Endpoint, prefix: str, call: str
) -> None:
    from io_storages.s3 import models

    s3.put("pump/a.csv", rows(5).encode())
    # For HeadBucket this endpoint wants a permission of that name; Amazon wants s3:ListBucket.
    getter, reader = s3.user("getter", "s3:GetObject"), s3.user("reader", *READ, "s3:HeadBucket")
    s3.enforce()
    body = {"project": machine.project, "title": "Plant bucket", "bucket": BUCKET, "prefix": prefix, "presign": False}
    refused = machine.ask("POST", "/api/storages/s3", {**body, **getter})
    storage = s3.storage(machine, reader, prefix=prefix)
    models.S3ImportStorage.objects.filter(pk=storage).update(**getter)
    models.clients_cache.clear()
    for answer in (refused, machine.ask("POST", f"/api/storages/s3/{storage}/sync")):
        assert answer.status_code == 400, answer.content
        said = answer.content.decode()
        for word in (BUCKET, call, "s3:ListBucket is missing", f"arn:aws:s3:::{BUCKET}. ", "Grant s3:ListBucket"):
            assert word in said
        assert getter["aws_secret_access_key"] not in said
    gone = machine.ask("POST", "/api/storages/s3", {**body, **reader, "bucket": "no-such-bucket"})
    assert "no-such-bucket" in gone.content.decode()


def test_objects_and_credentials_that_are_gone(machine: Machine, ingest: Any, s3: Endpoint) -> None:
    from io_storages.s3 import models

    s3.put("pump/a.csv", rows(5).encode())
    keys = s3.user("reader", *READ)
    s3.enforce()
    storage = s3.storage(machine, keys, prefix="pump")
    task = machine.task(f"s3://{BUCKET}/pump/gone.csv")
    assert ingest(task).error["code"] == "series.file.missing"
    models.S3ImportStorage.objects.filter(pk=storage).update(aws_access_key_id="AKIAGONE")
    task = machine.task(f"s3://{BUCKET}/pump/a.csv")
    error = ingest(task).error
    assert error["code"] in ("series.source.credentials", "series.source.denied")
    assert "AKIAGONE" not in str(error)


def test_a_bucket_of_another_project_stays_closed(machine: Machine, ingest: Any, s3: Endpoint) -> None:
    from telemetry_project import make_project

    uri = s3.put("pump/a.csv", rows(5).encode())
    keys = s3.user("reader", *READ)
    s3.storage(machine, keys, prefix="pump")
    other = make_project(machine.client)
    task = other.task(uri)
    assert ingest(task).error["code"] == "series.source.forbidden"
    outside = machine.task(s3.put("payroll/people.csv", b"time,a\n1,2\n"))
    assert ingest(outside).error["code"] == "series.source.forbidden", "the prefix is the limit"


def test_an_endpoint_that_does_not_answer(machine: Machine, ingest: Any, s3: Endpoint, monkeypatch: Any) -> None:
    from io_storages.s3 import models

    uri = s3.put("pump/a.csv", rows(5).encode())
    s3.storage(machine, s3.user("reader", *READ))
    monkeypatch.setenv("LABEL_STUDIO_S3_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    models.clients_cache.clear()
    error = ingest(machine.task(uri)).error
    assert error["code"] == "series.source.unreachable"
    assert BUCKET in error["message"]
    assert error["remedies"][-1]["options"] == {"reread": True}


def test_a_secret_in_an_address_is_not_repeated(machine: Machine, ingest: Any) -> None:
    task = machine.task("https://files.example.com/pump.csv?token=PLANTED-SECRET")
    error = ingest(task).error
    assert error["code"] == "series.source.forbidden"
    assert "https_hosts" in error["expected"]
    assert "PLANTED-SECRET" not in str(error)


def test_a_bucket_is_registered_once(machine: Machine, s3: Endpoint) -> None:
    for i in range(5):
        s3.put(f"pump/{i}.csv", rows(3).encode())
    storage = s3.storage(machine, s3.user("reader", *READ), prefix="pump")
    for expected in (5, 5, 6):
        if expected == 6:
            s3.put("pump/new.csv", rows(3).encode())
        answer = machine.ask("POST", f"/api/storages/s3/{storage}/sync", {})
        assert answer.status_code == 200, answer.content
        assert machine.client.get(f"/api/tasks?project={machine.project}").json()["total"] == expected


def test_arrays_in_the_task_itself(machine: Machine, ingest: Any) -> None:
    task = machine.task({"time": [0, 1, 2], "temperature": [1.5, None, 2.5], "pressure": [1, 2, 3]})
    assert ingest(task).state == "ready", machine.series(task)["error"]
    series = machine.series(task)
    assert [series["rows"], series["channels"][0]["count_missing"]] == [3, 1]
    assert "telemetry" not in machine.workbench(task)["task"]["data"], "arrays are not sent along"
