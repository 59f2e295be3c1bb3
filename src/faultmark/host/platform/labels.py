"""Annotations, drafts and predictions: read through the models, saved through Label Studio's own views."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from pydantic_core import from_json
from tasks.models import Annotation, AnnotationDraft, Prediction, Task

from faultmark.actions.ports import PlatformRefusal, SaveRequest, StoredResult
from faultmark.host.boot import current_config
from faultmark.host.platform.calls import call
from faultmark.labels.ls_json import ids_of_regions
from faultmark.web.assignment.seats import seat_for

__all__ = ["Labels", "skipped_annotation"]


def skipped_annotation(annotation_id: object) -> Any:
    """The record of an annotation by which a person skipped a task; None where it is none."""
    return Annotation.objects.filter(pk=annotation_id, was_cancelled=True).exclude(completed_by=None).first()


def _stored(record: Any) -> StoredResult:
    return StoredResult(
        id=record.pk,
        items=record.result if isinstance(record.result, list) else [],
        updated_at=record.updated_at,
        user_id=getattr(record, "completed_by_id", None) or getattr(record, "user_id", None),
        user_email=_email(record),
        model_version=getattr(record, "model_version", "") or "",
        score=getattr(record, "score", None),
        annotation_id=getattr(record, "annotation_id", None),
        ground_truth=bool(getattr(record, "ground_truth", False)),
        cancelled=bool(getattr(record, "was_cancelled", False)),
        lead_time=getattr(record, "lead_time", None),
        skip_reason=_skip_reason(record),
    )


def _skip_reason(record: Any) -> str | None:
    said = getattr(record, "faultmark_skip", None) if getattr(record, "was_cancelled", False) else None
    return None if said is None else str(said.reason)


def _email(record: Any) -> str:
    person = getattr(record, "completed_by", None) or getattr(record, "user", None)
    return str(person.email) if person is not None else ""


class _Items(Sequence[Mapping[str, Any]]):
    """Result items as the database holds them, decoded when somebody reads them: of a project, few do of all."""

    def __init__(self, text: str | None) -> None:
        self._text = text

    @cached_property
    def _read(self) -> list[Any]:
        text = self._text or "[]"
        try:
            found = from_json(text)
        except ValueError:
            # Half of a character, which only the slower reader takes.
            found = json.loads(text)
        return found if isinstance(found, list) else []

    def __getitem__(self, index: Any) -> Any:
        return self._read[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


_TEXT = Cast("result", TextField())


class Labels:
    """What people and models say of tasks."""

    def annotations(self, task_id: int) -> Sequence[StoredResult]:
        """All annotations of a task."""
        found = Annotation.objects.filter(task_id=task_id).select_related("completed_by", "faultmark_skip")
        return [_stored(record) for record in found.order_by("pk")]

    def annotations_of(self, task_ids: Sequence[int]) -> Iterable[tuple[int, StoredResult]]:
        """All annotations of many tasks."""
        # Rows alone: of a whole project, making the records of annotations and people costs more than reading them.
        columns = ("task_id", "pk", _TEXT, "updated_at", "completed_by_id", "completed_by__email", "ground_truth",
                   "was_cancelled", "lead_time", "faultmark_skip__reason")  # fmt: skip
        found = Annotation.objects.filter(task__in=task_ids).order_by("pk").values_list(*columns)
        for task, pk, text, updated, user, email, truth, cancelled, lead_time, why in found.iterator(chunk_size=2000):
            yield task, StoredResult(
                id=pk, items=_Items(text), updated_at=updated, user_id=user, user_email=str(email or ""),
                ground_truth=bool(truth), cancelled=bool(cancelled), lead_time=lead_time,
                skip_reason=why if cancelled else None,
            )  # fmt: skip

    def drafts(self, user: Any, task_id: int) -> Sequence[StoredResult]:
        """The user's own drafts."""
        found = AnnotationDraft.objects.filter(task_id=task_id, user=user).select_related("user").order_by("pk")
        return [_stored(record) for record in found]

    def predictions(self, task_id: int) -> Sequence[StoredResult]:
        """All predictions of a task."""
        return [_stored(record) for record in Prediction.objects.filter(task_id=task_id).order_by("pk")]

    def predictions_of(self, task_ids: Sequence[int]) -> Iterable[tuple[int, StoredResult]]:
        """All predictions of many tasks."""
        columns = ("task_id", "pk", _TEXT, "updated_at", "model_version", "score")
        found = Prediction.objects.filter(task__in=task_ids).order_by("pk").values_list(*columns)
        for task, pk, text, updated, version, score in found.iterator(chunk_size=2000):
            yield (
                task,
                StoredResult(id=pk, items=_Items(text), updated_at=updated, model_version=version or "", score=score),
            )

    def predicted_regions(self, project_id: int) -> Iterator[tuple[int, str, Set[str]]]:
        """Ids of the regions of all predictions of a project."""
        found = Prediction.objects.filter(project_id=project_id).values_list("pk", "model_version", "result")
        for prediction, version, result in found.iterator(chunk_size=500):
            yield prediction, version or "", ids_of_regions(result)

    def task_of_annotation(self, annotation_id: int) -> int | None:
        """Id of an annotation's task."""
        found: int | None = Annotation.objects.filter(pk=annotation_id).values_list("task_id", flat=True).first()
        return found

    @contextlib.contextmanager
    def turn(self, user: Any, task_id: int) -> Iterator[None]:
        """Let one save of a user and a task follow the other; see the port."""
        if connection.vendor == "postgresql":
            key = [user.pk % 2**31, task_id % 2**31]
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
                try:
                    yield
                finally:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
            return
        folder = current_config().data_dir / "locks"
        folder.mkdir(exist_ok=True)
        # A few files for all: that strangers sometimes wait for each other costs less than a file for each task.
        with (folder / f"save-{hash((user.pk, task_id)) % 64}").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def replace_prediction(
        self, task_id: int, model_version: str, items: Sequence[Mapping[str, Any]], score: float | None
    ) -> int:
        """Save a model's only prediction of a task; Label Studio's signals keep the task's counters."""
        with transaction.atomic():
            task = Task.objects.select_for_update().get(pk=task_id)
            Prediction.objects.filter(task=task, model_version=model_version).delete()
            made = Prediction.objects.create(
                task=task, project_id=task.project_id, model_version=model_version, result=list(items), score=score
            )
        return int(made.pk)

    def save_draft(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update a draft."""
        body = {"result": list(save.items), "lead_time": save.lead_time or 0}
        if save.draft_id is not None:
            known = AnnotationDraft.objects.filter(pk=save.draft_id, task_id=task_id, user=user)
            if not known.exists():
                raise PlatformRefusal(
                    404, {"status_code": 404, "detail": f"There is no draft {save.draft_id} of yours."}
                )
            answer = call(user, "PATCH", f"/api/drafts/{save.draft_id}/", body)
        elif save.annotation_id is not None:
            answer = call(user, "POST", f"/api/tasks/{task_id}/annotations/{save.annotation_id}/drafts", body)
        else:
            answer = call(user, "POST", f"/api/tasks/{task_id}/drafts", body)
        return _stored(AnnotationDraft.objects.select_related("user").get(pk=answer["id"]))

    def submit(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update an annotation."""
        body: dict[str, Any] = {"result": list(save.items), "lead_time": save.lead_time or 0}
        body["was_cancelled"] = save.cancelled
        if save.draft_id is not None:
            body["draft_id"] = save.draft_id
        if save.ground_truth:
            body["ground_truth"] = True
        if save.annotation_id is not None:
            takes_up = not save.cancelled and skipped_annotation(save.annotation_id) is not None
            with seat_for(user, task_id) if takes_up else contextlib.nullcontext():
                answer = call(user, "PATCH", f"/api/annotations/{save.annotation_id}/", body)
        elif save.ground_truth or save.cancelled:
            # What settles a task, or passes it by, needs no seat.
            answer = call(user, "POST", f"/api/tasks/{task_id}/annotations/", body)
        else:
            with seat_for(user, task_id):
                answer = call(user, "POST", f"/api/tasks/{task_id}/annotations/", body)
        return _stored(Annotation.objects.select_related("completed_by").get(pk=answer["id"]))
