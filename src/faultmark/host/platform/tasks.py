"""Tasks, one by one."""

from __future__ import annotations

from typing import Any

from core.permissions import all_permissions
from tasks.models import Task

from faultmark.actions.ports import TaskInfo
from faultmark.host.platform.projects import Projects, project_info

__all__ = ["Tasks"]


class Tasks(Projects):
    """Tasks, each as the given user may see them."""

    def task_for(self, user: Any, task_id: int) -> TaskInfo | None:
        """A task, or None: one of a project that the user may see, by Label Studio's own rule for tasks on top.

        That rule alone lets a member of another organization in.
        """
        own = Task.objects.filter(pk=task_id, project__in=self._projects(user))
        record = own.select_related("project").first()
        if record is None or not user.has_perm(all_permissions.tasks_view) or not record.has_permission(user):
            return None
        return self._task(record)

    def task(self, task_id: int) -> TaskInfo | None:
        """A task, whoever asks."""
        record = Task.objects.filter(pk=task_id).select_related("project").first()
        return None if record is None else self._task(record)

    @staticmethod
    def _task(record: Any) -> TaskInfo:
        return TaskInfo(
            id=record.pk, project=project_info(record.project), data=record.data or {}, labeled=record.is_labeled
        )
