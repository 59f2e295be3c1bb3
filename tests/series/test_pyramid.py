"""Built at once or in a stream, the pyramid is the minimum, maximum, first and last of what is there."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import buckets
from strategies import samples

from faultmark.series.pyramid import BUCKETS, PyramidBuilder, bucket_count, build


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_levels_equal_brute_force(data):
    size = data.draw(st.sampled_from([1, 63, 64, 65, 512, 4097, 33_000, 140_000]))
    values = data.draw(samples(size))
    for level, rows in enumerate(build(values)):
        assert len(rows) == bucket_count(size, level)
        np.testing.assert_array_equal(rows, buckets(values, BUCKETS[level]))
        assert rows.dtype == values.dtype


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_stream_builds_the_same_levels(data):
    size = data.draw(st.integers(1, 40_000))
    values = data.draw(samples(size))
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=6)))
    builder = PyramidBuilder(values.dtype)
    pieces = [builder.push(part) for part in np.split(values, cuts)] + [builder.finish()]
    for level, expected in enumerate(build(values)):
        np.testing.assert_array_equal(np.concatenate([p[level] for p in pieces]), expected)
