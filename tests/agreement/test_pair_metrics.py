"""The metrics of two annotations agree with their definitions, and behave as a measure of agreement must."""

import random

import agreement_oracles as oracle
import pytest
from agreement_oracles import few, spans
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import (
    MatchOptions,
    Span,
    by_channel,
    by_label,
    event_f1,
    instant_agreement,
    match,
    matched_iou,
    range_overlap,
)
from faultmark.errors import ConfigError, LabelError

METRICS = {
    "range overlap": range_overlap,
    "event F1": event_f1,
    "strict event F1": lambda a, b: event_f1(a, b, 0.8),
    "matched IoU": matched_iou,
    "instants": lambda a, b: instant_agreement(a, b, 2),
    "overlap across classes": lambda a, b: range_overlap(a, b, MatchOptions(tolerance=1, any_label=True)),
}
every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


@few
@given(spans(channels=True), spans(channels=True), st.integers(0, 4))
def test_range_overlap_is_the_best_of_all_matchings(a, b, tolerance):
    expected = oracle.range_overlap(a, b, tolerance)
    assert range_overlap(a, b, MatchOptions(tolerance=tolerance)) == pytest.approx(expected, abs=1e-7)


@few
@given(spans(), spans(), st.sampled_from((0.1, 0.5, 0.75, 1.0)), st.integers(0, 4))
def test_event_f1_matches_as_many_as_can_be(a, b, threshold, tolerance):
    expected = oracle.event_f1(a, b, threshold, tolerance)
    assert event_f1(a, b, threshold, MatchOptions(tolerance=tolerance)) == pytest.approx(expected)


@few
@given(spans(), spans())
def test_matched_iou_is_the_mean_over_the_best_matching(a, b):
    assert matched_iou(a, b) == pytest.approx(oracle.matched_iou(a, b), abs=1e-7)


@few
@given(spans(most=4, labels=("drift",)), spans(most=4, labels=("drift",)))
def test_matching_is_one_to_one_and_scores_what_it_matched(a, b):
    pairs = match(a, b)
    assert len({p.left for p in pairs}) == len({p.right for p in pairs}) == len(pairs)
    assert all(p.score == pytest.approx(oracle.fit(a[p.left], b[p.right])) for p in pairs)


@every_metric
@few
@given(spans(), spans())
def test_symmetric_and_bounded(metric, a, b):
    assert metric(a, b) == pytest.approx(metric(b, a), abs=1e-12)
    assert 0 <= metric(a, b) <= 1 + 1e-12


@every_metric
@few
@given(spans(), spans(), st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_matter(metric, a, b, rng: random.Random):
    shuffled = rng.sample(a, len(a))
    assert metric(shuffled, b) == metric(a, b)


@every_metric
@few
@given(spans())
def test_identical_annotations_agree_fully(metric, a):
    assert metric(a, list(a)) == pytest.approx(1)


@every_metric
def test_nobody_marking_anything_is_one_and_only_one_doing_so_is_zero(metric):
    moment = [Span(5, 5, instant=True, label="spike")]
    assert metric([], []) == 1
    assert metric([], moment) == metric(moment, []) == 0


@few
@given(spans(labels=("drift",)), spans(labels=("drift",)), st.integers(1, 20))
def test_a_region_nobody_else_marked_lowers_overlap(a, b, length):
    lone = Span(100, 100 + length, label="drift")
    if a and b and range_overlap(a, b) > 0:
        assert range_overlap([*a, lone], b) < range_overlap(a, b)


@few
@given(st.integers(2, 50), st.integers(0, 60), st.integers(0, 60))
def test_overlap_falls_as_a_region_moves_away(length, near, far):
    near, far = sorted((near, far))
    fixed = [Span(0, length)]
    moved = [range_overlap(fixed, [Span(by, by + length)]) for by in (near, far)]
    assert moved[0] >= moved[1]


@few
@given(spans(), spans(), st.floats(0.01, 1), st.floats(0.01, 1))
def test_event_f1_does_not_rise_with_the_threshold(a, b, one, other):
    low, high = sorted((one, other))
    assert event_f1(a, b, low) >= event_f1(a, b, high)


@few
@given(spans(), spans(), st.integers(0, 10), st.integers(0, 10))
def test_instants_agree_more_as_the_tolerance_grows(a, b, one, other):
    small, large = sorted((one, other))
    assert instant_agreement(a, b, small) <= instant_agreement(a, b, large)


@few
@given(spans(), spans(), st.integers(-(10**18), 10**18), st.sampled_from((1, 10**6, 10**9)))
def test_the_origin_and_unit_of_time_do_not_matter(a, b, origin, unit):
    def moved(side):
        return [Span(origin + s.start * unit, origin + s.end * unit, s.instant, s.label) for s in side]

    options = MatchOptions(tolerance=unit)
    assert range_overlap(moved(a), moved(b), options) == pytest.approx(range_overlap(a, b, MatchOptions(tolerance=1)))


def test_identical_instants_agree_at_no_tolerance():
    spike = Span(5, 5, instant=True, label="spike")
    assert instant_agreement([spike], [spike], 0) == range_overlap([spike], [spike]) == 1


def test_an_instant_agrees_with_a_short_range_within_its_tolerance():
    moment, short = [Span(100, 100, instant=True)], [Span(99, 102)]
    assert range_overlap(moment, short, MatchOptions(tolerance=2)) == 1
    assert range_overlap(moment, short, MatchOptions(tolerance=1)) == 0


def test_across_classes_each_finds_its_own_class_first():
    a = [Span(0, 10, label="drift"), Span(0, 10, label="drop")]
    pairs = match(a, list(reversed(a)), MatchOptions(any_label=True))
    assert [(p.left, p.right) for p in pairs] == [(0, 1), (1, 0)]


@few
@given(spans(), spans())
def test_by_label_looks_at_each_label_alone(a, b):
    scores = by_label(range_overlap, a, b)
    assert set(scores) == {s.label for s in (*a, *b)}
    for label, score in scores.items():
        mine, theirs = ([s for s in side if s.label == label] for side in (a, b))
        assert score == pytest.approx(oracle.range_overlap(mine, theirs), abs=1e-7)


def test_by_channel_counts_a_region_without_channels_everywhere():
    everywhere = Span(0, 10, label="drop")
    on_flow = Span(20, 30, label="drop", channels=frozenset({"flow"}))
    scores = by_channel(range_overlap, [everywhere, on_flow], [everywhere], ["flow", "speed"])
    assert scores == {"flow": pytest.approx(2 / 3), "speed": 1}


def test_regions_of_different_channels_are_different_findings():
    flow, speed = (Span(0, 10, channels=frozenset({name})) for name in ("flow", "speed"))
    assert range_overlap([flow], [speed]) == 0
    assert range_overlap([flow], [speed], MatchOptions(any_channel=True)) == 1


def test_more_channels_than_fit_one_word():
    wide = [Span(0, 10, channels=frozenset({f"c{k}"})) for k in range(130)]
    assert range_overlap(wide, wide) == 1
    assert range_overlap(wide[:1], wide[129:]) == 0


def test_what_cannot_be_is_refused():
    with pytest.raises(LabelError, match="starts at 5 and ends at 4"):
        Span(5, 4)
    with pytest.raises(LabelError):
        Span(5, 6, instant=True)
    with pytest.raises(ConfigError):
        MatchOptions(tolerance=-1)
