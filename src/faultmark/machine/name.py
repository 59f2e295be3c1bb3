"""What a machine is called, by a task's data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["machine_name", "one_line"]

# What people call a machine, in the order in which it makes the best name.
_KEYS = ("machine_id", "machine", "asset_id", "asset", "equipment_id", "equipment", "unit")


def machine_name(data: Mapping[str, Any]) -> str:
    """The machine's name; empty where the data name none. Case does not matter in keys."""
    lowered = {str(key).lower(): value for key, value in data.items()}
    return next((words for key in _KEYS if (words := one_line(lowered.get(key)))), "")


def one_line(value: object) -> str:
    """A value as one line of text; empty for a list, a flag, or nothing. An object is its id or its name."""
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("name")
    if value is None or isinstance(value, bool | list | Mapping):
        return ""
    # A NUL is no text in PostgreSQL, half of a character is none anywhere, and a line break ends a line of the card.
    whole = str(value).encode("utf-8", "replace").decode()
    return " ".join(whole.replace("\0", "").split())
