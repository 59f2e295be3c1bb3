"""Jobs on the queue that we share with Label Studio: our background tasks, and plain functions of its."""

# mypy: disable-error-code="misc,no-any-return,attr-defined"
# Neither RQ nor its bridge to Django's tasks is typed through.
from __future__ import annotations

from typing import Any

from django_tasks.base import Task
from django_tasks_rq import Job as TaskJob
from django_tasks_rq import RQBackend
from rq.job import Job as PlainJob

__all__ = ["QueueBackend", "QueueJob"]


class QueueBackend(RQBackend):
    """The bridge's own, which puts a job of the highest priority at the front, and does not say that it can."""

    supports_priority = True


class QueueJob(TaskJob):
    """Runs both kinds of jobs, so that one worker serves a queue that Label Studio and we share.

    The bridge's own class refuses functions that are not tasks, and RQ's would try to call a task object.
    """

    @property
    def func(self) -> Any:
        """What is to be run: a task or a function."""
        return PlainJob.func.fget(self)

    def perform(self) -> Any:
        """Run it, on the worker."""
        if not self._is_task:
            return PlainJob.perform(self)
        try:
            return super().perform()
        except SystemExit:
            # Its worker is stopped, and it has handed back what it had in hand: no failure to be kept and looked at.
            return None

    def _execute(self) -> Any:
        return super()._execute() if self._is_task else PlainJob._execute(self)

    @property
    def _is_task(self) -> bool:
        return isinstance(self.func, Task)
