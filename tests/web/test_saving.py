"""Drafts and annotations through our API, and what Label Studio then has of them."""

from __future__ import annotations

from typing import Any

import pytest
from telemetry_project import Machine, body, region, rows

SECOND = 1_000_000_000
MIDNIGHT = 1_704_067_200 * SECOND  # 2024-01-01, the first sample of the files with text times


@pytest.fixture
def task(machine: Machine, ready: Any) -> int:
    task = machine.task_with(rows(60))
    ready(task)
    return task


def save(machine: Machine, task: int, *regions: Any, **more: Any) -> Any:
    return machine.ask("PUT", f"/faultmark/api/tasks/{task}/draft", body(*regions, **more))


def submit(machine: Machine, task: int, *regions: Any, **more: Any) -> Any:
    return machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(*regions, **more))


def kept(machine: Machine, task: int) -> Any:
    """The task as Label Studio's own API tells it."""
    return machine.client.get(f"/api/tasks/{task}/").json()


def test_a_region_becomes_the_items_that_label_studio_itself_would_write(machine: Machine, task: int) -> None:
    said = {"label": ["Run"], "severity": ["high"], "confidence": 4, "note": ["bearing noise"], "count": 2}
    answer = submit(machine, task, region("range", 3, 9, **said), region("instant", 12, label=["Spike"]))
    assert answer.status_code == 201
    (annotation,) = kept(machine, task)["annotations"]
    about = {"to_name": "ts", "origin": "manual"}
    first = {"start": 3, "end": 9, "instant": False}
    second = {"start": 12, "end": 12, "instant": True}
    assert annotation["result"] == [
        {"id": "range", "from_name": "label", "type": "timeserieslabels"}
        | {"value": {**first, "timeserieslabels": ["Run"]}} | about,
        {"id": "range", "from_name": "severity", "type": "choices", "value": {**first, "choices": ["high"]}} | about,
        {"id": "range", "from_name": "confidence", "type": "rating", "value": {**first, "rating": 4}} | about,
        {"id": "range", "from_name": "note", "type": "textarea", "value": {**first, "text": ["bearing noise"]}} | about,
        {"id": "range", "from_name": "count", "type": "number", "value": {**first, "number": 2}} | about,
        {"id": "instant", "from_name": "label", "type": "timeserieslabels"}
        | {"value": {**second, "timeserieslabels": ["Spike"]}} | about,
        {"id": "instant", "from_name": "severity", "type": "choices", "value": {**second, "choices": ["high"]}} | about,
    ]  # fmt: skip
    assert annotation["completed_by"]["id"] == machine.workbench(task)["user"]["id"]
    assert annotation["lead_time"] == 3.5


def test_text_times_are_written_in_the_configs_format_and_come_back_to_the_sample(
    text_machine: Machine, ready: Any
) -> None:
    task = text_machine.task_with(rows(60, text_times=True))
    ready(task)
    start, end = MIDNIGHT + 5 * SECOND, MIDNIGHT + 59 * SECOND
    assert submit(text_machine, task, region("a", start, end)).status_code == 201
    (annotation,) = kept(text_machine, task)["annotations"]
    assert annotation["result"][0]["value"]["start"] == "2024-01-01 00:00:05.000000"
    assert annotation["result"][0]["value"]["end"] == "2024-01-01 00:00:59.000000"
    (back,) = text_machine.workbench(task)["document"]["regions"]
    assert (int(back["start"]), int(back["end"])) == (start, end)


def test_what_label_studio_wrote_opens_here_to_the_sample_and_goes_back_unchanged(machine: Machine, task: int) -> None:
    theirs = [
        {"id": "Q9-ozMZFA5", "from_name": "severity", "to_name": "ts", "type": "choices", "origin": "manual",
         "value": {"start": 20, "end": 30, "instant": False, "choices": ["low"]}, "meta": {"text": ["seen twice"]}},
        {"id": "Q9-ozMZFA5", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "origin": "manual",
         "value": {"start": 20, "end": 30, "instant": False, "timeserieslabels": ["Run"]}},
        {"id": "other-one1", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "origin": "manual",
         "value": {"start": 5, "end": 5, "instant": True, "timeserieslabels": ["Spike"]}},
        {"type": "relation", "from_id": "Q9-ozMZFA5", "to_id": "other-one1", "direction": "right"},
    ]  # fmt: skip
    made = machine.ask("POST", f"/api/tasks/{task}/annotations/", {"result": theirs}).json()
    document = machine.workbench(task)["document"]
    assert document["annotation_id"] == made["id"]
    shown, other = document["regions"]
    assert (shown["start"], shown["end"]) == ("20", "30")
    assert shown["values"] == {"severity": ["low"], "label": ["Run"]}
    other["values"]["severity"] = ["high"]
    again = {key: document[key] for key in ("regions", "values", "rest", "annotation_id", "draft_id")}
    answer = submit(machine, task, **{**again, "base_version": document["version"]})
    assert answer.status_code == 200, answer.content
    (annotation,) = kept(machine, task)["annotations"]
    added = {**theirs[2], "type": "choices", "from_name": "severity"}
    added["value"] = {"start": 5, "end": 5, "instant": True, "choices": ["high"]}
    assert [item for item in annotation["result"] if item != added] == theirs
    assert len(annotation["result"]) == len(theirs) + 1


def test_a_draft_is_kept_in_label_studio_and_becomes_the_annotation(machine: Machine, task: int) -> None:
    first = save(machine, task, region("a", 1, 2))
    assert first.status_code == 200
    drafts = machine.client.get(f"/api/tasks/{task}/drafts").json()
    assert [draft["id"] for draft in drafts] == [first.json()["draft_id"]]
    second = save(machine, task, region("a", 1, 3), base_version=first.json()["version"])
    assert second.json()["draft_id"] == first.json()["draft_id"]
    assert machine.workbench(task)["document"]["regions"][0]["end"] == "3"
    done = submit(machine, task, region("a", 1, 3), base_version=second.json()["version"])
    assert done.status_code == 201
    assert done.json()["draft_id"] is None
    assert machine.client.get(f"/api/tasks/{task}/drafts").json() == []
    assert kept(machine, task)["is_labeled"] is True


def test_a_draft_may_be_unfinished_and_an_annotation_may_not(machine: Machine, task: int) -> None:
    bare = region("a", 1, 2, label=[], severity=[])
    assert save(machine, task, bare).status_code == 200
    refused = submit(machine, task, bare)
    assert refused.status_code == 422
    said = refused.json()
    assert said["status_code"] == 422
    problems = {(problem["region"], problem["control"]): problem for problem in said["problems"]}
    assert set(problems) == {("a", "label"), ("a", "severity")}
    assert "Run" in problems["a", "label"]["remedy"]
    assert kept(machine, task)["annotations"] == []
    assert machine.workbench(task)["document"]["regions"][0]["id"] == "a", "the draft is still there"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([region("a", 9, 3)], "label.region.reversed"),
        ([{**region("a", 3, 9), "instant": True}], "label.region.instant"),
        ([region("a", 1, 2), region("a", 3, 4)], "label.region.duplicate"),
        ([region("a", 1, 2000)], "label.region.off_sample"),
    ],
)
def test_places_that_cannot_be_are_refused_even_in_a_draft(
    machine: Machine, task: int, wrong: list[Any], code: str
) -> None:
    for answer in (save(machine, task, *wrong), submit(machine, task, *wrong)):
        assert answer.status_code == 422
        assert code in {problem["code"] for problem in answer.json()["problems"]}
    assert machine.workbench(task)["document"]["regions"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"regions": "all of them"},
        {"regions": [{"id": "a"}]},
        {"regions": [{**region("a", 1, 2), "start": "soon"}]},
        {"regions": [{**region("a", 1, 2), "start": "9" * 19}]},
        {},
        {"regions": [], "values": {}, "lead_time": -1},
        {"regions": [], "values": {}, "rest": "what?"},
        [],
    ],
)
def test_requests_that_are_none_are_refused_with_a_sentence(machine: Machine, task: int, wrong: Any) -> None:
    for method, path in (("PUT", "draft"), ("POST", "annotations")):
        answer = machine.ask(method, f"/faultmark/api/tasks/{task}/{path}", wrong)
        assert answer.status_code in (400, 422), answer.content
        assert answer.json()["status_code"] == answer.status_code
        assert answer.json()["detail"]


def test_json_that_cannot_be_read_is_refused(machine: Machine, task: int) -> None:
    path = f"/faultmark/api/tasks/{task}/draft"
    answer = machine.client.put(path, data=b'{"regions": [', content_type="application/json")
    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]


def test_another_tab_that_saved_in_between_is_not_overwritten(machine: Machine, task: int) -> None:
    ours = save(machine, task, region("a", 1, 2)).json()
    theirs = save(machine, task, region("a", 1, 5), base_version=ours["version"]).json()
    conflict = save(machine, task, region("a", 1, 9), base_version=ours["version"])
    assert conflict.status_code == 409
    assert conflict.json()["status_code"] == 409
    assert conflict.json()["document"]["regions"][0]["end"] == "5"
    assert conflict.json()["document"]["version"] == theirs["version"]
    assert submit(machine, task, region("a", 1, 9), base_version=ours["version"]).status_code == 409
    assert submit(machine, task, region("a", 1, 9), base_version=theirs["version"]).status_code == 201


def test_an_annotation_is_changed_in_place_and_by_a_draft_of_its_own(machine: Machine, task: int) -> None:
    made = submit(machine, task, region("a", 1, 2)).json()
    number = made["annotation_id"]
    drafted = save(machine, task, region("a", 1, 7), base_version=made["version"]).json()
    assert drafted["annotation_id"] == number
    assert kept(machine, task)["annotations"][0]["result"][0]["value"]["end"] == 2, "a draft changes no annotation"
    path = f"/faultmark/api/annotations/{number}"
    changed = machine.ask("PATCH", path, body(region("a", 1, 7), base_version=drafted["version"]))
    assert changed.status_code == 200, changed.content
    (annotation,) = kept(machine, task)["annotations"]
    assert annotation["id"] == number
    assert annotation["result"][0]["value"]["end"] == 7
    shown = machine.workbench(task)["document"]
    assert shown["annotation_id"] == number
    assert shown["regions"][0]["end"] == "7"


def test_a_task_can_be_skipped_and_taken_up_again(machine: Machine, task: int) -> None:
    skipped = submit(machine, task, cancelled=True)
    assert skipped.status_code == 201
    assert skipped.json()["cancelled"] is True
    listed = machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks").json()
    assert [row["state"] for row in listed["results"]] == ["skipped"]
    again = submit(machine, task, region("a", 1, 2), base_version=skipped.json()["version"])
    assert again.json()["cancelled"] is False
    listed = machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks").json()
    assert [row["state"] for row in listed["results"]] == ["done"]


def test_predictions_are_shown_with_the_score_of_each_region(machine: Machine, task: int) -> None:
    item = {"id": "p", "from_name": "label", "to_name": "ts", "type": "timeserieslabels"}
    place = {"start": 5, "end": 8, "instant": False, "timeserieslabels": ["Run"]}
    result = [{**item, "value": place, "score": 0.9}, {**item, "id": "q", "value": {**place, "start": 7}}]
    sent = {"task": task, "result": result, "score": 0.4, "model_version": "detector 1"}
    assert machine.ask("POST", "/api/predictions/", sent).status_code == 201
    (proposal,) = machine.workbench(task)["proposals"]
    assert proposal["model_version"] == "detector 1"
    assert [(r["id"], r["score"]) for r in proposal["regions"]] == [("p", 0.9), ("q", 0.4)]


def test_a_label_that_cannot_be_read_is_told_and_never_lost(machine: Machine, task: int) -> None:
    odd = {"id": "odd", "from_name": "label", "to_name": "ts", "type": "timeserieslabels",
           "value": {"start": "the day before", "end": 9, "instant": False, "timeserieslabels": ["Run"]}}  # fmt: skip
    good = {**odd, "id": "good", "value": {**odd["value"], "start": 3}}
    machine.ask("POST", f"/api/tasks/{task}/annotations/", {"result": [odd, good]})
    shown = machine.workbench(task)
    assert [r["id"] for r in shown["document"]["regions"]] == ["good"]
    assert "label.item.unreadable" in {notice["code"] for notice in shown["notices"]}
    document = shown["document"]
    sent = {key: document[key] for key in ("regions", "values", "rest")}
    sent["regions"][0]["values"]["severity"] = ["low"]
    assert submit(machine, task, **sent, base_version=document["version"]).status_code == 200
    items = kept(machine, task)["annotations"][0]["result"]
    assert odd in items


def test_labels_on_numbers_that_were_read_as_dates_are_numbers_for_label_studio(machine: Machine, ready: Any) -> None:
    """The config has no timeFormat: Label Studio's own editor draws, and writes, the numbers of the file."""
    first = MIDNIGHT // SECOND
    lines = [f"{first + i / 2},{20 + i % 7},{3 + i % 5}" for i in range(60)]
    task = machine.task_with("\n".join(["time,temperature,pressure", *lines]) + "\n")
    ready(task)
    (offer,) = machine.series(task)["offers"]
    ready(task, **offer["options"])
    assert machine.series(task)["axis"]["kind"] == "time"
    submit(machine, task, region("range", MIDNIGHT + 3 * SECOND, MIDNIGHT + 9 * SECOND + SECOND // 2))
    (annotation,) = kept(machine, task)["annotations"]
    assert {(item["value"]["start"], item["value"]["end"]) for item in annotation["result"]} == {
        (first + 3, first + 9.5)
    }
    (back,) = machine.workbench(task)["document"]["regions"]
    assert (back["start"], back["end"]) == (str(MIDNIGHT + 3 * SECOND), str(MIDNIGHT + 9 * SECOND + SECOND // 2))


@pytest.mark.parametrize(
    "result", ["drift", ["drift"], [[]], [None], [{"from_name": "label", "to_name": "ts", "value": 3}]]
)
def test_label_studio_refuses_what_is_no_result_with_a_remedy(machine: Machine, task: int, result: object) -> None:
    path = f"/api/tasks/{task}/annotations/"
    refused = machine.ask("POST", path, {"result": result})
    assert refused.status_code == 400, refused.content
    (said,) = refused.json()["validation_errors"]["result"]
    assert "Expected a list of result items" in said
    # What it takes, it takes as before: text that is JSON too.
    assert machine.ask("POST", path, {"result": "[]"}).status_code == 201
