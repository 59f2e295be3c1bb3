"""Endpoints of a project's retention."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import PlatformRefusal
from faultmark.web.access import Act
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.api.errors import missing
from faultmark.web.api.serializers.retention import (
    AuditSerializer,
    HoldRequestSerializer,
    PurgeReportSerializer,
    RetentionRequestSerializer,
    RetentionSerializer,
)
from faultmark.web.models import AuditEntry
from faultmark.web.retention.dates import due_dates
from faultmark.web.retention.disclosure import disclosure
from faultmark.web.retention.policy import hold, policy_json, release, set_rules
from faultmark.web.retention.purge import plan_report

__all__ = ["AuditView", "DisclosureView", "HoldView", "HoldsView", "PurgeView", "RetentionView"]

_ENTRIES = 100


class RetentionView(ProjectView):
    """How long a project keeps what."""

    acts: ClassVar = {"GET": Act.SEE, "PUT": Act.MANAGE}

    @extend_schema(operation_id="getRetention", responses={200: RetentionSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """Rules and standing holds."""
        return Response(policy_json(project))

    @extend_schema(
        operation_id="setRetention",
        request=RetentionRequestSerializer,
        responses={200: RetentionSerializer, **ERRORS},
    )
    def put(self, request: Request, project: int) -> Response:
        """Replace all rules."""
        asked = RetentionRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        set_rules(project, asked.validated_data["rules"], timezone.now(), request.user.pk)
        return Response(policy_json(project))


class DisclosureView(ProjectView):
    """What a project tells the people concerned."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(operation_id="getDisclosure", responses={(200, "text/markdown"): OpenApiTypes.STR})
    def get(self, request: Request, project: int) -> HttpResponse:  # noqa: ARG002
        """The document, in Markdown, made from the rules."""
        text = disclosure(project, self.project.title, timezone.now())
        return HttpResponse(text, content_type="text/markdown; charset=utf-8")


class PurgeView(ProjectView):
    """Deleting what is due."""

    acts: ClassVar = {"GET": Act.MANAGE, "POST": Act.MANAGE}

    @extend_schema(operation_id="planPurge", responses={200: PurgeReportSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """What would be deleted now. Nothing is."""
        return Response(_due(project))

    @extend_schema(operation_id="startPurge", request=None, responses={202: PurgeReportSerializer, **ERRORS})
    def post(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """Delete it, in the background; answers with what is due."""
        from faultmark.web.retention_job import purge_project  # noqa: PLC0415 - needs all apps to be ready

        report = _due(project)
        purge_project.enqueue(project)
        return Response(report, status=202)


def _due(project: int) -> dict[str, Any]:
    now = timezone.now()
    return {**plan_report(project, now), "dates": [asdict(date) for date in due_dates(project, now)]}


class AuditView(ProjectView):
    """What the record says."""

    acts: ClassVar = {"GET": Act.MANAGE}

    @extend_schema(operation_id="listAudit", responses={200: AuditSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """The latest entries of the audit record about the project, newest first; they name nobody."""
        entries = AuditEntry.objects.filter(project=project).order_by("-number")[:_ENTRIES]
        return Response({"results": list(entries.values("number", "at", "kind", "details"))})


class HoldsView(ProjectView):
    """Legal holds."""

    acts: ClassVar = {"POST": Act.MANAGE}

    @extend_schema(
        operation_id="placeHold", request=HoldRequestSerializer, responses={201: RetentionSerializer, **ERRORS}
    )
    def post(self, request: Request, project: int) -> Response:
        """Keep the project, or one task, from being deleted."""
        asked = HoldRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        hold(project, wanted["task"], wanted["reason"], timezone.now(), request.user.pk)
        return Response(policy_json(project), status=201)


class HoldView(ProjectView):
    """One legal hold."""

    acts: ClassVar = {"DELETE": Act.MANAGE}

    @extend_schema(operation_id="releaseHold", responses={200: RetentionSerializer, **ERRORS})
    def delete(self, request: Request, project: int, hold: int) -> Response:
        """Release it."""
        if not release(project, hold, timezone.now(), request.user.pk):
            raise PlatformRefusal(404, missing(f"hold {hold}").data)
        return Response(policy_json(project))
