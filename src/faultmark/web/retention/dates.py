"""When a project's data are due, from now on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from faultmark.web.models import Comment, DataClass, PurgeItem, PurgeState
from faultmark.web.retention.plan import due_items
from faultmark.web.retention.policy import rules_of

__all__ = ["DueDate", "due_dates"]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A class of data that has a period.

    Attributes
    ----------
    data_class, days:
        The rule.
    due:
        Tasks of which it is due now, those that a hold keeps among them.
    held:
        Of these, those that a hold keeps.
    next:
        When the next of what is not due yet is; None where there is nothing, and for exports, which count from the
        time of each file.
    """

    data_class: str
    days: int
    due: int
    held: int
    next: datetime | None


def due_dates(project_id: int, now: datetime) -> list[DueDate]:
    """The classes of data with a rule, in the order of their names."""
    rules = rules_of(project_id)
    if not rules:
        return []
    items = [item for item in due_items(project_id, now) if item.task is not None]
    return [
        DueDate(
            data_class=name,
            days=rule.days,
            due=sum(item.data_class == name for item in items),
            held=sum(item.data_class == name and item.held for item in items),
            next=None if name == DataClass.EXPORTS else _next(project_id, name, timedelta(days=rule.days), now),
        )
        for name, rule in sorted(rules.items())
    ]


def _next(project_id: int, data_class: str, period: timedelta, now: datetime) -> datetime | None:
    """The end of the period of the oldest that is not due yet; by the same rules as what is due."""
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id)
    if data_class in (DataClass.TELEMETRY, DataClass.DERIVED):
        tasks = tasks.annotate(since=F("created_at"))
    else:
        changed = apps.get_model("tasks", "Annotation").objects.filter(task=OuterRef("pk"))
        tasks = tasks.annotate(
            since=Greatest(
                F("created_at"),
                Coalesce(_latest(changed, "updated_at"), F("created_at")),
                Coalesce(_latest(Comment.objects.filter(task=OuterRef("pk")), "created_at"), F("created_at")),
                output_field=DateTimeField(),
            )
        )
    done = PurgeItem.objects.filter(task=OuterRef("pk"), data_class=data_class, state=PurgeState.DONE)
    tasks = tasks.annotate(purged=Subquery(done.order_by("-purge__as_of").values("purge__as_of")[:1]))
    left = tasks.filter(Q(purged=None) | Q(since__gt=F("purged")), since__gt=now - period)
    oldest: datetime | None = left.aggregate(oldest=Min("since"))["oldest"]
    return None if oldest is None else oldest + period


def _latest(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by().values("task").annotate(latest=Max(field)).values("latest"))
