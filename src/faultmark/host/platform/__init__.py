"""Label Studio behind our ports: reads through its models, saves through its own REST views, in process."""

from __future__ import annotations

from faultmark.host.platform.erasing import Erasing
from faultmark.host.platform.interfaces import Interfaces
from faultmark.host.platform.queue import Queue
from faultmark.host.platform.sending import Sending
from faultmark.host.platform.tasks import Tasks

__all__ = ["LabelStudioPlatform"]


class LabelStudioPlatform(Interfaces, Queue, Tasks, Erasing, Sending):
    """See :class:`faultmark.actions.ports.Platform`."""
