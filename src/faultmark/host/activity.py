"""What counts as a person's activity: not the heartbeat of a tab that lies open.

Label Studio notes the time of every request that changes something in the user's row, and puts off the end of an idle
session at every request. A page that says every half minute that it is there would keep both going for ever.
"""

from __future__ import annotations

import re
from typing import Any

from core.middleware import InactivitySessionTimeoutMiddleWare, UpdateLastActivityMiddleware

__all__ = ["ActivityMiddleware", "IdleSessionMiddleware"]

HEARTBEAT = re.compile(r"^/faultmark/api/tasks/\d+/presence$")


class ActivityMiddleware(UpdateLastActivityMiddleware):
    """Label Studio's note of a user's last activity, without heartbeats."""

    def process_view(self, request: Any, view: Any, arguments: Any, named: Any) -> Any:
        """Note the time, unless it is a heartbeat."""
        if HEARTBEAT.match(request.path_info):
            return None
        return super().process_view(request, view, arguments, named)


class IdleSessionMiddleware(InactivitySessionTimeoutMiddleWare):
    """Label Studio's end of idle sessions, which a heartbeat does not put off."""

    def process_request(self, request: Any) -> None:
        """Check the session, and put its end off unless it is a heartbeat."""
        if HEARTBEAT.match(request.path_info):
            # Label Studio compares whole paths, and ours has a number in it.
            only_check = InactivitySessionTimeoutMiddleWare(self.get_response)
            only_check.NOT_USER_ACTIVITY_PATHS = [request.path_info]
            only_check.process_request(request)
            return
        super().process_request(request)
