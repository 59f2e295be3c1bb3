"""From a task to its series: what state it is in, and how it gets there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django_tasks.base import TASK_MAX_PRIORITY

from faultmark.actions.ports import TaskInfo, Telemetry
from faultmark.actions.series_options import task_value
from faultmark.errors import FaultmarkError, Place, Remedy, SeriesError
from faultmark.labels.config import parse_config
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.platform import platform
from faultmark.web.series_store import series_store

__all__ = ["ensure_queued", "file_notice", "queue_new_tasks", "restart", "telemetry_of"]

BUSY = (SeriesState.QUEUED, SeriesState.INGESTING)


def telemetry_of(task: TaskInfo) -> Telemetry:
    """The task's telemetry; :class:`~faultmark.errors.FaultmarkError` where there is none that may be opened."""
    schema = parse_config(task.project.config)
    if schema.object is None:
        raise SeriesError("config.object.missing", "The labeling config declares no TimeSeries.")
    return platform().telemetry_of(task, schema.object.value_key, task_value(schema.object, task.data))


def _enqueue(task_ids: Iterable[int], *, somebody_waits: bool) -> None:
    from faultmark.web.jobs import ingest_task  # noqa: PLC0415 - jobs import this module

    # What a person looks at goes before thousands of files that were imported together.
    job = ingest_task.using(priority=TASK_MAX_PRIORITY) if somebody_waits else ingest_task
    for task_id in task_ids:
        transaction.on_commit(lambda task_id=task_id: job.enqueue(task_id))


def ensure_queued(task: TaskInfo) -> SeriesLink:
    """The link of a task that somebody opens; its ingest is queued when it has never been tried, and comes first."""
    link: SeriesLink = SeriesLink.objects.get_or_create(task_id=task.id)[0]
    if link.state == SeriesState.READY and not series_store().has(link.series_id):
        # Somebody cleared the store, which holds nothing that cannot be made anew.
        return restart(task, {})
    if link.state == SeriesState.NONE:
        return restart(task, {})
    if link.state == SeriesState.QUEUED:
        # Once more, at the head of the queue; of two jobs the second finds nothing to do.
        _enqueue([task.id], somebody_waits=True)
    return link


def restart(task: TaskInfo, chosen: Mapping[str, Any]) -> SeriesLink:
    """Queue the ingest of a task, with ``chosen`` on top of the options chosen before."""
    with transaction.atomic():
        link: SeriesLink = SeriesLink.objects.select_for_update().get_or_create(task_id=task.id)[0]
        if link.state in BUSY and not chosen:
            return link
        link.options = {**link.options, **chosen}
        link.state = SeriesState.QUEUED
        link.error = None
        link.progress = None
        link.save()
        _enqueue([task.id], somebody_waits=True)
    return link


def queue_new_tasks(project_id: int) -> int:
    """Queue the ingest of all tasks of a project that have no link yet; how many that were."""
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project_id, faultmark_series__isnull=True)
    ids = list(tasks.values_list("pk", flat=True))
    for begin in range(0, len(ids), 500):
        part = ids[begin : begin + 500]
        with transaction.atomic():
            links = [SeriesLink(task_id=task_id, state=SeriesState.QUEUED) for task_id in part]
            SeriesLink.objects.bulk_create(links, ignore_conflicts=True)
            _enqueue(part, somebody_waits=False)
    return len(ids)


def file_notice(task: TaskInfo, link: SeriesLink) -> dict[str, Any] | None:
    """What happened to the file since it was read, as a notice; None if nothing did."""
    try:
        telemetry = telemetry_of(task)
    except FaultmarkError as error:
        return error.as_dict()
    # A page does not wait for somebody else's server only to learn that nothing has changed.
    now = telemetry.stamp() if telemetry.near else link.source
    if now == link.source:
        return None
    if not now:
        return SeriesError(
            "series.file.missing",
            "The file is gone. What is shown is the copy that was read before.",
            place=Place(telemetry.name),
            remedies=(Remedy("Put the file back to be able to read it again."),),
        ).as_dict()
    return SeriesError(
        "series.file.changed",
        "The file has changed since it was read. What is shown is how it was.",
        place=Place(telemetry.name),
        remedies=(Remedy("Read it again.", {"reread": True}),),
    ).as_dict()
