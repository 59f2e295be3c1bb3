"""A jump that anybody sees at once is proposed, however short the series and the jump; noise is not."""

from __future__ import annotations

import numpy as np
import pytest

from faultmark.detect import Series, composition

NOISE = 0.1


def _around(found: list[tuple[int, int]], first: int, stop: int) -> bool:
    return any(min(b, stop) - max(a, first) >= 0.5 * (max(b, stop) - min(a, first)) for a, b in found)


def _proposed(values: np.ndarray) -> list[tuple[int, int]]:
    series = Series.of({"value": values})
    return [series.samples_of(p) for p in composition().run(series).proposals]


@pytest.mark.parametrize("size", [1500, 6000])
@pytest.mark.parametrize("length", [1, 2, 3, 5, 10])
@pytest.mark.parametrize("height", [9, 12, 15, -9])
def test_short_bumps_clear_of_the_noise_are_proposed_and_nothing_else(size: int, length: int, height: int) -> None:
    met = 0
    for seed in range(2):
        values = 20 + np.random.default_rng(seed).normal(0, NOISE, size)
        places = [size // 5, size // 2, 4 * size // 5 + seed]
        for first in places:
            values[first : first + length] += height * NOISE
        found = _proposed(values)
        assert len(found) <= len(places)
        met += sum(_around(found, first, first + length) for first in places)
    # Noise may make a jump smaller.
    assert met >= 5


@pytest.mark.parametrize("size", [300, 1500, 6000])
def test_noise_is_not_proposed(size: int) -> None:
    rng = np.random.default_rng(size)
    kinds = (
        rng.normal(0, 1, size),
        rng.uniform(0, 1, size),
        rng.laplace(0, 1, size),
        np.cumsum(rng.normal(0, 1, size)),
    )
    assert [_proposed(values) for values in kinds] == [[], [], [], []]


def test_a_pulse_that_is_part_of_the_course_is_no_event() -> None:
    values = np.random.default_rng(1).normal(0, NOISE, 6000)
    values[::50] += 9 * NOISE
    assert _proposed(values) == []
