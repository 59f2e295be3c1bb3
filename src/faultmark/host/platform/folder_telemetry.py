"""A folder of a bucket as one series: its objects end to end, such as those that a stage writes once a minute."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from faultmark.errors import Place, SeriesError
from faultmark.host.platform.object_storage import fetch_object
from faultmark.host.platform.s3_objects import list_objects
from faultmark.host.platform.telemetry import aside
from faultmark.store.joining import JoinedFile

__all__ = ["FolderStamp", "FolderTelemetry"]


@dataclass(slots=True)
class FolderStamp:
    """What a folder holds, gathered while its objects are listed; a late object changes it."""

    objects: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, found: Mapping[str, Any]) -> None:
        """Take in the next object, in the order of keys."""
        self.objects += 1
        self.size += int(found["Size"])
        self.digest.update(f"{found['Key']}\n{found['ETag']}\n".encode())

    def as_dict(self) -> dict[str, Any]:
        """The stamp as JSON values."""
        return {"objects": self.objects, "size": self.size, "sha256": self.digest.hexdigest()}


class FolderTelemetry:
    """All objects below a key that ends with a slash."""

    near = False
    # Objects come when they come; their records belong where their times say.
    options: ClassVar[Mapping[str, Any]] = {"sort": True}

    def __init__(self, storage: Any, uri: str) -> None:
        self._storage = storage
        self._uri = uri
        parts = [part for part in uri.partition("://")[2].split("/") if part]
        self.name = "-".join(parts[-2:])

    def stamp(self) -> dict[str, Any]:
        """How many objects there are, of which size, and a hash over their names and tags."""
        stamp = FolderStamp()
        for found in list_objects(self._storage, self._uri):
            stamp.add(found)
        return stamp.as_dict()

    @contextlib.contextmanager
    def local(self, stamp: Mapping[str, Any]) -> Iterator[Path]:
        """One file with the objects end to end; one object at a time is fetched beside it."""
        with aside(self.name) as (path, file), aside("object") as (piece, _):
            file.close()
            joined = JoinedFile(path)
            seen = FolderStamp()
            try:
                for found in list_objects(self._storage, self._uri):
                    seen.add(found)
                    uri = f"{self._uri.partition('://')[0]}://{self._storage.bucket}/{found['Key']}"
                    with piece.open("wb") as out:
                        about = {"size": found["Size"], "etag": found["ETag"].strip('"')}
                        fetch_object(self._storage, uri, about, out.write)
                    if found["Size"]:
                        joined.add(piece, found["Key"])
            finally:
                joined.close()
            if not seen.objects:
                raise SeriesError("series.file.missing", "The folder holds no objects.", place=Place(self._uri))
            if stamp and seen.as_dict() != dict(stamp):
                raise SeriesError("series.file.changed", "Objects came while it was read.", place=Place(self.name))
            yield path
