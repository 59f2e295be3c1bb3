"""The pump's physics, block by block: drive, hydraulics, motor, heat and vibration, all driven by one duty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from faultmark.simulate.duty import DAY, Segment
from faultmark.simulate.noise import BLOCK, Lag, generator, white
from faultmark.simulate.sensors import SENSORS
from faultmark.simulate.wear import BearingLife, wear_level

__all__ = ["NOMINAL_FLOW", "NOMINAL_SPEED", "PumpPhysics", "ambient"]

Floats = npt.NDArray[np.float64]

NOMINAL_SPEED = 1480.0
"""rpm"""
NOMINAL_FLOW = 208.0
"""m³/h"""
_STATIC_PRESSURE, _HEAD = 0.9, 4.3  # bar
_IDLE_CURRENT, _LOAD_CURRENT = 6.5, 82.0  # A
_WEATHER, _DEMAND, _SHAKE, _TREMBLE, _DRAUGHT, _SENSOR = 11, 12, 13, 14, 15, 20
_QUIET_AT_REST = ("motor_current", "speed", "flow")
_FASTEST_WAVE = 0.05
"""Steps (s) up to which the vibration channels carry the waveform itself instead of its RMS."""


def ambient(times: npt.NDArray[np.int64], seed: int) -> Floats:
    """Hall temperature in °C at ``times`` (ns since the epoch, UTC), shape kept: a day cycle on changing weather."""
    days = times / DAY
    first, last = int(days[0]) - 1, int(days[-1]) + 3
    draws = np.array([generator(seed, _WEATHER, day).standard_normal() for day in range(first - 2, last)])
    means = 18.0 + 3.4 * (draws[:-2] + draws[1:-1] + draws[2:]) / np.sqrt(3.0)
    position = days - first
    cell = position.astype(np.int64)
    blend = 0.5 - 0.5 * np.cos(np.pi * (position - cell))
    hall: Floats = means[cell] * (1 - blend) + means[cell + 1] * blend + 4.2 * np.sin(2 * np.pi * (days - 0.4))
    return hall


class PumpPhysics:
    """State of one pump, stepped over consecutive blocks.

    Parameters
    ----------
    seed:
        Of the run.
    start, step:
        Time of the first sample (ns since the epoch) and sampling interval (ns).
    segments:
        The duty plan, in order and without holes.
    lives:
        Bearing failures.
    """

    def __init__(
        self, seed: int, start: int, step: int, segments: Sequence[Segment], lives: Sequence[BearingLife]
    ) -> None:
        self._seed, self._start, self._step, self._lives = seed, start, step, lives
        self._starts = np.array([s.start for s in segments], dtype=np.int64)
        self._setpoints = np.array([s.setpoint for s in segments])
        self._valves = np.array([float(s.valve) for s in segments])
        seconds = step / 1e9
        self._seconds = seconds
        self.waveform = seconds <= _FASTEST_WAVE
        # Two lags in a row make the S-shaped ramp of a drive with inertia behind it.
        self._drive = (Lag(9.0, seconds), Lag(5.0, seconds))
        self._valve = Lag(7.0, seconds)
        self._hydraulic = Lag(1.6, seconds)
        self._discharge = Lag(1.1, seconds)
        self._electric = Lag(0.4, seconds)
        self._winding = Lag(22 * 60.0, seconds)
        self._bearing = Lag(38 * 60.0, seconds)
        self._demand = Lag(18 * 60.0, seconds)
        self._shake = Lag(25.0, seconds)
        self._draught = Lag(6 * 60.0, seconds)
        self._speed_before: float | None = None
        self._angle = 0.0

    def times(self, block: int) -> npt.NDArray[np.int64]:
        """Return the times of a block's samples, ns since the epoch, shape ``(BLOCK,)``."""
        return self._start + self._step * np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.int64)

    def step(self, block: int) -> list[Floats]:
        """Return the true values of the eight channels of the next block, in file order, each of shape ``(BLOCK,)``."""
        times = self.times(block)
        at = np.searchsorted(self._starts, times, side="right") - 1
        at = np.clip(at, 0, len(self._starts) - 1)
        noise = {stream: white(self._seed, stream, block) for stream in (_DEMAND, _SHAKE, _TREMBLE, _DRAUGHT)}

        speed = self._drive[1](self._drive[0](self._setpoints[at]))
        valve = self._valve(self._valves[at])
        wear = wear_level(times, self._lives)
        hall = ambient(times, self._seed) + 0.25 * self._draught.coloured(noise[_DRAUGHT])

        # Hydraulics by the affinity laws: flow with speed, head with its square, power with its cube. The process
        # opens and closes its consumers; more flow means less head.
        demand = 0.03 * self._demand.coloured(noise[_DEMAND]) + 0.012 * np.sin(2 * np.pi * times / (9.3 * 60e9))
        delivery = speed * valve * (1.0 + demand)
        flow = self._hydraulic(NOMINAL_FLOW * delivery)
        opening = valve * (1.0 + demand)
        head = speed**2 * (1.16 - 0.16 * opening**2)
        pressure = self._discharge(_STATIC_PRESSURE + _HEAD * head)

        power = speed**3 * (0.45 + 0.55 * opening)
        before = speed[0] if self._speed_before is None else self._speed_before
        acceleration = np.diff(speed, prepend=before) / self._seconds
        self._speed_before = float(speed[-1])
        magnetising = _IDLE_CURRENT * np.minimum(speed / 0.15, 1.0)
        current = self._electric(magnetising + _LOAD_CURRENT * power + 420.0 * np.maximum(acceleration, 0) * speed)

        share = current / (_IDLE_CURRENT + _LOAD_CURRENT)
        winding = self._winding(hall + 58.0 * np.maximum(share, 0) ** 1.6)
        friction = 29.0 * np.maximum(speed, 0) ** 1.4 + 27.0 * wear * speed
        bearing = self._bearing(hall + 0.14 * (winding - hall) + friction)

        columns = [*self._vibration(speed, delivery, wear, noise), bearing, winding, pressure, current]
        columns += [NOMINAL_SPEED * speed, flow]
        # A drive at rest is quiet: no encoder jitter, no ripple, and a flow meter that cuts off low flow.
        alive = np.minimum(np.abs(speed) / 0.1, 1.0)
        for index, sensor in enumerate(SENSORS):
            noisy = sensor.noise * white(self._seed, _SENSOR + index, block)
            columns[index] = columns[index] + (noisy * alive if sensor.name in _QUIET_AT_REST else noisy)
        columns[-1] = np.where(columns[-1] < 2.5, 0.0, columns[-1])
        return columns

    def _vibration(
        self, speed: Floats, delivery: Floats, wear: Floats, noise: dict[int, Floats]
    ) -> tuple[Floats, Floats]:
        """Vibration velocity of drive end and non-drive end in mm/s: RMS, or the waveform at fast sampling."""
        critical = 1.0 + 1.5 * np.exp(-(((speed - 0.37) / 0.05) ** 2))
        slow = 1.0 + 0.06 * self._shake.coloured(noise[_SHAKE])
        part_load = 0.35 * speed * np.maximum(speed - delivery, 0)
        turning = np.minimum(speed / 0.05, 1.0)
        drive_end = 0.05 + turning * slow * (0.22 + 1.95 * speed**2 * critical + part_load + 5.6 * wear * speed)
        other_end = 0.04 + turning * slow * (0.16 + 1.05 * speed**2 * critical + part_load + 1.5 * wear * speed)
        if self.waveform:
            return self._waves(speed, drive_end, other_end, wear, noise)
        rough = noise[_TREMBLE]
        drive_end = drive_end * (1.0 + (0.055 + 0.05 * wear) * rough)
        # The ends share the shaft, so they share part of its roughness.
        other = 0.5 * rough + 0.866 * noise[_SHAKE]
        return np.abs(drive_end), np.abs(other_end * (1.0 + 0.06 * other))

    def _waves(
        self, speed: Floats, drive_end: Floats, other_end: Floats, wear: Floats, noise: dict[int, Floats]
    ) -> tuple[Floats, Floats]:
        """Velocity waveforms with the given RMS: shaft orders, six vanes, and knocks of a damaged outer race."""
        turns = self._angle + np.cumsum(speed * (NOMINAL_SPEED / 60.0 * self._seconds))
        self._angle = float(turns[-1])
        angle = 2 * np.pi * turns

        def orders(shift: float) -> Floats:
            a = angle + shift
            return 1.15 * np.sin(a) + 0.45 * np.sin(2 * a + 0.7) + 0.5 * np.sin(6 * a + 1.9)

        knocks = np.maximum(np.cos(3.57 * angle), 0) ** 24
        hiss = noise[_TREMBLE]
        first = drive_end * (orders(0.0) + 0.28 * hiss + wear * knocks * 5.0 * hiss)
        second = other_end * (orders(2.6) + 0.3 * noise[_SHAKE])
        return first, second
