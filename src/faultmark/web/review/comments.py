"""Comments on a task: who sees which, and how one is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from faultmark.actions.ports import PlatformRefusal
from faultmark.web.access import Role, role_in, sees_others
from faultmark.web.api.errors import error_shape
from faultmark.web.models import Comment, ProjectRules
from faultmark.web.platform import platform
from faultmark.web.review.people import Names

__all__ = ["add_comment", "names_for", "visible_comments"]


def visible_comments(user: Any, project_id: int, task_id: int) -> Any:
    """A reviewer sees all; an annotator those to everybody or to him, and the threads that he is part of."""
    found = Comment.objects.filter(task_id=task_id)
    role = role_in(user, project_id)
    if role is not None and role >= Role.REVIEWER:
        return found
    return found.filter(
        Q(to=None, parent=None)
        | Q(parent__to=None, parent__isnull=False)
        | Q(to=user)
        | Q(author=user)
        | Q(parent__to=user)
        | Q(parent__author=user)
    )


def names_for(user: Any, project_id: int, task_id: int, comments: Any) -> Names:
    """Names of the people in comments, hidden where the project hides annotators."""
    annotators = [a.user_id for a in platform().annotations(task_id) if a.user_id is not None and not a.ground_truth]
    people = [pk for c in comments for pk in (c.author_id, c.resolved_by_id, c.to_id)]
    return Names.of(annotators, people, user, blind=ProjectRules.of(project_id).blind)


def add_comment(user: Any, project_id: int, task_id: int, asked: Mapping[str, Any]) -> Comment:
    """Make a comment, or an answer, which stands where the comment it answers stands.

    Raises
    ------
    PlatformRefusal
        404 for a comment or an annotation that is not there; 422 for an end before the start.
    """
    parent = None
    if asked["parent"] is not None:
        parent = visible_comments(user, project_id, task_id).filter(pk=asked["parent"]).first()
        if parent is None:
            raise PlatformRefusal(404, error_shape(404, f"There is no comment {asked['parent']} that you may answer."))
        parent = parent.parent or parent
    to = None
    if asked["annotation_id"] is not None:
        about = next((a for a in platform().annotations(task_id) if a.id == asked["annotation_id"]), None)
        # Nor does an annotator learn whose the others' are.
        if about is None or not (about.user_id == user.pk or sees_others(user, project_id)):
            raise PlatformRefusal(404, error_shape(404, f"The task has no annotation {asked['annotation_id']}."))
        to = about.user_id
    start, end = (None if asked[edge] is None else int(asked[edge]) for edge in ("start", "end"))
    end = start if end is None else end
    if start is not None and end is not None and end < start:
        raise PlatformRefusal(422, error_shape(422, "The comment's place ends before it starts."))
    made: Comment = Comment.objects.create(
        task_id=task_id,
        author=user,
        parent=parent,
        to_id=parent.to_id if parent is not None else to,
        text=asked["text"].strip(),
        start=parent.start if parent is not None else start,
        end=parent.end if parent is not None else end,
        region=parent.region if parent is not None else asked["region"],
    )
    return made
