"""Retention as JSON."""

from __future__ import annotations

from rest_framework import serializers

from faultmark.web.api.serializers.overview import DueDateSerializer
from faultmark.web.models import DataClass

__all__ = [
    "AuditSerializer",
    "HoldRequestSerializer",
    "PurgeReportSerializer",
    "RetentionRequestSerializer",
    "RetentionSerializer",
]


class _RuleSerializer(serializers.Serializer):
    data_class = serializers.ChoiceField(choices=DataClass.values)
    days = serializers.IntegerField(min_value=0, max_value=36_500)
    basis = serializers.CharField(max_length=2000)
    delete_sources = serializers.BooleanField(default=False)
    personal_keys = serializers.ListField(child=serializers.CharField(), default=list)


class _HoldSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    placed_at = serializers.CharField()


class RetentionRequestSerializer(serializers.Serializer):
    """All rules of a project."""

    rules = _RuleSerializer(many=True)

    def validate_rules(self, rules: list[dict[str, object]]) -> list[dict[str, object]]:
        """One rule a class."""
        names = [rule["data_class"] for rule in rules]
        if len(set(names)) < len(names):
            raise serializers.ValidationError("A class of data has two rules.")
        return rules


class RetentionSerializer(serializers.Serializer):
    """Rules and standing holds."""

    rules = _RuleSerializer(many=True)
    holds = _HoldSerializer(many=True)


class HoldRequestSerializer(serializers.Serializer):
    """A hold on the project, or on one task."""

    task = serializers.IntegerField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=2000)


class _AuditEntrySerializer(serializers.Serializer):
    number = serializers.IntegerField()
    at = serializers.CharField()
    kind = serializers.CharField()
    details = serializers.DictField()


class AuditSerializer(serializers.Serializer):
    """The latest entries of the audit record about a project, newest first."""

    results = _AuditEntrySerializer(many=True)


class PurgeReportSerializer(serializers.Serializer):
    """What is due, by class of data and by task."""

    project = serializers.IntegerField()
    as_of = serializers.CharField()
    due = serializers.DictField(child=serializers.IntegerField())
    held = serializers.DictField(child=serializers.IntegerField())
    tasks = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    dates = DueDateSerializer(many=True, help_text="Each class of data with a period: what is due, and when the next.")
