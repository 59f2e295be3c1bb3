"""Tasks given to people by hand or by a rule, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count, Q

from faultmark.actions.assign_tasks import AssignableTask, Assignee, By, assign_tasks
from faultmark.web.assignment.seats import hold, release, seated
from faultmark.web.models import Membership, ProjectRole, Seat, SeatState, TaskCard
from faultmark.web.task_cards import ensure_cards

__all__ = ["assign", "assign_by_rule", "members_json", "unassign"]

_OPEN = (SeatState.HELD, SeatState.SENT_BACK)


def _tasks(project_id: int, ids: Sequence[int] | None) -> Any:
    found = apps.get_model("tasks", "Task").objects.filter(project_id=project_id)
    return (found if ids is None else found.filter(pk__in=ids)).order_by("inner_id", "pk")


def assign(project_id: int, task_ids: Sequence[int] | None, user_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Give tasks to each of these people, who need a role in the project; which (task, person) there was room for."""
    members = Membership.objects.filter(project_id=project_id, user__in=list(user_ids)).select_related("user")
    people = [member.user for member in members.order_by("user_id")]
    return [
        (task.pk, person.pk)
        for task in _tasks(project_id, task_ids)
        for person in people
        if hold(task.pk, person, "by hand")
    ]


def assign_by_rule(
    project_id: int, by: By, task_ids: Sequence[int] | None, machine_key: str, group_key: str
) -> list[tuple[int, int]]:
    """Fill the free seats of tasks with annotators; see :func:`faultmark.actions.assign_tasks.assign_tasks`.

    Parameters
    ----------
    machine_key, group_key:
        Which keys of a task's data name its machine, and the group that it is for. Without the former it is the
        machine that lists show.
    """
    tasks = []
    machines: dict[int, set[str]] = {}
    if not machine_key:
        ensure_cards(project_id)
    shown = dict(TaskCard.objects.filter(project_id=project_id).values_list("pk", "machine"))
    for task in _tasks(project_id, task_ids):
        taken = seated(task.pk)
        machine = str(task.data.get(machine_key, "")) if machine_key else shown.get(task.pk, "")
        for person in taken:
            machines.setdefault(person, set()).add(machine)
        room = int(task.overlap) - len(taken)
        if room > 0:
            known = frozenset(taken | set(Seat.objects.filter(task=task).values_list("user_id", flat=True)))
            tasks.append(AssignableTask(task.pk, room, known, machine, str(task.data.get(group_key, ""))))
    load = Count(
        "user__faultmark_seats",
        filter=Q(user__faultmark_seats__task__project_id=project_id, user__faultmark_seats__state__in=_OPEN),
    )
    annotators = Membership.objects.filter(project_id=project_id, role=ProjectRole.ANNOTATOR, user__is_active=True)
    people = [
        Assignee(member.user_id, member.load, member.group, frozenset(machines.get(member.user_id, ())))
        for member in annotators.annotate(load=load).order_by("user_id")
    ]
    users = get_user_model().objects.in_bulk([person.id for person in people])
    return [(task, person) for task, person in assign_tasks(tasks, people, by) if hold(task, users[person], f"by {by}")]


def unassign(project_id: int, user_id: int, task_ids: Sequence[int] | None = None) -> list[int]:
    """Take tasks back from a person, but for those that he annotated; which they were."""
    seats = Seat.objects.filter(user_id=user_id, task__project_id=project_id).exclude(state=SeatState.DONE)
    if task_ids is not None:
        seats = seats.filter(task__in=task_ids)
    return [
        seat.task_id for seat in seats.select_related("user").order_by("task_id") if release(seat.task_id, seat.user)
    ]


def members_json(project_id: int) -> list[dict[str, Any]]:
    """A project's people as JSON values, with how much each has to do."""
    seats = "user__faultmark_seats"

    def count(*states: str) -> Count:
        mine = Q(**{f"{seats}__task__project_id": project_id, f"{seats}__state__in": states})
        return Count(seats, filter=mine)

    members = (
        Membership.objects.filter(project_id=project_id)
        .select_related("user")
        .annotate(open=count(SeatState.HELD), back=count(SeatState.SENT_BACK), done=count(SeatState.DONE))
        .order_by("-role", "user__email")
    )
    return [
        {
            "user": member.user_id,
            "email": member.user.email,
            "name": member.user.get_full_name(),
            "role": ProjectRole(member.role).label,
            "group": member.group,
            "open": member.open,
            "sent_back": member.back,
            "done": member.done,
        }
        for member in members
    ]
