"""Sends what waits for webhooks, signed; what is not taken is sent again, later and later."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from faultmark.errors import ConfigError, Remedy
from faultmark.web.models import Delivery, DeliveryState, HookEvent
from faultmark.web.platform import platform

__all__ = ["RETRIES", "deliver_due", "require_allowed", "signature"]

RETRIES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12),
    timedelta(hours=24),
)  # fmt: skip
_GONE = 410


def require_allowed(url: str) -> None:
    """Make sure that the operator allows this address.

    Raises
    ------
    ConfigError
        ``hook.address.refused``.
    """
    parts = urlsplit(url)
    allowed = settings.FAULTMARK_WEBHOOK_HOSTS
    if parts.scheme not in ("http", "https") or not ({parts.netloc, parts.hostname} & set(allowed)):
        raise ConfigError(
            "hook.address.refused",
            f"This installation sends nothing to {parts.netloc or url[:100]!r}.",
            expected=f"http or https, and one of: {', '.join(allowed)}." if allowed else None,
            remedies=(Remedy("The operator adds the host to webhook_hosts in faultmark.toml."),),
        )


def signature(secret: str, moment: int, body: bytes) -> str:
    """What the header ``Faultmark-Signature`` holds: HMAC-SHA256 over the moment, a full stop and the body."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def deliver_due(now: datetime) -> datetime | None:
    """Send what is due; when the next is, or None where nothing waits."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    for pk in list(waiting.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)):
        _deliver(pk, now)
    upcoming: datetime | None = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return upcoming


def _deliver(pk: int, now: datetime) -> None:
    with transaction.atomic():
        # Of two senders the second finds it sent, or not due any more.
        found = Delivery.objects.select_for_update().select_related("hook").filter(pk=pk, state=DeliveryState.WAITING)
        one = found.filter(due_at__lte=now).first()
        if one is None:
            return
        one.attempts += 1
        one.due_at = now + RETRIES[min(one.attempts, len(RETRIES)) - 1]
        one.save(update_fields=["attempts", "due_at"])
    # Sent outside of the transaction: if we die meanwhile it is sent again, with the same number.
    status, error = _send(one, now)
    if status is not None and 200 <= status < 300:
        state = DeliveryState.SENT
    elif status == _GONE or one.attempts > len(RETRIES) or one.event == HookEvent.TEST:
        # Who tests is there to see what came of it, and tests again.
        state = DeliveryState.GIVEN_UP
    else:
        state = DeliveryState.WAITING
    Delivery.objects.filter(pk=pk).update(state=state, status=status, error=error[:500])


def _send(one: Delivery, now: datetime) -> tuple[int | None, str]:
    message = {"id": one.pk, "event": one.event, "created_at": one.created_at.isoformat(), **one.body}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "Faultmark-Event": one.event,
        "Faultmark-Delivery": str(one.pk),
        "Faultmark-Signature": signature(one.hook.secret, int(now.timestamp()), body),
    }
    try:
        require_allowed(one.hook.url)
    except ConfigError as error:
        return None, error.message
    return platform().post(one.hook.url, body, headers)
