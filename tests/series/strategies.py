"""Series of all the shapes that real machines deliver."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from faultmark.series.axis import AxisInfo, IrregularAxis, RegularAxis, TickArray


@st.composite
def samples(draw, size, dtypes=(np.float32, np.float64)):
    """Random walks with scattered NaN, long runs of NaN, flat stretches, spikes and infinities."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    dtype = draw(st.sampled_from(dtypes))
    values = random.standard_normal(size).cumsum() if draw(st.booleans()) else random.integers(-3, 4, size)
    values = values.astype(dtype)
    share = draw(st.sampled_from([0.0, 0.02, 0.5, 0.999, 1.0]))
    values[random.random(size) < share] = np.nan
    for _ in range(draw(st.integers(0, 2))):
        a = int(random.integers(0, size))
        values[a : a + int(random.integers(1, size + 1))] = np.nan
    if draw(st.booleans()):
        values[random.integers(0, size, 3)] = draw(st.sampled_from([1e30, -1e30, np.inf, -np.inf]))
    return values


@st.composite
def axes(draw, size):
    """(axis, all its ticks): regular, irregular with gaps and repeated times, numeric with negative ticks."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    first = draw(st.sampled_from([0, -(10**6), 1_700_000_000_000_000_000, -(2**62)]))
    if draw(st.booleans()):
        step = draw(st.sampled_from([1, 3, 20_000, 10**9]))
        info = AxisInfo("time", 0, True, step, first, first + (size - 1) * step, size)
        return RegularAxis(info), first + step * np.arange(size)
    steps = random.integers(0, draw(st.sampled_from([2, 5, 1000])), size)
    gaps = random.random(size) < draw(st.sampled_from([0.0, 0.01]))
    steps[gaps] *= draw(st.sampled_from([1, 10**5, 10**9]))
    ticks = first + np.cumsum(steps).astype(np.int64)
    info = AxisInfo("number", 3, False, None, int(ticks[0]), int(ticks[-1]), size)
    return IrregularAxis(info, TickArray(ticks)), ticks
