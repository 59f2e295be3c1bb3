"""Our columns in Label Studio's Data Manager, and what of its own it keeps from people who see their own work alone.

Agreement is a column like any other: it is shown, sorted and filtered by. It is read from the stored numbers, which
follow every submit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data_manager.functions import get_all_columns as label_studios_columns
from data_manager.functions import preprocess_field_name
from data_manager.managers import update_annotation_map
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from projects.models import Project
from rest_framework.exceptions import PermissionDenied

from faultmark.web.access import sees_others

__all__ = ["OURS", "add_our_columns", "get_all_columns", "require_own_columns"]

# Label Studio's page takes a column called "agreement" for a percentage, and would show .67 as "0.67%", in red.
OURS = {
    "range_overlap": ("Agreement", "Number", "Range overlap of the task's annotators, from 0 to 1"),
    "disagreement": ("Disagreement", "String", "What costs the most agreement: missed, class, boundaries or severity"),
    "review_state": ("Review", "String", "open, sent_back or settled"),
}
"""Title, type and help of each of our columns."""

# What is summed up over everybody's annotations and drafts.
_OF_OTHERS = {
    "annotations_results",
    "annotations_ids",
    "annotators",
    "avg_lead_time",
    "completed_at",
    "draft_exists",
    "updated_by",
}


def get_all_columns(project: Any, user: Any = None, *_: Any) -> dict[str, Any]:
    """The Data Manager's columns, for the person who asks."""
    found: dict[str, Any] = label_studios_columns(project)
    if user is not None and not sees_others(user, project.pk):
        found["columns"] = [column for column in found["columns"] if column["id"] not in _OF_OTHERS]
        return found
    ours = [
        {
            "id": name,
            "title": title,
            "type": kind,
            "help": about,
            "target": "tasks",
            "visibility_defaults": {"explore": True, "labeling": False},
            "project_defined": False,
        }
        for name, (title, kind, about) in OURS.items()
    ]
    # Beside who annotated, and not beyond the columns of the data.
    after = next(place for place, column in enumerate(found["columns"]) if column["id"] == "annotators") + 1
    found["columns"][after:after] = ours
    return found


def add_our_columns() -> None:
    """Tell Label Studio where the values of our columns are; once in a process."""
    update_annotation_map(
        {
            "range_overlap": lambda tasks: tasks.annotate(range_overlap=F("faultmark_agreement__score")),
            "disagreement": lambda tasks: tasks.annotate(
                disagreement=Coalesce(F("faultmark_agreement__reason"), Value(""))
            ),
            "review_state": lambda tasks: tasks.annotate(
                review_state=Coalesce(F("faultmark_review__state"), Value("open"))
            ),
        }
    )


def require_own_columns(user: Any, asked: Any) -> None:
    """Refuse to filter or order by what a person may not see: the answer would tell it.

    Raises
    ------
    PermissionDenied
        It names the column.
    """
    for project in Project.objects.filter(pk__in=asked.projects if asked.is_multi_project else [asked.project]):
        if sees_others(user, project.pk):
            continue
        allowed = {column["id"] for column in get_all_columns(project, user)["columns"]}
        for raw in _named(asked):
            name, _ascending = preprocess_field_name(raw, project)
            if not name.startswith("data__") and name not in allowed:
                raise PermissionDenied(f"You may not filter or sort by {name}: it tells of other people's work.")


def _named(asked: Any) -> Iterator[str]:
    yield from (asked.ordering or [])[:1]
    for item in asked.filters.items if asked.filters else ():
        for one in (item, item.child_filter):
            if one is not None and one.filter.startswith("filter:tasks:"):
                yield one.filter
