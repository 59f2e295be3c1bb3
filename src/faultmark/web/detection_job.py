"""The background job that runs the detectors over a project, task by task."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task as background

from faultmark.actions.detect_process import Detected, Manner, run_detect_process
from faultmark.detect import MODEL_VERSION
from faultmark.errors import FaultmarkError, SeriesError
from faultmark.web.detection import settings_of, start, tasks_of
from faultmark.web.detection_lessons import lessons_of
from faultmark.web.jobs import ingest_task
from faultmark.web.models import DetectionRun, DetectionState, SeriesLink, SeriesState
from faultmark.web.platform import platform
from faultmark.web.series_links import ensure_queued
from faultmark.web.series_store import series_store

__all__ = ["detect_on_new_tasks", "detect_project", "predict_task", "recover_detection"]

REPORT_SECONDS = 0.5
_MOST_ERRORS = 100


class _Cancelled(Exception):
    """Somebody cancelled the run."""


@background()
def detect_project(run_id: int) -> None:
    """Look at the tasks that a run has still to look at; each has its prediction before the next begins."""
    runs = DetectionRun.objects.filter(pk=run_id)
    # Of two jobs for one run the second finds nothing to do.
    if not runs.filter(state=DetectionState.QUEUED).update(state=DetectionState.RUNNING, updated_at=timezone.now()):
        return
    running = runs.filter(state=DetectionState.RUNNING)
    run = runs.get()
    reported = 0.0

    def report(share: float) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            if not running.update(share=share, updated_at=timezone.now()):
                raise _Cancelled

    try:
        manner = Manner(run.least, lessons_of(run.project_id, lambda: report(0.0)))
    except _Cancelled:
        return
    for task_id in list(tasks_of(run)):
        if not running.update(current_task=task_id, share=0.0, updated_at=timezone.now()):
            return
        changes: dict[str, Any] = {}
        try:
            found = predict_task(task_id, manner, report)
        except _Cancelled:
            return
        except Exception as error:
            fault = error if isinstance(error, FaultmarkError) else _unforeseen(error)
            run.errors = _noted(run.errors, task_id, fault)
            changes = {"failed": F("failed") + 1, "errors": run.errors}
        else:
            for fault in found.faults if found else ():
                run.errors = _noted(run.errors, task_id, fault)
            if found and found.unnamed:
                run.errors = _noted(run.errors, task_id, _without_words(found.unnamed))
            changes = {"proposals": F("proposals") + (found.regions if found else 0), "errors": run.errors}
        runs.update(done=F("done") + 1, last_task=task_id, share=0.0, **changes)
    running.update(state=DetectionState.DONE, current_task=None, updated_at=timezone.now())


def _noted(errors: list[Mapping[str, Any]], task_id: int, fault: FaultmarkError) -> list[Mapping[str, Any]]:
    return errors if len(errors) >= _MOST_ERRORS else [*errors, {"task": task_id, **fault.as_dict()}]


def _unforeseen(error: Exception) -> FaultmarkError:
    return SeriesError("detect.crashed", f"Detection stopped: {type(error).__name__} {error}.")


def _without_words(unnamed: tuple[str, ...]) -> FaultmarkError:
    return SeriesError(
        "detect.label.missing",
        f"Found, and not proposed: {', '.join(unnamed)}. The labeling config has no label for it.",
        expected="a label of that name, or a general one such as anomaly.",
    )


def predict_task(task_id: int, manner: Manner, report: Any = lambda _share: None) -> Detected | None:
    """Run the detectors on one task and save what they propose as its prediction; None where the task is gone.

    Raises
    ------
    FaultmarkError
        Why its file or its config cannot be read.
    """
    task = platform().task(task_id)
    if task is None:
        return None
    link = ensure_queued(task)
    while link.state in (SeriesState.QUEUED, SeriesState.INGESTING):
        if link.state == SeriesState.QUEUED:
            ingest_task.func(task_id)
        else:
            # Another worker reads it.
            time.sleep(REPORT_SECONDS)
            report(0.0)
        link = SeriesLink.objects.get(task_id=task_id)
    if link.state == SeriesState.FAILED:
        raise FaultmarkError.from_dict(link.error)
    found = run_detect_process(series_store().root, link.series_id, task.project.config, task.data, manner, report)
    platform().replace_prediction(task_id, MODEL_VERSION, found.items, found.score)
    return found


@background()
def detect_on_new_tasks(project_id: int) -> None:
    """Queue a run over new tasks of a project that wants it; one that is under way will see them itself."""
    settings = settings_of(project_id)
    if not settings.on_import:
        return
    try:
        start(project_id, None, least=settings.least, only_new=True)
    except SeriesError:
        if DetectionRun.objects.filter(project_id=project_id, state=DetectionState.QUEUED).exists():
            return
        # The run that is under way has drawn up its list already.
        time.sleep(REPORT_SECONDS)
        detect_on_new_tasks.enqueue(project_id)


def recover_detection() -> None:
    """Queue again what the end of the last worker left half done."""
    with transaction.atomic():
        left = DetectionRun.objects.filter(state__in=[DetectionState.QUEUED, DetectionState.RUNNING])
        ids = list(left.values_list("pk", flat=True))
        left.update(state=DetectionState.QUEUED, share=0.0)
        for run_id in ids:
            transaction.on_commit(lambda run_id=run_id: detect_project.enqueue(run_id))
