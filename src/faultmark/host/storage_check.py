"""What Label Studio says where a connection to a bucket is refused: the call, the bucket and what is missing.

It looks before a storage is saved and before each sync, and told neither; a sync ended with an error of the server.
"""

from __future__ import annotations

from typing import Any

from io_storages.s3.models import S3ImportStorage, S3StorageMixin
from rest_framework.exceptions import ValidationError

from faultmark.errors import SeriesError
from faultmark.host.platform.s3_objects import told

__all__ = ["tell_what_a_storage_lacks"]

_look = S3StorageMixin.validate_connection


def tell_what_a_storage_lacks() -> None:
    """Have S3 source storages say it."""
    S3ImportStorage.validate_connection = _validate_connection


def _validate_connection(storage: Any, client: Any = None) -> None:
    operation = "ListObjectsV2" if storage.prefix else "HeadBucket"
    try:
        with told(storage, f"s3://{storage.bucket}/{storage.prefix or ''}", operation):
            _look(storage, client)
    except SeriesError as fault:
        needed = f" Needed: {fault.expected}" if fault.expected else ""
        raise ValidationError(f"{fault.message}{needed} {fault.remedies[0].text}") from None
