"""From a task to its series: each state as the API tells it, and none that stays for ever."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telemetry_project import NUMBER_TIMES, Machine, rows


def path_of(task: int) -> Path:
    from faultmark.web.platform import platform
    from faultmark.web.series_links import telemetry_of

    found = platform().task(task)
    assert found is not None
    return telemetry_of(found).path


def link_of(task: int) -> Any:
    from faultmark.web.models import SeriesLink

    return SeriesLink.objects.get(task_id=task)


def jobs() -> list[tuple[str, Any]]:
    from django_tasks_db.models import DBTaskResult

    return [
        (row.task_path.rsplit(".", 1)[1], row.args_kwargs["args"][0])
        for row in DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")
    ]


@pytest.fixture
def on_commit() -> Any:
    """Let happen what waits for the transaction's end, such as queueing a job."""
    from django.test import TestCase

    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


def test_an_import_queues_the_ingest_before_anybody_opens_the_task(machine: Machine, on_commit: Any) -> None:
    from faultmark.web.jobs import ingest_new_tasks

    with on_commit():
        task = machine.task_with(rows(10))
    assert ("ingest_new_tasks", machine.project) in jobs()
    with on_commit():
        ingest_new_tasks.func(machine.project)
    assert link_of(task).state == "queued"
    assert ("ingest_task", task) in jobs()


def test_opening_a_task_queues_its_ingest(machine: Machine, on_commit: Any) -> None:
    task = machine.task_with(rows(10))
    with on_commit():
        assert machine.series(task)["state"] == "none"
        assert machine.workbench(task)["series"]["state"] == "queued"
    assert jobs() == [("ingest_task", task)]


def test_what_somebody_waits_for_is_read_first(machine: Machine, on_commit: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    from faultmark.web.jobs import ingest_new_tasks

    with on_commit():
        first, second = (machine.task_with(rows(10)) for _task in range(2))
        ingest_new_tasks.func(machine.project)
    with on_commit():
        assert machine.workbench(second)["series"]["state"] == "queued"
    waiting = DBTaskResult.objects.ready().filter(task_path__endswith=".ingest_task")
    assert [row.args_kwargs["args"] for row in waiting] == [[second], [first], [second]]


def test_a_project_without_time_series_is_left_alone(ada: Any, client_for: Any, on_commit: Any) -> None:
    from telemetry_project import make_project

    texts = make_project(client_for(ada), '<View><Text name="t" value="$telemetry"/></View>')
    with on_commit():
        task = texts.task("shift report")
    assert jobs() == []
    shown = texts.workbench(task)
    assert shown["series"]["state"] == "none"
    assert shown["schema"]["object"] is None
    assert shown["notices"][0]["code"] == "config.object.missing"


def test_a_ready_series_says_what_it_holds(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(rows(1000))
    ingest(task)
    series = machine.series(task)
    assert series["state"] == "ready"
    assert series["rows"] == 1000
    assert series["error"] is None
    assert series["progress"] is None
    assert [channel["name"] for channel in series["channels"]] == ["temperature", "pressure"]
    assert series["axis"] | {"first": "0", "last": "999", "kind": "number", "regular": True} == series["axis"]
    assert series["source_name"].endswith("pump.csv")
    panes = machine.workbench(task)["schema"]["panes"]
    assert [channel["index"] for pane in panes for channel in pane["channels"]] == [0, 1]


def test_progress_is_told_with_the_time_that_is_left(machine: Machine) -> None:
    task = machine.task_with(rows(10))
    machine.workbench(task)
    link = link_of(task)
    link.state = "ingesting"
    link.progress = {"done_bytes": 250, "total_bytes": 1000, "rows": 10, "seconds": 2.0, "phase": "reading"}
    link.save()
    assert machine.series(task)["progress"]["seconds_left"] == 6.0
    link.progress["done_bytes"] = 0
    link.save()
    assert machine.series(task)["progress"]["seconds_left"] is None


def test_a_remedys_options_are_applied_and_kept(machine: Machine, ingest: Any) -> None:
    task = machine.task_with("time,temperature,pressure\n2,1,1\n1,2,2\n3,3,3\n")
    assert ingest(task).state == "failed"
    error = machine.series(task)["error"]
    (remedy,) = [remedy for remedy in error["remedies"] if remedy["options"]]
    answer = machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": remedy["options"]})
    assert answer.status_code == 202
    assert answer.json()["state"] == "queued"
    assert answer.json()["error"] is None
    assert ingest(task).state == "ready"
    assert machine.series(task)["axis"]["first"] == "1"
    machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": {"reread": True}})
    assert ingest(task).state == "ready", "the option is remembered"


@pytest.mark.parametrize("options", [{"seperator": ";"}, {"separator": 5}, {"columns": "a"}, {"sort": "yes"}])
def test_options_that_there_are_not_are_refused(machine: Machine, ingest: Any, options: Any) -> None:
    task = machine.task_with(rows(5))
    ingest(task)
    answer = machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": options})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "series.options.invalid"
    assert next(iter(options)) in answer.json()["detail"]
    assert machine.series(task)["state"] == "ready"


def test_a_file_that_changed_after_the_import_is_told_and_can_be_read_again(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(rows(10))
    ingest(task)
    assert machine.workbench(task)["series"]["warning"] is None
    path = path_of(task)
    path.write_text(rows(20))
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    warning = machine.workbench(task)["series"]["warning"]
    assert warning["code"] == "series.file.changed"
    assert warning["file"].endswith("pump.csv")
    assert machine.series(task)["rows"] == 10, "what was labeled stays what is shown"
    machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": warning["remedies"][0]["options"]})
    ingest(task)
    assert machine.series(task)["rows"] == 20
    assert machine.workbench(task)["series"]["warning"] is None


def test_a_file_that_vanished_is_told_and_what_was_read_still_opens(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(rows(10))
    ingest(task)
    path_of(task).unlink()
    shown = machine.workbench(task)["series"]
    assert shown["state"] == "ready"
    assert shown["warning"]["code"] == "series.file.missing"
    assert shown["warning"]["remedies"]
    machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": {}})
    assert ingest(task).state == "failed"
    failed = machine.workbench(task)["series"]
    assert failed["error"]["code"] == "series.file.missing"
    assert failed["error"]["file"].endswith("pump.csv")
    assert failed["rows"] == 10, "the copy that was read before is still shown"


def test_what_the_end_of_the_worker_left_half_done_is_taken_up_again(
    machine: Machine, ingest: Any, on_commit: Any
) -> None:
    from faultmark.web.recovery import recover_all

    half, waiting = machine.task_with(rows(10)), machine.task_with(rows(11), name="b.csv")
    for task, state in ((half, "ingesting"), (waiting, "queued")):
        machine.workbench(task)
        link = link_of(task)
        link.state, link.progress = state, {"done_bytes": 1, "total_bytes": 2, "rows": 1, "seconds": 1, "phase": ""}
        link.save()
    with on_commit():
        recover_all()
    assert link_of(half).state == link_of(waiting).state == "queued"
    assert machine.series(half)["progress"] is None
    assert {("ingest_task", half), ("ingest_task", waiting)} <= set(jobs())
    assert ingest(half).state == "ready"


def test_an_ingest_that_dies_is_a_failure_with_a_way_on(
    machine: Machine, ingest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = machine.task_with(rows(10))
    machine.workbench(task)
    # The very interpreter that reads the file is one that kills itself.
    killer = Path(shutil.which("sh") or "/bin/sh")
    script = path_of(task).with_name("killer")
    script.write_text(f"#!{killer}\nkill -9 $$\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    assert ingest(task).state == "failed"
    error = machine.series(task)["error"]
    assert error["code"] == "series.ingest.crashed"
    assert "SIGKILL" in error["message"]
    assert error["remedies"][0]["options"] == {"reread": True}
    monkeypatch.undo()
    machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": error["remedies"][0]["options"]})
    assert ingest(task).state == "ready"


def test_a_fault_of_ours_is_told_too_and_the_task_does_not_seem_busy(
    machine: Machine, ingest: Any, booted: Any
) -> None:
    task = machine.task_with(rows(10))
    machine.workbench(task)
    locks = Path(booted.store_dir) / "tmp"
    kept = locks.with_name("tmp-kept")
    locks.rename(kept)
    locks.write_text("a file where a folder should be")
    try:
        ingest(task)
    except OSError:
        pass  # the job's own record has it
    finally:
        locks.unlink()
        kept.rename(locks)
    failed = machine.series(task)
    assert failed["state"] == "failed"
    assert failed["error"]["message"]
    assert failed["error"]["remedies"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("https://example.com/pump.csv", "series.source.forbidden"),
        ("s3://bucket/pump.csv", "series.source.forbidden"),
        ("/data/upload/999/pump.csv", "series.source.forbidden"),
        ("/data/upload/../faultmark.sqlite3", "series.source.forbidden"),
        ("/data/local-files/?d=../../etc/passwd", "series.source.forbidden"),
        ("/data/local-files/?d=%2Fetc%2Fpasswd", "series.source.forbidden"),
        ("file:///etc/passwd", "series.source.unsupported"),
        ("", "series.value.missing"),
        (5, "series.value.missing"),
        ({"time": [1, 2]}, "series.column.missing"),
        ({"time": 1}, "series.value.missing"),
    ],
)
def test_a_place_that_may_not_be_opened_is_refused_with_its_reason(
    machine: Machine, ingest: Any, data: Any, code: str
) -> None:
    from django.db import transaction
    from tasks.models import Task

    task = machine.task_with(rows(3))
    with transaction.atomic():
        Task.objects.filter(pk=task).update(data={"telemetry": data})
    assert ingest(task).state == "failed"
    error = machine.series(task)["error"]
    assert error["code"] == code
    assert "passwd" not in json.dumps(error) or code != "series.file.missing"


def test_a_link_out_of_the_folder_of_local_files_is_not_followed(machine: Machine, ingest: Any, booted: Any) -> None:
    folder = booted.local_files / "linked"
    folder.mkdir(exist_ok=True)
    secret = booted.data_dir / "secret.csv"
    secret.write_text(rows(3))
    (folder / "pump.csv").unlink(missing_ok=True)
    (folder / "pump.csv").symlink_to(secret)
    made = {"project": machine.project, "title": "L", "path": str(folder), "use_blob_urls": True}
    assert machine.ask("POST", "/api/storages/localfiles", made).status_code == 201
    task = machine.task("/data/local-files/?d=linked/pump.csv")
    assert ingest(task).state == "failed"
    assert machine.series(task)["error"]["code"] == "series.source.forbidden"


@pytest.mark.parametrize(
    ("offset", "metadata", "zone"),
    [
        ("+01:00", {}, "+01:00"),
        ("+01:00", {"timezone": "Europe/Zurich"}, "Europe/Zurich"),
        ("+01:00", {"timezone": "Atlantis"}, "+01:00"),
        ("Z", {}, "UTC"),
        ("", {"timezone": "Europe/Zurich"}, None),
    ],
)
def test_the_data_have_a_zone_of_their_own(
    ada: Any, client_for: Any, ingest: Any, offset: str, metadata: dict[str, str], zone: str | None
) -> None:
    from telemetry_project import make_project

    config = NUMBER_TIMES.replace('timeColumn="time"', 'timeColumn="time" timeFormat="%Y-%m-%dT%H:%M:%S%z"')
    machine = make_project(client_for(ada), config if offset else config.replace("%z", ""))
    lines = [f"2026-03-06T08:00:{second:02d}{offset},1,2" for second in range(3)]
    task = machine.task_with("\n".join(["time,temperature,pressure", *lines]) + "\n", **metadata)
    assert ingest(task).state == "ready"
    series = machine.workbench(task)["series"]
    assert series["zone"] == machine.series(task)["zone"] == zone
    sheet = machine.client.get(f"/faultmark/api/tasks/{task}/review?blind=false").json()
    assert sheet["series"]["zone"] == zone
    # What is kept is UTC in any case.
    hour = 7 if offset.startswith("+") else 8
    assert int(series["axis"]["first"]) == int(datetime(2026, 3, 6, hour, tzinfo=UTC).timestamp()) * 10**9
