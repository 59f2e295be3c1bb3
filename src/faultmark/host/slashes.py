"""Keeps Label Studio from answering a 404 of ours twice."""

from __future__ import annotations

from core.middleware import CommonMiddlewareAppendSlashWithoutRedirect
from django.http import HttpRequest

__all__ = ["AppendSlash"]


class AppendSlash(CommonMiddlewareAppendSlashWithoutRedirect):
    """Label Studio's middleware, which runs what was not found once more with a slash at its end.

    Our addresses have none: a second run would replace what an endpoint says by "there is no such endpoint".
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        """Whether to try again."""
        return not request.path_info.startswith("/faultmark/") and bool(super().should_redirect_with_slash(request))
