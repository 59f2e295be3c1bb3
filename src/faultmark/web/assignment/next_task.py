"""What a person works on next."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from faultmark.web.access import Role, role_in
from faultmark.web.assignment.seats import hold
from faultmark.web.models import Distribution, ProjectRules, Seat, SeatState

__all__ = ["next_task"]

# Others may be faster; more than this many times in a row they are not.
_TRIES = 50


def next_task(user: Any, project_id: int) -> int | None:
    """Id of the task that the person goes on with; None where there is nothing for him.

    First what was sent back, then what was given to him, in that order. An annotator of a project that distributes
    its tasks automatically is given one more, if he has none: one that others have begun before a fresh one.
    """
    mine = Seat.objects.filter(user=user, task__project_id=project_id)
    for state in (SeatState.SENT_BACK, SeatState.HELD):
        found = mine.filter(state=state).order_by("task__inner_id", "task_id").values_list("task_id", flat=True).first()
        if found is not None:
            return int(found)
    rules = ProjectRules.of(project_id)
    if rules.distribution != Distribution.AUTOMATIC or role_in(user, project_id) is not Role.ANNOTATOR:
        return None
    for task_id in _with_room(user, project_id)[:_TRIES]:
        if hold(task_id, user, "next in line", rules.reservation_minutes):
            return int(task_id)
    return None


def _with_room(user: Any, project_id: int) -> Any:
    """Ids of tasks that want one more person, by our last knowledge; :func:`hold` decides."""
    annotations = apps.get_model("tasks", "Annotation").objects.filter(task=OuterRef("pk"), completed_by=user)
    own = Seat.objects.filter(task=OuterRef("pk"), user=user)
    seats = "faultmark_seats__"
    skipped = Q(**{f"{seats}state": SeatState.SKIPPED})
    expired = Q(**{f"{seats}state": SeatState.HELD, f"{seats}expires_at__lte": timezone.now()})
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id, is_labeled=False)
    return (
        tasks.exclude(Exists(annotations))
        .exclude(Exists(own))
        .annotate(sitting=Count("faultmark_seats", filter=~skipped & ~expired))
        .filter(sitting__lt=F("overlap"))
        .order_by("-sitting", "inner_id", "pk")
        .values_list("pk", flat=True)
    )
