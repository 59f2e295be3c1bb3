"""Ways round the rules that a person may try through Label Studio's own endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest


def call(client: Any, method: str, path: str, body: Any = None) -> Any:
    return client.generic(method, path, json.dumps(body), content_type="application/json")


@pytest.fixture
def as_(plant: Any, client_for: Any) -> Any:
    clients: dict[str, Any] = {}

    def client(who: str) -> Any:
        return clients.setdefault(who, client_for(plant.people[who]))

    return client


def test_only_administrators_learn_the_invitation(plant: Any, as_: Any, client_for: Any) -> None:
    from users.models import User

    organization = plant.project.organization
    paths = [f"/api/organizations/{organization.pk}", f"/api/organizations/{organization.pk}/memberships"]
    for who in ("outsider", "annotator", "reviewer", "manager"):
        for path in [*paths, f"{paths[1]}/{plant.people['other'].pk}/"]:
            refused = as_(who).get(f"{path}?contributed_to_projects=1")
            assert refused.status_code == 403, (who, path)
            assert organization.token not in refused.content.decode()
        assert organization.token not in as_(who).get("/api/organizations/").content.decode()
    assert as_("administrator").get(paths[0]).json()["token"] == organization.token
    form = {"email": "eve@example.com", "password": "let-me-in-123"}
    assert client_for(None).post("/user/signup/?token=guessed", form).status_code == 403
    assert not User.objects.filter(email="eve@example.com").exists()


def test_people_learn_of_those_they_work_with(plant: Any, as_: Any, make_user: Any) -> None:
    make_user("stranger@example.com", admin=False)

    def seen(who: str) -> set[str]:
        return {person["email"].partition("@")[0] for person in as_(who).get("/api/users/").json()}

    assert seen("outsider") == {"outsider"}
    assert seen("annotator") == {"chief", "annotator", "other", "reviewer", "manager"}
    assert "stranger" in seen("manager")
    assert as_("outsider").get(f"/api/users/{plant.people['annotator'].pk}/").status_code == 404


def test_counts_over_all_annotations_are_for_reviewers(plant: Any, as_: Any) -> None:
    path = f"/api/projects/{plant.project.pk}/summary/"
    assert as_("annotator").get(path).status_code == 403
    assert as_("reviewer").get(path).status_code == 200


def test_an_annotation_stays_at_its_task(plant: Any, as_: Any) -> None:
    from projects.models import Project
    from tasks.models import Task

    from faultmark.web.models import Membership, Seat

    annotator, mine = plant.people["annotator"], plant.mine
    elsewhere = Task.objects.create(project=plant.project, data={"csv": "x"}, overlap=2)
    Seat.objects.create(task=elsewhere, user=annotator)
    other = Project.objects.create(
        title="Fans", organization=plant.project.organization, created_by=plant.people["administrator"]
    )
    Membership.objects.create(project=other, user=annotator, role=1)
    path = f"/api/annotations/{mine.annotation.pk}/"
    for method in ("PATCH", "PUT"):
        for moved in ({"task": elsewhere.pk}, {"project": other.pk}, {"last_created_by": plant.people["other"].pk}):
            assert call(as_("annotator"), method, path, {"result": [], **moved}).status_code == 403, moved
    same = {"result": [], "task": mine.task.pk, "project": plant.project.pk, "completed_by": annotator.pk}
    assert call(as_("annotator"), "PATCH", path, same).status_code == 200
    mine.annotation.refresh_from_db()
    assert (mine.annotation.task_id, mine.annotation.project_id) == (mine.task.pk, plant.project.pk)


def test_nobody_drafts_or_comments_at_anothers_annotation(plant: Any, as_: Any) -> None:
    from tasks.models import Annotation

    theirs = Annotation.objects.create(
        task=plant.mine.task, project=plant.project, completed_by=plant.people["other"], result=[]
    )
    path = f"/api/tasks/{plant.mine.task.pk}/drafts"
    assert call(as_("annotator"), "POST", path, {"result": [], "annotation": theirs.pk}).status_code == 404
    comments = f"/faultmark/api/tasks/{plant.mine.task.pk}/comments"
    asked = call(as_("annotator"), "POST", comments, {"text": "Whose is it?", "annotation_id": theirs.pk})
    assert asked.status_code == 404, asked.content
    own = {"result": [], "annotation": plant.mine.annotation.pk}
    assert call(as_("annotator"), "POST", path, own).status_code == 201


def test_the_truth_is_a_verdict_and_no_flag(plant: Any, as_: Any) -> None:
    path = f"/api/tasks/{plant.mine.task.pk}/annotations/"
    refused = call(as_("reviewer"), "POST", path, {"result": [], "ground_truth": True})
    assert refused.status_code == 403
    assert "ground_truth" in refused.json()["detail"]
    assert call(as_("manager"), "POST", path, {"result": [], "ground_truth": True}).status_code == 201


@pytest.mark.parametrize("method", ["PATCH", "PUT", "page"])
def test_a_skipped_task_is_taken_up_only_where_there_is_a_seat(plant: Any, as_: Any, method: str) -> None:
    from tasks.models import Annotation, Task

    from faultmark.web.models import Seat

    task = Task.objects.create(project=plant.project, data={"csv": "x"}, overlap=1)
    for name in ("annotator", "other"):
        Seat.objects.create(task=task, user=plant.people[name])
    path = f"/api/tasks/{task.pk}/annotations/"
    skipped = call(as_("annotator"), "POST", f"{path}?was_cancelled=1", {"result": []})
    assert skipped.status_code == 201, skipped.content
    number = skipped.json()["id"]

    def take_up() -> Any:
        if method == "page":
            body = {"regions": [], "values": {}, "rest": [], "lead_time": 1}
            return call(as_("annotator"), "PATCH", f"/faultmark/api/annotations/{number}", body)
        return call(as_("annotator"), method, f"/api/annotations/{number}/", {"result": [], "was_cancelled": False})

    theirs = call(as_("other"), "POST", path, {"result": []})
    assert theirs.status_code == 201, theirs.content
    refused = take_up()
    assert refused.status_code == 409, refused.content
    assert Annotation.objects.filter(task=task, was_cancelled=False).count() == 1
    # Still his to change as long as it stays skipped.
    kept = call(as_("annotator"), "PATCH", f"/api/annotations/{number}/", {"lead_time": 3})
    assert kept.status_code == 200, kept.content
    Annotation.objects.get(pk=theirs.json()["id"]).delete()
    Seat.objects.filter(task=task, user=plant.people["other"]).delete()
    taken = take_up()
    assert taken.status_code == 200, taken.content
    assert not Annotation.objects.get(pk=number).was_cancelled
    assert Seat.objects.get(task=task, user=plant.people["annotator"]).state == "done"
