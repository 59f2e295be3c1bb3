"""What one user's desk looks like: layouts, preferences, and where the user is at the moment."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Layout", "Preferences", "Presence"]


class Layout(models.Model):
    """How a user arranged the channels of a project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    value = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Layout]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "project"], name="faultmark_one_layout")]


class Preferences(models.Model):
    """What a user prefers everywhere: keys, time zone, theme."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="faultmark_preferences"
    )
    value = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Preferences]]

    class Meta:
        """Table options."""

        verbose_name_plural = "preferences"


class Presence(models.Model):
    """A page that has a task open. It says so every ten seconds; one that stopped is no longer there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=64, help_text="Drawn by the page, new for every visit.")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    left = models.BooleanField(
        default=False, help_text="It is kept for a while: a report that was under way when the page left comes after."
    )

    objects: ClassVar[models.Manager[Presence]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "user", "tab"], name="faultmark_one_presence")]
