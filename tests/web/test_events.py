"""Events and limits of a task, as the Label screen gets them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telemetry_project import Machine, rows

EVENTS = [
    {"kind": "note", "title": "Filter changed", "time": 5, "by": "Ada"},
    {"kind": "work order", "id": "WO 7", "title": "Seal", "start": 3, "end": "9.0"},
]


@pytest.fixture
def shown(machine: Machine, ingest: Any) -> Any:
    """Make a task with this metadata and give what the screen shows of it."""

    def show(**metadata: object) -> Any:
        task = machine.task_with(rows(20), **metadata)
        assert machine.workbench(task)["events"] == [], "before the file is read no time can be placed"
        ingest(task)
        return machine.workbench(task)

    return show


ALARM = {"time": 4, "message": "vibration high", "channel": "pressure", "level": "Warning", "value": 4.6}


def test_events_come_by_time_with_everything_that_they_say(shown: Any) -> None:
    bench = shown(events=EVENTS, alarms=[ALARM])
    order, alarm, note = bench["events"]
    nothing = {"end": None, "severity": None, "channel": None, "detail": ""}
    assert order == {**nothing, "id": "WO 7", "kind": "work_order", "title": "Seal", "start": "3", "end": "9"}
    assert alarm == {
        "id": "alarm#2",
        "kind": "alarm",
        "title": "vibration high",
        "start": "4",
        "end": None,
        "severity": "warning",
        "channel": "pressure",
        "detail": "value 4.6",
    }
    assert note == {
        **nothing,
        "id": "note#3",
        "kind": "note",
        "title": "Filter changed",
        "start": "5",
        "detail": "by Ada",
    }
    assert bench["notices"] == []


def test_an_entry_that_cannot_be_read_is_named_and_the_rest_is_shown(shown: Any) -> None:
    bench = shown(
        work_orders=[{"id": "WO 1", "time": "yesterday"}, {"id": "WO 2", "time": 3}, "WO 3", {"id": "WO 4"}],
        regimes=[{"name": "idle", "start": 9, "end": 2}],
        alarms={"time": 3},
    )
    assert [event["id"] for event in bench["events"]] == ["WO 2"]
    said = " ".join(notice["message"] for notice in bench["notices"])
    for part in ("Entry 1 of work_orders (WO 1)", "'yesterday'", "Entry 3 of work_orders is a text", "WO 4", "no time"):
        assert part in said
    assert "idle" in said
    assert "before it starts" in said
    assert "alarms is neither a list nor a CSV table" in said


def test_a_table_may_stand_in_the_data_or_in_a_file(machine: Machine, ingest: Any) -> None:
    table = "kind;title;start;end;severity\nregime;full load;0;10;\nalarm;trip;12;;high\nalarm;;x;;\n"
    file = machine.upload("events.csv", table.replace(";", ","))
    for value in (table, file):
        task = machine.task_with(rows(20), events=value)
        ingest(task)
        bench = machine.workbench(task)
        assert [(event["kind"], event["title"], event["start"], event["end"]) for event in bench["events"]] == [
            ("regime", "full load", "0", "10"),
            ("alarm", "trip", "12", None),
        ]
        (notice,) = bench["notices"]
        assert "'x'" in notice["message"]
        assert notice["line"] == 4


def test_a_table_of_another_project_is_not_opened(machine: Machine, ingest: Any) -> None:
    from telemetry_project import make_project

    other = make_project(machine.client, title="Secret")
    file = other.upload("events.csv", "kind,title,start\nnote,secret,1\n")
    task = machine.task_with(rows(20), events=file)
    ingest(task)
    bench = machine.workbench(task)
    assert bench["events"] == []
    assert "There is no upload" in bench["notices"][0]["message"]


def test_times_are_read_as_the_axis_counts_them(text_machine: Machine, ingest: Any) -> None:
    notes = [
        {"title": "iso with zone", "time": "2024-01-01T01:00:05+01:00"},
        {"title": "as the config writes", "time": "2024-01-01 00:00:06.5"},
        {"title": "a day", "time": "2024-01-01"},
        {"title": "milliseconds", "time": 1704067203000},
    ]
    task = text_machine.task_with(rows(20, text_times=True), notes=notes)
    ingest(task)
    bench = text_machine.workbench(task)
    begin = 1704067200 * 10**9
    assert {event["title"]: int(event["start"]) - begin for event in bench["events"]} == {
        "a day": 0,
        "milliseconds": 3 * 10**9,
        "iso with zone": 5 * 10**9,
        "as the config writes": 6_500_000_000,
    }


def test_limits_find_their_channels(shown: Any) -> None:
    bench = shown(
        limits=[
            {"channel": "Pressure", "value": "3.5", "label": "relief", "level": "trip"},
            {"channel": "flow", "value": 3},
            {"channel": "pressure", "value": "much"},
        ],
        alarms=[{"time": 3, "channel": "temperature", "limit": 75, "level": "warning", "message": "hot", "value": 80}],
    )
    assert bench["limits"] == [
        {"channel": "pressure", "value": 3.5, "label": "relief", "severity": "alarm"},
        {"channel": "temperature", "value": 75.0, "label": "hot", "severity": "warning"},
    ]
    said = " ".join(notice["message"] for notice in bench["notices"])
    assert "no channel 'flow'. The channels are temperature, pressure" in said
    assert "'much' is not a number" in said


def test_limits_may_be_told_by_channel(shown: Any) -> None:
    bench = shown(limits={"temperature": {"warning": 70, "alarm": 80}, "pressure": 4})
    assert [(limit["channel"], limit["value"], limit["severity"]) for limit in bench["limits"]] == [
        ("temperature", 70.0, "warning"),
        ("temperature", 80.0, "alarm"),
        ("pressure", 4.0, "warning"),
    ]


@pytest.mark.parametrize("odd", [5, True, "", "a,b", [[]], [None], {"a": {"b": {"c": 1}}}, [{"time": None}], "x\ny"])
def test_whatever_stands_there_the_task_opens(shown: Any, odd: object) -> None:
    bench = shown(events=odd, limits=odd, alarms=odd)
    assert (bench["events"], bench["limits"]) == ([], [])
    assert json.dumps(bench["notices"])


def test_equal_complaints_are_counted_instead_of_repeated(shown: Any) -> None:
    bench = shown(alarms=[{"time": "never", "message": str(i)} for i in range(500)])
    assert len(bench["notices"]) == 21
    assert "480 more" in bench["notices"][-1]["message"]
