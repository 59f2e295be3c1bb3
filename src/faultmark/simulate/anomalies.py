"""Typed anomalies: what can go wrong, how it shows in which channels, and its exact effect sample by sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from faultmark.simulate.noise import generator
from faultmark.simulate.sensors import SENSORS, sensor_index

__all__ = ["CLASSES", "MODES", "Anomaly", "AnomalyWriter", "FailureMode"]

CLASSES: tuple[str, ...] = (
    "drift",
    "drop",
    "level shift",
    "spike",
    "variance change",
    "oscillation",
    "flatline",
    "dropout",
)

Floats = npt.NDArray[np.float64]
_NOISE_STREAM = 301
_WAVE_RMS = 2.0
"""mm/s at full load; turns an amplitude in RMS into a factor on a waveform."""


@dataclass(frozen=True, slots=True)
class FailureMode:
    """A cause with its signature.

    ``effects`` maps channels to amplitudes in units of :attr:`Sensor.swing` at severity 3; an empty mapping means one
    channel chosen at random. ``seconds`` is the range of durations in a run of a day. ``running`` says that the mode
    needs a pump at steady duty to show. ``task`` is what the work order says, if the mode leads to one.
    """

    name: str
    kind: str
    effects: Mapping[str, float]
    seconds: tuple[float, float]
    note: str
    running: bool = True
    weight: float = 1.0
    task: str | None = None

    @property
    def thermal(self) -> bool:
        """Whether it heats metal, which no run of minutes can show."""
        return "bearing_temp_de" in self.effects or "winding_temp" in self.effects


MODES: tuple[FailureMode, ...] = (
    FailureMode(
        "lubrication lost",
        "drift",
        {"bearing_temp_de": 2.4, "vibration_de": 1.1, "motor_current": 0.25},
        (3000, 9000),
        "Grease line blocked; temperature and vibration of the drive end climb together until it is regreased.",
        weight=1.4,
        task="Regrease DE bearing, clear grease line",
    ),
    FailureMode(
        "strainer clogging",
        "drift",
        {"flow": -1.6, "discharge_pressure": -0.9, "motor_current": -0.8},
        (2400, 8000),
        "Suction strainer fills slowly; delivery falls until it is flushed.",
        task="Flush suction strainer",
    ),
    FailureMode(
        "winding fan blocked",
        "drift",
        {"winding_temp": 2.2},
        (3600, 9000),
        "Cooling air of the motor obstructed.",
        weight=0.8,
        task="Clean motor fan cowl",
    ),
    FailureMode(
        "air ingestion",
        "drop",
        {"flow": -2.6, "discharge_pressure": -2.8, "motor_current": -2.2, "vibration_nde": 0.9},
        (15, 180),
        "Air drawn in at the suction; delivery collapses for a moment.",
        weight=1.6,
    ),
    FailureMode(
        "supply sag",
        "drop",
        {"speed": -2.2, "flow": -1.5, "discharge_pressure": -1.6, "motor_current": -1.4},
        (8, 60),
        "Mains voltage sagged; the drive rode through at lower speed.",
    ),
    FailureMode(
        "valve left throttled",
        "level shift",
        {"flow": -1.7, "discharge_pressure": 1.1, "motor_current": -0.8},
        (1200, 6000),
        "Discharge valve not fully reopened after a round.",
        weight=1.2,
        task="Reopen discharge valve, brief the shift",
    ),
    FailureMode(
        "coupling misaligned",
        "level shift",
        {"vibration_de": 0.9, "vibration_nde": 0.8},
        (1800, 7200),
        "Shaft alignment moved with pipe strain and settled again.",
        task="Check coupling alignment",
    ),
    FailureMode(
        "transmitter offset",
        "level shift",
        {},
        (900, 4000),
        "Zero of one transmitter moved.",
        weight=0.8,
        task="Recalibrate transmitter",
    ),
    FailureMode(
        "debris through impeller",
        "spike",
        {"vibration_de": 4.2, "vibration_nde": 3.0, "motor_current": 1.6},
        (0, 0),
        "One knock, gone at the next sample.",
        weight=1.6,
    ),
    FailureMode("switching surge", "spike", {"motor_current": 3.4}, (0, 0), "A neighbour switched on the same bus."),
    FailureMode(
        "pressure hammer",
        "spike",
        {"discharge_pressure": 3.2, "flow": -1.8},
        (0, 0),
        "A fast valve closed downstream.",
    ),
    FailureMode(
        "cavitation",
        "variance change",
        {"discharge_pressure": 0.42, "vibration_de": 0.4, "vibration_nde": 0.5, "flow": 0.35},
        (300, 2400),
        "Suction pressure too low; crackling noise heard.",
        weight=1.5,
        task="Raise basin level, inspect impeller at next stop",
    ),
    FailureMode(
        "loose cable",
        "variance change",
        {},
        (200, 1800),
        "One signal turned noisy; terminal found loose.",
        weight=0.8,
        task="Retighten transmitter terminals",
    ),
    FailureMode(
        "drive hunting",
        "oscillation",
        {"speed": 0.75, "flow": 0.8, "discharge_pressure": 0.75, "motor_current": 0.8},
        (400, 2400),
        "Speed controller oscillates; gain set too high.",
        weight=1.2,
        task="Retune speed controller",
    ),
    FailureMode("transmitter frozen", "flatline", {}, (300, 2400), "Value stuck; the loop kept its last reading."),
    FailureMode("signal lost", "dropout", {}, (20, 900), "No values from one transmitter.", running=False, weight=1.2),
    FailureMode(
        "logger offline",
        "dropout",
        dict.fromkeys(("vibration_de", "vibration_nde", "bearing_temp_de", "winding_temp"), 1.0),
        (30, 600),
        "The vibration and temperature card restarted.",
        running=False,
        weight=0.6,
    ),
)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One anomaly with exact bounds.

    ``first`` and ``last`` are sample indices, both inside; an instant has ``first == last``. ``effects`` maps channel
    names to amplitudes in the channel's own units. ``number`` tells anomalies of a run apart.
    """

    number: int
    kind: str
    mode: str
    first: int
    last: int
    severity: int
    effects: Mapping[str, float]
    note: str = ""
    period: int = 0
    sign: int = 1

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels that show it, in file order."""
        return tuple(sensor.name for sensor in SENSORS if sensor.name in self.effects)


def _shape(anomaly: Anomaly, a: int, b: int) -> Floats:
    """Deterministic course of the anomaly at samples ``[a, b)`` of the run, relative to its amplitude."""
    i = np.arange(a - anomaly.first, b - anomaly.first, dtype=np.float64)
    length = anomaly.last - anomaly.first + 1
    if anomaly.kind == "drift":
        # Up in a straight line, back within the last sixth: somebody mended it.
        up = max(1, round(length * 5 / 6))
        back = max(1, length - up)
        falling = 0.5 + 0.5 * np.cos(np.pi * np.clip((i - up + 1) / (back + 1), 0, 1))
        return np.where(i < up, (i + 1) / up, falling)
    if anomaly.kind == "drop":
        # Down at once, and a little of the way back up while it lasts.
        return 1.0 - 0.35 * i / length
    if anomaly.kind == "oscillation":
        return np.sin(2 * np.pi * (i + 1) / (anomaly.period + 0.5))
    return np.ones(b - a)


@dataclass(slots=True)
class AnomalyWriter:
    """Applies the anomalies of a run to its blocks, in order.

    Offsets go onto the physics before a sensor digitises it; a frozen or silent transmitter replaces what the sensor
    delivered.
    """

    seed: int
    anomalies: tuple[Anomaly, ...]
    waveform: bool = False
    _held: dict[tuple[int, str], float] = field(default_factory=dict)

    def _inside(self, start: int, size: int) -> list[Anomaly]:
        return [a for a in self.anomalies if a.first < start + size and a.last >= start]

    def disturb(self, start: int, columns: list[Floats]) -> None:
        """Add the offsets of a block whose first sample is ``start``; each column has shape ``(n,)``, in place."""
        size = len(columns[0])
        for anomaly in self._inside(start, size):
            if anomaly.kind in ("flatline", "dropout"):
                continue
            a, b = max(anomaly.first, start), min(anomaly.last + 1, start + size)
            for name, amplitude in anomaly.effects.items():
                index = sensor_index(name)
                if anomaly.kind == "variance change":
                    # one generator per anomaly, channel and block keeps blocks independent of each other
                    rng = generator(self.seed, _NOISE_STREAM, anomaly.number, index, start)
                    course = rng.standard_normal(b - a)
                else:
                    course = _shape(anomaly, a, b)
                stretch = columns[index][a - start : b - start]
                if self.waveform and SENSORS[index].units == "mm/s" and anomaly.kind != "spike":
                    # a waveform swings harder; it does not move off zero
                    stretch *= 1.0 + amplitude / _WAVE_RMS * np.abs(course)
                else:
                    stretch += amplitude * anomaly.sign * course

    def silence(self, start: int, columns: list[Floats]) -> None:
        """Freeze or remove digitised values of the block at ``start``, in place. Missing values are NaN."""
        size = len(columns[0])
        for anomaly in self._inside(start, size):
            if anomaly.kind not in ("flatline", "dropout"):
                continue
            a, b = max(anomaly.first, start), min(anomaly.last + 1, start + size)
            for name in anomaly.effects:
                column = columns[sensor_index(name)]
                if anomaly.kind == "dropout":
                    column[a - start : b - start] = np.nan
                else:
                    value = self._held.setdefault((anomaly.number, name), float(column[a - start]))
                    column[a - start : b - start] = value
