"""The overview of a project as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from faultmark.agreement import REASONS
from faultmark.web.access import names_hidden
from faultmark.web.models import ProjectRules
from faultmark.web.outcomes import summary_of
from faultmark.web.overview.names import names_in
from faultmark.web.overview.people import PersonFigures, people_figures, waiting_in
from faultmark.web.overview.sums import BINS, Sums, add_up
from faultmark.web.overview.tasks import STAGES, task_figures
from faultmark.web.overview.throughput import throughput_json
from faultmark.web.retention.dates import due_dates

__all__ = ["confusion_rows", "overview_json", "pair_rows", "week_rows"]

_MOST_MACHINES = 20
_MOST_WEEKS = 26


def overview_json(user: Any, project_id: int) -> dict[str, Any]:
    """All of it, as this user may see it, without the project itself."""
    sums = add_up(task_figures(project_id))
    people = people_figures(project_id, sums)
    waiting = waiting_in(project_id, sums)
    in_pairs = {person for pair in sums.pairs for person in pair}
    names = names_in(user, project_id, {*in_pairs, *(p.user for p in people), *(w.user for w in waiting if w.user)})
    return {
        "progress": {
            "tasks": sums.tasks,
            "annotations": sums.annotations,
            "stages": [{"stage": stage, "tasks": sums.stages[stage]} for stage in STAGES],
        },
        "agreement": {
            "mean": sums.total_score / sums.scored if sums.scored else None,
            "scored": sums.scored,
            "low": ProjectRules.of(project_id).low_agreement,
            "bins": [{"start": n / BINS, "end": (n + 1) / BINS, "tasks": count} for n, count in enumerate(sums.bins)],
            "reasons": [{"reason": reason, "count": sums.reasons[reason]} for reason in REASONS],
        },
        "names_hidden": names_hidden(user, project_id),
        "annotators": [_person(person, names) for person in people],
        "matrix": _matrix(sums, people, names),
        "confusion": _confusion(sums),
        "machines": _machines(sums),
        "weeks": _weeks(sums),
        "retention": [
            {**asdict(one), "next": None if one.next is None else one.next.isoformat()}
            for one in due_dates(project_id, timezone.now())
        ],
        "proposals": summary_of(project_id),
        "waiting": [
            {
                "what": one.what,
                "role": one.role,
                "name": None if one.user is None else names[one.user],
                "tasks": one.tasks,
                "since": None if one.since is None else one.since.isoformat(),
            }
            for one in waiting
        ],
        "throughput": throughput_json(project_id),
    }


def _person(person: PersonFigures, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "name": names[person.user],
        "role": person.role,
        "done": person.done,
        "open": person.open,
        "sent_back": person.sent_back,
        "skipped": person.skipped,
        "lead_time": person.lead_time,
        "agreement": person.agreement,
        "returned": person.returned,
    }


def _matrix(sums: Sums, people: list[PersonFigures], names: Mapping[int, str]) -> dict[str, Any]:
    """Mean range overlap of every two; no mean where they have no task in common."""
    involved = {person for pair in sums.pairs for person in pair}
    ordered = sorted(involved | {p.user for p in people if p.done}, key=lambda pk: names[pk])

    def cell(one: int, other: int) -> dict[str, Any]:
        found = sums.pairs.get((min(one, other), max(one, other)))
        return {"mean": None, "tasks": 0} if found is None else {"mean": found.mean, "tasks": found.tasks}

    return {"names": [names[pk] for pk in ordered], "cells": [[cell(a, b) for b in ordered] for a in ordered]}


def pair_rows(sums: Sums, names: Mapping[int, str]) -> list[tuple[str, str, float, int]]:
    """Every two annotators with their mean range overlap and the tasks behind it."""
    return sorted((names[a], names[b], found.mean, found.tasks) for (a, b), found in sums.pairs.items())


def confusion_rows(sums: Sums) -> list[tuple[str | None, str, int]]:
    """Every two classes that one event was given, and how often; the most frequent first."""
    rows = [(first, second, count) for (first, second), count in sums.confusion.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0] or "", row[1]))


def _confusion(sums: Sums) -> dict[str, Any]:
    """Symmetric counts between classes, and for each how often only one annotator marked it."""
    labels = sorted({name for pair in sums.confusion for name in pair if name is not None})

    def met(one: str, other: str) -> int:
        return sums.confusion[min(one, other), max(one, other)]

    rows = []
    for label in labels:
        counts = [met(label, other) for other in labels]
        alone = sums.confusion[None, label]
        all_of_it = sum(counts) + alone
        same = met(label, label)
        rows.append(
            {
                "label": label,
                "regions": sums.labels[label],
                "counts": counts,
                "missed": alone,
                "agreed": same / all_of_it if all_of_it else None,
            }
        )
    return {"labels": labels, "rows": rows}


def _machines(sums: Sums) -> dict[str, Any]:
    """Regions by machine and class, of the machines with the most."""
    labels = sorted(sums.labels)
    most = sorted(sums.machines.items(), key=lambda item: (-item[1].total(), item[0]))[:_MOST_MACHINES]
    return {
        "labels": labels,
        "rows": [{"machine": name, "counts": [counts[label] for label in labels]} for name, counts in most if counts],
    }


def week_rows(sums: Sums) -> list[tuple[str, dict[str, int]]]:
    """Regions by class of each week in which there were some; the oldest first."""
    return [
        (monday.isoformat(), dict(sorted(counts.items()))) for monday, counts in sorted(sums.weeks.items()) if counts
    ]


def _weeks(sums: Sums) -> dict[str, Any]:
    """Regions by week and class, of the latest weeks that have any."""
    labels = sorted(sums.labels)
    rows = week_rows(sums)[-_MOST_WEEKS:]
    return {
        "labels": labels,
        "rows": [{"week": monday, "counts": [counts.get(label, 0) for label in labels]} for monday, counts in rows],
    }
