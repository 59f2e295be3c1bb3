"""A config with everything, axes, and what Label Studio's editor writes: shared by the tests of labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from faultmark.labels.config import parse_config
from faultmark.series.axis import AxisInfo, IrregularAxis, RegularAxis, TickArray, TimeAxis
from faultmark.series.time_text import TimeText

CONFIG = """
<View>
  <Header value="Bearing test"/>
  <TimeSeries name="ts" value="$telemetry" timeColumn="time" timeFormat="{time_format}">
    <Channel column="vibration" units="mm/s" legend="Vibration" strokeColor="#1f77b4" dataRange="0,12" height="120"/>
    <MultiChannel>
      <Channel column="t_drive" units="°C"/>
      <Channel column="t_free" units="°C"/>
    </MultiChannel>
  </TimeSeries>
  <TimeSeriesLabels name="label" toName="ts">
    <Label value="Spike" background="#d62728" hotkey="1"/>
    <Label value="Drift" background="orange"/>
    <Label value="Bearing wear, outer race" alias="wear"/>
  </TimeSeriesLabels>
  <Header value="How bad is it?"/>
  <Choices name="severity" toName="ts" perRegion="true" required="true" whenLabelValue="Spike,wear">
    <Choice value="low"/><Choice value="high"/>
  </Choices>
  <Rating name="sure" toName="ts" perRegion="true" maxRating="4"/>
  <Number name="load" toName="ts" perRegion="true" min="0" max="150" step="0.5"/>
  <TextArea name="note" toName="ts" perRegion="true" maxSubmissions="2"/>
  <Choices name="verdict" toName="ts" required="true" requiredMessage="Say whether the machine is fit.">
    <Choice value="fit"/><Choice value="unfit"/>
  </Choices>
  <View visibleWhen="choice-selected" whenTagName="verdict" whenChoiceValue="unfit">
    <TextArea name="why" toName="ts" required="true"/>
  </View>
</View>
"""

MICROS = "%Y-%m-%d %H:%M:%S.%f"
START = 1_767_225_600_000_000_000  # 2026-01-01 00:00:00 UTC
NAMES = ("Spike", "Drift", "wear")


def schema_of(time_format: str = MICROS) -> Any:
    return parse_config(CONFIG.format(time_format=time_format))


def regular(step: int, size: int, first: int = START, kind: Any = "time", decimals: int = 0) -> TimeAxis:
    return RegularAxis(AxisInfo(kind, decimals, True, step, first, first + step * (size - 1), size))


def irregular(ticks: list[int], kind: Any = "time", decimals: int = 0) -> TimeAxis:
    array = np.array(sorted(ticks), dtype=np.int64)
    info = AxisInfo(kind, decimals, False, None, int(array[0]), int(array[-1]), len(array))
    return IrregularAxis(info, TickArray(array))


def times_on(axis: TimeAxis, time_format: str | None = MICROS) -> TimeText:
    return TimeText(time_format, axis.info.kind, axis.info.decimals)


IDS = st.integers(0, 64**3 - 1).map(lambda number: f"id_{number:07d}")


@st.composite
def axes(draw: st.DrawFn) -> TimeAxis:
    """Axes of all kinds, from nanoseconds to hours, and numbers with decimals."""
    if draw(st.booleans()):
        decimals = draw(st.integers(0, 3))
        return regular(
            draw(st.integers(1, 5000)), draw(st.integers(1, 300)), draw(st.integers(-500, 500)), "number", decimals
        )
    if draw(st.booleans()):
        return regular(draw(st.integers(1, 4 * 10**12)), draw(st.integers(1, 300)))
    steps = draw(st.lists(st.integers(1, 10**10), min_size=1, max_size=60))
    return irregular([START + sum(steps[: index + 1]) for index in range(len(steps))])


REGION_VALUES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"label": st.lists(st.sampled_from(NAMES), min_size=1, max_size=1)},
    optional={
        "severity": st.lists(st.sampled_from(["low", "high"]), min_size=1, max_size=1),
        "sure": st.integers(1, 4),
        "load": st.integers(0, 300).map(lambda half: half / 2),
        "note": st.lists(st.text('aé"\n', min_size=1, max_size=3), min_size=1, max_size=2),
    },
)
BEYOND: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "score": st.floats(0, 1),
        "meta": st.sampled_from([{"text": ["seen"]}, {}, {"faultmark": {"channels": ["vibration"]}}, {"faultmark": 7}]),
        "parentID": st.just("parent-id0"),
        "readonly": st.just(True),
        "hidden": st.just(True),
        "unknown": st.just({"by": ["another", "tool"]}),
        "origin": st.sampled_from(["manual", "prediction", "prediction-changed", "elsewhere"]),
    },
)


TYPES = {
    "label": ("timeserieslabels", "timeserieslabels"),
    "severity": ("choices", "choices"),
    "sure": ("rating", "rating"),
    "load": ("number", "number"),
    "note": ("textarea", "text"),
    "verdict": ("choices", "choices"),
    "why": ("textarea", "text"),
    "gone": ("choices", "choices"),
}


def item(identity: str, control: str, value: Any, place: dict[str, Any], **more: Any) -> dict[str, Any]:
    kind, key = TYPES[control]
    said = {**place, key: value}
    return {
        "id": identity,
        "from_name": control,
        "to_name": "ts",
        "type": kind,
        "origin": "manual",
        "value": said,
        **more,
    }


@st.composite
def written_results(draw: st.DrawFn, axis: TimeAxis, times: TimeText) -> list[dict[str, Any]]:
    """Results as Label Studio's editor and its SDK write them, on the axis and beside it."""
    result: list[dict[str, Any]] = []
    ids = draw(st.lists(IDS, unique=True, max_size=5))
    at = draw(st.integers(0, len(ids)))
    for index, identity in enumerate(ids):
        if index == at and draw(st.booleans()):
            result.append(item("verdict-id", "verdict", ["fit"], {}))
        low, high = sorted(draw(st.lists(st.integers(0, axis.size - 1), min_size=2, max_size=2)))
        ticks = axis.ticks_at(np.array([low, high])).tolist()
        if draw(st.booleans()):
            ticks = [tick + draw(st.integers(-1000, 1000)) for tick in ticks]
        place: dict[str, Any] = {"start": times.format(min(ticks)), "end": times.format(max(ticks))}
        if draw(st.integers(0, 5)):
            place["instant"] = low == high
        more = draw(BEYOND)
        for control, value in draw(REGION_VALUES).items():
            result.append(item(identity, control, value, place, **more))
        if draw(st.booleans()):
            result.append(item(identity, "gone", ["of another config"], place, **more))
    if draw(st.booleans()):
        result.append(item("why-id", "why", ["because"], {}, meta={"text": "x"}))
    if len(ids) > 1 and draw(st.booleans()):
        result.append({"type": "relation", "from_id": ids[0], "to_id": ids[1], "direction": "right"})
    if draw(st.booleans()):
        result.append(
            {"id": "other", "from_name": "boxes", "to_name": "image", "type": "rectanglelabels", "value": {"x": 1}}
        )
    return result
