"""Slow and obvious: what each metric is by its definition, for a handful of short spans."""

from collections import Counter
from itertools import permutations, product

from hypothesis import settings
from hypothesis import strategies as st

from faultmark.agreement import Span

# A shared machine may stall for longer than any deadline; forty small cases find what a hundred do.
few = settings(max_examples=40, deadline=None)

LABELS = ("drift", "spike", None)


@st.composite
def spans(draw, most=5, last=24, labels=LABELS, channels=False):
    """A few spans on samples 0 … last, some of them moments, overlapping as they like."""
    result = []
    for number in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, last))
        end = draw(st.integers(start, last))
        named = draw(st.frozensets(st.sampled_from(("flow", "speed")))) if channels else frozenset()
        result.append(
            Span(
                start,
                end,
                instant=start == end and draw(st.booleans()),
                label=draw(st.sampled_from(labels)),
                severity=draw(st.sampled_from((None, 1.0, 2.0, 3.0, 5.0))),
                channels=named,
                id=f"r{number}",
            )
        )
    return result


def fit(a, b, tolerance=0, any_label=False):
    """Overlap of two spans that may match, else 0."""
    if a.label != b.label and not any_label:
        return 0.0
    if a.channels and b.channels and not a.channels & b.channels:
        return 0.0
    if a.start == a.end or b.start == b.end:
        return float(abs(a.start - b.start) <= tolerance and abs(a.end - b.end) <= tolerance)
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(common, 0) / (max(a.end, b.end) - min(a.start, b.start))


def matchings(a, b):
    """Every way to give each span of the shorter side a partner on the longer."""
    if len(a) > len(b):
        return [[(j, i) for i, j in pairs] for pairs in matchings(b, a)]
    return [list(enumerate(chosen)) for chosen in permutations(range(len(b)), len(a))]


def best_total(a, b, tolerance=0, any_label=False):
    """(sum of overlaps, number of pairs that overlap) of the best of all matchings."""
    totals = []
    for pairs in matchings(a, b):
        scores = [fit(a[i], b[j], tolerance, any_label) for i, j in pairs]
        totals.append((round(sum(scores), 9), sum(score > 0 for score in scores)))
    return max(totals)


def most_matched(a, b, threshold, tolerance=0):
    """Largest number of pairs with an overlap of at least ``threshold``."""
    return max(sum(fit(a[i], b[j], tolerance) >= threshold for i, j in pairs) for pairs in matchings(a, b))


def empties(a, b):
    """The convention: both empty 1, one empty 0, else None."""
    return None if a and b else float(not a and not b)


def range_overlap(a, b, tolerance=0):
    settled = empties(a, b)
    return settled if settled is not None else 2 * best_total(a, b, tolerance)[0] / (len(a) + len(b))


def event_f1(a, b, threshold, tolerance=0):
    settled = empties(a, b)
    return settled if settled is not None else 2 * most_matched(a, b, threshold, tolerance) / (len(a) + len(b))


def matched_iou(a, b):
    settled = empties(a, b)
    total, count = best_total(a, b)
    return settled if settled is not None else total / max(count, 1)


def alpha(units, difference):
    """Krippendorff's alpha from lists of the values each unit was given, pair by pair."""
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    count = len(values)
    if not count:
        return 0.0
    observed = sum(
        difference(x, y) / (len(unit) - 1)
        for unit in units
        for i, x in enumerate(unit)
        for j, y in enumerate(unit)
        if i != j
    )
    expected = sum(difference(x, y) for (i, x), (j, y) in product(enumerate(values), repeat=2) if i != j)
    return 1.0 if observed == 0 else 1 - (observed / count) / (expected / (count * (count - 1)))


def differs(x, y):
    return float(x != y)


def ordinal_difference(units):
    """Distance of two ranks: how many values lie between them, each end counting half, squared."""
    tally = Counter(value for unit in units if len(unit) > 1 for value in unit)

    def difference(x, y):
        low, high = min(x, y), max(x, y)
        return (sum(n for value, n in tally.items() if low <= value <= high) - (tally[x] + tally[y]) / 2) ** 2

    return difference


def time_alpha(annotations, last):
    """Alpha with each sample a unit, and the set of labels over it as the value."""
    marked = sum(bool(spans) for spans in annotations)
    if marked < 2:
        return float(not marked)
    units = [
        [frozenset(s.label for s in spans if s.start <= sample <= s.end) for spans in annotations]
        for sample in range(last + 1)
    ]
    return alpha(units, differs)
