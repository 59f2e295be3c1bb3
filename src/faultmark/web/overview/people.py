"""What each person of a project did, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Avg, Count, Min, Q
from django.utils import timezone

from faultmark.web.models import (
    Comment,
    Membership,
    ProjectRole,
    Seat,
    SeatState,
    Step,
    StepKind,
)
from faultmark.web.overview.sums import Sums

__all__ = ["PersonFigures", "Waiting", "people_figures", "waiting_in"]


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """One annotator.

    Attributes
    ----------
    user:
        The person's id.
    role:
        In the project; empty for one who has none any more.
    done, open, sent_back, skipped:
        Tasks, by the state of the person's seat.
    lead_time:
        Mean seconds per annotation; None where no page measured any.
    agreement:
        Mean range overlap with everybody else, each task and colleague counting once; None without a colleague.
    returned:
        How often an annotation of the person was sent back.
    """

    user: int
    role: str
    done: int
    open: int
    sent_back: int
    skipped: int
    lead_time: float | None
    agreement: float | None
    returned: int


def people_figures(project_id: int, sums: Sums) -> list[PersonFigures]:
    """Everybody who annotated, or is to."""
    seats = Seat.objects.filter(task__project_id=project_id).order_by()
    by_state = {(user, state): count for user, state, count in seats.values_list("user", "state").annotate(Count("pk"))}
    made = apps.get_model("tasks", "Annotation").objects.filter(
        project_id=project_id, was_cancelled=False, ground_truth=False, completed_by__isnull=False
    )
    times = dict(made.order_by().values_list("completed_by").annotate(Avg("lead_time")))
    back = dict(
        Step.objects.filter(task__project_id=project_id, kind=StepKind.SENT_BACK, author__isnull=False)
        .order_by()
        .values_list("author")
        .annotate(Count("pk"))
    )
    roles = dict(Membership.objects.filter(project_id=project_id).values_list("user", "role"))
    annotators = {user for user, role in roles.items() if role == ProjectRole.ANNOTATOR}
    everybody = sorted({user for user, _state in by_state} | annotators)

    def count(user: int, *states: str) -> int:
        return sum(by_state.get((user, state), 0) for state in states)

    return [
        PersonFigures(
            user=user,
            role=ProjectRole(roles[user]).label if user in roles else "",
            done=count(user, SeatState.DONE, SeatState.SENT_BACK),
            open=count(user, SeatState.HELD, SeatState.SUBMITTING),
            sent_back=count(user, SeatState.SENT_BACK),
            skipped=count(user, SeatState.SKIPPED),
            lead_time=times.get(user),
            agreement=_with_others(user, sums),
            returned=back.get(user, 0),
        )
        for user in everybody
    ]


def _with_others(user: int, sums: Sums) -> float | None:
    mine = [found for pair, found in sums.pairs.items() if user in pair]
    tasks = sum(found.tasks for found in mine)
    return sum(found.total for found in mine) / tasks if tasks else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits. ``user`` is the person, None for whoever has the role; ``since`` the oldest of it."""

    what: str
    role: str
    tasks: int
    user: int | None = None
    since: datetime | None = None


def waiting_in(project_id: int, sums: Sums) -> list[Waiting]:
    """What waits in a project, person by person, then role by role."""
    found = [
        Waiting(what, "annotator", tasks, user, since)
        for what, state in (("sent_back", SeatState.SENT_BACK), ("to_annotate", SeatState.HELD))
        for user, tasks, since in _seats(project_id, state)
    ]
    if sums.stages["to_review"]:
        found.append(Waiting("to_review", "reviewer", sums.stages["to_review"]))
    threads = Comment.objects.filter(task__project_id=project_id, parent=None, resolved_at=None)
    told: dict[str, Any] = threads.aggregate(tasks=Count("task", distinct=True), since=Min("created_at"))
    if told["tasks"]:
        found.append(Waiting("open_comments", "reviewer", told["tasks"], since=told["since"]))
    free = _unassigned(project_id)
    if free:
        found.append(Waiting("free_seats", "manager", free))
    if sums.nobody_left:
        found.append(Waiting("nobody_left", "manager", sums.nobody_left))
    return found


def _seats(project_id: int, state: str) -> Iterator[tuple[int, int, datetime]]:
    held = Q(state=state) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    rows = Seat.objects.filter(held, task__project_id=project_id).order_by()
    yield from rows.values_list("user").annotate(Count("pk"), Min("changed_at")).order_by("user")


def _unassigned(project_id: int) -> int:
    """Tasks that nobody works on though they are not finished."""
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id, is_labeled=False)
    return int(tasks.filter(faultmark_seats__isnull=True).count())
