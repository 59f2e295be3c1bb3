"""Projects and their tasks in lists."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

__all__ = [
    "ProgressSerializer",
    "ProjectListSerializer",
    "ProjectRowSerializer",
    "ProjectSerializer",
    "TaskListSerializer",
    "TaskRowSerializer",
]


class ProjectSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    title = s.CharField()
    instructions = s.CharField()
    overlap = s.IntegerField()
    has_time_series = s.BooleanField()
    role = s.ChoiceField(
        choices=["annotator", "reviewer", "manager", "administrator"], allow_null=True, help_text="The asking user's."
    )
    url_label_studio = s.CharField()


class ProgressSerializer(s.Serializer[Any]):
    tasks = s.IntegerField()
    done = s.IntegerField(help_text="With as many annotations as the project wants.")
    mine = s.IntegerField(help_text="Annotated by the asking user, skipped ones left out.")
    drafts = s.IntegerField(help_text="With a draft of the asking user's.")
    skipped = s.IntegerField(help_text="Skipped by the asking user.")


class ProjectRowSerializer(ProjectSerializer):
    progress = ProgressSerializer()


class ProjectListSerializer(s.Serializer[Any]):
    results = ProjectRowSerializer(many=True)


class TaskRowSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    title = s.CharField()
    subtitle = s.CharField()
    state = s.ChoiceField(
        choices=["new", "draft", "done", "skipped", "sent_back"], help_text="As the asking user sees it."
    )
    annotations = s.IntegerField()
    overlap = s.IntegerField()
    proposals = s.IntegerField(help_text="Regions that models propose in the task.")
    labeled = s.BooleanField()
    machine = s.CharField(help_text="From the metadata; may be empty.")
    mine = s.BooleanField(help_text="The asking user labeled, drafted or skipped it.")
    skip_reason = s.CharField(allow_null=True, help_text="Why the asking user skipped it.")
    series_state = s.ChoiceField(choices=["none", "queued", "ingesting", "ready", "failed"])


class TaskListSerializer(s.Serializer[Any]):
    project = ProjectSerializer()
    progress = ProgressSerializer()
    total = s.IntegerField()
    page = s.IntegerField()
    page_size = s.IntegerField()
    results = TaskRowSerializer(many=True)
