"""The endpoints. Each asks :mod:`faultmark.web.access` first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from faultmark.actions.ports import PlatformRefusal, SaveRequest, StoredResult, TaskInfo
from faultmark.actions.read_view import read_view
from faultmark.errors import FaultmarkError, SeriesError
from faultmark.labels.config import parse_config
from faultmark.labels.ls_json import write_result
from faultmark.labels.schema import LabelSchema
from faultmark.labels.validate import problems_of, problems_of_places
from faultmark.series.axis import TimeAxis
from faultmark.web import documents
from faultmark.web.access import may_read_series, project_or_none, task_or_none
from faultmark.web.api import serializers as shapes
from faultmark.web.api.errors import conflict, fault_response, missing, refusal_response, unfinished
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.platform import platform
from faultmark.web.series_links import ensure_queued, file_notice, restart
from faultmark.web.series_store import series_store

__all__ = ["DraftView", "ProjectsView", "SeriesView", "SubmitView", "TasksView", "TileView", "WorkbenchView"]

PAGE_SIZE = 50
ERRORS = {404: shapes.ErrorSerializer, 422: shapes.ErrorSerializer}


class CsrfSessionAuthentication(SessionAuthentication):
    """A cookie session whose unsafe requests carry the CSRF token.

    Label Studio turns that check off for its own API, by a mark on the request; ours does not look at the mark.
    """

    def enforce_csrf(self, request: Any) -> None:
        """Check the token whatever Label Studio's middleware says."""
        marked = getattr(request, "_dont_enforce_csrf_checks", False)
        request._dont_enforce_csrf_checks = False
        try:
            super().enforce_csrf(request)
        finally:
            request._dont_enforce_csrf_checks = marked


class FaultmarkView(APIView):
    """What all endpoints share: who may call, and how failures are told."""

    permission_classes = (IsAuthenticated,)

    def get_authenticators(self) -> list[Any]:
        """Label Studio's tokens, and sessions with CSRF."""
        own = [
            scheme() for scheme in api_settings.DEFAULT_AUTHENTICATION_CLASSES if scheme is not SessionAuthentication
        ]
        return [*own, CsrfSessionAuthentication()]

    def handle_exception(self, exc: Exception) -> Any:
        """Turn our own failures into answers; everything else is Label Studio's handler's."""
        if isinstance(exc, FaultmarkError):
            return fault_response(exc)
        if isinstance(exc, PlatformRefusal):
            return refusal_response(exc)
        return super().handle_exception(exc)


class ProjectsView(FaultmarkView):
    """Projects with their progress."""

    @extend_schema(operation_id="listProjects", responses={200: shapes.ProjectListSerializer})
    def get(self, request: Request) -> Response:
        """All projects that the user may see, newest first."""
        results = [
            {
                **documents.project_json(project),
                "progress": {"tasks": counts.tasks, "done": counts.done, "mine": counts.mine},
            }
            for project, counts in platform().projects_for(request.user)
        ]
        return Response({"results": results})


class TasksView(FaultmarkView):
    """Tasks of a project."""

    @extend_schema(
        operation_id="listTasks",
        parameters=[
            OpenApiParameter("page", int, description="From 1."),
            OpenApiParameter("search", str, description="Words that all stand in the task's data, or its id."),
        ],
        responses={200: shapes.TaskListSerializer, 404: shapes.ErrorSerializer},
    )
    def get(self, request: Request, project: int) -> Response:
        """One page of tasks, in the project's order."""
        found = project_or_none(request.user, project)
        if found is None:
            return missing(f"project {project}")
        text = request.query_params.get("page", "1")
        page = max(1, int(text)) if text.isdecimal() else 1
        search = request.query_params.get("search", "")[:200]
        tasks = platform().tasks_page(request.user, project, search, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        counts = platform().progress_of(request.user, project)
        links = SeriesLink.objects.filter(task__in=[row.id for row in tasks.rows])
        states: dict[int, str] = dict(links.values_list("task_id", "state"))
        key = _value_key(found.config)
        return Response(
            {
                "project": documents.project_json(found),
                "progress": {"tasks": counts.tasks, "done": counts.done, "mine": counts.mine},
                "total": tasks.total,
                "page": page,
                "page_size": PAGE_SIZE,
                "results": [
                    documents.task_row_json(row, found.overlap, key, states.get(row.id, str(SeriesState.NONE)))
                    for row in tasks.rows
                ],
            }
        )


def _value_key(config: str) -> str | None:
    try:
        target = parse_config(config).object
    except FaultmarkError:
        return None
    return target.value_key if target else None


class _TaskView(FaultmarkView):
    """An endpoint below one task."""

    task: TaskInfo
    schema_of_task: LabelSchema

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the task, for this user."""
        super().initial(request, *args, **kwargs)
        found = task_or_none(request.user, kwargs["task"])
        if found is None:
            raise PlatformRefusal(404, missing(f"task {kwargs['task']}").data)
        self.task = found
        self.schema_of_task = parse_config(found.project.config)

    def axis(self) -> TimeAxis | None:
        """The time axis of the task's series, once it has been read."""
        series = documents.series_of(SeriesLink.objects.filter(task_id=self.task.id).first())
        return series.axis if series else None

    def own(self, user: Any) -> tuple[StoredResult | None, StoredResult | None]:
        """The user's draft and annotation: the latest annotation, and the draft that goes on from it, if any."""
        mine = [found for found in platform().annotations(self.task.id) if found.user_id == user.pk]
        annotation = mine[-1] if mine else None
        drafts = platform().drafts(user, self.task.id)
        wanted = annotation.id if annotation else None
        fitting = [draft for draft in drafts if draft.annotation_id == wanted]
        return (fitting[-1] if fitting else None), annotation

    def document(self, user: Any, notices: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """What the user works on, as saved now."""
        draft, annotation = self.own(user)
        return documents.document_json(
            draft, annotation, self.schema_of_task, self.axis(), notices if notices is not None else []
        )


class WorkbenchView(_TaskView):
    """Everything that the Label screen shows of a task."""

    @extend_schema(operation_id="getTask", responses={200: shapes.WorkbenchSerializer, **ERRORS})
    def get(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """The task, its schema, its series, the user's labels and the proposals. Starts the ingest where needed."""
        user: Any = request.user
        schema, info = self.schema_of_task, self.task
        link = ensure_queued(info) if schema.object else None
        series = documents.series_of(link)
        axis = series.axis if series else None
        notices: list[dict[str, Any]] = []
        warning = file_notice(info, link) if link is not None and series is not None else None
        key = schema.object.value_key if schema.object else None
        title, subtitle = documents.task_title(info.id, info.data, key)
        others = [
            {
                "annotation_id": found.id,
                "user": found.user_email,
                "regions": len({item.get("id") for item in found.items if "start" in (item.get("value") or {})}),
                "ground_truth": found.ground_truth,
            }
            for found in platform().annotations(info.id)
            if found.user_id != user.pk
        ]
        return Response(
            {
                "task": {
                    "id": info.id,
                    "project": documents.project_json(info.project),
                    "title": title,
                    "subtitle": subtitle,
                    "data": {name: value for name, value in info.data.items() if name != key},
                },
                "schema": documents.schema_json(schema, series),
                "series": documents.series_json(link, warning),
                "document": self.document(user, notices),
                "proposals": documents.proposals_json(platform().predictions(info.id), schema, axis, notices),
                "others": others,
                "notices": notices,
                "urls": {
                    "label_studio": f"/projects/{info.project.id}/data?task={info.id}",
                    "project": f"/projects/{info.project.id}/data",
                },
                "user": {"id": user.pk, "email": user.email, "initials": user.get_initials()},
            }
        )


class SeriesView(_TaskView):
    """The state of a task's series."""

    @extend_schema(operation_id="getSeries", responses={200: shapes.SeriesSerializer, **ERRORS})
    def get(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Where the ingest is; ask again while it is queued or ingesting."""
        return Response(documents.series_json(SeriesLink.objects.filter(task_id=self.task.id).first()))

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
            IngestOptions().with_changes(chosen)
        except (TypeError, ValueError) as error:
            return fault_response(SeriesError("series.options.invalid", str(error)))
        return Response(documents.series_json(restart(self.task, chosen)), status=202)


class TileView(_TaskView):
    """One view of a series, as a binary tile. Browsers are answered on a shorter way; see ``host.fast_lane``."""

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
        query = request.query_params
        try:
            channels = [int(part) for part in query["channels"].split(",")]
            start, end, width = int(query["start"]), int(query["end"]), int(query["width"])
        except (KeyError, ValueError) as error:
            wrong = SeriesError(
                "series.view.invalid",
                f"The view cannot be read: {type(error).__name__} {error}.",
                expected="channels=0,1 and whole numbers for start, end and width.",
            )
            return fault_response(wrong)
        answer = HttpResponse(
            read_view(series_store(), series, channels, start, end, width), content_type="application/octet-stream"
        )
        answer["Cache-Control"] = "private, max-age=31536000, immutable"
        patch_vary_headers(answer, ["Cookie", "Authorization"])
        return answer


class _SaveView(_TaskView):
    def save(self, request: Request, asked: dict[str, Any], *, submit: bool) -> Response:
        """Check what is sent, and save it as a draft or as an annotation."""
        user: Any = request.user
        schema, axis = self.schema_of_task, self.axis()
        if schema.object is None:
            return fault_response(SeriesError("config.object.missing", "The labeling config declares no TimeSeries."))
        current = self.document(user)
        base = asked["base_version"]
        if base != current["version"] and "base_version" in request.data:
            return conflict(current)
        document = documents.regions_of(request.data)
        skipped = asked.get("cancelled", False)
        problems = (
            problems_of(document, schema, axis) if submit and not skipped else list(problems_of_places(document, axis))
        )
        if problems:
            return unfinished(problems)
        wanted = SaveRequest(
            items=write_result(document, schema, documents.times_of(schema, axis)),
            lead_time=asked["lead_time"],
            draft_id=current["draft_id"],
            annotation_id=current["annotation_id"],
            cancelled=skipped,
        )
        saved = platform().submit if submit else platform().save_draft
        saved(user, self.task.id, wanted)
        return Response(self.document(user), status=201 if submit and current["annotation_id"] is None else 200)


class DraftView(_SaveView):
    """The user's draft."""

    @extend_schema(
        operation_id="saveDraft",
        request=shapes.DraftRequestSerializer,
        responses={200: shapes.DocumentSerializer, 409: shapes.ErrorSerializer, **ERRORS},
    )
    def put(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Save what there is so far, as a Label Studio draft."""
        asked = shapes.DraftRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.save(request, asked.validated_data, submit=False)


class SubmitView(_SaveView):
    """The user's annotation."""

    @extend_schema(
        operation_id="submitAnnotation",
        request=shapes.SubmitRequestSerializer,
        responses={
            200: shapes.DocumentSerializer,
            201: shapes.DocumentSerializer,
            409: shapes.ErrorSerializer,
            **ERRORS,
        },
    )
    def post(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Submit a Label Studio annotation, or update the one that the user submitted before."""
        asked = shapes.SubmitRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.save(request, asked.validated_data, submit=True)
