"""Blind review in Label Studio's own answers: annotators whom a person is not to know have no name there.

Label Studio tells people by id and by name in many of its answers, but makes them with two serializers alone. An id
stays, so that its pages can tell people apart; names, addresses and pictures go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from core.current_request import CurrentContext
from tasks.serializers import AnnotationDraftSerializer, AnnotationSerializer, AnnotationStubSerializer
from users.serializers import BaseUserSerializer

from faultmark.web.access import hidden_people

__all__ = ["caller", "hide_names"]

_NOTHING: dict[str, Any] = {
    "last_activity": None,
    "custom_hotkeys": {},
    "avatar": None,
    "phone": "",
    "date_joined": None,
}


def caller(serializer: Any) -> Any:
    """Who asks for what a serializer answers; None outside of a request."""
    request = serializer.context.get("request")
    return request.user if request is not None else serializer.context.get("user") or CurrentContext.get_user()


def _without_name(shown: dict[str, Any], pk: int) -> dict[str, Any]:
    hidden = {
        "first_name": "Annotator",
        "last_name": str(pk),
        "username": f"annotator {pk}",
        "email": f"annotator {pk}",
        "initials": "A",
        **_NOTHING,
    }
    return {name: hidden.get(name, value) for name, value in shown.items()}


def _hide_user(represent: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(represent)
    def to_representation(self: Any, instance: Any) -> Any:
        shown = represent(self, instance)
        return _without_name(shown, instance.pk) if instance.pk in hidden_people(caller(self)) else shown

    return to_representation


def _hide_author(named: Callable[..., str], field: str) -> Callable[..., str]:
    @wraps(named)
    def get_created_username(self: Any, made: Any) -> str:
        author = getattr(made, f"{field}_id")
        return f" annotator, {author}" if author in hidden_people(caller(self)) else named(self, made)

    return get_created_username


def hide_names() -> None:
    """Wrap, once in a process."""
    if hasattr(BaseUserSerializer.to_representation, "__wrapped__"):
        return
    BaseUserSerializer.to_representation = _hide_user(BaseUserSerializer.to_representation)
    for serializer, field in (
        (AnnotationSerializer, "completed_by"),
        (AnnotationStubSerializer, "completed_by"),
        (AnnotationDraftSerializer, "user"),
    ):
        serializer.get_created_username = _hide_author(serializer.get_created_username, field)
