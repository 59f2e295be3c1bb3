"""Scoring many tasks at once gives what scoring each alone, metric by metric, would."""

import pytest
from agreement_oracles import few, spans
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import (
    MatchOptions,
    ScoreOptions,
    Span,
    event_f1,
    matched_iou,
    range_overlap,
    score_task,
    score_tasks,
    scoring,
)

crowds = st.lists(spans(channels=True), max_size=4)


@few
@given(st.lists(crowds, max_size=5), st.integers(0, 3))
def test_all_at_once_or_each_alone(tasks, tolerance):
    options, match = ScoreOptions(tolerance=tolerance), MatchOptions(tolerance=tolerance)
    scores = list(score_tasks(tasks, options))
    assert len(scores) == len(tasks)
    for people, score in zip(tasks, scores, strict=True):
        pairs = [(i, j) for i in range(len(people)) for j in range(i + 1, len(people))]
        if not pairs:
            assert score.overlap is None
            continue

        def mean(metric, people=people, pairs=pairs):
            return pytest.approx(sum(metric(people[i], people[j]) for i, j in pairs) / len(pairs), abs=1e-9)

        assert score.overlap == mean(lambda a, b: range_overlap(a, b, match))
        assert score.matched_iou == mean(lambda a, b: matched_iou(a, b, match))
        assert score.f1 == (
            mean(lambda a, b: event_f1(a, b, 0.5, match)),
            mean(lambda a, b: event_f1(a, b, 0.75, match)),
        )
        for i, j in pairs:
            expected = pytest.approx(range_overlap(people[i], people[j], match))
            assert score.matrix[i][j] == score.matrix[j][i] == expected


def test_more_tasks_than_one_batch(monkeypatch):
    monkeypatch.setattr(scoring, "_SPANS_AT_ONCE", 100)
    tasks = [[[Span(0, 100)], [Span(0, 100 - k % 50)]] for k in range(1600)]
    assert [s.overlap for s in score_tasks(tasks)] == pytest.approx([1 - k % 50 / 100 for k in range(1600)])


BASE = Span(0, 100, label="drift", severity=2.0)
REASONS = {
    "missed": [BASE, Span(500, 600, label="drop")],
    "class": [Span(0, 100, label="drop", severity=2.0)],
    "boundaries": [Span(40, 100, label="drift", severity=2.0)],
    "severity": [Span(0, 100, label="drift", severity=4.0)],
    None: [BASE],
}


@pytest.mark.parametrize(("reason", "other"), REASONS.items())
def test_the_reason_names_what_differs(reason, other):
    score = score_task([[BASE], other])
    assert score.reason == reason
    assert {kind for kind, count in score.counts.items() if count} == ({reason} if reason else set())


def test_the_reason_is_the_one_that_costs_most():
    mine = [Span(k * 1000, k * 1000 + 100, label="drift") for k in range(4)]
    theirs = [Span(30, 100, label="drift"), *(Span(s.start, s.end, label="drop") for s in mine[1:3]), mine[3]]
    score = score_task([mine, theirs])
    assert score.counts == {"missed": 0, "class": 2, "boundaries": 1, "severity": 0}
    assert score.reason == "class"


@few
@given(crowds.filter(lambda people: len(people) > 1), st.randoms(use_true_random=False))
def test_the_order_of_annotators_does_not_matter(people, rng):
    shuffled = rng.sample(people, len(people))
    one, other = score_task(people), score_task(shuffled)
    assert one.overlap == pytest.approx(other.overlap)
    assert one.counts == other.counts
