"""Runs of the detectors over a project."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.detect import LEAST

__all__ = ["DetectionSerializer", "DetectionSettingsSerializer", "StartDetectionSerializer"]


class StartDetectionSerializer(s.Serializer[Any]):
    resume = s.BooleanField(default=False, help_text="Go on with the run that was cancelled or failed.")
    only_new = s.BooleanField(default=False, help_text="Leave out tasks that have proposals of these detectors.")
    least = s.FloatField(default=LEAST, min_value=0, max_value=1, help_text="Least confidence of a proposal.")


class DetectionSettingsSerializer(s.Serializer[Any]):
    on_import = s.BooleanField(help_text="Detect on new tasks as they are imported.")


class BarSerializer(s.Serializer[Any]):
    channel = s.CharField()
    least = s.FloatField(help_text="Least confidence of a proposal on this channel, instead of the run's.")
    verdicts = s.IntegerField(
        help_text="Proposals that were accepted, corrected or dismissed, and events that were drawn."
    )


class DetectionRunSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    state = s.ChoiceField(["queued", "running", "done", "failed", "cancelled"])
    total = s.IntegerField(help_text="Tasks.")
    done = s.IntegerField(help_text="Tasks that were looked at.")
    share = s.FloatField(help_text="Share done, 0 to 1.")
    current_task = s.IntegerField(allow_null=True)
    proposals = s.IntegerField()
    failed = s.IntegerField(help_text="Tasks that could not be looked at.")
    errors = s.ListField(child=s.DictField(), help_text="What went wrong, each with its task; the first hundred.")
    least = s.FloatField(help_text="Least confidence of a proposal.")
    bars = BarSerializer(many=True, help_text="The channels on which people's verdicts moved it.")
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()


class DetectionSerializer(s.Serializer[Any]):
    on_import = s.BooleanField()
    model_version = s.CharField(help_text="Under which predictions are kept.")
    run = DetectionRunSerializer(allow_null=True)
