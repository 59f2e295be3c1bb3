"""Telemetry that AWS IoT Core stages in S3: a task for each machine and day, and late objects where they belong."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from s3_endpoint import BUCKET, Endpoint
from telemetry_project import Machine

from faultmark.machine.object_layout import folder_of

ROOT = Path(__file__).resolve().parents[2]


def lines(minute: int) -> bytes:
    records = [{"time": 60 * minute + s, "temperature": s, "pressure": 1.5, "thing": "pump"} for s in range(60)]
    return "\n".join(json.dumps(record) for record in records).encode()


def test_a_task_for_each_machine_and_day(machine: Machine, ingest: Any, s3: Endpoint) -> None:
    from faultmark.host.staged_tasks import map_staged

    for thing in ("pump-1", "pump-2"):
        for date in ("2026-03-01", "2026-03-02"):
            for minute in (0, 2):
                s3.put(f"stage/telemetry/thing={thing}/date={date}/a-{minute}.gz", gzip.compress(lines(minute)))
    s3.put("stage/telemetry/readme.txt", b"no telemetry")
    s3.storage(machine, s3.keys, prefix="stage")
    prefix = f"s3://{BUCKET}/stage/telemetry"
    done = map_staged(machine.project, prefix)
    assert (done.objects, done.created, done.ignored) == (8, 4, 1)
    tasks = machine.client.get(f"/api/tasks?project={machine.project}&fields=all").json()["tasks"]
    assert {(t["data"]["machine"], t["data"]["date"]) for t in tasks} == {
        (thing, date) for thing in ("pump-1", "pump-2") for date in ("2026-03-01", "2026-03-02")
    }
    for task in tasks:
        assert ingest(task["id"]).state == "ready", machine.series(task["id"])["error"]
    again = map_staged(machine.project, prefix)
    assert (again.created, again.renewed, again.unchanged) == (0, 0, 4)
    s3.put("stage/telemetry/thing=pump-2/date=2026-03-02/z-late.gz", gzip.compress(lines(1)))
    late = map_staged(machine.project, prefix)
    assert (late.created, late.renewed, late.unchanged) == (0, 1, 3)
    (task,) = [t["id"] for t in tasks if (t["data"]["machine"], t["data"]["date"]) == ("pump-2", "2026-03-02")]
    assert ingest(task).state == "ready"
    series = machine.series(task)
    assert series["rows"] == 180
    assert series["axis"]["regular"], "what came late stands where its times say"


def test_a_parquet_object_a_minute_becomes_one_task_a_day(machine: Machine, ingest: Any, s3: Endpoint) -> None:
    from faultmark.host.staged_tasks import map_staged

    for minute in range(3):
        out = io.BytesIO()
        at = [60 * minute + s for s in range(60)]
        pq.write_table(pa.table({"time": at, "temperature": [1.0] * 60, "pressure": [2.0] * 60}), out)
        s3.put(f"stage/pump-1/2026/03/01/{minute:02d}.parquet", out.getvalue())
    s3.storage(machine, s3.keys, prefix="stage")
    assert map_staged(machine.project, f"s3://{BUCKET}/stage/").created == 1
    (task,) = machine.client.get(f"/api/tasks?project={machine.project}&fields=all").json()["tasks"]
    assert task["data"]["date"] == "2026-03-01"
    assert ingest(task["id"]).state == "ready", machine.series(task["id"])["error"]
    assert machine.series(task["id"])["rows"] == 180
    s3.put("stage/pump-1/2026/03/01/zz.jsonl", lines(9))
    assert map_staged(machine.project, f"s3://{BUCKET}/stage/").renewed == 1
    error = ingest(task["id"]).error
    assert (error["code"], error["file"]) == ("series.join.mixed", "stage/pump-1/2026/03/01/zz.jsonl")


def test_a_prefix_that_no_storage_covers(machine: Machine, s3: Endpoint) -> None:
    from faultmark.errors import ConfigError
    from faultmark.host.staged_tasks import map_staged

    s3.put("stage/a/2026-01-01/a.jsonl", lines(0))
    s3.storage(machine, s3.keys, prefix="stage")
    for uri in (f"s3://{BUCKET}/stage-of-others", "s3://elsewhere/stage"):
        with pytest.raises(ConfigError) as caught:
            map_staged(machine.project, uri)
        assert caught.value.code == "source.storage.missing"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("p/thing=a/date=2026-03-02/x.gz", ("p/thing=a/date=2026-03-02/", "a", "2026-03-02", None)),
        ("p/a/2026-03-02/07/x.gz", ("p/a/2026-03-02/", "a", "2026-03-02", None)),
        ("p/a/2026/03/02/07/x.gz", ("p/a/2026/03/02/", "a", "2026-03-02", None)),
        ("p/machine=a b/run=17/x.parquet", ("p/machine=a b/run=17/", "a b", None, "17")),
        ("p/a/x.gz", None),
        ("p/a/2026-03-02/", None),
    ],
)
def test_keys_of_all_layouts_are_told_apart_by_thing_and_date_or_run(key: str, found: Any) -> None:
    folder = folder_of("p/", key)
    assert (None if folder is None else (folder.path, folder.thing, folder.date, folder.run)) == found


def test_the_template_is_sound() -> None:
    import subprocess
    import sys

    lint = [str(Path(sys.executable).parent / "cfn-lint"), str(ROOT / "docs" / "aws" / "iot-telemetry.yaml")]
    ran = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
