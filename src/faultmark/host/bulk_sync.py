"""Label Studio's storage sync: many objects, files or lists of tasks, in one transaction.

Label Studio's own way saves each task by itself and rewrites the project's counters with each. Here a batch of keys
becomes tasks and links in bulk, as an import does; tasks that bring annotations or predictions go through Label
Studio's own checks, one by one, within the transaction of their batch. What is kept of a sync, and who may start one,
stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from fsm.functions import backfill_fsm_states_for_tasks
from io_storages.base_models import ImportStorage
from io_storages.exceptions import UnsupportedFileFormatError
from projects.models import Project, ProjectSummary
from rest_framework.exceptions import ValidationError
from tasks.models import Task
from webhooks.models import WebhookAction
from webhooks.utils import emit_webhooks_for_instance

__all__ = ["sync_in_bulk"]

_BATCH = 1000
# Their tasks are held in memory while they are registered.
_LISTS = 100
_LIST_SUFFIXES = ("", ".json", ".jsonl", ".parquet")


def sync_in_bulk() -> None:
    """Have all import storages register their objects in bulk."""
    ImportStorage._scan_and_create_links = _scan


def _scan(storage: Any, link_class: Any) -> None:
    """Bring a storage's tasks in step with its objects. A second run makes nothing twice, nor do two at once.

    Killed at any moment it leaves whole batches: every task with its link, and no key is half registered.
    """
    storage.info_set_in_progress()
    existed = created = 0
    faults: list[str] = []
    for keys in _batches(storage.iter_keys(), _BATCH if storage.use_blob_urls else _LISTS):
        made, known = _register(storage, link_class, keys, faults)
        created += len(made)
        existed += known
        for start in range(0, len(made), settings.WEBHOOK_BATCH_SIZE):
            emit_webhooks_for_instance(
                storage.project.organization,
                storage.project,
                WebhookAction.TASKS_CREATED,
                made[start : start + settings.WEBHOOK_BATCH_SIZE],
            )
        storage.info_update_progress(last_sync_count=created, tasks_existed=existed)
    backfill_fsm_states_for_tasks(storage.id, created, link_class)
    storage.project.update_tasks_states(
        maximum_annotations_changed=False, overlap_cohort_percentage_changed=False, tasks_number_changed=True
    )
    counts = {"last_sync_count": created, "tasks_existed": existed}
    if faults:
        storage.info_set_completed_with_errors(**counts, validation_errors=faults)
    else:
        storage.info_set_completed(**counts)


def _batches(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    """Give keys in batches, each key once in its batch."""
    each = iter(keys)
    while batch := list(islice(each, size)):
        yield list(dict.fromkeys(batch))


def _read(storage: Any, key: str) -> list[Any]:
    """The tasks that an object is, or lists."""
    if not storage.use_blob_urls and PurePosixPath(key).suffix.lower() not in _LIST_SUFFIXES:
        raise UnsupportedFileFormatError(
            f'"{key}" is no list of tasks: these end with .json, .jsonl or .parquet. To label the files themselves, '
            "choose that each file is a task in the settings of the storage."
        )
    try:
        found: list[Any] = storage.get_data(key)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(
            f'"{key}" holds no JSON: {error}. To label the files themselves, choose that each file is a task in the '
            "settings of the storage."
        ) from error
    return found


def _register(storage: Any, link_class: Any, keys: Sequence[str], faults: list[str]) -> tuple[list[int], int]:
    """Make the tasks of those keys that have none: the tasks' ids, and how many tasks there were."""
    # Before the database waits for us: lists come over the network.
    known = link_class.exists(keys, storage)
    read = {key: _read(storage, key) for key in keys if key not in known}
    with transaction.atomic():
        # One at a time in a project, so that numbers within it and what is there already stay true until the end.
        project = Project.objects.select_for_update().get(pk=storage.project_id)
        known = link_class.exists(keys, storage)
        new = [found for key, tasks in read.items() if key not in known for found in tasks]
        there = link_class.objects.filter(key__in=known, storage=storage.id).count()
        last = Task.objects.filter(project=project).aggregate(last=Max("inner_id"))["last"] or 0
        if any(found.task_data.get("annotations") or found.task_data.get("predictions") for found in new):
            tasks = _one_by_one(storage, link_class, project, new, last, faults)
        else:
            tasks = _at_once(storage, link_class, project, new, last)
        return [task.pk for task in tasks], there


def _at_once(storage: Any, link_class: Any, project: Any, new: Sequence[Any], last: int) -> list[Any]:
    """Make tasks of which nothing has been said yet."""
    tasks: list[Any] = Task.objects.bulk_create(
        [
            Task(
                data=_data(found.task_data),
                allow_skip=found.task_data.get("allow_skip", True),
                project=project,
                overlap=project.maximum_annotations,
                inner_id=last + number,
            )
            for number, found in enumerate(new, 1)
        ],
        batch_size=settings.BATCH_SIZE,
    )
    link_class.objects.bulk_create(
        [
            link_class(task=task, storage=storage, key=found.key, row_index=found.row_index, row_group=found.row_group)
            for task, found in zip(tasks, new, strict=True)
        ],
        batch_size=settings.BATCH_SIZE,
    )
    if tasks:
        # Saving the summary tells us too that there are tasks to read.
        project.summary.update_data_columns(tasks)
    return tasks


def _data(told: dict[str, Any]) -> dict[str, Any]:
    """A task's data, which may stand in it beside other things."""
    data = told.get("data")
    return data if isinstance(data, dict) else told


def _one_by_one(  # noqa: PLR0917 - one caller
    storage: Any, link_class: Any, project: Any, new: Sequence[Any], last: int, faults: list[str]
) -> list[Any]:
    """Make tasks with what was said of them; one whose annotations or predictions are refused is told and left out."""
    before = ProjectSummary.objects.get(project=project)
    made: list[Any] = []
    for found in new:
        try:
            task = storage.add_task(
                project, project.maximum_annotations, last + len(made) + 1, storage, found, link_class=link_class
            )
        except ValidationError as error:
            faults.append(f"Validation error for task from {found.key}: {error}")
        else:
            made.append(task)
    # A task that is saved twice on the way is taken off one copy of the summary and added to another: it counts twice.
    counted = ProjectSummary.objects.get(project=project)
    counted.all_data_columns, counted.common_data_columns = before.all_data_columns, before.common_data_columns
    if made:
        counted.update_data_columns(made)
    else:
        counted.save(update_fields=["all_data_columns", "common_data_columns"])
    return made
