"""Summaries and gaps are those of the whole channel, however it is cut into blocks."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import samples

from faultmark.series.gaps import GAP_STEPS, find_gaps
from faultmark.series.summary import QUANTILES, ChannelSummary


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_summary_equals_brute_force(data):
    size = data.draw(st.sampled_from([1, 10, 1000, 5000]))
    values = data.draw(samples(size))
    summary = ChannelSummary(keep=data.draw(st.sampled_from([5000, 600])))
    for part in np.split(values, sorted(data.draw(st.lists(st.integers(0, size), max_size=4)))):
        summary.add(part)
    told = summary.as_dict()
    valid = values[~np.isnan(values)].astype(np.float64)
    assert (told["count_valid"], told["count_missing"]) == (valid.size, size - valid.size)
    if not valid.size:
        assert told["min"] is told["mean"] is told["quantiles"]["q50"] is None
        return
    finite = np.isfinite(valid).all()
    assert told["min"] == (valid.min() if np.isfinite(valid.min()) else None)
    if finite:
        np.testing.assert_allclose(told["mean"], valid.mean(), rtol=1e-9, atol=1e-6 * np.abs(valid).max())
        assert valid.min() <= told["quantiles"]["q50"] <= valid.max()
    if finite and summary._stride == 1:
        expected = np.quantile(valid, list(QUANTILES.values()))
        np.testing.assert_allclose(list(told["quantiles"].values()), expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 10, 10, 10, 10, 11, 31, 500, 10**6]), min_size=3, max_size=3000))
def test_gaps_equal_brute_force(steps):
    ticks = np.cumsum(np.array(steps, np.int64))
    gaps = find_gaps(lambda a, b: ticks[a:b], ticks.size)
    positive = sorted(s for s in steps[1:] if s > 0)
    if not positive:
        assert gaps.count == 0
        return
    median = positive[(len(positive) - 1) // 2]
    wide = [
        (b - a, a, b) for a, b in zip(ticks.tolist(), ticks.tolist()[1:], strict=False) if b - a > GAP_STEPS * median
    ]
    assert gaps.threshold_ticks == GAP_STEPS * median
    assert gaps.count == len(wide)
    assert len(gaps.largest) == min(100, len(wide))
    assert sorted(b - a for a, b in gaps.largest) == sorted(w[0] for w in wide)[-100:]
    assert gaps.largest == sorted(gaps.largest)
