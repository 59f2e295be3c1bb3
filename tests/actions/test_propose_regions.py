"""Proposals from the store: block by block, each event once, in the words of the labeling config."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faultmark.actions.draw_proposals import draw_proposals
from faultmark.actions.predict_series import predict_series
from faultmark.actions.propose_regions import limits_from, propose_regions
from faultmark.actions.write_prediction import write_prediction
from faultmark.detect import Limit, Proposal, composition
from faultmark.errors import ConfigError, SeriesError
from faultmark.labels.config import parse_config
from faultmark.labels.ls_json import read_result
from faultmark.machine.limits import Limit as MachineLimit
from faultmark.series.time_text import TimeText
from faultmark.store.series_store import SeriesStore

SIZE = 130_000
DROPOUTS = [(30_000, 30_040), (59_980, 60_020), (110_000, 110_300)]
CONFIG = """<View>
  <TimeSeriesLabels name="label" toName="ts"><Label value="Spike"/><Label value="missing_data"/><Label value="Other"/>
  </TimeSeriesLabels>
  <TimeSeries name="ts" value="$csv" valueType="url" timeColumn="t"><Channel column="a"/></TimeSeries>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5"/>
</View>"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory):
    store = SeriesStore(tmp_path_factory.mktemp("store"))
    rng = np.random.default_rng(0)
    values = 20 + rng.normal(0, 0.2, SIZE)
    for a, b in DROPOUTS:
        values[a:b] = np.nan
    with store.writer(["a", "b"], kind="number", step=10) as writer:
        writer.append(None, [values, 5 + rng.normal(0, 1, SIZE)])
        name = writer.finish(identity="three dropouts")
    return store.open(name)


@pytest.mark.parametrize("block", [SIZE, 80_000])
def test_events_are_found_once_whatever_the_blocks(stored, block: int) -> None:
    shares: list[float] = []
    found = propose_regions(stored, composition(), block=block, progress=shares.append)
    dropouts = [(p.start // 10, p.end // 10 + 1) for p in found.proposals if p.label == "dropout"]
    assert dropouts == DROPOUTS
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_an_unknown_channel_is_named(stored) -> None:
    with pytest.raises(SeriesError, match="'nope'"):
        propose_regions(stored, composition(), channels=["nope"])


def test_limits_of_the_metadata_know_their_side(stored) -> None:
    said = [MachineLimit("b", 9.0, "high", "alarm"), MachineLimit("b", 1.0, "low", "warning")]
    assert limits_from(stored, said) == {"b": [Limit(9.0, True, 4, "high"), Limit(1.0, False, 3, "low")]}


def _proposal(label: str, **more: object) -> Proposal:
    return Proposal(("a",), 100, 200, label, 0.875, 4, "because of it", **more)  # type: ignore[arg-type]


def test_a_prediction_speaks_the_configs_words_and_can_be_read_back(stored) -> None:
    schema = parse_config(CONFIG)
    times = TimeText(None, "number", 0)
    labels = ["spike", "dropout", "oscillation"]
    written = write_prediction([_proposal(label) for label in labels], schema, times, stored.axis)
    regions = read_result(written.items, schema, times, stored.axis).regions
    assert [region.values["label"] for region in regions] == [["Spike"], ["missing_data"], ["Other"]]
    assert {(r.start, r.end, r.score, r.channels, r.values["severity"]) for r in regions} == {
        (100, 200, 0.875, ("a",), 4)
    }
    assert written.items[0]["meta"]["text"] == ["because of it"]
    assert (written.score, written.unnamed) == (0.875, ())


def test_a_class_without_a_word_is_left_out_and_told(stored) -> None:
    schema = parse_config(CONFIG.replace('<Label value="Other"/>', ""))
    written = write_prediction(
        [_proposal("drift"), _proposal("spike")], schema, TimeText(None, "number", 0), stored.axis
    )
    assert written.unnamed == ("drift",)
    assert len({item["id"] for item in written.items}) == 1
    bare = parse_config("<View><TimeSeries name='ts' value='$csv'><Channel column='a'/></TimeSeries></View>")
    with pytest.raises(ConfigError, match="TimeSeriesLabels"):
        write_prediction([_proposal("spike")], bare, TimeText(None, "number", 0), stored.axis)


def test_the_picture_shows_every_proposal_with_its_reason(stored, tmp_path: Path) -> None:
    import xml.etree.ElementTree as ET

    found = [_proposal("dropout"), _proposal("sp<ike")]
    picture = ET.fromstring(draw_proposals(stored, found, "a & b", ["a", "b"]))
    told = [e.text for e in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert told[0] == "a & b"
    assert "dropout, 88%: because of it" in told
    assert "sp<ike, 88%: because of it" in told


def test_a_regime_in_the_data_says_that_nothing_flows(tmp_path: Path) -> None:
    flow = np.round(200 + np.random.default_rng(5).normal(0, 2, 5000), 1)
    flow[2000:2900] = 0
    store = SeriesStore(tmp_path)
    with store.writer(["a"], kind="number", step=1) as writer:
        writer.append(None, [flow])
        series = store.open(writer.finish(identity="a stop"))
    config = CONFIG.replace('value="Spike"', 'value="flatline"').replace('value="missing_data"', 'value="dropout"')

    def stuck(data: dict[str, object]) -> int:
        written, _ = predict_series(series, config, {"csv": "a.csv", **data}, composition())
        return sum(item["value"].get("timeserieslabels") in (["flatline"], ["dropout"]) for item in written.items)

    assert stuck({}) == 1
    assert stuck({"regimes": [{"start": 2000, "end": 2899, "name": "standby"}]}) == 0
    assert stuck({"regimes": [{"start": 2000, "end": 2899, "name": "full load"}]}) == 1
