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
