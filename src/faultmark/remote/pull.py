"""Read a project back: its annotations as Label Studio's JSON, and how far its annotators agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faultmark.agreement import Span, score_task
from faultmark.labels.config import parse_config
from faultmark.labels.ls_json import read_result
from faultmark.labels.region import Region
from faultmark.labels.schema import LabelSchema
from faultmark.remote.client import Remote
from faultmark.series.time_text import TimeText

__all__ = ["pull_agreement", "pull_export"]


def pull_export(remote: Remote, project: int) -> list[Any]:
    """All tasks of a project with their annotations and predictions, as Label Studio exports them.

    Its export names predictions by their ids alone; here they stand with their results and scores.
    """
    tasks = _exported(remote, project)
    if any(isinstance(prediction, int) for task in tasks for prediction in task.get("predictions") or ()):
        pages = remote.pages("api/tasks", "tasks", project=project, fields="all")
        whole = {task["id"]: task.get("predictions") or [] for task in pages}
        for task in tasks:
            task["predictions"] = whole.get(task["id"], [])
    return tasks


def _exported(remote: Remote, project: int) -> list[Any]:
    params = {"exportType": "JSON", "download_all_tasks": "true"}
    tasks: list[Any] = remote.call("GET", f"api/projects/{project}/export", params=params)
    return tasks


def pull_agreement(remote: Remote, project: int) -> dict[str, Any]:
    """Agreement of a project's annotators, by task and over all; tasks with fewer than two annotations count for none.

    Returns
    -------
    dict
        ``tasks`` (id, annotations, range overlap and matched IoU from 0 to 1, the main reason to disagree), ``mean``.
    """
    schema = parse_config(str(remote.call("GET", f"api/projects/{project}").get("label_config", "")))
    rows = []
    for task in _exported(remote, project):
        done = [a for a in task.get("annotations") or () if not a.get("was_cancelled")]
        if len(done) < 2:
            continue
        score = score_task([_spans(annotation, schema) for annotation in done])
        rows.append(
            {
                "task": task["id"],
                "annotations": len(done),
                "overlap": score.overlap,
                "matched_iou": score.matched_iou,
                "reason": score.reason,
            }
        )
    numbers = [row["overlap"] for row in rows]
    return {"project": project, "tasks": rows, "mean": sum(numbers) / len(numbers) if numbers else None}


def _spans(annotation: Mapping[str, Any], schema: LabelSchema) -> list[Span]:
    times = TimeText(
        schema.object.time_format if schema.object else None,
        "time" if schema.object and schema.object.time_format else "number",
        9,
    )
    document = read_result(annotation.get("result") or (), schema, times)
    return [_span(region, schema) for region in document.regions]


def _span(region: Region, schema: LabelSchema) -> Span:
    names = [str(name) for control in schema.label_controls for name in region.values.get(control.name) or () if name]
    return Span(region.start, region.end, region.instant, names[0] if names else None, id=region.id)
