"""Change points against simulated signals whose changes are known, and against a slow likelihood ratio."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultmark.series.change_points import ChangePoint, _likelihood_ratio, change_points

SIZE = 1500


def noise(seed: int, size: int = SIZE) -> npt.NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=size)


def steady(points: list[ChangePoint]) -> list[int]:
    return [point.index for point in points if point.kind != "excursion"]


def distance(points: list[ChangePoint], at: int) -> int:
    return min((abs(index - at) for index in steady(points)), default=SIZE)


@pytest.mark.parametrize("half", [4, 8, 32])
def test_the_likelihood_ratio_is_that_of_two_lines_against_one(half: int) -> None:
    signal = noise(1, 120) + np.linspace(0, 3, 120)
    sums = np.concatenate(([0.0], np.cumsum(signal)))
    moments = np.concatenate(([0.0], np.cumsum(signal * np.arange(len(signal)))))
    fast = _likelihood_ratio(sums, moments, len(signal), half)

    def error(part: npt.NDArray[np.float64]) -> float:
        line = np.polynomial.Polynomial.fit(np.arange(len(part)), part, 1)
        return float(np.sum((part - line(np.arange(len(part)))) ** 2))

    slow = [
        error(signal[k - half : k + half]) - error(signal[k - half : k]) - error(signal[k : k + half])
        for k in range(half, len(signal) - half + 1)
    ]
    np.testing.assert_allclose(fast, slow, atol=1e-6)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("size", [5.0, -8.0, 40.0])
def test_a_step_is_found_at_its_sample(seed: int, size: float) -> None:
    at = 200 + 90 * seed
    signal = noise(seed)
    signal[at:] += size
    assert distance(change_points(signal), at) <= 2


@pytest.mark.parametrize("seed", range(6))
def test_both_ends_of_a_ramp_are_found(seed: int) -> None:
    signal = noise(seed)
    signal[400:600] += np.linspace(0, 40, 200)
    signal[600:] += 40
    points = change_points(signal)
    assert distance(points, 400) <= 15
    assert distance(points, 600) <= 15
    assert not [index for index in steady(points) if 430 < index < 570], "a ramp is one change at either end"


@pytest.mark.parametrize("seed", range(6))
def test_spikes_neither_hide_nor_move_a_step(seed: int) -> None:
    signal = noise(seed)
    signal[700:] += 6
    signal[[300, 690, 698, 705, 1200]] += [50, -60, 80, 70, 1e6]
    points = change_points(signal)
    assert distance(points, 700) <= 2
    assert {point.index for point in points if point.kind == "excursion"} >= {300, 690, 1200}
    assert not [index for index in steady(points) if abs(index - 700) > 100]


def test_the_edges_of_a_missing_stretch_are_changes_and_scattered_gaps_are_not() -> None:
    signal = noise(3)
    signal[500:600] = np.nan
    signal[::7] = np.nan
    found = [point for point in change_points(signal) if point.kind == "missing"]
    # Sample 595 stands on the grid of gaps, and the stretch ends at the first value.
    assert [point.index for point in found] == [500, 600]
    slow_channel = np.full(1000, np.nan)
    slow_channel[::10] = noise(4, 100)
    assert not [point for point in change_points(slow_channel) if point.kind == "missing"]


@pytest.mark.parametrize("seed", range(4))
def test_more_noise_is_a_change_of_spread(seed: int) -> None:
    signal = noise(seed, 3000)
    signal[1500:] *= 6
    found = [point for point in change_points(signal) if point.kind == "spread"]
    assert min(abs(point.index - 1500) for point in found) <= 30


def test_what_only_wobbles_has_few_changes() -> None:
    """A coloured noise, a swing and a drift: at most one false point in five series."""
    false = 0
    for seed in range(20):
        rough = noise(seed)
        for index in range(1, SIZE):
            rough[index] += 0.8 * rough[index - 1]
        swing = np.sin(np.arange(SIZE) / 30) + 0.05 * noise(seed + 100)
        drift = np.linspace(0, 50, SIZE) + noise(seed + 200)
        false += sum(len(steady(change_points(signal))) for signal in (rough, swing, drift))
    assert false <= 12


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_a_constant_changes_where_it_jumps_and_nowhere_else(offset: float) -> None:
    signal = np.full(SIZE, offset)
    assert change_points(signal) == []
    signal[800:] += 1
    assert steady(change_points(signal)) == [800]


def test_the_scale_of_a_signal_does_not_matter() -> None:
    signal = noise(5)
    signal[700:] += 6
    there = steady(change_points(signal))
    assert there == steady(change_points(signal * 1e-9)) == steady(change_points(signal * 1e12 - 3e12))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.floats(allow_nan=True, allow_infinity=True, width=32), st.sampled_from([0.0, 1.0, float("nan")])),
        max_size=200,
    )
)
def test_whatever_the_samples_the_points_lie_among_them(samples: list[float]) -> None:
    points = change_points(np.array(samples, dtype=np.float32))
    assert all(0 <= point.index < len(samples) and point.strength >= 0 for point in points)
    assert [point.index for point in points] == sorted(point.index for point in points)
