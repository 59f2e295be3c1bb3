"""A project's periods and holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from faultmark.web.models import HeldBack, RetentionRule
from faultmark.web.retention.audit import append

__all__ = ["held_tasks", "hold", "policy_json", "release", "rules_of", "set_rules"]

_FIELDS = ("data_class", "days", "basis", "delete_sources", "personal_keys")


def rules_of(project_id: int) -> dict[str, RetentionRule]:
    """The rules of a project by class of data."""
    return {rule.data_class: rule for rule in RetentionRule.objects.filter(project_id=project_id)}


def set_rules(project_id: int, rules: Sequence[Mapping[str, Any]], now: datetime, by: int | None) -> None:
    """Replace a project's rules; the change is in the audit record."""
    with transaction.atomic():
        before = _plain(project_id)
        RetentionRule.objects.filter(project_id=project_id).delete()
        RetentionRule.objects.bulk_create(RetentionRule(project_id=project_id, **rule) for rule in rules)
        after = _plain(project_id)
        if before != after:
            append("policy", project_id, {"before": before, "after": after, "by": by}, now)


def _plain(project_id: int) -> list[dict[str, Any]]:
    return list(RetentionRule.objects.filter(project_id=project_id).order_by("data_class").values(*_FIELDS))


def hold(project_id: int, task: int | None, reason: str, now: datetime, by: int | None) -> HeldBack:
    """Place a legal hold."""
    with transaction.atomic():
        placed: HeldBack = HeldBack.objects.create(
            project_id=project_id, task=task, reason=reason, placed_by_id=by, placed_at=now
        )
        append("hold placed", project_id, {"hold": placed.pk, "task": task, "by": by}, now)
    return placed


def release(project_id: int, hold_id: int, now: datetime, by: int | None) -> bool:
    """Release a hold; whether there was one."""
    with transaction.atomic():
        found = HeldBack.objects.filter(pk=hold_id, project_id=project_id, released_at=None).update(released_at=now)
        if found:
            append("hold released", project_id, {"hold": hold_id, "by": by}, now)
    return bool(found)


def held_tasks(project_id: int) -> set[int | None]:
    """Tasks on which a hold stands; None among them where it is on the whole project."""
    return set(HeldBack.objects.filter(project_id=project_id, released_at=None).values_list("task", flat=True))


def policy_json(project_id: int) -> dict[str, Any]:
    """Rules and standing holds as JSON values."""
    holds = HeldBack.objects.filter(project_id=project_id, released_at=None).order_by("pk")
    return {
        "rules": _plain(project_id),
        "holds": [
            {"id": h.pk, "task": h.task, "reason": h.reason, "placed_at": h.placed_at.isoformat()} for h in holds
        ],
    }
