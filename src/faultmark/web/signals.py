"""What we notice of Label Studio's own doings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from faultmark.labels.config import has_time_series
from faultmark.web.assignment.seats import keep_reservation
from faultmark.web.review import events

__all__ = [
    "annotation_deleted",
    "annotation_saved",
    "draft_saved",
    "prediction_deleted",
    "prediction_saved",
    "remember_annotation",
    "task_was_saved",
    "tasks_may_have_come",
]


@receiver(post_save, sender="projects.ProjectSummary", dispatch_uid="faultmark.ingest_new_tasks")
def tasks_may_have_come(instance: Any, **_details: Any) -> None:
    """Queue the ingest of new tasks.

    Imports and storage syncs create tasks in bulk, past the tasks' own signals; each of them saves the project's
    summary afterwards.
    """
    project_id = instance.pk
    new = apps.get_model("tasks", "Task").objects.filter(project_id=project_id, faultmark_series__isnull=True)
    if not has_time_series(instance.project.label_config or "") or not new.exists():
        return
    from faultmark.web.jobs import ingest_new_tasks  # noqa: PLC0415 - needs all apps to be ready

    transaction.on_commit(lambda: ingest_new_tasks.enqueue(project_id))


@receiver(post_save, sender="tasks.Task", dispatch_uid="faultmark.renew_card")
def task_was_saved(instance: Any, update_fields: Collection[str] | None = None, **_details: Any) -> None:
    """Keep the task's card in step with its data."""
    if update_fields is None or "data" in update_fields:
        from faultmark.web.task_cards import renew_card  # noqa: PLC0415 - needs all apps to be ready

        renew_card(instance)


@receiver(post_save, sender="tasks.Prediction", dispatch_uid="faultmark.prediction_saved")
def prediction_saved(instance: Any, raw: bool = False, **_details: Any) -> None:
    """Keep the task's number of proposals."""
    if not raw and instance.task_id is not None:
        _count_proposals(instance.task_id)


@receiver(post_delete, sender="tasks.Prediction", dispatch_uid="faultmark.prediction_deleted")
def prediction_deleted(sender: Any, instance: Any, origin: Any = None, **_details: Any) -> None:
    """Keep the task's number of proposals, unless the task goes too."""
    if instance.task_id is not None and (isinstance(origin, sender) or getattr(origin, "model", None) is sender):
        _count_proposals(instance.task_id)


def _count_proposals(task_id: int) -> None:
    from faultmark.web.task_cards import count_proposals  # noqa: PLC0415 - needs all apps to be ready

    count_proposals([task_id])


@receiver(pre_save, sender="tasks.Annotation", dispatch_uid="faultmark.remember_annotation")
def remember_annotation(sender: Any, instance: Any, **_details: Any) -> None:
    """Keep what an annotation said until now, for the history."""
    known = (
        sender.objects.filter(pk=instance.pk).values_list("result", "was_cancelled").first() if instance.pk else None
    )
    instance.faultmark_before = known


@receiver(post_save, sender="tasks.Annotation", dispatch_uid="faultmark.annotation_saved")
def annotation_saved(instance: Any, raw: bool = False, **_details: Any) -> None:
    """Whoever saved it, and wherever."""
    if raw or instance.task_id is None:
        return
    before: Any = getattr(instance, "faultmark_before", None)
    if before is not None and before == (instance.result, instance.was_cancelled):
        return
    items = None
    if before is not None:
        items = before[0] if isinstance(before[0], list) else []
    events.annotation_saved(instance, items, instance.updated_by_id)


@receiver(post_delete, sender="tasks.Annotation", dispatch_uid="faultmark.annotation_deleted")
def annotation_deleted(sender: Any, instance: Any, origin: Any = None, **_details: Any) -> None:
    """Told apart from annotations that go because their task goes."""
    if instance.task_id is None:
        return
    alone = isinstance(origin, sender) or getattr(origin, "model", None) is sender
    events.annotation_gone(instance, with_task=not alone)


@receiver(post_save, sender="tasks.AnnotationDraft", dispatch_uid="faultmark.draft_saved")
def draft_saved(instance: Any, **_details: Any) -> None:
    """Who saves a draft is still at work."""
    if instance.task_id is not None and instance.user_id is not None:
        keep_reservation(instance.task_id, instance.user)
