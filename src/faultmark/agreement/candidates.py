"""Every pair of regions that overlap, found by sorting, and how well each pair fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.options import OTHER_LABEL, MatchOptions
from faultmark.agreement.table import SpanTable, expand

__all__ = ["Candidates", "find_candidates"]

_ROWS_AT_ONCE = 1_000_000
_PAIRS_AT_ONCE = 2_000_000

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of rows of a table that may be matched, m in all.

    Attributes
    ----------
    problem:
        int64[m], between which two annotations.
    one, other:
        int64[m], the two rows. Which side is ``one`` depends on the content of the two annotations and not on which
        was named first, so that of several equally good matchings the same is found either way.
    turned:
        bool[m], whether ``one`` is of the annotation named second.
    score:
        float64[m] in (0, 1], the overlap of the two.
    weight:
        float64[m], what the pair is worth when pairs are chosen.
    """

    problem: Ints
    one: Ints
    other: Ints
    turned: NDArray[np.bool_]
    score: NDArray[np.float64]
    weight: NDArray[np.float64]

    @property
    def left(self) -> Ints:
        """int64[m], the rows of the annotation named first."""
        return np.where(self.turned, self.other, self.one)

    @property
    def right(self) -> Ints:
        """int64[m], the rows of the annotation named second."""
        return np.where(self.turned, self.one, self.other)

    def where(self, keep: NDArray[np.bool_] | Ints) -> Candidates:
        """Keep the candidates that ``keep`` selects."""
        return Candidates(
            self.problem[keep], self.one[keep], self.other[keep], self.turned[keep], self.score[keep], self.weight[keep]
        )


def find_candidates(table: SpanTable, left: Ints, right: Ints, options: MatchOptions) -> Iterator[Candidates]:
    """Candidates between the annotations ``left[p]`` and ``right[p]`` of each problem p, a bounded number at a time.

    Each problem's candidates come in one piece. ``problem`` counts from 0 over all of ``left``.
    """
    swap = table.digest[left] > table.digest[right]
    first, second = np.where(swap, right, left), np.where(swap, left, right)
    moment = table.start == table.end
    margin = np.where(moment, options.tolerance, 0)
    low, high = table.start - margin, table.end + margin
    ticks = np.unique(np.concatenate((low, high)))
    low, high = np.searchsorted(ticks, low), np.searchsorted(ticks, high)
    for a, b in _pieces(table.sizes[left] + table.sizes[right], _ROWS_AT_ONCE):
        for found in _overlaps(table, (first[a:b], second[a:b]), (low, high), len(ticks)):
            problem, one, other = found
            yield _scored(table, (problem + a, one, other), swap, options)


def _pieces(weights: Ints, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a sequence into runs whose weights add up to about ``limit``; a run has at least one element."""
    total = np.cumsum(weights)
    a = 0
    while a < len(weights):
        done = total[a - 1] if a else 0
        b = max(int(np.searchsorted(total, done + limit, "right")), a + 1)
        yield a, b
        a = b


def _overlaps(
    table: SpanTable, problems: tuple[Ints, Ints], reach: tuple[Ints, Ints], ticks: int
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """(problem, row, row) of all pairs whose reaches meet; a reach is first and last of each row, ranked."""
    low, high = reach
    count = len(problems[0])
    sides = []
    for side in problems:
        problem, row = expand(table.first[side], table.sizes[side])
        key = problem * ticks + low[row]
        order = np.argsort(key, kind="stable")
        sides.append((problem[order], row[order], key[order]))
    (p_left, r_left, k_left), (p_right, r_right, k_right) = sides
    # Of two regions that meet, one starts within the other: the right one, or else the left one strictly later.
    from_left = np.searchsorted(k_right, k_left, "left")
    count_left = np.searchsorted(k_right, p_left * ticks + high[r_left], "right") - from_left
    from_right = np.searchsorted(k_left, k_right, "right")
    count_right = np.searchsorted(k_left, p_right * ticks + high[r_right], "right") - from_right

    pairs = np.bincount(p_left, count_left, count) + np.bincount(p_right, count_right, count)
    for a, b in _pieces(pairs.astype(np.int64), _PAIRS_AT_ONCE):
        some_left = slice(*np.searchsorted(p_left, (a, b)))
        some_right = slice(*np.searchsorted(p_right, (a, b)))
        owner_left, others_right = expand(from_left[some_left], count_left[some_left])
        owner_right, others_left = expand(from_right[some_right], count_right[some_right])
        yield (
            np.concatenate((p_left[some_left][owner_left], p_right[some_right][owner_right])),
            np.concatenate((r_left[some_left][owner_left], r_left[others_left])),
            np.concatenate((r_right[others_right], r_right[some_right][owner_right])),
        )


def _scored(
    table: SpanTable, found: tuple[Ints, Ints, Ints], swap: NDArray[np.bool_], options: MatchOptions
) -> Candidates:
    problem, one, other = found
    same = table.label[one] == table.label[other]
    keep = np.ones(len(one), bool) if options.any_label else same
    if table.channels.shape[1] and not options.any_channel:
        keep &= (table.channels[one] & table.channels[other]).any(axis=1)
    if not keep.all():
        problem, one, other, same = problem[keep], one[keep], other[keep], same[keep]
    score = _overlap(table, one, other, options.tolerance)
    weight = np.where(same, score, score * OTHER_LABEL)
    return Candidates(problem, one, other, swap[problem], score, weight).where(score > 0)


def _overlap(table: SpanTable, one: Ints, other: Ints, tolerance: int) -> NDArray[np.float64]:
    """Intersection over union of two ranges; for a moment, 1 within the tolerance and 0 outside."""
    s1, e1, s2, e2 = table.start[one], table.end[one], table.start[other], table.end[other]
    common = np.minimum(e1, e2) - np.maximum(s1, s2)
    whole = np.maximum(e1, e2) - np.minimum(s1, s2)
    score: NDArray[np.float64] = np.maximum(common, 0) / np.maximum(whole, 1)
    moment = (s1 == e1) | (s2 == e2)
    if moment.any():
        near = np.maximum(np.abs(s1 - s2), np.abs(e1 - e2)) <= tolerance
        score = np.where(moment, near.astype(np.float64), score)
    return score
