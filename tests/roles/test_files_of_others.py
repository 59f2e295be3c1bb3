"""An annotator opens the files that his tasks name, and no others, though the project's storage could open them all."""

from __future__ import annotations

import base64
from typing import Any

import pytest


@pytest.fixture
def fleet(plant: Any, client_for: Any, booted: Any) -> Any:
    """A bucket and a folder of the project; ``annotator`` has the task of one object, ``other`` that of another."""
    from io_storages.localfiles.models import LocalFilesImportStorage
    from io_storages.s3.models import S3ImportStorage

    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-central-1"}
    S3ImportStorage.objects.create(project=plant.project, bucket="fleet", presign=True, **keys)
    folder = booted.local_files / "fleet"
    folder.mkdir(exist_ok=True)
    for name in ("mine.csv", "mine.csv.gz", "theirs.csv"):
        (folder / name).write_bytes(b"time,a\n1,2\n")
    LocalFilesImportStorage.objects.create(project=plant.project, path=str(folder))
    for name, work in (("mine", plant.mine), ("theirs", plant.theirs)):
        work.task.data = {"csv": f"s3://fleet/day 1/{name}.csv", "more": [f"/data/local-files/?d=fleet/{name}.csv.gz"]}
        work.task.save()
    plant.client_for = client_for
    return plant


def status(plant: Any, who: str, path: str, **query: str) -> int:
    return int(plant.client_for(plant.people[who]).get(path, query).status_code)


def resolve(plant: Any, who: str, work: Any, uri: str, way: str = "resolve") -> int:
    asked = base64.urlsafe_b64encode(uri.encode()).decode()
    path = f"/tasks/{work.task.pk}/{way}/"
    plain, encoded = (status(plant, who, path, fileuri=one) for one in (uri, asked))
    assert plain == encoded
    return encoded


@pytest.mark.parametrize("way", ["resolve", "presign"])
def test_an_object_is_opened_for_the_task_that_names_it(fleet: Any, way: str) -> None:
    assert resolve(fleet, "annotator", fleet.mine, "s3://fleet/day 1/mine.csv", way) == 303
    assert resolve(fleet, "other", fleet.theirs, "s3://fleet/day 1/theirs.csv", way) == 303
    for uri in ("theirs.csv", "mine.csv.gz", "mine", "secrets.csv"):
        assert resolve(fleet, "annotator", fleet.mine, f"s3://fleet/day 1/{uri}", way) == 404, uri
        assert resolve(fleet, "reviewer", fleet.mine, f"s3://fleet/day 1/{uri}", way) == 404, uri
    assert resolve(fleet, "annotator", fleet.theirs, "s3://fleet/day 1/theirs.csv", way) == 404
    assert resolve(fleet, "manager", fleet.mine, "s3://fleet/day 1/secrets.csv", way) == 303


def test_an_object_is_opened_for_a_project_that_names_it(fleet: Any) -> None:
    path = f"/projects/{fleet.project.pk}/resolve/"
    for who, named, other in (("reviewer", 303, 404), ("manager", 303, 303), ("outsider", 404, 404)):
        assert status(fleet, who, path, fileuri="s3://fleet/day 1/theirs.csv") == named, who
        assert status(fleet, who, path, fileuri="s3://fleet/day 1/secrets.csv") == other, who


def test_an_object_that_may_name_people_is_a_managers(fleet: Any, monkeypatch: Any) -> None:
    from django.conf import settings

    from faultmark.machine.identifiers import Identifiers

    monkeypatch.setattr(settings, "FAULTMARK_IDENTIFIERS", Identifiers.of(["operator"], b"key"))
    assert resolve(fleet, "annotator", fleet.mine, "s3://fleet/day 1/mine.csv") == 403
    assert resolve(fleet, "manager", fleet.mine, "s3://fleet/day 1/mine.csv") == 303


def test_a_local_file_is_opened_by_its_whole_name(fleet: Any) -> None:
    for name, expected in (("mine.csv.gz", 200), ("mine.csv", 404), ("theirs.csv.gz", 404)):
        assert status(fleet, "annotator", "/data/local-files/", d=f"fleet/{name}") == expected, name
    assert status(fleet, "reviewer", "/data/local-files/", d="fleet/mine.csv") == 200
