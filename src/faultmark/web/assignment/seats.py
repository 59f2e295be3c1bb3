"""Seats at tasks: taken one at a time, so that no more people than wanted ever work on a task."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from faultmark.actions.ports import PlatformRefusal
from faultmark.web.access import Role, role_in
from faultmark.web.api.errors import error_shape
from faultmark.web.models import ProjectRules, Seat, SeatState, TaskReview, live_seats
from faultmark.web.platform import platform

__all__ = ["authors_of", "hold", "keep_reservation", "locked_task", "release", "seat_for", "seated", "seats_left"]

# A submit that has not come to an end by then never will: its process is gone.
_SUBMIT_SECONDS = 60


def locked_task(task_id: int) -> Any:
    """The platform's record of a task, locked to the end of the transaction; None where it is gone.

    On SQLite the transaction itself is the lock.
    """
    return apps.get_model("tasks", "Task").objects.select_for_update().filter(pk=task_id).first()


def authors_of(task_id: int) -> set[int]:
    """Who annotated a task: neither skipped it, nor settled it as its reviewer."""
    settled = TaskReview.objects.filter(pk=task_id, settled__isnull=False).values("settled")
    made = apps.get_model("tasks", "Annotation").objects.filter(task_id=task_id, was_cancelled=False)
    return set(made.exclude(pk__in=settled).exclude(completed_by=None).values_list("completed_by_id", flat=True))


def seated(task_id: int) -> set[int]:
    """Who counts towards the overlap of a task."""
    holding = Seat.objects.filter(live_seats(), task_id=task_id).values_list("user_id", flat=True)
    return authors_of(task_id) | set(holding)


def seats_left(task: Any) -> int:
    """How many more people a task wants."""
    return max(0, int(task.overlap) - len(seated(task.pk)))


def hold(task_id: int, user: Any, reason: str, minutes: int | None = None) -> bool:
    """Give a task to a person, unless there is no seat left. ``minutes`` is for a reservation; whether it was given."""
    with transaction.atomic():
        task = locked_task(task_id)
        if task is None:
            return False
        if user.pk not in seated(task_id):
            if not seats_left(task):
                return False
            _make_room(task)
        expires = None if minutes is None else timezone.now() + timedelta(minutes=minutes)
        seat, made = Seat.objects.get_or_create(
            task_id=task_id, user=user, defaults={"reason": reason, "expires_at": expires}
        )
        if not made and seat.state in (SeatState.HELD, SeatState.SKIPPED):
            seat.state, seat.reason, seat.expires_at = SeatState.HELD, reason, expires
            seat.save()
        return True


def _make_room(task: Any) -> None:
    """Let expired reservations go where a new person needs their place."""
    expired = Seat.objects.filter(task=task, state=SeatState.HELD, expires_at__lte=timezone.now())
    surplus = Seat.objects.filter(task=task).exclude(state=SeatState.SKIPPED).count() + 1 - int(task.overlap)
    for seat in expired.select_related("user").order_by("expires_at")[: max(0, surplus)]:
        # Label Studio's stream passes a task by as long as it is locked for somebody, which may outlast a reservation.
        task.release_lock(seat.user)
        seat.delete()


def release(task_id: int, user: Any) -> bool:
    """Take a task back from a person who has not annotated it; whether there was anything to take."""
    with transaction.atomic():
        task = locked_task(task_id)
        if task is None or user.pk in authors_of(task_id):
            return False
        task.release_lock(user)
        return bool(Seat.objects.filter(task_id=task_id, user=user).delete()[0])


def keep_reservation(task_id: int, user: Any) -> None:
    """Somebody works on the task: his reservation starts anew."""
    seats = Seat.objects.filter(task_id=task_id, user=user, state=SeatState.HELD, expires_at__isnull=False)
    seat = seats.select_related("task").first()
    if seat is not None:
        minutes = ProjectRules.of(seat.task.project_id).reservation_minutes
        seats.update(expires_at=timezone.now() + timedelta(minutes=minutes))


@contextlib.contextmanager
def seat_for(user: Any, task_id: int) -> Iterator[None]:
    """Hold a seat while a person's new annotation is saved; it is his for good once the annotation is there.

    Raises
    ------
    PlatformRefusal
        409: all seats are taken, or the person has annotated the task already.
    """
    before = _claim(user, task_id)
    try:
        yield
    finally:
        # Saved, and the signal has said so; else as it was.
        left = Seat.objects.filter(task_id=task_id, user=user, state=SeatState.SUBMITTING)
        if before is None:
            left.delete()
        else:
            left.update(state=before)
        # The last of those that came at once counts last, and so counts all.
        platform().recount(task_id)


def _claim(user: Any, task_id: int) -> str | None:
    """Take the seat; the state that it had before, None where there was none."""
    with transaction.atomic():
        task = locked_task(task_id)
        if task is None:
            raise _refusal(404, f"There is no task {task_id}.")
        seat = Seat.objects.filter(task_id=task_id, user=user).first()
        if seat is not None and seat.state == SeatState.SUBMITTING and _is_fresh(seat):
            raise _refusal(409, "Your annotation of this task is being saved already.")
        if user.pk in authors_of(task_id):
            if role_in(user, task.project_id) is Role.ANNOTATOR:
                raise _refusal(409, "You have annotated this task. Change that annotation instead of adding another.")
        elif len(seated(task_id) - {user.pk}) >= int(task.overlap):
            raise _refusal(
                409,
                f"All {task.overlap} seats at this task are taken. A manager can add one: Annotators a task, on the "
                "page of people.",
            )
        if seat is None:
            Seat.objects.create(task_id=task_id, user=user, state=SeatState.SUBMITTING, reason="annotated")
            return None
        before = seat.state if seat.state != SeatState.SUBMITTING else SeatState.HELD
        seat.state = SeatState.SUBMITTING
        seat.save()
        return str(before)


def _is_fresh(seat: Seat) -> bool:
    return bool(timezone.now() - seat.changed_at < timedelta(seconds=_SUBMIT_SECONDS))


def _refusal(status: int, detail: str) -> PlatformRefusal:
    return PlatformRefusal(status, error_shape(status, detail))
