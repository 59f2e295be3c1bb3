"""Clusters: the regions of all annotators that speak of one event, at most one of each annotator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.agreement.candidates import find_candidates
from faultmark.agreement.matching import best_pairs
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span
from faultmark.agreement.table import SpanTable, span_table

__all__ = ["MIN_IOU", "Cluster", "find_clusters"]

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
    table = span_table(annotations)
    owner = np.repeat(np.arange(len(annotations)), table.sizes)
    parent = list(range(len(owner)))
    holders = [1 << k for k in owner.tolist()]
    for one, other in _links(table, min_iou, MatchOptions(tolerance=tolerance, any_label=any_label)):
        a, b = _root(parent, one), _root(parent, other)
        if a != b and not holders[a] & holders[b]:
            parent[b] = a
            holders[a] |= holders[b]
    groups: dict[int, list[tuple[int, int]]] = {}
    # Rows go by annotator and start, so that a group's earliest start is found over its rows.
    earliest: dict[int, int] = {}
    for row, (k, position) in enumerate(zip(owner.tolist(), table.position.tolist(), strict=True)):
        root = _root(parent, row)
        groups.setdefault(root, []).append((k, position))
        start = int(table.start[row])
        earliest[root] = min(earliest.get(root, start), start)
    return [Cluster(tuple(groups[root])) for root in sorted(groups, key=lambda root: (earliest[root], groups[root]))]


def _links(table: SpanTable, min_iou: float, options: MatchOptions) -> list[tuple[int, int]]:
    """Match rows and give the pairs, the surest first; ties go by time, so that the annotators' order has no say."""
    left, right = np.triu_indices(len(table.first) - 1, 1)
    parts = [
        best_pairs(table, candidates.where(candidates.score >= min_iou))
        for candidates in find_candidates(table, left, right, options)
    ]
    if not parts:
        return []
    one, other = np.concatenate([p.one for p in parts]), np.concatenate([p.other for p in parts])
    weight = np.concatenate([p.weight for p in parts])
    start = np.sort(np.stack((table.start[one], table.start[other])), axis=0)
    end = np.sort(np.stack((table.end[one], table.end[other])), axis=0)
    order = np.lexsort((end[1], start[1], end[0], start[0], -weight))
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
