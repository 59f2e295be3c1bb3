"""What happened, put down for those who want to know; in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from faultmark.actions.event_rule import parse_rule
from faultmark.web.label_stream import task_record
from faultmark.web.models import Delivery, Hook, HookEvent

__all__ = ["RULE_NAMES", "announce_dataset", "announce_settled", "announce_test"]

RULE_NAMES = (
    "agreement", "class", "confidence", "duration", "event", "instant", "machine", "proposed", "settled", "severity",
    "source",
)  # fmt: skip
# What severe means where a webhook does not say.
SEVERE = "severity >= 4"


def announce_settled(project_id: int, task_id: int) -> None:
    """Tell of the regions that a reviewer has settled, and of the severe ones among them that a model proposed."""
    hooks = list(Hook.objects.filter(project_id=project_id, active=True))
    if not hooks:
        return
    record = task_record(task_id, "settled")
    if record is None or record["settled"] is None:
        return
    for event in (HookEvent.SETTLED, HookEvent.CONFIRMED):
        for hook in hooks:
            _settled(hook, event, project_id, record)


def _settled(hook: Hook, event: str, project_id: int, record: Mapping[str, Any]) -> None:
    regions = []
    for region in record["settled"]["regions"]:
        if event == HookEvent.CONFIRMED and region["parent"] is None:
            continue
        rule = hook.rule or (SEVERE if event == HookEvent.CONFIRMED else "")
        if parse_rule(rule, RULE_NAMES).holds(_values(event, region, record)):
            regions.append(region)
    if regions:
        body = {"project": project_id, "task": record["task"], "machine": record["machine"], "axis": record["axis"],
                "source": record["settled"]["source"], "regions": regions}  # fmt: skip
        _put(hook, event, body)


def _values(event: str, region: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    seconds = (int(region["end"]) - int(region["start"])) / 1e9 if record["axis"]["kind"] == "time" else None
    return {
        "agreement": region["agreement"],
        "class": region["class"],
        "confidence": region["confidence"],
        "duration": seconds,
        "event": str(event),
        "instant": region["instant"],
        "machine": record["machine"],
        "proposed": region["parent"] is not None,
        "settled": True,
        "severity": region["severity"],
        "source": record["settled"]["source"],
    }


def announce_dataset(project_id: int, about: Mapping[str, Any]) -> None:
    """Tell of a dataset that was built."""
    for hook in Hook.objects.filter(project_id=project_id, active=True):
        if parse_rule(hook.rule, RULE_NAMES).holds({"event": str(HookEvent.DATASET)}) or not hook.rule:
            _put(hook, HookEvent.DATASET, {"project": project_id, **about})


def announce_test(hook: Hook) -> int:
    """Put down a message that says nothing but that messages come; whatever the webhook asks for. Its number."""
    return _put_down(hook, HookEvent.TEST, {"project": hook.project_id})


def _put(hook: Hook, event: str, body: Mapping[str, Any]) -> None:
    if not hook.events or event in hook.events:
        _put_down(hook, event, body)


def _put_down(hook: Hook, event: str, body: Mapping[str, Any]) -> int:
    from faultmark.web.hooks.job import deliver_messages  # noqa: PLC0415 - needs all apps to be ready

    now = timezone.now()
    made = Delivery.objects.create(hook=hook, event=event, body=dict(body), due_at=now, created_at=now)
    transaction.on_commit(deliver_messages.enqueue)
    return int(made.pk)
