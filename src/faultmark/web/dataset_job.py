"""Builds datasets in the background: queued, watched, cancelled; one that was cut off is gone on with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task as background

from faultmark.actions.build_dataset import Progress, build_dataset
from faultmark.datasets.recipe import read_recipe
from faultmark.errors import ConfigError, FaultmarkError
from faultmark.web.hooks.announce import announce_dataset
from faultmark.web.label_stream import project_records
from faultmark.web.models import BuildState, DatasetBuild
from faultmark.web.queues import LONG
from faultmark.web.series_store import series_store
from faultmark.web.under_way import under_way

__all__ = ["build_project_dataset", "datasets_folder"]

REPORT_SECONDS = 0.5


class _Cancelled(Exception):
    """Somebody cancelled the build."""


def datasets_folder(project_id: int) -> Path:
    """Where the datasets of a project are."""
    return Path(settings.FAULTMARK_DATASETS_DIR) / f"project-{project_id}"


@background(queue_name=LONG)
def build_project_dataset(build_id: int) -> None:
    """Build one dataset."""
    builds = DatasetBuild.objects.filter(pk=build_id)
    # Of two jobs for one build the second finds nothing to do.
    if not builds.filter(state=BuildState.QUEUED).update(state=BuildState.RUNNING, updated_at=timezone.now()):
        return
    build, running = builds.get(), builds.filter(state=BuildState.RUNNING)
    reported = 0.0

    def report(progress: Progress) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            share = min(progress.done / progress.total, 1.0) if progress.total else 0.0
            if not running.update(stage=progress.stage, share=share, updated_at=timezone.now()):
                raise _Cancelled

    try:
        recipe = read_recipe(build.recipe)
        folder = datasets_folder(build.project_id)
        with under_way(running, lambda: build_project_dataset.enqueue(build_id)):
            built = build_dataset(recipe, project_records(build.project_id, "settled"), series_store(), folder, report)
    except _Cancelled:
        return
    except Exception as error:
        fault = error if isinstance(error, FaultmarkError) else _unforeseen(error)
        running.update(state=BuildState.FAILED, error=fault.as_dict(), updated_at=timezone.now())
        if fault is not error:
            raise
        return
    with transaction.atomic():
        done: dict[str, Any] = {"folder": built.path.name, "counts": dict(built.counts), "share": 1.0}
        if running.update(state=BuildState.DONE, updated_at=timezone.now(), **done):
            about = {"dataset": built.path.name, "digest": built.digest, "counts": dict(built.counts)}
            announce_dataset(build.project_id, about)


def _unforeseen(error: Exception) -> FaultmarkError:
    return ConfigError("dataset.crashed", f"Building stopped: {type(error).__name__} {error}.")
