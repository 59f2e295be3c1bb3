"""People get a role by API, tasks by hand and by rule, and never more people than a task wants."""

from __future__ import annotations

import json
from typing import Any


def call(client: Any, method: str, path: str, body: Any = None) -> Any:
    return client.generic(method, path, json.dumps(body), content_type="application/json")


def test_a_manager_adds_changes_and_removes_people(plant: Any, client_for: Any) -> None:
    manager = client_for(plant.people["manager"])
    path = f"/faultmark/api/projects/{plant.project.pk}/members"
    added = call(manager, "POST", path, {"email": "Outsider@example.com", "role": "annotator"})
    assert added.status_code == 201, added.content
    outsider = plant.people["outsider"]
    assert client_for(outsider).get(f"/faultmark/api/projects/{plant.project.pk}/tasks").json()["total"] == 0
    changed = call(manager, "PUT", f"{path}/{outsider.pk}", {"role": "reviewer"})
    assert changed.json()["role"] == "reviewer"
    assert client_for(outsider).get(f"/faultmark/api/projects/{plant.project.pk}/tasks").json()["total"] == 2
    assert call(manager, "DELETE", f"{path}/{outsider.pk}").status_code == 204
    assert client_for(outsider).get(f"/faultmark/api/projects/{plant.project.pk}/tasks").status_code == 404
    assert (
        call(client_for(plant.people["reviewer"]), "POST", path, {"email": "x", "role": "manager"}).status_code == 403
    )


def test_an_annotator_sees_his_tasks_and_his_work_alone(plant: Any, client_for: Any) -> None:
    annotator = client_for(plant.people["annotator"])
    listed = annotator.get(f"/api/tasks?project={plant.project.pk}&fields=all").json()["tasks"]
    assert [task["id"] for task in listed] == [plant.mine.task.pk]
    from tasks.models import Annotation

    Annotation.objects.create(
        task=plant.mine.task, project=plant.project, completed_by=plant.people["other"], result=[]
    )
    for path in (f"/api/tasks/{plant.mine.task.pk}/", f"/api/tasks?project={plant.project.pk}&fields=all"):
        said = annotator.get(path).json()
        task = said["tasks"][0] if "tasks" in said else said
        assert {
            a["completed_by"] if isinstance(a["completed_by"], int) else a["completed_by"]["id"]
            for a in task["annotations"]
        } == {plant.people["annotator"].pk}
    assert annotator.get(f"/api/tasks/{plant.theirs.task.pk}/").status_code == 404
    assert annotator.get(f"/api/annotations/{plant.theirs.annotation.pk}/").status_code == 404
    assert [p["id"] for p in annotator.get("/api/projects/").json()["results"]] == [plant.project.pk]
    assert client_for(plant.people["outsider"]).get("/api/projects/").json()["results"] == []


def test_an_annotator_signs_nobody_elses_name(plant: Any, client_for: Any) -> None:
    path = f"/api/annotations/{plant.mine.annotation.pk}/"
    annotator = client_for(plant.people["annotator"])
    forged = call(annotator, "PATCH", path, {"completed_by": plant.people["other"].pk, "result": []})
    assert forged.status_code == 403
    assert "completed_by" in forged.json()["detail"]
    assert call(annotator, "PATCH", path, {"ground_truth": True}).status_code == 403
    assert call(annotator, "PATCH", path, {"result": []}).status_code == 200


def test_overlap_holds_through_label_studios_api(plant: Any, client_for: Any) -> None:
    from faultmark.web.models import Membership

    task = plant.mine.task
    Membership.objects.create(project=plant.project, user=plant.people["outsider"], role=2)
    path = f"/api/tasks/{task.pk}/annotations/"
    reviewers = [client_for(plant.people[name]) for name in ("reviewer", "outsider")]
    assert call(reviewers[0], "POST", path, {"result": []}).status_code == 201
    refused = call(reviewers[1], "POST", path, {"result": []})
    assert refused.status_code == 409
    assert "Annotators a task" in refused.json()["detail"]
    assert "2 seats" in refused.json()["detail"]
    again = call(client_for(plant.people["annotator"]), "POST", path, {"result": []})
    assert again.status_code == 409


def test_tasks_are_given_by_rule_and_by_label_studios_stream(plant: Any, client_for: Any) -> None:
    from tasks.models import Task

    for name in ("P-1", "P-2"):
        Task.objects.create(project=plant.project, data={"csv": "x", "machine": name}, overlap=2)
    annotator = client_for(plant.people["annotator"])
    first = annotator.get(f"/api/projects/{plant.project.pk}/next/")
    assert first.status_code == 200, first.content
    manager = client_for(plant.people["manager"])
    given = call(manager, "POST", f"/faultmark/api/projects/{plant.project.pk}/assignments", {"by": "machine"})
    assert given.status_code == 200, given.content
    from faultmark.web.models import Seat

    assert all(Seat.objects.filter(task=task).count() <= 2 for task in Task.objects.filter(project=plant.project))
    assert len(given.json()["given"]) >= 3


def test_a_foreign_page_changes_nothing_with_a_cookie(plant: Any, client_for: Any) -> None:
    browser = client_for(plant.people["manager"], csrf=False)
    path = f"/api/projects/{plant.project.pk}/"
    assert call(browser, "PATCH", path, {"title": "Taken"}).status_code == 403
    browser.get("/projects/")
    from faultmark.host.users import api_token

    token = api_token("manager@example.com")
    header = {"HTTP_AUTHORIZATION": f"Token {token}"}
    changed = browser.generic("PATCH", path, '{"title": "Ours"}', content_type="application/json", **header)
    assert changed.status_code == 200, changed.content


def test_a_manager_changes_the_rules_and_the_overlap_of_all_tasks(plant: Any, client_for: Any) -> None:
    from tasks.models import Task

    path = f"/faultmark/api/projects/{plant.project.pk}/rules"
    manager = client_for(plant.people["manager"])
    assert manager.get(path).json()["overlap"] == 2
    changed = call(manager, "PATCH", path, {"overlap": 3, "blind": True})
    assert (changed.json()["overlap"], changed.json()["blind"]) == (3, True), changed.content
    assert set(Task.objects.filter(project=plant.project).values_list("overlap", flat=True)) == {3}
    assert call(manager, "PATCH", path, {"overlap": 0}).status_code == 400
    assert call(client_for(plant.people["reviewer"]), "PATCH", path, {"blind": False}).status_code == 403
    assert client_for(plant.people["annotator"]).get(path).json()["blind"] is True
