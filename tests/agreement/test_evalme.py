"""The figures that evalme 0.0.18 gave for these annotations when it was run, both ways round."""

import pytest

from faultmark.agreement import Span, evalme_overlap, evalme_overlap_by_label, range_overlap


def marks(*spans):
    return [Span(start, end, instant=start == end, label=label) for start, end, label in spans]


MIXED_A = marks((0, 100, "a"), (150, 210, "b"), (300, 300, "c"))
MIXED_B = marks((10, 90, "a"), (160, 220, "b"), (300, 300, "c"), (400, 420, "a"))
SEEN = {
    "identical": (marks((0, 10, "a")), marks((0, 10, "a")), 1.0, 1.0),
    "shifted": (marks((0, 10, "a")), marks((2, 12, "a")), 0.6666666666666666, 0.6666666666666666),
    "other class": (marks((0, 10, "a")), marks((0, 10, "b")), 0.0, 0.0),
    "two against one": (marks((0, 10, "a"), (20, 30, "a")), marks((0, 10, "a")), 1.0, 0.5),
    "split in two": (marks((0, 10, "a"), (10, 20, "a")), marks((0, 20, "a")), 0.5, 0.5),
    "five duplicates": (marks((0, 10, "a")), marks(*[(0, 10, "a")] * 5), 1.0, 1.0),
    "identical instants": (marks((5, 5, "a")), marks((5, 5, "a")), 0.0, 0.0),
    "instant in a range": (marks((5, 5, "a")), marks((0, 10, "a")), 0.0, 0.0),
    "touching": (marks((0, 10, "a")), marks((10, 20, "a")), 0.0, 0.0),
    "both empty": ([], [], 1.0, 1.0),
    "one empty": ([], marks((0, 1, "a")), 0.0, 0.0),
    "no label": (marks((0, 10, None)), marks((0, 10, None)), 0.0, 0.0),
    "mixed": (MIXED_A, MIXED_B, 0.37857142857142856, 0.5047619047619047),
}


@pytest.mark.parametrize(("a", "b", "forth", "back"), SEEN.values(), ids=SEEN)
def test_figures_are_those_of_evalme(a, b, forth, back):
    assert evalme_overlap(a, b) == pytest.approx(forth)
    assert evalme_overlap(b, a) == pytest.approx(back)
    assert evalme_overlap(a, b, "lower") == pytest.approx(min(forth, back))


def test_same_figures_by_label_and_at_a_threshold():
    assert evalme_overlap_by_label(MIXED_A, MIXED_B) == pytest.approx({"a": 0.4, "b": 0.7142857142857143, "c": 0.0})
    assert evalme_overlap_by_label(MIXED_B, MIXED_A) == pytest.approx({"a": 0.8, "b": 0.7142857142857143, "c": 0.0})
    assert evalme_overlap_by_label([], MIXED_A[:1]) == {"a": 0.0}
    assert evalme_overlap(MIXED_A, MIXED_B, threshold=0.5) == 0.5
    halves, whole = SEEN["split in two"][:2]
    assert evalme_overlap(halves, whole, threshold=0.5) == 0.0


def test_ours_differs_where_the_documentation_says():
    ours = {name: range_overlap(a, b) for name, (a, b, *_) in SEEN.items()}
    assert ours["two against one"] == pytest.approx(2 / 3)
    assert ours["five duplicates"] == pytest.approx(1 / 3)
    assert ours["identical instants"] == 1
    assert ours["no label"] == 1
    assert ours["split in two"] == pytest.approx(1 / 3)
