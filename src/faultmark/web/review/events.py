"""What follows when an annotation comes, changes or goes, by whatever way: our pages, Label Studio's, its API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from faultmark.web.history import is_recorded
from faultmark.web.models import ReviewState, Seat, SeatState, Step, StepKind, TaskReview
from faultmark.web.review.verdicts import is_settling

__all__ = ["annotation_gone", "annotation_saved", "annotations_came"]

Items = list[Mapping[str, Any]]


def _agreement_follows(task_id: int) -> None:
    from faultmark.web.review.agreement import update_agreement  # noqa: PLC0415 - needs all apps to be ready

    transaction.on_commit(lambda: update_agreement(task_id))


def annotation_saved(annotation: Any, before: Items | None, by: int | None) -> None:
    """Record a new or changed annotation.

    Parameters
    ----------
    annotation:
        The platform's record, as it is now.
    before:
        Its result items until now; None for a new one.
    by:
        Id of the user who saved it.
    """
    if is_settling():
        return
    task_id, author = annotation.task_id, annotation.completed_by_id
    after = annotation.result if isinstance(annotation.result, list) else []
    if before is None or before != after:
        Step.objects.create(
            task_id=task_id,
            kind=StepKind.SUBMITTED if before is None else StepKind.RESUBMITTED,
            user_id=by or author,
            annotation=annotation.pk,
            author_id=author,
            before=before,
            after=after,
        )
        # Who was asked to look again has done so.
        TaskReview.objects.filter(pk=task_id, state=ReviewState.SENT_BACK).update(state=ReviewState.OPEN)
    if author is not None:
        state = SeatState.SKIPPED if annotation.was_cancelled else SeatState.DONE
        Seat.objects.update_or_create(
            task_id=task_id,
            user_id=author,
            defaults={"state": state, "expires_at": None},
            create_defaults={"state": state, "expires_at": None, "reason": "annotated"},
        )
    _agreement_follows(task_id)


def annotation_gone(annotation: Any, *, with_task: bool) -> None:
    """Record an annotation that was deleted; ``with_task`` along with its whole task, of which nothing is kept."""
    if with_task or is_settling() or not is_recorded():
        return
    before = annotation.result if isinstance(annotation.result, list) else []
    Step.objects.create(
        task_id=annotation.task_id,
        kind=StepKind.WITHDRAWN,
        user_id=annotation.updated_by_id or annotation.completed_by_id,
        annotation=annotation.pk,
        author_id=annotation.completed_by_id,
        before=before,
        after=None,
    )
    Seat.objects.filter(task=annotation.task_id, user=annotation.completed_by_id).update(state=SeatState.HELD)
    _agreement_follows(annotation.task_id)


def annotations_came(task_ids: Iterable[int]) -> None:
    """Annotations were imported in bulk: they are scored in the background."""
    from faultmark.web.jobs import score_tasks  # noqa: PLC0415 - needs all apps to be ready

    ids = sorted(set(task_ids))
    if ids:
        transaction.on_commit(lambda: score_tasks.enqueue(ids))
