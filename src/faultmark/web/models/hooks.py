"""Signed webhooks of a project, and what is on its way to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["Delivery", "DeliveryState", "Hook", "HookEvent"]


class HookEvent(models.TextChoices):
    """What a webhook may be told of."""

    SETTLED = "region.settled"
    CONFIRMED = "anomaly.confirmed"
    DATASET = "dataset.built"
    TEST = "hook.test"


class Hook(models.Model):
    """An address that a project tells of what happens."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="faultmark_hooks")
    url = models.URLField(max_length=2000)
    secret = models.CharField(max_length=128, help_text="Signs what is sent; shown once.")
    events = models.JSONField(default=list, help_text="Which events; empty: all.")
    rule = models.TextField(blank=True, default="", help_text="Condition on what is sent, such as: severity >= 4")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Hook]]


class DeliveryState(models.TextChoices):
    """Where a message to a webhook is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Delivery(models.Model):
    """One message to a webhook, kept until it was taken or given up."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=32, choices=HookEvent.choices)
    body = models.JSONField()
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="Of the last answer.")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Delivery]]

    class Meta:
        """Table options."""

        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="faultmark_deliveries")]
