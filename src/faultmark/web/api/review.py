"""The endpoints of the review: queue, sheet, draft, verdicts, comments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import PlatformRefusal, StoredResult
from faultmark.labels.ls_json import write_result
from faultmark.labels.region import LabelDocument
from faultmark.labels.times import label_times
from faultmark.labels.validate import problems_of, problems_of_places
from faultmark.labels.visibility import without_hidden
from faultmark.web import documents
from faultmark.web.access import Act, Role, role_in
from faultmark.web.api.base import ERRORS, FaultmarkView, ProjectView, TaskView
from faultmark.web.api.errors import error_shape, missing, unfinished
from faultmark.web.api.serializers import review as shapes
from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.models import Comment, TaskReview
from faultmark.web.platform import platform
from faultmark.web.review.comments import add_comment, names_for, visible_comments
from faultmark.web.review.queue import STATES, Ask, review_queue
from faultmark.web.review.reading import TaskReading, read_task
from faultmark.web.review.sheet import comments_json, review_sheet, settled_json
from faultmark.web.review.verdicts import require_reviewer, send_back, settle
from faultmark.web.series_links import ensure_queued

__all__ = [
    "AnnotationVerdictView",
    "CommentView",
    "CommentsView",
    "ReviewDraftView",
    "ReviewQueueView",
    "ReviewView",
    "VerdictView",
]

PAGE_SIZE = 50
REFUSED = {**ERRORS, 403: ErrorSerializer, 409: shapes.ReviewConflictSerializer}


class ReviewQueueView(ProjectView):
    """What waits for a reviewer."""

    acts: ClassVar = {"GET": Act.REVIEW}

    @extend_schema(
        operation_id="getReviewQueue",
        parameters=[
            OpenApiParameter("state", str, enum=list(STATES), description="waiting where it is left out."),
            OpenApiParameter("reason", str, description="missed, class, boundaries, severity or sample; all if empty."),
            OpenApiParameter("order", str, enum=["worst", "best"], description="By agreement; worst first."),
            OpenApiParameter("page", int, description="From 1."),
        ],
        responses={200: shapes.ReviewQueueSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, project: int) -> Response:
        """One page of the queue, worst agreement first, each task with the reason why it is there."""
        asked = request.query_params
        text = asked.get("page", "1")
        page = max(1, int(text)) if text.isdecimal() else 1
        state = asked.get("state", "waiting")
        ask = Ask(
            state=state if state in STATES else "waiting",
            reason=asked.get("reason", ""),
            order=asked.get("order", "worst"),
            offset=(page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )
        queue = review_queue(request.user, project, documents.file_key(self.project.config), ask)
        return Response(
            {
                "project": documents.project_json(self.project, request.user),
                "page": page,
                "page_size": PAGE_SIZE,
                **queue,
            }
        )


class _ReviewedTask(TaskView):
    def reading(self) -> TaskReading:
        """The opinions on the task."""
        found = read_task(self.task.id)
        if found is None:
            raise PlatformRefusal(404, missing(f"task {self.task.id}").data)
        return found

    def items_of(self, document: LabelDocument, *, whole: bool) -> list[dict[str, Any]]:
        """Regions as result items, checked like an annotation's, or only their places.

        Raises
        ------
        PlatformRefusal
            422, problem by problem.
        """
        schema, axis = self.schema_of_task, self.axis()
        times = label_times(schema, axis)
        if whole:
            document = without_hidden(document, schema)
            problems = list(problems_of(document, schema, axis, times))
        else:
            problems = list(problems_of_places(document, axis, times))
        if problems:
            raise PlatformRefusal(422, unfinished(problems).data)
        return [dict(item) for item in write_result(document, schema, times, axis)]

    def require_version(self, request: Request, reading: TaskReading) -> None:
        """Refuse with 409 what is based on another state of the settled lane."""
        now = settled_json(reading)
        if "base_version" in request.data and request.data["base_version"] != now["version"]:
            body = error_shape(409, "This task was reviewed elsewhere in the meantime.", settled=now)
            raise PlatformRefusal(409, body)


class ReviewView(_ReviewedTask):
    """Everything that the Review screen shows of a task."""

    acts: ClassVar = {"GET": Act.REVIEW}

    @extend_schema(
        operation_id="getReview",
        parameters=[OpenApiParameter("blind", bool, description="Show annotators as A, B, … .")],
        responses={200: shapes.ReviewSheetSerializer, **ERRORS},
    )
    def get(self, request: Request, task: int) -> Response:  # noqa: ARG002
        """Lanes of annotators and models, disagreements, the consensus to start from, comments, history.

        Starts the ingest where needed: whoever reviews a task may be the first to open it.
        """
        user: Any = request.user
        # Before the opinions are read: they are placed on the axis of the series.
        link = ensure_queued(self.task) if self.schema_of_task.object else None
        reading, info = self.reading(), self.task
        series = documents.series_of(link)
        key = self.schema_of_task.object.value_key if self.schema_of_task.object else None
        blind = request.query_params.get("blind", "").lower() in ("1", "true", "yes")
        return Response(
            {
                **documents.page_json(info, user, key),
                "schema": documents.schema_json(self.schema_of_task, series),
                "series": documents.series_json(link, None, info.data),
                "notices": [],
                **review_sheet(user, reading, blind=blind),
            }
        )


class ReviewDraftView(_ReviewedTask):
    """The settled lane while a reviewer works on it."""

    acts: ClassVar = {"PUT": Act.REVIEW}

    @extend_schema(
        operation_id="saveReviewDraft",
        request=shapes.ReviewDraftRequestSerializer,
        responses={200: shapes.SettledSerializer, **REFUSED},
    )
    def put(self, request: Request, task: int) -> Response:
        """Keep the settled lane as it is so far; nothing is decided by it."""
        asked = shapes.ReviewDraftRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        require_reviewer(request.user, self.task.project.id, task)
        items = self.items_of(documents.regions_of(request.data), whole=False)
        with transaction.atomic():
            reading = self.reading()
            review = TaskReview.objects.select_for_update().filter(pk=task).first() or TaskReview(task_id=task)
            self.require_version(request, reading)
            review.draft = items
            review.save()
        return Response(settled_json(reading))


class VerdictView(_ReviewedTask):
    """The reviewer's decision."""

    acts: ClassVar = {"POST": Act.REVIEW}

    @extend_schema(
        operation_id="giveVerdict",
        request=shapes.VerdictRequestSerializer,
        responses={200: shapes.ReviewSheetSerializer, **REFUSED},
    )
    def post(self, request: Request, task: int) -> Response:
        """Accept, fix and accept, or send back with a comment."""
        shape = shapes.VerdictRequestSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked, user = shape.validated_data, request.user
        require_reviewer(user, self.task.project.id, task)
        with transaction.atomic():
            reading = self.reading()
            self.require_version(request, reading)
            if asked["verdict"] == "send_back":
                self._send_back(user, reading, asked)
            else:
                items = self.items_of(documents.regions_of(request.data), whole=True)
                comment = self._comment(user, asked)
                fixed = asked["verdict"] == "fix"
                settle(user, task, items, fixed=fixed, lead_time=asked["lead_time"], comment=comment)
        return Response(review_sheet(user, self.reading(), blind=False))

    def _comment(self, user: Any, asked: Any) -> Comment | None:
        said = asked["comment"]
        return None if said is None else add_comment(user, self.task.project.id, self.task.id, said)

    def _send_back(self, user: Any, reading: TaskReading, asked: Any) -> None:
        comment = self._comment(user, asked)
        if comment is None:
            raise _needs_comment()
        wanted = asked["annotations"]
        about = asked["comment"]["annotation_id"]
        wanted = wanted or ([] if about is None else [about])
        to = [stored for stored in reading.stored if not wanted or stored.id in wanted]
        if not to:
            raise PlatformRefusal(422, error_shape(422, "There is no such annotation of this task to send back."))
        send_back(user, self.task.id, comment, to)


def _needs_comment() -> PlatformRefusal:
    return PlatformRefusal(422, error_shape(422, "Say why: sending back needs a comment."))


class AnnotationVerdictView(_ReviewedTask):
    """A verdict on one annotation, as Label Studio's own Accept and Reject buttons give it."""

    acts: ClassVar = {"POST": Act.REVIEW}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the annotation's task, for this user."""
        task = platform().task_of_annotation(kwargs.pop("annotation"))
        super().initial(request, *args, task=-1 if task is None else task, **kwargs)

    @extend_schema(
        operation_id="giveAnnotationVerdict",
        request=shapes.AnnotationVerdictSerializer,
        responses={200: shapes.ReviewSheetSerializer, **ERRORS, 403: ErrorSerializer},
    )
    def post(self, request: Request, annotation: int) -> Response:
        """Accept this annotation as the truth, as it is or fixed; or send it back to its author."""
        shape = shapes.AnnotationVerdictSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked, user = shape.validated_data, request.user
        require_reviewer(user, self.task.project.id, self.task.id)
        with transaction.atomic():
            judged = self._judged(annotation)
            said = asked["comment"]
            if asked["verdict"] == "send_back" and said is None:
                raise _needs_comment()
            comment = None
            if said is not None:
                said = {**said, "annotation_id": annotation if said["parent"] is None else None}
                comment = add_comment(user, self.task.project.id, self.task.id, said)
            if comment is not None and asked["verdict"] == "send_back":
                send_back(user, self.task.id, comment, [judged])
            else:
                items = asked.get("result", judged.items) if asked["verdict"] == "fix" else judged.items
                settle(user, self.task.id, items, fixed=asked["verdict"] == "fix", lead_time=0, comment=comment)
        return Response(review_sheet(user, self.reading(), blind=False))

    def _judged(self, annotation: int) -> StoredResult:
        return next(a for a in platform().annotations(self.task.id) if a.id == annotation)


class CommentsView(TaskView):
    """Comments on a task."""

    acts: ClassVar = {"GET": Act.SEE, "POST": Act.SEE}

    @extend_schema(operation_id="listComments", responses={200: shapes.CommentListSerializer, **ERRORS})
    def get(self, request: Request, task: int) -> Response:
        """Those that the user may see, oldest first."""
        project = self.task.project.id
        comments = list(visible_comments(request.user, project, task))
        return Response({"results": comments_json(comments, names_for(request.user, project, task, comments))})

    @extend_schema(
        operation_id="addComment",
        request=shapes.CommentRequestSerializer,
        responses={201: shapes.CommentSerializer, **ERRORS},
    )
    def post(self, request: Request, task: int) -> Response:
        """Say something about the task, a place or a region of it, or answer a comment."""
        asked = shapes.CommentRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = self.task.project.id
        comment = add_comment(request.user, project, task, asked.validated_data)
        [shown] = comments_json([comment], names_for(request.user, project, task, [comment]))
        return Response(shown, status=201)


class CommentView(FaultmarkView):
    """One comment."""

    acts: ClassVar = {"PATCH": Act.SEE, "DELETE": Act.SEE}

    def _find(self, user: Any, comment: int) -> tuple[Comment, int]:
        found = Comment.objects.select_related("task").filter(pk=comment).first()
        project = found.task.project_id if found is not None else -1
        if found is None or not visible_comments(user, project, found.task_id).filter(pk=comment).exists():
            raise PlatformRefusal(404, missing(f"comment {comment}").data)
        return found, project

    @extend_schema(
        operation_id="changeComment",
        request=shapes.CommentChangeSerializer,
        responses={200: shapes.CommentSerializer, **ERRORS, 403: ErrorSerializer},
    )
    def patch(self, request: Request, comment: int) -> Response:
        """Reword one's own comment; resolve a thread or open it again."""
        shape = shapes.CommentChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked, user = shape.validated_data, request.user
        found, project = self._find(user, comment)
        if "text" in asked:
            if found.author_id != user.pk:
                raise PlatformRefusal(403, error_shape(403, "Only its author may reword a comment."))
            found.text, found.changed_at = asked["text"].strip(), timezone.now()
        if "resolved" in asked:
            found.resolved_by = user if asked["resolved"] else None
            found.resolved_at = timezone.now() if asked["resolved"] else None
        found.save()
        [shown] = comments_json([found], names_for(user, project, found.task_id, [found]))
        return Response(shown)

    @extend_schema(operation_id="deleteComment", responses={204: None, **ERRORS, 403: ErrorSerializer})
    def delete(self, request: Request, comment: int) -> Response:
        """Take back one's own comment, as long as nobody has answered; a manager any."""
        found, project = self._find(request.user, comment)
        role = role_in(request.user, project)
        if role is None or (role < Role.MANAGER and (found.author_id != request.user.pk or found.answers.exists())):
            raise PlatformRefusal(403, error_shape(403, "Only one's own comment without answers can be deleted."))
        found.delete()
        return Response(status=204)
