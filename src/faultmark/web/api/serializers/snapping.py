"""Change points to snap to."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.fields import TickField

__all__ = ["SnapSerializer"]


class ChangeSerializer(s.Serializer[Any]):
    at = TickField()
    strength = s.FloatField(help_text="Size of the change over the noise around it.")
    kind = s.ChoiceField(choices=["level", "spread", "excursion", "missing"])


class SnapSerializer(s.Serializer[Any]):
    change = ChangeSerializer(allow_null=True, help_text="Null where nothing changes.")
