"""The endpoints, below ``/faultmark/api/``. No trailing slashes: Label Studio answers a slashless miss twice."""

from __future__ import annotations

from django.urls import path

from faultmark.web.api import saving, views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("projects", views.ProjectsView.as_view()),
    path("projects/<int:project>/tasks", views.TasksView.as_view()),
    path("tasks/<int:task>", views.WorkbenchView.as_view()),
    path("tasks/<int:task>/series", views.SeriesView.as_view()),
    path("tasks/<int:task>/series/<slug:series>/view", views.TileView.as_view()),
    path("tasks/<int:task>/draft", saving.DraftView.as_view()),
    path("tasks/<int:task>/annotations", saving.SubmitView.as_view()),
    path("annotations/<int:annotation>", saving.AnnotationView.as_view()),
]
