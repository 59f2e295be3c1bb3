"""One more annotator where the others disagree."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q

from faultmark.web.assignment.seats import hold, locked_task, seated
from faultmark.web.models import ProjectRole, ProjectRules, ReviewState, Seat, SeatState, TaskAgreement
from faultmark.web.platform import platform

__all__ = ["call_again", "call_one_more"]


def call_one_more(task: Any, row: TaskAgreement, rules: ProjectRules) -> None:
    """Where agreement is low and everybody asked has spoken, give the task to one more person.

    The task is locked by the caller. Its overlap grows with each person called, so that Label Studio asks for that
    person too. Where nobody is left, the row says so.
    """
    is_low = row.score is not None and row.score < rules.low_agreement
    if not is_low or row.annotators < task.overlap or row.extra >= rules.most_extra:
        if row.nobody_left:
            row.nobody_left = False
            row.save(update_fields=["nobody_left"])
        return
    person = _least_loaded(task, seated(task.pk))
    if person is None:
        row.nobody_left = True
    else:
        platform().set_overlap(task.pk, task.overlap + 1)
        task.overlap += 1
        hold(task.pk, person, "low agreement")
        row.extra += 1
        row.nobody_left = False
    row.save(update_fields=["extra", "nobody_left"])


def call_again(project_id: int) -> None:
    """Somebody joined a project: what wanted one more annotator there, and found nobody, asks once more."""
    waiting = TaskAgreement.objects.filter(task__project_id=project_id, nobody_left=True)
    waiting = waiting.exclude(task__faultmark_review__state=ReviewState.SETTLED).order_by("pk")
    rules = ProjectRules.of(project_id)
    for task_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            task = locked_task(task_id)
            row = TaskAgreement.objects.filter(pk=task_id).first()
            if task is not None and row is not None:
                call_one_more(task, row, rules)


def _least_loaded(task: Any, seats: set[int]) -> Any:
    """The annotator of the project with the fewest open tasks who has nothing to do with this one yet."""
    seen = Seat.objects.filter(task=task).values("user")
    open_seats = Count(
        "faultmark_seats",
        filter=Q(faultmark_seats__task__project=task.project_id, faultmark_seats__state=SeatState.HELD),
    )
    people = get_user_model().objects.filter(
        is_active=True,
        faultmark_memberships__project=task.project_id,
        faultmark_memberships__role=ProjectRole.ANNOTATOR,
    )
    return people.exclude(pk__in=seats).exclude(pk__in=seen).annotate(open=open_seats).order_by("open", "pk").first()
