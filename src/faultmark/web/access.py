"""Who may see what: decided here, for every endpoint of ours and for tiles.

Label Studio's rule is the base: a user sees the projects of the organization that is active for him.
"""

from __future__ import annotations

from typing import Any

from faultmark.web.models import SeriesLink
from faultmark.web.platform import platform

__all__ = ["may_change_project", "may_read_series", "project_or_none", "task_or_none"]


def task_or_none(user: Any, task_id: int) -> Any:
    """The task, if there is one that this user may open, else None: what may not be seen does not exist."""
    return platform().task_for(user, task_id)


def project_or_none(user: Any, project_id: int) -> Any:
    """The project, if there is one that this user may open, else None."""
    return platform().project_for(user, project_id)


def may_change_project(user: Any, project_id: int) -> bool:
    """Whether this user may change the project's settings."""
    return platform().may_change_project(user, project_id)


def may_read_series(user: Any, task_id: int, series_id: str) -> bool:
    """Whether this is the task's series and the user may open the task."""
    linked = SeriesLink.objects.filter(task_id=task_id, series_id=series_id).exists()
    return linked and task_or_none(user, task_id) is not None
