"""Objects in Google Cloud Storage, read with the credentials of Label Studio's storage.

Only ``storage.objects.get`` is needed: Label Studio's own way asks for the bucket first, which is one permission more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import requests
from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, PreconditionFailed, Unauthorized
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, TransportError

from faultmark.host.platform.source_faults import Call, parts_of

__all__ = ["head_object", "look", "read_piece"]

_ROLES = {
    "storage.objects.get": "Storage Object Viewer",
    "storage.objects.list": "Storage Object Viewer",
    "storage.buckets.get": "Storage Bucket Viewer",
}
_KEY = "The JSON key of a service account that exists, or the server's own default credentials."


def head_object(storage: Any, uri: str) -> dict[str, Any]:
    """Size and generation of an object; every change makes another generation."""
    with _told(storage, uri, "storage.objects.get"):
        blob = _blob(storage, uri)
        blob.reload(retry=None)
        return {"size": int(blob.size), "etag": str(blob.generation)}


def read_piece(storage: Any, uri: str, stamp: Mapping[str, Any], start: int, end: int) -> bytes:
    """The bytes from ``start`` up to ``end`` of the version that ``stamp`` names."""
    with _told(storage, uri, "storage.objects.get"):
        data: bytes = _blob(storage, uri).download_as_bytes(
            start=start,
            end=end - 1,
            if_generation_match=int(stamp["etag"]),
            raw_download=True,
            checksum=None,
            retry=None,
        )
        return data


def look(storage: Any, uri: str) -> bool:
    """Whether there is an object below a prefix, asked as Label Studio asks: for the bucket, then for its objects."""
    bucket, prefix = parts_of(uri)
    with _told(storage, uri, "storage.buckets.get"):
        found = storage.get_client().get_bucket(bucket, retry=None)
    with _told(storage, uri, "storage.objects.list"):
        return any(True for _ in found.list_blobs(prefix=prefix or None, max_results=1, retry=None))


def _blob(storage: Any, uri: str) -> Any:
    bucket, key = parts_of(uri)
    return storage.get_client().bucket(bucket).blob(key)


@contextlib.contextmanager
def _told(storage: Any, uri: str, permission: str) -> Iterator[None]:
    """Turn what Google says into what a person can mend; its calls are named as the permissions that they need."""
    bucket, _ = parts_of(uri)
    role = _ROLES[permission]
    scope = f"the bucket {bucket}, such as the role {role} has it."
    call = Call(storage, uri, permission, permission, "bucket", scope)
    try:
        yield
    except Forbidden:
        raise call.denied(403) from None
    except Unauthorized:
        raise call.credentials(401, _KEY) from None
    except NotFound as error:
        # Google's only words for it; the address of the object is all that the rest of them repeat.
        is_object = permission == "storage.objects.get" and "bucket does not exist" not in str(error)
        raise (call.gone() if is_object else call.no_holder()) from None
    except PreconditionFailed:
        raise call.changed() from None
    except GoogleAPICallError as error:
        raise call.unreachable(error.code) from None
    except DefaultCredentialsError:
        raise call.no_credentials(_KEY) from None
    except (TransportError, requests.RequestException, OSError) as error:
        raise call.no_answer(error) from None
    except (GoogleAuthError, ValueError) as error:
        raise call.credentials(type(error).__name__, _KEY) from None
