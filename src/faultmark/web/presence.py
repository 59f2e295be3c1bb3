"""Who has a task open at the moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from faultmark.web.access import hidden_people
from faultmark.web.models import Presence
from faultmark.web.platform import platform

__all__ = ["SILENT_AFTER", "leave", "others_on", "tell"]

SILENT_AFTER = timedelta(seconds=25)
"""Pages report every 10 seconds; one that missed two reports is gone: what it says on leaving may be lost."""


def tell(user: Any, task_id: int, tab: str) -> None:
    """Note that a page has a task open, unless it has left; forget the pages that fell silent on it."""
    now = timezone.now()
    on_task = Presence.objects.filter(task_id=task_id)
    on_task.filter(seen_at__lt=now - SILENT_AFTER).delete()
    if not on_task.filter(user=user, tab=tab, left=False).update(seen_at=now):
        new = Presence(user=user, task_id=task_id, tab=tab, since=now, seen_at=now)
        Presence.objects.bulk_create([new], ignore_conflicts=True)


def leave(user: Any, task_id: int, tab: str) -> None:
    """Note that a page has left, for good: its reports that arrive later count no more."""
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(user=user, task_id=task_id, tab=tab, since=now, seen_at=now, left=True)],
        update_conflicts=True,
        unique_fields=["task", "user", "tab"],
        update_fields=["seen_at", "left"],
    )


def others_on(user: Any, task_id: int, tab: str) -> list[dict[str, Any]]:
    """The other tabs that have a task open: a person once, and the user's own tabs as such."""
    alive = Presence.objects.filter(task_id=task_id, left=False, seen_at__gte=timezone.now() - SILENT_AFTER)
    first: dict[int, Presence] = {}
    for presence in alive.order_by("since", "pk"):
        if presence.user_id != user.pk or presence.tab != tab:
            first.setdefault(presence.user_id, presence)
    names = {**platform().people(first), **dict.fromkeys(hidden_people(user), "an annotator")}
    return [
        {"user_id": person, "name": names.get(person, ""), "mine": person == user.pk, "since": presence.since}
        for person, presence in first.items()
    ]
