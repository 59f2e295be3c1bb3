"""Sends messages in the background."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task as background

from faultmark.web.hooks.deliver import deliver_due

__all__ = ["deliver_messages"]


@background()
def deliver_messages() -> None:
    """Send what is due, and come back when the next is."""
    upcoming = deliver_due(timezone.now())
    if upcoming is not None:
        deliver_messages.using(run_after=max(upcoming, timezone.now())).enqueue()
