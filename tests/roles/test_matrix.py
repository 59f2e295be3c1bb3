"""Every role at every endpoint with every method: decided, and decided as the documentation says.

A new endpoint fails here by name until it has a rule, and until that rule stands in the documentation.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from endpoint_walk import METHODS, UNSAFE, Endpoint, endpoints, readable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "endpoints.md"
WHO = ("nobody", "outsider", "annotator", "another annotator", "reviewer", "manager", "administrator")
HEAD = """# Who may call what

Every endpoint of Faultmark and of Label Studio, and who may call it. *Outsider* is a person without a role in the
project. *Annotator* is one whose own task or work the request is about, *another annotator* one who has none of it.
Lists, which are about nothing in particular, are cut to what the caller may see. This page is written by a test, which
fails where it differs from what the server does: `FAULTMARK_WRITE_ENDPOINTS=1 python -m pytest tests/roles`.

"""


def request_for(endpoint: Endpoint, method: str, plant: Any, kwargs: dict[str, Any]) -> Any:
    from django.test import RequestFactory

    query = {"project": plant.project.pk, "d": "demo/a.csv", "filepath": f"upload/{plant.upload}"}
    request = RequestFactory(SERVER_NAME="localhost").generic(method, "/api/x", QUERY_STRING=_encoded(query))
    request.resolver_match = SimpleNamespace(route=endpoint.route, func=endpoint.callback, kwargs=kwargs)
    return request


def _encoded(query: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    return urlencode(query)


def answers(endpoint: Endpoint, method: str, plant: Any) -> list[bool]:
    """Who of WHO is let through."""
    from django.contrib.auth.models import AnonymousUser

    from faultmark.host.permissions import AccessMiddleware

    users = [AnonymousUser(), *(plant.people[name] for name in ("outsider", "annotator", "other"))]
    users += [plant.people[name] for name in ("reviewer", "manager", "administrator")]
    passed = []
    for user in users:
        kwargs = plant.kwargs_of(endpoint)
        request = request_for(endpoint, method, plant, kwargs)
        request.user = user
        passed.append(
            AccessMiddleware(lambda _request: None).process_view(request, endpoint.callback, (), kwargs) is None
        )
    return passed


def test_every_endpoint_is_decided_as_documented(plant: Any, installation: Any) -> None:
    plant.kwargs_of, plant.upload = installation
    lines: dict[str, list[str]] = {}
    for endpoint in endpoints():
        by_cells: dict[str, list[str]] = {}
        for method in endpoint.methods:
            cells = " | ".join("yes" if passed else "" for passed in answers(endpoint, method, plant))
            by_cells.setdefault(cells, []).append(method)
        for cells, methods in by_cells.items():
            said = "any" if tuple(methods) == METHODS else ", ".join(methods)
            part = readable(endpoint.route).split("/")[1] or "root"
            if part == "api":
                part = "api/" + (readable(endpoint.route).split("/")[2].split(".")[0].split("<")[0] or "root")
            lines.setdefault(part, []).append(f"| `{readable(endpoint.route)}` | {said} | {cells} |")
    text = HEAD
    for part, rows in lines.items():
        text += f"## {part}\n\n| endpoint | method | {' | '.join(WHO)} |\n|{' --- |' * (len(WHO) + 2)}\n"
        text += "\n".join(dict.fromkeys(rows)) + "\n\n"
    if os.environ.get("FAULTMARK_WRITE_ENDPOINTS"):
        PAGE.write_text(text, encoding="utf-8")
    written = set(PAGE.read_text(encoding="utf-8").splitlines())
    differing = [line for line in text.splitlines() if line not in written]
    gone = [line for line in written if line not in set(text.splitlines())]
    assert not differing, "Not as documented:\n" + "\n".join(differing)
    assert not gone, "Documented, but not so:\n" + "\n".join(gone)


def test_no_endpoint_is_without_a_rule(plant: Any) -> None:
    from faultmark.host.endpoints import rule_for

    without = []
    for endpoint in endpoints():
        for method in endpoint.methods:
            request = request_for(endpoint, method, SimpleNamespace(project=plant.project, upload="x"), {})
            if rule_for(request, endpoint.route, endpoint.callback, method) is None:
                without.append(f"{method} {endpoint}")
    assert not without, "No rule in faultmark.host.endpoints, or no act in the view's acts:\n" + "\n".join(without)


def test_nobody_and_outsiders_change_nothing_of_a_project(plant: Any, installation: Any) -> None:
    """Whatever the table says: this is what it may never say."""
    plant.kwargs_of, plant.upload = installation
    let_through = []
    about_a_project = ("pk", "project", "task", "annotation", "export_pk", "import_pk", "project_id", "task_id")
    not_of_projects = ("users", "token", "organizations", "account", "user", "admin", "django-rq")
    for endpoint in endpoints():
        route = readable(endpoint.route)
        if not set(endpoint.names) & set(about_a_project) or set(not_of_projects) & set(route.split("/")):
            continue
        # Labels are the installation's; a sample is made up; our pages ask the API.
        if any(part in route for part in ("/labels", "/label_links", "sample-task", "/faultmark/projects")):
            continue
        for method in endpoint.methods:
            nobody, outsider, _, other, *_ = answers(endpoint, method, plant)
            if nobody or outsider or (other and method in UNSAFE and "task" in endpoint.route):
                let_through.append(f"{method} {endpoint}")
    assert not let_through, "\n".join(let_through)
