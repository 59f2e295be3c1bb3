"""Memberships and the rules that a project sets for its people."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

__all__ = ["Distribution", "Membership", "ProjectRole", "ProjectRules"]


class ProjectRole(models.IntegerChoices):
    """What a person is in one project. Each role may do all that the ones before it may."""

    ANNOTATOR = 1, "annotator"
    REVIEWER = 2, "reviewer"
    MANAGER = 3, "manager"


class Distribution(models.TextChoices):
    """How annotators come to their tasks."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class Membership(models.Model):
    """One person's role in one project."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="faultmark_memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="faultmark_memberships")
    role = models.PositiveSmallIntegerField(choices=ProjectRole.choices)
    group = models.CharField(max_length=100, blank=True, default="", help_text="For assignment by group.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Membership]]

    class Meta:
        """Table options."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "user"], name="faultmark_one_role")]
        verbose_name = "membership"

    def __str__(self) -> str:
        return f"{self.user_id} in {self.project_id}: {self.get_role_display()}"


class ProjectRules(models.Model):
    """What a project allows and asks of its people. A project without a row has the defaults."""

    project = models.OneToOneField(
        "projects.Project", on_delete=models.CASCADE, primary_key=True, related_name="faultmark_rules"
    )
    see_others = models.BooleanField(default=False, help_text="Annotators see each other's annotations.")
    review_own = models.BooleanField(default=False, help_text="A reviewer may judge a task that he annotated.")
    blind = models.BooleanField(default=False, help_text="Reviewers do not learn who annotated.")
    distribution = models.CharField(max_length=16, choices=Distribution.choices, default=Distribution.AUTOMATIC)
    reservation_minutes = models.PositiveIntegerField(
        default=240, validators=[MinValueValidator(1)], help_text="How long a task that was taken stays reserved."
    )
    low_agreement = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text="Below this range overlap a task calls for one more annotator.",
    )
    most_extra = models.PositiveSmallIntegerField(default=1, help_text="Most annotators called beyond the overlap.")
    sample_share = models.FloatField(
        default=0.05,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text="Share of the tasks without disagreement that is reviewed all the same.",
    )
    tolerance = models.BigIntegerField(default=0, help_text="Ticks within which two instants agree.")
    min_iou = models.FloatField(default=0.1, help_text="Least IoU of two regions that are taken to mean one event.")
    boundary_iou = models.FloatField(default=0.75, help_text="Below this IoU two regions disagree on boundaries.")
    severity_step = models.FloatField(default=1.0, help_text="From here on two severities disagree.")
    min_share = models.FloatField(default=0.5, help_text="An event is kept when more than this share speaks for it.")

    objects: ClassVar[models.Manager[ProjectRules]]

    class Meta:
        """Table options."""

        verbose_name = "rules of a project"

    def __str__(self) -> str:
        return f"rules of {self.project_id}"

    @classmethod
    def of(cls, project_id: int) -> ProjectRules:
        """The rules of a project: its own, else the defaults."""
        return cls.objects.filter(pk=project_id).first() or cls(project_id=project_id)
