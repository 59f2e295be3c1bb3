"""Keeps the cards that long queues are searched by; see :class:`~faultmark.web.models.TaskCard`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps

from faultmark.machine.name import machine_name, one_line
from faultmark.web.models import TaskCard

__all__ = ["AT_ONCE", "card_of", "ensure_all_cards", "ensure_cards", "facet_line", "renew_card"]

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


def _tasks() -> Any:
    return apps.get_model("tasks", "Task").objects


def _add(tasks: Any) -> None:
    cards: list[TaskCard] = []
    for task_id, project_id, data in tasks.values_list("pk", "project_id", "data").iterator(chunk_size=500):
        cards.append(card_of(task_id, project_id, data or {}))
        if len(cards) == 500:
            _keep(cards)
            cards = []
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
