"""Telemetry in Google Cloud Storage and Azure, through Label Studio's storages and the clouds' own client libraries."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from cloud_endpoint import ACCOUNT, Cloud, cloud_endpoint
from telemetry_project import Machine, rows

SECRET = base64.b64encode(b"PLANTED-SECRET-OF-THE-ACCOUNT!!!").decode()


@pytest.fixture
def cloud(booted: Any, monkeypatch: Any) -> Iterator[Cloud]:
    from azure.storage.blob import BlobServiceClient
    from io_storages.azure_blob.models import AzureBlobImportStorage
    from io_storages.gcs.utils import GCS

    with cloud_endpoint() as endpoint:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", endpoint.url)
        GCS._client_cache.clear()

        # Label Studio builds an address on the internet, and nothing of it can be set.
        def client(storage: Any) -> Any:
            said = f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={storage.account_key};"
            said += f"BlobEndpoint={endpoint.url}/{ACCOUNT};"
            made = BlobServiceClient.from_connection_string(said, retry_total=0)
            return made, made.get_container_client(storage.container)

        monkeypatch.setattr(AzureBlobImportStorage, "get_client_and_container", client)
        yield endpoint
    GCS._client_cache.clear()


def service_account(url: str) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return json.dumps(
        {
            "type": "service_account",
            "client_email": "reader@plant.iam.gserviceaccount.com",
            "private_key": key.decode(),
            "token_uri": f"{url}/token",
        }
    )


@pytest.fixture(params=["gs", "azure-blob"])
def scheme(request: Any, machine: Machine, cloud: Cloud) -> str:
    """A storage of that kind, connected to the project."""
    from io_storages.azure_blob.models import AzureBlobImportStorage
    from io_storages.gcs.models import GCSImportStorage

    about = {"project_id": machine.project, "title": "Plant objects", "prefix": "pump", "use_blob_urls": True}
    if request.param == "gs":
        GCSImportStorage.objects.create(
            bucket="plant", google_application_credentials=service_account(cloud.url), **about
        )
    else:
        AzureBlobImportStorage.objects.create(container="plant", account_name=ACCOUNT, account_key=SECRET, **about)
    return str(request.param)


def connecting(machine: Machine, cloud: Cloud, scheme: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """Where a storage of a kind is connected, and what a manager sends there."""
    about = {"project": machine.project, "title": "Plant objects", "prefix": "pump", "use_blob_urls": True}
    if scheme == "gs":
        key = service_account(cloud.url)
        return "/api/storages/gcs", {**about, "bucket": "plant", "google_application_credentials": key, **more}
    account = {"account_name": ACCOUNT, "account_key": SECRET}
    return "/api/storages/azure", {**about, "container": "plant", **account, **more}


@pytest.mark.parametrize("kind", ["gs", "azure-blob"])
def test_a_bucket_is_connected_and_registered_once_and_viewed(
    machine: Machine, ingest: Any, cloud: Cloud, kind: str, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("a", "b", "c", "d", "e"):
        cloud.put(f"plant/pump/{name}.csv", rows(30).encode())
    cloud.put("plant/fan/f.csv", rows(30).encode())
    path, about = connecting(machine, cloud, kind)
    made = machine.ask("POST", path, about)
    assert made.status_code == 201, made.content
    said = made.content.decode()
    for expected in (5, 5, 6):
        if expected == 6:
            cloud.put("plant/pump/new & old.csv", rows(30).encode())
        answer = machine.ask("POST", f"{path}/{made.json()['id']}/sync", {})
        assert answer.status_code == 200, answer.content
        said += answer.content.decode()
        found = machine.client.get(f"/api/tasks?project={machine.project}&fields=all").json()
        assert found["total"] == expected
    from tasks.models import Task

    stored = Task.objects.filter(project_id=machine.project)
    addresses = {next(iter(data.values())): pk for pk, data in stored.values_list("pk", "data")}
    assert f"{kind}://plant/pump/new & old.csv" in addresses
    task = addresses[f"{kind}://plant/pump/a.csv"]
    link = ingest(task)
    assert link.state == "ready", link.error
    series = machine.series(task)
    view = machine.client.get(
        f"/faultmark/api/tasks/{task}/series/{series['id']}/view?channels=0&start=0&end=100&width=10"
    )
    assert view.status_code == 200, view.content
    said += machine.client.get(f"{path}?project={machine.project}").content.decode() + json.dumps(found) + caplog.text
    for secret in (SECRET, "PLANTED-TOKEN", "PRIVATE KEY"):
        assert secret not in said


LACKING = {
    "gs": [
        ("storage.buckets.get", "storage.buckets.get", "Storage Bucket Viewer"),
        ("storage.objects.list", "storage.objects.list", "Storage Object Viewer"),
    ],
    "azure-blob": [
        ("Get Container Properties", "blobServices/containers/read", "Storage Blob Data Reader"),
        ("List Blobs", "containers/blobs/read", "Storage Blob Data Reader"),
    ],
}


@pytest.mark.parametrize("number", range(2))
def test_what_may_not_be_listed_is_told_as_it_is_connected_and_synced(
    machine: Machine, cloud: Cloud, scheme: str, number: int
) -> None:
    cloud.put("plant/pump/a.csv", rows(5).encode())
    call, permission, role = LACKING[scheme][number]
    cloud.denied.add(call)
    path, about = connecting(machine, cloud, scheme)
    [storage] = machine.client.get(f"{path}?project={machine.project}").json()
    for answer in (machine.ask("POST", path, about), machine.ask("POST", f"{path}/{storage['id']}/sync", {})):
        assert answer.status_code == 400, answer.content
        said = answer.content.decode()
        for word in ("Plant objects", "'plant'", call, f"{permission} is missing", role, "Grant "):
            assert word in said
        assert SECRET not in said
        assert "PRIVATE KEY" not in said


def test_a_bucket_or_a_prefix_that_is_not_there_is_told(machine: Machine, cloud: Cloud, scheme: str) -> None:
    cloud.put("plant/pump/a.csv", rows(5).encode())
    holder = "bucket" if scheme == "gs" else "container"
    path, about = connecting(machine, cloud, scheme, **{holder: "no-such-thing"})
    answer = machine.ask("POST", path, about)
    assert (answer.status_code, f"There is no {holder} 'no-such-thing'" in answer.content.decode()) == (400, True)
    path, about = connecting(machine, cloud, scheme, prefix="fans")
    answer = machine.ask("POST", path, about)
    assert (answer.status_code, "no object below" in answer.content.decode()) == (400, True)


def error_of(machine: Machine, ingest: Any, scheme: str) -> dict[str, Any]:
    task = machine.task(f"{scheme}://plant/pump/a.csv")
    assert ingest(task).state == "failed"
    error: dict[str, Any] = machine.series(task)["error"]
    assert {"message", "remedies"} <= set(error)
    return error


def test_an_object_opens_in_pieces_and_one_that_changed_meanwhile_does_not(
    machine: Machine, ingest: Any, cloud: Cloud, scheme: str, monkeypatch: Any, caplog: Any
) -> None:
    from faultmark.host.platform import object_storage

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(object_storage, "PIECE", 1000)
    cloud.put("plant/pump/shift 1, day/a.csv", rows(500).encode())
    task = machine.task(f"{scheme}://plant/pump/shift 1, day/a.csv")
    link = ingest(task)
    assert link.state == "ready", link.error
    assert machine.series(task)["rows"] == 500
    reads = len(cloud.asked)
    assert reads > len(rows(500)) / 1000
    cloud.put("plant/pump/shift 1, day/a.csv", rows(501).encode())
    from io_storages.azure_blob.models import AzureBlobImportStorage
    from io_storages.gcs.models import GCSImportStorage

    kind = GCSImportStorage if scheme == "gs" else AzureBlobImportStorage
    storage = kind.objects.get(project_id=machine.project)
    with pytest.raises(Exception, match="changed while it was read"):
        object_storage.fetch_object(storage, f"{scheme}://plant/pump/shift 1, day/a.csv", link.source, bytes)
    said = caplog.text + str(machine.workbench(task)) + machine.client.get(f"/api/tasks/{task}").content.decode()
    for secret in (SECRET, "PLANTED-TOKEN", "PRIVATE KEY"):
        assert secret not in said


REFUSED = {
    "gs": [
        (403, "reader does not have storage.objects.get access", "series.source.denied", "storage.objects.get"),
        (401, "Invalid Credentials", "series.source.credentials", "storage.objects.get"),
        (404, "The specified bucket does not exist.", "series.source.missing", "plant"),
        (404, "No such object: plant/pump/a.csv", "series.file.missing", "pump/a.csv"),
        (503, "Backend Error", "series.source.unreachable", "503"),
    ],
    "azure-blob": [
        (403, "AuthorizationPermissionMismatch", "series.source.denied", "containers/blobs/read"),
        (403, "AuthenticationFailed", "series.source.credentials", "Get Blob Properties"),
        (404, "ContainerNotFound", "series.source.missing", "plant"),
        (404, "BlobNotFound", "series.file.missing", "pump/a.csv"),
        (503, "ServerBusy", "series.source.unreachable", "Get Blob Properties"),
    ],
}


@pytest.mark.parametrize("number", range(5))
def test_a_refusal_names_call_bucket_and_permission(
    machine: Machine, ingest: Any, cloud: Cloud, scheme: str, number: int
) -> None:
    status, told, code, word = REFUSED[scheme][number]
    cloud.refuse = (status, told)
    error = error_of(machine, ingest, scheme)
    assert error["code"] == code, error
    assert word in error["message"]
    assert "'plant'" in error["message"]
    assert error["remedies"]


def test_a_key_that_is_none(machine: Machine, ingest: Any, cloud: Cloud, scheme: str) -> None:
    from io_storages.azure_blob.models import AzureBlobImportStorage

    cloud.token = False
    AzureBlobImportStorage.objects.filter(project_id=machine.project).update(account_key="no key at all")
    error = error_of(machine, ingest, scheme)
    assert error["code"] == "series.source.credentials", error
    assert "Plant objects" in error["message"]
    assert "no key at all" not in json.dumps(error)


def test_a_cloud_that_does_not_answer(
    machine: Machine, ingest: Any, cloud: Cloud, scheme: str, monkeypatch: Any
) -> None:
    from io_storages.gcs.utils import GCS

    GCS._client_cache.clear()
    cloud.url = "http://127.0.0.1:9"
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", cloud.url)
    error = error_of(machine, ingest, scheme)
    assert error["code"] == "series.source.unreachable", error
    assert error["remedies"][-1]["options"] == {"reread": True}
