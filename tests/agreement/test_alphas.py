"""Chance-corrected agreement against the textbook, pair by pair."""

import agreement_oracles as oracle
import numpy as np
import pytest
from agreement_oracles import few, spans
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import Span, class_alpha, find_clusters, severity_alpha, time_alpha
from faultmark.agreement.krippendorff import nominal_alpha, ordinal_alpha

LAST = 24
ALPHAS = {"time": lambda a: time_alpha(a, 0, LAST), "class": class_alpha, "severity": severity_alpha}
every_alpha = pytest.mark.parametrize("metric", ALPHAS.values(), ids=ALPHAS)
crowds = st.lists(spans(), min_size=2, max_size=4)

# The reliability data of Krippendorff (2011), section C: four observers, twelve units, None for no value.
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_the_published_example():
    units = [[value for value in unit if value is not None] for unit in zip(*PUBLISHED, strict=True)]
    assert nominal_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert ordinal_alpha(units) == pytest.approx(0.815, abs=5e-4)


@few
@given(st.lists(st.lists(st.integers(0, 3), max_size=4), max_size=8))
def test_alpha_is_the_textbook_one(units):
    assert nominal_alpha(units) == pytest.approx(oracle.alpha(units, oracle.differs))
    assert ordinal_alpha(units) == pytest.approx(oracle.alpha(units, oracle.ordinal_difference(units)))


def sample_edges(ticks):
    """Samples at 0, 1, 2 … LAST."""
    return np.clip(ticks, 0, LAST + 1)


@few
@given(crowds)
def test_time_alpha_counts_every_sample_once(annotations):
    expected = oracle.time_alpha(annotations, LAST)
    assert time_alpha(annotations, 0, LAST, sample_edges) == pytest.approx(expected)


@few
@given(crowds, st.integers(2, 9))
def test_time_alpha_in_ticks_is_the_limit_of_many_samples(annotations, factor):
    stretched = [[Span(s.start * 10**6, s.end * 10**6, label=s.label) for s in side] for side in annotations]
    more = [[Span(s.start * factor, s.end * factor, label=s.label) for s in side] for side in stretched]
    once, again = time_alpha(stretched, 0, LAST * 10**6), time_alpha(more, 0, LAST * factor * 10**6)
    assert once == pytest.approx(again, abs=1e-5)


@few
@given(crowds)
def test_time_alpha_of_one_label(annotations):
    alone = [[s for s in side if s.label == "drift"] for side in annotations]
    assert time_alpha(annotations, 0, LAST, sample_edges, "drift") == time_alpha(alone, 0, LAST, sample_edges)


def test_time_alpha_with_very_many_labels():
    names = [f"class {k:02}" for k in range(60)]
    mine = [Span(k, k, label=name) for k, name in enumerate(names)]
    other = [*mine[:-1], Span(59, 59, label="class 00")]
    value = time_alpha([mine, other], 0, 59, lambda t: np.clip(t, 0, 60))
    assert value == pytest.approx(oracle.time_alpha([mine, other], 59))


def test_what_lies_outside_the_series_is_cut_off():
    a, b = [Span(2, 10, label="x"), Span(90, 99, label="x")], [Span(2, 40, label="x")]
    cut = [Span(2, 10, label="x")], [Span(2, LAST, label="x")]
    assert time_alpha([a, b], 0, LAST) == time_alpha(cut, 0, LAST)


@few
@given(crowds)
def test_class_and_severity_alpha_are_taken_over_matched_regions(annotations):
    clusters = [list(c.spans(annotations).values()) for c in find_clusters(annotations)]
    if sum(bool(side) for side in annotations) > 1:
        labels = [[s.label for s in members] for members in clusters]
        assert class_alpha(annotations) == pytest.approx(oracle.alpha(labels, oracle.differs))
    if sum(any(s.severity is not None for s in side) for side in annotations) > 1:
        grades = [[s.severity for s in members if s.severity is not None] for members in clusters]
        assert severity_alpha(annotations) == pytest.approx(oracle.alpha(grades, oracle.ordinal_difference(grades)))


@every_alpha
@few
@given(spans(), spans())
def test_symmetric_and_bounded(metric, a, b):
    assert metric([a, b]) == pytest.approx(metric([b, a]))
    assert -1 - 1e-9 <= metric([a, b]) <= 1 + 1e-9


@every_alpha
@few
@given(spans(), spans(), st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_matter(metric, a, b, rng):
    assert metric([rng.sample(a, len(a)), b]) == pytest.approx(metric([a, b]))


@every_alpha
@few
@given(spans())
def test_identical_annotations_agree_fully(metric, a):
    assert metric([a, list(a)]) == pytest.approx(1)


@every_alpha
def test_nobody_marking_anything_is_one_and_only_one_doing_so_is_zero(metric):
    marked = [Span(2, 5, label="drift", severity=2.0)]
    assert metric([[], []]) == 1
    assert metric([[], marked]) == metric([marked, []]) == 0


def test_severity_counts_how_far_apart():
    def rated(*grades):
        return [Span(10 * k, 10 * k + 5, severity=g) for k, g in enumerate(grades)]

    base = rated(1, 2, 3, 4, 5)
    assert severity_alpha([base, rated(2, 2, 3, 4, 5)]) > severity_alpha([base, rated(5, 2, 3, 4, 5)])
