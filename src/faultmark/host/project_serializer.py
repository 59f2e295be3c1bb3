"""A project as Label Studio's API makes it, with as many annotators a task as this installation wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from projects.api import ProjectAPI, ProjectListAPI
from projects.serializers import ProjectSerializer as LabelStudioSerializer

from faultmark.labels.config import has_time_series

__all__ = ["ProjectSerializer", "give_projects_our_overlap"]


class ProjectSerializer(LabelStudioSerializer):
    """Label Studio's serializer of projects.

    Label Studio asks for one annotator a task where nobody says how many. We ask for ``default_overlap`` as soon as a
    project has a time series: when it is made, or, as Label Studio's page does it, when it gets its first config.
    """

    def create(self, validated_data: Any) -> Any:
        """Make a project."""
        return super().create(_with_overlap(validated_data))

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Change a project. One that has tasks, or had a config, keeps its overlap."""
        chosen = instance.maximum_annotations != 1 or instance.get_parsed_config() or instance.tasks.exists()
        return super().update(instance, validated_data if chosen else _with_overlap(validated_data))


def _with_overlap(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = settings.FAULTMARK_DEFAULT_OVERLAP if has_time_series(given.get("label_config") or "") else None
    return {**({} if wanted is None else {"maximum_annotations": wanted}), **given}


def give_projects_our_overlap() -> None:
    """Have Label Studio's views use it, once in a process."""
    ProjectListAPI.serializer_class = ProjectAPI.serializer_class = ProjectSerializer
