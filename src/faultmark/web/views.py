"""The page shell: one document for all our pages, which the front end fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import faultmark
from faultmark.web.api.errors import error_shape
from faultmark.web.bundle_manifest import bundle_entry

__all__ = ["not_found", "page", "to_list"]


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, preload: Sequence[str] = (), **where: int) -> HttpResponse:
    """Serve the shell. Which page it is, and whether it may be seen, the API decides.

    ``preload`` names what the page asks the API for first: it is on its way while the bundle is. Each must be the very
    request that the page makes.
    """
    user: Any = request.user
    boot = {
        "csrf": get_token(request),
        "version": faultmark.__version__,
        "user": {"id": user.pk, "email": user.email, "initials": user.get_initials(), "name": user.get_full_name()},
    }
    entry = bundle_entry()
    first = [f"/faultmark/api/{path.format(**where)}" for path in preload]
    context = {"boot": boot, "entry": entry, "preload": first}
    return render(request, "faultmark/shell.html", context, status=200 if entry else 503)


@require_safe
def to_list(_request: HttpRequest, **where: int) -> HttpResponse:
    """Lead from an address that was cut off at ``tasks`` or ``projects`` to the page that lists them."""
    return redirect("faultmark:project", **where) if where else redirect("faultmark:projects")


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer for whatever is not ours below our prefix: a person gets a page with a way on."""
    if request.path.startswith("/faultmark/api/"):
        return JsonResponse(error_shape(404, f"There is no endpoint {request.path}."), status=404)
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(f"There is no page {request.path}.", status=404, content_type="text/plain; charset=utf-8")
    answer = page(request)
    answer.status_code = 404 if answer.status_code == 200 else answer.status_code
    return answer
