"""Keeps what users made of proposals, in step with what they save."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count

from faultmark.actions.judge_proposals import Judgement, ProposalKey, Proposed, judge_proposals
from faultmark.actions.ports import TaskInfo
from faultmark.labels.region import LabelDocument
from faultmark.labels.schema import LabelSchema
from faultmark.series.axis import TimeAxis
from faultmark.web import documents
from faultmark.web.models import Outcome, ProposalOutcome
from faultmark.web.platform import platform

__all__ = ["dismissed_by", "keep_outcomes", "summary_of"]


def dismissed_by(user: Any, task_id: int) -> list[dict[str, Any]]:
    """The proposals of a task that the user dismissed."""
    rows = ProposalOutcome.objects.filter(user=user, task_id=task_id, outcome=Outcome.DISMISSED)
    return list(rows.order_by("prediction_id", "region_id").values("prediction_id", "region_id"))


def keep_outcomes(  # noqa: PLR0917 - who, where, what, and what it takes to read it
    user: Any,
    task: TaskInfo,
    document: LabelDocument,
    dismissed: Sequence[ProposalKey] | None,
    schema: LabelSchema,
    axis: TimeAxis | None,
) -> None:
    """Bring the kept outcomes of a user and a task in line with what the user has now.

    What is undone is open again. Outcomes of predictions that are gone stay: nobody can judge those anew.

    Parameters
    ----------
    user, task:
        Whose, and where.
    document:
        What the user has now.
    dismissed:
        All proposals that the user dismissed; None to leave those as they are.
    schema, axis:
        Of the task, to read its predictions.
    """
    rows = ProposalOutcome.objects.filter(user=user, task_id=task.id)
    kept = {(row.prediction_id, row.region_id): row for row in rows}
    if dismissed is None:
        dismissed = [key for key, row in kept.items() if row.outcome == Outcome.DISMISSED]
    asked = {region.parent.prediction_id for region in document.regions if region.parent is not None}
    asked |= {prediction for prediction, _region in (*dismissed, *kept)}
    if not asked:
        return
    predictions = [found for found in platform().predictions(task.id) if found.id in asked]
    proposed: dict[ProposalKey, Proposed] = {}
    for prediction in predictions:
        for region in documents.regions_in(prediction, schema, axis):
            score = prediction.score if region.score is None else region.score
            proposed[prediction.id, region.id] = Proposed(region, score, prediction.model_version)
    judged = judge_proposals(proposed, document.regions, dismissed, schema)
    there = {prediction.id for prediction in predictions}
    undone = [row.pk for key, row in kept.items() if key[0] in there and key not in judged]
    changed = [_row(user, task, key, said) for key, said in judged.items() if not _says(kept.get(key), said)]
    if not undone and not changed:
        return
    with transaction.atomic():
        rows.filter(pk__in=undone).delete()
        ProposalOutcome.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["user", "task", "prediction_id", "region_id"],
            update_fields=["outcome", "score", "model_version", "before", "after", "updated_at"],
        )


def _row(user: Any, task: TaskInfo, key: ProposalKey, said: Judgement) -> ProposalOutcome:
    return ProposalOutcome(
        user=user,
        task_id=task.id,
        project_id=task.project.id,
        prediction_id=key[0],
        region_id=key[1],
        outcome=said.outcome,
        score=said.proposed.score,
        model_version=said.proposed.model_version,
        before=dict(said.before),
        after=[dict(region) for region in said.after],
    )


def _says(row: ProposalOutcome | None, said: Judgement) -> bool:
    return row is not None and row.outcome == said.outcome and row.after == list(said.after)


def summary_of(project_id: int) -> list[dict[str, Any]]:
    """How each model version fared in a project, over all users; by version."""
    rows = ProposalOutcome.objects.filter(project_id=project_id).order_by()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for version, outcome, count in rows.values_list("model_version", "outcome").annotate(Count("pk")):
        said[version][outcome] += count
    judged: dict[int, set[str]] = defaultdict(set)
    for prediction, region in rows.values_list("prediction_id", "region_id").distinct():
        judged[prediction].add(region)
    still_open: Counter[str] = Counter()
    for prediction, version, regions in platform().predicted_regions(project_id):
        still_open[version] += len(regions - judged[prediction])
    results = []
    for version in sorted({*said, *still_open}):
        counts = said[version]
        right, wrong = counts[Outcome.ACCEPTED] + counts[Outcome.EDITED], counts[Outcome.DISMISSED]
        results.append(
            {
                "model_version": version,
                "accepted": counts[Outcome.ACCEPTED],
                "edited": counts[Outcome.EDITED],
                "dismissed": wrong,
                "open": still_open[version],
                "precision": right / (right + wrong) if right + wrong else None,
            }
        )
    return results
