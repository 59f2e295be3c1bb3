"""Use case: who gets which task, by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["AssignableTask", "Assignee", "By", "assign_tasks"]

By = Literal["load", "machine", "group"]


@dataclass(frozen=True, slots=True)
class AssignableTask:
    """A task that wants ``seats`` more people; ``machine`` and ``group`` are what its metadata says, or empty."""

    id: int
    seats: int
    taken_by: frozenset[int] = frozenset()
    machine: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Assignee:
    """A person who may be given tasks: how many he has already, and which machines they are of."""

    id: int
    load: int = 0
    group: str = ""
    machines: frozenset[str] = field(default_factory=frozenset)


def assign_tasks(tasks: Sequence[AssignableTask], people: Sequence[Assignee], by: By = "load") -> list[tuple[int, int]]:
    """Fill the seats of tasks; gives (task, person) in the order of the tasks.

    Parameters
    ----------
    tasks, people:
        In the order in which ties are broken.
    by:
        ``"load"``: whoever has the fewest tasks. ``"machine"``: whoever knows the task's machine already, else the
        fewest tasks; so that one person sees one machine's history. ``"group"``: only people of the group that the
        task's metadata names; tasks that name none go to anybody.
    """
    load = {person.id: person.load for person in people}
    machines = {person.id: set(person.machines) for person in people}
    pairs: list[tuple[int, int]] = []
    for task in tasks:
        fitting = [p for p in people if p.id not in task.taken_by and (by != "group" or task.group in ("", p.group))]

        def rank(person: Assignee, machine: str = task.machine) -> tuple[bool, int]:
            return by == "machine" and machine not in machines[person.id], load[person.id]

        for _seat in range(task.seats):
            if not fitting:
                break
            chosen = min(fitting, key=rank)
            fitting.remove(chosen)
            load[chosen.id] += 1
            machines[chosen.id].add(task.machine)
            pairs.append((task.id, chosen.id))
    return pairs
