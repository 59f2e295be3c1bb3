"""float32 is only chosen where it says what the file says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from faultmark.series.narrow import DecimalPlaces, fits, shortest

floats32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
decimals = st.builds(lambda m, p: float(f"{m}e-{p}"), st.integers(-(10**9), 10**9), st.integers(0, 12))
parsed = st.one_of(decimals, floats32, st.floats(allow_nan=False))


@settings(max_examples=200, deadline=None)
@given(st.lists(parsed, min_size=1, max_size=30))
@example([0.1, 9000.007, 16777217.0])
@example([0.0, -0.0, 1e-45, 3.4028235e38])
def test_what_fits_reads_the_same_and_comes_back(values):
    array = np.array(values)
    if fits(array, DecimalPlaces()):
        narrow = array.astype(np.float32)
        assert shortest(narrow).tolist() == array.tolist()
        for small, value in zip(narrow, array.tolist(), strict=True):
            # What a person would see: the float32 printed as briefly as it can be is the number in the file.
            assert float(str(small)) == value or value == float(small)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(-999_999, 999_999), st.integers(0, 6)), min_size=1, max_size=50))
def test_six_digits_always_fit(pairs):
    assert fits(np.array([float(f"{m}e-{p}") for m, p in pairs]), DecimalPlaces())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(width=32, min_value=2**-20, max_value=2**24), min_size=1, max_size=50))
def test_a_file_written_from_float32_is_read_as_float32(values):
    written = [float(str(np.float32(v))) for v in values]
    exact = shortest(np.array(values, np.float32))
    assert fits(exact, DecimalPlaces())
    # numpy writes the same decimals, but for a few where two of equal length lie in the interval.
    assert fits(np.array([w for w, e in zip(written, exact.tolist(), strict=True) if w == e]), DecimalPlaces())


@pytest.mark.parametrize("value", [73.96732207, 0.30000000000000004, 16777217.0, 1e300, 123456.789])
def test_more_digits_than_float32_has_do_not_fit(value):
    column = np.round(np.random.default_rng(0).random(5000), 3)
    assert fits(column, DecimalPlaces())
    column[4321] = value
    assert not fits(column, DecimalPlaces())


def test_missing_values_and_infinities_fit():
    assert fits(np.array([np.nan, np.inf, -np.inf, 1.5]), DecimalPlaces())
    assert fits(np.full(100, np.nan), DecimalPlaces())
