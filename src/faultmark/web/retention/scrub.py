"""Takes words out of JSON: free text, and what names a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["DELETED", "without_names", "without_text"]

DELETED = "[deleted]"


def without_text(items: Any, text_controls: Sequence[str]) -> Any:
    """Label Studio's result items, or regions as we keep them, without what was written freely.

    The item of a text control stays, since a control may be required; its lines become ``[deleted]``.
    """
    if not isinstance(items, list):
        return items
    return [_item(item, text_controls) for item in items]


def _item(item: Any, controls: Sequence[str]) -> Any:
    if not isinstance(item, dict):
        return item
    value = item.get("value")
    if isinstance(value, dict) and (item.get("type") == "textarea" or item.get("from_name") in controls):
        return {**item, "value": {**value, "text": [DELETED]}} if "text" in value else item
    values = item.get("values")
    if isinstance(values, dict):
        return {**item, "values": {k: [DELETED] if k in controls else v for k, v in values.items()}}
    return item


def without_names(value: Any, names: Sequence[str]) -> Any:
    """JSON in which each of the names, in whatever case, is replaced wherever it stands as a word."""
    if not names:
        return value
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return _replaced(value, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(DELETED, value)
    if isinstance(value, list):
        return [_replaced(one, pattern) for one in value]
    if isinstance(value, dict):
        return {pattern.sub(DELETED, str(key)): _replaced(one, pattern) for key, one in value.items()}
    return value
