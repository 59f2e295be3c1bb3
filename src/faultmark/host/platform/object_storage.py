"""Objects in Label Studio's cloud storages, read with the storage's own credentials and in bounded pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast

from io_storages.azure_blob.models import AzureBlobImportStorage
from io_storages.gcs.models import GCSImportStorage
from io_storages.s3.models import S3ImportStorage

from faultmark.errors import SeriesError
from faultmark.host.platform import azure_objects, gcs_objects, s3_objects
from faultmark.host.platform.source_faults import cut_off

__all__ = ["fetch_object", "stamp_object"]

PIECE = 8 << 20
_TRIES = 4


class _Cloud(Protocol):
    """What each cloud's module offers."""

    def head_object(self, storage: Any, uri: str) -> dict[str, Any]: ...

    def read_piece(self, storage: Any, uri: str, stamp: dict[str, Any], start: int, end: int) -> bytes: ...


_CLOUDS: tuple[tuple[Any, Any], ...] = (
    (S3ImportStorage, s3_objects),
    (GCSImportStorage, gcs_objects),
    (AzureBlobImportStorage, azure_objects),
)


def _cloud_of(storage: Any) -> _Cloud:
    return cast(_Cloud, next(cloud for kind, cloud in _CLOUDS if isinstance(storage, kind)))


def stamp_object(storage: Any, uri: str) -> dict[str, Any]:
    """Size and version of an object, by which a changed one is known.

    Raises
    ------
    SeriesError
        ``series.source.denied``, ``series.source.credentials``, ``series.source.unreachable``,
        ``series.source.missing``, ``series.file.missing``.
    """
    return _cloud_of(storage).head_object(storage, uri)


def fetch_object(storage: Any, uri: str, stamp: dict[str, Any], write: Callable[[bytes], object]) -> None:
    """Hand an object's bytes on in order, a piece at a time; a broken connection goes on where it broke.

    Raises
    ------
    SeriesError
        As :func:`stamp_object`; ``series.file.changed`` when the object is another than ``stamp`` says.
    """
    done, size = 0, int(stamp["size"])
    while done < size:
        data = _piece(storage, uri, stamp, done, min(done + PIECE, size))
        if not data:
            raise cut_off(uri, done, size)
        write(data)
        done += len(data)


def _piece(storage: Any, uri: str, stamp: dict[str, Any], start: int, end: int) -> bytes:
    for attempt in range(_TRIES):
        try:
            return _cloud_of(storage).read_piece(storage, uri, stamp, start, end)
        except SeriesError as error:
            if error.code != "series.source.unreachable" or attempt == _TRIES - 1:
                raise
    return b""
