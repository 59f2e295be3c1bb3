"""Projects and tasks in lists."""

from __future__ import annotations

from typing import Any

from faultmark.actions.ports import ProjectInfo, TaskRow
from faultmark.labels.config import has_time_series
from faultmark.web.access import role_in
from faultmark.web.documents.titles import task_title

__all__ = ["project_json", "task_row_json"]


def project_json(project: ProjectInfo, user: Any) -> dict[str, Any]:
    """A project in a list and in a header, with the asking user's role in it."""
    role = role_in(user, project.id)
    return {
        "id": project.id,
        "title": project.title,
        "instructions": project.instructions,
        "overlap": project.overlap,
        "has_time_series": has_time_series(project.config),
        "role": None if role is None else role.name.lower(),
        "url_label_studio": f"/projects/{project.id}/data",
    }


def task_row_json(row: TaskRow, value_key: str | None, series_state: str) -> dict[str, Any]:
    """A task in a list, as the asking user sees it."""
    title, subtitle = task_title(row.id, row.data, value_key)
    state = (
        "sent_back"
        if row.sent_back
        else "done"
        if row.mine
        else "skipped"
        if row.skipped
        else "draft"
        if row.draft
        else "new"
    )
    return {
        "id": row.id,
        "title": title,
        "subtitle": subtitle,
        "state": state,
        "annotations": row.annotations,
        "overlap": row.overlap,
        "proposals": row.proposals,
        "labeled": row.labeled,
        "series_state": series_state,
        "machine": row.machine,
        "mine": row.mine or row.skipped or row.draft,
        "skip_reason": row.skip_reason if state == "skipped" else None,
    }
