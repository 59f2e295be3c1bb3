"""Deleting for good: files where tasks name them, exports, and what a database still holds of deleted rows."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.exceptions import ClientError
from data_export.models import Export
from data_import.models import FileUpload
from django.conf import settings
from django.db import connection, transaction
from io_storages.s3.models import S3ImportStorage
from rest_framework.authtoken.models import Token
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from faultmark.actions.ports import TaskInfo
from faultmark.durable import sync_folder
from faultmark.errors import SeriesError
from faultmark.host.boot import current_config
from faultmark.host.platform.sources import Sources

__all__ = ["Erasing"]

_KEPT = "a connected storage's files are not deleted by this policy"


def _name(path: str) -> str:
    """What a proof holds of a name, which may itself say something: its hash."""
    return hashlib.sha256(path.encode()).hexdigest()


def _unlink(path: Path) -> dict[str, Any]:
    """Delete a file and make sure of it."""
    size = path.stat().st_size if path.exists() else None
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)
    if path.exists():
        raise OSError(f"{path} could not be deleted.")
    return {"name_sha256": _name(str(path)), "bytes": size, "gone": True}


class Erasing(Sources):
    """What a purge needs of the platform."""

    def erase_source(self, task: TaskInfo, value: str, *, connected: bool) -> Mapping[str, Any]:
        """Delete the file that a task names; see the port."""
        parts = urlsplit(value)
        is_here = not parts.netloc or value.startswith(f"{settings.HOSTNAME}/")
        if is_here and parts.path.startswith("/data/upload/"):
            return self._upload(task, unquote(parts.path.removeprefix("/data/")))
        if not connected:
            return {"files": [], "kept": [_KEPT]}
        if is_here and parts.path.rstrip("/") == "/data/local-files":
            try:
                path = self._local(task, parse_qs(parts.query).get("d", [""])[0])
            except SeriesError as error:
                return {"files": [], "kept": [error.message]}
            return {"files": [_unlink(path)], "kept": []}
        if parts.scheme == "s3":
            return self._s3_object(task, parts.netloc, parts.path.lstrip("/"))
        return {"files": [], "kept": [f"files at {parts.scheme or 'this address'} are not deleted from here"]}

    @staticmethod
    def _upload(task: TaskInfo, name: str) -> Mapping[str, Any]:
        files = []
        for upload in FileUpload.objects.filter(file=name, project_id=task.project.id):
            files.append(_unlink(Path(upload.file.path)))
            upload.delete()
        return {"files": files, "kept": []}

    @staticmethod
    def _s3_object(task: TaskInfo, bucket: str, key: str) -> Mapping[str, Any]:
        for storage in S3ImportStorage.objects.filter(project_id=task.project.id, bucket=bucket):
            if not key.startswith((storage.prefix or "").strip("/")):
                continue
            client, _resource = storage.get_client_and_resource()
            try:
                client.delete_object(Bucket=bucket, Key=key)
                client.head_object(Bucket=bucket, Key=key)
            except ClientError as error:
                status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
                if status == 404:
                    return {"files": [{"name_sha256": _name(f"s3://{bucket}/{key}"), "gone": True}], "kept": []}
                return {"files": [], "kept": [f"S3 refused: {error.response.get('Error', {}).get('Code', status)}"]}
            return {"files": [], "kept": ["S3 still has the object after deleting it"]}
        return {"files": [], "kept": ["no storage of the project holds the object"]}

    @staticmethod
    def _exports(project_id: int) -> Iterator[Path]:
        """Files and folders that were exported from a project."""
        folder = Path(settings.EXPORT_DIR)
        if folder.is_dir():
            yield from folder.glob(f"project-{project_id}-at-*")
        backups = current_config().data_dir / "backups"
        if backups.is_dir():
            yield from backups.glob(f"interface-{project_id}-*")
        datasets = current_config().data_dir / "datasets" / f"project-{project_id}"
        if datasets.is_dir():
            yield from datasets.iterdir()

    def has_exports(self, project_id: int) -> bool:
        """Whether anything was exported from a project."""
        return Export.objects.filter(project_id=project_id).exists() or any(self._exports(project_id))

    def erase_exports(self, project_id: int, before: float) -> Mapping[str, Any]:
        """Delete exports and datasets that were made before a moment."""
        files = []
        for path in list(self._exports(project_id)):
            if path.stat().st_mtime > before:
                continue
            if path.is_dir():
                shutil.rmtree(path)
                sync_folder(path.parent)
                files.append({"name_sha256": _name(str(path)), "gone": not path.exists()})
            else:
                files.append(_unlink(path))
        for export in Export.objects.filter(project_id=project_id):
            if export.created_at.timestamp() > before:
                continue
            if export.file:
                files.append(_unlink(Path(export.file.path)))
            export.delete()
        return {"files": files, "kept": []}

    def forget_tokens(self, user: Any) -> None:
        """Delete a person's API tokens."""
        Token.objects.filter(user=user).delete()
        OutstandingToken.objects.filter(user=user).delete()

    def compact(self) -> None:
        """Write the database anew without what deleted rows left in it; not within a transaction."""
        if transaction.get_connection().in_atomic_block:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                # Space of deleted rows is given to new ones, and overwritten so.
                cursor.execute("VACUUM")
