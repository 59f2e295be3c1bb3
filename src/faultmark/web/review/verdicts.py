"""What a reviewer decides on a task, and what follows from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from faultmark.actions.ports import PlatformRefusal, SaveRequest, StoredResult
from faultmark.web.access import Role, role_in
from faultmark.web.api.errors import error_shape
from faultmark.web.assignment.seats import authors_of, locked_task
from faultmark.web.models import (
    Comment,
    ProjectRules,
    ReviewState,
    Seat,
    SeatState,
    Step,
    StepKind,
    TaskReview,
)
from faultmark.web.platform import platform

__all__ = ["is_settling", "require_reviewer", "send_back", "settle", "why_not"]

_settling: ContextVar[bool] = ContextVar("settling", default=False)

Items = Sequence[Mapping[str, Any]]


def is_settling() -> bool:
    """Whether the annotation being saved is the one that settles a task, and so nobody's opinion of it."""
    return _settling.get()


@contextlib.contextmanager
def _as_settled() -> Iterator[None]:
    token = _settling.set(True)
    try:
        yield
    finally:
        _settling.reset(token)


def why_not(user: Any, project_id: int, task_id: int) -> str:
    """Why a person may not judge a task; empty where he may."""
    role = role_in(user, project_id)
    if role is None or role < Role.REVIEWER:
        return "Reviewing is for reviewers."
    if user.pk in authors_of(task_id) and not ProjectRules.of(project_id).review_own:
        return "You annotated this task yourself. Somebody else has to review it, or the project's rules allow it."
    return ""


def require_reviewer(user: Any, project_id: int, task_id: int) -> None:
    """Refuse with 403 where :func:`why_not` has a reason."""
    reason = why_not(user, project_id, task_id)
    if reason:
        raise PlatformRefusal(403, error_shape(403, reason))


def _review(task_id: int) -> TaskReview:
    locked_task(task_id)
    return TaskReview.objects.filter(pk=task_id).first() or TaskReview(task_id=task_id)


def settle(
    user: Any, task_id: int, items: Items, *, fixed: bool, lead_time: float | None, comment: Comment | None = None
) -> StoredResult:
    """Accept a task: ``items`` become its annotation marked as ground truth, made or changed as Label Studio does.

    The step that is recorded holds what was settled before, or what was proposed, and what is settled now.
    """
    with transaction.atomic():
        review = _review(task_id)
        before = next((a for a in platform().annotations(task_id) if a.id == review.settled_id), None)
        with _as_settled():
            saved = platform().submit(
                user,
                task_id,
                SaveRequest(
                    items=list(items),
                    lead_time=lead_time,
                    annotation_id=before.id if before is not None else None,
                    ground_truth=True,
                ),
            )
        known = list(before.items) if before is not None else review.draft
        review.settled_id, review.reviewer, review.draft = saved.id, user, None
        review.state = ReviewState.SETTLED
        review.save()
        Seat.objects.filter(task_id=task_id, state=SeatState.SENT_BACK).update(state=SeatState.DONE)
        Step.objects.create(
            task_id=task_id,
            kind=StepKind.FIXED if fixed else StepKind.ACCEPTED,
            user=user,
            annotation=saved.id,
            author=user,
            before=known,
            after=list(saved.items),
            comment=comment,
        )
        from faultmark.web.hooks.announce import announce_settled  # noqa: PLC0415 - it reads what this module settles

        announce_settled(review.task.project_id, task_id)
    return saved


def send_back(user: Any, task_id: int, comment: Comment, to: Sequence[StoredResult]) -> None:
    """Give a task back to the authors of these annotations, with a comment that says why."""
    with transaction.atomic():
        review = _review(task_id)
        review.state, review.reviewer = ReviewState.SENT_BACK, user
        review.save()
        for stored in to:
            if stored.user_id is not None:
                Seat.objects.update_or_create(
                    task_id=task_id,
                    user_id=stored.user_id,
                    defaults={"state": SeatState.SENT_BACK, "reason": "sent back", "expires_at": None},
                )
            Step.objects.create(
                task_id=task_id,
                kind=StepKind.SENT_BACK,
                user=user,
                annotation=stored.id,
                author_id=stored.user_id,
                before=list(stored.items),
                after=list(stored.items),
                comment=comment,
            )
