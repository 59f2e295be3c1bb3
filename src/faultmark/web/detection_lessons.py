"""What a project's people have labeled, as lessons for the detectors' classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps

from faultmark.actions.learn_shapes import LabeledRegion, ShapeLessons, learn_shapes
from faultmark.actions.series_options import channel_index
from faultmark.labels.config import parse_config
from faultmark.labels.region import Region
from faultmark.labels.schema import LabelSchema
from faultmark.web import documents
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.platform import platform

__all__ = ["lessons_of"]

_MOST_TASKS = 300
_MOST_REGIONS = 3000


def lessons_of(project_id: int, tick: Callable[[], None] = lambda: None) -> ShapeLessons:
    """Shapes of what was labeled last in a project, on series that have been read; ``tick`` may raise to stop."""
    lessons = ShapeLessons()
    annotations = apps.get_model("tasks", "Annotation").objects.filter(project_id=project_id, was_cancelled=False)
    newest = annotations.order_by("-pk").values_list("task_id", flat=True)[: 4 * _MOST_TASKS]
    wanted = list(dict.fromkeys(newest))[:_MOST_TASKS]
    links = {link.task_id: link for link in SeriesLink.objects.filter(task_id__in=wanted, state=SeriesState.READY)}
    for task in platform().tasks([task for task in wanted if task in links]):
        series = documents.series_of(links[task.id])
        if series is None or len(lessons.labels) >= _MOST_REGIONS:
            continue
        schema = parse_config(task.project.config)
        names = [channel.name for channel in series.meta.channels]
        shown = dict.fromkeys(channel_index(channel.column, names) for channel in schema.channels)
        labeled = [
            _labeled(region, schema)
            for stored in platform().annotations(task.id)
            if not stored.cancelled
            for region in documents.regions_in(stored, schema, series.axis)
        ]
        known = [region for region in labeled if region is not None]
        learn_shapes(series, known, [names[i] for i in shown if i is not None], lessons, tick)
    return lessons


def _labeled(region: Region, schema: LabelSchema) -> LabeledRegion | None:
    said: Any = next((region.values.get(control.name) for control in schema.label_controls), None)
    return LabeledRegion(region.start, region.end, str(said[0]), tuple(region.channels)) if said else None
