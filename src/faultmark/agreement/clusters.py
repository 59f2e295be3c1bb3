"""Clusters: the regions of all annotators that speak of one event, at most one of each annotator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.agreement.candidates import find_candidates
from faultmark.agreement.matching import best_pairs
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span
from faultmark.agreement.table import SpanTable, span_table

__all__ = ["MIN_IOU", "Cluster", "find_clusters", "find_clusters_of"]

MIN_IOU = 0.3
"""Least overlap of two regions that are taken to mean one event."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Regions of one event. ``members`` holds (annotator, position of the span among theirs), by annotator."""

    members: tuple[tuple[int, int], ...]

    def spans(self, annotations: Sequence[Sequence[Span]]) -> dict[int, Span]:
        """Look up the spans themselves, by annotator."""
        return {annotator: annotations[annotator][position] for annotator, position in self.members}


def find_clusters(
    annotations: Sequence[Sequence[Span]], min_iou: float = MIN_IOU, tolerance: int = 0, any_label: bool = True
) -> list[Cluster]:
    """Cluster the regions of all annotators, in order of their earliest start.

    Every two annotators' regions are matched one to one, across classes but preferring the same class; the matched
    pairs are then joined, best first, unless that would bring two regions of one annotator together. With two
    annotators the clusters are the matching. A region no one else marked is a cluster of its own.

    Parameters
    ----------
    annotations:
        Regions of each annotator.
    min_iou:
        Least overlap of a matched pair, in (0, 1].
    tolerance:
        Ticks; see :class:`MatchOptions`.
    any_label:
        Whether regions of different classes may be one event.
    """
    return next(find_clusters_of([annotations], min_iou, tolerance, any_label=any_label))


def find_clusters_of(
    tasks: Sequence[Sequence[Sequence[Span]]],
    min_iou: float = MIN_IOU,
    tolerance: int = 0,
    *,
    any_label: bool = True,
) -> Iterator[list[Cluster]]:
    """Cluster many tasks, each as :func:`find_clusters` does it alone; together they take a fraction of the time."""
    table = span_table([annotation for task in tasks for annotation in task])
    people = [len(task) for task in tasks]
    base = np.cumsum([0, *people]).tolist()
    links = _links(table, people, min_iou, MatchOptions(tolerance=tolerance, any_label=any_label))
    owner = np.repeat(np.arange(len(table.sizes)), table.sizes).tolist()
    position, start, first = table.position.tolist(), table.start.tolist(), table.first.tolist()
    for task, begin, end in zip(range(len(people)), base, base[1:], strict=False):
        rows = range(first[begin], first[end])
        members = [(owner[row] - begin, position[row]) for row in rows]
        pairs = [(one - rows.start, other - rows.start) for one, other in links.get(task, ())]
        yield _joined(members, [start[row] for row in rows], pairs)


def _joined(
    members: Sequence[tuple[int, int]], start: Sequence[int], links: Iterable[tuple[int, int]]
) -> list[Cluster]:
    """Join the linked rows of a task, given as who marked them, where they stand and when they start."""
    parent = list(range(len(members)))
    holders = [1 << k for k, _position in members]
    for one, other in links:
        a, b = _root(parent, one), _root(parent, other)
        if a != b and not holders[a] & holders[b]:
            parent[b] = a
            holders[a] |= holders[b]
    groups: dict[int, list[tuple[int, int]]] = {}
    # Rows go by annotator and start, so that a group's earliest start is found over its rows.
    earliest: dict[int, int] = {}
    for row, member in enumerate(members):
        root = _root(parent, row)
        groups.setdefault(root, []).append(member)
        earliest[root] = min(earliest.get(root, start[row]), start[row])
    return [Cluster(tuple(groups[root])) for root in sorted(groups, key=lambda root: (earliest[root], groups[root]))]


def _links(
    table: SpanTable, people: Sequence[int], min_iou: float, options: MatchOptions
) -> dict[int, list[tuple[int, int]]]:
    """Match rows and give each task's pairs, the surest first; ties go by time: annotators' order has no say."""
    pairs = {k: np.triu_indices(k, 1) for k in set(people)}
    base = np.cumsum([0, *people]).tolist()
    none = np.zeros(0, np.int64)
    left = np.concatenate([none, *(pairs[k][0] + b for k, b in zip(people, base, strict=False))])
    right = np.concatenate([none, *(pairs[k][1] + b for k, b in zip(people, base, strict=False))])
    task_of = np.repeat(np.arange(len(people)), [k * (k - 1) // 2 for k in people])
    parts = [
        best_pairs(table, candidates.where(candidates.score >= min_iou))
        for candidates in find_candidates(table, left, right, options)
    ]
    if not parts:
        return {}
    one, other = np.concatenate([p.one for p in parts]), np.concatenate([p.other for p in parts])
    weight = np.concatenate([p.weight for p in parts])
    task = task_of[np.concatenate([p.problem for p in parts])]
    start = np.sort(np.stack((table.start[one], table.start[other])), axis=0)
    end = np.sort(np.stack((table.end[one], table.end[other])), axis=0)
    order = np.lexsort((end[1], start[1], end[0], start[0], -weight, task))
    links: dict[int, list[tuple[int, int]]] = {}
    for number, a, b in zip(task[order].tolist(), one[order].tolist(), other[order].tolist(), strict=True):
        links.setdefault(number, []).append((a, b))
    return links


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
