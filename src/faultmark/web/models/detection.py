"""Runs of the detectors over a project."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["DetectionRun", "DetectionSettings", "DetectionState"]


class DetectionState(models.TextChoices):
    """Where a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DetectionRun(models.Model):
    """One run: all tasks of a project in the order of their ids, ``last_task`` being the last that is done."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=16, choices=DetectionState.choices, default=DetectionState.QUEUED)
    least = models.FloatField(help_text="Least confidence of a proposal.")
    only_new = models.BooleanField(default=False, help_text="Only tasks that have no prediction of this model.")
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    share = models.FloatField(default=0.0, help_text="Share done of the task under way.")
    proposals = models.IntegerField(default=0)
    last_task = models.BigIntegerField(default=0)
    current_task = models.BigIntegerField(null=True)
    errors = models.JSONField(default=list, help_text="What went wrong, by task; the first hundred.")
    bars = models.JSONField(default=list, help_text="Channels whose least confidence people's verdicts moved.")
    failed = models.IntegerField(default=0, help_text="Tasks that could not be looked at.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[DetectionRun]]

    class Meta:
        """Table options."""

        indexes: ClassVar = [models.Index(fields=["project", "state"], name="faultmark_detection")]


class DetectionSettings(models.Model):
    """What a project says about detection."""

    project = models.OneToOneField(
        "projects.Project", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_detection"
    )
    on_import = models.BooleanField(default=False, help_text="Detect on new tasks as they are imported.")
    least = models.FloatField(help_text="Least confidence of a proposal.")

    objects: ClassVar[models.Manager[DetectionSettings]]
