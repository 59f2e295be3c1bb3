"""Why users skipped tasks."""

from __future__ import annotations

from faultmark.web.models import SkipReason

__all__ = ["keep_skip_reason", "skip_reason_of"]


def skip_reason_of(annotation_id: int) -> str | None:
    """Why this annotation was cancelled, where somebody said so."""
    found: str | None = SkipReason.objects.filter(pk=annotation_id).values_list("reason", flat=True).first()
    return found


def keep_skip_reason(annotation_id: int, reason: str) -> None:
    """Keep why an annotation was cancelled; an empty reason forgets it."""
    if reason.strip():
        SkipReason.objects.update_or_create(pk=annotation_id, defaults={"reason": reason.strip()})
    else:
        SkipReason.objects.filter(pk=annotation_id).delete()
