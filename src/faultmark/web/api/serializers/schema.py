"""What the labeling config declares."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

__all__ = [
    "ControlSerializer",
    "ObjectSerializer",
    "OptionSerializer",
    "PaneChannelSerializer",
    "PaneSerializer",
    "SchemaSerializer",
    "UnsupportedSerializer",
]


class ObjectSerializer(s.Serializer[Any]):
    name = s.CharField()
    value_key = s.CharField()
    kind = s.ChoiceField(choices=["csv", "json"])
    time_column = s.CharField()
    time_format = s.CharField(allow_null=True)
    display_format = s.CharField()
    separator = s.CharField()
    overview_channels = s.ListField(child=s.CharField())


class PaneChannelSerializer(s.Serializer[Any]):
    column = s.CharField()
    index = s.IntegerField(allow_null=True, help_text="Index in the series; null while it has not been read.")
    title = s.CharField()
    units = s.CharField()
    color = s.CharField(allow_null=True)
    height = s.IntegerField(allow_null=True)
    range = s.ListField(child=s.FloatField(), allow_null=True, min_length=2, max_length=2)
    display_format = s.CharField()


class PaneSerializer(s.Serializer[Any]):
    title = s.CharField()
    channels = PaneChannelSerializer(many=True)


class OptionSerializer(s.Serializer[Any]):
    value = s.CharField()
    alias = s.CharField(allow_null=True)
    color = s.CharField(allow_null=True)
    hotkey = s.CharField(allow_null=True)
    hint = s.CharField(allow_null=True)
    selected = s.BooleanField()
    parents = s.ListField(child=s.CharField())


class ConditionSerializer(s.Serializer[Any]):
    visible_when = s.CharField(allow_null=True)
    when_tag = s.CharField(allow_null=True)
    when_label = s.ListField(child=s.CharField())
    when_choice = s.ListField(child=s.CharField())


class ControlSerializer(s.Serializer[Any]):
    name = s.CharField()
    to_name = s.CharField()
    type = s.ChoiceField(choices=["labels", "choices", "rating", "number", "text"])
    title = s.CharField()
    per_region = s.BooleanField()
    required = s.BooleanField()
    required_message = s.CharField()
    mode = s.ChoiceField(choices=["single", "multiple", "single-radio"])
    options = OptionSerializer(many=True)
    nested = s.BooleanField()
    max = s.FloatField(allow_null=True)
    min = s.FloatField(allow_null=True)
    step = s.FloatField(allow_null=True)
    rows = s.IntegerField()
    placeholder = s.CharField()
    max_submissions = s.IntegerField(allow_null=True)
    conditions = ConditionSerializer(many=True, help_text="When it is shown; all of them hold together.")


class UnsupportedSerializer(s.Serializer[Any]):
    tag = s.CharField()
    name = s.CharField()
    line = s.IntegerField()
    message = s.CharField()


class SchemaSerializer(s.Serializer[Any]):
    object = ObjectSerializer(allow_null=True)
    panes = PaneSerializer(many=True)
    controls = ControlSerializer(many=True)
    unsupported = UnsupportedSerializer(many=True)
