"""What is due: by a project's rules, at a given moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

from faultmark.web.models import Comment, DataClass, PurgeItem, PurgeState, RetentionRule, SeriesLink
from faultmark.web.retention.policy import held_tasks, rules_of

__all__ = ["Due", "due_items", "due_tasks"]

# What names people goes first, and a task's file after what was said of it.
_ORDER = (DataClass.PERSONAL, DataClass.NOTES, DataClass.LABELS, DataClass.TELEMETRY, DataClass.DERIVED)


@dataclass(frozen=True, slots=True)
class Due:
    """A class of data of a task, or of the whole project, that is due; ``held`` where a hold keeps it."""

    data_class: str
    task: int | None
    rule: dict[str, Any]
    held: bool


def due_items(project_id: int, now: datetime) -> Iterator[Due]:
    """What is due in a project, task by task, without what was deleted before."""
    rules, held = rules_of(project_id), held_tasks(project_id)
    for data_class in _ORDER:
        rule = rules.get(data_class)
        if rule is None:
            continue
        for task in due_tasks(project_id, data_class, now - timedelta(days=rule.days)).iterator(chunk_size=2000):
            yield Due(data_class, task, _snapshot(rule), None in held or task in held)
    if (rule := rules.get(DataClass.EXPORTS)) is not None:
        yield Due(DataClass.EXPORTS, None, _snapshot(rule), bool(held))


def _snapshot(rule: RetentionRule) -> dict[str, Any]:
    return {
        "days": rule.days,
        "basis": rule.basis,
        "delete_sources": rule.delete_sources,
        "personal_keys": list(rule.personal_keys),
    }


def due_tasks(project_id: int, data_class: str, before: datetime) -> Any:
    """Ids of the tasks of which a class of data is older than ``before``.

    Telemetry and what is derived from it age from the task's import, everything else from the last change of what was
    said of the task.
    """
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id, created_at__lte=before)
    done = PurgeItem.objects.filter(task=OuterRef("pk"), data_class=data_class, state=PurgeState.DONE)
    last = Subquery(done.order_by("-purge__as_of").values("purge__as_of")[:1])
    tasks = tasks.annotate(last_purge=last)
    never = Q(last_purge=None)
    if data_class in (DataClass.TELEMETRY, DataClass.DERIVED):
        if data_class == DataClass.DERIVED:
            # It may have been made anew since.
            never = Q(Exists(SeriesLink.objects.filter(~Q(series_id=""), task=OuterRef("pk"))))
        tasks = tasks.filter(never)
    else:
        annotations = apps.get_model("tasks", "Annotation").objects.filter(task=OuterRef("pk"))
        comments = Comment.objects.filter(task=OuterRef("pk"))
        tasks = tasks.exclude(Exists(annotations.filter(updated_at__gt=before)))
        tasks = tasks.exclude(Exists(comments.filter(created_at__gt=before)))
        # What was said since the last deletion is due in its turn.
        said = Exists(annotations.filter(updated_at__gt=OuterRef("last_purge")))
        remarked = Exists(comments.filter(created_at__gt=OuterRef("last_purge")))
        tasks = tasks.filter(never | Q(said) | Q(remarked))
    return tasks.order_by("pk").values_list("pk", flat=True)
