"""A task's series and its ingest."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.errors import FaultSerializer, RemedySerializer
from faultmark.web.api.serializers.fields import ColumnField, TickField

__all__ = [
    "AxisSerializer",
    "GapsSerializer",
    "IngestProgressSerializer",
    "IngestRequestSerializer",
    "NoticeSerializer",
    "SeriesChannelSerializer",
    "SeriesSerializer",
    "SpanSerializer",
]


class AxisSerializer(s.Serializer[Any]):
    kind = s.ChoiceField(choices=["time", "number"])
    decimals = s.IntegerField()
    regular = s.BooleanField()
    step = TickField(allow_null=True)
    first = TickField()
    last = TickField()
    size = s.IntegerField()


class SeriesChannelSerializer(s.Serializer[Any]):
    index = s.IntegerField()
    name = s.CharField()
    dtype = s.CharField()
    count_valid = s.IntegerField()
    count_missing = s.IntegerField()
    min = s.FloatField(allow_null=True)
    max = s.FloatField(allow_null=True)
    mean = s.FloatField(allow_null=True)
    quantiles = s.DictField(child=s.FloatField(allow_null=True))


class SpanSerializer(s.Serializer[Any]):
    start = TickField()
    end = TickField()


class GapsSerializer(s.Serializer[Any]):
    threshold_ticks = TickField(allow_null=True)
    count = s.IntegerField()
    largest = SpanSerializer(many=True)


class NoticeSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    line = s.IntegerField(allow_null=True)
    column = ColumnField(allow_null=True)


class IngestProgressSerializer(s.Serializer[Any]):
    done_bytes = s.IntegerField()
    total_bytes = s.IntegerField()
    rows = s.IntegerField()
    seconds = s.FloatField()
    seconds_left = s.FloatField(allow_null=True)
    phase = s.CharField()


class SeriesSerializer(s.Serializer[Any]):
    state = s.ChoiceField(choices=["none", "queued", "ingesting", "ready", "failed"])
    id = s.CharField(allow_null=True)
    axis = AxisSerializer(allow_null=True)
    channels = SeriesChannelSerializer(many=True)
    gaps = GapsSerializer(allow_null=True)
    notices = NoticeSerializer(many=True)
    offers = RemedySerializer(many=True, help_text="What may be wanted of the file, with the options that take it.")
    rows = s.IntegerField(allow_null=True)
    source_name = s.CharField(allow_null=True)
    progress = IngestProgressSerializer(allow_null=True)
    error = FaultSerializer(allow_null=True, help_text="Why it cannot be opened, when the state is failed.")
    warning = FaultSerializer(allow_null=True, help_text="What happened to the file since it was read.")
    time_format = s.CharField(allow_null=True)
    zone = s.CharField(
        allow_null=True,
        help_text="The data's own zone: an IANA name or an offset such as +02:00; null where the times name none.",
    )


class IngestRequestSerializer(s.Serializer[Any]):
    options = s.DictField(required=False, default=dict, help_text="Ingest options, such as a remedy's.")
