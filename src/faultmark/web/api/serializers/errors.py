"""How failures are told."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.fields import ColumnField

__all__ = ["ErrorSerializer", "FaultSerializer", "ProblemSerializer", "RemedySerializer"]


class RemedySerializer(s.Serializer[Any]):
    text = s.CharField()
    options = s.DictField(help_text="Ingest options that apply the remedy; empty where it takes a person.")


class FaultSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    file = s.CharField(allow_null=True)
    line = s.IntegerField(allow_null=True)
    column = ColumnField(allow_null=True)
    row = s.IntegerField(allow_null=True, help_text="In a file without lines, from 1.")
    row_group = s.IntegerField(allow_null=True, help_text="Group or batch that the row is counted in, from 1.")
    expected = s.CharField(allow_null=True)
    remedies = RemedySerializer(many=True)


class ProblemSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    remedy = s.CharField(required=False)
    region = s.CharField(allow_null=True)
    control = s.CharField(allow_null=True)


class ErrorSerializer(s.Serializer[Any]):
    """Label Studio's error shape, with the fault where there is one."""

    id = s.CharField()
    status_code = s.IntegerField()
    version = s.CharField()
    detail = s.CharField()
    exc_info = s.CharField(allow_null=True)
    validation_errors = s.DictField(required=False)
    error = FaultSerializer(required=False)
    problems = ProblemSerializer(many=True, required=False)
