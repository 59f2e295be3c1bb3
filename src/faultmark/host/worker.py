"""Runs background jobs until told to stop."""

from __future__ import annotations

__all__ = ["run_jobs"]

POLL_SECONDS = 0.5


def run_jobs() -> None:
    """Take jobs from the database one by one. Needs a booted process; returns when it is terminated."""
    from django.core.management import call_command  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from faultmark.web.dataset_job import recover_datasets  # noqa: PLC0415
    from faultmark.web.detection_job import recover_detection  # noqa: PLC0415
    from faultmark.web.hooks.job import deliver_messages  # noqa: PLC0415
    from faultmark.web.jobs import recover_interrupted  # noqa: PLC0415
    from faultmark.web.retention_job import purge_daily, recover_purges  # noqa: PLC0415

    # We are the only worker on this database: what is marked as running was interrupted by the end of the last one.
    DBTaskResult.objects.filter(status="RUNNING").delete()
    recover_interrupted()
    recover_detection()
    recover_datasets()
    # One daily round, however often we are started.
    DBTaskResult.objects.filter(task_path=purge_daily.module_path, status="READY").delete()
    recover_purges()
    DBTaskResult.objects.filter(task_path=deliver_messages.module_path, status="READY").delete()
    deliver_messages.enqueue()
    call_command("db_worker", interval=POLL_SECONDS, startup_delay=False, verbosity=0)
