"""From what a task names to the file it means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from data_import.models import FileUpload
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join
from io_storages.localfiles.models import LocalFilesImportStorage

from faultmark.actions.ports import TaskInfo
from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["Sources"]


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
        scheme = parts.scheme or "no scheme"
        raise SeriesError(
            "series.source.unsupported",
            f"The task names {value[:200]!r} ({scheme}), and only uploaded files and local storages can be opened.",
            remedies=(Remedy("Upload the file to the project, or connect its folder as a local storage."),),
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
