"""Our urls first, Label Studio's after them: some of its patterns are unanchored and would catch ours."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, URLResolver, include, path

from faultmark.host.blind import hide_names
from faultmark.host.credentials import hide_credentials
from faultmark.host.data_manager import add_our_columns
from faultmark.host.hooks import listen_to_label_studio
from faultmark.host.project_serializer import give_projects_our_overlap
from faultmark.host.result_check import refuse_broken_results
from faultmark.host.visible import narrow_label_studio
from faultmark.web.documentation import index_at_root

__all__ = ["urlpatterns"]

# Here, because whatever answers requests comes by, and commands that answer none need not load all views.
narrow_label_studio()
add_our_columns()
hide_names()
refuse_broken_results()
hide_credentials()
give_projects_our_overlap()
listen_to_label_studio()


def no_tips(_request: HttpRequest) -> JsonResponse:
    """Label Studio's page asks for tips, which its server would fetch from the internet. There are none here."""
    return JsonResponse({})


urlpatterns: list[URLPattern | URLResolver] = [
    path("heidi-tips", no_tips),
    path("heidi-tips/", no_tips),
    path("llms.txt", index_at_root),
    path("faultmark/", include("faultmark.web.urls")),
    path("", include("core.urls")),
]
