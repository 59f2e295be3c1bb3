"""Sums over a project's tasks, collected in one pass over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

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
    # What many tasks have in common is told apart once, and added up as plain numbers: of a hundred thousand tasks this
    # is most of the work.
    regions: dict[tuple[str, date | None], dict[str, int]] = {}
    met: dict[tuple[str | None, str], int] = {}
    reasons: dict[str, int] = {}
    pairs_of: dict[tuple[str, ...], list[tuple[int, int, PairSum]]] = {}
    for task in tasks:
        numbers = task.numbers
        sums.tasks += 1
        sums.annotations += task.annotators
        sums.stages[task.stage] += 1
        sums.nobody_left += task.nobody_left
        if task.score is not None:
            sums.bins[min(BINS - 1, int(task.score * BINS))] += 1
            sums.total_score += task.score
        if not numbers:
            continue
        _add(reasons, numbers["counts"])
        authors, matrix = tuple(numbers["authors"]), numbers["matrix"]
        pairs = pairs_of.get(authors)
        if pairs is None:
            pairs = pairs_of[authors] = _pairs(sums, authors)
        for i, j, pair in pairs:
            pair.total += matrix[i][j]
            pair.tasks += 1
        for first, second, count in numbers["confusion"]:
            met[first, second] = met.get((first, second), 0) + count
        _add(regions.setdefault((task.machine, task.annotated), {}), numbers["labels"])
    sums.confusion.update(met)
    sums.reasons.update(reasons)
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


def _pairs(sums: Sums, authors: Sequence[str]) -> list[tuple[int, int, PairSum]]:
    """Of each two of these annotators the places in the matrix, and where their overlap is summed up."""
    # An annotation whose author's account is gone belongs to nobody.
    people = [(place, int(author)) for place, author in enumerate(authors) if author.isdecimal()]
    return [(i, j, sums.pairs[min(one, other), max(one, other)]) for (i, one), (j, other) in combinations(people, 2)]
