"""Everything together: each event once, faults contained, people's verdicts heard."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from detect_examples import awkward, quiet, with_event

from faultmark.detect import Composition, Detector, Limit, Proposal, Series, builtin_detectors, composition
from faultmark.detect.classify import LearntClassifier
from faultmark.detect.shape import SHAPE, shape
from faultmark.errors import LabelError

AWKWARD = awkward()


def test_awkward_series_have_no_faults() -> None:
    assert {case: composition().run(series).faults for case, series in AWKWARD.items()} == dict.fromkeys(AWKWARD, ())


@pytest.mark.parametrize("kind", ["spike", "dropout", "flatline", "level shift", "drift"])
def test_an_event_is_proposed_once_with_its_class(kind: str) -> None:
    values, a, b = with_event(kind, seed=2)
    series = Series.of({"a": values})
    found = composition(least=0.3).run(series).proposals
    there = [p for p in found if min(b, series.samples_of(p)[1]) - max(a, series.samples_of(p)[0]) > 0]
    assert [p.label for p in there] == [kind]


def test_a_quiet_series_has_next_to_nothing() -> None:
    found = [p for seed in range(3) for p in composition().run(Series.of({"a": quiet(seed)})).proposals]
    assert len(found) <= 2


def test_what_several_channels_show_is_one_proposal_with_all_of_them() -> None:
    values, a, b = with_event("dropout")
    other = quiet(8)
    other[a:b] = np.nan
    (found,) = [p for p in composition().run(Series.of({"x": values, "y": other})).proposals if p.label == "dropout"]
    assert set(found.channels) == {"x", "y"}


def test_a_limit_is_proposed_whatever_the_statistics_say() -> None:
    values = quiet()
    values[700:720] = 22.5
    limit = Limit(22.0, severity=4, name="high alarm")
    found = composition().run(Series.of({"a": values}, limits={"a": [limit]})).proposals
    mine = [p for p in found if p.label == "limit" and p.start <= 700 and p.end >= 719]
    assert mine[0].severity == 4
    assert "high alarm" in mine[0].why


class _Raises(Detector):
    name = "raises"

    def _detect(self, series: Series) -> list[Proposal]:
        raise ZeroDivisionError("of its own")


class _Hangs(Detector):
    name = "hangs"
    running = threading.Event()

    def _detect(self, series: Series) -> list[Proposal]:
        self.running.set()
        while True:
            time.sleep(0.01)


class _Nonsense(Detector):
    name = "nonsense"

    def _detect(self, series: Series) -> list[Proposal]:
        return ["a region"]  # type: ignore[list-item]


def test_a_failing_detector_is_named_and_the_rest_goes_on() -> None:
    values, _, _ = with_event("dropout")
    series = Series.of({"a": values, "b": quiet(4)})
    alone = Composition(builtin_detectors()).run(series)
    hung = Composition((_Hangs(),), seconds=0.3).run(series)
    assert [fault.code for fault in hung.faults] == ["detector.timeout"]
    rest = Composition((_Raises(), _Nonsense(), *builtin_detectors())).run(series)
    assert rest.proposals == alone.proposals
    assert {fault.place.file: fault.code for fault in rest.faults} == {
        "raises": "detector.raised",
        "nonsense": "detector.output.invalid",
    }


def test_a_detector_that_took_too_long_is_stopped() -> None:
    Composition((_Hangs(),), seconds=0.2).run(Series.of({"a": quiet()}))
    for thread in threading.enumerate():
        if thread.name == "detector hangs":
            thread.join(10)
            assert not thread.is_alive()


def test_progress_may_stop_it() -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.4:
            raise Enough

    with pytest.raises(Enough):
        composition().run(Series.of({"a": quiet(), "b": quiet(1)}), stop)


def test_a_model_learns_the_classes_of_a_project() -> None:
    rows, labels = [], []
    for seed in range(12):
        for kind in ("spike", "flatline", "level shift", "oscillation", "drift"):
            values, a, b = with_event(kind, seed)
            rows.append(shape(Series.of({"a": values}).channels[0].signal, a, b))
            labels.append("our word for " + kind)
    table = np.array(rows)
    assert table.shape == (60, len(SHAPE))
    model = LearntClassifier.learn(table[:45], labels[:45])
    right = [model.name(row, {}) == label for row, label in zip(table[45:], labels[45:], strict=True)]
    assert np.mean(right) >= 0.9
    with pytest.raises(LabelError, match="too few"):
        LearntClassifier.learn(table[:10], labels[:10])
