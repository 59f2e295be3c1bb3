"""Workers on Label Studio's own queues, which are in Redis: there may be many, on as many machines."""

# mypy: disable-error-code="misc,no-untyped-call"
# RQ is not typed through.
from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from rq import Worker

from faultmark.errors import ConfigError, Remedy
from faultmark.host.boot import boot
from faultmark.host.config import Config
from faultmark.web.queues import LONG, PROMPT

__all__ = ["QueueWorker", "run_queue_worker"]

_LOOK_SECONDS = 60
_DAY_SECONDS = 24 * 3600
_PURGED = "faultmark:purged today"


class QueueWorker(Worker):
    """A worker that looks every minute for what dead workers left, and does not end a long job before it stops."""

    _is_long = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"maintenance_interval": _LOOK_SECONDS, **options})

    @property
    def dequeue_timeout(self) -> int:
        """Seconds to wait for a job, before looking after others."""
        return _LOOK_SECONDS

    def run_maintenance_tasks(self) -> None:
        """Look after jobs that were abandoned, in RQ's books and in ours, and after the daily purge."""
        super().run_maintenance_tasks()
        if PROMPT in self.queue_names():
            from faultmark.web.recovery import recover_silent  # noqa: PLC0415 - needs Django to be set up
            from faultmark.web.retention_job import purge_all  # noqa: PLC0415

            # As jobs, because the process that forks others may have no connection to the database.
            recover_silent.enqueue()
            # Of all workers the one that comes first each day.
            if self.connection.set(_PURGED, self.name, nx=True, ex=_DAY_SECONDS):
                purge_all.enqueue()

    def execute_job(self, job: Any, queue: Any) -> None:
        """Run it in a child process."""
        self._is_long = queue.name == LONG
        super().execute_job(job, queue)

    def handle_warm_shutdown_request(self) -> None:
        """Told to stop: a long job is interrupted, and hands back what it has in hand. Others are finished."""
        super().handle_warm_shutdown_request()
        if self._is_long and self.horse_pid:
            os.kill(self.horse_pid, signal.SIGTERM)

    def setup_work_horse_signals(self) -> None:
        """In the child process."""
        super().setup_work_horse_signals()
        if self._is_long:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def run_queue_worker(config: Config, *, burst: bool = False) -> None:
    """Take jobs, Label Studio's and ours, until stopped: long ones in one process, all others in another.

    Parameters
    ----------
    config:
        The settings of the installation that the jobs are of.
    burst:
        Return when the queues are empty.

    Raises
    ------
    ConfigError
        Where no Redis is configured: then the server runs its own worker.
    """
    if not config.redis_url:
        raise ConfigError(
            "config.queue.missing",
            "There is no queue in Redis to take jobs from: redis_url is empty, and the server runs its own worker.",
            remedies=(Remedy("Set FAULTMARK_REDIS_URL, for the server too, to run jobs on several workers."),),
        )
    boot(config)
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from faultmark.web.hooks.job import deliver_messages  # noqa: PLC0415

    # Messages that came due while no worker ran.
    deliver_messages.enqueue()
    # No connection may be shared across a fork.
    connections.close_all()
    prompt = [name for name in settings.RQ_QUEUES if name != LONG]
    workers = {_fork_worker(queues, burst=burst) for queues in (prompt, [LONG])}

    def stop(*_: object) -> None:
        for pid in workers:
            os.kill(pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while workers:
        workers.discard(os.wait()[0])
        if not burst:
            # One does not go on without the other; whoever looks after us starts both anew.
            stop()


def _fork_worker(queues: Sequence[str], *, burst: bool) -> int:
    pid = os.fork()
    if pid == 0:
        from django.core.management import call_command  # noqa: PLC0415

        code = 1
        try:
            # The scheduler puts jobs for later, such as a message's next attempt, on the queue when they are due.
            call_command("rqworker", *queues, burst=burst, with_scheduler=True)
            code = 0
        finally:
            os._exit(code)
    return pid
