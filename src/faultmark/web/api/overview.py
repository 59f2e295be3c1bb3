"""The endpoints of a project's overview: all of it, and its tables as CSV."""

from __future__ import annotations

from typing import ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.web import documents
from faultmark.web.access import Act
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.api.errors import error_shape
from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.api.serializers.overview import OverviewSerializer
from faultmark.web.overview.report import overview_json
from faultmark.web.overview.tables import TABLES, csv_lines

__all__ = ["OverviewCsvView", "OverviewView"]


class OverviewView(ProjectView):
    """How a project stands."""

    acts: ClassVar = {"GET": Act.REVIEW}

    @extend_schema(operation_id="getOverview", responses={200: OverviewSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:
        """Progress, agreement between annotators and between classes, proposals, and what waits for whom."""
        shown = documents.project_json(self.project, request.user)
        return Response({"project": shown, **overview_json(request.user, project)})


class OverviewCsvView(ProjectView):
    """A table of the overview, for a spreadsheet or a notebook."""

    acts: ClassVar = {"GET": Act.REVIEW}

    @extend_schema(
        operation_id="getOverviewTable",
        parameters=[OpenApiParameter("table", str, enum=list(TABLES), description="tasks where it is left out.")],
        responses={(200, "text/csv"): OpenApiTypes.STR, 404: ErrorSerializer, 422: ErrorSerializer},
    )
    def get(self, request: Request, project: int) -> Response | StreamingHttpResponse:
        """One table as CSV with a head line: tasks, annotators, pairs, classes, proposals, days or weeks."""
        table = request.query_params.get("table", "tasks")
        if table not in TABLES:
            known = ", ".join(TABLES)
            return Response(error_shape(422, f"There is no table {table}. There are: {known}."), status=422)
        lines = csv_lines(request.user, project, table)
        name = f"project-{project}-{table}.csv"
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
