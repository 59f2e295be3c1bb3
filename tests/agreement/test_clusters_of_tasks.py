"""Tasks that are clustered together have the clusters that each has alone, and known clusters change no number."""

from __future__ import annotations

from itertools import pairwise

from agreement_oracles import few
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import (
    Annotation,
    Span,
    class_alpha,
    consensus,
    find_clusters,
    find_clusters_of,
    severity_alpha,
)
from faultmark.agreement.medians import weighted_middle


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.lists(st.integers(0, 40), max_size=8)))
    return [
        Span(
            start, end, instant=start == end, id=f"{position}-{start}",
            label=draw(st.sampled_from(["drift", "drop", None])),
            severity=draw(st.sampled_from([None, 1.0, 2.0])),
            channels=draw(st.sampled_from([frozenset[str](), frozenset({"a"}), frozenset({"b"})])),
        )
        for position, (start, end) in enumerate(pairwise(edges))
    ]  # fmt: skip


crowds = st.lists(spans(), max_size=4)


@few
@given(st.lists(crowds, max_size=5), st.integers(0, 3))
def test_together_as_alone(tasks: list[list[list[Span]]], tolerance: int) -> None:
    together = list(find_clusters_of(tasks, 0.3, tolerance))
    assert together == [find_clusters(task, 0.3, tolerance) for task in tasks]


@few
@given(crowds)
def test_known_clusters_change_nothing(crowd: list[list[Span]]) -> None:
    said = [Annotation(str(k), tuple(sorted(s, key=lambda s: (s.start, s.end, s.id)))) for k, s in enumerate(crowd)]
    clusters = find_clusters([one.spans for one in said])
    assert consensus(said, clusters=clusters) == consensus(said)
    assert class_alpha(crowd, clusters=find_clusters(crowd)) == class_alpha(crowd)
    assert severity_alpha(crowd, clusters=find_clusters(crowd)) == severity_alpha(crowd)


@few
@given(st.lists(st.tuples(st.integers(-(2**62), 2**62), st.sampled_from([0.1, 0.25, 1.0])), min_size=1, max_size=9))
def test_the_middle_splits_the_weights(pairs: list[tuple[int, float]]) -> None:
    lower, upper = weighted_middle([v for v, _ in pairs], [w for _, w in pairs])
    total, slack = sum(w for _, w in pairs), 1e-6
    assert lower <= upper
    for middle in (lower, upper):
        assert sum(w for v, w in pairs if v < middle) <= total / 2 + slack
        assert sum(w for v, w in pairs if v > middle) <= total / 2 + slack
