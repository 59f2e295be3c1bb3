"""Webhooks as JSON."""

from __future__ import annotations

from rest_framework import serializers

from faultmark.actions.event_rule import parse_rule
from faultmark.errors import FaultmarkError
from faultmark.web.hooks.announce import RULE_NAMES
from faultmark.web.models import DeliveryState, HookEvent

__all__ = ["HookListSerializer", "HookRequestSerializer", "HookTestSerializer", "MadeHookSerializer"]

# What may be asked for; a test comes whatever is asked for.
_EVENTS = [event for event in HookEvent.values if event != HookEvent.TEST]


class HookRequestSerializer(serializers.Serializer):
    """A webhook to make."""

    url = serializers.URLField(max_length=2000)
    events = serializers.ListField(child=serializers.ChoiceField(choices=_EVENTS), default=list)
    rule = serializers.CharField(max_length=1000, allow_blank=True, default="")

    def validate_rule(self, rule: str) -> str:
        """It has to be one that can be read."""
        try:
            parse_rule(rule, RULE_NAMES)
        except FaultmarkError as error:
            raise serializers.ValidationError(str(error)) from error
        return rule


class _DeliverySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    event = serializers.CharField()
    state = serializers.ChoiceField(choices=DeliveryState.values)
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()
    due_at = serializers.DateTimeField()


class _HookSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    rule = serializers.CharField()
    deliveries = _DeliverySerializer(many=True)


class HookListSerializer(serializers.Serializer):
    """A project's webhooks with their latest messages."""

    results = _HookSerializer(many=True)


class MadeHookSerializer(serializers.Serializer):
    """A webhook that was made; its secret is shown this once."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    secret = serializers.CharField()


class HookTestSerializer(serializers.Serializer):
    """The number of a test message, under which it stands among the deliveries."""

    delivery = serializers.IntegerField()
