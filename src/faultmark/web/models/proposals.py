"""What became of the regions that models proposed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Outcome", "ProposalOutcome"]


class Outcome(models.TextChoices):
    """What a user made of a proposal; one without an outcome is still open."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"


class ProposalOutcome(models.Model):
    """One user's judgement of one proposed region.

    It names its prediction by number, not by reference: predictions are replaced when a model runs again, and what was
    thought of the old ones must remain.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    prediction_id = models.BigIntegerField()
    region_id = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    score = models.FloatField(null=True)
    model_version = models.TextField(blank=True, default="")
    before = models.JSONField(help_text="The region as it was proposed.")
    after = models.JSONField(default=list, help_text="The regions that came of it; none for a dismissed one.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[ProposalOutcome]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "task", "prediction_id", "region_id"], name="faultmark_one_outcome")
        ]
        indexes: ClassVar = [models.Index(fields=["project", "model_version", "outcome"], name="faultmark_outcomes")]
