"""How much was done, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from faultmark.web.models import Step, StepKind

__all__ = ["throughput_json"]

_DAYS = 30
_VERDICTS = (StepKind.ACCEPTED, StepKind.FIXED)


def throughput_json(project_id: int) -> list[dict[str, Any]]:
    """Annotations submitted, and verdicts, of each of the last days in UTC; the oldest first."""
    today = timezone.now().date()
    first = today - timedelta(days=_DAYS - 1)
    steps = Step.objects.filter(task__project_id=project_id, at__date__gte=first).order_by()
    rows = (
        steps.annotate(day=TruncDate("at"))
        .values_list("day")
        .annotate(
            submitted=Count("pk", filter=Q(kind__in=(StepKind.SUBMITTED, StepKind.RESUBMITTED))),
            settled=Count("pk", filter=Q(kind__in=_VERDICTS)),
            returned=Count("task", filter=Q(kind=StepKind.SENT_BACK), distinct=True),
        )
    )
    known: dict[date, tuple[int, int, int]] = {day: (done, settled, back) for day, done, settled, back in rows}
    days = (first + timedelta(days=n) for n in range(_DAYS))
    return [
        {"day": day.isoformat(), "submitted": done, "settled": settled, "sent_back": back}
        for day in days
        for done, settled, back in [known.get(day, (0, 0, 0))]
    ]
