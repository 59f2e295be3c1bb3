"""Unordered rows come out in order of time, whatever the size of what is sorted at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from faultmark.store import SeriesStore
from faultmark.store.sorting import write_sorted


def put_in_order(root, ticks, *, drop_duplicates, run_rows):
    store = SeriesStore(root)
    rows = np.arange(ticks.size, dtype=np.float64)
    with store.writer(["row", "half"], ordered=False) as source:
        for part in np.array_split(np.arange(ticks.size), 3):
            if part.size:
                source.append(ticks[part], [rows[part], rows[part] / 2])
        with store.writer(source.specs()) as target:
            dropped = write_sorted(source, target, drop_duplicates=drop_duplicates, run_rows=run_rows)
            series = store.open(target.finish("sorted"))
    return series, dropped


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(-9, 9) | st.integers(-(2**62), 2**62), min_size=2, max_size=200),
    st.booleans(),
    st.sampled_from([1, 3, 16, 64, 1 << 20]),
)
def test_equals_a_stable_sort(tmp_path_factory, ticks, drop_duplicates, run_rows):
    ticks = np.array(ticks, np.int64)
    assume((np.diff(ticks) <= 0).any())
    order = np.argsort(ticks, kind="stable")
    if drop_duplicates:
        order = order[np.diff(ticks[order], prepend=ticks[order[0]] - 1) != 0]
    root = tmp_path_factory.mktemp("sorting")
    series, dropped = put_in_order(root, ticks, drop_duplicates=drop_duplicates, run_rows=run_rows)
    assert dropped == ticks.size - order.size
    np.testing.assert_array_equal(series.axis.ticks(0, series.meta.rows), ticks[order])
    assert series.values(0, 0, ticks.size).tolist() == order.tolist()
    assert series.values(1, 0, ticks.size).tolist() == (order / 2).tolist()


@pytest.mark.parametrize("shape", ["shuffled", "late by a little", "one tick", "two parts swapped"])
def test_any_disorder_in_many_runs(tmp_path, shape):
    random = np.random.default_rng(1)
    size = 50_000
    ticks = {
        "shuffled": random.permutation(size),
        "late by a little": np.arange(size) + random.integers(0, 50, size),
        "one tick": np.where(np.arange(size) == 0, 1, 0),
        "two parts swapped": np.roll(np.arange(size), size // 2),
    }[shape].astype(np.int64)
    series, _ = put_in_order(tmp_path, ticks, drop_duplicates=False, run_rows=4096)
    order = np.argsort(ticks, kind="stable")
    assert series.values(0, 0, size).tolist() == order.tolist()
