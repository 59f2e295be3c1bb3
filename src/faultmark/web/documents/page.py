"""What the Label screen and the Review screen show around a task: its title and data, links, and who looks at it."""

from __future__ import annotations

from typing import Any

from faultmark.actions.ports import TaskInfo
from faultmark.web.documents.lists import project_json
from faultmark.web.documents.titles import task_title

__all__ = ["page_json"]


def page_json(task: TaskInfo, user: Any, value_key: str | None) -> dict[str, Any]:
    """``task``, ``urls`` and ``user`` as JSON values; ``value_key`` is the key of the data that names the file."""
    title, subtitle = task_title(task.id, task.data, value_key)
    return {
        "task": {
            "id": task.id,
            "project": project_json(task.project, user),
            "title": title,
            "subtitle": subtitle,
            "data": {name: value for name, value in task.data.items() if name != value_key},
        },
        "urls": {
            "label_studio": f"/projects/{task.project.id}/data?task={task.id}",
            "project": f"/projects/{task.project.id}/data",
        },
        "user": {"id": user.pk, "email": user.email, "initials": user.get_initials()},
    }
