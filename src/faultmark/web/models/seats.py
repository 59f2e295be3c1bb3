"""A person's seat at a task.

A seat says that the task is given to a person: an annotator sees the tasks that he has a seat at. All but those of
people who skipped count towards the task's overlap, until a reservation expires; the person keeps it even then, until
somebody else needs it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

__all__ = ["Seat", "SeatState", "live_seats"]


class SeatState(models.TextChoices):
    """Where a person's work on a task is."""

    HELD = "held"
    SUBMITTING = "submitting"
    DONE = "done"
    SENT_BACK = "sent_back"
    SKIPPED = "skipped"


class Seat(models.Model):
    """The task is given to this person."""

    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="faultmark_seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="faultmark_seats")
    state = models.CharField(max_length=16, choices=SeatState.choices, default=SeatState.HELD)
    reason = models.CharField(max_length=200, blank=True, default="", help_text="Why this person has this task.")
    expires_at = models.DateTimeField(null=True, help_text="When a reservation ends; empty for an assignment.")
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Seat]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "user"], name="faultmark_one_seat")]
        verbose_name = "seat at a task"

    def __str__(self) -> str:
        return f"{self.user_id} at {self.task_id}: {self.state}"


def live_seats() -> Q:
    """Condition on seats: they count towards the overlap."""
    held = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return ~Q(state=SeatState.SKIPPED) & (~Q(state=SeatState.HELD) | held)
