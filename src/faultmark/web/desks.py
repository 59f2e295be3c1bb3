"""A user's layouts and preferences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faultmark.errors import ConfigError
from faultmark.web.models import Layout, Preferences

__all__ = ["keep_layout", "keep_preferences", "layout_of", "preferences_of"]

_MOST_BYTES = 64 * 1024


def _checked(value: Mapping[str, Any], what: str) -> Mapping[str, Any]:
    size = len(json.dumps(value))
    if size > _MOST_BYTES:
        raise ConfigError(
            "desk.too_large",
            f"Your {what} would take {size // 1024} kB.",
            expected=f"at most {_MOST_BYTES // 1024} kB.",
        )
    return value


def layout_of(user: Any, project_id: int) -> dict[str, Any] | None:
    """The user's layout of a project, or None where the user has none."""
    found = Layout.objects.filter(user=user, project_id=project_id).first()
    return None if found is None else found.value


def keep_layout(user: Any, project_id: int, value: Mapping[str, Any] | None) -> None:
    """Keep a layout; None forgets it."""
    if value is None:
        Layout.objects.filter(user=user, project_id=project_id).delete()
        return
    Layout.objects.update_or_create(
        user=user, project_id=project_id, defaults={"value": _checked(value, "arrangement of channels")}
    )


def preferences_of(user: Any) -> dict[str, Any]:
    """The user's preferences, as kept; what is not there has its default."""
    found = Preferences.objects.filter(user=user).first()
    return {} if found is None else found.value


def keep_preferences(user: Any, value: Mapping[str, Any]) -> None:
    """Keep preferences, in place of those before."""
    Preferences.objects.update_or_create(user=user, defaults={"value": _checked(value, "preferences")})
