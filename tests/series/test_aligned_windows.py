"""What the page asks for first covers what it shows, in columns of whole buckets that are no wider than a pixel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.aligned_windows import MOST_COLUMNS, aligned_window
from faultmark.series.axis import AxisInfo

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "aligned-windows.json").read_bytes())


@pytest.mark.parametrize("case", VECTORS)
def test_the_vectors_that_the_page_is_held_to(case):
    shown, expected = case["window"], case["expected"]
    found = aligned_window(AxisInfo.from_dict(case["axis"]), int(shown["start"]), int(shown["end"]), shown["width"])
    assert found == (expected and (int(expected["start"]), int(expected["end"]), expected["width"]))


@given(
    st.integers(-(2**62), 2**62), st.integers(1, 10**6), st.integers(-(10**9), 10**9), st.integers(1, 10**10),
    st.integers(1, 9_000),
)  # fmt: skip
def test_an_aligned_window(first, step, offset, samples, width):
    axis = AxisInfo("time", 0, True, step, first, first + step * 10**9, 10**9 + 1)
    start, end = first + offset, first + offset + samples * step
    found = aligned_window(axis, start, end, width)
    if found is None:
        assert samples < 64 * width or 2 * width + 2 > MOST_COLUMNS
        return
    begin, stop, columns = found
    column = (stop - begin) // columns
    assert begin <= start < begin + column
    assert stop - column < end <= stop
    assert column * width <= end - start
    assert column % (64 * step) == (begin - first) % (64 * step) == (stop - begin) % columns == 0
    assert columns <= 2 * width + 2


def test_an_irregular_axis_has_none():
    assert aligned_window(AxisInfo("time", 0, False, None, 0, 10**9, 10**6), 0, 10**9, 100) is None
