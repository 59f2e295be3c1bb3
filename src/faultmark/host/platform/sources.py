"""From what a task names to the file it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from data_import.models import FileUpload
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from io_storages.azure_blob.models import AzureBlobImportStorage
from io_storages.gcs.models import GCSImportStorage
from io_storages.localfiles.models import LocalFilesImportStorage
from io_storages.s3.models import S3ImportStorage

from faultmark.actions.ports import TaskInfo, Telemetry
from faultmark.errors import Place, Remedy, SeriesError
from faultmark.host.platform.folder_telemetry import FolderTelemetry
from faultmark.host.platform.telemetry import HttpsTelemetry, InlineTelemetry, LocalTelemetry, ObjectTelemetry

__all__ = ["Sources", "covers"]

_CLOUDS: dict[str, tuple[Any, ...]] = {
    "s3": (S3ImportStorage,),
    "gs": (GCSImportStorage,),
    "azure-blob": (AzureBlobImportStorage,),
}


def covers(storage: Any, uri: str) -> bool:
    """Whether a storage's bucket and prefix hold what an address names."""
    prefix = (storage.prefix or "").strip("/")
    key = uri.partition("://")[2].partition("/")[2]
    return bool(storage.can_resolve_url(uri)) and (not prefix or key.startswith(f"{prefix}/"))


class Sources:
    """Files of a project, found and authorised the way Label Studio does."""

    def source_of(self, task: TaskInfo, value: str) -> Path:
        """The local file that a value names."""
        parts = urlsplit(value)
        is_here = not parts.netloc or value.startswith(f"{settings.HOSTNAME}/")
        if is_here and parts.path.startswith("/data/upload/"):
            return self._uploaded(task, unquote(parts.path.removeprefix("/data/")))
        if is_here and parts.path.rstrip("/") == "/data/local-files":
            return self._local(task, parse_qs(parts.query).get("d", [""])[0])
        # What follows a host and path may hold a secret, and so may a user's name before the host.
        shown = f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.netloc else parts.path
        raise SeriesError(
            "series.source.unsupported",
            f"The task names {shown[:200]!r}, and only uploaded files and local storages can be opened.",
            remedies=(Remedy("Upload the file to the project, or connect its folder as a local storage."),),
        )

    def telemetry_of(self, task: TaskInfo, key: str, value: Any) -> Telemetry:
        """The telemetry itself, or where it is."""
        if not isinstance(value, str):
            return InlineTelemetry(key, value)
        scheme = urlsplit(value).scheme
        if scheme in _CLOUDS:
            return self._stored(task, value, scheme)
        try:
            return LocalTelemetry(self.source_of(task, value))
        except SeriesError as error:
            if error.code != "series.source.unsupported" or scheme not in ("http", "https"):
                raise
        return HttpsTelemetry(value)

    @staticmethod
    def _stored(task: TaskInfo, uri: str, scheme: str) -> Telemetry:
        for storage_class in _CLOUDS[scheme]:
            for storage in storage_class.objects.filter(project_id=task.project.id):
                if covers(storage, uri):
                    if uri.endswith("/") and scheme == "s3":
                        return FolderTelemetry(storage, uri)
                    return ObjectTelemetry(storage, uri)
        bucket = urlsplit(uri).netloc
        raise SeriesError(
            "series.source.forbidden",
            f"No storage of this project covers {uri[:300]!r}.",
            place=Place(uri.rpartition("/")[2]),
            expected=f"A storage of the project for {scheme}://{bucket} whose prefix the object lies under.",
            remedies=(Remedy("Add one in the project's settings, under Cloud Storage."),),
        )

    @staticmethod
    def _uploaded(task: TaskInfo, name: str) -> Path:
        upload = FileUpload.objects.filter(file=name, project_id=task.project.id).last()
        if upload is None:
            raise SeriesError(
                "series.source.forbidden",
                f"There is no upload {name} in this project.",
                remedies=(Remedy("Upload the file to this project and import it again."),),
            )
        try:
            return Path(upload.file.path)
        except NotImplementedError as error:
            raise SeriesError(
                "series.source.unsupported",
                "Uploads of this installation are not kept as files that can be opened.",
                place=Place(name),
                remedies=(Remedy("Connect a folder as a local storage instead."),),
            ) from error

    @staticmethod
    def _local(task: TaskInfo, relative: str) -> Path:
        root = settings.LOCAL_FILES_DOCUMENT_ROOT
        try:
            # Resolved, so that a link inside the folder cannot lead out of it.
            path = Path(safe_join(root, relative.lstrip("/"))).resolve()
        except (SuspiciousFileOperation, ValueError) as error:
            raise SeriesError(
                "series.source.forbidden",
                f"{relative!r} lies outside the folder for local files.",
                remedies=(Remedy("Name a file below that folder, as Label Studio's local storage does."),),
            ) from error
        for storage in LocalFilesImportStorage.objects.filter(project_id=task.project.id):
            if storage.path and path.is_relative_to(Path(storage.path).resolve()):
                return path
        raise SeriesError(
            "series.source.forbidden",
            "No local storage of this project holds the file.",
            place=Place(path.name),
            remedies=(Remedy("Add a local storage for its folder in the project's settings, under Cloud Storage."),),
        )
