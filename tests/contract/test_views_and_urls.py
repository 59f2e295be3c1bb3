"""The views of Label Studio that we call in process, and the addresses that our pages and links use."""

from __future__ import annotations

from typing import Any

import pytest

# Our code calls these; the view must be there and know the method.
CALLED = [
    ("POST", "/api/tasks/1/drafts", "tasks.api.AnnotationDraftListAPI"),
    ("POST", "/api/tasks/1/annotations/2/drafts", "tasks.api.AnnotationDraftListAPI"),
    ("PATCH", "/api/drafts/1/", "tasks.api.AnnotationDraftAPI"),
    ("POST", "/api/tasks/1/annotations/", "tasks.api.AnnotationsListAPI"),
    ("PATCH", "/api/annotations/1/", "tasks.api.AnnotationAPI"),
    ("POST", "/api/projects/", "projects.api.ProjectListAPI"),
    ("POST", "/api/projects/1/import", "data_import.api.ImportAPI"),
    # label-studio-entries.js asks for the labeling config.
    ("GET", "/api/projects/1/", "projects.api.ProjectAPI"),
]


@pytest.mark.parametrize(("method", "path", "view"), CALLED)
def test_a_view_that_we_call_stands_at_its_address(booted: Any, method: str, path: str, view: str) -> None:
    from django.urls import Resolver404, resolve

    try:
        match = resolve(path)
    except Resolver404:
        pytest.fail(f"Label Studio has nothing at {path} any more")
    found = match.func.view_class
    assert f"{found.__module__}.{found.__name__}" == view, f"{path} is answered by another view"
    assert hasattr(found, method.lower()), f"{view} does not answer {method} any more"


@pytest.mark.parametrize(
    "path",
    ["/", "/projects/", "/projects/1/data", "/user/login/", "/logout/", "/user/account", "/health", "/heidi-tips/",
     "/data/upload/1/a.csv", "/data/local-files/", "/static/icons/logo.svg"],
)  # fmt: skip
def test_a_page_that_we_lead_to_is_there(booted: Any, path: str) -> None:
    from django.urls import Resolver404, resolve

    try:
        resolve(path)
    except Resolver404:
        resolve(path + "/")


def test_our_urls_come_first(booted: Any) -> None:
    from django.urls import resolve

    # Its own patterns for health, version and metrics are not anchored and would catch these.
    for path in ("/faultmark/api/version/", "/faultmark/health/", "/faultmark/api/projects"):
        assert resolve(path).func.__module__.startswith("faultmark."), f"{path} is answered by Label Studio"
    assert resolve("/heidi-tips/").func.__module__ == "faultmark.host.urls"
