"""The best one-to-one choice among candidate pairs: exact, and quick because most of it needs no search.

A pair that is worth at least as much as the best alternatives of both its sides together belongs to some optimum:
whatever a matching gains without it, it loses by putting it in. Taking such pairs, all at once, until there are none
settles nearly everything that people draw. What is left is solved per connected component by the Hungarian method.

References
----------
H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2 (1955) 83-97.
R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
Computing 38 (1987) 325-340.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

__all__ = ["assign"]

_PER_PAIR = 1e-9
"""Added to every weight, so that of equally good choices the one with more pairs is taken."""
_DENSE_CELLS = 20_000
"""Components with more cells than this are solved on their pairs alone and not as a full matrix."""

_SPARSE = 20
"""… unless more than one cell in so many holds a pair; then the full matrix is quicker after all."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def assign(left: Ints, right: Ints, weight: Floats) -> NDArray[np.bool_]:
    """Choose pairs of the largest total weight such that no side is used twice.

    Parameters
    ----------
    left, right:
        int64[m], the two ends of each pair; the two kinds of ends are numbered independently.
    weight:
        float64[m], positive.

    Returns
    -------
    bool[m], True for a chosen pair. Of choices with equal weight, one with the most pairs.
    """
    chosen = np.zeros(len(left), bool)
    if not len(left):
        return chosen
    left, right = _numbered(left), _numbered(right)
    value = weight + _PER_PAIR
    alive = np.ones(len(left), bool)
    by_left, by_right = np.argsort(left, kind="stable"), np.argsort(right, kind="stable")
    while len(by_left):
        best, _, spare_left = _best_two(by_left, left, value)
        _, best_right, spare_right = _best_two(by_right, right, value)
        mutual = best[best_right[right[best]] == best]
        sure = mutual[value[mutual] >= spare_left[left[mutual]] + spare_right[right[mutual]]]
        if not len(sure):
            break
        chosen[sure] = True
        alive &= ~(np.isin(left, left[sure], kind="table") | np.isin(right, right[sure], kind="table"))
        by_left, by_right = by_left[alive[by_left]], by_right[alive[by_right]]
    rest = np.flatnonzero(alive)
    if len(rest):
        chosen[rest[_solve(left[rest], right[rest], value[rest])]] = True
    return chosen


def _numbered(side: Ints) -> Ints:
    numbers: Ints = np.unique(side, return_inverse=True)[1]
    return numbers


def _best_two(order: Ints, node: Ints, value: Floats) -> tuple[Ints, Ints, Floats]:
    """Give the best pairs, the best pair of each node (-1 for none), and each node's second best value (0 for none).

    ``order`` sorts the pairs by node. Of equally good pairs the first is the best, on both sides alike.
    """
    nodes, values = node[order], value[order]
    opens = np.ones(len(order), bool)
    opens[1:] = nodes[1:] != nodes[:-1]
    first = np.flatnonzero(opens)
    group = np.cumsum(opens) - 1
    top = np.flatnonzero(values == np.maximum.reduceat(values, first)[group])
    top = top[np.diff(group[top], prepend=-1) > 0]
    values[top] = 0.0
    size = int(node.max()) + 1
    best = np.full(size, -1, np.int64)
    best[nodes[first]] = order[top]
    spare = np.zeros(size)
    spare[nodes[first]] = np.maximum.reduceat(values, first)
    return order[top], best, spare


def _solve(left: Ints, right: Ints, value: Floats) -> Ints:
    """Positions of the optimal pairs, component by component."""
    left, right = _numbered(left), _numbered(right)
    lefts, rights = int(left.max()) + 1, int(right.max()) + 1
    size = lefts + rights
    graph = coo_array((np.ones(len(left), np.int8), (left, lefts + right)), shape=(size, size))
    count, found = connected_components(graph, directed=False)
    component = found.astype(np.int64)
    # Number the nodes anew within their component, and lay the pairs of a component side by side.
    row, rows = _within(component[:lefts], count)
    column, columns = _within(component[lefts:], count)
    owner = component[left]
    order = np.argsort(owner, kind="stable")
    ends = np.cumsum(np.bincount(owner, minlength=count))
    i, j, v = row[left[order]], column[right[order]], value[order]
    taken = []
    begin = 0
    for end, n, m in zip(ends.tolist(), rows.tolist(), columns.tolist(), strict=True):
        solve = _sparse if n * m > _DENSE_CELLS and (end - begin) * _SPARSE < n * m else _dense
        taken.append(begin + solve(i[begin:end], j[begin:end], v[begin:end], n, m))
        begin = end
    return order[np.concatenate(taken)]


def _within(group: Ints, groups: int) -> tuple[Ints, Ints]:
    """Each element's number within its group, and the groups' sizes."""
    sizes = np.bincount(group, minlength=groups)
    order = np.argsort(group, kind="stable")
    number = np.empty(len(group), np.int64)
    number[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return number, sizes


def _dense(row: Ints, column: Ints, value: Floats, rows: int, columns: int) -> Ints:
    worth = np.zeros((rows, columns))
    worth[row, column] = value
    chosen_row, chosen_column = linear_sum_assignment(worth, maximize=True)
    partner = np.full(rows, -1)
    partner[chosen_row] = chosen_column
    result: Ints = (partner[row] == column).nonzero()[0]
    return result


def _sparse(row: Ints, column: Ints, value: Floats, rows: int, columns: int) -> Ints:
    """Solve on the pairs alone, with a stand-in for every node that may stay single.

    Row i's stand-in is column ``columns + i``, column j's is row ``rows + j``; the stand-ins of a chosen pair are
    matched to each other. So a perfect matching always exists, and every one has the same number of pairs, which
    makes it safe to add a constant that keeps all costs above 0 (a 0 would read as "no pair").
    """
    shift = float(value.max()) + 1.0
    single_rows, single_columns = np.arange(rows), np.arange(columns)
    ends = np.concatenate((row, single_rows, rows + single_columns, rows + column))
    others = np.concatenate((column, columns + single_rows, single_columns, columns + row))
    cost = np.full(len(ends), shift)
    cost[: len(row)] -= value
    size = rows + columns
    partner = min_weight_full_bipartite_matching(csr_array((cost, (ends, others)), shape=(size, size)))[1]
    result: Ints = (partner[row] == column).nonzero()[0]
    return result
