"""Events of a machine: operating regimes, alarms, work orders, maintenance and notes.

The shape is documented in docs/reference/events.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from faultmark.machine.entries import Entry, field_of, names_file, read_entries, words_of
from faultmark.machine.notice import Notice, at_most

__all__ = ["EVENT_KEYS", "MOST_EVENTS", "Event", "EventKind", "EventsRead", "event_files", "read_events"]

EventKind = Literal["regime", "alarm", "work_order", "maintenance", "note"]

EVENT_KEYS: Mapping[str, EventKind | None] = {
    "events": None,
    "regimes": "regime",
    "duty": "regime",
    "alarms": "alarm",
    "work_orders": "work_order",
    "maintenance": "maintenance",
    "maintenance_history": "maintenance",
    "notes": "note",
}
"""Keys of a task's data that hold events, with the kind of all entries below; None where each says its own."""

MOST_EVENTS = 10_000
"""More would be a series of its own."""

_ID = ("id", "number", "order", "work_order")
_KIND = ("kind", "type", "category")
_TITLE = ("title", "name", "message", "text", "summary", "description", "regime", "state")
_START = ("start", "time", "at", "from", "begin", "reported", "raised", "timestamp", "date")
_END = ("end", "to", "until", "done", "cleared", "closed", "finished")
_SEVERITY = ("severity", "level", "priority")
_CHANNEL = ("channel", "sensor", "signal", "tag")
_KINDS: Mapping[str, EventKind] = {
    "regime": "regime",
    "operation": "regime",
    "state": "regime",
    "mode": "regime",
    "alarm": "alarm",
    "alert": "alarm",
    "trip": "alarm",
    "warning": "alarm",
    "work_order": "work_order",
    "workorder": "work_order",
    "order": "work_order",
    "wo": "work_order",
    "maintenance": "maintenance",
    "service": "maintenance",
    "repair": "maintenance",
    "inspection": "maintenance",
}
_WORDS: Mapping[EventKind, str] = {
    "regime": "Regime",
    "alarm": "Alarm",
    "work_order": "Work order",
    "maintenance": "Maintenance",
    "note": "Note",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a machine. ``start`` and ``end`` are ticks, both inside; ``end`` may be open."""

    id: str
    kind: EventKind
    title: str
    start: int
    end: int | None = None
    severity: str | None = None
    channel: str | None = None
    detail: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The event as JSON values; ticks are strings."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "start": str(self.start),
            "end": None if self.end is None else str(self.end),
            "severity": self.severity,
            "channel": self.channel,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class EventsRead:
    """The events by start, and what could not be read."""

    events: tuple[Event, ...]
    notices: tuple[Notice, ...]


def event_files(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What in a task's data names a file of events."""
    return tuple(data[key] for key in EVENT_KEYS if names_file(data.get(key)))


def read_events(data: Mapping[str, Any], tick_of: Callable[[Any], int], text_of: Callable[[str], str]) -> EventsRead:
    """Read the events in a task's data. What cannot be read gives a notice; the rest is read all the same.

    Parameters
    ----------
    data:
        The task's data.
    tick_of:
        Reads a time as the axis counts it; raises ValueError for what is none.
    text_of:
        Opens a CSV file that a value names; may raise :class:`~faultmark.errors.FaultmarkError`.
    """
    found: list[Event] = []
    notices: list[Notice] = []
    for key, kind in EVENT_KEYS.items():
        for entry in read_entries(data.get(key), key, text_of, notices):
            try:
                found.append(_event(entry, kind, tick_of))
            except ValueError as error:
                title = words_of(field_of(entry, (*_ID, *_TITLE)))
                where = f"Entry {entry.number} of {key}" + (f" ({title[:60]})" if title else "")
                notices.append(Notice("events.entry.unreadable", f"{where} is not shown: {error}", entry.line))
    found.sort(key=lambda event: event.start)
    notices = at_most(notices)
    if len(found) > MOST_EVENTS:
        left = len(found) - MOST_EVENTS
        notices.append(
            Notice(
                "events.too_many", f"{left} events after the first {MOST_EVENTS} are not shown: {len(found)} in all."
            )
        )
    return EventsRead(_with_own_ids(found[:MOST_EVENTS]), tuple(notices))


def _event(entry: Entry, kind: EventKind | None, tick_of: Callable[[Any], int]) -> Event:
    said = field_of(entry, _START)
    if said is None:
        raise ValueError(f"it has no time. Give it one of {', '.join(_START[:4])}.")
    start, ended = _tick(said, tick_of), field_of(entry, _END)
    end = None if ended is None else _tick(ended, tick_of)
    if end is not None and end < start:
        raise ValueError(f"it ends at {words_of(ended)!r}, before it starts at {words_of(said)!r}.")
    named = words_of(field_of(entry, _KIND))
    own = kind or _KINDS.get(named.lower().replace(" ", "_").replace("-", "_"), "note")
    channel, severity = words_of(field_of(entry, _CHANNEL)), words_of(field_of(entry, _SEVERITY))
    return Event(
        id=words_of(field_of(entry, _ID)),
        kind=own,
        title=words_of(field_of(entry, _TITLE)) or named or _WORDS[own],
        start=start,
        end=end,
        severity=severity.lower() or None,
        channel=channel or None,
        detail=_detail(entry, named if kind else ""),
    )


def _tick(said: Any, tick_of: Callable[[Any], int]) -> int:
    try:
        return tick_of(said)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(f"{words_of(said)!r} is no time here. {error}") from error


def _detail(entry: Entry, named: str) -> str:
    """What the entry says beyond the fields that have a place of their own."""
    taken = {
        next((name for name in names if words_of(entry.fields.get(name))), "")
        for names in (_ID, _TITLE, _START, _END, _SEVERITY, _CHANNEL)
    }
    taken |= set(_KIND)
    parts = [named] if named else []
    for name, value in entry.fields.items():
        text = words_of(value)
        if text and name not in taken:
            parts.append(text if name in {"detail", "details", "text", "description"} else f"{name} {text}")
    return ", ".join(parts)


def _with_own_ids(events: list[Event]) -> tuple[Event, ...]:
    """The events with ids that differ: their own where they have one that no other has."""
    seen: set[str] = set()
    named = []
    for number, event in enumerate(events, start=1):
        own = event.id if event.id and event.id not in seen else f"{event.id or event.kind}#{number}"
        seen.add(own)
        named.append(event if own == event.id else replace(event, id=own))
    return tuple(named)
