"""A run is the same for everyone, its physics hangs together, and its ground truth is exact."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools

import numpy as np
import pytest

from faultmark.errors import ConfigError
from faultmark.simulate import CLASSES, SENSORS, Scenario, Simulation
from faultmark.simulate.duty import SECOND

DAY = 86_400
MONDAY = Scenario(1).start


def columns(simulation: Simulation) -> dict[str, np.ndarray]:
    blocks = list(simulation.blocks())
    return {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns}


def ticks(simulation: Simulation) -> np.ndarray:
    return np.concatenate([block.ticks for block in simulation.blocks()])


@pytest.fixture(scope="module")
def day() -> Simulation:
    return Simulation(Scenario(DAY, seed=7, anomalies=14))


@pytest.fixture(scope="module")
def values(day: Simulation) -> dict[str, np.ndarray]:
    return columns(day)


@pytest.fixture(scope="module")
def healthy() -> dict[str, np.ndarray]:
    """The same day with nothing going wrong."""
    return columns(Simulation(Scenario(DAY, seed=7, anomalies=0)))


def test_a_seed_means_the_same_values_everywhere() -> None:
    """Changing this digest changes every published benchmark and every demo: do it knowingly."""
    run = Simulation(Scenario(70_000, seed=42, anomalies=9))
    digest = hashlib.sha256()
    for sensor, column in zip(SENSORS, columns(run).values(), strict=True):
        counts = np.where(np.isnan(column), -(10**6), np.rint(column * 10**sensor.decimals)).astype("<i8")
        digest.update(counts.tobytes())
    assert digest.hexdigest() == "cd31f5b34e21ea3acf49812066bb84af08e93412a0ecabf81a55682aa766c1fb"


def test_another_seed_is_another_machine(values: dict[str, np.ndarray]) -> None:
    other = columns(Simulation(Scenario(DAY, seed=8, anomalies=14)))
    assert not np.array_equal(values["flow"], other["flow"])


def test_blocks_can_be_taken_twice_and_a_longer_run_starts_the_same(values: dict[str, np.ndarray]) -> None:
    run = Simulation(Scenario(DAY, seed=7, anomalies=0))
    first, again = columns(run), columns(run)
    longer = columns(Simulation(Scenario(DAY + 70_000, seed=7, anomalies=0)))
    for name in values:
        np.testing.assert_array_equal(first[name], again[name])
        np.testing.assert_array_equal(first[name], longer[name][:DAY])


@pytest.mark.parametrize("size", [1, 2, 65_535, 65_536, 65_537, 131_072])
def test_any_length_is_kept(size: int) -> None:
    run = Simulation(Scenario(size, anomalies=0))
    assert [len(x) for x in columns(run).values()] == [size] * 8
    at = ticks(run)
    assert at[0] == MONDAY
    assert np.all(np.diff(at) == SECOND)


def test_a_billion_samples_are_planned_at_once_and_come_in_blocks() -> None:
    run = Simulation(Scenario(10**9, step=1_000_000, axis="seconds"))
    block = next(run.blocks())
    assert len(block.ticks) == 65_536
    assert run.tick(10**9 - 1) == 10**9 - 1
    assert run.decimals == 3


# --- the ground truth ---------------------------------------------------------------------------------------------


def test_outside_its_anomalies_the_day_is_the_healthy_day(
    day: Simulation, values: dict[str, np.ndarray], healthy: dict[str, np.ndarray]
) -> None:
    expected = {name: np.zeros(DAY, dtype=bool) for name in values}
    for event in day.events():
        for name in event.channels:
            expected[name][event.first : event.last + 1] = True
    for name, column in values.items():
        same = (column == healthy[name]) | (np.isnan(column) & np.isnan(healthy[name]))
        assert np.all(same | expected[name]), name


def test_every_anomaly_begins_and_ends_where_it_says(
    day: Simulation, values: dict[str, np.ndarray], healthy: dict[str, np.ndarray]
) -> None:
    assert len(day.events()) == 14
    for event in day.events():
        assert 0 <= event.first <= event.last < DAY
        for name in event.channels:
            inside = slice(event.first, event.last + 1)
            changed = values[name][inside] != healthy[name][inside]
            if event.kind in ("level shift", "dropout", "spike", "drop"):
                # sharp at both ends; a saturated or silent sensor cannot go further, a running one can
                assert changed[0], event
                assert changed[-1], event
            assert changed.any(), event


def test_all_classes_occur_and_instants_are_single_samples(day: Simulation) -> None:
    events = day.events()
    assert {event.kind for event in events} == set(CLASSES)
    for event in events:
        assert (event.first == event.last) == (event.kind == "spike") or event.kind == "dropout"
        assert 1 <= event.severity <= 5
        assert event.channels
        assert event.start == MONDAY + event.first * SECOND


def test_dropouts_are_missing_and_flatlines_do_not_move(day: Simulation, values: dict[str, np.ndarray]) -> None:
    for event in day.events():
        for name in event.channels:
            stretch = values[name][event.first : event.last + 1]
            if event.kind == "dropout":
                assert np.isnan(stretch).all()
            else:
                assert not np.isnan(stretch).any()
            if event.kind == "flatline":
                assert len(np.unique(stretch)) == 1


def test_a_flatline_over_many_blocks_holds_one_value() -> None:
    """Its first block fixes the value for all that follow."""
    run = Simulation(Scenario(600_000, seed=15, step=SECOND // 50, start=MONDAY + 8 * 3600 * SECOND, anomalies=12))
    long = [e for e in run.events() if e.kind == "flatline" and e.first // 65_536 != e.last // 65_536]
    assert long, "choose a seed with a flatline across a block boundary"
    data = columns(run)
    for event in long:
        assert len(np.unique(data[event.channels[0]][event.first : event.last + 1])) == 1


# --- the machine --------------------------------------------------------------------------------------------------


def test_affinity_laws_between_full_load_and_part_load(healthy: dict[str, np.ndarray]) -> None:
    settled = {}
    for rpm in (1480, 888):
        near = np.abs(healthy["speed"] - rpm) < 4
        settled[rpm] = {name: np.median(column[near]) for name, column in healthy.items()}
    full, part = settled[1480], settled[888]
    assert part["flow"] / full["flow"] == pytest.approx(0.6, abs=0.04)
    static = healthy["discharge_pressure"][healthy["speed"] < 5].mean()
    assert (part["discharge_pressure"] - static) / (full["discharge_pressure"] - static) == pytest.approx(
        0.36, abs=0.03
    )
    idle = 6.5
    assert (part["motor_current"] - idle) / (full["motor_current"] - idle) == pytest.approx(0.216, abs=0.03)
    assert part["vibration_de"] < 0.6 * full["vibration_de"]


def test_a_standing_pump_delivers_nothing(healthy: dict[str, np.ndarray]) -> None:
    rest = healthy["speed"] == 0
    assert rest.any()
    assert healthy["flow"][rest].max() == 0
    assert healthy["vibration_de"][rest].max() < 0.2
    assert healthy["motor_current"][rest].max() < 2


def test_heat_lags_behind_load(healthy: dict[str, np.ndarray]) -> None:
    """Half an hour after the load came, the metal is still warming up."""
    start = int(np.argmax(healthy["speed"] > 1470))
    early, later, late = (healthy["bearing_temp_de"][start + s] for s in (0, 1800, 3 * 3600))
    assert early + 8 < later < late - 4
    assert np.abs(np.diff(healthy["bearing_temp_de"])).max() < 1.0


@pytest.mark.parametrize("sensor", SENSORS, ids=lambda sensor: sensor.name)
def test_sensors_have_a_resolution_and_a_span(sensor, values: dict[str, np.ndarray]) -> None:
    column = values[sensor.name][~np.isnan(values[sensor.name])]
    counts = column * 10**sensor.decimals
    np.testing.assert_allclose(counts, np.rint(counts), atol=1e-6)
    assert column.min() >= sensor.low
    assert column.max() <= sensor.high
    assert all(len(repr(float(x)).split(".")[1]) <= max(sensor.decimals, 1) for x in column[:500])


def test_a_worn_bearing_announces_itself_trips_and_is_repaired() -> None:
    run = Simulation(Scenario(DAY, seed=11, start=MONDAY + 4 * DAY * SECOND, anomalies=0, wear="fail"))
    data = columns(run)
    (wear,) = [event for event in run.events() if event.mode == "bearing wear"]
    loaded = np.flatnonzero(data["speed"] > 1470)
    before = data["vibration_de"][loaded[loaded < wear.first][-2000:]].mean()
    at_end = data["vibration_de"][wear.last - 300 : wear.last].mean()
    assert at_end > 2.5 * before
    assert data["speed"][wear.last] > 1400
    assert data["speed"][wear.last + 300] == 0
    lane = run.event_lane()
    assert any(alarm["message"] == "vibration DE high" for alarm in lane["alarms"])
    (trip,) = [alarm["time"] for alarm in lane["alarms"] if alarm["level"] == "trip"]
    assert trip == "2026-03-06T16:48:00Z"
    assert [alarm["time"] for alarm in lane["alarms"]] == sorted(alarm["time"] for alarm in lane["alarms"])
    (repair,) = [order for order in lane["work_orders"] if order["title"].startswith("Replace DE bearing")]
    back = int((np.datetime64(repair["done"][:-1]) - np.datetime64("2026-03-06T00:00:00")) / np.timedelta64(1, "s"))
    again = data["vibration_de"][back + 1800 : back + 3600]
    assert again.max() < before


def test_fast_sampling_carries_the_waveform() -> None:
    duty = ((0.0, "duty 100 %", 1.0),)
    run = Simulation(Scenario(32_768, step=1_000_000, axis="seconds", duty=duty, anomalies=0))
    wave = columns(run)["vibration_de"]
    assert abs(wave.mean()) < 0.1
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    peak = np.argmax(spectrum[10:]) + 10
    assert peak / 32.768 == pytest.approx(1480 / 60, abs=0.1), "the shaft's order is the strongest line"


# --- what people wrote down ---------------------------------------------------------------------------------------


def test_regimes_cover_the_run_without_overlap(day: Simulation) -> None:
    regimes = day.event_lane()["regimes"]
    assert regimes[0]["start"] == "2026-03-02T00:00:00Z"
    assert regimes[-1]["end"] == "2026-03-02T23:59:59Z"
    for before, after in itertools.pairwise(regimes):
        assert before["end"] == after["start"]
        assert before["name"] != after["name"]


def test_metadata_does_not_give_the_answers_away(day: Simulation) -> None:
    list(day.blocks())
    text = repr(day.metadata())
    for event in day.events():
        assert event.note not in text
        assert event.mode not in text
    assert {"machine_id", "plant", "line", "model", "installed", "maintenance_history"} <= set(day.metadata())


@pytest.mark.parametrize(("name", "value"), [("samples", 0), ("seed", -1), ("step", 0), ("anomalies", -3)])
def test_impossible_scenarios_say_what_is_possible(name: str, value: int) -> None:
    with pytest.raises(ConfigError) as caught:
        dataclasses.replace(Scenario(10), **{name: value})
    assert caught.value.code == f"simulate.{name}"
    assert caught.value.expected
