"""Alarm limits of a machine's channels, drawn as lines. The shape is documented in docs/reference/events.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from faultmark.machine.entries import Entry, field_of, words_of
from faultmark.machine.notice import Notice, at_most

__all__ = ["Limit", "Severity", "read_limits"]

Severity = Literal["warning", "alarm"]

_ALARM = frozenset({"alarm", "critical", "trip", "danger", "error", "stop", "hihi", "lolo", "very high", "very low"})
_VALUE = ("value", "limit", "threshold")
_CHANNEL = ("channel", "sensor", "signal", "tag")
_LABEL = ("label", "title", "name", "message")
_SEVERITY = ("severity", "level", "kind")


@dataclass(frozen=True, slots=True)
class Limit:
    """One line on one channel, in the channel's units."""

    channel: str
    value: float
    label: str
    severity: Severity

    def as_dict(self) -> dict[str, Any]:
        """The limit as JSON values."""
        return asdict(self)


def read_limits(data: Mapping[str, Any], names: Mapping[str, str]) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """Read the limits in a task's data, and what could not be read.

    Parameters
    ----------
    data:
        The task's data: ``limits``, and alarms that say which limit of which channel they passed.
    names:
        Names of the series' channels, by every lower-case name that they are known under.
    """
    limits: dict[tuple[str, float], Limit] = {}
    notices: list[Notice] = []
    for where, entry in _entries(data.get("limits"), notices):
        try:
            limit = _limit(entry, names)
        except ValueError as error:
            notices.append(Notice("limits.entry.unreadable", f"{where} is not shown: {error}"))
        else:
            limits.setdefault((limit.channel, limit.value), limit)
    alarms = data.get("alarms")
    for item in alarms if isinstance(alarms, list) else ():
        if isinstance(item, Mapping) and "limit" in item and "channel" in item:
            # The alarm itself is an event; that its limit cannot be drawn is no fault of it.
            try:
                limit = _limit(
                    Entry({str(key).lower(): value for key, value in item.items() if key != "value"}, 0), names
                )
            except ValueError:
                continue
            limits.setdefault((limit.channel, limit.value), limit)
    return tuple(limits.values()), tuple(at_most(notices))


def _entries(said: object, notices: list[Notice]) -> Iterator[tuple[str, Entry]]:
    if said in (None, "", [], {}):
        return
    if isinstance(said, Mapping):
        for channel, value in said.items():
            for severity, number in value.items() if isinstance(value, Mapping) else (("", value),):
                fields = {"channel": str(channel), "value": number, "severity": str(severity)}
                yield f"The limit of {channel}", Entry(fields, 0)
    elif isinstance(said, Sequence) and not isinstance(said, str):
        for number, item in enumerate(said, start=1):
            if isinstance(item, Mapping):
                yield f"Limit {number}", Entry({str(key).strip().lower(): value for key, value in item.items()}, number)
            else:
                notices.append(Notice("limits.shape", f"Limit {number} is not an object with channel and value."))
    else:
        notices.append(Notice("limits.shape", "limits is neither a list nor an object of channels."))


def _limit(entry: Entry, names: Mapping[str, str]) -> Limit:
    asked = words_of(field_of(entry, _CHANNEL))
    channel = names.get(asked.lower())
    if channel is None:
        raise ValueError(f"there is no channel {asked!r}. The channels are {', '.join(dict.fromkeys(names.values()))}.")
    said = field_of(entry, _VALUE)
    try:
        value = float(words_of(said))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{words_of(said)!r} is not a number.")
    level = words_of(field_of(entry, _SEVERITY)).lower()
    severity: Severity = "alarm" if level.replace("_", " ") in _ALARM else "warning"
    return Limit(channel, value, words_of(field_of(entry, _LABEL)) or level or severity, severity)
