"""Runs background jobs until told to stop."""

from __future__ import annotations

import logging
import os
import threading

__all__ = ["run_jobs"]

POLL_SECONDS = 0.5
_log = logging.getLogger(__name__)


def run_jobs() -> None:
    """Take jobs from the database, two at a time: one of each queue.

    Needs a booted process; returns when it is terminated. A long job in hand ends with the process that returns, and
    the next start takes it up again.
    """
    from django.core.management import call_command  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from faultmark.web.hooks.job import deliver_messages  # noqa: PLC0415
    from faultmark.web.queues import PROMPT  # noqa: PLC0415
    from faultmark.web.recovery import recover_all  # noqa: PLC0415
    from faultmark.web.retention_job import purge_daily, recover_purges  # noqa: PLC0415

    # We are the only worker on this database: what is marked as running was interrupted by the end of the last one.
    DBTaskResult.objects.filter(status="RUNNING").delete()
    recover_all()
    # One daily round, however often we are started.
    DBTaskResult.objects.filter(task_path=purge_daily.module_path, status="READY").delete()
    recover_purges()
    DBTaskResult.objects.filter(task_path=deliver_messages.module_path, status="READY").delete()
    deliver_messages.enqueue()
    threading.Thread(target=_run_long_jobs, name="long jobs", daemon=True).start()
    call_command("db_worker", queue_name=PROMPT, interval=POLL_SECONDS, startup_delay=False, verbosity=0)


def _run_long_jobs() -> None:
    """Take long jobs; signals are the main thread's."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    from faultmark.web.queues import LONG  # noqa: PLC0415

    try:
        Worker(
            queue_names=[LONG],
            excluded_queue_names=[],
            interval=POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"long jobs of {os.getpid()}",
        ).run()
    except Exception:
        _log.exception("The worker for long jobs stopped.")
    # The server starts another process, with both.
    os._exit(1)
