"""Endpoints of a project's signed webhooks."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import PlatformRefusal
from faultmark.web.access import Act
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.api.errors import missing
from faultmark.web.api.serializers.hooks import (
    HookListSerializer,
    HookRequestSerializer,
    HookTestSerializer,
    MadeHookSerializer,
)
from faultmark.web.hooks.announce import announce_test
from faultmark.web.hooks.deliver import require_allowed
from faultmark.web.models import Delivery, Hook

__all__ = ["HookTestView", "HookView", "HooksView"]

_SHOWN = 20


def _deliveries(hook: Hook) -> list[dict[str, Any]]:
    columns = ("id", "event", "state", "attempts", "status", "error", "due_at")
    return list(Delivery.objects.filter(hook=hook).order_by("-pk").values(*columns)[:_SHOWN])


class HooksView(ProjectView):
    """All webhooks of a project."""

    acts: ClassVar = {"GET": Act.MANAGE, "POST": Act.MANAGE}

    @extend_schema(operation_id="listHooks", responses={200: HookListSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """With the latest messages to each, and what became of them."""
        hooks = Hook.objects.filter(project_id=project, active=True).order_by("pk")
        return Response(
            {
                "results": [
                    {"id": h.pk, "url": h.url, "events": h.events, "rule": h.rule, "deliveries": _deliveries(h)}
                    for h in hooks
                ]
            }
        )

    @extend_schema(
        operation_id="makeHook", request=HookRequestSerializer, responses={201: MadeHookSerializer, **ERRORS}
    )
    def post(self, request: Request, project: int) -> Response:
        """Make one. The answer holds the secret that signs its messages; it is not shown again."""
        asked = HookRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        require_allowed(asked.validated_data["url"])
        made = Hook.objects.create(project_id=project, secret=secrets.token_hex(32), **asked.validated_data)
        return Response({"id": made.pk, "url": made.url, "secret": made.secret}, status=201)


class HookView(ProjectView):
    """One webhook."""

    acts: ClassVar = {"DELETE": Act.MANAGE}

    @extend_schema(operation_id="deleteHook", responses={204: None, **ERRORS})
    def delete(self, request: Request, project: int, hook: int) -> Response:  # noqa: ARG002
        """Delete it, and what waits for it."""
        if not Hook.objects.filter(project_id=project, pk=hook).delete()[0]:
            raise PlatformRefusal(404, missing(f"webhook {hook}").data)
        return Response(status=204)


class HookTestView(ProjectView):
    """A test of one webhook."""

    acts: ClassVar = {"POST": Act.MANAGE}

    @extend_schema(operation_id="testHook", request=None, responses={202: HookTestSerializer, **ERRORS})
    def post(self, request: Request, project: int, hook: int) -> Response:  # noqa: ARG002
        """Send a test message, signed like all others, once. What became of it stands among the deliveries."""
        found = Hook.objects.filter(project_id=project, pk=hook, active=True).first()
        if found is None:
            raise PlatformRefusal(404, missing(f"webhook {hook}").data)
        require_allowed(found.url)
        return Response({"delivery": announce_test(found)}, status=202)
