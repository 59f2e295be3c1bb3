"""Which series a task shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["SeriesLink", "SeriesState"]


class SeriesState(models.TextChoices):
    """Where a task's series is on its way from file to view."""

    NONE = "none"
    QUEUED = "queued"
    INGESTING = "ingesting"
    READY = "ready"
    FAILED = "failed"


class SeriesLink(models.Model):
    """Which series a task shows, and how its ingest goes."""

    task = models.OneToOneField(
        "tasks.Task", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_series"
    )
    state = models.CharField(max_length=16, choices=SeriesState.choices, default=SeriesState.NONE)
    series_id = models.CharField(max_length=64, blank=True, default="", db_index=True)
    options = models.JSONField(default=dict, help_text="Ingest options that the user chose, such as a remedy's.")
    source = models.JSONField(default=dict, help_text="Size and change time of the file when it was read.")
    progress = models.JSONField(null=True, help_text="Progress of a running ingest.")
    error = models.JSONField(null=True, help_text="Why the last ingest failed.")
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[SeriesLink]]

    class Meta:
        """Table options."""

        verbose_name = "series of a task"

    def __str__(self) -> str:
        return f"{self.task_id}: {self.state}"
