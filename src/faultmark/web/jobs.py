"""What runs in the background, outside any request."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks import task as background

from faultmark.actions.ingest_process import run_ingest_process
from faultmark.errors import FaultmarkError, Place, Remedy, SeriesError
from faultmark.labels.config import parse_config
from faultmark.machine.identifiers import column_key
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.platform import platform
from faultmark.web.review.agreement import update_agreement
from faultmark.web.series_links import queue_new_tasks, telemetry_of
from faultmark.web.series_store import series_store
from faultmark.web.task_cards import ensure_cards
from faultmark.web.under_way import under_way

__all__ = ["ingest_new_tasks", "ingest_task", "score_tasks"]

REPORT_SECONDS = 0.5


@background()
def ingest_new_tasks(project_id: int) -> None:
    """Queue the ingest of what has just been imported into a project."""
    ensure_cards(project_id)
    queue_new_tasks(project_id)
    from faultmark.web.detection_job import detect_on_new_tasks  # noqa: PLC0415 - it imports this module

    detect_on_new_tasks.enqueue(project_id)


@background()
def score_tasks(task_ids: list[int]) -> None:
    """Compute the agreement on tasks whose annotations were imported."""
    for task_id in task_ids:
        update_agreement(task_id)


@background()
def ingest_task(task_id: int) -> None:
    """Read a task's file into the store, and keep its link up to date on the way."""
    links = SeriesLink.objects.filter(task_id=task_id)
    # Of two jobs for one task the second finds nothing to do.
    if not links.filter(state=SeriesState.QUEUED).update(state=SeriesState.INGESTING, progress=None, error=None):
        return
    link = links.get()
    task = platform().task(task_id)
    if task is None:
        return
    # Somebody may ask for other options while this runs; then what it ends with is not what is wanted any more.
    running = links.filter(state=SeriesState.INGESTING)
    reported = 0.0

    def report(progress: Mapping[str, Any]) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            running.update(progress=dict(progress), updated_at=timezone.now())

    try:
        _refuse_people(task.project.config)
        telemetry = telemetry_of(task)
        before = telemetry.stamp()
        chosen = {**telemetry.options, **link.options}
        with under_way(running, lambda: ingest_task.enqueue(task_id)), telemetry.local(before) as path:
            series_id = run_ingest_process(path, task.project.config, chosen, series_store().root, report)
    except Exception as error:
        fault = error if isinstance(error, FaultmarkError) else _unforeseen(error)
        running.update(state=SeriesState.FAILED, error=fault.as_dict(), progress=None, updated_at=timezone.now())
        if fault is not error:
            raise
        return
    running.update(
        state=SeriesState.READY,
        series_id=series_id,
        source=before,
        progress=None,
        error=None,
        updated_at=timezone.now(),
    )


def _refuse_people(config: str) -> None:
    """A column that names people is no channel: its cells would stand in the series, or in what is said of a fault."""
    people = settings.FAULTMARK_IDENTIFIERS.columns
    named = [channel.column for channel in parse_config(config).channels if column_key(channel.column) in people]
    if named:
        raise SeriesError(
            "series.column.person",
            f"The labeling config draws {named[0]!r}, and this installation declares that such a column names people.",
            place=Place(column=named[0]),
            expected="Channels that name nobody.",
            remedies=(Remedy("Take the Channel out of the labeling config."),),
        )


def _unforeseen(error: Exception) -> FaultmarkError:
    """A fault of ours, told to the user too: a task may not seem busy for ever."""
    return SeriesError(
        "series.ingest.crashed",
        f"Reading it stopped: {type(error).__name__} {error}.",
        remedies=(Remedy("Read it again.", {"reread": True}),),
    )
