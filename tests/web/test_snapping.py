"""Snapping to the nearest change of a channel, computed from raw samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from telemetry_project import Machine

STEP, SPIKE = 1200, 400


@pytest.fixture(scope="module")
def file() -> str:
    rng = np.random.default_rng(7)
    values = np.round(rng.normal(size=(2000, 2)), 4)
    values[STEP:, 0] += 9
    values[SPIKE, 0] += 60
    lines = [f"{index},{one},{other}" for index, (one, other) in enumerate(values.tolist())]
    return "time,temperature,pressure\n" + "\n".join(lines) + "\n"


@pytest.fixture
def snap(machine: Machine, ingest: Any, file: str) -> Any:
    task = machine.task_with(file)
    series = ingest(task).series_id

    def ask(query: str, client: Any = None, series: str = series) -> Any:
        return (client or machine.client).get(f"/faultmark/api/tasks/{task}/series/{series}/snap?{query}")

    return ask


@pytest.mark.parametrize("at", [STEP - 80, STEP, STEP + 90])
def test_a_boundary_goes_to_the_step_nearby(snap: Any, at: int) -> None:
    change = snap(f"channel=0&at={at}&within=100").json()["change"]
    assert (change["at"], change["kind"]) == (str(STEP), "level")
    assert change["strength"] > 5
    end = snap(f"channel=0&at={at}&within=100&edge=end").json()["change"]
    assert end["at"] == str(STEP - 1), "the end of a region is the last sample of the old"


def test_a_spike_is_what_there_is_where_nothing_else_changes(snap: Any) -> None:
    change = snap(f"channel=0&at={SPIKE + 30}&within=50").json()["change"]
    assert (change["at"], change["kind"]) == (str(SPIKE), "excursion")


@pytest.mark.parametrize(
    "query", ["channel=1&at=1200&within=300", "channel=0&at=800&within=200", "channel=0&at=5&within=0"]
)
def test_where_nothing_changes_nothing_is_said(snap: Any, query: str) -> None:
    assert snap(query).json() == {"change": None}


def test_the_ends_of_the_series_are_no_obstacle(snap: Any) -> None:
    for at in (-(10**15), 0, 1999, 10**15):
        assert snap(f"channel=0&at={at}&within=3").status_code == 200
    assert snap(f"channel=0&at=1000&within={10**18}").json()["change"]["at"] == str(STEP)


@pytest.mark.parametrize(
    "query", ["", "channel=0&at=1", "channel=x&at=1&within=1", "channel=9&at=1&within=1", "channel=0&at=1&within=-1"]
)
def test_what_cannot_be_is_told(snap: Any, query: str) -> None:
    answer = snap(query)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "series.view.invalid"


def test_a_stranger_learns_nothing(snap: Any, stranger: Any, client_for: Any) -> None:
    query = f"channel=0&at={STEP}&within=9"
    assert snap(query, client_for(stranger)).status_code == 404
    assert snap(query, client_for(None)).status_code == 401
    assert snap(query, series="0" * 32).status_code == 404
