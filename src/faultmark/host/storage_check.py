"""What Label Studio says where a connection to a bucket is refused: the call, the bucket and what is missing.

It looks before a storage is saved and before each sync, and told neither; a sync ended with an error of the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from io_storages.azure_blob.models import AzureBlobImportStorage
from io_storages.gcs.models import GCSImportStorage
from io_storages.s3.models import S3ImportStorage, S3StorageMixin
from rest_framework.exceptions import ValidationError

from faultmark.errors import SeriesError
from faultmark.host.platform import azure_objects, gcs_objects
from faultmark.host.platform.s3_objects import told

__all__ = ["tell_what_a_storage_lacks"]

_look = S3StorageMixin.validate_connection


def tell_what_a_storage_lacks() -> None:
    """Have source storages say it."""
    S3ImportStorage.validate_connection = _validate_s3
    GCSImportStorage.validate_connection = _validating(gcs_objects.look, "gs", "bucket")
    AzureBlobImportStorage.validate_connection = _validating(azure_objects.look, "azure-blob", "container")


def _validate_s3(storage: Any, client: Any = None) -> None:
    operation = "ListObjectsV2" if storage.prefix else "HeadBucket"
    try:
        with told(storage, f"s3://{storage.bucket}/{storage.prefix or ''}", operation):
            _look(storage, client)
    except SeriesError as fault:
        raise _refused(fault) from None


def _validating(look: Callable[[Any, str], bool], scheme: str, holder: str) -> Callable[..., None]:
    """Look through our own calls, which tell their faults; an empty bucket is none, an empty prefix is."""

    def validate(storage: Any, **_: Any) -> None:
        uri = f"{scheme}://{getattr(storage, holder)}/{storage.prefix or ''}"
        try:
            found = look(storage, uri)
        except SeriesError as fault:
            raise _refused(fault) from None
        if storage.prefix and not found:
            raise ValidationError(f"There is no object below {uri}. Correct the prefix, or put objects there.")

    return validate


def _refused(fault: SeriesError) -> ValidationError:
    needed = f" Needed: {fault.expected}" if fault.expected else ""
    return ValidationError(f"{fault.message}{needed} {fault.remedies[0].text}")
