"""What a task is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faultmark.errors import FaultmarkError
from faultmark.labels.config import parse_config

__all__ = ["file_key", "task_title"]

# What people call a machine, in the order in which it makes the best title.
TITLE_KEYS = ("title", "machine_id", "machine", "asset", "asset_id", "equipment", "name", "id")
SUBTITLE_KEYS = ("run", "period", "date", "plant", "site", "line", "hall", "location")

# Label Studio puts eight digits in front of the name of an uploaded file, so that no two are the same.
_UPLOAD_PREFIX = re.compile(r"^/?data/upload/\d+/[0-9a-f]{8}-")


def _words(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def task_title(task_id: int, data: Mapping[str, Any], value_key: str | None) -> tuple[str, str]:
    """Title and subtitle of a task, from its metadata, else from the file's name."""
    lowered = {str(key).lower(): _words(value) for key, value in data.items()}
    title = next((lowered[key] for key in TITLE_KEYS if lowered.get(key)), "")
    parts = [lowered[key] for key in SUBTITLE_KEYS if lowered.get(key) and lowered[key] != title]
    file = _UPLOAD_PREFIX.sub("", _words(data.get(value_key or "", ""))).rsplit("/", 1)[-1].rsplit("=", 1)[-1]
    return title or file or f"Task {task_id}", " · ".join(parts[:3]) or (file if title else "")


def file_key(config: str) -> str | None:
    """Where a task's data name its telemetry, by the labeling config; None for a config without telemetry."""
    try:
        target = parse_config(config).object
    except FaultmarkError:
        return None
    return target.value_key if target else None
