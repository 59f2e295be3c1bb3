"""The background job that runs the detectors over a project, task by task."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone
from django_tasks import task as background

from faultmark.actions.child import ChildCrash
from faultmark.actions.detect_process import Detected, Manner, run_detect_process
from faultmark.actions.ports import TaskInfo
from faultmark.detect import MODEL_VERSION
from faultmark.detect.bars import bars_of
from faultmark.detect.registry import detector_names
from faultmark.errors import FaultmarkError, Place, Remedy, SeriesError
from faultmark.machine.events import event_files
from faultmark.web.detection import settings_of, start, tasks_of
from faultmark.web.detection_lessons import lessons_of
from faultmark.web.jobs import ingest_task
from faultmark.web.models import DetectionRun, DetectionState, SeriesLink, SeriesState
from faultmark.web.platform import platform
from faultmark.web.queues import LONG
from faultmark.web.series_links import ensure_queued, telemetry_of
from faultmark.web.series_store import series_store
from faultmark.web.under_way import under_way

__all__ = ["detect_on_new_tasks", "detect_project", "predict_task"]

REPORT_SECONDS = 0.5
_MOST_ERRORS = 100
_LATER = timedelta(seconds=5)
_MOVED = 0.005
"""From here on a bar is told of: what moved less reads the same, with two decimals."""


class _NotOurs(Exception):
    """Somebody cancelled the run, or another worker has taken it up."""


@background(queue_name=LONG)
def detect_project(run_id: int) -> None:
    """Look at the tasks that a run has still to look at; each has its prediction before the next begins."""
    runs = DetectionRun.objects.filter(pk=run_id)
    # Of two jobs for one run the second finds nothing to do.
    if not runs.filter(state=DetectionState.QUEUED).update(state=DetectionState.RUNNING, updated_at=timezone.now()):
        return
    running = runs.filter(state=DetectionState.RUNNING)
    with under_way(running, lambda: detect_project.enqueue(run_id)), contextlib.suppress(_NotOurs):
        _look_at_tasks(runs.get(), running)


def _look_at_tasks(run: DetectionRun, running: Any) -> None:
    reported = 0.0

    def ours() -> Any:
        # A worker that was thought dead finds that another one has gone on.
        return running.filter(last_task=run.last_task)

    def report(share: float) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            if not ours().update(share=share, updated_at=timezone.now()):
                raise _NotOurs

    lessons = lessons_of(run.project_id, lambda: report(0.0))
    bars = bars_of(lessons.verdicts, run.least)
    # The column "" stands for verdicts of which no channel is known: they move the others' bars, and have none.
    run.bars = [
        {"channel": name, "least": bar.least, "verdicts": bar.verdicts}
        for name, bar in bars.items()
        if name and abs(bar.least - run.least) >= _MOVED
    ]
    if not ours().update(bars=run.bars, updated_at=timezone.now()):
        return
    manner = Manner(run.least, lessons.shapes, {name: bar.least for name, bar in bars.items()})
    for task_id in list(tasks_of(run)):
        if not ours().update(current_task=task_id, share=0.0, updated_at=timezone.now()):
            return
        changes: dict[str, Any] = {}
        try:
            found = predict_task(task_id, manner, report)
        except _NotOurs:
            raise
        except Exception as error:
            fault = error if isinstance(error, FaultmarkError) else _crashed(task_id, f"{type(error).__name__} {error}")
            run.errors = _noted(run.errors, task_id, fault)
            changes = {"failed": F("failed") + 1, "errors": run.errors}
        else:
            for fault in found.faults if found else ():
                run.errors = _noted(run.errors, task_id, fault)
            if found and found.unnamed:
                run.errors = _noted(run.errors, task_id, _without_words(found.unnamed))
            changes = {"proposals": F("proposals") + (found.regions if found else 0), "errors": run.errors}
        # Also when it has just been cancelled: the task is done.
        before, run.last_task = run.last_task, task_id
        mine = DetectionRun.objects.filter(pk=run.pk, last_task=before)
        if not mine.update(done=F("done") + 1, last_task=task_id, share=0.0, updated_at=timezone.now(), **changes):
            return
    ours().update(state=DetectionState.DONE, current_task=None, updated_at=timezone.now())


def _noted(errors: list[Mapping[str, Any]], task_id: int, fault: FaultmarkError) -> list[Mapping[str, Any]]:
    return errors if len(errors) >= _MOST_ERRORS else [*errors, {"task": task_id, **fault.as_dict()}]


def _crashed(task_id: int, how: str, *, killed: bool = False) -> FaultmarkError:
    """A detector took the whole detection on a file along."""
    guests = detector_names()
    alone = "Run `faultmark detect` on this file to see where."
    guilty = f"Uninstall the package that registers {' or '.join(guests)}, should that be the cause; then detect again."
    return SeriesError(
        "detect.crashed",
        f"Detection stopped with {how}.",
        place=Place(_file_of(task_id)),
        expected="enough memory; SIGKILL most often means too little." if killed else None,
        remedies=(Remedy(alone), *([Remedy(guilty)] if guests else [])),
    )


def _file_of(task_id: int) -> str | None:
    try:
        task = platform().task(task_id)
        return telemetry_of(task).name if task else None
    except FaultmarkError:
        return None


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
        Why its file or its config cannot be read; ``detect.crashed`` when a detector took the process along.
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
    store, config = series_store().root, task.project.config
    try:
        found = run_detect_process(store, link.series_id, config, task.data, _event_files(task), manner, report)
    except ChildCrash as crash:
        raise _crashed(task_id, str(crash), killed=crash.killed) from None
    platform().replace_prediction(task_id, MODEL_VERSION, found.items, found.score)
    return found


def _event_files(task: TaskInfo) -> dict[str, Path]:
    """The files of events that the task names and may read; what it may not, people are told beside the events."""
    found = {}
    for name in event_files(task.data):
        with contextlib.suppress(FaultmarkError):
            found[name] = platform().source_of(task, name)
    return found


@background(queue_name=LONG)
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
        detect_on_new_tasks.using(run_after=timezone.now() + _LATER).enqueue(project_id)
