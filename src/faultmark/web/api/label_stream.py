"""The endpoint that streams a project's labels."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from faultmark.actions.label_records import LABEL_CHOICES
from faultmark.web.access import Act
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.label_stream import label_lines, read_cursor

__all__ = ["LabelStreamView"]


class _Asked(serializers.Serializer):
    labels = serializers.ChoiceField(choices=LABEL_CHOICES, default="settled")
    cursor = serializers.CharField(default="")
    after = serializers.IntegerField(default=0, min_value=0)


_ANSWERS: dict[Any, Any] = {(200, "application/x-ndjson"): OpenApiTypes.STR, **ERRORS}


class LabelStreamView(ProjectView):
    """Everything that was said of a project's tasks."""

    acts: ClassVar = {"GET": Act.MANAGE}

    @extend_schema(
        operation_id="streamLabels",
        parameters=[
            OpenApiParameter("labels", str, enum=LABEL_CHOICES, description="How much of it; default: settled."),
            OpenApiParameter("cursor", str, description="Only what changed since the answer that bore it."),
            OpenApiParameter("after", int, description="Only tasks after this one: to go on where one was cut off."),
        ],
        responses=_ANSWERS,
    )
    def get(self, request: Request, project: int) -> StreamingHttpResponse:  # noqa: ARG002
        """JSON lines: a head with a cursor, a record for each task by id, and an end with counts."""
        asked = _Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        since = read_cursor(wanted["cursor"]) if wanted["cursor"] else None
        lines = label_lines(self.project, wanted["labels"], since=since, after=wanted["after"])
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")
