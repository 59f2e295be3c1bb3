"""All numbers of a task from every pair of its annotators, for as many tasks as there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.candidates import Candidates, find_candidates
from faultmark.agreement.clusters import MIN_IOU
from faultmark.agreement.confusion import Confusion, Problems, Tally
from faultmark.agreement.event_f1 import event_f1_of
from faultmark.agreement.matched_iou import matched_iou_of
from faultmark.agreement.matching import best_pairs, most_pairs
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.range_overlap import range_overlap_of
from faultmark.agreement.span import Span
from faultmark.agreement.table import SpanTable, span_table

__all__ = ["REASONS", "Reason", "ScoreOptions", "TaskScore", "score_task", "score_tasks"]

Reason = Literal["missed", "class", "boundaries", "severity"]
REASONS: tuple[Reason, ...] = ("missed", "class", "boundaries", "severity")

_SPANS_AT_ONCE = 400_000
_TASKS_AT_ONCE = 20_000
_TRIFLE = 1e-6
_ROUNDING = 1e-9

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """Parameters of a task's numbers.

    Attributes
    ----------
    tolerance:
        Ticks within which moments agree, see :class:`MatchOptions`.
    thresholds:
        IoUs at which event F1 is given.
    min_iou:
        Least IoU of two regions that are taken to mean one event, for the reasons.
    boundary_iou:
        Below this IoU two regions of one event disagree on boundaries.
    severity_step:
        From this difference on, two regions of one event disagree on severity.
    """

    tolerance: int = 0
    thresholds: tuple[float, ...] = (0.5, 0.75)
    min_iou: float = MIN_IOU
    boundary_iou: float = 0.75
    severity_step: float = 1.0


@dataclass(frozen=True, slots=True)
class TaskScore:
    """Agreement on one task: means over all pairs of its annotators. With a single annotator there are no numbers.

    Attributes
    ----------
    overlap:
        Range overlap, the task's primary number; None with fewer than two annotators.
    matched_iou:
        Mean IoU of the matched regions.
    f1:
        Event F1 at each of the options' thresholds.
    matrix:
        Range overlap of every two annotators, in the order they were given; 1 on the diagonal.
    counts:
        How many disagreements of each kind, over all pairs.
    reason:
        The kind that costs the most range overlap (severity costs none, so it is named only where nothing else
        is); None in full agreement.
    confusion:
        Which classes met in one event, over all pairs; see :mod:`faultmark.agreement.confusion`.
    """

    overlap: float | None
    matched_iou: float | None
    f1: tuple[float, ...]
    matrix: tuple[tuple[float, ...], ...]
    counts: dict[Reason, int]
    reason: Reason | None
    confusion: Confusion


def score_task(annotations: Sequence[Sequence[Span]], options: ScoreOptions | None = None) -> TaskScore:
    """Score one task from its annotators' regions."""
    return next(score_tasks([annotations], options))


def score_tasks(tasks: Iterable[Sequence[Sequence[Span]]], options: ScoreOptions | None = None) -> Iterator[TaskScore]:
    """Score tasks in order, each given as its annotators' regions. Takes and gives a bounded number at a time."""
    options = options or ScoreOptions()
    batch: list[Sequence[Sequence[Span]]] = []
    spans = 0
    for task in tasks:
        batch.append(task)
        spans += sum(map(len, task))
        if spans >= _SPANS_AT_ONCE or len(batch) >= _TASKS_AT_ONCE:
            yield from _score_batch(batch, options)
            batch, spans = [], 0
    yield from _score_batch(batch, options)


class _Sums:
    """Sums over the matched pairs of each of P problems: two annotators of one task."""

    def __init__(self, size: int, thresholds: int) -> None:
        self.overlap = np.zeros(size)
        self.matched = np.zeros(size, np.int64)
        self.hits = np.zeros((thresholds, size), np.int64)
        self.events = np.zeros(size, np.int64)
        self.other_class = np.zeros(size, np.int64)
        self.shifted = np.zeros(size, np.int64)
        self.shift = np.zeros(size)
        self.severity = np.zeros(size, np.int64)
        self.met = Tally()


def _score_batch(tasks: Sequence[Sequence[Sequence[Span]]], options: ScoreOptions) -> Iterator[TaskScore]:
    table = span_table([annotation for task in tasks for annotation in task])
    people = [len(task) for task in tasks]
    pairs = {k: np.triu_indices(k, 1) for k in set(people)}
    base = np.cumsum([0, *people]).tolist()
    none = np.zeros(0, np.int64)
    left = np.concatenate([none, *(pairs[k][0] + b for k, b in zip(people, base, strict=False))])
    right = np.concatenate([none, *(pairs[k][1] + b for k, b in zip(people, base, strict=False))])
    sums = _sum_up(table, left, right, options)

    n, m = table.sizes[left], table.sizes[right]
    numbers = np.stack(
        (
            range_overlap_of(sums.overlap, n, m),
            matched_iou_of(sums.overlap, sums.matched, n, m),
            *(event_f1_of(hits, n, m) for hits in sums.hits),
        )
    )
    counts = np.stack((n + m - 2 * sums.events, sums.other_class, sums.shifted, sums.severity))
    # What each kind takes from the numerator of range overlap: a region missed 1, a pair of two classes 2.
    cost = np.stack((counts[0], 2 * counts[1], 2 * sums.shift, _TRIFLE * counts[3]))
    sizes = np.array([k * (k - 1) // 2 for k in people], np.int64)
    cuts = np.cumsum([0, *sizes.tolist()]).tolist()
    problems = Problems(left, right, np.repeat(np.arange(len(people)), sizes))
    confusions = sums.met.by_task(table, problems, len(people))
    for k, a, b, confusion in zip(people, cuts, cuts[1:], confusions, strict=False):
        yield _task(k, numbers[:, a:b], counts[:, a:b], cost[:, a:b], confusion)


def _sum_up(table: SpanTable, left: Ints, right: Ints, options: ScoreOptions) -> _Sums:
    size = len(left)
    sums = _Sums(size, len(options.thresholds))
    for found in find_candidates(table, left, right, MatchOptions(options.tolerance, any_label=True)):
        same = found.where(table.label[found.one] == table.label[found.other])
        best = best_pairs(table, same)
        sums.overlap += np.bincount(best.problem, best.score, size)
        sums.matched += np.bincount(best.problem, minlength=size)
        for row, threshold in enumerate(options.thresholds):
            hits = most_pairs(table, same.where(same.score >= threshold))
            sums.hits[row] += np.bincount(hits.problem, minlength=size)
        _sum_reasons(table, best_pairs(table, found.where(found.score >= options.min_iou)), sums, options)
    return sums


def _sum_reasons(table: SpanTable, events: Candidates, sums: _Sums, options: ScoreOptions) -> None:
    size = len(sums.shift)
    sums.met.add(events)
    sums.events += np.bincount(events.problem, minlength=size)
    differ = table.label[events.one] != table.label[events.other]
    sums.other_class += np.bincount(events.problem[differ], minlength=size)
    shifted = events.score < options.boundary_iou
    sums.shifted += np.bincount(events.problem[shifted], minlength=size)
    sums.shift += np.bincount(events.problem, np.where(differ, 0.0, 1.0 - events.score), size)
    grade = np.abs(table.severity[events.one] - table.severity[events.other])
    sums.severity += np.bincount(events.problem[grade >= options.severity_step], minlength=size)


def _task(people: int, numbers: Floats, counts: Ints, cost: Floats, confusion: Confusion) -> TaskScore:
    one_pair = people == 2
    # A single pair is its own mean and sum; two people a task is what most projects have.
    totals = dict(zip(REASONS, (counts[:, 0] if one_pair else counts.sum(axis=1)).tolist(), strict=True))
    matrix = [[1.0] * people for _ in range(people)]
    if people < 2:
        return TaskScore(None, None, (), tuple(map(tuple, matrix)), totals, None, confusion)
    values = iter(numbers[0].tolist())
    for i in range(people):
        for j in range(i + 1, people):
            matrix[i][j] = matrix[j][i] = next(values)
    overlap, iou, *f1 = (numbers[:, 0] if one_pair else numbers.mean(axis=1)).tolist()
    costs = (cost[:, 0] if one_pair else cost.sum(axis=1)).tolist()
    worst = costs.index(max(costs))
    reason = REASONS[worst] if costs[worst] > _ROUNDING else None
    return TaskScore(overlap, iou, tuple(f1), tuple(map(tuple, matrix)), totals, reason, confusion)
