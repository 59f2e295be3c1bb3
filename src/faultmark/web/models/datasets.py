"""Datasets that are built from a project in the background."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["BuildState", "DatasetBuild"]


class BuildState(models.TextChoices):
    """Where a build is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class DatasetBuild(models.Model):
    """A build of a dataset: its recipe, how far it is, and where it ended."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="faultmark_datasets")
    recipe = models.TextField(help_text="YAML.")
    state = models.CharField(max_length=16, choices=BuildState.choices, default=BuildState.QUEUED)
    stage = models.CharField(max_length=32, blank=True, default="")
    share = models.FloatField(default=0.0)
    folder = models.CharField(max_length=200, blank=True, default="", help_text="Its folder, once it is built.")
    counts = models.JSONField(null=True)
    error = models.JSONField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[DatasetBuild]]
