"""What the endpoints share: who may call them, which task they are about, and how failures are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from faultmark.actions.ports import PlatformRefusal, ProjectInfo, StoredResult, TaskInfo
from faultmark.errors import ConfigError, FaultmarkError, Remedy
from faultmark.labels.config import parse_config
from faultmark.labels.schema import LabelSchema
from faultmark.series.axis import TimeAxis
from faultmark.web import documents
from faultmark.web.access import Act, project_or_none, task_or_none
from faultmark.web.api import serializers as shapes
from faultmark.web.api.errors import fault_response, missing, refusal_response
from faultmark.web.models import SeriesLink
from faultmark.web.platform import platform

__all__ = ["ERRORS", "NO_TIME_SERIES", "FaultmarkView", "ProjectView", "TaskView"]

ERRORS = {404: shapes.ErrorSerializer, 422: shapes.ErrorSerializer}
NO_TIME_SERIES = ConfigError(
    "config.object.missing",
    "The project's labeling config declares no TimeSeries, so there is nothing that Faultmark can show.",
    remedies=(
        Remedy("Add a TimeSeries tag in the project's settings, under Labeling Interface, or label in Label Studio."),
    ),
)


class FaultmarkView(APIView):
    """What all endpoints share: who may call, and how failures are told."""

    acts: ClassVar[Mapping[str, Act]] = {}
    """Which act each method is, for :mod:`faultmark.web.access`; a method that is none of these is refused."""

    permission_classes = (IsAuthenticated,)

    def handle_exception(self, exc: Exception) -> Any:
        """Turn our own failures into answers; everything else is Label Studio's handler's."""
        if isinstance(exc, FaultmarkError):
            return fault_response(exc)
        if isinstance(exc, PlatformRefusal):
            return refusal_response(exc)
        return super().handle_exception(exc)


class ProjectView(FaultmarkView):
    """An endpoint below one project."""

    project: ProjectInfo

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the project, for this user."""
        super().initial(request, *args, **kwargs)
        found = project_or_none(request.user, kwargs["project"])
        if found is None:
            raise PlatformRefusal(404, missing(f"project {kwargs['project']}").data)
        self.project = found


class TaskView(FaultmarkView):
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

    def own(self, user: Any, annotation_id: int | None = None) -> tuple[StoredResult | None, StoredResult | None]:
        """The user's draft and annotation: the one asked for, else the latest, and the draft that goes on from it."""
        mine = [found for found in platform().annotations(self.task.id) if found.user_id == user.pk]
        if annotation_id is not None:
            mine = [found for found in mine if found.id == annotation_id]
            if not mine:
                raise PlatformRefusal(404, missing(f"annotation {annotation_id} of yours").data)
        annotation = mine[-1] if mine else None
        drafts = platform().drafts(user, self.task.id)
        wanted = annotation.id if annotation else None
        fitting = [draft for draft in drafts if draft.annotation_id == wanted]
        return (fitting[-1] if fitting else None), annotation

    def document(
        self, user: Any, annotation_id: int | None = None, notices: list[dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        """What the user works on, as saved now."""
        draft, annotation = self.own(user, annotation_id)
        told = notices if notices is not None else []
        schema, axis = self.schema_of_task, self.axis()
        return documents.document_json(draft, annotation, schema, axis, told)
