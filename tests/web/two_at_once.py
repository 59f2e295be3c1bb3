"""Several tabs of one user save one draft at the same moment, in a process and a database of their own.

``python tests/web/two_at_once.py DATA_DIR [DATABASE_URL]`` prints what came of it as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from clients import client_of
from telemetry_project import Machine, body, make_project, region, rows

TABS, SAVES = 4, 4


def work(machine: Machine, task: int, tab: int, said: dict[str, Any]) -> None:
    """Add regions one by one; told of a conflict, take over what is saved and try again."""
    document = machine.workbench(task)["document"]
    for number in range(SAVES):
        begin = tab * 100 + number * 10
        mine = region(f"t{tab}n{number}", begin, begin + 5)
        while True:
            asked = body(*document["regions"], mine, base_version=document["version"])
            answer = machine.ask("PUT", f"/faultmark/api/tasks/{task}/draft", asked)
            if answer.status_code == 200:
                document = answer.json()
                break
            if answer.status_code != 409:
                raise AssertionError(f"{answer.status_code}: {answer.content[:300]!r}")
            said["conflicts"] += 1
            document = answer.json()["document"]


def main(data_dir: Path, database_url: str) -> dict[str, Any]:
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    boot(load_config(data_dir=data_dir, environment={}, **({"database_url": database_url} if database_url else {})))
    prepare_database()
    from django.db import connection, connections
    from tasks.models import AnnotationDraft
    from users.models import User

    from faultmark.host.users import create_user
    from faultmark.web.jobs import ingest_task
    from faultmark.web.models import SeriesLink
    from faultmark.web.platform import platform
    from faultmark.web.series_links import ensure_queued

    user = User.objects.get(pk=create_user("ada@example.com", "telemetry-123", admin=True).id)
    machine = make_project(client_of(user))
    task = machine.task_with(rows(600))
    found = platform().task(task)
    assert found is not None
    ensure_queued(found)
    ingest_task.func(task)
    said: dict[str, Any] = {"database": connection.vendor, "failures": [], "conflicts": 0}
    said["series"] = SeriesLink.objects.get(task_id=task).state
    start = threading.Barrier(TABS)

    def run(tab: int) -> None:
        try:
            tab_of_its_own = Machine(client_of(user), machine.project)
            start.wait()
            work(tab_of_its_own, task, tab, said)
        except Exception as error:
            said["failures"].append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(tab,)) for tab in range(TABS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said["saved"] = sorted(one["id"] for one in machine.workbench(task)["document"]["regions"])
    said["drafts"] = AnnotationDraft.objects.filter(task_id=task).count()
    connections.close_all()
    return said


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")))
