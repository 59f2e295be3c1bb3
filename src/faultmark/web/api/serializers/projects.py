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
    url_label_studio = s.CharField()


class ProgressSerializer(s.Serializer[Any]):
    tasks = s.IntegerField()
    done = s.IntegerField()
    mine = s.IntegerField()


class ProjectRowSerializer(ProjectSerializer):
    progress = ProgressSerializer()


class ProjectListSerializer(s.Serializer[Any]):
    results = ProjectRowSerializer(many=True)


class TaskRowSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    title = s.CharField()
    subtitle = s.CharField()
    state = s.ChoiceField(choices=["new", "draft", "done", "skipped"], help_text="As the asking user sees it.")
    annotations = s.IntegerField()
    overlap = s.IntegerField()
    proposals = s.IntegerField()
    labeled = s.BooleanField()
    series_state = s.ChoiceField(choices=["none", "queued", "ingesting", "ready", "failed"])


class TaskListSerializer(s.Serializer[Any]):
    project = ProjectSerializer()
    progress = ProgressSerializer()
    total = s.IntegerField()
    page = s.IntegerField()
    page_size = s.IntegerField()
    results = TaskRowSerializer(many=True)
