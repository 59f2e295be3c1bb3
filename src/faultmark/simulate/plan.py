"""Where and when things go wrong in a run: anomalies placed into the duty plan, without touching one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.simulate.anomalies import MODES, Anomaly, FailureMode
from faultmark.simulate.duty import DAY, HOUR, SECOND, Segment
from faultmark.simulate.noise import generator
from faultmark.simulate.sensors import SENSORS
from faultmark.simulate.wear import BearingLife

__all__ = ["Grid", "place_anomalies"]

_STREAM = 401
_TRIES = 60
_SHORTEST = {"drift": 60, "drop": 5, "level shift": 40, "variance change": 40, "oscillation": 60, "flatline": 20}
_FROZEN_OR_LOST = ("bearing_temp_de", "winding_temp", "discharge_pressure", "motor_current", "flow", "vibration_nde")


@dataclass(frozen=True, slots=True)
class Grid:
    """The sampling of a run: ``size`` samples every ``step`` ns from ``start`` (ns since the epoch, UTC)."""

    start: int
    step: int
    size: int

    @property
    def end(self) -> int:
        """Time just after the last sample."""
        return self.start + self.step * self.size

    def index(self, time: int) -> int:
        """First sample at or after ``time``, clipped to ``[0, size]``."""
        return min(max(-(-(time - self.start) // self.step), 0), self.size)

    def time(self, index: int) -> int:
        """Time of sample ``index``."""
        return self.start + self.step * index


def _duration(mode: FailureMode, grid: Grid, rng: np.random.Generator) -> int:
    """Draw the number of samples of one occurrence; short runs get shorter anomalies, long ones up to twice as long."""
    if mode.kind == "spike":
        return 1
    low, high = (max(value, 1.0) for value in mode.seconds)
    scale = min(2.0, (grid.end - grid.start) / DAY)
    seconds = float(np.exp(rng.uniform(np.log(low), np.log(high)))) * scale
    return max(round(seconds * SECOND / grid.step), _SHORTEST.get(mode.kind, 3))


def _make(
    mode: FailureMode, rng: np.random.Generator, *, number: int, first: int, length: int, grid: Grid, duty: float
) -> Anomaly:
    severity = int(rng.choice(5, p=(0.14, 0.26, 0.28, 0.2, 0.12))) + 1
    # At part load the same cause moves the process less.
    strength = (0.4 + 0.2 * severity) * (1.0 if duty > 0.9 else 0.75)
    sensors = {sensor.name: sensor for sensor in SENSORS}
    if mode.effects:
        effects = {name: share * strength * sensors[name].swing for name, share in mode.effects.items()}
        sign = 1
    else:
        name = str(rng.choice(_FROZEN_OR_LOST))
        share = {"level shift": 1.0, "variance change": 0.45}.get(mode.kind, 1.0)
        effects = {name: share * strength * sensors[name].swing}
        sign = int(rng.choice((-1, 1)))
    period = max(12, round(float(rng.uniform(14, 45)) * SECOND / grid.step)) if mode.kind == "oscillation" else 0
    if period:
        period = min(period, max(12, length // 6))
    return Anomaly(
        number, mode.kind, mode.name, first, first + length - 1, severity, effects, mode.note, period=period, sign=sign
    )


def place_anomalies(
    seed: int, grid: Grid, segments: Sequence[Segment], lives: Sequence[BearingLife], count: int
) -> tuple[Anomaly, ...]:
    """Place up to ``count`` anomalies, in order of their first sample; fewer when the run has no room.

    Anomalies that need a running pump lie inside one productive segment, clear of its ends, where the ramps are.
    None overlaps another or the last third of a bearing's decline.
    """
    rng = generator(seed, _STREAM)
    brief = grid.end - grid.start < 2 * HOUR
    modes = [mode for mode in MODES if not (brief and mode.thermal)]
    margin = max(60 * SECOND, min(12 * 60 * SECOND, (grid.end - grid.start) // 40))
    # a run that begins in a segment begins settled; one that ends in it does not ramp down
    running = [
        (
            grid.index(s.start + margin * (s.start > grid.start)),
            grid.index(s.end - margin // 2 * (s.end < grid.end)),
            s,
        )
        for s in segments
        if s.productive
    ]
    running = [(a, b, s) for a, b, s in running if b - a > 20]
    taken = [(grid.index(life.failure - (life.failure - life.onset) // 3), grid.index(life.repaired)) for life in lives]
    guard = max(20, min(round(600 * SECOND / grid.step), grid.size // 100))
    placed: list[Anomaly] = []
    room = np.array([b - a for a, b, _ in running], dtype=np.float64)
    for mode in _draw(modes, rng, count):
        length = _duration(mode, grid, rng)
        for _ in range(_TRIES):
            if mode.running:
                if not running:
                    break
                a, b, segment = running[int(rng.choice(len(running), p=room / room.sum()))]
                length = min(length, (b - a) * 3 // 5)
                duty = segment.setpoint
            else:
                a, b, duty = 0, grid.size, 1.0
            if length < 1 or b - a <= length:
                continue
            first = int(rng.integers(a, b - length + 1))
            clash = any(first - guard <= e and s <= first + length + guard for s, e in taken)
            if not clash:
                taken.append((first, first + length - 1))
                made = _make(mode, rng, number=len(placed), first=first, length=length, grid=grid, duty=duty)
                placed.append(made)
                break
    return tuple(sorted(placed, key=lambda anomaly: anomaly.first))


def _draw(modes: Sequence[FailureMode], rng: np.random.Generator, count: int) -> list[FailureMode]:
    """Draw ``count`` modes by weight, with every class among them as soon as there is room for that."""
    first_of_kind: dict[str, FailureMode] = {}
    for index in rng.permutation(len(modes)):
        first_of_kind.setdefault(modes[index].kind, modes[index])
    drawn = list(first_of_kind.values())[:count]
    weights = np.array([mode.weight for mode in modes])
    more = rng.choice(len(modes), size=count - len(drawn), p=weights / weights.sum())
    return drawn + [modes[index] for index in more]
