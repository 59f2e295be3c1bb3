"""Original files with columns that name people: which they are, and where a request's file lies."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

from faultmark.errors import FaultmarkError
from faultmark.machine.identifiers import Identifiers, column_key
from faultmark.store.formats import Format, recognise
from faultmark.store.peek import first_cells
from faultmark.store.source_file import SourceFile

__all__ = [
    "bucket_original",
    "local_original",
    "names_people",
    "object_address",
    "stored_original",
    "uploaded_original",
]

_HEAD = 1 << 18
_TEXT = {Format.CSV, Format.JSON, Format.JSON_LINES}
_MEDIA = ("image/", "audio/", "video/")


def names_people(path: Path | None) -> bool:
    """Whether a file has a column that this installation declares to name people.

    Text is searched for the names themselves, so that any separator, preamble or nesting is covered; a file that
    merely speaks of such a column counts too. So does a file that cannot be read.
    """
    rules: Identifiers = settings.FAULTMARK_IDENTIFIERS
    if not rules.columns:
        return False
    if path is None:
        return True
    if _is_media(path):
        return False
    try:
        found = recognise(path)
        if found.format in _TEXT and _speaks_of(_head(path, found.compression), rules.columns):
            return True
        return any(column_key(name) in rules.columns for name in first_cells(path, ","))
    except (FaultmarkError, OSError, ValueError):
        return True


def _is_media(path: Path) -> bool:
    return (mimetypes.guess_type(path.name)[0] or "").startswith(_MEDIA)


def _head(path: Path, compression: Any) -> bytes:
    file = SourceFile(path, compression)
    try:
        return bytes(file.read(_HEAD))
    finally:
        file.close()


def _speaks_of(head: bytes, columns: frozenset[str]) -> bool:
    # Without its zeros UTF-16 reads as what it says.
    plain = head.replace(b"\0", b"")
    names = "|".join(r"[\s_\-]+".join(map(re.escape, column.split("_"))) for column in sorted(columns))
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return any(named.search(plain.decode(encoding, "replace").casefold()) for encoding in ("utf-8", "cp1252"))


def _below(root: str, name: str) -> Path | None:
    try:
        return Path(safe_join(root, name.lstrip("/")))
    except (SuspiciousFileOperation, ValueError):
        return None


def uploaded_original(request: Any) -> Path | None:
    """The upload that a path names; None where it leads out of the folder."""
    return _below(settings.MEDIA_ROOT, f"{settings.UPLOAD_DIR}/{request.path.partition('/data/upload/')[2]}")


def stored_original(request: Any) -> Path | None:
    """The upload that a query's ``filepath`` names."""
    return _below(settings.MEDIA_ROOT, unquote(request.GET.get("filepath", "")))


def local_original(request: Any) -> Path | None:
    """The local file that a query's ``d`` names."""
    return _below(settings.LOCAL_FILES_DOCUMENT_ROOT, request.GET.get("d", ""))


def bucket_original(request: Any) -> Path | None:
    """The object that a query's ``fileuri`` names; None for one that may hold columns, since nobody looks into it."""
    path = Path(object_address(request.GET.get("fileuri", "")))
    return path if _is_media(path) else None


def object_address(asked: str) -> str:
    """The address in a ``fileuri``, as Label Studio reads it."""
    try:
        return base64.urlsafe_b64decode(asked.encode()).decode()
    except ValueError:
        return unquote(asked)
