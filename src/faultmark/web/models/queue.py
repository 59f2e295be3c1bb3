"""What makes a long queue quick to search, and why somebody skipped a task."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["SkipReason", "TaskCard"]


class TaskCard(models.Model):
    """What is searched and filtered of a task's data, so that a list of 100,000 need not read them all.

    It is made from the task's data and can be made anew at any time.
    """

    task = models.OneToOneField("tasks.Task", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_card")
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    machine = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField(blank=True, default="", help_text="Lower-case lines of key:value.")
    proposals = models.PositiveIntegerField(default=0, help_text="Regions that models propose in the task.")
    predictions = models.PositiveIntegerField(default=0, help_text="How many predictions the regions were counted in.")

    objects: ClassVar[models.Manager[TaskCard]]

    class Meta:
        """Table options."""

        indexes: ClassVar = [
            models.Index(fields=["project", "machine"], name="faultmark_machines"),
            models.Index(fields=["project", "proposals"], name="faultmark_proposals"),
        ]


class SkipReason(models.Model):
    """Why an annotation was cancelled, which Label Studio has no place for."""

    annotation = models.OneToOneField(
        "tasks.Annotation", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_skip"
    )
    reason = models.TextField()

    objects: ClassVar[models.Manager[SkipReason]]

    class Meta:
        """Table options."""
