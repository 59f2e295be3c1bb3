"""One-to-one matching of regions between annotations, many pairs of annotations at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.assignment import assign
from faultmark.agreement.candidates import Candidates, find_candidates
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.span import Span
from faultmark.agreement.table import SpanTable, span_table

__all__ = ["Match", "best_pairs", "match", "match_all", "most_pairs"]


@dataclass(frozen=True, slots=True)
class Match:
    """Two matched spans by their positions in what was given, and their overlap in (0, 1]."""

    left: int
    right: int
    score: float


def match(a: Sequence[Span], b: Sequence[Span], options: MatchOptions | None = None) -> list[Match]:
    """Match the spans of ``a`` and ``b`` one to one such that the sum of their overlaps is as large as possible.

    Only spans that overlap are matched, so a span may stay alone. Sorted by position in ``a``.
    """
    table = span_table((a, b))
    found = []
    for pairs in match_all(table, np.array([0]), np.array([1]), options or MatchOptions()):
        left, right = table.position[pairs.left], table.position[pairs.right]
        found += [Match(int(i), int(j), float(s)) for i, j, s in zip(left, right, pairs.score, strict=True)]
    return sorted(found, key=lambda m: m.left)


def match_all(
    table: SpanTable, left: NDArray[np.int64], right: NDArray[np.int64], options: MatchOptions
) -> Iterator[Candidates]:
    """Match the annotations ``left[p]`` and ``right[p]`` for every p; the pairs come in pieces."""
    for candidates in find_candidates(table, left, right, options):
        yield best_pairs(table, candidates)


def best_pairs(table: SpanTable, candidates: Candidates) -> Candidates:
    """Choose one to one the pairs of the largest total weight in every problem."""
    return candidates.where(assign(*_ends(table, candidates), candidates.weight))


def most_pairs(table: SpanTable, candidates: Candidates) -> Candidates:
    """Choose one to one as many pairs as possible in every problem, whatever their weights."""
    return candidates.where(assign(*_ends(table, candidates), np.ones(len(candidates.weight))))


def _ends(table: SpanTable, candidates: Candidates) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    # A row takes part in several problems, each time as another node.
    base = candidates.problem * len(table.start)
    return base + candidates.one, base + candidates.other
