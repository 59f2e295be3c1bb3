"""A region's channels and work order stay with it through Label Studio and back."""

from __future__ import annotations

from typing import Any

from telemetry_project import Machine, body, region, rows


def test_a_work_order_stands_in_the_regions_meta(machine: Machine, ingest: Any) -> None:
    task = machine.task_with(rows(40), work_orders=[{"id": "WO 7", "time": 3, "title": "Seal"}])
    ingest(task)
    linked = {**region("a", 1, 4, note=["seen"]), "work_order": "WO 7", "channels": ["pressure"]}
    path = f"/faultmark/api/tasks/{task}/annotations"
    assert machine.ask("POST", path, body(linked, region("b", 6, 8))).status_code == 201
    (annotation,) = machine.client.get(f"/api/tasks/{task}/").json()["annotations"]
    first = annotation["result"][0]
    assert first["meta"] == {"faultmark": {"channels": ["pressure"], "work_order": "WO 7"}}
    # What the native editor knows: an item for each control, all of the form that it writes.
    assert {item["from_name"] for item in annotation["result"]} == {"label", "severity", "note"}
    shown = machine.workbench(task)["document"]["regions"]
    assert [(one["work_order"], one["channels"]) for one in shown] == [("WO 7", ["pressure"]), (None, [])]


def test_the_native_editor_hands_it_through(machine: Machine, ingest: Any) -> None:
    """Its editor sends ``meta`` back as it came, and adds notes of its own."""
    task = machine.task_with(rows(40))
    ingest(task)
    linked = {**region("a", 1, 4), "work_order": "WO 7", "channels": ["pressure"]}
    machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(linked))
    (annotation,) = machine.client.get(f"/api/tasks/{task}/").json()["annotations"]
    result = annotation["result"]
    result[0]["meta"]["text"] = ["checked on site"]
    for item in result:
        item["value"] |= {"end": 6}
    assert machine.ask("PATCH", f"/api/annotations/{annotation['id']}/", {"result": result}).status_code == 200
    document = machine.workbench(task)["document"]
    (shown,) = document["regions"]
    assert (shown["work_order"], shown["channels"], shown["end"]) == ("WO 7", ["pressure"], "6")
    without = {**shown, "work_order": None, "channels": []}
    again = body(without, annotation_id=annotation["id"])
    assert machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", again).status_code == 200
    (annotation,) = machine.client.get(f"/api/tasks/{task}/").json()["annotations"]
    assert annotation["result"][0]["meta"] == {"text": ["checked on site"]}
