"""Objects in Azure Blob Storage, read with the account and key of Label Studio's storage."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from azure.core import MatchConditions
from azure.core.exceptions import AzureError, HttpResponseError, ServiceRequestError, ServiceResponseError

from faultmark.errors import SeriesError
from faultmark.host.platform.source_faults import Call, parts_of

__all__ = ["head_object", "look", "read_piece"]

_KEY = "The account's name and one of its keys as they are now, in the storage or in the server's environment."
_PERMISSION = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"
_CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers/read"
_CREDENTIALS = {"AuthenticationFailed", "InvalidAuthenticationInfo", "KeyBasedAuthenticationNotPermitted"}


def head_object(storage: Any, uri: str) -> dict[str, Any]:
    """Size and entity tag of an object."""
    with _told(storage, uri, "Get Blob Properties"):
        about = _blob(storage, uri).get_blob_properties()
        return {"size": int(about.size), "etag": str(about.etag)}


def read_piece(storage: Any, uri: str, stamp: Mapping[str, Any], start: int, end: int) -> bytes:
    """The bytes from ``start`` up to ``end`` of the version that ``stamp`` names."""
    with _told(storage, uri, "Get Blob"):
        data: bytes = (
            _blob(storage, uri)
            .download_blob(start, end - start, etag=stamp["etag"], match_condition=MatchConditions.IfNotModified)
            .readall()
        )
        return data


def look(storage: Any, uri: str) -> bool:
    """Whether there is an object below a prefix, asked as Label Studio asks: for the container, then for objects."""
    _, prefix = parts_of(uri)
    with _told(storage, uri, "Get Container Properties"):
        container = storage.get_container()
        container.get_container_properties()
    with _told(storage, uri, "List Blobs"):
        return any(True for _ in container.list_blob_names(name_starts_with=prefix or None, results_per_page=1))


def _blob(storage: Any, uri: str) -> Any:
    container, key = parts_of(uri)
    client, _ = storage.get_client_and_container()
    return client.get_blob_client(container=container, blob=key)


@contextlib.contextmanager
def _told(storage: Any, uri: str, operation: str) -> Iterator[None]:
    """Turn what Azure says into what a person can mend."""
    container, _ = parts_of(uri)
    scope = f"the container {container}, such as the role Storage Blob Data Reader has it."
    permission = _CONTAINER if operation == "Get Container Properties" else _PERMISSION
    call = Call(storage, uri, operation, permission, "container", scope)
    try:
        yield
    except HttpResponseError as error:
        raise _refusal(call, error) from None
    except (ServiceRequestError, ServiceResponseError, OSError) as error:
        raise call.no_answer(error) from None
    except AzureError as error:
        raise call.unreachable(type(error).__name__) from None
    except ValueError:
        # Label Studio's for a storage without account or key, the SDK's for a key that is none.
        raise call.no_credentials(_KEY) from None


def _refusal(call: Call, error: HttpResponseError) -> SeriesError:
    told = getattr(error, "error_code", None)
    code = str(getattr(told, "value", told) or "")
    status = error.status_code
    if status is None:
        # The request was never sent: the key is no key, and cannot sign it.
        return call.credentials(type(error).__name__, _KEY)
    if status == 412:
        return call.changed()
    if status == 404:
        return call.gone() if call.name.startswith("Get Blob") and code != "ContainerNotFound" else call.no_holder()
    if code in _CREDENTIALS or status == 401:
        return call.credentials(code or status, _KEY)
    if status == 403:
        return call.denied(code or status)
    return call.unreachable(code or status)
