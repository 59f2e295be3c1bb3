"""How staged telemetry is laid out in a bucket: folders by thing, then by date or by run, then objects."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["StagedFolder", "folder_of"]

_PART = r"(?:(?:date|day|dt)=)?(?P<date>\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d)|run=(?P<run>[^/]+)"
_FOLDER = re.compile(rf"(?:[^/=]+=)?(?P<thing>[^/]+)/(?:{_PART})/(?:[^/]+/)*")


@dataclass(frozen=True, slots=True)
class StagedFolder:
    """One machine and day, or run; ``path`` is the folder's whole key, with a slash at its end."""

    path: str
    thing: str
    date: str | None
    run: str | None


def folder_of(prefix: str, key: str) -> StagedFolder | None:
    """Find the folder that an object's key lies in; ``None`` where the key is laid out otherwise.

    Below ``prefix`` come ``thing=NAME/`` or ``NAME/``, then ``date=2026-03-02/``, ``2026-03-02/``, ``2026/03/02/`` or
    ``run=ID/``. What comes below, such as hours, belongs to the same folder.
    """
    rest = key.removeprefix(prefix)
    match = _FOLDER.match(rest)
    if match is None or not rest[match.end() :]:
        return None
    end = match.end("date") if match["date"] else match.end("run")
    date = match["date"].replace("/", "-") if match["date"] else None
    return StagedFolder(prefix + rest[: end + 1], match["thing"], date, match["run"])
