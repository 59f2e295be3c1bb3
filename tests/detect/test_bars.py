"""How sure a proposal must be on a channel follows what people made of earlier ones."""

from __future__ import annotations

import numpy as np
import pytest
from detect_examples import quiet

from faultmark.detect import LEAST, Series, composition
from faultmark.detect.bars import DRAWN, Verdict, bars_of


def said(channel: str, confidence: float, right: int, wrong: int) -> list[Verdict]:
    return [Verdict(channel, confidence, True)] * right + [Verdict(channel, confidence, False)] * wrong


def test_a_channel_on_which_people_dismiss_asks_for_more_and_one_on_which_they_draw_for_less() -> None:
    bars = bars_of([*said("rough", 0.6, 1, 12), *said("calm", 0.6, 6, 4), *said("subtle", DRAWN, 9, 0)], LEAST)
    assert bars["rough"].least > 0.6 > bars["calm"].least
    assert bars["subtle"].least < LEAST
    assert {name: bar.verdicts for name, bar in bars.items()} == {"rough": 13, "calm": 10, "subtle": 9}


def test_verdicts_as_sure_as_the_detectors_move_next_to_nothing() -> None:
    verdicts = [*said("a", 0.5, 20, 20), *said("a", 0.8, 32, 8), *said("b", 0.6, 24, 16)]
    assert [bar.least for bar in bars_of(verdicts, LEAST).values()] == pytest.approx([LEAST, LEAST], abs=0.01)


def test_few_verdicts_move_nothing_and_many_not_out_of_bounds() -> None:
    assert bars_of(said("a", 0.6, 0, 7), LEAST) == {}
    worst = bars_of(said("a", 0.9, 0, 500), LEAST)["a"].least
    best = bars_of(said("a", 0.05, 500, 0), LEAST)["a"].least
    assert 0.2 < best < LEAST < worst < 0.9


def test_what_was_judged_above_a_raised_bar_leaves_it_where_it_is() -> None:
    rng = np.random.default_rng(0)
    told = rng.uniform(0.45, 0.99, 4000)
    odds = told / (1 - told) * 0.2
    verdicts = [Verdict("a", float(t), bool(rng.random() < o / (1 + o))) for t, o in zip(told, odds, strict=True)]
    bar = bars_of(verdicts, LEAST)["a"].least
    again = bars_of([verdict for verdict in verdicts if verdict.confidence >= bar], LEAST)["a"].least
    assert bar == pytest.approx(0.804, abs=0.03)
    assert again == pytest.approx(bar, abs=0.03)


def test_a_bar_holds_for_its_channel_alone() -> None:
    channels = {"a": quiet(), "b": quiet(1)}
    channels["a"][500:503] += 9
    channels["b"][1500:1503] += 9
    series = Series.of(channels)
    (usual,) = (p.confidence for p in composition().run(series).proposals if p.channels == ("a",))
    found = composition(bars={"a": usual + 0.01}).run(series).proposals
    assert [p.channels for p in found] == [("b",)]
