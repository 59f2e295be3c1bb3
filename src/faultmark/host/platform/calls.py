"""Label Studio's own REST views, called in process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.test.client import RequestFactory
from django.urls import resolve
from rest_framework.test import force_authenticate

from faultmark.actions.ports import PlatformRefusal

__all__ = ["call"]

_factory = RequestFactory()


def call(user: Any, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """Call one of Label Studio's REST views in process, as that user, and return its answer."""
    request = _factory.generic(method, path, json.dumps(body or {}), content_type="application/json")
    request.META["SERVER_NAME"] = settings.ALLOWED_HOSTS[0]
    force_authenticate(request, user)
    request.user = user
    match = resolve(path)
    response = match.func(request, *match.args, **match.kwargs)
    response.render()
    answer: Mapping[str, Any] = json.loads(response.content or b"{}")
    if response.status_code >= 400:
        raise PlatformRefusal(response.status_code, answer)
    return answer
