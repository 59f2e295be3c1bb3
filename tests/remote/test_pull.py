"""Pulling labels into a file, from our own server and from a stock Label Studio."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faultmark.errors import FaultmarkError
from faultmark.remote.client import Remote, connect
from faultmark.remote.label_pull import pull_labels

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/></TimeSeriesLabels>
<Rating name="severity" toName="ts" perRegion="true"/></View>"""


@pytest.fixture(params=["faultmark", "stock"])
def remote(request: Any) -> Remote:
    running = request.getfixturevalue("server" if request.param == "faultmark" else "stock")
    return connect(running.base_url, running.api_token)


def make(remote: Remote, count: int) -> tuple[int, list[int]]:
    project = remote.call("POST", "api/projects/", json={"title": "Pulled", "label_config": CONFIG})["id"]
    body = [{"data": {"csv": f"/data/upload/1/{n}.csv", "machine_id": f"P-{n}"}} for n in range(count)]
    remote.call("POST", f"api/projects/{project}/import", json=body)
    found = remote.pages("api/tasks", "tasks", project=project, fields="task_only")
    return project, sorted(task["id"] for task in found)


def annotate(remote: Remote, task: int, start: int, end: int) -> int:
    place = {"id": "r1", "to_name": "ts", "origin": "manual"}
    span = {"start": start, "end": end, "instant": False}
    result = [
        {**place, "from_name": "label", "type": "timeserieslabels", "value": {**span, "timeserieslabels": ["drift"]}},
        {**place, "from_name": "severity", "type": "rating", "value": {**span, "rating": 4}},
    ]
    made: int = remote.call("POST", f"api/tasks/{task}/annotations/", json={"result": result})["id"]
    return made


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_second_pull_changes_what_changed_and_a_deleted_task_goes(remote: Remote, tmp_path: Path) -> None:
    project, tasks = make(remote, 3)
    annotate(remote, tasks[0], 3, 9)
    out = tmp_path / "labels.jsonl"
    first = pull_labels(remote, project, out, "all")
    assert (first.records, first.whole) == (3, True)
    head, *records, end = lines(out)
    assert (head["project"], end) == (project, {"kind": "end", "records": 3, "tasks": 3})
    assert [record["task"] for record in records] == tasks
    [region] = records[0]["settled"]["regions"]
    said = (region["class"], region["severity"], region["start"], region["end"])
    assert said == ("drift", 4, str(3 * 10**9), str(9 * 10**9))
    assert records[0]["machine"] == "P-0"
    assert records[0]["annotations"][0]["author"] == "ada@example.com"

    annotate(remote, tasks[2], 1, 2)
    second = pull_labels(remote, project, out, "all")
    assert (second.records, second.whole) == (3, False)
    assert [bool(record["annotations"]) for record in lines(out)[1:-1]] == [True, False, True]
    # A pull is no different from one that begins with nothing.
    fresh = tmp_path / "fresh.jsonl"
    pull_labels(remote, project, fresh, "all")
    assert lines(fresh)[1:] == lines(out)[1:]

    remote.call("DELETE", f"api/tasks/{tasks[1]}/")
    third = pull_labels(remote, project, out, "all")
    assert (third.records, third.whole) == (2, True)
    assert [record["task"] for record in lines(out)[1:-1]] == [tasks[0], tasks[2]]


def test_a_file_that_is_not_ours_stays(remote: Remote, tmp_path: Path) -> None:
    out = tmp_path / "labels.jsonl"
    out.write_text("my notes\n")
    with pytest.raises(FaultmarkError) as caught:
        pull_labels(remote, 1, out, "settled")
    assert caught.value.code == "pull.file.foreign"
    assert out.read_text() == "my notes\n"
