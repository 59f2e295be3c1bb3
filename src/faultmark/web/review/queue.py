"""What waits for a reviewer, worst first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q

from faultmark.agreement import REASONS
from faultmark.web import documents
from faultmark.web.models import ProjectRules, ReviewState, TaskAgreement
from faultmark.web.platform import platform
from faultmark.web.review.verdicts import why_not

__all__ = ["STATES", "Ask", "review_queue"]

STATES = ("waiting", "incomplete", "sent_back", "settled", "all")


@dataclass(frozen=True, slots=True)
class Ask:
    """Which part of a queue is wanted: ``state`` of :data:`STATES`, ``reason`` or all, ``order`` worst or best."""

    state: str = "waiting"
    reason: str = ""
    order: str = "worst"
    offset: int = 0
    limit: int = 50


def _settled() -> Q:
    return Q(task__faultmark_review__state=ReviewState.SETTLED)


def _sent_back() -> Q:
    return Q(task__faultmark_review__state=ReviewState.SENT_BACK)


def _open() -> Q:
    # A task without a review is open as well.
    return ~_settled() & ~_sent_back()


def _complete() -> Q:
    """Everybody who is wanted has spoken, or there is nobody left."""
    return Q(annotators__gte=F("task__overlap")) | Q(nobody_left=True, annotators__gt=0)


def _sampled(rules: ProjectRules) -> Q:
    return Q(reason="", lot__lt=rules.sample_share)


def _condition(state: str, rules: ProjectRules) -> Q:
    return {
        "waiting": _open() & _complete() & (~Q(reason="") | _sampled(rules)),
        "incomplete": _open() & ~_complete(),
        "sent_back": _sent_back(),
        "settled": _settled(),
        "all": Q(),
    }[state]


def review_queue(user: Any, project_id: int, key: str | None, ask: Ask) -> dict[str, Any]:
    """One page of a project's queue as JSON values, without the project itself; ``key`` is where tasks name files."""
    rules = ProjectRules.of(project_id)
    rows = TaskAgreement.objects.filter(task__project_id=project_id)
    found = rows.filter(_condition(ask.state, rules))
    if ask.reason == "sample":
        found = found.filter(_sampled(rules))
    elif ask.reason in REASONS:
        found = found.filter(**{f"numbers__counts__{ask.reason}__gt": 0})
    score = F("score").asc(nulls_last=True) if ask.order == "worst" else F("score").desc(nulls_last=True)
    comments = Count(
        "task__faultmark_comments",
        filter=Q(task__faultmark_comments__resolved_at=None, task__faultmark_comments__parent=None),
    )
    page = list(
        found.annotate(open_comments=comments)
        .select_related("task", "task__faultmark_review")
        .order_by(score, "task_id")[ask.offset : ask.offset + ask.limit]
    )
    counts = {name: rows.filter(_condition(name, rules)).count() for name in ("waiting", "sent_back", "settled")}
    counts["sampled"] = rows.filter(_condition("waiting", rules), _sampled(rules)).count()
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id)
    counts["incomplete"] = tasks.count() - rows.filter(_complete() | _settled() | _sent_back()).count()
    infos = {info.id: info for info in platform().tasks([row.task_id for row in page])}
    return {
        "counts": counts,
        "low_agreement": rules.low_agreement,
        "total": found.count(),
        "results": [_row(user, row, infos[row.task_id], key, rules) for row in page if row.task_id in infos],
    }


def _row(user: Any, row: Any, info: Any, key: str | None, rules: ProjectRules) -> dict[str, Any]:
    task = row.task
    review = getattr(task, "faultmark_review", None)
    title, subtitle = documents.task_title(info.id, info.data, key)
    reason = why_not(user, task.project_id, task.pk)
    return {
        "task": task.pk,
        "title": title,
        "subtitle": subtitle,
        "state": str(review.state) if review is not None else str(ReviewState.OPEN),
        "score": row.score,
        "reason": row.reason or ("sample" if row.lot < rules.sample_share else ""),
        "counts": {name: row.numbers.get("counts", {}).get(name, 0) for name in REASONS},
        "annotators": row.annotators,
        "overlap": task.overlap,
        "models": task.total_predictions,
        "nobody_left": row.nobody_left,
        "open_comments": row.open_comments,
        "may_review": not reason,
        "why_not": reason,
    }
