"""Lists of projects and tasks: progress, search and pages."""

from __future__ import annotations

from typing import Any

from telemetry_project import Machine, body, make_project, region, rows


def listed(machine: Machine, query: str = "") -> Any:
    answer = machine.client.get(f"/faultmark/api/projects/{machine.project}/tasks{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(machine: Machine, query: str = "") -> list[str]:
    return [row["title"] for row in listed(machine, query)["results"]]


def test_projects_tell_their_progress_newest_first(machine: Machine) -> None:
    task = machine.task_with(rows(20))
    machine.task_with(rows(21), name="b.csv")
    machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("a", 1, 2)))
    make_project(machine.client, '<View><Text name="t" value="$text"/></View>', title="Shift reports")
    first, second = machine.client.get("/faultmark/api/projects").json()["results"]
    assert (first["title"], first["has_time_series"]) == ("Shift reports", False)
    assert (second["title"], second["has_time_series"]) == ("Pump house", True)
    assert second["progress"] | {"tasks": 2, "done": 1, "mine": 1} == second["progress"]
    assert second["url_label_studio"] == f"/projects/{machine.project}/data"


def test_a_task_is_titled_by_its_machine_else_by_its_file(machine: Machine) -> None:
    machine.task_with(rows(3), machine_id="P-301", plant="North")
    machine.task_with(rows(3), name="blower.csv")
    first, second = listed(machine)["results"]
    assert (first["title"], first["subtitle"]) == ("P-301", "North")
    assert second["title"] == "blower.csv"
    assert {first["state"], second["state"]} == {"new"}


def test_search_finds_words_in_any_order_and_letters_of_any_language(machine: Machine) -> None:
    address = machine.upload("a.csv", rows(3))
    for title in ("Pumpe Süd", "Pumpe Nord", "насос 7"):
        machine.task(address, title=title)
    assert titles(machine, "?search=nord pumpe") == ["Pumpe Nord"]
    assert titles(machine, "?search=süd") == ["Pumpe Süd"]
    assert titles(machine, "?search=SÜD") == ["Pumpe Süd"]
    assert titles(machine, "?search=насос") == ["насос 7"]
    assert titles(machine, "?search=blower") == []
    number = listed(machine)["results"][1]["id"]
    assert "Pumpe Nord" in titles(machine, f"?search={number}")
    for odd in ("%00", "%25", "%22", "'; drop table task", "\\", "9" * 40):
        assert listed(machine, f"?search={odd}")["total"] <= 3


def test_pages_hold_fifty_and_a_page_beyond_the_end_is_empty(machine: Machine) -> None:
    address = machine.upload("a.csv", rows(3))
    tasks = [{"data": {"telemetry": address, "title": f"task {i:02d}"}} for i in range(53)]
    machine.ask("POST", f"/api/projects/{machine.project}/import", tasks)
    first = listed(machine)
    assert (first["total"], first["page"], first["page_size"], len(first["results"])) == (53, 1, 50, 50)
    assert titles(machine, "?page=2") == ["task 50", "task 51", "task 52"]
    assert titles(machine, "?page=3") == []
    for odd in ("0", "-1", "x", "", "9" * 30):
        assert listed(machine, f"?page={odd}")["total"] == 53
