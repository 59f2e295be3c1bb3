"""What our server exports, a stock Label Studio imports and exports again: equal."""

from __future__ import annotations

from typing import Any

from faultmark.remote.client import Remote, connect
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


def to_import(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a task that Label Studio imports."""
    kept = ("result", "lead_time", "ground_truth")
    return {
        "data": record["data"],
        "annotations": [
            {**{key: a[key] for key in kept}, "was_cancelled": a["cancelled"]} for a in record["annotations"]
        ],
        "predictions": [
            {"result": p["result"], "model_version": p["model_version"], "score": p["score"]}
            for p in record["proposals"]
        ],
    }


def test_export_import_into_a_stock_label_studio_export_is_equal(server: Any, stock: Any) -> None:
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
    second = project_on(theirs, [to_import(record) for record in before])
    after = exported(theirs, second)
    assert len(before) == len(after) == 3
    # All but the numbers that each server gives.
    assert [to_import(record) for record in before] == [to_import(record) for record in after]
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
