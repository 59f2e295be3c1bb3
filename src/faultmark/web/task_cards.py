"""Keeps the cards that long queues are searched by; see :class:`~faultmark.web.models.TaskCard`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from faultmark.labels.ls_json import ids_of_regions
from faultmark.machine.name import machine_name, one_line
from faultmark.web.models import TaskCard

__all__ = [
    "AT_ONCE",
    "card_of",
    "count_proposals",
    "ensure_all_cards",
    "ensure_cards",
    "ensure_counts",
    "ensure_project_counts",
    "facet_line",
    "renew_card",
]

# A task's data may hold tables; what is beyond this is not searched.
_MOST_CHARACTERS = 16_384
_MOST_WORDS = 12
# The start of a value is searched whole; for what begins with a later word, this much is enough.
_WHOLE, _PART = 1_000, 60
# What a request adds itself; the rest waits for the background.
AT_ONCE = 2_000


def facet_line(key: str, value: str) -> str:
    """The text that a card holds where the key's value, or a word of it, begins with this."""
    return f"\n{key.strip().lower()}:{value.strip().lower()}"


def card_of(task_id: int, project_id: int, data: Mapping[str, Any]) -> TaskCard:
    """Make a task's card from its data."""
    machine = machine_name(data)
    lines: list[str] = []
    room = _MOST_CHARACTERS
    for line in _lines(data, ""):
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    return TaskCard(task_id=task_id, project_id=project_id, machine=machine[:200], words="".join(lines).lower())


def _lines(value: object, key: str) -> Iterator[str]:
    """Lines of ``key:value``; of a value of several words one more for each word, so that every word can be found."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _lines(part, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part, key)
    elif words := one_line(value):
        parts = words.split(" ", _MOST_WORDS)
        for begin in range(min(len(parts), _MOST_WORDS)):
            yield f"\n{key}:{' '.join(parts[begin:])[: _PART if begin else _WHOLE]}"


def ensure_cards(project_id: int, tasks: int | None = None, most: int | None = None) -> None:
    """Make the cards that tasks of a project lack.

    Parameters
    ----------
    project_id:
        The project.
    tasks:
        How many tasks it has, where that is known already.
    most:
        How many cards to make at most; None for all.
    """
    of_project = _tasks().filter(project_id=project_id)
    tasks = of_project.count() if tasks is None else tasks
    if tasks != TaskCard.objects.filter(project_id=project_id).count():
        _add(of_project.filter(faultmark_card__isnull=True).order_by("pk")[:most])


def ensure_all_cards() -> None:
    """Make every card that is missing, as after an update from a version that had none."""
    _add(_tasks().filter(faultmark_card__isnull=True, project__isnull=False).order_by("pk"))
    ensure_counts(TaskCard.objects.all())


def ensure_counts(cards: QuerySet[TaskCard], most: int | None = None) -> int:
    """Count the proposed regions of tasks that have more predictions than were counted, or fewer.

    Predictions that are saved or deleted one by one are counted at once; Label Studio also imports them in bulk, past
    all signals.

    Parameters
    ----------
    cards:
        The cards that have to be right.
    most:
        How many to count at most; None for all.

    Returns
    -------
    int
        How many were not right.
    """
    of_task = _predictions().filter(task=OuterRef("pk")).order_by().values("task")
    amount = Coalesce(Subquery(of_task.annotate(amount=Count("pk")).values("amount")), 0)
    stale = cards.annotate(amount=amount).exclude(predictions=F("amount")).order_by("pk")[:most]
    wrong = list(stale.values_list("pk", flat=True))
    count_proposals(wrong)
    return len(wrong)


def ensure_project_counts(project_id: int, most: int) -> None:
    """Do so for a project, at most so many at once; and look through its cards only when predictions came or went."""
    said = _predictions().filter(project_id=project_id)
    seen = (said.count(), said.order_by("-pk").values_list("pk", "created_at").first())
    key = f"faultmark:proposals:{project_id}"
    if cache.get(key) != seen and ensure_counts(TaskCard.objects.filter(project_id=project_id), most) < most:
        cache.set(key, seen, None)


def count_proposals(task_ids: Sequence[int]) -> None:
    """Count the regions that models propose in these tasks."""
    for begin in range(0, len(task_ids), 500):
        some = task_ids[begin : begin + 500]
        proposals, predictions = _counted(some)
        # Few numbers are many tasks' own, so this takes few statements.
        alike: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for task_id in some:
            alike[proposals[task_id], predictions[task_id]].append(task_id)
        for (regions, models), pks in alike.items():
            TaskCard.objects.filter(pk__in=pks).update(proposals=regions, predictions=models)


def _counted(task_ids: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
    """How many regions the predictions of each task hold, and how many those are: one has all regions of its model."""
    proposals: Counter[int] = Counter()
    predictions: Counter[int] = Counter()
    said = _predictions().filter(task__in=task_ids)
    for task_id, result in said.values_list("task_id", "result").iterator(chunk_size=500):
        proposals[task_id] += len(ids_of_regions(result))
        predictions[task_id] += 1
    return proposals, predictions


def _predictions() -> Any:
    return apps.get_model("tasks", "Prediction").objects


def _tasks() -> Any:
    return apps.get_model("tasks", "Task").objects


def _add(tasks: Any) -> None:
    rows: list[tuple[int, int, Any]] = []
    for row in tasks.values_list("pk", "project_id", "data").iterator(chunk_size=500):
        rows.append(row)
        if len(rows) == 500:
            _add_some(rows)
            rows = []
    _add_some(rows)


def _add_some(rows: Sequence[tuple[int, int, Any]]) -> None:
    proposals, predictions = _counted([task_id for task_id, *_rest in rows])
    cards = []
    for task_id, project_id, data in rows:
        card = card_of(task_id, project_id, data or {})
        card.proposals, card.predictions = proposals[task_id], predictions[task_id]
        cards.append(card)
    _keep(cards)


def _keep(cards: Iterable[TaskCard]) -> None:
    TaskCard.objects.bulk_create(
        cards, update_conflicts=True, unique_fields=["task"], update_fields=["project", "machine", "words"]
    )


def renew_card(task: Any) -> None:
    """Make the card of a task that was saved, where it differs from the one there is."""
    if task.project_id is None:
        return
    new = card_of(task.pk, task.project_id, task.data or {})
    known = TaskCard.objects.filter(pk=task.pk).values_list("project_id", "machine", "words").first()
    if known != (new.project_id, new.machine, new.words):
        _keep([new])
