"""Work that is under way shows it: signs of life, by which what a dead worker left is told from what goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

__all__ = ["silent", "under_way"]

_BEAT_SECONDS = 10.0
_SILENCE = timedelta(seconds=60)


@contextmanager
def under_way(rows: Any, again: Callable[[], object]) -> Iterator[None]:
    """Show that a row is being worked on, whatever the work itself is waiting for.

    Told to stop in the midst, by ``SystemExit``, the worker hands the row back, for the next one to go on with.

    Parameters
    ----------
    rows:
        The row in its state of being worked on, as a query set; ``updated_at`` is its last sign of life.
    again:
        Queues the job for it.
    """
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(rows.all(), ended), daemon=True)
    beating.start()
    try:
        yield
    except SystemExit:
        if rows.update(state="queued", updated_at=timezone.now()):
            again()
        raise
    finally:
        ended.set()
        beating.join()


def silent(rows: Any) -> Any:
    """Those of the rows, all being worked on, whose worker has given no sign of life for a minute."""
    return rows.filter(updated_at__lt=timezone.now() - _SILENCE)


def _beat(rows: Any, ended: threading.Event) -> None:
    try:
        while not ended.wait(_BEAT_SECONDS):
            try:
                rows.update(updated_at=timezone.now())
            except OperationalError:
                # A database that is busy or away for once; the next beat makes up for it.
                connection.close()
    finally:
        connection.close()
