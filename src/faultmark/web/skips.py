"""Why users skipped tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faultmark.web.models import SkipReason

__all__ = ["keep_skip_reason", "with_skip_reasons"]


def with_skip_reasons(annotations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Annotations as Label Studio's JSON, each that has a reason with its ``skip_reason``.

    It stands beside ``was_cancelled``, outside of ``result``: there Label Studio would hold it for a control.
    """
    cancelled = [annotation["id"] for annotation in annotations if annotation.get("was_cancelled")]
    rows = SkipReason.objects.filter(pk__in=cancelled).values_list("pk", "reason") if cancelled else ()
    reasons = dict(rows)
    return [
        {**annotation, "skip_reason": reasons[annotation["id"]]} if annotation.get("id") in reasons else {**annotation}
        for annotation in annotations
    ]


def keep_skip_reason(annotation_id: int, reason: str) -> None:
    """Keep why an annotation was cancelled; an empty reason forgets it."""
    if reason.strip():
        SkipReason.objects.update_or_create(pk=annotation_id, defaults={"reason": reason.strip()})
    else:
        SkipReason.objects.filter(pk=annotation_id).delete()
