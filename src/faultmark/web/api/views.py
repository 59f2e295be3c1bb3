"""The endpoints that read, and the one that starts an ingest. Each asks :mod:`faultmark.web.access` first."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.errors import SeriesError
from faultmark.labels.ls_json import ids_of_regions
from faultmark.web import documents
from faultmark.web.access import Act, know_roles, may_read_series, names_hidden, sees_others
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, NO_TIME_SERIES, FaultmarkView, ProjectView, TaskView
from faultmark.web.api.desk import preferences_json
from faultmark.web.api.errors import fault_response, missing
from faultmark.web.desks import layout_of
from faultmark.web.models import SeriesLink
from faultmark.web.outcomes import dismissed_by
from faultmark.web.platform import platform
from faultmark.web.series_links import ensure_queued, file_notice, restart
from faultmark.web.tiles import is_known, tile_bytes, tile_headers

__all__ = ["OneProjectView", "ProjectsView", "SeriesView", "TileView", "WorkbenchView"]


class ProjectsView(FaultmarkView):
    """Projects with their progress."""

    acts: ClassVar = {"GET": Act.LOG_IN}

    @extend_schema(operation_id="listProjects", responses={200: shapes.ProjectListSerializer})
    def get(self, request: Request) -> Response:
        """All projects that the user may see, newest first."""
        found = platform().projects_for(request.user)
        know_roles(request.user, [project.id for project, _counts in found])
        results = [
            {**documents.project_json(project, request.user), "progress": counts.as_dict()} for project, counts in found
        ]
        return Response({"results": results})


class OneProjectView(ProjectView):
    """One project."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(operation_id="getProject", responses={200: shapes.ProjectSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """What it is called, whether it has time series, and the asking user's role in it."""
        return Response(documents.project_json(self.project, request.user))


class WorkbenchView(TaskView):
    """Everything that the Label screen shows of a task."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(
        operation_id="getTask",
        responses={200: shapes.WorkbenchSerializer, **ERRORS},
    )
    def get(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """The task, its schema, its series, the user's labels and the proposals. Starts the ingest where needed."""
        user: Any = request.user
        schema, info = self.schema_of_task, self.task
        link = ensure_queued(info) if schema.object else None
        series = documents.series_of(link)
        axis = series.axis if series else None
        notices: list[dict[str, Any]] = []
        context = documents.context_json(info, schema, series, notices)
        if schema.object is None:
            notices.append({"code": NO_TIME_SERIES.code, "message": str(NO_TIME_SERIES), "line": None, "column": None})
        warning = file_notice(info, link) if link is not None and series is not None else None
        key = schema.object.value_key if schema.object else None
        hidden = names_hidden(user, info.project.id)
        others = [
            {
                "annotation_id": found.id,
                "user": "another annotator" if hidden and not found.ground_truth else found.user_email,
                "regions": len(ids_of_regions(list(found.items))),
                "ground_truth": found.ground_truth,
            }
            for found in (platform().annotations(info.id) if sees_others(user, info.project.id) else ())
            if found.user_id != user.pk
        ]
        return Response(
            {
                **documents.page_json(info, user, key),
                "schema": documents.schema_json(schema, series),
                "series": documents.series_json(link, warning, info.data),
                "document": self.document(user, notices=notices),
                "proposals": documents.proposals_json(platform().predictions(info.id), schema, axis, notices),
                "others": others,
                "notices": notices,
                **context,
                "layout": layout_of(user, info.project.id),
                "preferences": preferences_json(user),
                "dismissed": dismissed_by(user, info.id),
                "queue": platform().progress_of(user, info.project.id).as_dict(),
            }
        )


class SeriesView(TaskView):
    """The state of a task's series."""

    acts: ClassVar = {"GET": Act.SEE, "POST": Act.LABEL}

    @extend_schema(operation_id="getSeries", responses={200: shapes.SeriesSerializer, **ERRORS})
    def get(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Where the ingest is; ask again while it is queued or ingesting."""
        return Response(
            documents.series_json(SeriesLink.objects.filter(task_id=self.task.id).first(), None, self.task.data)
        )

    @extend_schema(
        operation_id="ingestSeries",
        request=shapes.IngestRequestSerializer,
        responses={202: shapes.SeriesSerializer, **ERRORS},
    )
    def post(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Read the file again, with options on top of those chosen before."""
        asked = shapes.IngestRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        from faultmark.store.options import IngestOptions  # noqa: PLC0415

        chosen = {name: value for name, value in asked.validated_data["options"].items() if name != "reread"}
        try:
            IngestOptions.from_dict(chosen)
        except ValueError as error:
            return fault_response(SeriesError("series.options.invalid", str(error)))
        return Response(documents.series_json(restart(self.task, chosen), None, self.task.data), status=202)


class TileView(TaskView):
    """One view of a series, as a binary tile. Browsers are answered on a shorter way; see ``host.fast_lane``."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(
        operation_id="getView",
        parameters=[
            OpenApiParameter("channels", str, required=True, description="Indices, comma-separated."),
            OpenApiParameter("start", str, required=True, description="First tick."),
            OpenApiParameter("end", str, required=True, description="Tick after the last."),
            OpenApiParameter("width", int, required=True, description="Pixel columns."),
        ],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            404: shapes.ErrorSerializer,
            422: shapes.ErrorSerializer,
        },
    )
    def get(self, request: Request, task: int, series: str) -> HttpResponse | Response:
        """Exact minimum, maximum, first and last of every pixel column, or the samples where they are few."""
        if not may_read_series(request.user, task, series):
            return missing(f"series {series} of task {task}")
        query = request.META.get("QUERY_STRING", "")
        headers = tile_headers(series, query)
        if is_known(headers, request.headers.get("If-None-Match", "")):
            return HttpResponse(status=304, headers=headers)
        body = tile_bytes(series, request.query_params)
        return HttpResponse(body, content_type="application/octet-stream", headers=headers)
