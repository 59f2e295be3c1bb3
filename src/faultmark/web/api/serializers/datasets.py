"""Datasets as JSON."""

from __future__ import annotations

from rest_framework import serializers

from faultmark.web.api.serializers.errors import FaultSerializer
from faultmark.web.models import BuildState

__all__ = ["BuildListSerializer", "BuildRequestSerializer", "BuildSerializer"]


class BuildRequestSerializer(serializers.Serializer):
    """A recipe, as YAML."""

    recipe = serializers.CharField(max_length=100_000)


class BuildSerializer(serializers.Serializer):
    """A build and where it is."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=BuildState.values)
    stage = serializers.CharField()
    share = serializers.FloatField()
    waits_for = serializers.CharField(help_text="The long job that is under way before a queued one; else empty.")
    folder = serializers.CharField()
    recipe = serializers.CharField(help_text="YAML.")
    files = serializers.ListField(child=serializers.CharField(), help_text="Empty once they were erased.")
    size = serializers.IntegerField(help_text="Bytes of all files.")
    counts = serializers.DictField(allow_null=True)
    error = FaultSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class BuildListSerializer(serializers.Serializer):
    """The builds of a project, newest first."""

    results = BuildSerializer(many=True)
