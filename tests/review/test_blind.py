"""Where a project reviews blindly, a reviewer learns its annotators' names from no answer of the server."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def blind(crew: Any) -> Any:
    """A task that ada and bob annotated, in a project that hides its annotators from reviewers."""
    from faultmark.web.models import ProjectRules

    ProjectRules.objects.create(project=crew.project, blind=True)
    task = crew.task()
    crew.give(task, "ada", "bob")
    crew.annotation = crew.mark("ada", task, (0, 100, "drift"))
    crew.mark("bob", task, (20, 100, "drift"))
    crew.one = task
    return crew


PATHS = (
    "/api/users/",
    "/api/users/{ada}/",
    "/api/projects/{project}/annotators/",
    "/api/tasks/{task}/",
    "/api/tasks?project={project}&fields=all",
    "/api/tasks/{task}/annotations/",
    "/api/annotations/{annotation}/",
    "/api/projects/{project}/",
    "/faultmark/api/tasks/{task}",
    "/faultmark/api/tasks/{task}/review",
    "/faultmark/api/tasks/{task}/comments",
    "/faultmark/api/projects/{project}/members",
    "/faultmark/api/projects/{project}/review",
    "/faultmark/api/projects/{project}/overview",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_reviewer_reads_no_annotators_name(blind: Any, path: str) -> None:
    full = path.format(
        ada=blind.ada.pk,
        project=blind.project.pk,
        task=blind.one.pk,
        annotation=blind.annotation,
    )
    answer = blind.send("rita", "GET", full)
    assert answer.status_code == 200, answer.content
    text = answer.content.decode()
    assert "ada@" not in text
    assert "bob@" not in text


def test_who_annotates_who_manages_and_who_reviews_elsewhere_are_told(blind: Any) -> None:
    users = blind.send("rita", "GET", "/api/users/").json()
    named = {user["id"]: user["email"] for user in users}
    assert named[blind.rita.pk] == "rita@example.com"
    assert named[blind.max.pk] == "max@example.com"
    assert "ada@example.com" in blind.send("max", "GET", "/api/users/").content.decode()
    members = blind.send("rita", "GET", f"/faultmark/api/projects/{blind.project.pk}/members").json()["results"]
    assert {m["user"] for m in members if m["role"] == "annotator"} == {None}


def test_without_the_rule_names_are_shown(blind: Any) -> None:
    from faultmark.web.models import ProjectRules

    ProjectRules.objects.update(blind=False)
    assert "ada@example.com" in blind.send("rita", "GET", "/api/users/").content.decode()
