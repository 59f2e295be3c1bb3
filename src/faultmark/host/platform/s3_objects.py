"""Objects in S3 and what speaks as S3 does, read with the credentials of Label Studio's storage."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
)
from core.utils.exceptions import LabelStudioAPIException, SsrfBlockedUrlError
from io_storages.s3.utils import S3StorageError

from faultmark.errors import Place, SeriesError
from faultmark.host.platform.source_faults import Call, in_settings, name_of, parts_of

__all__ = ["head_object", "list_objects", "read_piece", "told"]

_GONE = {"NoSuchKey", "404", "NotFound"}
_NO_BUCKET = {"NoSuchBucket"}
_DENIED = {"AccessDenied", "403", "Forbidden", "AllAccessDisabled"}
_CREDENTIALS = {
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
    "InvalidClientTokenId", "UnrecognizedClientException", "AuthorizationHeaderMalformed",
}  # fmt: skip
_CALLS = {
    "HeadObject": "s3:GetObject", "GetObject": "s3:GetObject", "ListObjectsV2": "s3:ListBucket",
    "HeadBucket": "s3:ListBucket",
}  # fmt: skip
_KEY = "An access key, its secret and its token (if any) that are valid now."


def head_object(storage: Any, uri: str) -> dict[str, Any]:
    """Size and entity tag of an object."""
    bucket, key = parts_of(uri)
    with told(storage, uri, "HeadObject"):
        about = storage.get_client().head_object(Bucket=bucket, Key=key)
    return {"size": int(about["ContentLength"]), "etag": str(about["ETag"]).strip('"')}


def read_piece(storage: Any, uri: str, stamp: Mapping[str, Any], start: int, end: int) -> bytes:
    """The bytes from ``start`` up to ``end`` of the version that ``stamp`` names."""
    bucket, key = parts_of(uri)
    with told(storage, uri, "GetObject"):
        answer = storage.get_client().get_object(
            Bucket=bucket, Key=key, Range=f"bytes={start}-{end - 1}", IfMatch=stamp["etag"]
        )
        data: bytes = answer["Body"].read()
        return data


def list_objects(storage: Any, uri: str) -> Iterator[Mapping[str, Any]]:
    """Name the objects below a prefix of an S3 bucket in the order of keys, a page at a time; folders' marks are none.

    Raises
    ------
    SeriesError
        ``series.source.…`` when the bucket refuses or does not answer.
    """
    bucket, prefix = parts_of(uri)
    token: dict[str, str] = {}
    while True:
        with told(storage, uri, "ListObjectsV2"):
            page = storage.get_client().list_objects_v2(Bucket=bucket, Prefix=prefix, **token)
        yield from (found for found in page.get("Contents", ()) if not found["Key"].endswith("/"))
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}


@contextlib.contextmanager
def told(storage: Any, uri: str, operation: str) -> Iterator[None]:
    """Turn what S3 says into what a person can mend."""
    bucket, key = parts_of(uri)
    folder = f"{key.rpartition('/')[0]}/" if "/" in key else ""
    scope = f"arn:aws:s3:::{bucket}/{folder}*; kms:Decrypt too where the bucket is encrypted with a key of its own."
    if _CALLS[operation] == "s3:ListBucket":
        scope = f"arn:aws:s3:::{bucket}."
    call = Call(storage, uri, operation, _CALLS[operation], "bucket", scope)
    try:
        yield
    except ParamValidationError:
        # What was typed is no bucket's name, or no key.
        raise
    except ClientError as error:
        raise _refusal(call, error) from None
    except (NoCredentialsError, PartialCredentialsError):
        raise call.no_credentials("An access key in the storage, or a role or profile of the server.") from None
    except (SsrfBlockedUrlError, LabelStudioAPIException, S3StorageError):
        raise SeriesError(
            "series.source.forbidden",
            f"The storage {storage.title or storage.pk!r} names an endpoint inside this network, which only the "
            "operator may.",
            place=Place(name_of(uri)),
            expected="An endpoint on the internet, or the operator's own in the setting s3_endpoint.",
            remedies=(in_settings("Leave the endpoint empty once the operator has set s3_endpoint"),),
        ) from None
    except (EndpointConnectionError, ConnectTimeoutError, BotoCoreError, OSError) as error:
        raise call.no_answer(error) from None


def _refusal(call: Call, error: ClientError) -> SeriesError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 412 or code == "PreconditionFailed":
        return call.changed()
    if code in _NO_BUCKET or (call.name == "HeadBucket" and code in _GONE):
        return call.no_holder()
    if code in _GONE:
        return call.gone()
    if code in _CREDENTIALS:
        return call.credentials(code, _KEY)
    if code in _DENIED or status == 403:
        return call.denied(code)
    return call.unreachable(code or status)
