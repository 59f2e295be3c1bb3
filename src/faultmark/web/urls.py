"""Pages and API, below ``/faultmark/``."""

from __future__ import annotations

from django.urls import include, path, re_path

from faultmark.web.documentation import documentation
from faultmark.web.views import not_found, page, to_list

__all__ = ["app_name", "urlpatterns"]

app_name = "faultmark"
urlpatterns = [
    path("api/", include("faultmark.web.api.urls")),
    path("docs", documentation),
    path("docs/", documentation, name="documentation"),
    path("docs/<path:page>", documentation),
    path("", page, name="projects"),
    path("projects/<int:project>", page, name="project"),
    # Who cuts off an address at a list arrives at it.
    re_path(r"^projects/?$", to_list),
    re_path(r"^projects/(?P<project>\d+)/(?:tasks/?)?$", to_list),
    path("projects/<int:project>/tasks/<int:task>", page, {"preload": ["tasks/{task}"]}, name="task"),
    path("projects/<int:project>/review", page, name="reviews"),
    path(
        "projects/<int:project>/tasks/<int:task>/review",
        page,
        {"preload": ["tasks/{task}", "tasks/{task}/review?blind=false"]},
        name="review",
    ),
    path("projects/<int:project>/overview", page, {"preload": ["projects/{project}/overview"]}, name="overview"),
    path("projects/<int:project>/people", page, name="people"),
    path("projects/<int:project>/data", page, name="data"),
    # Everything else below our prefix ends here: handed on, Label Studio would run its stack twice.
    re_path(r"^.*$", not_found),
]
