"""Fields of the shapes: ticks, columns, and what a control holds."""

# ruff: noqa: D101 - the fields' names and descriptions say it
from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

__all__ = ["TICK", "ColumnField", "TickField", "ValueField", "ValuesField"]

TICK = "An int64 as a string of digits: nanoseconds since the epoch, or the axis' decimals."


@extend_schema_field(OpenApiTypes.INT64)
class TickField(s.RegexField):
    """A tick; a string, because JavaScript's numbers cannot hold it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^-?\d{1,19}$", **{"help_text": TICK, **options})


# drf-spectacular would declare the number that the format stands for; what travels is a string.
TickField._spectacular_annotation = {"field": {"type": "string", "pattern": r"^-?\d{1,19}$", "description": TICK}}


@extend_schema_field(
    {
        "description": "Labels, choices, lines of text, or a number.",
        "oneOf": [{"type": "array", "items": {}}, {"type": "number"}],
    }
)
class ValueField(s.JSONField):
    pass


class ValuesField(s.DictField):
    child = ValueField(allow_null=True)


@extend_schema_field(
    {"description": "A column's name, or its number from 1.", "oneOf": [{"type": "string"}, {"type": "integer"}]}
)
class ColumnField(s.JSONField):
    pass
