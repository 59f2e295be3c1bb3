"""Tiles over HTTP: what a browser caches for ever, and what it is told when there is none."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from telemetry_project import Machine, rows

from faultmark.actions.read_view import read_view


@pytest.fixture
def series(machine: Machine, ready: Any) -> tuple[int, str]:
    task = machine.task_with(rows(3000))
    return task, ready(task)


def view(machine: Machine, series: tuple[int, str], query: str, **headers: str) -> Any:
    return machine.client.get(f"/faultmark/api/tasks/{series[0]}/series/{series[1]}/view?{query}", **headers)


QUERY = "channels=0,1&start=0&end=3000&width=100"


def test_a_tile_is_what_the_store_holds_and_may_be_kept_for_ever(machine: Machine, series: tuple[int, str]) -> None:
    from faultmark.web.series_store import series_store

    answer = view(machine, series, QUERY)
    assert answer.status_code == 200
    assert answer.content == read_view(series_store(), series[1], [0, 1], 0, 3000, 100)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert set(answer.headers["Vary"].split(", ")) >= {"Cookie", "Authorization"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_tile_that_the_client_has_is_not_sent_again(machine: Machine, series: tuple[int, str]) -> None:
    tag = view(machine, series, QUERY).headers["ETag"]
    again = view(machine, series, QUERY, HTTP_IF_NONE_MATCH=f'"other", {tag}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    other = view(machine, series, QUERY.replace("end=3000", "end=2999"), HTTP_IF_NONE_MATCH=tag)
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "channels"),
        ("channels=0&start=0&end=10", "width"),
        ("channels=0&start=0&end=10&width=ten", "ten"),
        ("channels=0&start=10&end=10&width=5", "end after"),
        ("channels=7&start=0&end=10&width=5", "channel 7"),
        ("channels=-1&start=0&end=10&width=5", "channel -1"),
        ("channels=&start=0&end=10&width=5", "base 10"),
        ("channels=0&start=0&end=10&width=0", "pixels wide"),
        ("channels=0&start=0&end=10&width=1000000", "pixels wide"),
        (f"channels=0&start=0&end={10**30}&width=5", "view must end"),
        (f"channels={','.join('0' * 65)}&start=0&end=10&width=5", "65"),
    ],
)
def test_a_view_that_cannot_be_is_refused_in_a_sentence(
    machine: Machine, series: tuple[int, str], query: str, said: str
) -> None:
    answer = view(machine, series, query)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "series.view.invalid"
    assert said.lower() in answer.json()["detail"].lower()
    assert answer.headers.get("Cache-Control") != "private, max-age=31536000, immutable"


def test_a_series_that_was_cleared_away_is_missing_and_comes_back(
    machine: Machine, series: tuple[int, str], ready: Any
) -> None:
    from faultmark.web.series_store import series_store

    series_store().remove(series[1])
    assert view(machine, series, QUERY).status_code == 404
    assert view(machine, series, QUERY).json()["error"]["code"] == "series.missing"
    assert machine.workbench(series[0])["series"]["state"] == "queued"
    ready(series[0])
    assert view(machine, series, QUERY).status_code == 200


def test_a_folder_that_vanished_under_an_open_series_is_missing_too(machine: Machine, ready: Any) -> None:
    from faultmark.web.series_store import series_store

    # A content of its own: what another test looked at before could still be shown.
    task = machine.task_with(rows(3001))
    series = task, ready(task)
    shutil.rmtree(series_store().path(series[1]))
    answer = view(machine, series, QUERY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "series.missing")
    assert machine.workbench(task)["series"]["state"] == "queued"


def test_a_series_whose_folder_is_damaged_is_read_again(machine: Machine, series: tuple[int, str], ready: Any) -> None:
    from faultmark.web.series_store import series_store

    store = series_store()
    (store.path(series[1]) / "meta.json").write_text('{"version": 1, "axis":')
    store._renew()
    assert view(machine, series, QUERY).status_code == 404
    assert machine.workbench(series[0])["series"]["state"] == "queued"
    ready(series[0])
    assert machine.workbench(series[0])["series"]["state"] == "ready"
    assert view(machine, series, QUERY).status_code == 200
