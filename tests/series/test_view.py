"""Every pixel column shows exactly what lies under it, at every zoom, for every kind of series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import MemoryChannel, SlowChannel, column, column_windows
from strategies import axes, samples

from faultmark.series.axis import AxisInfo, RegularAxis, column_edges
from faultmark.series.columns import column_values
from faultmark.series.view import make_view

FIELDS = ("min", "max", "first", "last")


def assert_exact(view, ticks, values, width):
    assert view.mode == "columns"
    channel = view.channels[0]
    for i, (start, end) in enumerate(column_windows(view.start, view.end, width)):
        tick, count, *expected = column(ticks, values, start, end)
        assert (view.ticks[i], view.counts[i]) == (tick, count)
        np.testing.assert_array_equal([getattr(channel, f)[i] for f in FIELDS], expected, err_msg=f"column {i}")


def windows(ticks):
    first, last = int(ticks[0]), int(ticks[-1])
    span = max(last - first, 1)
    starts = st.one_of(st.just(first), st.integers(first - span // 10 - 5, last))
    return st.tuples(starts, st.one_of(st.just(span + 1), st.integers(1, span + span // 5 + 5)))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_view_equals_brute_force(data):
    size = data.draw(st.sampled_from([1, 2, 63, 64, 65, 511, 513, 4096, 9_999, 40_000, 70_001]))
    values = data.draw(samples(size))
    axis, ticks = data.draw(axes(size))
    start, span = data.draw(windows(ticks))
    width = data.draw(st.sampled_from([1, 2, 7, 60, 300]))
    source = data.draw(st.sampled_from([MemoryChannel, SlowChannel]))(values)
    view = make_view(axis, {0: source}, start, start + span, width)

    inside = np.flatnonzero((ticks >= start) & (ticks < start + span))
    assert view.count == inside.size
    if inside.size:
        assert view.first_index == inside[0]
    if view.count > 2 * width:
        assert_exact(view, ticks, values, width)
        return
    assert view.mode == "samples"
    a = max(view.first_index - 1, 0)
    b = min(view.first_index + view.count + 1, size)
    np.testing.assert_array_equal(view.ticks, ticks[a:b])
    np.testing.assert_array_equal(view.channels[0].values, values[a:b])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_view_whose_columns_are_whole_buckets_equals_brute_force(data):
    size = data.draw(st.sampled_from([64, 65, 9_999, 40_000, 70_001]))
    values = data.draw(samples(size))
    step = data.draw(st.integers(1, 5))
    axis = RegularAxis(AxisInfo("time", 0, True, step, 100, 100 + step * (size - 1), size))
    column_samples = data.draw(st.sampled_from([64, 192, 512, 4096, 8192])) * data.draw(st.integers(1, 3))
    start = 100 + step * 64 * data.draw(st.integers(-3, size // 64))
    width = data.draw(st.integers(1, 60))
    channel = data.draw(st.sampled_from([MemoryChannel, SlowChannel]))(values)
    view = make_view(axis, {0: channel}, start, start + step * column_samples * width, width)
    if view.mode == "columns":
        assert_exact(view, 100 + step * np.arange(size), values, width)


def test_columns_of_whole_buckets_touch_no_samples():
    values = np.random.default_rng(1).standard_normal((1 << 21) + 17).astype(np.float32)
    for bucket in (64, 512, 4096, 32768):
        channel = SlowChannel(values)
        last = channel.size // bucket
        # Two buckets a column, and a short one at the end of the series.
        edges = np.append(np.arange(last - 40, last + 1, 2) * bucket, channel.size)
        _, looked = column_values(channel, edges)
        assert channel.announced == []
        assert looked <= 6 * edges.size


@pytest.mark.parametrize("size", [65_537, 300_000])
def test_one_sample_spikes_survive_every_zoom(size):
    random = np.random.default_rng(size)
    values = random.standard_normal(size).astype(np.float32)
    spikes = random.integers(0, size, 20)
    values[spikes] = 50 + np.arange(20)
    axis = RegularAxis(AxisInfo("time", 0, True, 7, 100, 100 + 7 * (size - 1), size))
    ticks = 100 + 7 * np.arange(size)
    channel = MemoryChannel(values)
    for span in np.geomspace(10_000, 7 * size, 12).astype(int).tolist():
        start = int(random.integers(100, 100 + 7 * size - span + 1))
        assert_exact(make_view(axis, {0: channel}, start, start + span, 200), ticks, values, 200)


def looked_at(channel, width):
    return column_values(channel, np.linspace(0, channel.size, width + 1).astype(np.int64))[1]


def test_a_view_looks_at_numbers_in_proportion_to_its_width_and_not_to_the_series():
    random = np.random.default_rng(1)
    for size in (1 << 18, 1 << 21, 1 << 23):
        channel = MemoryChannel(random.standard_normal(size).astype(np.float32))
        for width in (100, 300, 500):
            # At most 32 buckets of the first level, and few of those at the edges opened.
            assert looked_at(channel, width) < width * 100


def test_what_is_far_away_is_asked_for_before_it_is_read():
    values = np.random.default_rng(1).standard_normal(1 << 21).astype(np.float32)
    channel = SlowChannel(values)
    looked_at(channel, 100)
    (ends, n_ends), (first, n_buckets), *opened = channel.announced
    assert (ends, n_ends) == (-1, 101)
    assert n_buckets * (64 << 3 * first) >= values.size
    # Then, level by level, fewer and fewer buckets at the edges.
    assert [level for level, _ in opened] == [*range(first - 1, -1, -1)][: len(opened)]
    assert all(count <= 200 for _, count in opened)


def test_mostly_missing_data_does_not_make_the_ends_walk():
    size = 1 << 22
    values = np.full(size, np.nan, np.float32)
    values[12_345] = 1.0
    values[size - 99] = 2.0
    channel = MemoryChannel(values)
    axis = RegularAxis(AxisInfo("time", 0, True, 1, 0, size - 1, size))
    shown = make_view(axis, {0: channel}, 0, size, 3).channels[0]
    np.testing.assert_array_equal(shown.first, [1, np.nan, 2])
    np.testing.assert_array_equal(shown.last, [1, np.nan, 2])
    assert looked_at(channel, 3) < 5_000


@given(st.integers(-(2**62), 2**62), st.integers(1, 2**62 - 1), st.integers(1, 5000))
def test_column_edges_are_exact_for_windows_of_any_length(start, span, width):
    edges = column_edges(start, start + span, width)
    for i in (0, 1, width // 2, width - 1, width):
        assert edges[i] == start + i * span // width


ticks_and_far_away = st.one_of(st.integers(-5_000, 5_000), st.integers(-(2**63) + 1, 2**63 - 2))


@given(st.integers(1, 900), st.integers(1, 3_000), ticks_and_far_away, ticks_and_far_away, st.integers(1, 400))
def test_a_regular_axis_counts_its_columns_out_as_a_search_would_find_them(step, size, one, other, width):
    start, end = min(one, other), max(one, other) + 1
    axis = RegularAxis(AxisInfo("time", 0, True, step, 100, 100 + step * (size - 1), size))
    edges, ticks, counts = axis.columns(start, end, width)
    for i in range(width + 1):
        tick = start + i * (end - start) // width
        assert edges[i] == min(max(-((100 - tick) // step), 0), size)
    np.testing.assert_array_equal(counts, np.diff(edges))
    np.testing.assert_array_equal(ticks, np.where(counts > 0, 100 + step * edges[:-1], np.iinfo(np.int64).min))


@pytest.mark.parametrize(("start", "end", "width"), [(5, 5, 10), (6, 5, 10), (0, 5, 0), (0, 2**63, 5)])
def test_an_empty_window_is_refused(start, end, width):
    axis = RegularAxis(AxisInfo("time", 0, True, 1, 0, 9, 10))
    with pytest.raises(ValueError, match="start < end"):
        make_view(axis, {}, start, end, width)
