"""What several annotators say together, and what is left for a reviewer."""

import pytest
from agreement_oracles import few, spans
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import Annotation, Consensus, ConsensusOptions, Note, Span, consensus, find_clusters


def by(author, *marked):
    return Annotation(author, tuple(marked))


def drift(start, end, **more):
    return Span(start, end, **{"label": "drift", "id": f"{start}", **more})


def test_median_boundaries_majority_class_median_severity():
    result = consensus(
        [
            by("ann", drift(0, 100, severity=2.0)),
            by("bob", drift(4, 110, severity=3.0)),
            by("cem", drift(10, 104, severity=5.0, label="drop")),
        ]
    )
    (region,) = result.settled
    assert (region.span.start, region.span.end, region.span.label, region.span.severity) == (4, 104, "drift", 3.0)
    assert region.classes == (("drift", pytest.approx(2 / 3)), ("drop", pytest.approx(1 / 3)))
    assert region.members == (("ann", "0"), ("bob", "4"), ("cem", "10"))
    assert region.support == 1
    assert not result.draft


def test_what_a_minority_marked_is_dropped_but_not_forgotten():
    result = consensus([by("ann", drift(0, 100), drift(500, 600)), by("bob", drift(0, 100)), by("cem", drift(0, 100))])
    assert [r.span.start for r in result.settled] == [0]
    assert [r.span.start for r in result.dropped] == [500]
    (point,) = result.disagreements
    assert (point.reason, point.spans, point.missing) == ("missed", (("ann", "500"),), ("bob", "cem"))


def test_notes_stay_with_their_authors():
    result = consensus(
        [by("ann", drift(0, 9, note="seal leak?")), by("bob", drift(0, 9)), by("cem", drift(0, 9, note="cavitation"))]
    )
    assert result.settled[0].notes == (Note("ann", "seal leak?"), Note("cem", "cavitation"))


def test_two_annotators_make_a_draft_that_lists_each_disagreement():
    result = consensus(
        [
            by("ann", drift(0, 100, severity=1.0), drift(1000, 1100), drift(2000, 2100), drift(3000, 3100)),
            by("bob", drift(0, 100, severity=4.0), drift(1000, 1060), drift(2000, 2100, label="drop")),
        ]
    )
    assert result.draft
    assert [r.span.start for r in result.settled] == [0, 1000, 2000]
    assert [r.span.start for r in result.open] == [3000]
    assert [(d.reason, d.start) for d in result.disagreements] == [
        ("severity", 0),
        ("boundaries", 1000),
        ("class", 2000),
        ("missed", 3000),
    ]
    severity, boundaries, other_class, missed = result.disagreements
    assert severity.values == (("ann", "1"), ("bob", "4"))
    assert boundaries.score == pytest.approx(0.6)
    assert boundaries.values == (("ann", "1000..1100"), ("bob", "1000..1060"))
    assert other_class.values == (("ann", "drift"), ("bob", "drop"))
    assert missed.missing == ("bob",)


def test_boundaries_lie_on_what_someone_marked_or_are_snapped():
    people = [by("ann", drift(0, 100)), by("bob", drift(7, 109))]
    assert consensus(people).settled[0].span == Span(0, 109, label="drift")
    on_tens = consensus(people, snap=lambda ticks: (ticks + 5) // 10 * 10).settled[0].span
    assert (on_tens.start, on_tens.end) == (0, 100)


def test_a_moment_stays_a_moment():
    people = [by(name, Span(t, t, instant=True, label="spike")) for name, t in (("ann", 10), ("bob", 12), ("cem", 11))]
    (region,) = consensus(people, ConsensusOptions(tolerance=2)).settled
    assert region.span == Span(11, 11, instant=True, label="spike")
    assert not region.disagreements


def test_channels_that_most_name():
    def on(*names):
        return drift(0, 100, channels=frozenset(names))

    people = [by("ann", on("flow", "speed")), by("bob", on("flow")), by("cem", on("flow", "head"))]
    assert consensus(people).settled[0].span.channels == {"flow"}
    people = [by("ann", on()), by("bob", on()), by("cem", on("flow"))]
    assert consensus(people).settled[0].span.channels == frozenset()


def test_nobody_marked_anything():
    assert consensus([by("ann"), by("bob"), by("cem")]) == Consensus((), (), (), draft=False)
    assert consensus([]) == Consensus((), (), (), draft=True)


@few
@given(st.lists(spans(channels=True), max_size=4), st.randoms(use_true_random=False))
def test_the_same_whatever_the_order(crowd, rng):
    people = [by(f"author {k}", *marked) for k, marked in enumerate(crowd)]
    shuffled = [by(p.author, *rng.sample(p.spans, len(p.spans))) for p in rng.sample(people, len(people))]
    assert consensus(people) == consensus(shuffled)


@few
@given(st.lists(spans(), min_size=1, max_size=4))
def test_every_region_is_in_one_cluster_and_no_cluster_has_two_of_one_annotator(crowd):
    clusters = find_clusters(crowd)
    members = [member for cluster in clusters for member in cluster.members]
    assert sorted(members) == [(k, i) for k, marked in enumerate(crowd) for i in range(len(marked))]
    assert all(len({k for k, _ in cluster.members}) == len(cluster.members) for cluster in clusters)


@few
@given(spans(labels=("drift",)), st.integers(3, 5))
def test_unanimous_annotators_are_taken_at_their_word(marked, people):
    result = consensus([by(f"author {k}", *marked) for k in range(people)])
    assert sorted((r.span.start, r.span.end) for r in result.settled) == sorted((s.start, s.end) for s in marked)
    assert not result.open
    assert not result.dropped
