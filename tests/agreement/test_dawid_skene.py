"""Learning how annotators err, and deciding with it."""

import numpy as np
import pytest

from faultmark.agreement import NOTHING, Annotation, Span, consensus, fit_dawid_skene, votes_of
from faultmark.errors import LabelError

CLASSES = ("drift", "drop", NOTHING)


def simulated(units=1500, seed=5):
    """Truth and votes of two careful annotators and two who are wrong more often than right."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(CLASSES, units, p=(0.5, 0.3, 0.2))
    right = {"ann": 0.9, "bob": 0.85, "cem": 0.45, "dan": 0.45}
    votes = [
        {name: str(t if rng.random() < p else rng.choice([c for c in CLASSES if c != t])) for name, p in right.items()}
        for t in truth
    ]
    return truth, votes, right


def test_recovers_how_often_each_is_right():
    _, votes, right = simulated()
    model = fit_dawid_skene(votes)
    for name, share in right.items():
        assert model.reliability(name) == pytest.approx(share, abs=0.05)


def test_is_right_more_often_than_the_majority():
    truth, votes, _ = simulated()
    model = fit_dawid_skene(votes)
    chances = [model.posterior(v) for v in votes]
    decided = [max(c, key=c.get) for c in chances]
    majority = [max(set(v.values()), key=lambda c, v=v: (list(v.values()).count(c), c)) for v in votes]
    assert np.mean(decided == truth) > np.mean(majority == truth) + 0.02
    assert all(sum(c.values()) == pytest.approx(1) for c in chances)


def test_same_votes_same_model():
    _, votes, _ = simulated(200)
    one, other = fit_dawid_skene(votes), fit_dawid_skene([dict(reversed(v.items())) for v in votes])
    assert one.confusion["cem"].tolist() == other.confusion["cem"].tolist()


def test_new_annotators_and_new_classes_are_met_with_average_trust():
    model = fit_dawid_skene(simulated(300)[1])
    chance = model.posterior({"dora": "never seen", "ann": "never seen"})
    assert max(chance, key=chance.get) == "never seen"
    assert 0 < model.reliability("dora") < 1


def test_an_annotator_who_did_not_see_a_task_is_left_out():
    model = fit_dawid_skene([{"ann": "drift", "bob": "drift"}, {"ann": "drop"}] * 20)
    chance = model.posterior({"ann": "drop"})
    assert chance["drop"] > chance["drift"]


def test_history_outvotes_a_poor_majority():
    careful, poor = Span(0, 100, label="drift"), Span(0, 100, label="drop")
    past = []
    for k in range(60):
        real = tuple(Span(i * 1000, i * 1000 + 100, label=("drift", "drop")[(i + k) % 2]) for i in range(5))
        noise = np.random.default_rng(k)
        wrong = tuple(
            tuple(Span(s.start, s.end, label=str(noise.choice(["drift", "drop"]))) for s in real) for _ in range(2)
        )
        past.append(
            [Annotation(n, real) for n in ("ann", "bob", "eve")]
            + [Annotation(n, w) for n, w in zip(("cem", "dan"), wrong, strict=True)]
        )
    history = fit_dawid_skene(votes_of(past))
    people = [Annotation("ann", (careful,)), Annotation("cem", (poor,)), Annotation("dan", (poor,))]
    assert consensus(people).settled[0].span.label == "drop"
    assert consensus(people, history=history).settled[0].span.label == "drift"


def test_nothing_to_learn_from():
    with pytest.raises(LabelError) as failure:
        fit_dawid_skene([])
    assert failure.value.code == "agreement.history.empty"
