"""The queue: what comes next, and which machines there are."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

__all__ = ["MachineListSerializer", "NextRequestSerializer", "NextSerializer"]


class NextRequestSerializer(s.Serializer[Any]):
    after = s.IntegerField(
        allow_null=True,
        required=False,
        default=None,
        help_text="The task that is left. Where it is not done, it is put off: it comes again when the others are.",
    )


class NextSerializer(s.Serializer[Any]):
    task = s.IntegerField(allow_null=True)
    reason = s.CharField(allow_null=True, help_text="Why there is none, when there is none.")


class MachineSerializer(s.Serializer[Any]):
    name = s.CharField()
    tasks = s.IntegerField()


class MachineListSerializer(s.Serializer[Any]):
    results = MachineSerializer(many=True)
