"""Where Label Studio keeps uploads, and which local files it serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from telemetry_project import Machine, make_project, rows


@pytest.fixture
def machine(make_user: Any, client_for: Any) -> Machine:
    return make_project(client_for(make_user()))


def test_an_upload_lies_in_the_data_folder_under_its_address(machine: Machine, booted: Any) -> None:
    from data_import.models import FileUpload

    address = machine.upload("pump.csv", rows(3))
    assert address.startswith(f"/data/upload/{machine.project}/")
    assert address.endswith("-pump.csv")
    record = FileUpload.objects.get(project=machine.project)
    assert f"/data/{record.file.name}" == address
    assert Path(record.file.path).is_relative_to(booted.data_dir)
    assert Path(record.file.path).read_text() == rows(3)
    assert machine.client.get(address).status_code == 200


def test_files_imported_before_the_config_named_a_key_stand_under_the_placeholder(machine: Machine) -> None:
    from django.conf import settings

    from faultmark.actions.series_options import UNDEFINED_KEY

    assert settings.DATA_UNDEFINED_NAME == UNDEFINED_KEY


def test_the_local_storage_serves_what_lies_in_its_folder_and_nothing_else(machine: Machine, booted: Any) -> None:
    folder = booted.local_files / "plant"
    folder.mkdir(exist_ok=True)
    (folder / "pump.csv").write_text(rows(3))
    (booted.local_files / "other.csv").write_text(rows(3))
    body = {"project": machine.project, "title": "Plant", "path": str(folder), "use_blob_urls": True}
    made = machine.ask("POST", "/api/storages/localfiles", body)
    assert made.status_code == 201, made.content
    assert machine.client.get("/data/local-files/?d=plant/pump.csv").status_code == 200
    assert machine.client.get("/data/local-files/?d=other.csv").status_code != 200
    assert machine.client.get("/data/local-files/?d=../faultmark.sqlite3").status_code != 200
    synced = machine.ask("POST", f"/api/storages/localfiles/{made.json()['id']}/sync", {})
    assert synced.status_code == 200, synced.content
    (task,) = machine.client.get(f"/api/tasks?project={machine.project}").json()["tasks"]
    assert list(task["data"].values()) == ["/data/local-files/?d=plant/pump.csv"]


def test_imports_and_syncs_save_the_summary_which_tells_us_of_new_tasks(machine: Machine, booted: Any) -> None:
    from django.db.models.signals import post_save
    from projects.models import ProjectSummary

    told: list[int] = []

    def listen(instance: Any, **_details: Any) -> None:
        told.append(instance.pk)

    post_save.connect(listen, sender=ProjectSummary)
    try:
        machine.task_with(rows(3))
        assert told == [machine.project] * len(told)
        assert told, "an import does not save the project's summary any more"
        told.clear()
        folder = booted.local_files / "synced"
        folder.mkdir(exist_ok=True)
        (folder / "pump.csv").write_text(rows(3))
        body = {"project": machine.project, "title": "Synced", "path": str(folder), "use_blob_urls": True}
        made = machine.ask("POST", "/api/storages/localfiles", body).json()
        machine.ask("POST", f"/api/storages/localfiles/{made['id']}/sync", {})
        assert machine.project in told, "a storage sync does not save the project's summary any more"
    finally:
        post_save.disconnect(listen, sender=ProjectSummary)
