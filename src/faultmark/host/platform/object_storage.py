"""Objects in Label Studio's cloud storages, read with the storage's own credentials and in bounded pieces.

What a task, a log or an error says of them is the bucket, the key and the call that failed; never a credential, and
never the words of the other side, which may repeat one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
)
from core.utils.exceptions import LabelStudioAPIException, SsrfBlockedUrlError
from io_storages.s3.models import S3ImportStorage
from io_storages.s3.utils import S3StorageError

from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["fetch_object", "list_objects", "stamp_object"]

PIECE = 8 << 20
_TRIES = 4
_GONE = {"NoSuchKey", "404", "NotFound"}
_NO_BUCKET = {"NoSuchBucket"}
_DENIED = {"AccessDenied", "403", "Forbidden", "AllAccessDisabled"}
_CREDENTIALS = {
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
    "InvalidClientTokenId", "UnrecognizedClientException", "AuthorizationHeaderMalformed",
}  # fmt: skip
_CALLS = {"HeadObject": "s3:GetObject", "GetObject": "s3:GetObject", "ListObjectsV2": "s3:ListBucket"}
_OTHERS = {"gs": "storage.objects.get", "azure-blob": "Microsoft.Storage/…/blobs/read"}


def stamp_object(storage: Any, uri: str) -> dict[str, Any]:
    """Size and version of an object, by which a changed one is known.

    Raises
    ------
    SeriesError
        ``series.source.denied``, ``series.source.credentials``, ``series.source.unreachable``, ``series.file.missing``.
    """
    if not isinstance(storage, S3ImportStorage):
        _, about = _piece(storage, uri, 0, 1)
        return {"size": _total(about), "etag": str(about.get("ETag") or "")}
    bucket, key = _parts(uri)
    with _told(storage, uri, "HeadObject"):
        about = storage.get_client().head_object(Bucket=bucket, Key=key)
    return {"size": int(about["ContentLength"]), "etag": str(about["ETag"]).strip('"')}


def fetch_object(storage: Any, uri: str, stamp: dict[str, Any], write: Callable[[bytes], object]) -> None:
    """Hand an object's bytes on in order, a piece at a time; a broken connection goes on where it broke.

    Raises
    ------
    SeriesError
        As :func:`stamp_object`; ``series.file.changed`` when the object is another than ``stamp`` says.
    """
    done, size = 0, int(stamp["size"])
    while done < size:
        end = min(done + PIECE, size)
        data = _s3_piece(storage, uri, stamp, done, end) if isinstance(storage, S3ImportStorage) else b""
        if not isinstance(storage, S3ImportStorage):
            data, about = _piece(storage, uri, done, end)
            if str(about.get("ETag") or "") != stamp["etag"]:
                raise _changed(uri)
        if not data:
            raise SeriesError(
                "series.source.unreachable",
                f"The object ended after {done:,} of {size:,} bytes.",
                place=Place(_name(uri)),
                remedies=(Remedy("Read it again.", {"reread": True}),),
            )
        write(data)
        done += len(data)


def _s3_piece(storage: Any, uri: str, stamp: dict[str, Any], start: int, end: int) -> bytes:
    bucket, key = _parts(uri)
    for attempt in range(_TRIES):
        try:
            with _told(storage, uri, "GetObject"):
                answer = storage.get_client().get_object(
                    Bucket=bucket, Key=key, Range=f"bytes={start}-{end - 1}", IfMatch=stamp["etag"]
                )
                data: bytes = answer["Body"].read()
                return data
        except SeriesError as error:
            if error.code != "series.source.unreachable" or attempt == _TRIES - 1:
                raise
    return b""


def _piece(storage: Any, uri: str, start: int, end: int) -> tuple[bytes, dict[str, Any]]:
    """Read a range by Label Studio's own way, which all its cloud storages share."""
    stream, _, about = storage.get_bytes_stream(uri, range_header=f"bytes={start}-{end - 1}")
    if stream is None:
        scheme, bucket = urlsplit(uri).scheme, urlsplit(uri).netloc
        call = _OTHERS.get(scheme, "reading")
        raise SeriesError(
            "series.source.denied",
            f"The storage {storage.title or storage.pk!r} could not read from {scheme}://{bucket}: {call} failed.",
            place=Place(_name(uri)),
            expected=f"Credentials of the storage that allow {call} on {bucket}, and an object of that name.",
            remedies=(_in_settings(f"Check the storage's credentials, and grant {call}"),),
        )
    pieces = stream.iter_chunks(1 << 20) if hasattr(stream, "iter_chunks") else iter(lambda: stream.read(1 << 20), b"")
    try:
        return b"".join(pieces), about
    finally:
        with contextlib.suppress(Exception):
            stream.close()


def _total(about: dict[str, Any]) -> int:
    ranged = str(about.get("ContentRange") or "")
    return int(ranged.rpartition("/")[2]) if "/" in ranged else int(about.get("ContentLength") or 0)


def _parts(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.partition("://")[2].partition("/")
    return bucket, key


def _name(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2] or uri


def _changed(uri: str) -> SeriesError:
    return SeriesError(
        "series.file.changed",
        "The object changed while it was read.",
        place=Place(_name(uri)),
        remedies=(Remedy("Read it again once nothing writes to it any more.", {"reread": True}),),
    )


def _in_settings(what: str) -> Remedy:
    return Remedy(f"{what}, in the project's settings under Cloud Storage.")


@contextlib.contextmanager
def _told(storage: Any, uri: str, operation: str) -> Iterator[None]:
    """Turn what S3 says into what a person can mend."""
    bucket, key = _parts(uri)
    call = _CALLS[operation]
    who = f"The storage {storage.title or storage.pk!r}"
    place = Place(_name(uri))
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 412 or code == "PreconditionFailed":
            raise _changed(uri) from None
        if code in _NO_BUCKET:
            raise SeriesError(
                "series.source.missing",
                f"There is no bucket {bucket!r} ({operation}).",
                place=place,
                remedies=(_in_settings("Correct the bucket, or the region or endpoint"),),
            ) from None
        if code in _GONE:
            raise SeriesError(
                "series.file.missing",
                f"There is no object {key!r} in the bucket {bucket!r} ({operation}).",
                place=place,
                remedies=(Remedy("Put the object back, or remove the task."),),
            ) from None
        if code in _CREDENTIALS:
            raise SeriesError(
                "series.source.credentials",
                f"{who} was refused by the bucket {bucket!r}: {operation} answered {code}.",
                place=place,
                expected="An access key, its secret and its token (if any) that are valid now.",
                remedies=(_in_settings("Enter valid credentials, or leave them empty to use the server's role"),),
            ) from None
        if code in _DENIED or status == 403:
            raise SeriesError(
                "series.source.denied",
                f"{who} may not read from the bucket {bucket!r}: {operation} answered {code}. "
                f"The permission {call} is missing.",
                place=place,
                expected=f"{call} on arn:aws:s3:::{bucket}/{key.rpartition('/')[0]}{'/' if '/' in key else ''}*; "
                "kms:Decrypt too where the bucket is encrypted with a key of its own.",
                remedies=(Remedy(f"Grant {call} to the storage's access key or to the server's role."),),
            ) from None
        raise SeriesError(
            "series.source.unreachable",
            f"{who} could not read from the bucket {bucket!r}: {operation} answered {code or status}.",
            place=place,
            remedies=(Remedy("Read it again.", {"reread": True}),),
        ) from None
    except (NoCredentialsError, PartialCredentialsError):
        raise SeriesError(
            "series.source.credentials",
            f"{who} has no credentials for {operation} on the bucket {bucket!r}, and the server has no role.",
            place=place,
            expected="An access key in the storage, or a role or profile of the server.",
            remedies=(_in_settings("Enter an access key"),),
        ) from None
    except (SsrfBlockedUrlError, LabelStudioAPIException, S3StorageError):
        raise SeriesError(
            "series.source.forbidden",
            f"{who} names an endpoint inside this network, which only the operator may.",
            place=place,
            expected="An endpoint on the internet, or the operator's own in the setting s3_endpoint.",
            remedies=(_in_settings("Leave the endpoint empty once the operator has set s3_endpoint"),),
        ) from None
    except (EndpointConnectionError, ConnectTimeoutError, BotoCoreError, OSError) as error:
        raise SeriesError(
            "series.source.unreachable",
            f"{who} got no answer from the bucket {bucket!r}: {operation} failed with {type(error).__name__}.",
            place=place,
            expected="A reachable endpoint and the bucket's own region.",
            remedies=(_in_settings("Check endpoint and region"), Remedy("Read it again.", {"reread": True})),
        ) from None


def list_objects(storage: Any, uri: str) -> Iterator[Mapping[str, Any]]:
    """Name the objects below a prefix of an S3 bucket in the order of keys, a page at a time; folders' marks are none.

    Raises
    ------
    SeriesError
        As :func:`stamp_object`.
    """
    bucket, prefix = _parts(uri)
    token: dict[str, str] = {}
    while True:
        with _told(storage, uri, "ListObjectsV2"):
            page = storage.get_client().list_objects_v2(Bucket=bucket, Prefix=prefix, **token)
        yield from (found for found in page.get("Contents", ()) if not found["Key"].endswith("/"))
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}
