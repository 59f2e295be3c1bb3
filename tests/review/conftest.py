"""A project with two annotators, a third, and a reviewer; and short ways to say what they mark."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from review_config import CONFIG
from review_items import items


@pytest.fixture
def crew(make_user: Any, client_for: Any) -> Any:
    """``crew.ada``, ``crew.bob``, ``crew.cleo`` annotate; ``crew.rita`` reviews; ``crew.max`` manages."""
    from django.test import TestCase
    from projects.models import Project
    from tasks.models import Task

    from faultmark.web.models import Membership

    chief = make_user("chief@example.com", admin=True)
    project = Project.objects.create(
        title="Pumps",
        label_config=CONFIG,
        organization=chief.active_organization,
        created_by=chief,
        maximum_annotations=2,
    )
    people = {name: make_user(f"{name}@example.com", admin=False) for name in ("ada", "bob", "cleo", "rita", "max")}
    for name, role in {"ada": 1, "bob": 1, "cleo": 1, "rita": 2, "max": 3}.items():
        Membership.objects.create(project=project, user=people[name], role=role)
    clients = {name: client_for(user) for name, user in people.items()}

    def send(name: str, method: str, path: str, body: Any = None) -> Any:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return clients[name].generic(
                method, path, "" if body is None else json.dumps(body), content_type="application/json"
            )

    def task(**data: Any) -> Any:
        return Task.objects.create(project=project, data={"csv": "/data/upload/1/a.csv", **data}, overlap=2)

    def give(one: Any, *names: str) -> None:
        from faultmark.web.assignment.seats import hold

        assert all(hold(one.pk, people[name], "by hand") for name in names)

    def mark(name: str, one: Any, *regions: Any) -> Any:
        """Annotate through Label Studio's own API."""
        answer = send(name, "POST", f"/api/tasks/{one.pk}/annotations/", {"result": items(*regions)})
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    return SimpleNamespace(project=project, chief=chief, send=send, task=task, give=give, mark=mark, **people)
