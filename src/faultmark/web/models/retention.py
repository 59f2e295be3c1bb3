"""How long a project keeps what, what was deleted, and a record of it that cannot be changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["AuditEntry", "DataClass", "HeldBack", "Purge", "PurgeItem", "PurgeState", "RetentionRule"]


class DataClass(models.TextChoices):
    """What a period is set for."""

    TELEMETRY = "telemetry"
    DERIVED = "derived"
    LABELS = "labels"
    NOTES = "notes"
    PERSONAL = "personal"
    EXPORTS = "exports"


class RetentionRule(models.Model):
    """How long a project keeps a class of data, and why. Without a rule it is kept until somebody deletes it."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="faultmark_retention")
    data_class = models.CharField(max_length=16, choices=DataClass.choices)
    days = models.PositiveIntegerField(help_text="Kept so many days.")
    basis = models.TextField(help_text="Why it is kept that long: purpose, contract, law.")
    delete_sources = models.BooleanField(
        default=False, help_text="With telemetry: files of connected storages are deleted too, not only uploads."
    )
    personal_keys = models.JSONField(default=list, help_text="With personal: keys of the task's data that name people.")

    objects: ClassVar[models.Manager[RetentionRule]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "data_class"], name="faultmark_one_rule")]


class HeldBack(models.Model):
    """A legal hold: nothing of the project, or of one task, is deleted while it stands."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="faultmark_holds")
    task = models.BigIntegerField(null=True, help_text="Only this task; empty: all of the project.")
    reason = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    placed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[HeldBack]]


class PurgeState(models.TextChoices):
    """Where a purge, or one item of it, is."""

    PLANNED = "planned"
    DONE = "done"
    HELD = "held"


class Purge(models.Model):
    """A purge under way or done: its items are the journal by which one that was interrupted is gone on with."""

    project_id = models.BigIntegerField()
    as_of = models.DateTimeField(help_text="The moment by which it was decided what is due.")
    state = models.CharField(max_length=16, choices=PurgeState.choices, default=PurgeState.PLANNED, db_index=True)

    objects: ClassVar[models.Manager[Purge]]


class PurgeItem(models.Model):
    """One thing to delete. It is done in one transaction with its entry in the audit record."""

    purge = models.ForeignKey(Purge, on_delete=models.CASCADE, related_name="items")
    data_class = models.CharField(max_length=16, choices=DataClass.choices)
    task = models.BigIntegerField(null=True)
    rule = models.JSONField(help_text="Period and basis, as they were when it was planned.")
    state = models.CharField(max_length=16, choices=PurgeState.choices, default=PurgeState.PLANNED)
    proof = models.JSONField(null=True)

    objects: ClassVar[models.Manager[PurgeItem]]

    class Meta:
        """Table options."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["task", "data_class"], name="faultmark_purged")]


class AuditEntry(models.Model):
    """One line of the audit record. Each holds the hash of the one before; the database refuses changes."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    project = models.BigIntegerField(null=True)
    details = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[AuditEntry]]

    class Meta:
        """Table options."""

        ordering: ClassVar = ["number"]

    def delete(self, *_arguments: Any, **_options: Any) -> Any:
        """Never."""
        raise NotImplementedError("An audit record only grows.")
