"""Searching an axis gives what searching all its ticks gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import axes

from faultmark.series.axis import AxisInfo

INT64 = np.iinfo(np.int64)


def asked(ticks):
    near = st.sampled_from(ticks.tolist()).flatmap(lambda t: st.integers(max(t - 2, INT64.min), t + 2))
    return st.lists(st.one_of(near, st.integers(INT64.min, INT64.max)), min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_edges_and_nearest_agree_with_a_plain_search(data):
    size = data.draw(st.sampled_from([1, 2, 511, 512, 513, 1024, 5000]))
    axis, ticks = data.draw(axes(size))
    wanted = data.draw(asked(ticks))
    np.testing.assert_array_equal(axis.edges(np.array(wanted)), np.searchsorted(ticks, wanted, "left"))
    for tick, index in zip(wanted, axis.nearest(np.array(wanted)).tolist(), strict=True):
        distances = [abs(int(t) - tick) for t in ticks.tolist()]
        assert index == distances.index(min(distances))
    a, b = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    np.testing.assert_array_equal(axis.ticks(a, b), ticks[a:b])


def test_axis_info_travels_as_json_without_loss():
    for info in (
        AxisInfo("time", 0, True, 20_000, -(2**62), 2**62 + 1, 7),
        AxisInfo("number", 12, False, None, -5, 2**63 - 1, 3),
    ):
        value = info.as_dict()
        assert isinstance(value["last"], str)
        assert AxisInfo.from_dict(value) == info
