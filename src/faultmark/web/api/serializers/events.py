"""What is known about a machine beside its telemetry: events and limits."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.fields import TickField

__all__ = ["EventSerializer", "LimitSerializer"]


class EventSerializer(s.Serializer[Any]):
    id = s.CharField(help_text="Its own where it has one, such as a work order's number; unique in the task.")
    kind = s.ChoiceField(choices=["regime", "alarm", "work_order", "maintenance", "note"])
    title = s.CharField()
    start = TickField()
    end = TickField(allow_null=True, help_text="Null for an instant, and for what is still going on.")
    severity = s.CharField(allow_null=True)
    channel = s.CharField(allow_null=True, help_text="Name of a channel, as the data give it.")
    detail = s.CharField(help_text="Everything else that the entry says, in words; may be empty.")


class LimitSerializer(s.Serializer[Any]):
    channel = s.CharField(help_text="Name of the channel in the series.")
    value = s.FloatField()
    label = s.CharField()
    severity = s.ChoiceField(choices=["warning", "alarm"])
