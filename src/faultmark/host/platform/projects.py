"""Projects and their progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.permissions import all_permissions
from django.db.models import Count, Exists, OuterRef, Q
from projects.models import Project
from tasks.models import Annotation, Task

from faultmark.actions.ports import ProjectInfo, ProjectProgress

__all__ = ["Projects", "project_info"]


def project_info(record: Any) -> ProjectInfo:
    """Read a project's record."""
    return ProjectInfo(
        id=record.pk,
        title=record.title or f"Project {record.pk}",
        config=record.label_config or "<View/>",
        overlap=record.maximum_annotations,
        instructions=record.expert_instruction or "" if record.show_instruction else "",
    )


class Projects:
    """Projects, each as the given user may see them."""

    def _projects(self, user: Any) -> Any:
        if not user.has_perm(all_permissions.projects_view):
            return Project.objects.none()
        return Project.objects.for_user(user)

    def projects_for(self, user: Any) -> Sequence[tuple[ProjectInfo, ProjectProgress]]:
        """All projects of the user, newest first; a fixed number of queries however many there are."""
        records = list(self._projects(user).order_by("-created_at")[:1000])
        counts = self._counts(user, [record.pk for record in records])
        return [(project_info(record), counts.get(record.pk, ProjectProgress(0, 0, 0))) for record in records]

    @staticmethod
    def _counts(user: Any, projects: Iterable[int]) -> dict[int, ProjectProgress]:
        mine = Annotation.objects.filter(task=OuterRef("pk"), completed_by=user)
        rows = (
            Task.objects.filter(project__in=projects)
            .annotate(mine=Exists(mine))
            .values("project_id")
            .annotate(
                tasks=Count("pk"), done=Count("pk", filter=Q(is_labeled=True)), by_me=Count("pk", filter=Q(mine=True))
            )
        )
        return {row["project_id"]: ProjectProgress(row["tasks"], row["done"], row["by_me"]) for row in rows}

    def project_for(self, user: Any, project_id: int) -> ProjectInfo | None:
        """A project, or None."""
        record = self._projects(user).filter(pk=project_id).first()
        return None if record is None else project_info(record)

    def progress_of(self, user: Any, project_id: int) -> ProjectProgress:
        """Counts over a project."""
        return self._counts(user, [project_id]).get(project_id, ProjectProgress(0, 0, 0))
