"""The sensors of the pump: what a transmitter adds to the physics before a value reaches the historian."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["SENSORS", "SENSOR_NAMES", "WAVE_SENSORS", "Sensor", "sensor_index"]


@dataclass(frozen=True, slots=True)
class Sensor:
    """One measured channel.

    Parameters
    ----------
    name:
        Column name in the files.
    title, units:
        What an engineer calls it, and its unit.
    decimals:
        Resolution as a number of decimal digits: 2 means steps of 0.01 units.
    low, high:
        Span of the transmitter in units; it saturates at both ends.
    noise:
        Standard deviation of the white measurement noise, in units.
    swing:
        What counts as a marked deviation of this channel, in units; anomalies are scaled by it.
    """

    name: str
    title: str
    units: str
    decimals: int
    low: float
    high: float
    noise: float
    swing: float

    def digitise(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Saturate and quantise ``values`` (units) as the transmitter does; shape is kept.

        Dividing whole counts by a power of ten gives the double nearest to the decimal number, so the value is
        written with exactly the sensor's digits.
        """
        scale = 10.0**self.decimals
        counts = np.rint(np.clip(values, self.low, self.high) * scale)
        # -0.0 would be written as "-0"
        return (counts + 0.0) / scale


SENSORS: tuple[Sensor, ...] = (
    Sensor("vibration_de", "vibration DE", "mm/s", 2, 0.0, 25.0, 0.012, 1.1),
    Sensor("vibration_nde", "vibration NDE", "mm/s", 2, 0.0, 25.0, 0.012, 0.7),
    Sensor("bearing_temp_de", "bearing temp DE", "°C", 1, -20.0, 150.0, 0.06, 6.0),
    Sensor("winding_temp", "winding temp", "°C", 1, -20.0, 200.0, 0.08, 9.0),
    Sensor("discharge_pressure", "discharge pressure", "bar", 2, 0.0, 10.0, 0.018, 0.55),
    Sensor("motor_current", "motor current", "A", 1, 0.0, 160.0, 0.35, 9.0),
    Sensor("speed", "speed", "rpm", 0, 0.0, 1800.0, 0.8, 60.0),
    Sensor("flow", "flow", "m³/h", 1, 0.0, 300.0, 0.7, 20.0),
)
"""The eight channels, in file order."""

WAVE_SENSORS: tuple[Sensor, ...] = tuple(
    replace(sensor, low=-sensor.high) if sensor.units == "mm/s" else sensor for sensor in SENSORS
)
"""The same channels at fast sampling, where vibration is a waveform around zero and not an RMS value."""

SENSOR_NAMES: tuple[str, ...] = tuple(sensor.name for sensor in SENSORS)


def sensor_index(name: str) -> int:
    """Position of the channel called ``name``; ``ValueError`` when there is none."""
    return SENSOR_NAMES.index(name)
