"""What we notice of Label Studio's own doings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from faultmark.labels.config import has_time_series

__all__ = ["task_was_saved", "tasks_may_have_come"]


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
