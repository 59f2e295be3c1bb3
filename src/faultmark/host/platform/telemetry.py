"""A task's telemetry, wherever it stands: as a file to read, and with a stamp that tells whether it has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar
from urllib.parse import urlsplit

import requests
from django.conf import settings

from faultmark.durable import disk_full_told
from faultmark.errors import Place, Remedy, SeriesError
from faultmark.host.platform.object_storage import fetch_object, stamp_object

__all__ = ["HttpsTelemetry", "InlineTelemetry", "LocalTelemetry", "ObjectTelemetry", "aside", "stamp_of_file"]

_PIECE = 1 << 20
_TIMEOUTS = (10, 60)


def stamp_of_file(path: Path) -> dict[str, Any]:
    """Size and change time, by which a changed file is recognised. Empty where it is gone."""
    try:
        about = path.stat()
    except OSError:
        return {}
    return {"size": about.st_size, "mtime_ns": str(about.st_mtime_ns)}


@contextlib.contextmanager
def aside(name: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a file to write to, in a folder that goes away in the end, however this ends."""
    # The store removes such folders of processes that are gone.
    folder = Path(settings.FAULTMARK_STORE_DIR) / "tmp" / f"direct-{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    path = folder / (re.sub(r"[^\w.\-]", "_", name)[-120:] or "telemetry")
    try:
        with path.open("wb") as file:
            yield path, file
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class LocalTelemetry:
    """A file on this machine."""

    near = True
    options: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path

    def stamp(self) -> dict[str, Any]:
        """Size and change time."""
        return stamp_of_file(self.path)

    @contextlib.contextmanager
    def local(self, stamp: Mapping[str, Any]) -> Iterator[Path]:  # noqa: ARG002
        """The file itself."""
        yield self.path


class InlineTelemetry:
    """Arrays that stand in the task itself, as Label Studio's ``valueType="json"`` has them."""

    near = True
    options: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, key: str, value: Mapping[str, Any] | Sequence[Any]) -> None:
        self.name = f"{key}.json"
        self._content = json.dumps(value).encode()

    def stamp(self) -> dict[str, Any]:
        """Size and hash."""
        return {"size": len(self._content), "sha256": hashlib.sha256(self._content).hexdigest()}

    @contextlib.contextmanager
    def local(self, stamp: Mapping[str, Any]) -> Iterator[Path]:  # noqa: ARG002
        """A file with the arrays."""
        with aside(self.name) as (path, file):
            file.write(self._content)
            file.flush()
            yield path


class ObjectTelemetry:
    """An object in a cloud storage of the project."""

    near = False
    options: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, storage: Any, uri: str) -> None:
        self.name = uri.rpartition("/")[2]
        self._storage = storage
        self._uri = uri

    def stamp(self) -> dict[str, Any]:
        """Size and entity tag; asks the storage."""
        return stamp_object(self._storage, self._uri)

    @contextlib.contextmanager
    def local(self, stamp: Mapping[str, Any]) -> Iterator[Path]:
        """A copy that is there as long as it is read, fetched piece by piece."""
        with aside(self.name) as (path, file):
            with disk_full_told(path):
                fetch_object(self._storage, self._uri, dict(stamp), file.write)
                file.flush()
            yield path


class HttpsTelemetry:
    """A file on a web server that the operator allows the server to read from."""

    near = False
    options: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._url = url
        # What follows the path may hold a secret.
        self._shown = f"https://{parts.hostname}{parts.path}"
        self.name = parts.path.rpartition("/")[2] or str(parts.hostname)
        if parts.hostname not in settings.FAULTMARK_HTTPS_HOSTS or parts.scheme != "https" or parts.username:
            raise SeriesError(
                "series.source.forbidden",
                f"The task names {self._shown}, and this server does not fetch from there.",
                place=Place(self.name),
                expected="https, no name or password in the address, and a host listed in the setting https_hosts.",
                remedies=(
                    Remedy("Ask the operator to add the host to https_hosts."),
                    Remedy("Upload the file to the project, or connect its storage."),
                ),
            )

    def stamp(self) -> dict[str, Any]:
        """Size and entity tag or date, as far as the server tells them."""
        with self._answer("HEAD") as answer:
            told = answer.headers
            return {
                "size": int(told.get("Content-Length") or -1),
                "etag": told.get("ETag") or told.get("Last-Modified") or "",
            }

    @contextlib.contextmanager
    def local(self, stamp: Mapping[str, Any]) -> Iterator[Path]:
        """A copy that is there as long as it is read, fetched in a stream."""
        with aside(self.name) as (path, file):
            done = 0
            with disk_full_told(path), self._answer("GET") as answer:
                try:
                    for piece in answer.iter_content(_PIECE):
                        file.write(piece)
                        done += len(piece)
                except requests.RequestException as error:
                    raise self._unreachable(type(error).__name__) from None
                file.flush()
            if stamp.get("size", -1) >= 0 and done != stamp["size"]:
                raise self._unreachable(f"it ended after {done:,} of {stamp['size']:,} bytes")
            yield path

    @contextlib.contextmanager
    def _answer(self, method: str) -> Iterator[requests.Response]:
        try:
            # No redirect: it could lead to a host that nobody allowed. Identity, so that sizes are those of the file.
            with requests.request(
                method,
                self._url,
                stream=True,
                allow_redirects=False,
                timeout=_TIMEOUTS,
                headers={"Accept-Encoding": "identity"},
            ) as answer:
                if answer.status_code != 200:
                    raise self._unreachable(f"{method} answered {answer.status_code}")
                yield answer
        except requests.RequestException as error:
            raise self._unreachable(type(error).__name__) from None

    def _unreachable(self, why: str) -> SeriesError:
        return SeriesError(
            "series.source.unreachable",
            f"{self._shown} could not be fetched: {why}.",
            place=Place(self.name),
            expected="The answer 200 without a redirect, from a certificate that is trusted.",
            remedies=(Remedy("Read it again.", {"reread": True}),),
        )
