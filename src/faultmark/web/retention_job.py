"""Deletes what is due, in the background: once a day, and when a manager asks."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task as background

from faultmark.web.retention.purge import projects_with_rules, purge_due, resume_purges

__all__ = ["purge_all", "purge_daily", "purge_project", "recover_purges"]

_EVERY = timedelta(days=1)
_log = logging.getLogger(__name__)


@background()
def purge_project(project_id: int) -> None:
    """Delete what is due in a project."""
    purge_due(project_id, timezone.now())


@background()
def purge_all() -> None:
    """Delete what is due everywhere."""
    resume_purges(timezone.now())
    for project_id in projects_with_rules():
        purge_due(project_id, timezone.now())


@background()
def purge_daily() -> None:
    """Delete what is due everywhere, and come back in a day."""
    try:
        purge_all.func()
    except Exception:
        # The next day comes all the same; what was cut off is gone on with then.
        _log.exception("A purge was cut off.")
        raise
    finally:
        purge_daily.using(run_after=timezone.now() + _EVERY).enqueue()


def recover_purges() -> None:
    """Go on with what was cut off, at once, when the worker starts; and see to the daily round."""
    purge_daily.enqueue()
