"""Pulling labels into a file, from our own server and from a stock Label Studio."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faultmark.errors import FaultmarkError
from faultmark.remote.client import Remote, connect
from faultmark.remote.label_pull import pull_labels

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/></TimeSeriesLabels>
<Rating name="severity" toName="ts" perRegion="true"/></View>"""

# Breaks that end a line of text, and no line of JSON.
REMARK = "seal\u2028worn\u0085out"


@pytest.fixture(params=["faultmark", "stock"])
def remote(request: Any) -> Remote:
    running = request.getfixturevalue("server" if request.param == "faultmark" else "stock")
    return connect(running.base_url, running.api_token)


def make(remote: Remote, count: int) -> tuple[int, list[int]]:
    project = remote.call("POST", "api/projects/", json={"title": "Pulled", "label_config": CONFIG})["id"]
    body = [
        {"data": {"csv": f"/data/upload/1/{n}.csv", "machine_id": f"P-{n}", "remark": REMARK}} for n in range(count)
    ]
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


DYING = """
import os, signal, sys
from pathlib import Path
from faultmark.remote.client import connect
from faultmark.remote.label_pull import pull_labels
url, key, project, out, last = sys.argv[1:]
def report(count):
    if count == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
pull_labels(connect(url, key), int(project), Path(out), "all", report=report)
"""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


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
    assert (records[0]["machine"], records[0]["data"]["remark"]) == ("P-0", REMARK)
    assert records[0]["annotations"][0]["author"] == "ada@example.com"

    annotate(remote, tasks[2], 1, 2)
    second = pull_labels(remote, project, out, "all")
    # What has come again, since an answer looks back further than the one before, is no change.
    assert (second.records, second.changed, second.whole) == (3, 1, False)
    pulled = lines(out)[1:]
    assert pull_labels(remote, project, out, "all").changed == 0
    assert lines(out)[1:] == pulled
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


@pytest.mark.parametrize("running", ["server", "stock"])
def test_a_pull_that_is_killed_loses_nothing_and_the_next_goes_on(running: str, request: Any, tmp_path: Path) -> None:
    there = request.getfixturevalue(running)
    remote = connect(there.base_url, there.api_token)
    project, tasks = make(remote, 6)
    annotate(remote, tasks[0], 3, 9)
    out = tmp_path / "labels.jsonl"

    def killed(after: int) -> None:
        command = [sys.executable, "-c", DYING, there.base_url, there.api_token, str(project), str(out), str(after)]
        assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL

    # The first is killed: nothing seems to be there.
    killed(3)
    assert not out.exists()
    assert pull_labels(remote, project, out, "all").whole
    before = out.read_bytes()
    # One that brings what changed is killed: the file, and the cursor in it, stay as they were.
    annotate(remote, tasks[2], 1, 2)
    annotate(remote, tasks[4], 5, 7)
    for after in (1, 2):
        killed(after)
        assert out.read_bytes() == before
    resumed = pull_labels(remote, project, out, "all")
    assert (resumed.records, resumed.whole) == (6, False)
    fresh = tmp_path / "fresh.jsonl"
    pull_labels(remote, project, fresh, "all")
    assert lines(fresh)[1:] == lines(out)[1:]
    records = lines(out)[1:-1]
    assert [record["task"] for record in records] == tasks
    assert [len(record["annotations"]) for record in records] == [1, 0, 1, 0, 1, 0]
