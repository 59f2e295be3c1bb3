"""Label Studio in the benchmark's own process, with a project of two people."""

# ruff: noqa: PLC0415 - what is imported needs a booted process

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

__all__ = ["alone", "boot", "project_of_two"]


def boot(folder: Path, database: str | None = None) -> None:
    """Bring Label Studio up in this process, on a SQLite in ``folder`` or on an empty PostgreSQL at ``database``."""
    from faultmark.host.boot import boot as start
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    start(load_config(data_dir=folder, environment={}, database_url=database or None))
    prepare_database()


def project_of_two(config: str) -> tuple[Any, Any, Any]:
    """Two administrators, ada@example.com and bea@example.com, and a project without tasks."""
    from organizations.models import Organization
    from projects.models import Project
    from users.models import User

    from faultmark.host.users import create_user

    ada, bea = (
        User.objects.get(pk=create_user(f"{name}@example.com", "telemetry-123", admin=True).id)
        for name in ("ada", "bea")
    )
    organization = Organization.objects.get(pk=ada.active_organization_id)
    project = Project.objects.create(title="Fleet", label_config=config, created_by=ada, organization=organization)
    return ada, bea, project


def alone(work: Any, *arguments: Any) -> Any:
    """Run in a fresh process, and return what it put into the queue."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    process = context.Process(target=work, args=(*arguments, queue))
    process.start()
    found = None
    while found is None:
        try:
            found = queue.get(timeout=1)
        except Exception:
            assert process.is_alive(), "the process ended without an answer"
    process.join()
    return found
