"""What a task is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["task_title"]

# What people call a machine, in the order in which it makes the best title.
TITLE_KEYS = ("title", "machine_id", "machine", "asset", "asset_id", "equipment", "name", "id")
SUBTITLE_KEYS = ("run", "period", "date", "plant", "site", "line", "hall", "location")


def _words(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def task_title(task_id: int, data: Mapping[str, Any], value_key: str | None) -> tuple[str, str]:
    """Title and subtitle of a task, from its metadata, else from the file's name."""
    lowered = {str(key).lower(): _words(value) for key, value in data.items()}
    title = next((lowered[key] for key in TITLE_KEYS if lowered.get(key)), "")
    parts = [lowered[key] for key in SUBTITLE_KEYS if lowered.get(key) and lowered[key] != title]
    file = _words(data.get(value_key or "", "")).rsplit("/", 1)[-1].rsplit("=", 1)[-1]
    return title or file or f"Task {task_id}", " · ".join(parts[:3]) or (file if title else "")
