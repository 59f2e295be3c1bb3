"""Fills a data folder with what a benchmark needs: ``python -m bench.prepare_installation DATA_DIR``.

Reads JSON from standard input, ``{"email", "password", "tasks": [{"title", "config", "file", "series", "copies"}]}``:
each gets a project of its own with this labeling config and so many tasks. ``file`` lies in the installation's folder
of local files and becomes ``$csv``; ``series``, if it is not null, is the series that the file became. Prints
``{"tasks": [[project, task], …]}``.
"""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Run."""
    from faultmark.host.boot import boot, current_config
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database
    from faultmark.host.users import create_user

    asked = json.load(sys.stdin)
    boot(load_config(data_dir=Path(sys.argv[1])))
    prepare_database()
    from users.models import User

    user = User.objects.get(pk=create_user(asked["email"], asked["password"], admin=True).id)
    made = [place for task in asked["tasks"] for place in _tasks(user, task, current_config().local_files)]
    print(json.dumps({"tasks": made}))


def _tasks(user: Any, asked: dict[str, Any], files: Path) -> list[tuple[int, int]]:
    from io_storages.localfiles.models import LocalFilesImportStorage
    from projects.models import Project
    from tasks.models import Task

    from faultmark.host.platform.telemetry import stamp_of_file
    from faultmark.web.models import SeriesLink, SeriesState

    organization = user.active_organization
    project = Project.objects.create(
        title=asked["title"], label_config=asked["config"], organization=organization, created_by=user
    )
    path = files / asked["file"]
    LocalFilesImportStorage.objects.create(project=project, title="files", path=str(path.parent), use_blob_urls=True)
    data = {"csv": f"/data/local-files/?d={asked['file']}", "title": asked["title"]}
    tasks = [Task.objects.create(project=project, data=data) for _ in range(asked["copies"])]
    project.update_tasks_states(
        maximum_annotations_changed=False, overlap_cohort_percentage_changed=False, tasks_number_changed=True
    )
    if asked["series"] is not None:
        link = {"state": SeriesState.READY, "series_id": asked["series"], "source": stamp_of_file(path)}
        for task in tasks:
            SeriesLink.objects.update_or_create(task=task, defaults=link)
    return [(project.pk, task.pk) for task in tasks]


if __name__ == "__main__":
    main()
