"""Bad files through the API: one message that names file, line and column, what was expected, and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from telemetry_project import Machine, rows

HEAD = "time,temperature,pressure\n"


@dataclass(frozen=True)
class Bad:
    """A file, and what must be said of it; whether a remedy's options read it."""

    content: str | bytes
    code: str
    line: int | None
    column: str | None
    mended: bool = False


CASES = {
    "missing column": Bad("time,temperatur,pressure\n1,2,3\n", "series.column.missing", 1, "temperature", mended=False),
    "missing time column": Bad("clock,temperature,pressure\n1,2,3\n", "series.column.missing", 1, "time"),
    "unsorted times": Bad(HEAD + "1,1,1\n3,1,1\n2,1,1\n", "series.time.unsorted", 4, "time", mended=True),
    "wrong separator": Bad("time;temperature;pressure\n1;2;3\n", "series.separator.wrong", 1, None, mended=True),
    "unparsable time": Bad(HEAD + "1,1,1\nsoon,1,1\n", "series.time.unparsable", 3, "time"),
    "empty time": Bad(HEAD + "1,1,1\n,1,1\n", "series.time.unparsable", 3, "time"),
    "not a number": Bad(HEAD + "1,1,1\n2,ERR,1\n", "series.value.unparsable", 3, "temperature", mended=True),
    "ragged row, short": Bad(HEAD + "1,1,1\n2,1\n", "series.row.ragged", 3, None),
    "ragged row, long": Bad(HEAD + "1,1,1\n2,1,1,1\n", "series.row.ragged", 3, None),
    "empty file": Bad("", "series.file.empty", 1, None),
    "blank lines": Bad("\n\r\n", "series.file.empty", 1, None),
    "no rows": Bad(HEAD, "series.rows.too_few", 2, None),
    "damaged gzip": Bad(b"\x1f\x8b\x08\x00" + bytes(range(200)), "series.file.corrupt", None, None),
    "workbook": Bad(b"PK\x03\x04" + bytes(range(200)), "series.file.binary", None, None),
    "binary in the middle": Bad(HEAD.encode() + b"1,1,1\n2,\x00\x01,1\n", "series.file.binary", 3, None),
    "mixed encodings": Bad((HEAD + "1,1,1\n").encode() + b"2,\xb5,1\n", "series.file.encoding", 3, None),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_said_once_with_place_and_remedy(machine: Machine, ingest: Any, name: str) -> None:
    bad = CASES[name]
    task = machine.task(machine.local("pump.csv", bad.content))
    assert ingest(task).state == "failed"
    shown = machine.workbench(task)["series"]
    assert shown["state"] == "failed"
    error = shown["error"]
    assert error["code"] == bad.code
    assert error["file"].endswith("pump.csv")
    assert error["line"] == bad.line
    assert error["column"] == bad.column
    assert error["message"].endswith((".", "?"))
    assert error["expected"] or error["remedies"], "neither what was expected nor what to do"
    assert error["remedies"], "nothing to do about it"
    offered = [remedy["options"] for remedy in error["remedies"] if remedy["options"]]
    assert bool(offered) is bad.mended or not bad.mended
    if bad.mended:
        machine.ask("POST", f"/faultmark/api/tasks/{task}/series", {"options": offered[0]})
        assert ingest(task).state == "ready", machine.series(task)["error"]


def test_one_row_opens_with_a_notice(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(HEAD + "1,2,3\n")
    assert ingest(task).state == "ready"
    assert [notice["code"] for notice in machine.series(task)["notices"]] == ["series.rows.too_few"]


def test_duplicate_times_open_with_a_notice_that_names_the_first(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(HEAD + "1,2,3\n2,2,3\n2,3,3\n")
    assert ingest(task).state == "ready"
    (notice,) = machine.series(task)["notices"]
    assert (notice["code"], notice["line"], notice["column"]) == ("series.time.duplicate", 4, "time")


def test_a_channel_without_values_opens_with_a_notice(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(HEAD + "1,,3\n2,,3\n3,,4\n")
    assert ingest(task).state == "ready"
    series = machine.series(task)
    assert [notice["column"] for notice in series["notices"]] == ["temperature"]
    assert series["channels"][0]["min"] is None
    view = machine.client.get(
        f"/faultmark/api/tasks/{task}/series/{series['id']}/view?channels=0,1&start=1&end=4&width=10"
    )
    assert view.status_code == 200


def test_a_labeling_config_that_cannot_be_is_told_on_the_task(machine: Machine, ingest: Any) -> None:
    from projects.models import Project

    task = machine.task_with(rows(3))
    broken = '<View><TimeSeries name="ts" value="$telemetry" valueType="url" timeColumn="time"/></View>'
    Project.objects.filter(pk=machine.project).update(label_config=broken)
    assert ingest(task).state == "failed"
    assert machine.series(task)["error"]["code"] == "config.channels.missing"
    assert machine.workbench(task)["series"]["error"]["message"]
    assert machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks").status_code == 200
    assert machine.client.get("/faultmark/api/projects").status_code == 200
