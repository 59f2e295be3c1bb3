"""The endpoint that finds what to snap to."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.snap_to_change import snap_to_change
from faultmark.errors import SeriesError
from faultmark.web.access import Act, may_read_series
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, TaskView
from faultmark.web.api.errors import missing
from faultmark.web.series_store import series_store

__all__ = ["SnapView"]


class SnapView(TaskView):
    """The nearest change of a channel."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(
        operation_id="snapToChange",
        parameters=[
            OpenApiParameter("channel", int, required=True, description="Index in the series."),
            OpenApiParameter("at", str, required=True, description="The tick that is pointed at."),
            OpenApiParameter("within", str, required=True, description="How many ticks away it may be."),
            OpenApiParameter(
                "edge",
                str,
                enum=["start", "end"],
                description="start for the first sample of what is new, end for the last sample before it.",
            ),
        ],
        responses={200: shapes.SnapSerializer, **ERRORS},
    )
    def get(self, request: Request, task: int, series: str) -> HttpResponse | Response:
        """Where the channel changes nearest to a tick, computed from raw samples."""
        if not may_read_series(request.user, task, series):
            return missing(f"series {series} of task {task}")
        asked = request.query_params
        try:
            channel, at, within = (int(asked[name]) for name in ("channel", "at", "within"))
        except (KeyError, ValueError) as error:
            raise SeriesError(
                "series.view.invalid", "It lacks a whole number.", expected="channel, at and within as whole numbers."
            ) from error
        found = snap_to_change(series_store(), series, channel, at, within, last_before=asked.get("edge") == "end")
        if found is None:
            return Response({"change": None})
        tick, change = found
        return Response({"change": {"at": str(tick), "strength": change.strength, "kind": change.kind}})
