"""Cuts what Label Studio lists to what the caller may see, by the rules of :mod:`faultmark.web.access`.

Whether one thing may be opened, the middleware has decided before; here it is about lists. Label Studio has no hook for
it, so four of its methods, and the one of the REST framework that all its lists go through, are wrapped once at start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from data_manager.managers import PreparedTaskManager, TaskManager
from data_manager.models import View
from labels_manager.models import LabelLink
from ml.models import MLBackend
from projects.models import Project, ProjectManager
from rest_framework.generics import GenericAPIView
from tasks.api import AnnotationDraftListAPI
from tasks.models import Annotation, AnnotationDraft, AnnotationManager, Prediction, Task
from users.models import User
from webhooks.models import Webhook

from faultmark.host.data_manager import require_own_columns
from faultmark.web.access import (
    visible_annotations,
    visible_drafts,
    visible_people,
    visible_projects,
    visible_tasks,
)

__all__ = ["narrow_label_studio"]


def _of_project(user: Any, rows: Any) -> Any:
    return visible_projects(user, rows, "project__")


_CUTS: dict[Any, Callable[[Any, Any], Any]] = {
    Project: visible_projects,
    Task: visible_tasks,
    Annotation: visible_annotations,
    AnnotationDraft: visible_drafts,
    Prediction: lambda user, rows: visible_tasks(user, rows, "task__"),
    View: _of_project,
    LabelLink: _of_project,
    MLBackend: _of_project,
    Webhook: _of_project,
    User: visible_people,
}


def _cut(user: Any, rows: Any) -> Any:
    cut = _CUTS.get(getattr(rows, "model", None))
    return rows if cut is None else cut(user, rows)


def _cut_list(filtered: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(filtered)
    def filter_queryset(self: Any, queryset: Any) -> Any:
        return filtered(self, _cut(self.request.user, queryset))

    return filter_queryset


def _cut_for_user(for_user: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(for_user)
    def for_user_cut(self: Any, user: Any) -> Any:
        return _cut(user, for_user(self, user))

    return for_user_cut


def _cut_prepared(only_filtered: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(only_filtered)
    def only_visible(self: Any, prepare_params: Any = None) -> Any:
        request = getattr(prepare_params, "request", None)
        # Without a request it is a job of Label Studio's own.
        if request is None:
            return only_filtered(self, prepare_params)
        require_own_columns(request.user, prepare_params)
        return visible_tasks(request.user, only_filtered(self, prepare_params))

    return only_visible


def narrow_label_studio() -> None:
    """Wrap, once in a process."""
    if hasattr(GenericAPIView.filter_queryset, "__wrapped__"):
        return
    for view in (GenericAPIView, AnnotationDraftListAPI):
        view.filter_queryset = _cut_list(view.filter_queryset)
    for manager in (ProjectManager, TaskManager, AnnotationManager):
        manager.for_user = _cut_for_user(manager.for_user)
    PreparedTaskManager.only_filtered = _cut_prepared(PreparedTaskManager.only_filtered)
