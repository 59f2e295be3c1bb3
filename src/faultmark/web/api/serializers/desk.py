"""A user's desk: layout, preferences, presence."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers as s

__all__ = [
    "LayoutBodySerializer",
    "LayoutSerializer",
    "PreferencesSerializer",
    "PresenceListSerializer",
    "PresenceRequestSerializer",
    "PresenceSerializer",
]

_MOST_PANES = 256
_NAME = 300


class LayoutScaleSerializer(s.Serializer[Any]):
    mode = s.ChoiceField(choices=["auto", "robust", "fixed", "log"])
    low = s.FloatField(allow_null=True, required=False, default=None)
    high = s.FloatField(allow_null=True, required=False, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A range has both ends, in order."""
        low, high = attrs["low"], attrs["high"]
        if (low is None) != (high is None) or (low is not None and not low < high):
            raise s.ValidationError("A range needs low below high, or neither.")
        if attrs["mode"] == "fixed" and low is None:
            raise s.ValidationError("A fixed range needs low and high.")
        return attrs


class LayoutPaneSerializer(s.Serializer[Any]):
    channels = s.ListField(child=s.CharField(max_length=_NAME), min_length=1, max_length=64)
    height = s.IntegerField(allow_null=True, required=False, default=None, min_value=16, max_value=10_000)
    collapsed = s.BooleanField(required=False, default=False)
    hidden = s.BooleanField(required=False, default=False)
    scale = LayoutScaleSerializer(allow_null=True, required=False, default=None)


class LayoutSerializer(s.Serializer[Any]):
    """How a user arranged a project's channels. Names that the project does not have are kept and mean nothing."""

    panes = s.ListField(child=LayoutPaneSerializer(), required=False, default=list, max_length=_MOST_PANES)
    lanes_hidden = s.ListField(child=s.CharField(max_length=64), required=False, default=list, max_length=32)
    drawers = s.DictField(
        child=s.IntegerField(min_value=0, max_value=10_000),
        required=False,
        default=dict,
        help_text="Width or height of each drawer in CSS pixels, 0 for one that is closed.",
    )

    colors = s.DictField(
        child=s.RegexField(r"^#[0-9a-fA-F]{6}$"),
        required=False,
        default=dict,
        help_text="Colours of channels, by column, for those that the user changed.",
    )

    def validate_colors(self, value: Mapping[str, str]) -> Mapping[str, str]:
        """As many as there are channels."""
        return _short(value, _MOST_PANES)

    def validate_drawers(self, value: Mapping[str, int]) -> Mapping[str, int]:
        """A page has a handful of drawers."""
        return _short(value, 16)


def _short(value: Mapping[str, Any], most: int) -> Mapping[str, Any]:
    if len(value) > most or any(len(name) > _NAME for name in value):
        raise s.ValidationError(f"There may be {most} entries with names of up to {_NAME} characters.")
    return value


class LayoutBodySerializer(s.Serializer[Any]):
    layout = LayoutSerializer(allow_null=True, help_text="Null goes back to what the labeling config says.")


class PreferencesSerializer(s.Serializer[Any]):
    keys = s.DictField(
        child=s.ListField(child=s.CharField(max_length=64), max_length=8),
        required=False,
        default=dict,
        help_text="Keys by action, for those that the user changed.",
    )
    zone = s.CharField(
        max_length=64, required=False, default="data", help_text="data, utc, viewer, or the name of an IANA zone."
    )
    theme = s.ChoiceField(choices=["system", "light", "dark"], required=False, default="system")
    flags = s.DictField(
        child=s.JSONField(), required=False, default=dict, help_text="Further choices: numbers, words, yes or no."
    )

    def validate_keys(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """As many as there are actions."""
        return _short(value, 256)

    def validate_flags(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """Small and flat."""
        for name, flag in value.items():
            if not isinstance(flag, bool | int | float | str | None) or (isinstance(flag, str) and len(flag) > _NAME):
                raise s.ValidationError(f"{name} is neither a number, nor a short word, nor yes or no.")
        return _short(value, 128)


class PresenceRequestSerializer(s.Serializer[Any]):
    tab = s.RegexField(r"^[\w-]{4,64}$", help_text="Drawn by the page, new for every visit.")
    leaving = s.BooleanField(required=False, default=False, help_text="The page leaves the task.")


class PresenceSerializer(s.Serializer[Any]):
    user_id = s.IntegerField()
    name = s.CharField()
    mine = s.BooleanField(help_text="Another tab of the asking user's own.")
    since = s.DateTimeField()


class PresenceListSerializer(s.Serializer[Any]):
    others = PresenceSerializer(many=True)
