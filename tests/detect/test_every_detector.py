"""One battery for every detector, ours and users' alike."""

from __future__ import annotations

import numpy as np
import pytest
from detect_examples import awkward, quiet, with_event

from faultmark.detect import Detector, Proposal, Series, builtin_detectors
from faultmark.detect.signal import Signal

DETECTORS = {detector.name: detector for detector in builtin_detectors()}
AWKWARD = awkward()
# Those of whose answers a change of unit must not change anything. Limits are in units; gaps look at times alone.
UNITLESS = sorted(set(DETECTORS) - {"limit", "gap"})


@pytest.fixture(params=sorted(DETECTORS))
def detector(request: pytest.FixtureRequest) -> Detector:
    return DETECTORS[request.param]


@pytest.mark.parametrize("case", sorted(AWKWARD))
def test_awkward_input_is_survived(detector: Detector, case: str) -> None:
    series = AWKWARD[case]
    for proposal in detector.detect(series):
        assert proposal.detector == detector.name
        assert set(proposal.channels) <= set(series.names)
        assert {proposal.start, proposal.end} <= set(series.ticks.tolist())


def test_the_same_input_gives_the_same_answer(detector: Detector) -> None:
    values, _, _ = with_event("level shift")
    first = detector.detect(Series.of({"a": values, "b": quiet(5)}))
    assert detector.detect(Series.of({"a": values.copy(), "b": quiet(5)})) == first


def test_input_is_left_as_it_was(detector: Detector) -> None:
    values, _, _ = with_event("dropout")
    before = values.copy()
    detector.detect(Series.of({"a": values}))
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("name", UNITLESS)
@pytest.mark.parametrize("kind", ["spike", "level shift", "drift", "oscillation", "variance change", "flatline"])
def test_units_do_not_matter(name: str, kind: str) -> None:
    values, _, _ = with_event(kind)
    values = np.round(values * 1024) / 1024  # so that the change of unit is exact
    plain = DETECTORS[name].detect(Series.of({"a": values, "b": np.round(quiet(9) * 1024) / 1024}))
    other = DETECTORS[name].detect(Series.of({"a": values * 4 - 1024, "b": np.round(quiet(9) * 1024) / 256}))
    assert [(p.start, p.end, p.label) for p in plain] == [(p.start, p.end, p.label) for p in other]


@pytest.mark.parametrize("name", sorted(set(DETECTORS) - {"limit", "gap"}))
def test_the_axis_does_not_matter(name: str) -> None:
    values, _, _ = with_event("level shift")
    plain = DETECTORS[name].detect(Series.of({"a": values}))
    shifted = DETECTORS[name].detect(Series.of({"a": values}, 10**15 + 250 * np.arange(values.size)))
    assert [(p.start * 250 + 10**15, p.end * 250 + 10**15) for p in plain] == [(p.start, p.end) for p in shifted]


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_work_grows_no_faster_than_the_series(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts lines of Python run, since numpy's own work is a fixed number of passes for each."""
    import sys

    def lines(size: int) -> int:
        rng = np.random.default_rng(1)
        values = 20 + rng.normal(0, 0.3, size)
        values[:: size // 40] += 9
        series = Series.of({"a": values, "b": 20 + rng.normal(0, 0.3, size)})
        _ = [channel.signal.spread for channel in series.channels]
        count = 0

        def trace(*_: object) -> object:
            nonlocal count
            count += 1
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            DETECTORS[name].detect(series)
        finally:
            sys.settrace(before)
        return count

    small, large = lines(2500), lines(7500)
    assert large <= 4.5 * small + 2000


FOUND_BY = {
    "spike": "excursion",
    "dropout": "missing",
    "flatline": "flatline",
    "level shift": "level",
    "drift": "drift",
    "variance change": "variance",
    "oscillation": "oscillation",
}


@pytest.mark.parametrize("kind", sorted(FOUND_BY))
def test_what_it_is_made_for_is_found_with_its_boundaries(kind: str) -> None:
    for seed in range(4):
        values, a, b = with_event(kind, seed)
        series = Series.of({"a": values})
        found = DETECTORS[FOUND_BY[kind]].detect(series)
        assert found, f"{kind} was not found with seed {seed}"
        best = max(found, key=lambda p: _iou(series.samples_of(p), (a, b)))
        assert _iou(series.samples_of(best), (a, b)) > 0.7
        assert best.why


def _iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def test_a_loggers_code_for_none_is_missing_and_a_measured_extreme_is_not() -> None:
    values = quiet()
    values[100:104] = -9999
    assert Signal.of(values).missing.sum() == 4
    values = quiet()
    values[100] = 40.0
    assert not Signal.of(values).missing.any()


def test_a_channel_recorded_with_holes_has_no_dropouts() -> None:
    values = quiet()
    values[::3] = np.nan
    assert DETECTORS["missing"].detect(Series.of({"a": values})) == ()


def test_a_gap_of_the_axis_is_a_dropout_of_all_channels() -> None:
    ticks = np.arange(3000, dtype=np.int64)
    ticks[1500:] += 5000
    (gap,) = DETECTORS["gap"].detect(Series.of({"a": quiet(size=3000), "b": quiet(1, 3000)}, ticks))
    assert (gap.start, gap.end, gap.channels) == (1499, 6500, ("a", "b"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": 5, "end": 2}, "no samples in order"),
        ({"start": 7_000_000, "end": 7_000_001}, "no samples in order"),
        ({"channels": ("other",)}, "'other'"),
        ({"channels": ()}, "no channel"),
        ({"confidence": float("nan")}, "confidence"),
        ({"confidence": 1.5}, "confidence"),
        ({"severity": 6}, "severity"),
        ({"why": ""}, "reason"),
        ({"instant": True}, "instant"),
    ],
)
def test_nonsense_is_refused_and_named(change: dict[str, object], told: str) -> None:
    from dataclasses import replace

    class Odd(Detector):
        name = "odd"

        def _detect(self, series: Series) -> list[Proposal]:
            return [replace(series.propose(2, 5, "x", why="because"), **change)]  # type: ignore[arg-type]

    with pytest.raises(Exception, match=told) as caught:
        Odd().detect(Series.of({"a": quiet()}))
    assert "odd" in str(caught.value)
