"""Purges: planned as a whole, done item by item, gone on with after a crash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from faultmark.web.models import DataClass, Purge, PurgeItem, PurgeState, RetentionRule
from faultmark.web.platform import platform
from faultmark.web.retention.audit import append
from faultmark.web.retention.erase import ERASERS, delete_emptied_task, files_of
from faultmark.web.retention.plan import due_items
from faultmark.web.retention.policy import held_tasks, policy_json

__all__ = ["held_back", "plan_report", "projects_with_rules", "purge_due", "resume_purges", "run_purge", "start_purge"]

Tell = Callable[[int, int], None]


def plan_report(project_id: int, now: datetime) -> dict[str, Any]:
    """What a purge would delete now. Changes nothing."""
    due, held = Counter[str](), Counter[str]()
    tasks: dict[str, list[str]] = {}
    for item in due_items(project_id, now):
        (held if item.held else due)[item.data_class] += 1
        if item.task is not None and not item.held:
            tasks.setdefault(str(item.task), []).append(str(item.data_class))
    return {"project": project_id, "as_of": now.isoformat(), "due": dict(due), "held": dict(held), "tasks": tasks}


def held_back(project_id: int, now: datetime) -> dict[str, Any]:
    """What is due and kept: how much of each class, and the holds that keep it, with their reasons; nothing if none."""
    held = plan_report(project_id, now)["held"]
    return {"held": held, "holds": policy_json(project_id)["holds"]} if held else {}


def start_purge(project_id: int, now: datetime) -> Purge | None:
    """Write down all that is due; None where nothing is."""
    due = [item for item in due_items(project_id, now) if not item.held]
    if not any(item.task for item in due) and not (due and platform().has_exports(project_id)):
        return None
    with transaction.atomic():
        run: Purge = Purge.objects.create(project_id=project_id, as_of=now)
        items = [PurgeItem(purge=run, data_class=one.data_class, task=one.task, rule=one.rule) for one in due]
        PurgeItem.objects.bulk_create(items, batch_size=500)
    return run


def run_purge(run: Purge, now: datetime, tell: Tell = lambda _done, _total: None) -> dict[str, Any]:
    """Do what is planned and not done yet; a report of all of it.

    Files go before the rows that name them, and the rows in one transaction with the proof and the audit entry: where
    this is cut off, it is done again from the item that has no proof.
    """
    open_items = list(run.items.filter(state=PurgeState.PLANNED))
    for position, item in enumerate(open_items, 1):
        _do(run, item, now)
        tell(position, len(open_items))
    held = _held(run)
    with transaction.atomic():
        emptied = [
            task
            for task in run.items.exclude(task=None).order_by("task").values_list("task", flat=True).distinct()
            if task not in held and delete_emptied_task(task, run.as_of)
        ]
        if emptied:
            append("tasks deleted", run.project_id, {"purge": run.pk, "tasks": emptied}, now)
        Purge.objects.filter(pk=run.pk).update(state=PurgeState.DONE)
    platform().compact()
    return report_of(run)


def _held(run: Purge) -> set[int | None]:
    held = held_tasks(run.project_id)
    return held if None not in held else {None, *run.items.values_list("task", flat=True)}


def _do(run: Purge, item: PurgeItem, now: datetime) -> None:
    held = held_tasks(run.project_id)
    if None in held or item.task in held or (item.task is None and held):
        # A hold that was placed meanwhile.
        PurgeItem.objects.filter(pk=item.pk).update(state=PurgeState.HELD)
        return
    if item.data_class == DataClass.EXPORTS:
        before = run.as_of.timestamp() - item.rule["days"] * 86_400
        proof = dict(platform().erase_exports(run.project_id, before))
        _done(run, item, proof, now)
        return
    assert item.task is not None
    task = platform().task(item.task)
    if task is None:
        _done(run, item, {"already gone": True}, now)
        return
    proof = files_of(task, item.rule) if item.data_class == DataClass.TELEMETRY else {}
    with transaction.atomic():
        apps.get_model("tasks", "Task").objects.select_for_update().filter(pk=item.task).first()
        _done(run, item, {**proof, **ERASERS[item.data_class](task, item.rule)}, now)


def _done(run: Purge, item: PurgeItem, proof: dict[str, Any], now: datetime) -> None:
    with transaction.atomic():
        PurgeItem.objects.filter(pk=item.pk).update(state=PurgeState.DONE, proof=proof)
        details = {"purge": run.pk, "class": str(item.data_class), "task": item.task, "rule": item.rule, "proof": proof}
        append("deleted", run.project_id, details, now)


def report_of(run: Purge) -> dict[str, Any]:
    """What a purge did: counts by class and state, and what was kept, with the reason."""
    counted: dict[str, Counter[str]] = {}
    kept = []
    for item in run.items.all().iterator(chunk_size=2000):
        counted.setdefault(item.data_class, Counter())[item.state] += 1
        kept += [
            {"task": item.task, "class": item.data_class, "why": why} for why in (item.proof or {}).get("kept", ())
        ]
    return {
        "purge": run.pk,
        "project": run.project_id,
        "as_of": run.as_of.isoformat(),
        "items": {name: dict(states) for name, states in counted.items()},
        "kept": kept,
    }


def purge_due(project_id: int, now: datetime, tell: Tell = lambda _done, _total: None) -> dict[str, Any] | None:
    """Delete what is due in a project; None where nothing is."""
    run = start_purge(project_id, now)
    return None if run is None else run_purge(run, now, tell)


def resume_purges(now: datetime) -> list[dict[str, Any]]:
    """Go on with every purge that was cut off."""
    return [run_purge(run, now) for run in Purge.objects.filter(state=PurgeState.PLANNED).order_by("pk")]


def projects_with_rules() -> list[int]:
    """Ids of the projects that have a policy."""
    return sorted(RetentionRule.objects.values_list("project", flat=True).distinct())
