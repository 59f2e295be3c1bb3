"""A machine that stops is not a fault; a sensor that fails is one, running or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from faultmark.detect import Series, composition
from faultmark.machine.events import Event
from faultmark.machine.idle import idle_times

SIZE = 6000
STOP = (2500, 3600)


def pump(seed: int = 1) -> dict[str, np.ndarray]:
    """Four channels of a pump that stops for a while: flow, current and vibration go to nothing, temperature falls."""
    rng = np.random.default_rng(seed)
    runs = np.ones(SIZE)
    runs[slice(*STOP)] = 0
    warm = np.convolve(runs, np.ones(80) / 80, "same")
    return {
        "flow": np.round(runs * (200 + rng.normal(0, 2, SIZE)), 1),
        "current": np.round(runs * (80 + rng.normal(0, 1, SIZE)), 1),
        "vibration": np.round(0.05 + runs * np.abs(2 + rng.normal(0, 0.3, SIZE)), 2),
        "temperature": np.round(20 + 40 * warm + rng.normal(0, 0.2, SIZE), 1),
    }


def found(series: Series, least: float = 0.5) -> list[tuple[str, tuple[str, ...], int, int]]:
    said = composition(least=least).run(series).proposals
    return [(p.label, p.channels, *series.samples_of(p)) for p in said if p.label in ("flatline", "dropout")]


def test_a_stop_in_most_channels_is_no_fault() -> None:
    values = pump()
    assert found(Series.of({"flow": values["flow"]})), "alone, a flow of nothing looks like a fault"
    assert found(Series.of(values)) == []


def test_one_channel_that_stands_at_nothing_while_the_others_run_is_a_fault() -> None:
    values = pump()
    values["flow"][4500:4700] = 0
    assert any("flow" in names and a < 4600 < b for _, names, a, b in found(Series.of(values)))


def test_a_sensor_that_is_stuck_at_a_running_value_through_the_stop_is_a_fault() -> None:
    values = pump()
    values["current"][2300:3600] = values["current"][2300]
    assert any("current" in names and a < 2600 < b for _, names, a, b in found(Series.of(values)))


def test_missing_values_during_a_stop_stay_a_dropout() -> None:
    values = pump()
    values["temperature"][2900:3000] = np.nan
    assert any("temperature" in names and (a, b) == (2900, 3000) for _, names, a, b in found(Series.of(values)))


def test_what_the_events_say_counts_for_a_single_channel() -> None:
    alone = Series.of({"flow": pump()["flow"]})
    told = replace(alone, idle=((STOP[0], STOP[1] - 1),))
    assert found(alone)
    assert found(told) == []


@pytest.mark.parametrize("name", ["standby", "Stand-by", "pump stopped", "idle", "OFF", "Shutdown", "maintenance"])
def test_regimes_that_do_not_run_are_known_by_their_names(name: str) -> None:
    events = [Event("1", "regime", name, 10), Event("2", "regime", "duty 60 %", 20), Event("3", "regime", name, 30)]
    assert idle_times(events, 99) == ((10, 19), (30, 99))


@pytest.mark.parametrize("name", ["duty 100 %", "start-up", "take-off", "offline test run", "non-stop", "office load"])
def test_other_regimes_run(name: str) -> None:
    assert idle_times([Event("1", "regime", name, 10, 20)], 99) == ()


def test_maintenance_with_an_end_counts_and_an_alarm_does_not() -> None:
    events = [Event("1", "maintenance", "seal", 10, 20), Event("2", "alarm", "stop", 30, 40)]
    assert idle_times(events, 99) == ((10, 20),)
