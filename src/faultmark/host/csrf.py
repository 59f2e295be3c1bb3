"""Cross-site request forgery: a browser session proves that an unsafe request comes from our own pages.

Label Studio turns Django's check off for all but its login. Here it is on wherever a cookie could speak for a person.
A request that carries a token of its own needs no cookie, and no foreign page can make a browser send one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.deprecation import MiddlewareMixin

__all__ = ["SessionCsrf"]


class SessionCsrf(MiddlewareMixin):
    """Stands in for Label Studio's ``DisableCSRF``, in front of Django's own middleware."""

    def process_view(self, request: Any, view: Any, _args: Any, _kwargs: Any) -> None:
        """Say whether Django, and the REST framework after it, checks this request."""
        has_token = "HTTP_AUTHORIZATION" in request.META or "HTTP_X_API_KEY" in request.META
        speaks_by_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES and not has_token
        insists = getattr(view, "_dont_enforce_csrf_checks", None) is False
        # Views that look at no cookie, such as the one that renews a token, have nothing to protect.
        blind = getattr(getattr(view, "cls", None), "authentication_classes", None) == ()
        # The REST framework heeds the same mark where it takes a session for an answer to who asks.
        request._dont_enforce_csrf_checks = not (insists or (speaks_by_cookie and not blind))
