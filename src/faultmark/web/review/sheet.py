"""All that the Review screen shows of a task, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from faultmark.actions.draft_consensus import Draft, DraftRegion, draft_consensus
from faultmark.actions.ports import StoredResult
from faultmark.agreement import REASONS, Disagreement
from faultmark.labels.region import LabelDocument
from faultmark.web import documents
from faultmark.web.models import Comment, ProjectRules, ReviewState, Step, TaskAgreement, TaskReview
from faultmark.web.platform import platform
from faultmark.web.review.people import Names
from faultmark.web.review.reading import TaskReading, consensus_options
from faultmark.web.review.reliability import Past
from faultmark.web.review.verdicts import why_not

__all__ = ["agreement_json", "comments_json", "review_sheet", "settled_json"]


def review_sheet(user: Any, reading: TaskReading, *, blind: bool) -> dict[str, Any]:
    """Lanes, disagreements, consensus, comments and history of a task.

    Parameters
    ----------
    user:
        Who looks.
    reading:
        The opinions on the task.
    blind:
        Whether annotators are shown by letter.
    """
    task = reading.task
    rules = ProjectRules.of(task.project.id)
    review = TaskReview.objects.filter(pk=task.id).first() or TaskReview(task_id=task.id)
    comments = list(Comment.objects.filter(task_id=task.id))
    steps = list(Step.objects.filter(task_id=task.id))
    others = [pk for c in comments for pk in (c.author_id, c.resolved_by_id, c.to_id)]
    others += [pk for step in steps for pk in (step.user_id, step.author_id)]
    annotators = [stored.user_id for stored in reading.stored if stored.user_id is not None]
    names = Names.of(annotators, others, user, blind=blind or rules.blind)
    history = Past.of(task.project.id).model(rules, task.id, len(reading.opinions))
    draft = draft_consensus(reading.opinions, reading.schema, reading.axis, consensus_options(rules), history)
    lane_of = {opinion.author: f"a{stored.id}" for opinion, stored in _pairs(reading)}
    reason = why_not(user, task.project.id, task.id)
    return {
        "state": str(review.state),
        "may_review": not reason,
        "why_not": reason,
        "blind": names.blind,
        "blind_by_rule": rules.blind,
        "lanes": [*_annotator_lanes(reading, names), *_model_lanes(reading)],
        "agreement": agreement_json(TaskAgreement.objects.filter(pk=task.id).first(), lane_of),
        "disagreements": [_disagreement(d, lane_of) for d in draft.disagreements],
        "consensus": _consensus(draft, lane_of, rules, history is not None),
        "settled": settled_json(reading, draft),
        "comments": comments_json(comments, names),
        "history": [_step(step, reading, names) for step in steps],
    }


def _pairs(reading: TaskReading) -> Iterable[tuple[Any, StoredResult]]:
    return zip(reading.opinions, reading.stored, strict=True)


def _regions(document: LabelDocument) -> list[dict[str, Any]]:
    return [region.as_dict() for region in document.regions]


def _annotator_lanes(reading: TaskReading, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "key": f"a{stored.id}",
            "kind": "annotator",
            "name": names.name(stored.user_id),
            "letter": names.letters.get(stored.user_id or 0, ""),
            "mine": stored.user_id == names.asking,
            "annotation_id": stored.id,
            "prediction_id": None,
            "user_id": names.id(stored.user_id),
            "regions": _regions(opinion.document),
            "values": dict(opinion.document.values),
            "at": stored.updated_at.isoformat(),
            "lead_time": stored.lead_time,
        }
        for opinion, stored in _pairs(reading)
    ]


def _model_lanes(reading: TaskReading) -> list[dict[str, Any]]:
    found = platform().predictions(reading.task.id)
    at = {stored.id: stored.updated_at.isoformat() for stored in found}
    return [
        {
            "key": f"p{proposal['prediction_id']}",
            "kind": "model",
            "name": proposal["model_version"] or "model",
            "letter": "",
            "mine": False,
            "annotation_id": None,
            "prediction_id": proposal["prediction_id"],
            "user_id": None,
            "regions": proposal["regions"],
            "values": {},
            "at": at[proposal["prediction_id"]],
            "lead_time": None,
        }
        for proposal in documents.proposals_json(found, reading.schema, reading.axis, [])
    ]


def agreement_json(row: TaskAgreement | None, lane_of: dict[str, str]) -> dict[str, Any]:
    """A task's numbers, with the matrix by lane."""
    row = row or TaskAgreement()
    numbers = row.numbers
    return {
        "score": row.score,
        "annotators": row.annotators,
        "reason": row.reason,
        "matched_iou": numbers.get("matched_iou"),
        "f1": [{"threshold": float(t), "value": value} for t, value in numbers.get("f1", {}).items()],
        "class_alpha": numbers.get("class_alpha"),
        "severity_alpha": numbers.get("severity_alpha"),
        "counts": {name: numbers.get("counts", {}).get(name, 0) for name in REASONS},
        "lanes": [lane_of.get(author, "") for author in numbers.get("authors", ())],
        "matrix": numbers.get("matrix", []),
        "extra": row.extra,
        "nobody_left": row.nobody_left,
    }


def _disagreement(found: Disagreement, lane_of: dict[str, str]) -> dict[str, Any]:
    said = dict(found.values)
    return {
        "reason": found.reason,
        "start": str(found.start),
        "end": str(found.end),
        "marked": [
            {"lane": lane_of[author], "region": region, "value": said.get(author, "")} for author, region in found.spans
        ],
        "missing": [lane_of[author] for author in found.missing],
        "score": found.score,
    }


def _consensus(draft: Draft, lane_of: dict[str, str], rules: ProjectRules, weighted: bool) -> dict[str, Any]:
    return {
        "regions": [_draft_region(row, lane_of) for row in draft.regions],
        "needs_person": draft.needs_person,
        "weights": "dawid-skene" if weighted else "equal",
        "parameters": asdict(consensus_options(rules)),
    }


def _draft_region(row: DraftRegion, lane_of: dict[str, str]) -> dict[str, Any]:
    return {
        "region": row.region.as_dict(),
        "state": row.state,
        "support": row.support,
        "classes": [{"label": name or "", "share": share} for name, share in row.classes],
        "members": [{"lane": lane_of[author], "region": region} for author, region in row.members],
        "notes": [{"lane": lane_of[author], "text": text} for author, text in row.notes],
    }


def settled_json(reading: TaskReading, draft: Draft | None = None) -> dict[str, Any]:
    """The settled lane: the reviewer's unfinished work, else what was settled, else the consensus.

    Without a consensus at hand its regions are left out, which a version does not depend on. It changes with every save
    and every verdict, those that leave the lane as it is too.
    """
    review = TaskReview.objects.filter(pk=reading.task.id).first() or TaskReview(task_id=reading.task.id)
    settled = next((a for a in platform().annotations(reading.task.id) if a.id == review.settled_id), None)
    items = review.draft if review.draft is not None else settled.items if settled is not None else None
    if items is not None:
        shown = StoredResult(id=0, items=items, updated_at=review.changed_at)
        document = documents.read_stored(shown, reading.schema, reading.axis, [])
    else:
        document = draft.document if draft is not None else LabelDocument()
    return {
        "source": "draft" if review.draft is not None else "settled" if settled is not None else "consensus",
        "annotation_id": settled.id if settled is not None else None,
        "regions": _regions(document),
        "values": dict(document.values),
        "rest": [dict(item) for item in document.rest],
        "version": ""
        if review.changed_at is None
        else documents.version_of([*(items or ()), {"changed": review.changed_at.isoformat()}]),
        "saved_at": review.changed_at.isoformat() if review.draft is not None else None,
        "is_settled": review.state == ReviewState.SETTLED,
    }


def comments_json(comments: Iterable[Comment], names: Names) -> list[dict[str, Any]]:
    """Comments in the order in which they were made; an answer names the comment it answers."""
    return [
        {
            "id": comment.pk,
            "parent": comment.parent_id,
            "author": names.name(comment.author_id),
            "mine": comment.author_id == names.asking,
            "to": None if comment.to_id is None else names.name(comment.to_id),
            "text": comment.text,
            "start": None if comment.start is None else str(comment.start),
            "end": None if comment.end is None else str(comment.end),
            "region": comment.region,
            "resolved": comment.resolved_at is not None,
            "resolved_by": None if comment.resolved_by_id is None else names.name(comment.resolved_by_id),
            "at": comment.created_at.isoformat(),
            "changed_at": None if comment.changed_at is None else comment.changed_at.isoformat(),
        }
        for comment in comments
    ]


def _step(step: Step, reading: TaskReading, names: Names) -> dict[str, Any]:
    def regions(items: Any) -> list[dict[str, Any]] | None:
        if items is None:
            return None
        shown = StoredResult(id=0, items=items, updated_at=step.at)
        return _regions(documents.read_stored(shown, reading.schema, reading.axis, []))

    return {
        "id": step.pk,
        "kind": str(step.kind),
        "by": names.name(step.user_id),
        "author": names.name(step.author_id),
        "annotation_id": step.annotation,
        "comment": step.comment_id,
        "before": regions(step.before),
        "after": regions(step.after),
        "at": step.at.isoformat(),
    }
