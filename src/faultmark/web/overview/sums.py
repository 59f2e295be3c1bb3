"""Sums over a project's tasks, collected in one pass over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from faultmark.agreement import REASONS
from faultmark.web.overview.tasks import STAGES, TaskFigures

__all__ = ["BINS", "PairSum", "Sums", "add_up"]

BINS = 10
"""Bars of the histogram of agreement, each a tenth wide; full agreement is in the last."""


@dataclass(slots=True)
class PairSum:
    """Range overlap of two annotators, over the tasks that both annotated."""

    total: float = 0.0
    tasks: int = 0

    @property
    def mean(self) -> float:
        """Mean over the tasks."""
        return self.total / self.tasks


@dataclass(slots=True)
class Sums:
    """What is counted over tasks.

    Attributes
    ----------
    tasks, annotations:
        How many there are.
    stages:
        Tasks at each of :data:`STAGES`.
    bins:
        Tasks by range overlap, in tenths; only those that have one.
    total_score:
        Sum of range overlap over those tasks.
    reasons:
        Disagreements by kind.
    pairs:
        Of each two annotators, the smaller id first.
    confusion:
        Events by the two classes that they were given; None where one annotator marked nothing.
    labels:
        Regions by class, over all annotators.
    machines:
        Regions by machine and class.
    weeks:
        Regions by class and the week, as its Monday in UTC, in which their task was last annotated.
    nobody_left:
        Tasks that want one more annotator where there is none.
    """

    tasks: int = 0
    annotations: int = 0
    stages: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(STAGES, 0)))
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    total_score: float = 0.0
    reasons: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(REASONS, 0)))
    pairs: defaultdict[tuple[int, int], PairSum] = field(default_factory=lambda: defaultdict(PairSum))
    confusion: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    machines: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    weeks: defaultdict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    nobody_left: int = 0

    @property
    def scored(self) -> int:
        """Tasks with a range overlap."""
        return sum(self.bins)


def add_up(tasks: Iterable[TaskFigures]) -> Sums:
    """Collect the sums."""
    sums = Sums()
    # Regions by machine and day, each added up once: of many thousand tasks this is most of the work.
    regions: dict[tuple[str, date | None], dict[str, int]] = {}
    for task in tasks:
        sums.tasks += 1
        sums.annotations += task.annotators
        sums.stages[task.stage] += 1
        sums.nobody_left += task.nobody_left
        if task.score is not None:
            sums.bins[min(BINS - 1, int(task.score * BINS))] += 1
            sums.total_score += task.score
        _add(sums.reasons, task.numbers.get("counts", {}))
        _add_pairs(sums, task)
        for first, second, count in task.numbers.get("confusion", ()):
            sums.confusion[first, second] += count
        day = None if task.annotated is None else task.annotated.astimezone(UTC).date()
        _add(regions.setdefault((task.machine, day), {}), task.numbers.get("labels", {}))
    for (machine, day), labels in regions.items():
        sums.labels.update(labels)
        sums.machines[machine].update(labels)
        if day is not None:
            sums.weeks[day - timedelta(days=day.weekday())].update(labels)
    return sums


def _add(total: dict[str, int], counts: Mapping[str, int]) -> None:
    # A Counter's own update takes several times as long for a few keys.
    for name, count in counts.items():
        total[name] = total.get(name, 0) + count


def _add_pairs(sums: Sums, task: TaskFigures) -> None:
    # An annotation whose author's account is gone belongs to nobody.
    people = [int(author) if author.isdecimal() else None for author in task.numbers.get("authors", ())]
    matrix = task.numbers.get("matrix", [])
    for i, one in enumerate(people):
        for j in range(i + 1, len(people)):
            other = people[j]
            if one is not None and other is not None:
                pair = sums.pairs[min(one, other), max(one, other)]
                pair.total += matrix[i][j]
                pair.tasks += 1
