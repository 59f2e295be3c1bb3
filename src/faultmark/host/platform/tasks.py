"""Tasks, one by one and in lists."""

from __future__ import annotations

import json
from typing import Any

from core.permissions import all_permissions
from django.db.models import Exists, OuterRef, Q, QuerySet
from tasks.models import Annotation, AnnotationDraft, Task

from faultmark.actions.ports import TaskInfo, TaskPage, TaskRow
from faultmark.host.platform.projects import project_info

__all__ = ["Tasks"]


def _spellings(word: str) -> set[str]:
    """How a word may stand in the text of a JSON column.

    SQLite keeps JSON with other letters than ASCII as escapes, in which it cannot tell upper case from lower.
    """
    return {word, *(json.dumps(form)[1:-1] for form in (word, word.lower(), word.upper(), word.title()))}


class Tasks:
    """Tasks, each as the given user may see them."""

    def task_for(self, user: Any, task_id: int) -> TaskInfo | None:
        """A task, or None: by Label Studio's own rule for tasks."""
        record = Task.objects.filter(pk=task_id).select_related("project").first()
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

    def tasks_page(self, user: Any, project_id: int, search: str, offset: int, limit: int) -> TaskPage:
        """One page of a project's tasks."""
        found: QuerySet[Any] = Task.objects.filter(project_id=project_id)
        for word in search.split():
            matches = Q()
            for written in _spellings(word):
                matches |= Q(data__icontains=written)
            # Ids are what people paste.
            found = found.filter(matches | Q(pk=int(word)) if word.isascii() and word.isdecimal() else matches)
        by_user = Annotation.objects.filter(task=OuterRef("pk"), completed_by=user)
        drafts = AnnotationDraft.objects.filter(task=OuterRef("pk"), user=user)
        rows = found.annotate(
            mine=Exists(by_user.filter(was_cancelled=False)),
            skipped=Exists(by_user.filter(was_cancelled=True)),
            draft=Exists(drafts),
        ).order_by("inner_id", "pk")[offset : offset + limit]
        return TaskPage(
            total=found.count(),
            rows=[
                TaskRow(
                    id=row.pk,
                    data=row.data or {},
                    annotations=row.total_annotations,
                    predictions=row.total_predictions,
                    labeled=row.is_labeled,
                    mine=row.mine,
                    skipped=row.skipped,
                    draft=row.draft,
                )
                for row in rows
            ],
        )
