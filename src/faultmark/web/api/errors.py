"""Our failures as answers in Label Studio's error shape."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from rest_framework.response import Response

import faultmark
from faultmark.actions.ports import PlatformRefusal
from faultmark.errors import FaultmarkError
from faultmark.labels.validate import Problem

__all__ = ["conflict", "error_shape", "fault_response", "missing", "refusal_response", "unfinished"]

# Faults that mean: there is no such thing (any more).
_GONE = frozenset({"series.missing"})


def error_shape(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """Label Studio's error body."""
    return {
        "id": str(uuid.uuid4()),
        "status_code": status,
        "version": faultmark.__version__,
        "detail": detail,
        "exc_info": None,
        **more,
    }


def missing(what: str) -> Response:
    """404: also for what exists, but not for this user."""
    return Response(error_shape(404, f"There is no {what} that you may open."), status=404)


def fault_response(error: FaultmarkError) -> Response:
    """422, or 404 for what is gone: a fault that the user can mend."""
    status = 404 if error.code in _GONE else 422
    return Response(error_shape(status, error.message, error=error.as_dict()), status=status)


def refusal_response(refusal: PlatformRefusal) -> Response:
    """Label Studio's own answer, passed on."""
    return Response(dict(refusal.body), status=refusal.status)


def unfinished(problems: Sequence[Problem]) -> Response:
    """422: what keeps an annotation from being submitted, problem by problem."""
    listed = [
        {
            "code": problem.code,
            "message": problem.message,
            "remedy": problem.remedy,
            "region": problem.region,
            "control": problem.control,
        }
        for problem in problems
    ]
    detail = problems[0].message if len(problems) == 1 else f"{problems[0].message} And {len(problems) - 1} more."
    return Response(error_shape(422, detail, problems=listed), status=422)


def conflict(document: dict[str, Any]) -> Response:
    """409: somebody, perhaps another tab, saved in between; with what is saved now."""
    return Response(error_shape(409, "This task was saved elsewhere in the meantime.", document=document), status=409)
