"""A user's desk: layout, preferences, and who else has the task open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from telemetry_project import Machine, rows

LAYOUT = {
    "panes": [
        {
            "channels": ["pressure", "temperature"],
            "height": 120,
            "collapsed": False,
            "hidden": False,
            "scale": {"mode": "fixed", "low": 0.0, "high": 9.5},
        },
        {"channels": ["level"], "height": None, "collapsed": True, "hidden": True, "scale": None},
    ],
    "lanes_hidden": ["alarm"],
    "drawers": {"queue": 240, "form": 0},
    "colors": {"level": "#3461c1"},
}


@pytest.fixture
def task(machine: Machine) -> int:
    return machine.task_with(rows(20))


@pytest.fixture
def bea(machine: Machine, make_user: Any, client_for: Any) -> Machine:
    return Machine(client_for(make_user("bea@example.com")), machine.project)


def put_layout(machine: Machine, layout: object) -> Any:
    return machine.ask("PUT", f"/faultmark/api/projects/{machine.project}/layout", {"layout": layout})


def test_a_layout_is_kept_for_its_user_and_project_alone(machine: Machine, bea: Machine, task: int) -> None:
    assert machine.workbench(task)["layout"] is None
    answer = put_layout(machine, LAYOUT)
    assert (answer.status_code, answer.json()) == (200, {"layout": LAYOUT})
    assert machine.workbench(task)["layout"] == LAYOUT
    assert bea.workbench(task)["layout"] is None


def test_null_resets_a_layout(machine: Machine, task: int) -> None:
    put_layout(machine, LAYOUT)
    assert put_layout(machine, None).json() == {"layout": None}
    assert machine.workbench(task)["layout"] is None


@pytest.mark.parametrize(
    "layout",
    [
        {"panes": [{"channels": []}]},
        {"panes": [{"channels": ["a"], "height": -3}]},
        {"panes": [{"channels": ["a"], "scale": {"mode": "fixed"}}]},
        {"panes": [{"channels": ["a"], "scale": {"mode": "auto", "low": 3, "high": 1}}]},
        {"panes": [{"channels": ["a"], "scale": {"mode": "sideways"}}]},
        {"drawers": {"queue": "wide"}},
        {"panes": [{"channels": ["a"]}] * 300},
        [],
        "x",
    ],
)
def test_a_layout_that_cannot_be_is_refused(machine: Machine, layout: object) -> None:
    assert put_layout(machine, layout).status_code == 400


def test_a_layout_larger_than_any_screen_is_refused(machine: Machine) -> None:
    answer = put_layout(machine, {"panes": [{"channels": ["c" * 290] * 10}] * 30})
    assert answer.status_code == 422
    assert "64 kB" in answer.json()["error"]["expected"]


def test_preferences_have_defaults_and_are_kept_everywhere(machine: Machine, bea: Machine, task: int) -> None:
    default = {"keys": {}, "zone": "data", "theme": "system", "flags": {}}
    assert machine.client.get("/faultmark/api/me/preferences").json() == default
    wanted = {"keys": {"accept": ["a", "Enter"]}, "zone": "Europe/Zurich", "theme": "dark", "flags": {"blind": True}}
    assert machine.ask("PUT", "/faultmark/api/me/preferences", wanted).json() == wanted
    assert machine.workbench(task)["preferences"] == wanted
    assert bea.workbench(task)["preferences"] == default


@pytest.mark.parametrize("odd", [{"theme": "pink"}, {"keys": {"accept": "a"}}, {"flags": {"deep": {"x": 1}}}, []])
def test_preferences_that_cannot_be_are_refused(machine: Machine, odd: object) -> None:
    assert machine.ask("PUT", "/faultmark/api/me/preferences", odd).status_code == 400


def tell(machine: Machine, task: int, tab: str, **more: object) -> list[dict[str, Any]]:
    answer = machine.ask("POST", f"/faultmark/api/tasks/{task}/presence", {"tab": tab, **more})
    assert answer.status_code == 200, answer.content
    others: list[dict[str, Any]] = answer.json()["others"]
    return others


def test_the_second_tab_and_the_second_person_are_told(machine: Machine, bea: Machine, task: int) -> None:
    assert tell(machine, task, "tab-1") == []
    assert [(other["name"], other["mine"]) for other in tell(machine, task, "tab-2")] == [("ada@example.com", True)]
    assert [(other["name"], other["mine"]) for other in tell(bea, task, "tab-3")] == [("ada@example.com", False)]
    assert {other["name"] for other in tell(machine, task, "tab-1")} == {"ada@example.com", "bea@example.com"}
    tell(machine, task, "tab-2", leaving=True)
    tell(bea, task, "tab-3", leaving=True)
    assert tell(machine, task, "tab-1") == []


def test_a_report_that_arrives_after_the_leave_does_not_bring_a_page_back(
    machine: Machine, bea: Machine, task: int
) -> None:
    tell(bea, task, "visit-1")
    tell(bea, task, "visit-1", leaving=True)
    tell(bea, task, "visit-1")
    tell(bea, task, "visit-2", leaving=True)
    tell(bea, task, "visit-2")
    assert tell(machine, task, "tab-1") == []
    assert tell(bea, task, "visit-3")
    assert len(tell(machine, task, "tab-1")) == 1


def test_a_tab_that_fell_silent_is_gone(machine: Machine, bea: Machine, task: int) -> None:
    from django.utils import timezone

    from faultmark.web.models import Presence

    tell(machine, task, "tab-1")
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=30))
    assert tell(bea, task, "tab-3") == []
    assert Presence.objects.count() == 1


def test_a_heartbeat_is_no_activity_of_the_user(machine: Machine, ada: Any, task: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(machine, task, "tab-1")
    ends = machine.client.cookies["sessionid"]["expires"]
    with CaptureQueriesContext(connection) as asked:
        tell(machine, task, "tab-1")
    assert not [query["sql"] for query in asked if query["sql"].startswith("UPDATE") and "htx_user" in query["sql"]]
    assert machine.client.cookies["sessionid"]["expires"] == ends


def test_a_stranger_has_no_desk_here(machine: Machine, stranger: Any, client_for: Any, task: int) -> None:
    eve = Machine(client_for(stranger), machine.project)
    nobody = Machine(client_for(None), machine.project)
    for who, status in ((eve, 404), (nobody, 401)):
        assert put_layout(who, LAYOUT).status_code == status
        assert who.client.get(f"/faultmark/api/projects/{machine.project}/layout").status_code == status
        answer = who.ask("POST", f"/faultmark/api/tasks/{task}/presence", {"tab": "tab-9"})
        assert answer.status_code == status
    assert nobody.client.get("/faultmark/api/me/preferences").status_code == 401
    assert nobody.ask("PUT", "/faultmark/api/me/preferences", {}).status_code == 401
