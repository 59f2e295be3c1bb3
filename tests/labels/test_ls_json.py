"""Label Studio's JSON to regions and back: nothing is lost, and every boundary stays on its sample."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labels_examples import (
    IDS,
    MICROS,
    REGION_VALUES,
    START,
    axes,
    irregular,
    item,
    regular,
    schema_of,
    times_on,
    written_results,
)

from faultmark.errors import LabelError
from faultmark.labels.ls_json import read_result, write_result
from faultmark.labels.region import LabelDocument, Parent, Region, new_region_id

SCHEMA = schema_of()


def through_the_api(document: LabelDocument) -> LabelDocument:
    """As a browser sends it back: as JSON text."""
    body = json.loads(
        json.dumps(
            {"regions": [r.as_dict() for r in document.regions], "values": document.values, "rest": document.rest}
        )
    )
    regions = tuple(Region.from_dict(region) for region in body["regions"])
    return LabelDocument(regions, body["values"], tuple(body["rest"]))


@settings(deadline=None)
@given(data=st.data(), axis=axes())
def test_what_label_studio_wrote_comes_back_as_it_was(data: st.DataObject, axis: Any) -> None:
    times = times_on(axis)
    result = data.draw(written_results(axis, times))
    document = read_result(result, SCHEMA, times, axis)
    assert write_result(through_the_api(document), SCHEMA, times, axis) == result
    assert write_result(read_result(result, SCHEMA, times), SCHEMA, times) == result


@settings(deadline=None)
@given(data=st.data(), axis=axes())
def test_all_boundaries_land_on_samples(data: st.DataObject, axis: Any) -> None:
    times = times_on(axis)
    samples = set(axis.ticks(0, axis.size).tolist())
    for region in read_result(data.draw(written_results(axis, times)), SCHEMA, times, axis).regions:
        assert {region.start, region.end} <= samples


@st.composite
def drawn_regions(draw: st.DrawFn, axis: Any) -> Region:
    low, high = sorted(draw(st.lists(st.integers(0, axis.size - 1), min_size=2, max_size=2)))
    start, end = axis.ticks_at(np.array([low, high])).tolist()
    instant = draw(st.booleans())
    parent = draw(st.none() | st.builds(Parent, st.integers(1, 9), IDS, st.none() | st.floats(0, 1)))
    return Region(
        id=draw(IDS),
        start=start,
        end=start if instant else end,
        instant=instant,
        values=draw(REGION_VALUES),
        origin="manual" if parent is None else draw(st.sampled_from(["prediction", "prediction-changed"])),
        score=draw(st.none() | st.floats(0, 1)),
        parent=parent,
        channels=tuple(draw(st.lists(st.sampled_from(["vibration", "t_free"]), unique=True))),
    )


@settings(deadline=None)
@given(data=st.data(), axis=axes())
def test_what_people_draw_is_read_back_the_same(data: st.DataObject, axis: Any) -> None:
    times = times_on(axis)
    regions = tuple(data.draw(st.lists(drawn_regions(axis), max_size=5, unique_by=lambda region: region.id)))
    drawn = LabelDocument(regions, {"verdict": ["fit"]})
    items = write_result(drawn, SCHEMA, times, axis)
    read = read_result(items, SCHEMA, times, axis)
    assert [replace(region, extra={}) for region in read.regions] == list(regions)
    assert read.values == drawn.values
    assert read.between == ()
    assert write_result(read, SCHEMA, times, axis) == items


def test_one_item_a_control_and_times_in_the_config_s_words() -> None:
    axis = regular(1_000_000_000, 10)
    region = Region("abcdefghij", START, START + 3_000_000_000, values={"sure": 3, "label": ["Spike"]})
    items = write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)
    place = {"start": "2026-01-01 00:00:00.000000", "end": "2026-01-01 00:00:03.000000", "instant": False}
    assert items == [
        {"id": "abcdefghij", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "origin": "manual",
         "value": {**place, "timeserieslabels": ["Spike"]}},
        {"id": "abcdefghij", "from_name": "sure", "to_name": "ts", "type": "rating", "origin": "manual",
         "value": {**place, "rating": 3}},
    ]  # fmt: skip


def test_numeric_times_are_written_as_numbers() -> None:
    axis = regular(25, 100, 0, "number", 2)
    region = Region("abcdefghij", 25, 100, values={"label": ["Spike"]})
    value = write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)[0]["value"]
    assert (value["start"], value["end"]) == (0.25, 1)
    read = read_result([item("a" * 10, "label", ["Spike"], {"start": 0.25, "end": 1})], SCHEMA, times_on(axis), axis)
    assert (read.regions[0].start, read.regions[0].end) == (25, 100)


def test_moving_a_region_rewrites_its_times_alone() -> None:
    axis = regular(1_000_000_000, 10)
    place = {"start": "2026-01-01 00:00:01.000", "end": "2026-01-01 00:00:02.000", "instant": False}
    items = [item("a" * 10, "label", ["Spike"], place, score=0.5, meta={"text": ["x"]}, unknown=1)]
    document = read_result(items, SCHEMA, times_on(axis), axis)
    region = document.regions[0].moved(START + 1_000_000_000, START + 5_000_000_000)
    written = write_result(replace(document, regions=(region,)), SCHEMA, times_on(axis), axis)
    moved = {**place, "end": "2026-01-01 00:00:05.000000"}
    assert written == [item("a" * 10, "label", ["Spike"], moved, score=0.5, meta={"text": ["x"]}, unknown=1)]


class TestCutTimes:
    """Label Studio's editor knows no time below a millisecond."""

    def test_the_first_sample_with_the_cut_time_is_meant(self) -> None:
        axis = regular(333_333, 30_000)
        for fraction in ("007", "007000"):
            text = f"2026-01-01 00:00:00.{fraction}"
            read = read_result(
                [item("a" * 10, "label", ["Spike"], {"start": text, "end": text})], SCHEMA, times_on(axis), axis
            )
            assert read.regions[0].start == START + 22 * 333_333
            assert read.between == ()

    def test_an_exact_time_wins(self) -> None:
        axis = irregular([START + 6_999_999, START + 7_000_000, START + 7_000_001])
        text = "2026-01-01 00:00:00.007"
        read = read_result(
            [item("a" * 10, "label", ["Spike"], {"start": text, "end": text})], SCHEMA, times_on(axis), axis
        )
        assert read.regions[0].start == START + 7_000_000

    def test_what_was_drawn_here_and_resaved_there_stays_on_its_sample(self) -> None:
        axis = regular(100_000, 1000)
        region = Region("a" * 10, START + 700_000, START + 1_900_000, values={"label": ["Spike"]})
        times = times_on(axis)
        items = write_result(LabelDocument((region,)), SCHEMA, times, axis)
        for edge in ("start", "end"):
            items[0]["value"][edge] = items[0]["value"][edge][:-3] + "000"
        read = read_result(items, SCHEMA, times, axis).regions[0]
        assert (read.start, read.end) == (region.start, region.end)

    def test_what_was_moved_there_is_where_it_was_moved_to(self) -> None:
        axis = regular(100_000, 1000)
        region = Region("a" * 10, START + 700_000, START + 1_900_000, values={"label": ["Spike"]})
        items = write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)
        items[0]["value"]["start"] = "2026-01-01 00:00:00.000000"
        items[0]["value"]["end"] = "2026-01-01 00:00:00.005000"
        read = read_result(items, SCHEMA, times_on(axis), axis).regions[0]
        assert (read.start, read.end) == (START + 700_000, START + 5_000_000)

    def test_a_time_between_samples_goes_to_the_nearest_and_is_told(self) -> None:
        axis = regular(1_000_000_000, 10)
        place = {"start": "2026-01-01 00:00:01.400", "end": "2026-01-01 00:00:02"}
        times = times_on(axis, "%Y-%m-%d %H:%M:%S.%f")
        place["end"] = "2026-01-01 00:00:02.0"
        read = read_result([item("a" * 10, "label", ["Spike"], place)], SCHEMA, times, axis)
        assert read.regions[0].start == START + 1_000_000_000
        assert read.between == ("a" * 10,)


def test_task_level_items_keep_their_place_and_their_keys() -> None:
    axis = regular(1_000_000_000, 10)
    place = {"start": "2026-01-01 00:00:01.000000", "end": "2026-01-01 00:00:02.000000", "instant": False}
    items = [
        item("first", "verdict", ["fit"], {}, score=0.5),
        item("a" * 10, "label", ["Spike"], place),
        item("third", "why", ["so"], {}),
        item("b" * 10, "label", ["Drift"], place),
    ]
    document = read_result(items, SCHEMA, times_on(axis), axis)
    assert document.values == {"verdict": ["fit"], "why": ["so"]}
    changed = replace(document, values={"verdict": ["unfit"], "why": ["so"]})
    assert write_result(changed, SCHEMA, times_on(axis), axis) == [
        item("first", "verdict", ["unfit"], {}, score=0.5),
        *items[1:],
    ]
    without = replace(document, regions=document.regions[1:], values={})
    assert write_result(without, SCHEMA, times_on(axis), axis) == [items[3]]


def test_relations_of_a_removed_region_go_with_it() -> None:
    axis = regular(1_000_000_000, 10)
    place = {"start": "2026-01-01 00:00:01.000000", "end": "2026-01-01 00:00:02.000000", "instant": False}
    items = [item(name * 10, "label", ["Spike"], place) for name in "ab"]
    items.append({"type": "relation", "from_id": "a" * 10, "to_id": "b" * 10, "direction": "right"})
    document = read_result(items, SCHEMA, times_on(axis), axis)
    assert write_result(replace(document, regions=document.regions[:1]), SCHEMA, times_on(axis), axis) == items[:1]


def test_a_region_drawn_but_not_named_survives_a_draft() -> None:
    axis = regular(1_000_000_000, 10)
    region = Region("a" * 10, START, START)
    items = write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)
    assert items[0]["value"]["timeserieslabels"] == []
    assert [r.id for r in read_result(items, SCHEMA, times_on(axis), axis).regions] == ["a" * 10]


def test_what_the_client_says_stood_there_is_not_believed() -> None:
    axis = regular(1_000_000_000, 10)
    extra = {
        "items": [],
        "written": {"start": ["2031-01-01 00:00:00.000000", str(START)], "end": [{"a": 1}, str(START)]},
    }
    region = Region("a" * 10, START, START, values={"label": ["Spike"]}, extra=extra)
    value = write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)[0]["value"]
    assert value["start"] == value["end"] == "2026-01-01 00:00:00.000000"


@pytest.mark.parametrize("extra", [{"items": [{}]}, {"items": [{"item": 3}]}, {"items": 5}, {"written": 5}])
def test_garbled_extra_is_refused_by_name(extra: dict[str, Any]) -> None:
    axis = regular(1_000_000_000, 10)
    region = Region("a" * 10, START, START, values={"label": ["Spike"]}, extra=extra)
    with pytest.raises(LabelError) as caught:
        write_result(LabelDocument((region,)), SCHEMA, times_on(axis), axis)
    assert caught.value.code == "label.region.malformed"


def test_a_single_name_or_line_is_read_as_a_list_of_one() -> None:
    axis = regular(1_000_000_000, 10)
    place = {"start": "2026-01-01 00:00:01.000000", "end": "2026-01-01 00:00:02.000000", "instant": False}
    items = [item("a" * 10, "label", ["Spike"], place), item("a" * 10, "note", "one line", place)]
    document = read_result(items, SCHEMA, times_on(axis), axis)
    assert document.regions[0].values["note"] == ["one line"]
    assert write_result(document, SCHEMA, times_on(axis), axis) == items


def test_times_in_another_format_are_no_times() -> None:
    axis = regular(1_000_000_000, 10)
    with pytest.raises(ValueError, match="is not a time"):
        read_result(
            [item("a" * 10, "label", ["Spike"], {"start": "noon", "end": "1 pm"})], SCHEMA, times_on(axis), axis
        )


def test_ids_are_of_label_studio_s_form() -> None:
    ids = {new_region_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(name) == 10 and name.replace("_", "a").replace("-", "a").isalnum() for name in ids)


@pytest.mark.parametrize(
    "change",
    [
        {"start": "soon"},
        {"start": "9999999999999999999"},
        {"parent": 3},
        {"score": "high"},
        {"values": 4},
        {"id": None},
    ],
)
def test_a_region_that_is_none_is_named(change: dict[str, Any]) -> None:
    value = {**Region("a" * 10, START, START).as_dict(), **change}
    if change == {"id": None}:
        del value["id"]
    with pytest.raises(LabelError) as caught:
        Region.from_dict(value)
    assert caught.value.code == "label.region.malformed"


def test_micros_stay_micros() -> None:
    assert schema_of(MICROS).object.time_format == MICROS
