"""Retention as JSON."""

from __future__ import annotations

from rest_framework import serializers

from faultmark.web.models import DataClass

__all__ = ["HoldRequestSerializer", "PurgeReportSerializer", "RetentionRequestSerializer", "RetentionSerializer"]


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


class PurgeReportSerializer(serializers.Serializer):
    """What is due, by class of data and by task."""

    project = serializers.IntegerField()
    as_of = serializers.CharField()
    due = serializers.DictField(child=serializers.IntegerField())
    held = serializers.DictField(child=serializers.IntegerField())
    tasks = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
