"""What our server exports, a stock Label Studio imports and exports again: equal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from faultmark.cli.main import app
from faultmark.remote.client import Remote, connect
from faultmark.remote.importable import importable
from faultmark.remote.label_pull import remote_labels
from faultmark.remote.pull import pull_export

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t" timeFormat="%Y-%m-%d %H:%M:%S.%f">
<Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/></TimeSeriesLabels>
<Choices name="cause" toName="ts" perRegion="true"><Choice value="wear"/><Choice value="sensor"/></Choices>
<Rating name="severity" toName="ts" perRegion="true"/><TextArea name="note" toName="ts" perRegion="true"/></View>"""


def items(second: int, *, instant: bool = False, score: float | None = None) -> list[dict[str, Any]]:
    start = f"2026-03-01 00:00:{second:02d}.123456"
    end = start if instant else f"2026-03-01 00:01:{second:02d}.000001"
    place = {"start": start, "end": end, "instant": instant}
    frame: dict[str, Any] = {"id": f"r{second}", "to_name": "ts", "origin": "manual"}
    if score is not None:
        frame["score"] = score
    return [
        {**frame, "from_name": "label", "type": "timeserieslabels", "value": {**place, "timeserieslabels": ["drift"]}},
        {**frame, "from_name": "cause", "type": "choices", "value": {**place, "choices": ["wear"]}},
        {**frame, "from_name": "severity", "type": "rating", "value": {**place, "rating": 4}},
        {**frame, "from_name": "note", "type": "textarea", "value": {**place, "text": ["Lärm, 3 µm", "later"]}},
    ]


def project_on(remote: Remote, tasks: list[dict[str, Any]]) -> int:
    made = remote.call("POST", "api/projects/", json={"title": "Round trip", "label_config": CONFIG})["id"]
    remote.call("POST", f"api/projects/{made}/import", json=tasks)
    return int(made)


def exported(remote: Remote, project: int) -> list[dict[str, Any]]:
    """All records of a project."""
    return [line for line in remote_labels(remote, project, "all", None) if "task" in line]


def test_export_import_into_a_stock_label_studio_export_is_equal(server: Any, stock: Any, tmp_path: Path) -> None:
    ours, theirs = connect(server.base_url, server.api_token), connect(stock.base_url, stock.api_token)
    tasks = [
        {"data": {"csv": f"/data/upload/1/{n}.csv", "machine_id": f"P-{n}", "run": n},
         "annotations": [
             {"result": [*items(n), *items(n + 20, instant=True)], "lead_time": 7.25, "ground_truth": n == 1}
         ],
         "predictions": [{"result": items(n + 5, score=0.75), "model_version": "m1", "score": 0.75}]}
        for n in range(3)
    ]  # fmt: skip
    first = project_on(ours, tasks)
    before = exported(ours, first)
    # By the command, as a person takes a project elsewhere.
    key = {"LABEL_STUDIO_API_KEY": server.api_token}
    into = ["--labels", "all", "--out", str(tmp_path / "labels.jsonl"), "--tasks", str(tmp_path / "tasks.json")]
    ran = CliRunner().invoke(app, ["pull", str(first), "--from", server.base_url, *into], env=key)
    assert ran.exit_code == 0, ran.output
    assert "3 tasks to import" in ran.output
    second = project_on(theirs, json.loads((tmp_path / "tasks.json").read_text()))
    after = exported(theirs, second)
    assert len(before) == len(after) == 3
    # All but the numbers that each server gives.
    assert [importable(record) for record in before] == [importable(record) for record in after]
    assert [record["annotations"][0]["result"] for record in before] == [
        task["annotations"][0]["result"] for task in tasks
    ]
    for one, other in zip(before, after, strict=True):
        assert one["settled"]["regions"] == other["settled"]["regions"]
        assert one["machine"] == other["machine"]
    assert before[0]["settled"]["regions"][0]["start_time"] == "2026-03-01T00:00:00.123456Z"
    # And annotations stand in Label Studio's own export as they were drawn.
    for remote, project in ((ours, first), (theirs, second)):
        results = [[a["result"] for a in task["annotations"]] for task in pull_export(remote, project)]
        assert results == [[a["result"] for a in record["annotations"]] for record in before]
