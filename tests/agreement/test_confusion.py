"""Which classes meet in one event: counted by hand, and against what the other numbers say of the same tasks."""

from collections import Counter

from agreement_oracles import few, spans
from hypothesis import given
from hypothesis import strategies as st

from faultmark.agreement import UNMARKED, MatchOptions, Span, match, score_task, score_tasks

crowds = st.lists(spans(channels=True), max_size=4)


def test_counted_by_hand():
    ann = [Span(0, 100, label="drift"), Span(200, 300, label="drop"), Span(900, 950, label="drop")]
    bob = [Span(10, 100, label="drift"), Span(200, 290, label="level"), Span(500, 510)]
    assert score_task([ann, bob]).confusion == {
        ("drift", "drift"): 1,
        ("drop", "level"): 1,
        (UNMARKED, "drop"): 1,
        (UNMARKED, ""): 1,
    }


@few
@given(st.lists(crowds, max_size=5))
def test_what_is_missed_and_confused_adds_up_to_the_counts(tasks):
    for people, score in zip(tasks, score_tasks(tasks), strict=True):
        missed = sum(count for (first, _), count in score.confusion.items() if first is UNMARKED)
        differ = sum(count for (a, b), count in score.confusion.items() if a is not UNMARKED and a != b)
        pairs = max(0, len(people) - 1)
        if pairs:
            assert (missed, differ) == (score.counts["missed"], score.counts["class"])
        # Each region takes part once in every pair that its author is in.
        told = Counter()
        for (first, second), count in score.confusion.items():
            told[second] += count
            if first is not UNMARKED:
                told[first] += count
        given_names = Counter(span.label or "" for one in people for span in one)
        assert told == Counter({name: count * pairs for name, count in given_names.items() if pairs})


@few
@given(spans(), spans())
def test_as_many_events_meet_as_are_matched(a, b):
    pairs = match(a, b, MatchOptions(any_label=True))
    if any(pair.score < 0.3 for pair in pairs):
        return
    met = {pair: count for pair, count in score_task([a, b]).confusion.items() if pair[0] is not UNMARKED}
    assert sum(met.values()) == len(pairs)
