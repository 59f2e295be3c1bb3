"""Staged telemetry becomes tasks: one for each folder of a machine and day, or run; late objects are read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from data_import.serializers import ImportApiSerializer
from io_storages.s3.models import S3ImportStorage
from projects.models import Project
from tasks.models import Task

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.host.platform.folder_telemetry import FolderStamp
from faultmark.host.platform.s3_objects import list_objects
from faultmark.host.platform.sources import covers
from faultmark.labels.config import parse_config
from faultmark.machine.object_layout import StagedFolder, folder_of
from faultmark.web.models import SeriesLink
from faultmark.web.platform import platform
from faultmark.web.series_links import restart

__all__ = ["Staged", "map_staged"]

_BATCH = 500


@dataclass(slots=True)
class Staged:
    """What came of a prefix: objects seen, tasks made, tasks that are read again, those unchanged, keys left aside."""

    objects: int = 0
    created: int = 0
    renewed: int = 0
    unchanged: int = 0
    ignored: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts as JSON values."""
        return asdict(self)


def map_staged(project_id: int, uri: str) -> Staged:
    """Bring a project's tasks in step with what is staged below an S3 prefix.

    Memory grows with the folders, one a task, not with the objects. A second run makes nothing twice.

    Raises
    ------
    ConfigError
        Where there is no such project, or no storage of it for the prefix.
    SeriesError
        ``series.source.…`` when the bucket refuses or does not answer.
    """
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        raise ConfigError("source.project.missing", f"There is no project {project_id}.")
    schema = parse_config(project.label_config)
    if schema.object is None:
        raise ConfigError("config.object.missing", "The labeling config declares no TimeSeries.")
    uri = uri.rstrip("/") + "/"
    storage = next((s for s in S3ImportStorage.objects.filter(project_id=project_id) if covers(s, uri)), None)
    if storage is None:
        raise ConfigError(
            "source.storage.missing",
            f"No S3 storage of project {project_id} covers {uri}.",
            place=Place(uri),
            remedies=(Remedy("Add one in the project's settings, under Cloud Storage, with this bucket and prefix."),),
        )
    key, counts = schema.object.value_key, Staged()
    known: dict[str, int] = {
        value: task
        for task, value in Task.objects.filter(project_id=project_id)
        .values_list("pk", f"data__{key}")
        .iterator(chunk_size=2_000)
        if isinstance(value, str) and value.startswith(uri)
    }
    new: list[dict[str, Any]] = []
    for folder, stamp in _folders(storage, uri, counts):
        address = f"s3://{storage.bucket}/{folder.path}"
        task_id = known.get(address)
        if task_id is None:
            new.append({"data": _data(folder, key, address)})
            if len(new) == _BATCH:
                _create(project, new, counts)
                new = []
        elif _is_read(task_id, stamp):
            counts.unchanged += 1
        else:
            task = platform().task(task_id)
            if task is not None:
                restart(task, {})
                counts.renewed += 1
    _create(project, new, counts)
    return counts


def _folders(storage: Any, uri: str, counts: Staged) -> Iterator[tuple[StagedFolder, FolderStamp]]:
    """Give each folder once all of its objects were listed: keys come in order."""
    prefix = uri.partition("://")[2].partition("/")[2]
    current: StagedFolder | None = None
    stamp = FolderStamp()
    for found in list_objects(storage, uri):
        folder = folder_of(prefix, found["Key"])
        if folder is None:
            counts.ignored += 1
            continue
        counts.objects += 1
        if current is not None and folder.path != current.path:
            yield current, stamp
            stamp = FolderStamp()
        current = folder
        stamp.add(found)
    if current is not None:
        yield current, stamp


def _data(folder: StagedFolder, key: str, address: str) -> dict[str, Any]:
    about = {"date": folder.date} if folder.date else {"run": folder.run}
    return {key: address, "machine": folder.thing, **about}


def _is_read(task_id: int, stamp: FolderStamp) -> bool:
    link = SeriesLink.objects.filter(task_id=task_id).first()
    return link is not None and link.state == "ready" and link.source == stamp.as_dict()


def _create(project: Any, tasks: list[dict[str, Any]], counts: Staged) -> None:
    """Import as Label Studio does; what it saves of the project tells us to read the new tasks."""
    if not tasks:
        return
    serializer = ImportApiSerializer(data=tasks, many=True, context={"project": project})
    serializer.is_valid(raise_exception=True)
    made = serializer.save(project_id=project.pk)
    project.update_tasks_counters_and_task_states(
        tasks_queryset=made,
        maximum_annotations_changed=False,
        overlap_cohort_percentage_changed=False,
        tasks_number_changed=True,
        recalculate_stats_counts={"task_count": len(made), "annotation_count": 0, "prediction_count": 0},
    )
    project.summary.update_data_columns(tasks)
    counts.created += len(made)
