"""A slow rise that a trip ends, on a machine whose duty changes all the time."""

from __future__ import annotations

import numpy as np
import pytest

from faultmark.detect import Series
from faultmark.detect.run_drift import RunDriftDetector
from faultmark.simulate import Scenario, Simulation

VIBRATION = {"vibration_de", "vibration_nde"}


def half_a_day(seed: int, wear: str) -> tuple[Series, Simulation]:
    simulation = Simulation(Scenario(43_200, seed=seed, wear=wear, anomalies=8))
    blocks = list(simulation.blocks())
    columns = {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns}
    return Series.of(columns), simulation


@pytest.mark.parametrize("seed", [400, 401, 402])
def test_the_vibration_that_rises_until_the_pump_trips_is_found_to_the_trip(seed: int) -> None:
    series, simulation = half_a_day(seed, "fail")
    (wear,) = [event for event in simulation.events() if event.mode == "bearing wear"]
    found = [p for p in RunDriftDetector().detect(series) if "vibration_de" in p.channels]
    last = found[-1]
    assert last.label == "drift"
    assert wear.first <= last.start
    assert abs(last.end - wear.last) <= 60
    assert last.confidence >= 0.5


@pytest.mark.parametrize("seed", [400, 401, 402])
def test_a_pump_that_is_well_is_not_said_to_wear_whatever_its_duty(seed: int) -> None:
    series, _ = half_a_day(seed, "none")
    assert not [p for p in RunDriftDetector().detect(series) if set(p.channels) & VIBRATION]


def test_what_settles_after_a_start_and_what_has_no_change_of_duty_is_no_drift() -> None:
    rng = np.random.default_rng(3)
    time = np.arange(12_000)
    running = (time % 6000) > 1500
    since = np.where(running, time % 6000 - 1500, 0)
    warm = 60 * (1 - np.exp(-since / 1200)) * running
    channels = {name: 100 * running + rng.normal(0, 1, time.size) for name in ("speed", "current", "flow")}
    assert RunDriftDetector().detect(Series.of({**channels, "temperature": warm + rng.normal(0, 0.1, time.size)})) == ()
    wandering = {name: np.cumsum(rng.normal(0, 0.1, time.size)) for name in ("a", "b", "c", "d")}
    assert RunDriftDetector().detect(Series.of(wandering)) == ()
