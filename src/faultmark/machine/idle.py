"""When a machine does not run, by its events."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.machine.events import Event

__all__ = ["idle_times"]

_NOT_RUNNING = re.compile(
    r"(?<![\w-])(stand-?by|off|idle|idling|stop|stopped|standstill|shut-?down|shut down|out of service|not running"
    r"|maintenance)(?![\w-])",
    re.IGNORECASE,
)


def idle_times(events: Sequence[Event], last: int) -> tuple[tuple[int, int], ...]:
    """First and last tick of each time in which the machine does not run.

    Those are regimes whose name says so, and maintenance with an end. A regime that has no end lasts until the next one
    begins.

    Parameters
    ----------
    events:
        A task's events, by start.
    last:
        Last tick of the series, which is the end of a last regime without one.
    """
    regimes = [event for event in events if event.kind == "regime"]
    found = [(e.start, e.end) for e in events if e.kind == "maintenance" and e.end is not None and e.channel is None]
    for number, regime in enumerate(regimes):
        if _NOT_RUNNING.search(regime.title):
            following = regimes[number + 1].start - 1 if number + 1 < len(regimes) else last
            found.append((regime.start, following if regime.end is None else regime.end))
    return tuple(sorted(found))
