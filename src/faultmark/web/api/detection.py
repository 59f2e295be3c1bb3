"""The endpoint that runs the detectors over a project."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.detect import LEAST
from faultmark.web import detection
from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.models import DetectionSettings

__all__ = ["DetectionView"]


class DetectionView(ProjectView):
    """Detection on all tasks of a project, in the background."""

    acts: ClassVar = {"GET": Act.MANAGE, "POST": Act.MANAGE, "PATCH": Act.MANAGE, "DELETE": Act.MANAGE}

    @extend_schema(operation_id="getDetection", responses={200: shapes.DetectionSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """The newest run, with its progress."""
        return Response(detection.run_json(project))

    @extend_schema(
        operation_id="startDetection",
        request=shapes.StartDetectionSerializer,
        responses={202: shapes.DetectionSerializer, **ERRORS},
    )
    def post(self, request: Request, project: int) -> Response:
        """Start a run, or go on with one. Its proposals replace those of its own that there are, and no others."""
        asked = shapes.StartDetectionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        if wanted["resume"]:
            detection.resume(project)
        else:
            user_id = request.user.pk
            detection.start(project, user_id, least=wanted["least"], only_new=wanted["only_new"])
        return Response(detection.run_json(project), status=202)

    @extend_schema(
        operation_id="setDetection",
        request=shapes.DetectionSettingsSerializer,
        responses={200: shapes.DetectionSerializer, **ERRORS},
    )
    def patch(self, request: Request, project: int) -> Response:
        """Say whether new tasks are looked at as they are imported."""
        asked = shapes.DetectionSettingsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        first = {"least": LEAST, **said}
        DetectionSettings.objects.update_or_create(project_id=project, defaults=said, create_defaults=first)
        return Response(detection.run_json(project))

    @extend_schema(operation_id="cancelDetection", responses={200: shapes.DetectionSerializer, **ERRORS})
    def delete(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """Cancel the run that is under way."""
        detection.cancel(project)
        return Response(detection.run_json(project))
