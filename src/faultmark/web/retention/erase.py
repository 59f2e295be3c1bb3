"""Deletes one class of data of one task. Each of these can be done again with no further effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q

from faultmark.actions.ports import TaskInfo
from faultmark.errors import FaultmarkError, Remedy, SeriesError
from faultmark.labels.config import parse_config
from faultmark.web.history import unrecorded
from faultmark.web.models import (
    Comment,
    DataClass,
    ProposalOutcome,
    PurgeItem,
    PurgeState,
    Seat,
    SeriesLink,
    SeriesState,
    SkipReason,
    Step,
    TaskAgreement,
    TaskReview,
)
from faultmark.web.platform import platform
from faultmark.web.retention.scrub import DELETED, without_text
from faultmark.web.series_store import series_store

__all__ = ["ERASERS", "delete_emptied_task", "files_of"]

Proof = dict[str, Any]
NOBODY = "deleted-person@invalid"
# What a task names instead of its telemetry, and its series' state, once they are deleted.
GONE = SeriesError(
    "series.deleted",
    "The telemetry was deleted when its retention period was over.",
    remedies=(Remedy("See the project's retention page for the period and its basis."),),
)


def _rows(name: str, task: int) -> Any:
    return apps.get_model("tasks", name).objects.filter(task=task)


def files_of(task: TaskInfo, rule: Mapping[str, Any]) -> Proof:
    """Delete the file that a task names, unless a task that is not due names it too. Before any row changes."""
    key = _value_key(task)
    value = task.data.get(key) if key else None
    if not isinstance(value, str) or not value or value == DELETED:
        return {"files": [], "kept": []}
    others = apps.get_model("tasks", "Task").objects.exclude(pk=task.id)
    if others.filter(**{f"data__{key}": value}).exists():
        return {"files": [], "kept": ["another task names the same file"]}
    return dict(platform().erase_source(task, value, connected=bool(rule["delete_sources"])))


def _value_key(task: TaskInfo) -> str | None:
    try:
        schema = parse_config(task.project.config)
    except FaultmarkError:
        return None
    return schema.object.value_key if schema.object else None


def _telemetry(task: TaskInfo, _rule: Mapping[str, Any]) -> Proof:
    key = _value_key(task)
    row = apps.get_model("tasks", "Task").objects.filter(pk=task.id)
    if key and key in task.data:
        row.update(data={**task.data, key: DELETED})
    return {"rows": {"task data": 1}}


def _derived(task: TaskInfo, _rule: Mapping[str, Any]) -> Proof:
    link = SeriesLink.objects.filter(pk=task.id).first()
    if link is None or not link.series_id:
        return {"series": None}
    name = link.series_id
    shared = SeriesLink.objects.filter(series_id=name).exclude(pk=task.id).exists()
    SeriesLink.objects.filter(pk=task.id).update(
        state=SeriesState.FAILED, series_id="", source={}, progress=None, error=GONE.as_dict()
    )
    if not shared:
        series_store().remove(name)
        if series_store().path(name).exists():
            raise OSError(f"The folder of series {name} could not be deleted.")
    return {"series": name, "kept": ["another task shows the same series"] if shared else []}


def _text_controls(task: TaskInfo) -> list[str]:
    try:
        return [control.name for control in parse_config(task.project.config).controls if control.type == "text"]
    except FaultmarkError:
        return []


def _notes(task: TaskInfo, _rule: Mapping[str, Any]) -> Proof:
    controls = _text_controls(task)

    def scrub(rows: Any, *fields: str) -> int:
        changed = 0
        for row in rows.iterator(chunk_size=200):
            new = {f: without_text(getattr(row, f), controls) for f in fields}
            if any(new[f] != getattr(row, f) for f in fields):
                type(row).objects.filter(pk=row.pk).update(**new)
                changed += 1
        return changed

    counted = {name: scrub(_rows(name, task.id), "result") for name in ("Annotation", "AnnotationDraft", "Prediction")}
    counted["Step"] = scrub(Step.objects.filter(task=task.id), "before", "after")
    counted["TaskReview"] = scrub(TaskReview.objects.filter(pk=task.id), "draft")
    for outcome in ProposalOutcome.objects.filter(task=task.id):
        [before] = without_text([outcome.before], controls)
        after = without_text(outcome.after, controls)
        ProposalOutcome.objects.filter(pk=outcome.pk).update(before=before, after=after)
    counted["Comment"] = Comment.objects.filter(task=task.id).exclude(text=DELETED).update(text=DELETED)
    TaskAgreement.objects.filter(pk=task.id).update(consensus=None)
    counted["SkipReason"] = SkipReason.objects.filter(annotation__task=task.id).update(reason=DELETED)
    return {"rows": counted}


def _labels(task: TaskInfo, _rule: Mapping[str, Any]) -> Proof:
    counted = {}
    for model in (Step, Comment, ProposalOutcome, Seat):
        counted[model.__name__] = model.objects.filter(task=task.id).delete()[0]
    for kept in (TaskReview, TaskAgreement):
        counted[kept.__name__] = kept.objects.filter(pk=task.id).delete()[0]
    for name in ("AnnotationDraft", "Prediction", "Annotation"):
        rows = _rows(name, task.id)
        counted[name] = rows.count()
        with unrecorded():
            rows.delete()
    platform().recount(task.id)
    return {"rows": counted}


def nobody() -> Any:
    """The account that stands for people whose names were deleted; nobody can log in to it."""
    made, _new = get_user_model().objects.get_or_create(email=NOBODY, defaults={"username": NOBODY, "is_active": False})
    return made


def _personal(task: TaskInfo, rule: Mapping[str, Any]) -> Proof:
    counted = {
        "Annotation": _rows("Annotation", task.id).update(completed_by=None, updated_by=None),
        "Step": Step.objects.filter(task=task.id).update(user=None, author=None),
        "Comment": Comment.objects.filter(task=task.id).update(author=None, to=None, resolved_by=None),
        "TaskReview": TaskReview.objects.filter(pk=task.id).update(reviewer=None),
        # A draft is somebody's own and nobody else's.
        "AnnotationDraft": _rows("AnnotationDraft", task.id).delete()[0],
        "Seat": Seat.objects.filter(task=task.id).delete()[0],
        # Its matrix and its consensus name their authors.
        "TaskAgreement": TaskAgreement.objects.filter(pk=task.id).update(numbers={}, consensus=None),
        "ProposalOutcome": _outcomes_to_nobody(ProposalOutcome.objects.filter(task=task.id)),
    }
    keys = [key for key in rule["personal_keys"] if key in task.data]
    if keys:
        data = {key: DELETED if key in keys else value for key, value in task.data.items()}
        row = apps.get_model("tasks", "Task").objects.get(pk=task.id)
        row.data, row.updated_by = data, None
        row.save(update_fields=["data", "updated_by"])
    counted["personal keys"] = len(keys)
    return {"rows": counted}


def _outcomes_to_nobody(rows: Any) -> int:
    """A proposal has one outcome for each person: of several that nobody holds, one can stay."""
    somebody = nobody()
    count = 0
    for row in rows.exclude(user=somebody):
        same = Q(task=row.task_id, prediction_id=row.prediction_id, region_id=row.region_id, user=somebody)
        if ProposalOutcome.objects.filter(same).exists():
            row.delete()
        else:
            ProposalOutcome.objects.filter(pk=row.pk).update(user=somebody)
        count += 1
    return count


ERASERS: Mapping[str, Callable[[TaskInfo, Mapping[str, Any]], Proof]] = {
    DataClass.PERSONAL: _personal,
    DataClass.NOTES: _notes,
    DataClass.LABELS: _labels,
    DataClass.TELEMETRY: _telemetry,
    DataClass.DERIVED: _derived,
}


def delete_emptied_task(task_id: int, as_of: datetime) -> bool:
    """Delete a task of which nothing is left: neither telemetry, nor series, nor labels. Whether it was."""
    gone = set(
        PurgeItem.objects.filter(task=task_id, state=PurgeState.DONE, purge__as_of__lte=as_of).values_list(
            "data_class", flat=True
        )
    )
    series = SeriesLink.objects.filter(pk=task_id).exclude(series_id="").exists()
    sources = PurgeItem.objects.filter(task=task_id, data_class=DataClass.TELEMETRY).values_list("proof", flat=True)
    if any((proof or {}).get("kept") for proof in sources):
        # A storage whose file stays would bring the task back with its next synchronisation.
        return False
    if not {DataClass.TELEMETRY, DataClass.LABELS} <= gone or series or _rows("Annotation", task_id).exists():
        return False
    apps.get_model("tasks", "Task").objects.filter(pk=task_id).delete()
    return True
