"""When a project's data are due, from now on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from faultmark.web.models import Comment, DataClass, PurgeItem, PurgeState
from faultmark.web.retention.plan import due_tasks
from faultmark.web.retention.policy import held_tasks, rules_of

__all__ = ["DueDate", "due_dates"]

# What ages from a task's import, and what from the last that was said of it.
_BY_IMPORT = (DataClass.TELEMETRY, DataClass.DERIVED)
_BY_CHANGE = (DataClass.LABELS, DataClass.NOTES, DataClass.PERSONAL)


@dataclass(frozen=True, slots=True)
class DueDate:
    """A class of data that has a period.

    Attributes
    ----------
    data_class, days:
        The rule.
    due:
        Tasks of which it would be erased now.
    held:
        Tasks of which it would be too, if no hold kept it.
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
    held = held_tasks(project_id)
    coming = _next_dates(project_id, {name: timedelta(days=rule.days) for name, rule in rules.items()}, now)
    return [
        DueDate(name, rule.days, *_due(project_id, name, now - timedelta(days=rule.days), held), coming.get(name))
        for name, rule in sorted(rules.items())
    ]


def _due(project_id: int, data_class: str, before: datetime, held: Collection[int | None]) -> tuple[int, int]:
    """How many tasks it would be erased of, and of how many a hold keeps it."""
    if data_class == DataClass.EXPORTS:
        return 0, 0
    tasks = due_tasks(project_id, data_class, before)
    due = tasks.count()
    if not held or not due:
        return due, 0
    kept = due if None in held else tasks.filter(pk__in=held).count()
    return due - kept, kept


def _next_dates(project_id: int, periods: Mapping[str, timedelta], now: datetime) -> dict[str, datetime]:
    """The end of the period of the oldest that is not due yet, by class; by the same rules as what is due."""
    said = apps.get_model("tasks", "Annotation").objects.filter(task=OuterRef("pk"))
    remarked = Comment.objects.filter(task=OuterRef("pk"))
    last_said = Greatest(
        F("created_at"),
        Coalesce(_latest(said, "updated_at"), F("created_at")),
        Coalesce(_latest(remarked, "created_at"), F("created_at")),
        output_field=DateTimeField(),
    )
    found: dict[str, datetime] = {}
    for since, classes in ((F("created_at"), _BY_IMPORT), (last_said, _BY_CHANGE)):
        names = [name for name in classes if name in periods]
        if not names:
            continue
        # All classes in one pass over the tasks.
        tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id).annotate(since=since)
        tasks = tasks.annotate(**{f"purged_{name}": _purged(name) for name in names})
        oldest = tasks.aggregate(
            **{f"next_{name}": Min("since", filter=_is_left(name, now - periods[name])) for name in names}
        )
        found |= {name: oldest[f"next_{name}"] + periods[name] for name in names if oldest[f"next_{name}"]}
    return found


def _purged(data_class: str) -> Subquery:
    done = PurgeItem.objects.filter(task=OuterRef("pk"), data_class=data_class, state=PurgeState.DONE)
    return Subquery(done.order_by("-purge__as_of").values("purge__as_of")[:1])


def _is_left(data_class: str, after: datetime) -> Q:
    purged = f"purged_{data_class}"
    return Q(since__gt=after) & (Q(**{purged: None}) | Q(since__gt=F(purged)))


def _latest(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by().values("task").annotate(latest=Max(field)).values("latest"))
