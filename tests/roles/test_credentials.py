"""One person, one answer: by the session's cookie, by the legacy token and by the access token alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

PEOPLE = ("outsider", "annotator", "other", "reviewer", "manager", "administrator")
NOTHING: dict[str, Any] = {}


def requests_of(plant: Any) -> Iterator[tuple[str, str, Any]]:
    """What people do all day and what they might try, as method, path and body."""
    project, task = plant.project.pk, plant.mine.task.pk
    annotation, draft, prediction = plant.mine.annotation.pk, plant.mine.draft.pk, plant.mine.prediction.pk
    ours = "/faultmark/api"
    for path in (
        "/api/projects/", f"/api/projects/{project}/", f"/api/projects/{project}/tasks/",
        f"/api/projects/{project}/next/", f"/api/projects/{project}/summary/", f"/api/projects/{project}/export",
        f"/api/projects/{project}/exports/", f"/api/tasks/{task}/", f"/api/tasks?project={project}",
        f"/api/tasks/{task}/annotations/", f"/api/annotations/{annotation}/", f"/api/drafts/{draft}/",
        f"/api/predictions/{prediction}/", f"/api/dm/views/?project={project}", f"/api/dm/project/?project={project}",
        f"/api/dm/columns/?project={project}", f"/api/dm/actions/?project={project}",
        f"/api/storages/s3/?project={project}", f"/api/ml/?project={project}", f"/api/webhooks/?project={project}",
        "/api/users/", "/api/current-user/whoami", "/api/organizations/",
        f"{ours}/projects", f"{ours}/projects/{project}", f"{ours}/projects/{project}/tasks",
        f"{ours}/projects/{project}/members", f"{ours}/projects/{project}/rules", f"{ours}/projects/{project}/review",
        f"{ours}/projects/{project}/overview", f"{ours}/projects/{project}/overview.csv?table=pairs",
        f"{ours}/projects/{project}/labels", f"{ours}/projects/{project}/proposals",
        f"{ours}/projects/{project}/retention", f"{ours}/projects/{project}/retention/audit",
        f"{ours}/tasks/{task}", f"{ours}/tasks/{task}/review", f"{ours}/tasks/{task}/comments",
        f"{ours}/tasks/{task}/series/{'0' * 32}/view?start=0&end=9&width=9",
        f"/faultmark/projects/{project}/overview", f"/projects/{project}/data",
    ):  # fmt: skip
        yield "GET", path, None
    empty = {"result": []}
    for method, path, body in (
        ("POST", "/api/projects/", {"title": "Mine"}),
        ("PATCH", f"/api/projects/{project}/", {"title": "Other"}),
        ("DELETE", f"/api/projects/{project}/", None),
        ("POST", f"/api/projects/{project}/import", [{"csv": "/data/upload/1/b.csv"}]),
        ("POST", f"/api/projects/{project}/exports/", NOTHING),
        ("POST", f"/api/tasks/{task}/annotations/", empty),
        ("PATCH", f"/api/annotations/{annotation}/", empty),
        ("DELETE", f"/api/annotations/{annotation}/", None),
        ("POST", f"/api/tasks/{task}/drafts/", empty),
        ("PATCH", f"/api/drafts/{draft}/", empty),
        ("POST", "/api/predictions/", {**empty, "task": task, "project": project}),
        ("POST", f"/api/dm/views/?project={project}", {"project": project, "data": NOTHING}),
        (
            "POST",
            f"/api/dm/actions/?id=delete_tasks&project={project}",
            {"selectedItems": {"all": True, "excluded": []}, "project": project},
        ),
        ("POST", "/api/storages/localfiles/", {"project": project, "path": "/etc", "title": "x"}),
        ("POST", "/api/ml/", {"project": project, "url": "http://localhost:1"}),
        ("POST", "/api/webhooks/", {"project": project, "url": "http://localhost:1"}),
        ("POST", f"{ours}/projects/{project}/next", NOTHING),
        ("PUT", f"{ours}/tasks/{task}/draft", {"regions": [], "values": NOTHING}),
        ("POST", f"{ours}/tasks/{task}/annotations", {"regions": [], "values": NOTHING}),
        ("PATCH", f"{ours}/projects/{project}/rules", {"blind": True}),
        ("POST", f"{ours}/projects/{project}/members", {"email": "outsider@example.com", "role": "manager"}),
        ("POST", f"{ours}/projects/{project}/assignments", {"tasks": [task], "people": []}),
        ("POST", f"{ours}/tasks/{task}/review/verdict", {"verdict": "accept"}),
        ("POST", f"{ours}/tasks/{task}/comments", {"text": "Look"}),
        ("POST", f"{ours}/projects/{project}/retention/purge", NOTHING),
    ):
        yield method, path, body


@pytest.fixture
def ways_in(plant: Any, client_for: Any) -> Callable[[str], dict[str, Any]]:
    """Clients of a person by what they show; those with a token have no cookie at all."""
    from faultmark.host.users import api_token

    def clients(who: str) -> dict[str, Any]:
        user = plant.people[who]
        session = client_for(user)
        refresh = session.post("/api/token/").json()["token"]
        answer = client_for(None).post("/api/token/refresh/", {"refresh": refresh}, content_type="application/json")
        tokens = {"legacy token": f"Token {api_token(user.email)}", "access token": f"Bearer {answer.json()['access']}"}
        found = {"session": session}
        for way, header in tokens.items():
            found[way] = client_for(None, csrf=False)
            found[way].defaults["HTTP_AUTHORIZATION"] = header
        for client in found.values():
            client.raise_request_exception = False
        return found

    return clients


def answered(client: Any, method: str, path: str, body: Any) -> int:
    """The status of a request, which then never happened."""
    from django.db import transaction

    with transaction.atomic():
        text = "" if body is None else json.dumps(body)
        answer = client.generic(method, path, text, content_type="application/json")
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_way_of_logging_in_is_answered_alike(plant: Any, ways_in: Any, who: str) -> None:
    clients = ways_in(who)
    differing, statuses = [], set()
    for method, path, body in requests_of(plant):
        found = {way: answered(client, method, path, body) for way, client in clients.items()}
        statuses |= set(found.values())
        if len(set(found.values())) > 1 or max(found.values()) >= 500:
            differing.append(f"{method} {path}: {found}")
    assert not differing, "\n".join(differing)
    # Neither is everything refused, nor, but to an administrator, everything allowed.
    assert 200 in statuses
    assert who == "administrator" or statuses & {403, 404}


def test_an_outsider_gets_nothing_of_the_project(plant: Any, ways_in: Any) -> None:
    clients = ways_in("outsider")
    # Our pages are empty: they ask the API.
    asked = [one for one in requests_of(plant) if not one[1].startswith("/faultmark/projects/")]
    of_it = [one for one in asked if f"/{plant.project.pk}" in one[1] or "project=" in one[1]]
    let_in = [
        f"{way}: {method} {path}"
        for method, path, body in of_it
        for way, client in clients.items()
        if answered(client, method, path, body) not in (403, 404)
    ]
    assert not let_in, "\n".join(let_in)
