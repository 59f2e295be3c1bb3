"""Storage syncs that are killed at any statement of theirs, in a process and a database of their own.

``python tests/web/killed_syncs.py FOLDER [DATABASE_URL]`` prints what came of it as one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from s3_endpoint import BUCKET, s3_endpoint
from telemetry_project import TEXT_TIMES

OBJECTS, BATCH, LISTED = 40, 7, 3


def sync_killed(storage: Any, statement: int) -> bool:
    """Sync in a fork that ends itself before its n-th statement; whether it came so far."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        seen = 0

        def die(execute: Any, *what: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*what)

        with connection.execute_wrapper(die):
            storage.sync()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def faults(project: Any, links: Any, whole: int | None = None, *, lists: bool = False) -> list[str]:
    """What is half registered."""
    from tasks.models import Task

    tasks = list(Task.objects.filter(project=project).values_list("pk", "inner_id"))
    linked = list(links.objects.filter(task__project=project).values_list("task_id", "key", "row_index"))
    project.summary.refresh_from_db()
    said = []
    if sorted(pk for pk, _ in tasks) != sorted(task for task, _, _ in linked):
        said.append("a task without its link")
    if len({(key, row) for _, key, row in linked}) != len(linked):
        said.append("a key twice")
    if lists and any(count % LISTED for count in Counter(key for _, key, _ in linked).values()):
        said.append("a part of a list")
    if sorted(inner for _, inner in tasks) != list(range(1, len(tasks) + 1)):
        said.append("numbers within the project have holes or repeats")
    if sum(project.summary.all_data_columns.values()) != len(tasks):
        said.append("the summary counts otherwise")
    if whole is not None and len(tasks) != whole:
        said.append(f"{len(tasks)} tasks of {whole}")
    return said


def run(folder: Path, url: str) -> dict[str, Any]:
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    config = load_config(data_dir=folder / "data", environment={}, database_url=url or None)
    boot(config)
    prepare_database()
    from django.db import connection
    from io_storages.localfiles.models import LocalFilesImportStorage, LocalFilesImportStorageLink
    from io_storages.s3 import models as s3_models
    from organizations.models import Organization
    from projects.models import Project
    from users.models import User

    from faultmark.host import bulk_sync
    from faultmark.host.hooks import listen_to_label_studio
    from faultmark.host.users import create_user

    listen_to_label_studio()
    bulk_sync._BATCH = bulk_sync._LISTS = BATCH
    user = User.objects.get(pk=create_user("ada@example.com", "telemetry-123", admin=True).id)
    files = config.local_files / "pumps"
    listed = config.local_files / "lists"
    files.mkdir(parents=True)
    listed.mkdir()
    said: dict[str, Any] = {"database": connection.vendor}
    with s3_endpoint() as endpoint:
        os.environ["LABEL_STUDIO_S3_ENDPOINT"] = endpoint.url
        for i in range(OBJECTS):
            endpoint.put(f"pump/{i:03d}.csv", b"time,temperature,pressure\n1,2,3\n")
            (files / f"{i:03d}.csv").write_text("time,temperature,pressure\n1,2,3\n")
            tasks = [{"data": {"telemetry": f"{i}-{n}.csv"}} for n in range(LISTED)]
            (listed / f"{i:03d}.json").write_text(json.dumps(tasks))
        for name in ("s3", "folder", "lists"):
            whole = OBJECTS * LISTED if name == "lists" else OBJECTS
            project = Project.objects.create(
                title=name,
                label_config=TEXT_TIMES,
                created_by=user,
                organization=Organization.objects.get(pk=user.active_organization_id),
            )
            if name == "s3":
                links = s3_models.S3ImportStorageLink
                more = {"bucket": BUCKET, "prefix": "pump", "use_blob_urls": True, **endpoint.keys}
                storage = s3_models.S3ImportStorage.objects.create(project=project, **more)
            else:
                links = LocalFilesImportStorageLink
                storage = LocalFilesImportStorage.objects.create(
                    project=project,
                    path=str(files if name == "folder" else listed),
                    use_blob_urls=name == "folder",
                    regex_filter=".*",
                )
            found: list[str] = []
            killed = 0
            # Each run starts with what the ones before it left.
            for statement in range(1, 60, 4):
                # A sync that was cut off counts as running until Label Studio finds that nothing comes of it.
                type(storage).objects.filter(pk=storage.pk).update(status="failed")
                storage.refresh_from_db()
                killed += sync_killed(storage, statement)
                found += faults(project, links, lists=name == "lists")
            for _ in range(2):
                storage.refresh_from_db()
                storage.status = "failed"
                storage.save()
                storage.sync()
                found += faults(project, links, whole, lists=name == "lists")
                storage.refresh_from_db()
                if storage.status != "completed":
                    found.append(f"the sync ended as {storage.status}: {storage.traceback}")
            said[name] = {"killed": killed, "faults": found}
    return said


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")))
