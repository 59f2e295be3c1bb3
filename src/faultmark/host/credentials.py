"""What a project logs in with where its files lie: told to those who manage it, in all of Label Studio's answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from projects.serializers import ProjectSerializer

from faultmark.host.blind import caller
from faultmark.web.access import sees_credentials

__all__ = ["hide_credentials"]

_FIELDS = ("task_data_login", "task_data_password")


def _hide(represent: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(represent)
    def to_representation(self: Any, instance: Any) -> Any:
        shown = represent(self, instance)
        told = not any(shown.get(field) for field in _FIELDS) or sees_credentials(caller(self), instance.pk)
        return shown if told else {**shown, **{field: None for field in _FIELDS if field in shown}}

    return to_representation


def hide_credentials() -> None:
    """Wrap, once in a process."""
    if not hasattr(ProjectSerializer.to_representation, "__wrapped__"):
        ProjectSerializer.to_representation = _hide(ProjectSerializer.to_representation)
