"""Label Studio's storage sync, for storages whose objects are files: many objects in one transaction.

Label Studio's own way saves each task by itself and rewrites the project's counters with each. Here a batch of keys
becomes tasks and links in bulk, as an import does. What is kept of a sync, and who may start one, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from fsm.functions import backfill_fsm_states_for_tasks
from io_storages.base_models import ImportStorage
from projects.models import Project
from tasks.models import Task
from webhooks.models import WebhookAction
from webhooks.utils import emit_webhooks_for_instance

__all__ = ["sync_in_bulk"]

_BATCH = 1000


def sync_in_bulk() -> None:
    """Have all import storages register files in bulk; once in a process."""
    theirs = ImportStorage._scan_and_create_links
    if theirs is _scan:
        return
    ImportStorage.faultmark_scan_one_by_one = theirs
    ImportStorage._scan_and_create_links = _scan


def _scan(storage: Any, link_class: Any) -> None:
    """Bring a storage's tasks in step with its objects. A second run makes nothing twice, nor do two at once.

    Killed at any moment it leaves whole batches: every task with its link, and no key is half registered.
    """
    # A file that lists tasks may bring annotations and predictions, which Label Studio checks one by one.
    if not storage.use_blob_urls:
        storage.faultmark_scan_one_by_one(link_class)
        return
    storage.info_set_in_progress()
    existed = created = 0
    for keys in _batches(storage.iter_keys()):
        made, known = _register(storage, link_class, keys)
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
    storage.info_set_completed(last_sync_count=created, tasks_existed=existed)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """Give keys in batches, each key once in its batch."""
    each = iter(keys)
    while batch := list(islice(each, _BATCH)):
        yield list(dict.fromkeys(batch))


def _register(storage: Any, link_class: Any, keys: Sequence[str]) -> tuple[list[int], int]:
    """Make the tasks of those keys that have none: the tasks' ids, and how many tasks there were."""
    with transaction.atomic():
        # One at a time in a project, so that numbers within it and what is there already stay true until the end.
        project = Project.objects.select_for_update().get(pk=storage.project_id)
        known = link_class.exists(keys, storage)
        new = [found for key in keys if key not in known for found in storage.get_data(key)]
        last = Task.objects.filter(project=project).aggregate(last=Max("inner_id"))["last"] or 0
        tasks = Task.objects.bulk_create(
            [
                Task(
                    data=found.task_data,
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
                link_class(
                    task=task, storage=storage, key=found.key, row_index=found.row_index, row_group=found.row_group
                )
                for task, found in zip(tasks, new, strict=True)
            ],
            batch_size=settings.BATCH_SIZE,
        )
        if tasks:
            # Saving the summary tells us too that there are tasks to read.
            project.summary.update_data_columns(tasks)
        return [task.pk for task in tasks], len(known)
