"""The endpoint that gives a project another labeling config."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from pydantic import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.change_interface import change_interface, restore_interface
from faultmark.errors import ConfigError
from faultmark.interface.backup import Backup
from faultmark.interface.changes import Renames
from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, FaultmarkView
from faultmark.web.platform import platform

__all__ = ["InterfaceView"]


class InterfaceRequestSerializer(serializers.Serializer):
    label_config = serializers.CharField(
        required=False, help_text="The new labeling config; left away where a backup is restored."
    )
    renames = serializers.DictField(default=dict, help_text="labels, choices, fields and columns: old name to new.")
    orphans = serializers.ChoiceField(["refuse", "keep", "drop"], default="refuse")
    restore = serializers.JSONField(
        required=False, help_text="The content of a backup: its config and its results are put back instead."
    )
    dry_run = serializers.BooleanField(default=False)


class InterfaceChangeSerializer(serializers.Serializer):
    diff = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    counts = serializers.DictField(child=serializers.IntegerField())
    orphans = serializers.DictField(child=serializers.IntegerField())
    backup = serializers.CharField(allow_null=True)
    applied = serializers.BooleanField()


class InterfaceView(FaultmarkView):
    """A project's labeling interface."""

    acts: ClassVar = {"POST": Act.MANAGE}

    @extend_schema(
        operation_id="changeInterface",
        request=InterfaceRequestSerializer,
        responses={200: InterfaceChangeSerializer, 403: shapes.ErrorSerializer, **ERRORS},
    )
    def post(self, request: Request, project: int) -> Response:
        """Replace the labeling config; annotations, drafts and predictions go with it, or nothing happens."""
        asked = InterfaceRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        how: dict[str, Any] = {"orphans": values["orphans"], "dry_run": values["dry_run"]}
        if "restore" in values:
            return Response(restore_interface(platform(), project, Backup.parse(values["restore"]), **how))
        if "label_config" not in values:
            raise ConfigError("interface.config.missing", "Neither label_config nor restore is given.")
        try:
            renames = Renames.model_validate(values["renames"])
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            raise ConfigError("interface.renames.invalid", f"renames.{where}: {fault['msg']}.") from error
        return Response(change_interface(platform(), project, values["label_config"], renames, **how))
