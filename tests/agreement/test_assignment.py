"""The assignment is optimal on any graph, by whichever of its ways it is found."""

import numpy as np
import pytest
from agreement_oracles import few
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from faultmark.agreement import assignment
from faultmark.agreement.assignment import assign


def graph(seed, rows, columns, share):
    rng = np.random.default_rng(seed)
    worth = np.where(rng.random((rows, columns)) < share, rng.integers(1, 20, (rows, columns)) / 20, 0)
    left, right = np.nonzero(worth)
    return worth, left, right


@pytest.mark.parametrize("cells", [0, 20_000])
@few
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 12), st.sampled_from((0.04, 0.2, 0.6)))
def test_as_good_as_the_full_matrix(cells, seed, rows, columns, share):
    worth, left, right = graph(seed, rows, columns, share)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_DENSE_CELLS", cells)
        chosen = assign(left, right, worth[left, right])
    assert len(set(left[chosen])) == len(set(right[chosen])) == chosen.sum()
    assert worth[left[chosen], right[chosen]].sum() == pytest.approx(worth[linear_sum_assignment(-worth)].sum())


def test_a_large_tangle_is_solved_exactly():
    worth, left, right = graph(1, 400, 380, 0.02)
    chosen = assign(left, right, worth[left, right])
    assert worth[left[chosen], right[chosen]].sum() == pytest.approx(worth[linear_sum_assignment(-worth)].sum())


def test_of_equal_sums_the_one_with_more_pairs():
    # One pair of .5, or two of .25 each.
    chosen = assign(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([0.5, 0.25, 0.25]))
    assert chosen.tolist() == [False, True, True]
