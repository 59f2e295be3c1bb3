"""All labels of a project as records, task by task, in bounded memory."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from pydantic_core import to_json

from faultmark.actions.label_records import RECORD_VERSION, Labels, TaskLabels, label_record
from faultmark.actions.opinions import fields_of
from faultmark.actions.ports import ProjectInfo, StoredResult
from faultmark.errors import FaultmarkError, LabelError, Remedy
from faultmark.labels.config import parse_config
from faultmark.series.axis import TimeAxis
from faultmark.web.models import ProjectRules, ProposalOutcome, SeriesLink, Step, StepKind, TaskAgreement, TaskReview
from faultmark.web.platform import platform
from faultmark.web.review.consensus import consensus_key, known_consensus
from faultmark.web.review.reading import consensus_options
from faultmark.web.review.reliability import Past
from faultmark.web.series_store import series_store

__all__ = ["label_lines", "label_records", "project_records", "read_cursor", "task_record"]

_AT_ONCE = 500
# What is written by a request or an import that is under way bears an earlier time than its commit. Asking again for
# what changed shortly before a cursor may repeat a record, and loses none.
_OVERLAP = timedelta(minutes=15)
_NUMBERS = ("task_id", "score", "annotators", "reason", "numbers", "consensus")
_VERDICTS = (StepKind.ACCEPTED, StepKind.FIXED, StepKind.SENT_BACK)


def _cursor(moment: datetime) -> str:
    micros = int(moment.timestamp() * 1e6)
    return base64.urlsafe_b64encode(f"1.{micros}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> datetime:
    """The moment that a cursor stands for.

    Raises
    ------
    LabelError
        ``labels.cursor.unknown`` for what is no cursor of ours.
    """
    try:
        version, micros = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(".")
        if version != "1":
            raise ValueError(version)
        return datetime.fromtimestamp(int(micros) / 1e6, tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise LabelError(
            "labels.cursor.unknown",
            f"{text[:80]!r} is no cursor.",
            remedies=(Remedy("Give the cursor of the first line of an earlier answer, or none to get everything."),),
        ) from error


def label_lines(
    project: ProjectInfo, labels: Labels, *, since: datetime | None = None, after: int = 0
) -> Iterator[bytes]:
    """A project's records as JSON lines, between a first line with the cursor and a last one with the counts.

    Without its last line an answer was cut off.
    """
    begun = timezone.now()
    parameters = asdict(consensus_options(ProjectRules.of(project.id)))
    head = {"kind": "labels", "version": RECORD_VERSION, "project": project.id, "title": project.title,
            "labels": labels, "cursor": _cursor(begun - _OVERLAP), "consensus": parameters}  # fmt: skip
    yield _line(head)
    count = 0
    try:
        for record in label_records(project, labels, since=since, after=after):
            count += 1
            yield _line(record)
    except FaultmarkError as error:
        yield _line({"kind": "error", "error": error.as_dict()})
        return
    total = apps.get_model("tasks", "Task").objects.filter(project_id=project.id).count()
    yield _line({"kind": "end", "records": count, "tasks": total})


def _line(value: Mapping[str, Any]) -> bytes:
    try:
        return to_json(value) + b"\n"
    except ValueError:
        # Half of a character, as a browser may cut a text: only its escape can be written.
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def task_record(task_id: int, labels: Labels) -> dict[str, Any] | None:
    """The record of one task; None where there is no such task."""
    task = platform().task(task_id)
    if task is None:
        return None
    return next(label_records(task.project, labels, after=task_id - 1, until=task_id), None)


def project_records(project_id: int, labels: Labels) -> Iterator[dict[str, Any]]:
    """Records of a project, for the machine's own commands; whoever may run them may read the data folder.

    Raises
    ------
    LabelError
        ``labels.project.missing`` where there is no such project.
    """
    config = apps.get_model("projects", "Project").objects.filter(pk=project_id).values_list("title", "label_config")
    found = config.first()
    if found is None:
        raise LabelError("labels.project.missing", f"There is no project {project_id}.")
    return label_records(ProjectInfo(project_id, found[0] or "", found[1] or "", 1), labels)


def label_records(
    project: ProjectInfo, labels: Labels, *, since: datetime | None = None, after: int = 0, until: int | None = None
) -> Iterator[dict[str, Any]]:
    """Records of a project's tasks by id, after task ``after`` up to ``until``; only what changed since ``since``.

    Memory holds a few hundred tasks at a time, however many there are.
    """
    schema = parse_config(project.config)
    rules = ProjectRules.of(project.id)
    options, fields = consensus_options(rules), fields_of(schema)
    past = Past.of(project.id)
    emails = dict(get_user_model().objects.values_list("pk", "email"))
    tasks = apps.get_model("tasks", "Task").objects.filter(project_id=project.id)
    if since is not None:
        tasks = tasks.filter(_changed(since) | _weighed_anew(project.id, since))
    if until is not None:
        tasks = tasks.filter(pk__lte=until)
    while True:
        part = list(tasks.filter(pk__gt=after).order_by("pk").values_list("pk", "data")[:_AT_ONCE])
        if not part:
            return
        before, after = after, part[-1][0]
        # A few changed ones by name; of all, the stretch says it shorter than its hundreds of ids in each query.
        ids = (
            [pk for pk, _data in part] if since is not None else tasks.filter(pk__gt=before, pk__lte=after).values("pk")
        )
        for said in _read(part, ids, config=project.config, rules=rules, past=past, labels=labels, emails=emails):
            yield label_record(
                said, schema, _axis(said.series) if said.series else None, labels, options, fields=fields
            )


def _changed(since: datetime) -> Q:
    """Condition on tasks: anything of which their record is made changed."""

    def any_of(model: Any, **condition: Any) -> Q:
        return Q(Exists(model.objects.filter(task=OuterRef("pk"), **condition)))

    return (
        Q(updated_at__gte=since)
        | any_of(apps.get_model("tasks", "Annotation"), updated_at__gte=since)
        | any_of(apps.get_model("tasks", "AnnotationDraft"), updated_at__gte=since)
        | any_of(apps.get_model("tasks", "Prediction"), updated_at__gte=since)
        | any_of(TaskAgreement, computed_at__gte=since)
        | any_of(TaskReview, changed_at__gte=since)
        | any_of(ProposalOutcome, updated_at__gte=since)
        | any_of(Step, at__gte=since)
        | any_of(SeriesLink, updated_at__gte=since)
    )


def _weighed_anew(project_id: int, since: datetime) -> Q:
    """Condition on tasks: what people weigh in their consensus may have changed with a verdict on another."""
    judged = TaskReview.objects.filter(task__project_id=project_id, changed_at__gte=since).exists()
    return Q(faultmark_agreement__annotators__gt=2) if judged else Q(pk__in=())


@lru_cache(maxsize=256)
def _axis(series_id: str) -> TimeAxis | None:
    # A series never changes, so that its axis can be kept.
    try:
        return series_store().open(series_id).axis
    except FaultmarkError:
        return None


def _read(
    part: Sequence[tuple[int, Any]],
    ids: Any,
    *,
    config: str,
    rules: ProjectRules,
    past: Past,
    labels: Labels,
    emails: Mapping[int, str],
) -> Iterator[TaskLabels]:
    annotations: dict[int, list[StoredResult]] = defaultdict(list)
    for task_id, stored in platform().annotations_of(ids):
        annotations[task_id].append(stored)
    series = dict(SeriesLink.objects.filter(task__in=ids).values_list("task_id", "series_id"))
    agreement = {row[0]: row[1:] for row in TaskAgreement.objects.filter(task__in=ids).values_list(*_NUMBERS)}
    reviews = {pk: (state, settled) for pk, state, settled in
               TaskReview.objects.filter(task__in=ids).values_list("task_id", "state", "settled_id")}  # fmt: skip
    verdicts, outcomes = _verdicts(ids, emails), _outcomes(ids, emails)
    predictions: dict[int, list[StoredResult]] = defaultdict(list)
    if labels == "all":
        for task_id, stored in platform().predictions_of(ids):
            predictions[task_id].append(stored)
    for pk, data in part:
        state, settled = reviews.get(pk, ("open", None))
        row = agreement.get(pk)
        # As the consensus takes them: of several of one person the last, and none that a reviewer settled.
        said = list({a.user_id or -a.id: a for a in annotations[pk] if not a.cancelled and a.id != settled}.values())
        people = len(said)
        known = None
        if row is not None and row[-1] is not None:
            key = consensus_key(said, config, series.get(pk, ""), rules, past.stamp(pk, people))
            known = known_consensus(row[-1], key)
        yield TaskLabels(
            task=pk,
            data=data or {},
            series=series.get(pk, ""),
            annotations=annotations[pk],
            predictions=predictions[pk],
            settled=settled,
            review=state,
            agreement=None if row is None else _agreement(row[:-1], emails),
            consensus=known,
            history=past.model(rules, pk, people) if known is None and settled is None else None,
            verdicts=verdicts[pk],
            outcomes=outcomes[pk],
        )


def _agreement(row: Sequence[Any], emails: Mapping[int, str]) -> dict[str, Any] | None:
    score, annotators, reason, numbers = row
    if not annotators:
        return None
    if "authors" in numbers:
        numbers["authors"] = [emails.get(int(a), a) if a.isdigit() else a for a in numbers["authors"]]
    return {"score": score, "annotators": annotators, "reason": reason or None, **numbers}


def _verdicts(ids: Any, emails: Mapping[int, str]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Step.objects.filter(task__in=ids, kind__in=_VERDICTS).order_by("pk")
    columns = ("task_id", "kind", "user_id", "annotation", "at", "comment__text")
    for task_id, kind, user, annotation, at, comment in rows.values_list(*columns):
        found[task_id].append({"verdict": kind, "by": emails.get(user), "annotation": annotation,
                               "at": at.isoformat(), "comment": comment})  # fmt: skip
    return found


def _outcomes(ids: Any, emails: Mapping[int, str]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = ProposalOutcome.objects.filter(task__in=ids).order_by("pk")
    columns = ("task_id", "prediction_id", "region_id", "model_version", "score", "outcome", "user_id", "before")
    for task_id, prediction, region, version, score, outcome, user, before in rows.values_list(*columns):
        found[task_id].append({"prediction": prediction, "region": region, "model_version": version, "score": score,
                               "outcome": outcome, "by": emails.get(user), "proposed": before})  # fmt: skip
    return found
