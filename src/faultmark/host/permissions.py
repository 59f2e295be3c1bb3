"""Asks :mod:`faultmark.web.access` before any view runs, whatever that view's own ideas of permission are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from jwt_auth.auth import TokenAuthenticationPhaseout
from rest_framework.exceptions import AuthenticationFailed

from faultmark.host import subjects
from faultmark.host.endpoints import Rule, rule_for
from faultmark.host.request_body import body_of, number_in
from faultmark.web.access import Act, Answer, Role, Subject, decide, role_in
from faultmark.web.api.errors import error_shape

__all__ = ["AccessMiddleware", "answer_for", "caller_of"]

_READING = ("GET", "HEAD", "OPTIONS")
# What says whose an annotation is, or that it is the truth: a reviewer says that by a verdict.
_RESERVED = ("completed_by", "user", "updated_by", "last_created_by", "ground_truth")


class AccessMiddleware:
    """Lets a request through to its view, or answers in its place."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Hand on; the question is asked once the view is known."""
        return self._get_response(request)

    def process_view(self, request: Any, view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Answer where the view may not run."""
        is_api = hasattr(view, "cls")
        try:
            user = caller_of(request)
        except AuthenticationFailed as error:
            return JsonResponse(error_shape(401, str(error.detail)), status=401)
        answer, why = answer_for(request, view, kwargs, user)
        if answer is Answer.ALLOWED:
            return None
        if answer is Answer.LOG_IN and not is_api:
            return redirect_to_login(request.get_full_path())
        status = {Answer.LOG_IN: 401, Answer.FORBIDDEN: 403, Answer.HIDDEN: 404}[answer]
        if is_api or request.path.startswith("/api/"):
            headers = {"WWW-Authenticate": "Token"} if status == 401 else {}
            return JsonResponse(error_shape(status, why), status=status, headers=headers)
        return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")


def caller_of(request: Any) -> Any:
    """Who asks: the owner of the token sent, else of the session.

    Plain views take tokens as the API does: the official SDK asks one of them for the version before it exports.

    Raises
    ------
    AuthenticationFailed
        For a token that is none.
    """
    if "HTTP_AUTHORIZATION" in request.META:
        found = TokenAuthenticationPhaseout().authenticate(request)
        if found is not None:
            request.user = found[0]
    return request.user


def answer_for(request: Any, view: Any, kwargs: dict[str, Any], user: Any) -> tuple[Answer, str]:
    """What :func:`~faultmark.web.access.decide` says of a request, and the reason in words."""
    method = "GET" if request.method in _READING else request.method
    rule = rule_for(request, request.resolver_match.route, view, method)
    handles = getattr(getattr(view, "cls", None), method.lower(), None)
    if rule is None and hasattr(view, "cls") and (handles is None or request.method == "OPTIONS"):
        # The view itself says which methods it has.
        rule = Rule(Act.LOG_IN)
    if rule is None:
        return Answer.FORBIDDEN, "No rule says who may do this, so nobody may."
    first = decide(user, Act.LOG_IN) if rule.act is not Act.PUBLIC else Answer.ALLOWED
    if first is not Answer.ALLOWED:
        return first, "Log in, or send an API token."
    for subject in [*_subjects(rule, request, kwargs)] or [Subject()]:
        answer = decide(user, rule.act, subject)
        if answer is not Answer.ALLOWED:
            return answer, _reason(answer, rule.act)
        taken = _reserved(rule, request, user, subject)
        if taken:
            return Answer.FORBIDDEN, f"Only a manager may set {taken} of an annotation."
    return Answer.ALLOWED, ""


def _subjects(rule: Rule, request: Any, kwargs: dict[str, Any]) -> Iterator[Subject]:
    yield from rule.about(request, kwargs)
    if rule.moves and request.method not in _READING and rule.act not in (Act.PUBLIC, Act.LOG_IN):
        yield from subjects.named_in_body(request)


def _reserved(rule: Rule, request: Any, user: Any, subject: Subject) -> str:
    """Name of a field in the body that this person may not write; empty where there is none."""
    if rule.act is not Act.LABEL or request.method in _READING or subject.project is None:
        return ""
    role = role_in(user, subject.project)
    if role is None or role >= Role.MANAGER:
        return ""
    body = body_of(request)
    for name in _RESERVED:
        himself = name != "ground_truth" and number_in(body, name) == user.pk
        if body.get(name) and not himself:
            return name
    # Nor does it go to another place, where there may be no seat for it.
    for name, here in (("task", subject.task), ("project", subject.project)):
        if here is not None and number_in(body, name) not in (None, here):
            return name
    return ""


def _reason(answer: Answer, act: Act) -> str:
    if answer is Answer.HIDDEN:
        return "There is no such thing that you may open."
    return f"This is for {act.value}."
