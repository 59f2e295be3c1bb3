"""Holds a seat where Label Studio adds an annotation or takes up a skipped one, and gives one before its next task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from users.models import User

from faultmark.actions.ports import PlatformRefusal
from faultmark.host.endpoints import view_name
from faultmark.host.platform.labels import skipped_annotation
from faultmark.host.request_body import body_of, number_in
from faultmark.web.access import Role, role_in
from faultmark.web.assignment.next_task import next_task
from faultmark.web.assignment.seats import seat_for

__all__ = ["SeatGuard"]

_ADDS = "tasks.api.AnnotationsListAPI"
_CHANGES = "tasks.api.AnnotationAPI"
_NEXT = "projects.api.ProjectNextTaskAPI"
_ACTIONS = "data_manager.api.ProjectActionsAPI"
_TRUE = ("1", "true", "yes", "on")


class SeatGuard:
    """The last middleware, after the one that asks for permission."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Hand on."""
        return self._get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Call the view with a seat held, where it adds an annotation."""
        name = view_name(view)
        if name == _ADDS and request.method == "POST":
            return self._add(request, view, args, kwargs)
        if name == _CHANGES and request.method in ("PUT", "PATCH"):
            return self._take_up(request, view, args, kwargs)
        asks_next = name == _NEXT or (name == _ACTIONS and request.GET.get("id") == "next_task")
        project = kwargs.get("pk") or number_in(request.GET, "project")
        if asks_next and project and role_in(request.user, project) is Role.ANNOTATOR:
            next_task(request.user, project)
        return None

    @staticmethod
    def _add(request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        body = body_of(request)
        skips = str(request.GET.get("was_cancelled", body.get("was_cancelled", ""))).lower() in _TRUE
        if skips or body.get("ground_truth"):
            return None
        # A manager may enter what somebody else said.
        author = number_in(body, "completed_by")
        user = request.user if author in (None, request.user.pk) else User.objects.filter(pk=author).first()
        if user is None:
            return None
        return _seated(user, kwargs["pk"], lambda: view(request, *args, **kwargs))

    @staticmethod
    def _take_up(request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        skipped = skipped_annotation(kwargs["pk"])
        stays = body_of(request).get("was_cancelled", request.method == "PATCH")
        if skipped is None or str(stays).lower() in _TRUE:
            return None
        return _seated(skipped.completed_by, skipped.task_id, lambda: view(request, *args, **kwargs))


def _seated(user: Any, task_id: int, answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with seat_for(user, task_id):
            return answer()
    except PlatformRefusal as refusal:
        return JsonResponse(dict(refusal.body), status=refusal.status)
