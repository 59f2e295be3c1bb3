"""A bucket of many objects becomes tasks, by Label Studio's sync and by ``faultmark source iot``: memory and repeats.

Run as ``python -m bench.bucket [--size 100000] [--database postgresql://…]``, against an S3 endpoint of its own on
loopback, on an SQLite of its own or on databases that it makes on a PostgreSQL, and drops. Each size runs in a process
of its own; memory is what the process has at most beyond what it had before the sync. The last line is JSON.
"""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import report
from bench.fleet import boot

BUCKET = "fleet"
ALLOWED_GROWTH = 2.0

SERVER = """
import sys
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from moto.s3.models import s3_backends
backend = s3_backends["123456789012"]["aws"]
backend.create_bucket("fleet", "us-east-1")
for i in range(int(sys.argv[1])):
    # An object a minute: every 1,440 are one machine and day.
    day, minute = divmod(i, 1440)
    backend.put_object("fleet", f"stage/thing=pump-{day // 28:04d}/date=2026-02-{day % 28 + 1:02d}/{minute:04d}.jsonl", b"{}")
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""  # noqa: E501


@contextlib.contextmanager
def _empty_database(server: str) -> Iterator[str | None]:
    """The address of a database of its own on a PostgreSQL, dropped afterwards; None, for SQLite, without a server."""
    if not server:
        yield None
        return
    import psycopg

    name = f"faultmark_bucket_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sync(size: int, postgresql: str) -> dict[str, Any]:
    """Serve a bucket of ``size`` objects, register it twice in each way, and tell what came of it."""
    command = [sys.executable, "-c", SERVER, str(size)]
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server,
        tempfile.TemporaryDirectory(prefix="faultmark-bench-") as folder,
        _empty_database(postgresql) as database,
    ):
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            os.environ["LABEL_STUDIO_S3_ENDPOINT"] = f"http://127.0.0.1:{int(server.stdout.readline())}"
            return _synced(Path(folder), database)
        finally:
            server.stdin.close()
            server.wait()


def _synced(folder: Path, database: str | None) -> dict[str, Any]:
    import time

    boot(folder, database)
    from io_storages.s3.models import S3ImportStorage
    from organizations.models import Organization
    from projects.models import Project
    from tasks.models import Task
    from users.models import User

    from faultmark.host.hooks import listen_to_label_studio
    from faultmark.host.staged_tasks import map_staged
    from faultmark.host.users import create_user

    # As the server's own urls do.
    listen_to_label_studio()
    user = User.objects.get(pk=create_user("ada@example.com", "telemetry-123", admin=True).id)
    organization = Organization.objects.get(pk=user.active_organization_id)
    config = '<View><TimeSeries name="ts" value="$csv" timeColumn="t"><Channel column="a"/></TimeSeries></View>'
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}

    def storage(title: str) -> Any:
        project = Project.objects.create(title=title, label_config=config, created_by=user, organization=organization)
        return S3ImportStorage.objects.create(
            project=project, bucket=BUCKET, prefix="stage", use_blob_urls=True, recursive_scan=True, **keys
        )

    figures: dict[str, Any] = {}
    plain, staged = storage("objects"), storage("folders")
    prefix = f"s3://{BUCKET}/stage/"
    # Once before anything is measured: clients and caches are made at the first call.
    plain.validate_connection()
    ways = {
        "source_iot": (staged.project_id, lambda: map_staged(staged.project_id, prefix)),
        "sync": (plain.project_id, plain.sync),
    }
    for name, (project, work) in ways.items():
        for turn in ("first", "again"):
            before, begun = _rss(), time.perf_counter()
            _reset_peak()
            work()
            figures[f"{name}_{turn}_s"] = round(time.perf_counter() - begun, 2)
            figures[f"{name}_{turn}_mb"] = round((_peak() - before) / 2**20, 1)
            figures[f"{name}_{turn}_tasks"] = Task.objects.filter(project_id=project).count()
    return figures


def _status(key: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(key))
    return int(line.split()[1]) * 1024


def _rss() -> int:
    return _status("VmRSS:")


def _peak() -> int:
    return _status("VmHWM:")


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def main() -> None:
    """Run at a tenth of the size and at the size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=100_000, help="Objects in the bucket.")
    parser.add_argument("--database", default="", help="a PostgreSQL that may make databases; SQLite without")
    parser.add_argument("--child", type=int)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(sync(arguments.child, arguments.database)))
        return
    figures: dict[str, Any] = {"objects": arguments.size, "database": "PostgreSQL" if arguments.database else "SQLite"}
    for part, size in (("small", max(1, arguments.size // 10)), ("all", arguments.size)):
        ran = subprocess.run(
            [sys.executable, "-m", "bench.bucket", "--child", str(size), "--database", arguments.database],
            capture_output=True,
            text=True,
            check=True,
        )
        figures[part] = json.loads(ran.stdout.splitlines()[-1])
        print(f"{size:,} objects: {figures[part]}")
    small, whole = figures["small"], figures["all"]
    goals = {}
    for name in ("source_iot", "sync"):
        made, again = whole[f"{name}_first_tasks"], whole[f"{name}_again_tasks"]
        goals[f"{name}_repeats"] = {"goal": "nothing twice", "value": again - made, "met": again == made}
        # Ten times the objects may not take ten times the memory; below some megabytes it is noise.
        growth = max(whole[f"{name}_first_mb"], 8.0) / max(small[f"{name}_first_mb"], 8.0)
        goals[f"{name}_memory"] = {
            "goal": f"≤ {ALLOWED_GROWTH} × that of a tenth of the objects",
            "value": round(growth, 2),
            "met": growth <= ALLOWED_GROWTH,
        }
    report("bucket", figures, goals)


if __name__ == "__main__":
    main()
