"""A sync of JSON lists brings tasks with what was said of them, once, and tells of what is no list."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from telemetry_project import Machine

RESULT = [
    {"id": "a", "from_name": "label", "to_name": "ts", "type": "timeserieslabels",
     "value": {"start": 5, "end": 8, "instant": False, "timeserieslabels": ["Run"]}}
]  # fmt: skip


@pytest.fixture
def storage(machine: Machine) -> Any:
    """A folder of lists, connected to the project."""
    from django.conf import settings
    from io_storages.localfiles.models import LocalFilesImportStorage

    from faultmark.host.bulk_sync import sync_in_bulk

    sync_in_bulk()
    folder = tempfile.mkdtemp(dir=settings.LOCAL_FILES_DOCUMENT_ROOT)
    return LocalFilesImportStorage.objects.create(
        project_id=machine.project, path=folder, use_blob_urls=False, regex_filter=".*"
    )


def synced(storage: Any) -> Any:
    storage.refresh_from_db()
    storage.status = "failed"
    storage.save()
    storage.sync()
    storage.refresh_from_db()
    return storage


def test_lists_become_tasks_once(machine: Machine, storage: Any) -> None:
    from tasks.models import Annotation, Prediction, Task

    folder = Path(storage.path)
    (folder / "a.json").write_text(json.dumps([{"telemetry": "a0.csv"}, {"data": {"telemetry": "a1.csv"}}]))
    said = {"annotations": [{"result": RESULT}], "predictions": [{"result": RESULT, "model_version": "m"}]}
    (folder / "b.json").write_text(json.dumps({"data": {"telemetry": "b.csv"}, **said}))
    for _ in range(2):
        assert synced(storage).status == "completed", storage.traceback
        tasks = Task.objects.filter(project=machine.project).order_by("inner_id")
        assert [(task.inner_id, task.data) for task in tasks] == [
            (1, {"telemetry": "a0.csv"}), (2, {"telemetry": "a1.csv"}), (3, {"telemetry": "b.csv"})
        ]  # fmt: skip
        assert Annotation.objects.get(project=machine.project).result == RESULT
        assert Prediction.objects.get(project=machine.project).model_version == "m"
    assert storage.meta["tasks_existed"] == 3


def test_each_task_is_counted_once(machine: Machine, storage: Any) -> None:
    from projects.models import ProjectSummary

    said = {"annotations": [{"result": RESULT}], "predictions": [{"result": RESULT, "model_version": "m"}]}
    for n in range(120):
        task = {"data": {"telemetry": f"{n}.csv", "plant": "north"}, **said}
        (Path(storage.path) / f"{n:03}.json").write_text(json.dumps(task))
    assert synced(storage).status == "completed", storage.traceback
    summary = ProjectSummary.objects.get(project=machine.project)
    assert summary.all_data_columns == {"telemetry": 120, "plant": 120}
    assert sorted(summary.common_data_columns) == ["plant", "telemetry"]
    assert summary.created_labels == {"label": {"Run": 120}}


def test_what_is_no_list_is_told_and_nothing_of_its_batch_is_there(machine: Machine, storage: Any) -> None:
    from tasks.models import Task

    (Path(storage.path) / "a.json").write_text(json.dumps({"telemetry": "a.csv"}))
    (Path(storage.path) / "pump.csv").write_text("time,a\n1,2\n")
    assert synced(storage).status == "failed"
    assert "pump.csv" in storage.traceback
    assert "each file is a task" in storage.traceback
    assert not Task.objects.filter(project=machine.project).exists()
