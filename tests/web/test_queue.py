"""The queue: search, filters, orders, what comes next, and skipping with a reason."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from telemetry_project import Machine, body, make_project, region, rows

PUMPS = [
    {"machine_id": "P-301", "plant": "Basel, hall 2", "run": 1},
    {"machine_id": "P-302", "plant": "Olten", "run": 22, "orders": [{"id": "WO 7", "title": "Seal"}]},
    {"machine": {"id": "K-7", "maker": "Süd"}, "plant": "Basel, hall 3", "run": 3},
]


@pytest.fixture
def tasks(machine: Machine) -> list[int]:
    address = machine.upload("a.csv", rows(20))
    return [machine.task(address, **data) for data in PUMPS]


def listed(machine: Machine, query: str = "") -> Any:
    answer = machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def ids(machine: Machine, query: str = "") -> list[int]:
    return [row["id"] for row in listed(machine, query)["results"]]


def submit(machine: Machine, task: int, **more: object) -> Any:
    answer = machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("a", 1, 2), **more))
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def go_on(machine: Machine, after: int | None = None) -> Any:
    answer = machine.ask("POST", f"/faultmark/api/projects/{machine.project}/next", {"after": after})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("basel", [0, 2]),
        ("hall basel", [0, 2]),
        ("SÜD", [2]),
        ("wo", [1]),
        ("plant:basel", [0, 2]),
        ("plant:hall", [0, 2]),
        ('plant:"hall 3"', [2]),
        ('"hall 2"', [0]),
        ("run:2", [1]),
        ("run:1", [0]),
        ("machine.id:k", [2]),
        ("orders.title:seal", [1]),
        ("machine_id:p plant:olten", [1]),
        ("plant:2", [0]),
        ("olten basel", []),
        ("%", []),
        ("_", [0, 1]),
        (":", [0, 1, 2]),
        ('"', [0, 1, 2]),
    ],
)
def test_search_takes_words_and_keys(machine: Machine, tasks: list[int], search: str, found: list[int]) -> None:
    assert ids(machine, f"?search={quote(search)}") == [tasks[index] for index in found]


def test_search_follows_what_the_data_become(machine: Machine, tasks: list[int]) -> None:
    assert ids(machine, "?search=olten") == [tasks[1]]
    data = machine.client.get(f"/api/tasks/{tasks[1]}/").json()["data"] | {"plant": "Aarau"}
    assert machine.ask("PATCH", f"/api/tasks/{tasks[1]}/", {"data": data}).status_code == 200
    assert ids(machine, "?search=olten") == []
    assert ids(machine, "?search=aarau") == [tasks[1]]
    assert machine.client.delete(f"/api/tasks/{tasks[1]}/").status_code == 204
    assert ids(machine, "?search=aarau") == []


def test_machines_are_named_and_counted(machine: Machine, tasks: list[int]) -> None:
    path = f"/faultmark/api/projects/{machine.project}/machines"
    assert machine.client.get(path).json()["results"] == [
        {"name": "K-7", "tasks": 1},
        {"name": "P-301", "tasks": 1},
        {"name": "P-302", "tasks": 1},
    ]
    assert [row["name"] for row in machine.client.get(f"{path}?search=p-3").json()["results"]] == ["P-301", "P-302"]
    assert ids(machine, "?machine=P-302") == [tasks[1]]
    assert [row["machine"] for row in listed(machine, "?sort=-machine")["results"]] == ["P-302", "P-301", "K-7"]


def test_states_are_the_asking_users_own(
    machine: Machine, tasks: list[int], make_user: Any, client_for: Any, ingest: Any
) -> None:
    bea = Machine(client_for(make_user("bea@example.com")), machine.project)
    one, two, three = tasks
    ingest(one)
    submit(machine, one)
    machine.ask("PUT", f"/faultmark/api/tasks/{two}/draft", body(region("a", 1, 2)))
    assert ids(machine, "?state=done") == [one]
    assert ids(machine, "?state=draft") == [two]
    assert ids(machine, "?state=new") == [three]
    assert ids(machine, "?state=mine") == [one, two]
    assert ids(machine, "?state=skipped") == []
    assert ids(bea, "?state=new") == tasks
    assert listed(machine)["progress"] == {"tasks": 3, "done": 1, "mine": 1, "drafts": 1, "skipped": 0}
    assert machine.workbench(two)["queue"] == listed(machine)["progress"]
    first = listed(machine, "?sort=-annotations")["results"][0]
    assert (first["id"], first["annotations"], first["overlap"], first["mine"]) == (one, 1, 1, True)


def test_a_row_counts_the_regions_that_models_propose(machine: Machine, tasks: list[int]) -> None:
    place = {"start": 1, "end": 2, "instant": False}
    item = {"from_name": "label", "to_name": "ts", "type": "timeserieslabels"}
    for model, names in (("a", "aab"), ("b", "c")):
        result = [{**item, "id": name, "value": {**place, "timeserieslabels": ["Drift"]}} for name in names]
        asked = {"task": tasks[1], "model_version": model, "result": result}
        assert machine.ask("POST", "/api/predictions/", asked).status_code == 201
    assert [row["proposals"] for row in listed(machine)["results"]] == [0, 3, 0]


def proposing(task: int, names: str, model: str = "a") -> dict[str, Any]:
    """A prediction with a region for each of these letters."""
    value = {"start": 1, "end": 2, "instant": False, "timeserieslabels": ["Run"]}
    item = {"from_name": "label", "to_name": "ts", "type": "timeserieslabels", "value": value}
    return {"task": task, "model_version": model, "result": [{**item, "id": name} for name in names]}


def by_proposals(machine: Machine) -> list[tuple[int, int]]:
    rows = listed(machine, "?sort=-proposals")["results"]
    return [(row["id"], row["proposals"]) for row in rows]


def test_by_proposals_is_by_the_number_that_is_shown(machine: Machine, tasks: list[int]) -> None:
    one, two, three = tasks
    # Two models with a region each, against one with three: the number of predictions would say otherwise.
    made = [
        machine.ask("POST", "/api/predictions/", asked).json()["id"]
        for asked in (proposing(one, "a"), proposing(one, "b", "b"), proposing(three, "abc"))
    ]
    assert by_proposals(machine) == [(three, 3), (one, 2), (two, 0)]
    assert ids(machine, "?sort=proposals") == [two, one, three]
    # One by one they are changed and deleted;
    changed = {"result": proposing(one, "abcd")["result"]}
    assert machine.ask("PATCH", f"/api/predictions/{made[0]}/", changed).status_code == 200
    assert by_proposals(machine) == [(one, 5), (three, 3), (two, 0)]
    assert machine.client.delete(f"/api/predictions/{made[0]}/").status_code == 204
    assert by_proposals(machine) == [(three, 3), (one, 1), (two, 0)]
    # in bulk they are imported, and deleted by an action of the Data Manager.
    bulk = [proposing(two, "ab"), proposing(two, "cd", "b"), proposing(one, "xyz", "c")]
    path = f"/api/projects/{machine.project}/import/predictions"
    assert machine.ask("POST", path, bulk).status_code == 201
    assert by_proposals(machine) == [(one, 4), (two, 4), (three, 3)]
    action = f"/api/dm/actions?id=delete_tasks_predictions&project={machine.project}"
    chosen = {"selectedItems": {"all": False, "included": [two]}, "filters": {"conjunction": "and", "items": []}}
    answer = machine.ask("POST", action, chosen)
    assert answer.status_code == 200, answer.content
    assert by_proposals(machine) == [(one, 4), (three, 3), (two, 0)]


def test_tasks_that_bring_their_proposals_are_counted(machine: Machine, tasks: list[int]) -> None:
    said = [{"model_version": "a", "result": proposing(0, "abc")["result"]}]
    data = {"telemetry": machine.upload("b.csv", rows(20)), "machine_id": "P-9"}
    imported = machine.ask(
        "POST", f"/api/projects/{machine.project}/import", [{"data": data, "predictions": said}, {"data": data}]
    )
    assert imported.status_code == 201, imported.content
    assert [count for _task, count in by_proposals(machine)] == [3, 0, 0, 0, 0]


@pytest.mark.parametrize("odd", ["state=odd", "sort=odd", "sort=--machine"])
def test_an_order_that_there_is_not_is_named(machine: Machine, odd: str) -> None:
    answer = machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks?{odd}")
    assert answer.status_code == 422
    assert answer.json()["error"]["expected"]


def test_a_reason_for_skipping_is_kept_and_shown(machine: Machine, tasks: list[int], ingest: Any) -> None:
    one = tasks[0]
    ingest(one)
    said = submit(machine, one, cancelled=True, reason="  the sensor was unplugged ")
    assert (said["cancelled"], said["skip_reason"]) == (True, "the sensor was unplugged")
    assert machine.workbench(one)["document"]["skip_reason"] == "the sensor was unplugged"
    row = listed(machine, "?state=skipped")["results"][0]
    assert (row["id"], row["state"], row["skip_reason"]) == (one, "skipped", "the sensor was unplugged")
    # Label Studio's own data hold the skip as ever, and stay what its editor reads.
    (annotation,) = machine.client.get(f"/api/tasks/{one}/").json()["annotations"]
    assert annotation["was_cancelled"] is True
    assert {item["from_name"] for item in annotation["result"]} <= {"label", "severity"}


def test_the_reason_for_skipping_leaves_with_the_labels(machine: Machine, tasks: list[int], ingest: Any) -> None:
    one, two, _ = tasks
    for task in (one, two):
        ingest(task)
    submit(machine, one, cancelled=True, reason="the sensor was unplugged")
    submit(machine, two)
    exports = f"/api/projects/{machine.project}/export?exportType=JSON&download_all_tasks=true"
    whole = json.loads(b"".join(machine.client.get(exports).streaming_content))
    said = {task["id"]: [a.get("skip_reason") for a in task["annotations"]] for task in whole}
    assert said[one] == ["the sensor was unplugged"]
    assert said[two] == [None]
    # A snapshot of Label Studio's tells the same, and so do its tasks and our own records.
    snapshot = machine.client.post(f"/api/projects/{machine.project}/exports/", "{}", content_type="application/json")
    kept = machine.client.get(f"/api/projects/{machine.project}/exports/{snapshot.json()['id']}/download")
    held = {task["id"]: task["annotations"] for task in json.loads(b"".join(kept.streaming_content))}
    assert [annotation["skip_reason"] for annotation in held[one]] == ["the sensor was unplugged"]
    (listed_one,) = machine.client.get(f"/api/tasks/{one}/").json()["annotations"]
    assert listed_one["skip_reason"] == "the sensor was unplugged"
    lines = b"".join(machine.client.get(f"/faultmark/api/projects/{machine.project}/labels?labels=annotators"))
    records = {record["task"]: record for line in lines.splitlines() if "task" in (record := json.loads(line))}
    assert [a["skip_reason"] for a in records[one]["annotations"]] == ["the sensor was unplugged"]
    assert [a["skip_reason"] for a in records[two]["annotations"]] == [None]
    # What was exported comes in again.
    back = machine.client.post(
        f"/api/projects/{machine.project}/import", json.dumps(whole[:1]), content_type="application/json"
    )
    assert back.status_code == 201, back.content


def test_who_labels_after_all_has_skipped_nothing(machine: Machine, tasks: list[int], ingest: Any) -> None:
    ingest(tasks[0])
    submit(machine, tasks[0], cancelled=True, reason="no idea")
    after = submit(machine, tasks[0])
    assert (after["cancelled"], after["skip_reason"]) == (False, None)
    assert ids(machine, "?state=skipped") == []


def test_the_stream_is_label_studios(machine: Machine, tasks: list[int], make_user: Any, client_for: Any) -> None:
    bea = Machine(client_for(make_user("bea@example.com")), machine.project)
    assert go_on(machine) == {"task": tasks[0], "reason": None}
    # Ada's lock keeps Bea off the first, as in Label Studio.
    assert go_on(bea)["task"] == tasks[1]
    assert machine.client.get(f"/api/projects/{machine.project}/next/").json()["id"] == tasks[0]


def test_a_task_that_is_left_comes_again_when_the_others_are_done(
    machine: Machine, tasks: list[int], ingest: Any
) -> None:
    one, two, three = tasks
    for task in tasks:
        ingest(task)
    assert go_on(machine)["task"] == one
    assert go_on(machine, after=one)["task"] == two
    submit(machine, two)
    assert go_on(machine, after=two)["task"] == three
    submit(machine, three)
    assert go_on(machine, after=three)["task"] == one
    only = go_on(machine, after=one)
    assert only["task"] is None
    assert "only task" in only["reason"]
    submit(machine, one)
    assert go_on(machine, after=one) == {"task": None, "reason": "All tasks are done."}


def test_leaving_a_task_loses_nothing_of_its_draft(machine: Machine, tasks: list[int], ingest: Any) -> None:
    ingest(tasks[0])
    machine.ask("PUT", f"/faultmark/api/tasks/{tasks[0]}/draft", body(region("a", 1, 2)))
    before = machine.workbench(tasks[0])["document"]
    assert go_on(machine, after=tasks[0])["task"] == tasks[1]
    after = machine.workbench(tasks[0])["document"]
    assert (after["regions"], after["version"]) == (before["regions"], before["version"])


def test_why_there_is_nothing_left_is_said(
    machine: Machine, tasks: list[int], make_user: Any, client_for: Any, ingest: Any
) -> None:
    empty = make_project(machine.client, title="Empty")
    assert go_on(empty) == {"task": None, "reason": "The project has no tasks yet."}
    machine.ask("PATCH", f"/api/projects/{machine.project}/", {"maximum_annotations": 2})
    for task in tasks:
        ingest(task)
        submit(machine, task)
    assert "waits for others" in go_on(machine)["reason"]


def test_a_stranger_finds_no_queue(machine: Machine, tasks: list[int], stranger: Any, client_for: Any) -> None:
    for who, status in ((client_for(stranger), 404), (client_for(None), 401)):
        eve = Machine(who, machine.project)
        for method, path in (("GET", "tasks"), ("GET", "machines"), ("POST", "next")):
            answer = eve.ask(
                method, f"/faultmark/api/projects/{machine.project}/{path}", {} if method == "POST" else None
            )
            assert answer.status_code == status
    from tasks.models import TaskLock

    assert not TaskLock.objects.exists()
