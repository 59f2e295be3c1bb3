"""A project's people: members, rules, assignments."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers as s

from faultmark.web.models import ProjectRules

__all__ = [
    "AssignRequestSerializer",
    "AssignedSerializer",
    "MemberChangeSerializer",
    "MemberListSerializer",
    "MemberRequestSerializer",
    "MemberSerializer",
    "RulesSerializer",
    "UnassignRequestSerializer",
]

ROLES = ["annotator", "reviewer", "manager"]


class MemberSerializer(s.Serializer[Any]):
    user = s.IntegerField(allow_null=True, help_text="Null where the project hides its annotators from the user.")
    email = s.CharField()
    name = s.CharField(allow_blank=True)
    role = s.ChoiceField(choices=ROLES)
    group = s.CharField(allow_blank=True)
    open = s.IntegerField(help_text="Tasks that the person has and has not annotated yet.")
    sent_back = s.IntegerField()
    done = s.IntegerField()


class MemberListSerializer(s.Serializer[Any]):
    role = s.ChoiceField(choices=[*ROLES, "administrator"], allow_null=True, help_text="The asking user's own.")
    results = MemberSerializer(many=True)


class MemberChangeSerializer(s.Serializer[Any]):
    role = s.ChoiceField(choices=ROLES)
    group = s.CharField(allow_blank=True, required=False, default="", max_length=100)


class MemberRequestSerializer(MemberChangeSerializer):
    email = s.CharField(max_length=254)


class RulesSerializer(s.ModelSerializer[Any]):
    overlap = s.IntegerField(min_value=1, max_value=100, required=False, help_text="How many people label each task.")

    class Meta:
        """Everything but the project itself."""

        model = ProjectRules
        exclude: ClassVar = ["project"]
        extra_kwargs: ClassVar = {
            "min_iou": {"min_value": 0.0, "max_value": 1.0},
            "boundary_iou": {"min_value": 0.0, "max_value": 1.0},
            "min_share": {"min_value": 0.0, "max_value": 1.0},
            "severity_step": {"min_value": 0.0},
            "tolerance": {"min_value": 0},
        }


class AssignRequestSerializer(s.Serializer[Any]):
    tasks = s.ListField(
        child=s.IntegerField(), required=False, allow_null=True, default=None, help_text="Left out, all with room."
    )
    users = s.ListField(child=s.IntegerField(), required=False, default=list, help_text="By hand: to all of these.")
    by = s.ChoiceField(choices=["load", "machine", "group"], required=False, default="load")
    machine_key = s.CharField(
        required=False,
        default="",
        allow_blank=True,
        help_text="Key of the task's data; left out, the machine that lists show.",
    )
    group_key = s.CharField(required=False, default="group", help_text="Key of the task's data.")


class UnassignRequestSerializer(s.Serializer[Any]):
    user = s.IntegerField()
    tasks = s.ListField(
        child=s.IntegerField(), required=False, allow_null=True, default=None, help_text="Left out, all."
    )


class GivenSerializer(s.Serializer[Any]):
    task = s.IntegerField()
    user = s.IntegerField()


class AssignedSerializer(s.Serializer[Any]):
    given = GivenSerializer(many=True)
