"""What is written is what was simulated, in a form every reader takes."""

from __future__ import annotations

import csv
import hashlib
import io
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from faultmark.simulate import Scenario, Simulation
from faultmark.simulate.writers import feed, write_csv, write_parquet


@pytest.fixture(scope="module")
def run() -> Simulation:
    return Simulation(Scenario(70_000, seed=2, anomalies=20))


def test_csv_holds_the_values_with_the_sensors_digits(run: Simulation) -> None:
    out = io.BytesIO()
    seen: list[int] = []
    write_csv(run, out, seen.append)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert len(rows) == 70_000
    assert seen == [65_536, 70_000]
    assert rows[0]["time"] == "2026-03-02 00:00:00"
    assert rows[-1]["time"] == "2026-03-02 19:26:39"
    for name in ("flow", "speed", "winding_temp"):
        expected = np.concatenate([block.columns[name] for block in run.blocks()])
        read = np.array([float(row[name]) if row[name] else np.nan for row in rows])
        np.testing.assert_array_equal(read, expected)
        if name == "speed":
            assert not any("." in row[name] for row in rows)


def test_missing_values_are_empty_cells(run: Simulation) -> None:
    out = io.BytesIO()
    write_csv(run, out)
    lost = next(event for event in run.events() if event.kind == "dropout")
    row = out.getvalue().decode().splitlines()[1 + lost.first]
    header = ["time", *(sensor.name for sensor in run.sensors)]
    assert row.split(",")[header.index(lost.channels[0])] == ""


def test_fast_and_numeric_axes_keep_every_digit() -> None:
    out = io.BytesIO()
    write_csv(Simulation(Scenario(1_002, step=1_000_000, axis="seconds", anomalies=0)), out)
    lines = out.getvalue().decode().splitlines()
    assert [line.split(",")[0] for line in (lines[0], lines[1], lines[2], lines[-1])] == [
        "seconds",
        "0",
        "0.001",
        "1.001",
    ]
    out = io.BytesIO()
    write_csv(Simulation(Scenario(3, step=250_000_000, anomalies=0)), out)
    assert out.getvalue().decode().splitlines()[2].startswith("2026-03-02 00:00:00.250,")


def test_parquet_and_a_sink_receive_the_same(run: Simulation) -> None:
    out = io.BytesIO()
    write_parquet(run, out)
    table = pyarrow.parquet.read_table(io.BytesIO(out.getvalue()))
    assert table.num_rows == 70_000

    class Kept:
        def __init__(self) -> None:
            self.columns: list[list[np.ndarray]] = []

        def append(self, ticks: np.ndarray, columns: list[np.ndarray]) -> None:
            assert all(len(column) == len(ticks) for column in columns)
            self.columns.append(columns)

    kept = Kept()
    feed(run, kept)
    for index, sensor in enumerate(run.sensors):
        fed = np.concatenate([columns[index] for columns in kept.columns])
        np.testing.assert_array_equal(fed, table[sensor.name].to_numpy())


def test_the_real_machine_ships_unchanged_with_its_licence() -> None:
    data = resources.files("faultmark.simulate") / "data"
    content = (data / "machine_temperature_system_failure.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "92bf5b87fc7f9bba8ca0b7ec63ccaac8cb4a1371a258e8c29a10ae9c018d82a4"
    assert "Numenta" in (data / "NAB-LICENSE.txt").read_text()
    assert "Numenta" in (Path(__file__).parents[2] / "NOTICE").read_text()
