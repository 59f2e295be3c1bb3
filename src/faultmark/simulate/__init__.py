"""A seeded simulator of a machine: channels, wear, typed and exactly bounded anomalies, work orders.

numpy alone until something is written: :mod:`faultmark.simulate.writers` needs pyarrow.
"""

from faultmark.simulate.anomalies import CLASSES, Anomaly
from faultmark.simulate.records import MachineCard, TrueEvent
from faultmark.simulate.sensors import SENSORS, Sensor
from faultmark.simulate.simulation import Block, Scenario, Simulation

__all__ = ["CLASSES", "SENSORS", "Anomaly", "Block", "MachineCard", "Scenario", "Sensor", "Simulation", "TrueEvent"]
