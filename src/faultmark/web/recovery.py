"""What the end of a worker left half done is queued again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task as background

from faultmark.web.dataset_job import build_project_dataset
from faultmark.web.detection_job import detect_project
from faultmark.web.jobs import ingest_task
from faultmark.web.models import BuildState, DatasetBuild, DetectionRun, DetectionState, SeriesLink, SeriesState
from faultmark.web.task_cards import ensure_all_cards
from faultmark.web.under_way import silent

__all__ = ["recover_all", "recover_silent"]

_WORK: tuple[tuple[Any, str, Any, dict[str, Any]], ...] = (
    (SeriesLink, SeriesState.INGESTING, ingest_task, {"progress": None}),
    (DetectionRun, DetectionState.RUNNING, detect_project, {"share": 0.0}),
    (DatasetBuild, BuildState.RUNNING, build_project_dataset, {}),
)
"""Of each kind of work: where it is kept, its state while it is being done, its job, and what is begun anew."""


def recover_all() -> None:
    """Queue again what is not finished, also what waits and may have lost its job.

    For the start of the only worker there is: whatever is marked as being worked on was interrupted by the end of the
    last one.
    """
    ensure_all_cards()
    for model, busy, job, anew in _WORK:
        _queue_again(model.objects.filter(state__in=["queued", busy]), job, anew)


@background()
def recover_silent() -> None:
    """Queue again what a worker had in hand that gives no sign of life any more, while others are at work."""
    for model, busy, job, anew in _WORK:
        _queue_again(silent(model.objects.filter(state=busy)), job, anew)


def _queue_again(rows: Any, job: Any, anew: dict[str, Any]) -> None:
    with transaction.atomic():
        ids = list(rows.select_for_update().values_list("pk", flat=True))
        rows.update(state="queued", updated_at=timezone.now(), **anew)
        for pk in ids:
            transaction.on_commit(partial(job.enqueue, pk))
