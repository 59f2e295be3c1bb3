"""What a project's people have labeled and judged, as lessons for the detectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from faultmark.actions.learn_shapes import LabeledRegion, ShapeLessons, learn_shapes
from faultmark.actions.series_options import channel_index
from faultmark.detect import MODEL_VERSION
from faultmark.detect.bars import DRAWN, Verdict
from faultmark.labels.config import parse_config
from faultmark.labels.region import Region
from faultmark.labels.schema import LabelSchema
from faultmark.web import documents
from faultmark.web.models import Outcome, ProposalOutcome, SeriesLink, SeriesState
from faultmark.web.platform import platform

__all__ = ["Lessons", "lessons_of"]

_MOST_TASKS = 300
_MOST_REGIONS = 3000
_MOST_VERDICTS = 10_000


@dataclass
class Lessons:
    """Shapes with their classes, and what became of proposals."""

    shapes: ShapeLessons = field(default_factory=ShapeLessons)
    verdicts: list[Verdict] = field(default_factory=list)


def lessons_of(project_id: int, tick: Callable[[], None] = lambda: None) -> Lessons:
    """What was labeled last in a project, on series that have been read; ``tick`` may raise to stop.

    A region that nobody proposed says something of the detectors only where somebody has judged their proposals.
    """
    lessons, judged = _judged(project_id)
    annotations = apps.get_model("tasks", "Annotation").objects.filter(project_id=project_id, was_cancelled=False)
    newest = annotations.order_by("-pk").values_list("task_id", flat=True)[: 4 * _MOST_TASKS]
    wanted = list(dict.fromkeys(newest))[:_MOST_TASKS]
    links = {link.task_id: link for link in SeriesLink.objects.filter(task_id__in=wanted, state=SeriesState.READY)}
    for task in platform().tasks([task for task in wanted if task in links]):
        series = documents.series_of(links[task.id])
        if series is None or len(lessons.shapes.labels) >= _MOST_REGIONS:
            continue
        schema = parse_config(task.project.config)
        names = [channel.name for channel in series.meta.channels]
        shown = dict.fromkeys(channel_index(channel.column, names) for channel in schema.channels)
        regions = [
            region
            for stored in platform().annotations(task.id)
            if not stored.cancelled
            for region in documents.regions_in(stored, schema, series.axis)
        ]
        known = [labeled for region in regions if (labeled := _labeled(region, schema)) is not None]
        learn_shapes(series, known, [names[i] for i in shown if i is not None], lessons.shapes, tick)
        if task.id in judged:
            drawn = [region.channels or ("",) for region in regions if region.parent is None]
            lessons.verdicts += [Verdict(channel, DRAWN, True) for channels in drawn for channel in channels]
    return lessons


def _judged(project_id: int) -> tuple[Lessons, set[int]]:
    """What became of our proposals, the newest first, and the tasks on which that was said."""
    rows = ProposalOutcome.objects.filter(project_id=project_id, model_version=MODEL_VERSION, score__isnull=False)
    newest = rows.order_by("-pk").values_list("task_id", "score", "outcome", "before")[:_MOST_VERDICTS]
    lessons, tasks = Lessons(), set()
    for task, score, outcome, before in newest:
        tasks.add(task)
        for channel in before.get("channels") or ():
            lessons.verdicts.append(Verdict(str(channel), score, outcome != Outcome.DISMISSED))
    return lessons, tasks


def _labeled(region: Region, schema: LabelSchema) -> LabeledRegion | None:
    said: Any = next((region.values.get(control.name) for control in schema.label_controls), None)
    return LabeledRegion(region.start, region.end, str(said[0]), tuple(region.channels)) if said else None
