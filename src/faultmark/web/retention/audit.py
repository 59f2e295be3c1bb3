"""The audit record: it only grows, and each entry holds the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from faultmark.web.models import AuditEntry

__all__ = ["append", "first_fault"]

_NOTHING = "0" * 64
_LOCK = 0x4641554C54


def _hash(number: int, at: str, kind: str, project: int | None, details: Mapping[str, Any], previous: str) -> str:  # noqa: PLR0917
    text = json.dumps([number, at, kind, project, details, previous], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(kind: str, project: int | None, details: Mapping[str, Any], now: datetime) -> AuditEntry:
    """Add an entry, in the transaction of what it tells of. ``details`` must name nobody."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-number").first()
        number, previous = (last.number + 1, last.hash) if last else (1, _NOTHING)
        at = now.isoformat()
        plain = json.loads(json.dumps(details))
        entry: AuditEntry = AuditEntry.objects.create(
            number=number, at=at, kind=kind, project=project, details=plain, previous=previous,
            hash=_hash(number, at, kind, project, plain, previous),
        )  # fmt: skip
    return entry


def first_fault() -> int | None:
    """Number of the first entry that is not what was written, or that is missing; None when all are there.

    Entries cut off at the end cannot be seen by the record alone: keep its last hash elsewhere.
    """
    previous, expected = _NOTHING, 1
    for entry in AuditEntry.objects.order_by("number").iterator():
        right = _hash(entry.number, entry.at, entry.kind, entry.project, entry.details, previous)
        if entry.number != expected or entry.previous != previous or entry.hash != right:
            return expected
        previous, expected = entry.hash, expected + 1
    return None
