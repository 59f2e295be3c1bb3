"""Projects and their progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet
from projects.models import Project
from tasks.models import Annotation, AnnotationDraft, Task

from faultmark.actions.ports import ProjectInfo, ProjectProgress
from faultmark.host.platform.calls import call
from faultmark.web.access import visible_projects, visible_tasks

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


def _by_project(records: QuerySet[Any], project: str, what: str) -> dict[int, int]:
    counted = records.order_by().values_list(project).annotate(Count(what, distinct=what != "pk"))
    return dict(counted)


class Projects:
    """Projects, each as the given user may see them."""

    @staticmethod
    def _projects(user: Any) -> Any:
        return visible_projects(user, Project.objects.all())

    def projects_for(self, user: Any) -> Sequence[tuple[ProjectInfo, ProjectProgress]]:
        """All projects of the user, newest first; a fixed number of queries however many there are."""
        records = list(self._projects(user).order_by("-created_at")[:1000])
        counts = self._counts(user, [record.pk for record in records])
        return [(project_info(record), counts.get(record.pk, ProjectProgress())) for record in records]

    @staticmethod
    def _counts(user: Any, projects: Iterable[int]) -> dict[int, ProjectProgress]:
        """Counts by project. What the user did is counted from the user's side, which is the short one."""
        among = list(projects)
        own = Annotation.objects.filter(project__in=among, completed_by=user, task__isnull=False)
        drafts = AnnotationDraft.objects.filter(task__project__in=among, user=user)
        tasks = visible_tasks(user, Task.objects.filter(project__in=among))
        found: dict[str, dict[int, int]] = {
            "tasks": _by_project(tasks, "project", "pk"),
            "done": _by_project(tasks.filter(is_labeled=True), "project", "pk"),
            "mine": _by_project(own.filter(was_cancelled=False), "project", "task"),
            "skipped": _by_project(own.filter(was_cancelled=True), "project", "task"),
            "drafts": _by_project(drafts, "task__project", "task"),
        }
        return {
            project: ProjectProgress(**{name: counts.get(project, 0) for name, counts in found.items()})
            for project in among
        }

    def project_for(self, user: Any, project_id: int) -> ProjectInfo | None:
        """A project, or None."""
        record = self._projects(user).filter(pk=project_id).first()
        return None if record is None else project_info(record)

    def progress_of(self, user: Any, project_id: int) -> ProjectProgress:
        """Counts over a project."""
        return self._counts(user, [project_id])[project_id]

    def set_project_overlap(self, user: Any, project_id: int, overlap: int) -> None:
        """Change it as Label Studio's settings page does, so that its tasks follow."""
        call(user, "PATCH", f"/api/projects/{project_id}/", {"maximum_annotations": overlap})

    def people(self, user_ids: Iterable[int]) -> Mapping[int, str]:
        """Names of people, else their addresses."""
        found = get_user_model().objects.filter(pk__in=set(user_ids))
        return {person.pk: person.get_full_name() or person.email for person in found}
