"""The endpoints of a user's desk: layout, preferences, presence."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.web import desks, presence
from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, FaultmarkView, ProjectView, TaskView

__all__ = ["LayoutView", "PreferencesView", "PresenceView"]


class LayoutView(ProjectView):
    """The user's own layout of a project."""

    acts: ClassVar = {"GET": Act.SEE, "PUT": Act.SEE}

    @extend_schema(operation_id="getLayout", responses={200: shapes.LayoutBodySerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:
        """How the user arranged the channels; null where nothing was arranged."""
        return Response({"layout": desks.layout_of(request.user, project)})

    @extend_schema(
        operation_id="putLayout",
        request=shapes.LayoutBodySerializer,
        responses={200: shapes.LayoutBodySerializer, **ERRORS},
    )
    def put(self, request: Request, project: int) -> Response:
        """Keep a layout, for this user and this project alone."""
        asked = shapes.LayoutBodySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        desks.keep_layout(request.user, project, asked.validated_data["layout"])
        return Response({"layout": desks.layout_of(request.user, project)})


class PreferencesView(FaultmarkView):
    """The user's own preferences."""

    acts: ClassVar = {"GET": Act.LOG_IN, "PUT": Act.LOG_IN}

    @extend_schema(operation_id="getPreferences", responses={200: shapes.PreferencesSerializer})
    def get(self, request: Request) -> Response:
        """Keys, zone, theme and further choices, with their defaults where nothing was chosen."""
        return Response(preferences_json(request.user))

    @extend_schema(
        operation_id="putPreferences",
        request=shapes.PreferencesSerializer,
        responses={200: shapes.PreferencesSerializer, 422: shapes.ErrorSerializer},
    )
    def put(self, request: Request) -> Response:
        """Keep preferences, in place of those before."""
        asked = shapes.PreferencesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        desks.keep_preferences(request.user, asked.validated_data)
        return Response(preferences_json(request.user))


def preferences_json(user: Any) -> dict[str, Any]:
    """The user's preferences, whole: what was kept before there was a choice has the choice's default."""
    return {"keys": {}, "zone": "data", "theme": "system", "flags": {}, **desks.preferences_of(user)}


class PresenceView(TaskView):
    """Who has a task open."""

    acts: ClassVar = {"POST": Act.SEE}

    @extend_schema(
        operation_id="tellPresence",
        request=shapes.PresenceRequestSerializer,
        responses={200: shapes.PresenceListSerializer, **ERRORS},
    )
    def post(self, request: Request, task: int) -> Response:
        """Say that this page has the task open, every 10 seconds; the answer tells who else has."""
        asked = shapes.PresenceRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        tab = asked.validated_data["tab"]
        if asked.validated_data["leaving"]:
            presence.leave(request.user, task, tab)
        else:
            presence.tell(request.user, task, tab)
        return Response({"others": presence.others_on(request.user, task, tab)})
