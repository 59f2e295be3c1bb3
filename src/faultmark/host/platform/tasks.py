"""Tasks, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from projects.models import Project
from tasks.models import Annotation, Task

from faultmark.actions.ports import TaskInfo
from faultmark.host.platform.projects import Projects, project_info

__all__ = ["Tasks"]


class Tasks(Projects):
    """Tasks, each as the given user may see them."""

    def task(self, task_id: int) -> TaskInfo | None:
        """A task, whoever asks."""
        record = Task.objects.filter(pk=task_id).select_related("project").first()
        return None if record is None else self._task(record)

    @staticmethod
    def _task(record: Any) -> TaskInfo:
        return TaskInfo(
            id=record.pk, project=project_info(record.project), data=record.data or {}, labeled=record.is_labeled
        )

    def tasks(self, task_ids: Sequence[int]) -> Sequence[TaskInfo]:
        """Many tasks, whoever asks."""
        # Rows alone, and each project once: of many tasks, making the records costs more than reading them.
        rows = list(
            Task.objects.filter(pk__in=task_ids).order_by("pk").values_list("pk", "project", "data", "is_labeled")
        )
        among = Project.objects.filter(pk__in={project for _pk, project, _data, _labeled in rows})
        projects = {record.pk: project_info(record) for record in among}
        return [
            TaskInfo(id=pk, project=projects[project], data=data or {}, labeled=labeled)
            for pk, project, data, labeled in rows
            if project in projects
        ]

    def recount(self, task_id: int) -> None:
        """Set a task's counters, and whether it is labeled, from its annotations."""
        with transaction.atomic():
            task = Task.objects.select_for_update().filter(pk=task_id).first()
            if task is None:
                return
            made = Annotation.objects.filter(task=task)
            task.update_is_labeled()
            Task.objects.filter(pk=task_id).update(
                total_annotations=made.filter(was_cancelled=False).count(),
                cancelled_annotations=made.filter(was_cancelled=True).count(),
                is_labeled=task.is_labeled,
            )

    def set_overlap(self, task_id: int, overlap: int) -> None:
        """Set a task's overlap, and whether it is labeled then."""
        task = Task.objects.get(pk=task_id)
        task.overlap = overlap
        task.update_is_labeled()
        # Past the signals, which would count the whole project anew.
        Task.objects.filter(pk=task_id).update(overlap=overlap, is_labeled=task.is_labeled)
