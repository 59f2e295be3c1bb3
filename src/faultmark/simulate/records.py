"""What people and the control system wrote down about a run: metadata, work orders, alarms, the ground truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from faultmark.simulate.anomalies import MODES, Anomaly
from faultmark.simulate.duty import DAY, HOUR, MINUTE, SECOND
from faultmark.simulate.noise import Lag, generator
from faultmark.simulate.sensors import sensor_index
from faultmark.simulate.wear import BearingLife

__all__ = ["LIMITS", "AlarmWatch", "Limit", "MachineCard", "TrueEvent", "iso", "machine_card", "work_orders"]

_CARD_STREAM, _ORDER_STREAM = 501, 502


def iso(time: int) -> str:
    """Nanoseconds since the epoch as ISO 8601 in UTC, to the second or, where needed, the millisecond."""
    moment = datetime.fromtimestamp(time // 1_000_000_000, UTC)
    millis = time % 1_000_000_000 // 1_000_000
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{millis:03d}Z" if millis else "Z")


@dataclass(frozen=True, slots=True)
class TrueEvent:
    """One entry of the ground truth. ``first``/``last`` are sample indices, ``start``/``end`` ticks; all inclusive."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    mode: str
    channels: tuple[str, ...]
    severity: int
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; ticks are strings, as everywhere in Faultmark's JSON."""
        return asdict(self) | {"start": str(self.start), "end": str(self.end), "channels": list(self.channels)}


@dataclass(frozen=True, slots=True)
class MachineCard:
    """Who the machine is."""

    machine_id: str
    plant: str
    line: str
    model: str
    installed: str
    maintenance_history: tuple[dict[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {"maintenance_history": [dict(entry) for entry in self.maintenance_history]}


_HISTORY = (
    ("overhaul", "General overhaul; new wear rings, shaft balanced to G2.5"),
    ("bearing", "DE bearing 6311 C3 replaced"),
    ("grease", "Both bearings regreased, 35 g each"),
    ("seal", "Mechanical seal replaced"),
    ("coupling", "Coupling aligned by laser, 0.04 mm offset"),
    ("inspection", "Vibration round: zone A on both ends"),
    ("sensor", "Bearing temperature transmitter recalibrated"),
)


def machine_card(seed: int, machine_id: str, plant: str, line: str, start: int) -> MachineCard:
    """Invent the card of a machine whose run begins at ``start`` (ns since the epoch)."""
    rng = generator(seed, _CARD_STREAM)
    installed = start - round(float(rng.uniform(2.2, 9.0)) * 365) * DAY
    entries = []
    for index in rng.choice(len(_HISTORY), size=int(rng.integers(3, 6)), replace=False):
        back = round(float(rng.uniform(0.02, 0.85)) * (start - installed) / DAY) * DAY
        kind, text = _HISTORY[index]
        entries.append({"date": iso(start - back)[:10], "kind": kind, "text": text})
    entries.sort(key=lambda entry: entry["date"])
    return MachineCard(
        machine_id, plant, line, "single-stage centrifugal, 55 kW, VFD", iso(installed)[:10], tuple(entries)
    )


def work_orders(
    seed: int,
    anomalies: Sequence[Anomaly],
    lives: Sequence[BearingLife],
    time_of: Callable[[int], int],
    end: int,
) -> list[dict[str, Any]]:
    """Work orders raised during a run, by time of report.

    Not every fault is reported, and none to the minute: people notice late. ``reported`` and ``done`` are ns since
    the epoch; ``done`` is None for what was still open at ``end``.
    """
    rng = generator(seed, _ORDER_STREAM)
    tasks = {mode.name: mode.task for mode in MODES}
    drafts: list[tuple[int, int, str, str]] = []
    for anomaly in anomalies:
        task = tasks[anomaly.mode]
        noticed = rng.random() < 0.35 + 0.12 * anomaly.severity
        share, late = float(rng.uniform(0.45, 0.95)), round(float(rng.uniform(4, 50)) * MINUTE)
        if task is None or not noticed:
            continue
        first, last = time_of(anomaly.first), time_of(anomaly.last)
        drafts.append((first + round(share * (last - first)), last + min(late, last - first), task, anomaly.mode))
    for life in lives:
        early = life.failure - (life.failure - life.onset) // 6
        drafts.append((early, early + 2 * HOUR, "Check DE bearing: noise reported by operator", "bearing wear"))
        drafts.append((life.failure, life.repaired, "Replace DE bearing 6311 C3 after trip", "bearing wear"))
    drafts.sort()
    number = int(rng.integers(41_000, 58_000))
    orders: list[dict[str, Any]] = []
    for reported, done, title, mode in drafts:
        number += int(rng.integers(1, 40))
        if reported < end:
            orders.append(
                {
                    "id": f"WO {number}",
                    "reported": reported - reported % SECOND,
                    "done": done - done % SECOND if done < end else None,
                    "title": title,
                    "cause": mode,
                }
            )
    return orders


@dataclass(frozen=True, slots=True)
class Limit:
    """An alarm limit of the control system on one channel, in the channel's units."""

    channel: str
    limit: float
    message: str
    level: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"channel": self.channel, "value": self.limit, "label": self.message, "severity": self.level}


LIMITS: tuple[Limit, ...] = (
    Limit("vibration_de", 4.5, "vibration DE high", "warning"),
    Limit("vibration_de", 7.1, "vibration DE very high", "alarm"),
    Limit("vibration_nde", 4.5, "vibration NDE high", "warning"),
    Limit("bearing_temp_de", 75.0, "bearing temperature DE high", "warning"),
    Limit("winding_temp", 105.0, "winding temperature high", "warning"),
    Limit("discharge_pressure", 6.3, "discharge pressure high", "warning"),
)


@dataclass(slots=True)
class AlarmWatch:
    """The control system's alarm list: limits with a 60 s filter and 15 % hysteresis, watched block by block."""

    limits: tuple[Limit, ...]
    step: float
    raised: list[tuple[int, Limit, float]] = field(default_factory=list)
    _filters: list[Lag] = field(default_factory=list)
    _active: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._filters = [Lag(60.0, self.step) for _ in self.limits]
        self._active = [False for _ in self.limits]

    def look(self, start: int, columns: Sequence[npt.NDArray[np.float64]]) -> None:
        """Watch the block whose first sample is ``start``; columns of shape ``(n,)`` without missing values."""
        for number, limit in enumerate(self.limits):
            smooth = self._filters[number](columns[sensor_index(limit.channel)])
            high, low = smooth > limit.limit, smooth < 0.85 * limit.limit
            position = 0
            while position < len(smooth):
                search = low if self._active[number] else high
                found = int(np.argmax(search[position:]))
                if not search[position + found]:
                    break
                position += found
                if not self._active[number]:
                    self.raised.append((start + position, limit, round(float(smooth[position]), 2)))
                self._active[number] = not self._active[number]
