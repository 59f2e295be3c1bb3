"""Regions, what is saved of them, and what models propose."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.api.serializers.fields import TickField, ValuesField
from faultmark.web.api.serializers.proposals import ProposedSerializer

__all__ = [
    "ConflictSerializer",
    "DocumentSerializer",
    "DraftRequestSerializer",
    "ParentSerializer",
    "ProposalSerializer",
    "RegionSerializer",
    "SubmitRequestSerializer",
]


class ParentSerializer(s.Serializer[Any]):
    prediction_id = s.IntegerField()
    region_id = s.CharField()
    score = s.FloatField(allow_null=True)


class RegionSerializer(s.Serializer[Any]):
    id = s.CharField(max_length=64)
    start = TickField()
    end = TickField()
    instant = s.BooleanField()
    values = ValuesField()
    origin = s.ChoiceField(choices=["manual", "prediction", "prediction-changed"])
    score = s.FloatField(allow_null=True)
    parent = ParentSerializer(allow_null=True)
    channels = s.ListField(child=s.CharField())
    work_order = s.CharField(
        allow_null=True, required=False, default=None, max_length=200, help_text="The work order that it belongs to."
    )
    extra = s.DictField(help_text="Opaque: comes back as it was sent.")


class DocumentSerializer(s.Serializer[Any]):
    annotation_id = s.IntegerField(allow_null=True)
    draft_id = s.IntegerField(allow_null=True)
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), help_text="Opaque: comes back as it was sent.")
    saved_at = s.DateTimeField(allow_null=True)
    version = s.CharField(help_text="Changes whenever what is saved changes; send it back as base_version.")
    cancelled = s.BooleanField()
    skip_reason = s.CharField(allow_null=True, help_text="Why it was skipped, where it was.")
    lead_time = s.FloatField(help_text="Seconds spent so far.")


class ProposalSerializer(s.Serializer[Any]):
    prediction_id = s.IntegerField()
    model_version = s.CharField()
    score = s.FloatField(allow_null=True)
    regions = RegionSerializer(many=True)


class DraftRequestSerializer(s.Serializer[Any]):
    annotation_id = s.IntegerField(
        allow_null=True,
        required=False,
        default=None,
        help_text="Which of the user's annotations is worked on; null for the latest, or for a new one.",
    )
    draft_id = s.IntegerField(
        allow_null=True, required=False, default=None, help_text="As it was sent. A user has one draft for each."
    )
    base_version = s.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Version that was worked on; left out, this saves over whatever is there.",
    )
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), required=False, default=list)
    lead_time = s.FloatField(min_value=0, required=False, default=0)
    dismissed = ProposedSerializer(
        many=True,
        required=False,
        help_text="All proposals of the task that the user dismissed; left out, nothing changes about them.",
    )


class ConflictSerializer(ErrorSerializer):
    """What is saved now, since it is not what the request was based on."""

    document = DocumentSerializer()


class SubmitRequestSerializer(DraftRequestSerializer):
    cancelled = s.BooleanField(required=False, default=False, help_text="Skip the task instead of labeling it.")
    reason = s.CharField(
        required=False, allow_blank=True, max_length=2000, help_text="Why it is skipped, with cancelled."
    )
