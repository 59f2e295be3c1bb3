"""How a task's annotators agree, what a reviewer made of it, and what was said on the way."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Comment", "ReviewState", "Step", "StepKind", "TaskAgreement", "TaskReview"]


class TaskAgreement(models.Model):
    """The numbers of a task, as of its annotations now. Made anew from them at any time."""

    task = models.OneToOneField(
        "tasks.Task", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_agreement"
    )
    score = models.FloatField(null=True, db_index=True, help_text="Range overlap; empty with fewer than two people.")
    annotators = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=16, blank=True, default="", help_text="What costs the most agreement.")
    numbers = models.JSONField(default=dict, help_text="The further metrics, counts of disagreements, and the matrix.")
    consensus = models.JSONField(null=True, help_text="What they say together, and of what it was made.")
    lot = models.FloatField(default=0.0, help_text="In [0, 1), drawn for the task: below the sample's share it is in.")
    extra = models.PositiveSmallIntegerField(default=0, help_text="Annotators called beyond the project's overlap.")
    nobody_left = models.BooleanField(default=False, help_text="One more was wanted, and there is none.")
    computed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[TaskAgreement]]

    class Meta:
        """Table options."""

        verbose_name = "agreement on a task"

    def __str__(self) -> str:
        return f"{self.task_id}: {self.score}"


class ReviewState(models.TextChoices):
    """Where a task's review is."""

    OPEN = "open"
    SENT_BACK = "sent_back"
    SETTLED = "settled"


class TaskReview(models.Model):
    """The review of a task: its state, what the reviewer is at, and the settled annotation."""

    task = models.OneToOneField(
        "tasks.Task", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_review"
    )
    state = models.CharField(max_length=16, choices=ReviewState.choices, default=ReviewState.OPEN, db_index=True)
    settled = models.ForeignKey("tasks.Annotation", on_delete=models.SET_NULL, null=True, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    draft = models.JSONField(null=True, help_text="The settled lane as the reviewer left it: result items.")
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[TaskReview]]

    class Meta:
        """Table options."""

        verbose_name = "review of a task"

    def __str__(self) -> str:
        return f"{self.task_id}: {self.state}"


class StepKind(models.TextChoices):
    """What happened to a task."""

    SUBMITTED = "submitted"
    RESUBMITTED = "resubmitted"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    FIXED = "fixed"
    SENT_BACK = "sent_back"


class Step(models.Model):
    """One step of a task's history, with the result items before and after it. Never changed."""

    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="faultmark_steps")
    kind = models.CharField(max_length=16, choices=StepKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    annotation = models.BigIntegerField(null=True, help_text="Its id, which stays known when it is deleted.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    comment = models.ForeignKey("faultmark.Comment", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Step]]

    class Meta:
        """Table options."""

        ordering: ClassVar = ["pk"]
        verbose_name = "step in the history of a task"

    def __str__(self) -> str:
        return f"{self.task_id}: {self.kind}"


class Comment(models.Model):
    """A remark at a place on the time axis, or an answer to one."""

    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="faultmark_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Whose annotation it is about; empty: all that work on the task.",
    )
    text = models.TextField()
    start = models.BigIntegerField(null=True, help_text="First tick of the place; empty: the whole task.")
    end = models.BigIntegerField(null=True, help_text="Last tick of the place.")
    region = models.CharField(max_length=64, blank=True, default="")
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Comment]]

    class Meta:
        """Table options."""

        ordering: ClassVar = ["pk"]
        verbose_name = "comment"

    def __str__(self) -> str:
        return str(self.text)[:60]
