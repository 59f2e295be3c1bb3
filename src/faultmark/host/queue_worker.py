"""A worker on Label Studio's own queue, which is in Redis: there may be many, on as many machines."""

from __future__ import annotations

from faultmark.errors import ConfigError, Remedy
from faultmark.host.boot import boot
from faultmark.host.config import Config

__all__ = ["run_queue_worker"]


def run_queue_worker(config: Config, *, burst: bool = False) -> None:
    """Take jobs, Label Studio's and ours, until stopped.

    Parameters
    ----------
    config:
        The settings of the installation that the jobs are of.
    burst:
        Return when the queue is empty.

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
    from django.core.management import call_command  # noqa: PLC0415

    from faultmark.web.hooks.job import deliver_messages  # noqa: PLC0415

    # Messages that came due while no worker ran.
    deliver_messages.enqueue()
    # The scheduler puts jobs for later, such as a message's next attempt, on the queue when they are due.
    call_command("rqworker", *settings.RQ_QUEUES, burst=burst, with_scheduler=True)
