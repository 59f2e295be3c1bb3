"""The endpoints, below ``/faultmark/api/``. No trailing slashes: Label Studio answers a slashless miss twice."""

from __future__ import annotations

from django.urls import path

from faultmark.web.api import (
    desk,
    detection,
    hooks,
    interfaces,
    label_stream,
    overview,
    people,
    proposals,
    queue,
    retention,
    review,
    saving,
    snapping,
    views,
)

__all__ = ["urlpatterns"]

urlpatterns = [
    path("projects", views.ProjectsView.as_view()),
    path("projects/<int:project>", views.OneProjectView.as_view()),
    path("projects/<int:project>/tasks", queue.TasksView.as_view()),
    path("projects/<int:project>/machines", queue.MachinesView.as_view()),
    path("projects/<int:project>/next", queue.NextView.as_view()),
    path("projects/<int:project>/layout", desk.LayoutView.as_view()),
    path("projects/<int:project>/proposals", proposals.ProposalSummaryView.as_view()),
    path("projects/<int:project>/interface", interfaces.InterfaceView.as_view()),
    path("projects/<int:project>/detection", detection.DetectionView.as_view()),
    path("projects/<int:project>/labels", label_stream.LabelStreamView.as_view()),
    path("projects/<int:project>/retention", retention.RetentionView.as_view()),
    path("projects/<int:project>/retention/disclosure", retention.DisclosureView.as_view()),
    path("projects/<int:project>/retention/purge", retention.PurgeView.as_view()),
    path("projects/<int:project>/retention/holds", retention.HoldsView.as_view()),
    path("projects/<int:project>/retention/holds/<int:hold>", retention.HoldView.as_view()),
    path("projects/<int:project>/hooks", hooks.HooksView.as_view()),
    path("projects/<int:project>/hooks/<int:hook>", hooks.HookView.as_view()),
    path("me/preferences", desk.PreferencesView.as_view()),
    path("tasks/<int:task>", views.WorkbenchView.as_view()),
    path("tasks/<int:task>/series", views.SeriesView.as_view()),
    path("tasks/<int:task>/series/<slug:series>/view", views.TileView.as_view()),
    path("tasks/<int:task>/series/<slug:series>/snap", snapping.SnapView.as_view()),
    path("tasks/<int:task>/presence", desk.PresenceView.as_view()),
    path("tasks/<int:task>/draft", saving.DraftView.as_view()),
    path("tasks/<int:task>/annotations", saving.SubmitView.as_view()),
    path("annotations/<int:annotation>", saving.AnnotationView.as_view()),
    path("annotations/<int:annotation>/verdict", review.AnnotationVerdictView.as_view()),
    path("projects/<int:project>/members", people.MembersView.as_view()),
    path("projects/<int:project>/members/<int:user>", people.MemberView.as_view()),
    path("projects/<int:project>/rules", people.RulesView.as_view()),
    path("projects/<int:project>/assignments", people.AssignmentsView.as_view()),
    path("projects/<int:project>/overview", overview.OverviewView.as_view()),
    path("projects/<int:project>/overview.csv", overview.OverviewCsvView.as_view()),
    path("projects/<int:project>/review", review.ReviewQueueView.as_view()),
    path("tasks/<int:task>/review", review.ReviewView.as_view()),
    path("tasks/<int:task>/review/draft", review.ReviewDraftView.as_view()),
    path("tasks/<int:task>/review/verdict", review.VerdictView.as_view()),
    path("tasks/<int:task>/comments", review.CommentsView.as_view()),
    path("comments/<int:comment>", review.CommentView.as_view()),
]
