"""Detection on a project: started, watched, cancelled and resumed. One run of a project at a time."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from faultmark.detect import LEAST, MODEL_VERSION
from faultmark.errors import Remedy, SeriesError
from faultmark.web.models import DetectionRun, DetectionSettings, DetectionState

__all__ = ["BUSY", "cancel", "latest", "resume", "run_json", "settings_of", "start", "tasks_of"]

BUSY = (DetectionState.QUEUED, DetectionState.RUNNING)


def latest(project_id: int) -> DetectionRun | None:
    """The newest run of a project."""
    found: DetectionRun | None = DetectionRun.objects.filter(project_id=project_id).order_by("-pk").first()
    return found


def tasks_of(run: DetectionRun) -> Any:
    """Ids of the tasks that a run has still to look at, in order."""
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=run.project_id, pk__gt=run.last_task)
    if run.only_new:
        tasks = tasks.exclude(predictions__model_version=MODEL_VERSION)
    return tasks.order_by("pk").values_list("pk", flat=True)


def start(project_id: int, user_id: int | None, *, least: float = LEAST, only_new: bool = False) -> DetectionRun:
    """Queue a run over a project.

    Raises
    ------
    SeriesError
        ``detect.busy`` while another run of the project is under way.
    """
    with transaction.atomic():
        # Two that start at once take turns here.
        apps.get_model("projects", "Project").objects.select_for_update().get(pk=project_id)
        if DetectionRun.objects.filter(project_id=project_id, state__in=BUSY).exists():
            raise SeriesError(
                "detect.busy",
                "Detection on this project is under way.",
                remedies=(Remedy("Wait for it, or cancel it first."),),
            )
        run: DetectionRun = DetectionRun.objects.create(
            project_id=project_id, created_by_id=user_id, least=least, only_new=only_new
        )
        run.total = tasks_of(run).count()
        run.save(update_fields=["total"])
        _enqueue(run.pk)
    return run


def resume(project_id: int) -> DetectionRun:
    """Go on with a cancelled or failed run, after the last task that it finished.

    Raises
    ------
    SeriesError
        ``detect.nothing_to_resume`` when the newest run is under way or done, or there is none.
    """
    with transaction.atomic():
        newest = DetectionRun.objects.select_for_update().filter(project_id=project_id).order_by("-pk")
        run: DetectionRun | None = newest.first()
        if run is None or run.state not in (DetectionState.CANCELLED, DetectionState.FAILED):
            raise SeriesError(
                "detect.nothing_to_resume",
                "There is no cancelled or failed detection on this project.",
                remedies=(Remedy("Start one."),),
            )
        run.state = DetectionState.QUEUED
        run.total = run.done + tasks_of(run).count()
        run.save(update_fields=["state", "total"])
        _enqueue(run.pk)
    return run


def cancel(project_id: int) -> DetectionRun | None:
    """Stop the run that is under way, within a second; what it proposed so far stays."""
    DetectionRun.objects.filter(project_id=project_id, state__in=BUSY).update(
        state=DetectionState.CANCELLED, share=0.0, current_task=None
    )
    return latest(project_id)


def settings_of(project_id: int) -> DetectionSettings:
    """What the project says about detection; the defaults where it has said nothing."""
    found: DetectionSettings | None = DetectionSettings.objects.filter(project_id=project_id).first()
    return found or DetectionSettings(project_id=project_id, least=LEAST)


def run_json(project_id: int) -> dict[str, Any]:
    """The newest run as JSON values, and the project's settings."""
    run = latest(project_id)
    settings = settings_of(project_id)
    return {
        "on_import": settings.on_import,
        "model_version": MODEL_VERSION,
        "run": None
        if run is None
        else {
            "id": run.pk,
            "state": run.state,
            "total": run.total,
            "done": run.done,
            "share": (run.done + run.share) / run.total if run.total else float(run.state == DetectionState.DONE),
            "current_task": run.current_task,
            "proposals": run.proposals,
            "failed": run.failed,
            "errors": run.errors,
            "least": run.least,
            "bars": run.bars,
            "created_at": run.created_at,
            "updated_at": run.updated_at,
        },
    }


def _enqueue(run_id: int) -> None:
    from faultmark.web.detection_job import detect_project  # noqa: PLC0415 - the job imports this module

    transaction.on_commit(lambda: detect_project.enqueue(run_id))
