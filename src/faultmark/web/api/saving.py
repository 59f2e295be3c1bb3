"""The endpoints that save: drafts and annotations, as Label Studio keeps them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import PlatformRefusal, SaveRequest
from faultmark.labels.ls_json import write_result
from faultmark.labels.region import LabelDocument
from faultmark.labels.times import label_times
from faultmark.labels.validate import problems_of, problems_of_places
from faultmark.labels.visibility import without_hidden
from faultmark.web import documents
from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, NO_TIME_SERIES, TaskView
from faultmark.web.api.errors import conflict, fault_response, missing, unfinished
from faultmark.web.outcomes import keep_outcomes
from faultmark.web.platform import platform
from faultmark.web.skips import keep_skip_reason

__all__ = ["AnnotationView", "DraftView", "SubmitView"]


class SaveView(TaskView):
    def save(self, request: Request, asked: dict[str, Any], *, submit: bool) -> Response:
        """Check what is sent, and save it as a draft or as an annotation."""
        user: Any = request.user
        if self.schema_of_task.object is None:
            return fault_response(NO_TIME_SERIES)
        with platform().turn(user, self.task.id):
            current = self.document(user, asked["annotation_id"])
            if "base_version" in request.data and asked["base_version"] != current["version"]:
                return conflict(current)
            return self._save(user, documents.regions_of(request.data), asked, current, submit=submit)

    def _save(
        self, user: Any, document: LabelDocument, asked: dict[str, Any], current: dict[str, Any], *, submit: bool
    ) -> Response:
        schema, axis = self.schema_of_task, self.axis()
        times = label_times(schema, axis)
        skipped = asked.get("cancelled", False)
        if submit and not skipped:
            document = without_hidden(document, schema)
            problems = problems_of(document, schema, axis, times)
        else:
            problems = list(problems_of_places(document, axis, times))
        if problems:
            return unfinished(problems)
        wanted = SaveRequest(
            items=write_result(document, schema, times, axis),
            lead_time=asked["lead_time"],
            draft_id=current["draft_id"],
            annotation_id=current["annotation_id"],
            cancelled=skipped,
        )
        with transaction.atomic():
            if submit:
                annotation = platform().submit(user, self.task.id, wanted)
                keep_skip_reason(annotation.id, asked.get("reason", "") if skipped else "")
            else:
                platform().save_draft(user, self.task.id, wanted)
            keep_outcomes(user, self.task, document, _dismissed(asked), schema, axis)
        is_new = submit and current["annotation_id"] is None
        return Response(self.document(user, current["annotation_id"]), status=201 if is_new else 200)


def _dismissed(asked: dict[str, Any]) -> list[tuple[int, str]] | None:
    if "dismissed" not in asked:
        return None
    return [(proposed["prediction_id"], proposed["region_id"]) for proposed in asked["dismissed"]]


class DraftView(SaveView):
    """The user's draft."""

    acts: ClassVar = {"PUT": Act.LABEL}

    @extend_schema(
        operation_id="saveDraft",
        request=shapes.DraftRequestSerializer,
        responses={200: shapes.DocumentSerializer, 409: shapes.ConflictSerializer, **ERRORS},
    )
    def put(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Save what there is so far, as a Label Studio draft."""
        asked = shapes.DraftRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.save(request, asked.validated_data, submit=False)


class SubmitView(SaveView):
    """The user's annotation."""

    acts: ClassVar = {"POST": Act.LABEL}

    @extend_schema(
        operation_id="submitAnnotation",
        request=shapes.SubmitRequestSerializer,
        responses={
            200: shapes.DocumentSerializer,
            201: shapes.DocumentSerializer,
            409: shapes.ConflictSerializer,
            **ERRORS,
        },
    )
    def post(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Submit a Label Studio annotation, or update the one that the user submitted before."""
        asked = shapes.SubmitRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.save(request, asked.validated_data, submit=True)


class AnnotationView(SaveView):
    """One annotation of the user's own."""

    acts: ClassVar = {"PATCH": Act.LABEL}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the annotation's task, for this user."""
        annotation = kwargs.pop("annotation")
        task = platform().task_of_annotation(annotation)
        try:
            # For an annotation that there is not, the login is still checked first.
            super().initial(request, *args, task=-1 if task is None else task, **kwargs)
        except PlatformRefusal:
            raise PlatformRefusal(404, missing(f"annotation {annotation} of yours").data) from None

    @extend_schema(
        operation_id="updateAnnotation",
        request=shapes.SubmitRequestSerializer,
        responses={200: shapes.DocumentSerializer, 409: shapes.ConflictSerializer, **ERRORS},
    )
    def patch(self, request: Request, annotation: int) -> Response:
        """Update an annotation that the user submitted."""
        asked = shapes.SubmitRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.save(request, {**asked.validated_data, "annotation_id": annotation}, submit=True)
