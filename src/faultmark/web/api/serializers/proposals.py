"""What became of proposals."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

__all__ = ["ProposalSummarySerializer", "ProposedSerializer"]


class ProposedSerializer(s.Serializer[Any]):
    """Which proposal is meant."""

    prediction_id = s.IntegerField(min_value=0)
    region_id = s.CharField(max_length=64)


class ModelVersionSerializer(s.Serializer[Any]):
    model_version = s.CharField()
    accepted = s.IntegerField(help_text="Taken as they were proposed.")
    edited = s.IntegerField(help_text="Taken with other boundaries or another class.")
    dismissed = s.IntegerField()
    open = s.IntegerField(help_text="Proposed now, and judged by nobody.")
    precision = s.FloatField(allow_null=True, help_text="(accepted + edited) / judged; null while none is judged.")


class ProposalSummarySerializer(s.Serializer[Any]):
    results = ModelVersionSerializer(many=True)
