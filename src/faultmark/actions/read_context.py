"""Read what a task's data tell of its machine: events for the lane, limits for the panes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faultmark.labels.schema import LabelSchema
from faultmark.machine.events import Event, read_events
from faultmark.machine.limits import Limit, read_limits
from faultmark.machine.notice import Notice
from faultmark.series.time_text import TimeText
from faultmark.store.text_file import read_text

__all__ = ["events_of", "limits_of"]


def events_of(
    data: Mapping[str, Any],
    times: TimeText,
    plain: TimeText,
    path_of: Callable[[str], Path],
    without_people: Callable[[str], str] = str,
) -> tuple[tuple[Event, ...], tuple[Notice, ...]]:
    """Events in a task's data, and what could not be read.

    Parameters
    ----------
    data:
        The task's data.
    times:
        How the config writes times.
    plain:
        How times are written where no config says anything: ISO 8601, or numbers.
    path_of:
        The file that a value names; raises :class:`~faultmark.errors.FaultmarkError` for one that may not be opened.
    without_people:
        Takes columns that name people out of a table's text.
    """

    def tick_of(said: Any) -> int:
        try:
            return plain.parse(said)
        except ValueError as error:
            try:
                return times.parse(said)
            except ValueError:
                raise error from None

    read = read_events(data, tick_of, lambda value: without_people(read_text(path_of(value))))
    return read.events, read.notices


def limits_of(
    data: Mapping[str, Any], schema: LabelSchema, channels: list[str]
) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """Limits in a task's data, and what could not be read.

    Parameters
    ----------
    data:
        The task's data.
    schema:
        The config's schema, whose titles channels are known under too.
    channels:
        Names of the series' channels.
    """
    names = {name.lower(): name for name in channels}
    for channel in schema.channels:
        column = names.get(channel.column.lower())
        if column is not None:
            names.setdefault(channel.title.lower(), column)
    return read_limits(data, names)
