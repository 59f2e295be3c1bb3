"""One run of one simulated pump, from a scenario to blocks of columns and the record of what is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from faultmark.errors import ConfigError
from faultmark.simulate.anomalies import AnomalyWriter
from faultmark.simulate.duty import DAY, SECOND, Segment, daily_duty, merged, with_stops
from faultmark.simulate.machine import PumpPhysics
from faultmark.simulate.noise import BLOCK
from faultmark.simulate.plan import Grid, place_anomalies
from faultmark.simulate.records import LIMITS, AlarmWatch, Limit, MachineCard, TrueEvent, iso, machine_card, work_orders
from faultmark.simulate.sensors import SENSORS, WAVE_SENSORS, Sensor
from faultmark.simulate.wear import bearing_lives

__all__ = ["Block", "Scenario", "Simulation"]

_MARCH_2026 = 1_772_409_600 * SECOND  # Monday 2 March 2026, 00:00 UTC


@dataclass(frozen=True, slots=True)
class Scenario:
    """What to simulate.

    Parameters
    ----------
    samples:
        Number of samples, 1 to 10^10.
    seed:
        Non-negative; the same scenario with the same seed gives the same values everywhere.
    step:
        Sampling interval in nanoseconds. Up to 50 ms the vibration channels carry the waveform, above it their RMS.
    start:
        Time of the first sample, nanoseconds since the epoch, UTC.
    anomalies:
        How many to place; None takes about two a day, at least 8 and at most 400.
    wear:
        ``"auto"`` lets a bearing fail in runs of a week or more, ``"fail"`` in any run, ``"none"`` in none.
    axis:
        ``"time"`` for a column of times, ``"seconds"`` for a numeric column of seconds from 0.
    duty:
        A plan of one's own as ``((seconds from start, regime, setpoint), …)``; None for the plant's week.
    machine_id, plant, line:
        Go into the metadata.
    """

    samples: int
    seed: int = 7
    step: int = SECOND
    start: int = _MARCH_2026
    anomalies: int | None = None
    wear: Literal["auto", "fail", "none"] = "auto"
    axis: Literal["time", "seconds"] = "time"
    duty: tuple[tuple[float, str, float], ...] | None = None
    machine_id: str = "P-301"
    plant: str = "Basel, hall 2"
    line: str = "cooling water"

    def __post_init__(self) -> None:
        for name, low, high in (("samples", 1, 10**10), ("seed", 0, 2**63), ("step", 1_000, 3600 * SECOND)):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ConfigError(f"simulate.{name}", f"{name} is {value}.", expected=f"{low} to {high}.")
        if self.anomalies is not None and not 0 <= self.anomalies <= 100_000:
            raise ConfigError("simulate.anomalies", f"anomalies is {self.anomalies}.", expected="0 to 100000.")


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive samples: index of the first, ticks ``int64[n]`` and one ``float64[n]`` a channel (NaN: missing)."""

    first: int
    ticks: npt.NDArray[np.int64]
    columns: dict[str, npt.NDArray[np.float64]] = field(repr=False)


class Simulation:
    """A run. Everything planned is known at once; alarms follow from the values, so they grow with the blocks."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.grid = grid = Grid(scenario.start, scenario.step, scenario.samples)
        plan = self._plan()
        self.lives = bearing_lives(scenario.seed, grid.start, grid.end, plan, scenario.wear)
        self.segments = with_stops(plan, ((life.failure, life.repaired) for life in self.lives))
        count = scenario.anomalies
        if count is None:
            count = min(400, max(8, round(2 * (grid.end - grid.start) / DAY)))
        self.anomalies = place_anomalies(scenario.seed, grid, self.segments, self.lives, count)
        self._physics = PumpPhysics(scenario.seed, grid.start, grid.step, self.segments, self.lives)
        self._alarms: list[dict[str, Any]] = []

    def _plan(self) -> list[Segment]:
        scenario, grid = self.scenario, self.grid
        if scenario.duty is None:
            return list(daily_duty(scenario.seed, grid.start, grid.end))
        starts = [grid.start + round(at * SECOND) for at, _, _ in scenario.duty]
        ends = [*starts[1:], max(grid.end, starts[-1] + 1)]
        return [
            Segment(a, b, regime, setpoint)
            for a, b, (_, regime, setpoint) in zip(starts, ends, scenario.duty, strict=True)
        ]

    @property
    def sensors(self) -> Sequence[Sensor]:
        """The channels, in file order."""
        return WAVE_SENSORS if self._physics.waveform else SENSORS

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The control system's limits; a waveform has none, since they are meant for its RMS."""
        return tuple(x for x in LIMITS if not (self._physics.waveform and x.channel.startswith("vibration")))

    @property
    def decimals(self) -> int:
        """Decimals of the numeric axis; 0 on a time axis."""
        return 0 if self.scenario.axis == "time" else 9 - self._trailing

    @property
    def _trailing(self) -> int:
        text = str(self.scenario.step)
        return min(9, len(text) - len(text.rstrip("0")))

    @property
    def time_column(self) -> str:
        """Name of the column with the time axis."""
        return "time" if self.scenario.axis == "time" else "seconds"

    def tick(self, index: int) -> int:
        """Tick of sample ``index``: ns since the epoch, or seconds times ten to :attr:`decimals`."""
        if self.scenario.axis == "time":
            return self.grid.time(index)
        return index * (self.scenario.step // int(10**self._trailing))

    def blocks(self) -> Iterator[Block]:
        """Yield the run in blocks of 65,536 samples (the last may be shorter); memory stays bounded.

        Each call starts anew and yields the same values.
        """
        scenario, grid = self.scenario, self.grid
        physics = PumpPhysics(scenario.seed, grid.start, grid.step, self.segments, self.lives)
        writer = AnomalyWriter(scenario.seed, self.anomalies, physics.waveform)
        watch = AlarmWatch(self.limits, scenario.step / 1e9)
        sensors = self.sensors
        first_tick, tick_step = self.tick(0), self.tick(1) - self.tick(0)
        for number in range(-(-grid.size // BLOCK)):
            first = number * BLOCK
            size = min(BLOCK, grid.size - first)
            columns = physics.step(number)
            writer.disturb(first, columns)
            columns = [s.digitise(column[:size]) for s, column in zip(sensors, columns, strict=True)]
            watch.look(first, columns)
            writer.silence(first, columns)
            ticks = first_tick + tick_step * np.arange(first, first + size, dtype=np.int64)
            yield Block(first, ticks, {s.name: column for s, column in zip(sensors, columns, strict=True)})
        alarms: list[tuple[int, dict[str, Any]]] = []
        for index, limit, value in watch.raised:
            reached = {"channel": limit.channel, "level": limit.level, "value": value, "limit": limit.limit}
            alarms.append((grid.time(index), {"message": limit.message} | reached))
        alarms += [
            (life.failure, {"message": "pump tripped on vibration DE", "channel": "vibration_de", "level": "trip"})
            for life in self.lives
        ]
        alarms.sort(key=lambda entry: entry[0])
        self._alarms = [{"time": self._when(time)} | what for time, what in alarms]

    def _when(self, time: int) -> str | float:
        """How an event's time is written in metadata: ISO 8601 in UTC, or seconds from the start of the run."""
        if self.scenario.axis == "time":
            return iso(time)
        return round((time - self.grid.start) / SECOND, 3)

    def events(self) -> list[TrueEvent]:
        """Return the ground truth, by first sample: every placed anomaly and every decline of a bearing."""
        grid = self.grid
        found = [
            self._event(
                a.first, a.last, kind=a.kind, mode=a.mode, channels=a.channels, severity=a.severity, note=a.note
            )
            for a in self.anomalies
        ]
        for life in self.lives:
            first, last = grid.index(life.onset + 1), grid.index(life.failure) - 1
            channels = ("vibration_de", "vibration_nde", "bearing_temp_de")
            note = "Outer race damage of the DE bearing grows until the machine trips."
            found.append(
                self._event(first, last, kind="drift", mode="bearing wear", channels=channels, severity=5, note=note)
            )
        return sorted(found, key=lambda event: (event.first, event.last))

    def _event(self, first: int, last: int, **what: Any) -> TrueEvent:
        return TrueEvent(first, last, self.tick(first), self.tick(last), **what)

    def card(self) -> MachineCard:
        """Who the machine is."""
        s = self.scenario
        return machine_card(s.seed, s.machine_id, s.plant, s.line, s.start)

    def event_lane(self) -> dict[str, Any]:
        """Work orders, alarms and operating regimes as JSON for the event lane; alarms only once the blocks ran out."""
        orders = work_orders(self.scenario.seed, self.anomalies, self.lives, self.grid.time, self.grid.end)
        return {
            "work_orders": [
                {
                    "id": order["id"],
                    "time": self._when(order["reported"]),
                    "done": None if order["done"] is None else self._when(order["done"]),
                    "title": order["title"],
                }
                for order in orders
            ],
            "alarms": list(self._alarms),
            "regimes": [
                {"start": self._when(s.start), "end": self._when(min(s.end, self.grid.time(self.grid.size - 1)))}
                | {"name": s.regime}
                for s in merged(self.segments)
                if s.start < self.grid.end
            ],
        }

    def metadata(self) -> dict[str, Any]:
        """Task metadata: card, event lane and limits of the machine. It gives nothing of the ground truth away."""
        return self.card().as_dict() | self.event_lane() | {"limits": [limit.as_dict() for limit in self.limits]}

    def truth(self) -> dict[str, Any]:
        """Return the ground truth and everything else known about the run, as JSON values."""
        s = self.scenario
        return {
            "version": 1,
            "simulated": True,
            "seed": s.seed,
            "samples": s.samples,
            "axis": {
                "kind": "time" if s.axis == "time" else "number",
                "column": self.time_column,
                "decimals": self.decimals,
                "first": str(self.tick(0)),
                "step": str(self.tick(1) - self.tick(0)),
            },
            "channels": [
                {"name": x.name, "title": x.title, "units": x.units, "decimals": x.decimals} for x in self.sensors
            ],
            "events": [event.as_dict() for event in self.events()],
            "metadata": self.metadata(),
        }
