"""What may be submitted, and what is said of what may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from labels_examples import START, irregular, regular, schema_of, times_on

from faultmark.labels.config import parse_config
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.validate import Problem, problems_of, problems_of_places
from faultmark.labels.visibility import without_hidden

SCHEMA = schema_of()
AXIS = regular(1_000_000_000, 10)
DONE: dict[str, Any] = {"verdict": ["fit"]}


def region(**values: Any) -> Region:
    return Region("r1", START, START + 2_000_000_000, values={"label": ["Drift"], **values})


def problems(*regions: Region, values: dict[str, Any] = DONE) -> list[Problem]:
    return problems_of(LabelDocument(regions, values), SCHEMA, AXIS, times_on(AXIS))


def test_a_complete_annotation_has_no_problems() -> None:
    assert problems(region(severity=["high"], sure=4, load=12.5, note=["hot", "loud"])) == []
    assert problems() == []


def test_a_missing_field_is_named_with_its_region_and_its_remedy() -> None:
    [found] = problems(region(label=["Spike"]))
    assert (found.code, found.region, found.control) == ("label.field.required", "r1", "severity")
    assert found.message == "Region 1 (Spike at 2026-01-01 00:00:00.000000) needs How bad is it?."
    assert found.remedy == "Choose one of low, high."


def test_the_config_s_own_message_is_used() -> None:
    [found] = problems(values={})
    assert found.message == "Say whether the machine is fit."
    assert (found.region, found.control) == (None, "verdict")


def test_a_control_that_does_not_apply_is_not_required() -> None:
    assert problems(region(label=["Drift"])) == []
    assert [p.control for p in problems(values={"verdict": ["unfit"]})] == ["why"]
    assert problems(values={"verdict": ["unfit"], "why": ["worn"]}) == []


def test_blank_text_is_no_text() -> None:
    assert [p.control for p in problems(values={"verdict": ["unfit"], "why": ["  "]})] == ["why"]


@pytest.mark.parametrize(
    ("values", "control", "said"),
    [
        ({"label": ["Nonsense"]}, "label", "'Nonsense'"),
        ({"label": ["Bearing wear, outer race"]}, "label", "outer race"),
        ({"label": ["Drift", "Drift"]}, "label", "only one"),
        ({"label": "Drift"}, "label", "not a list"),
        ({"sure": 5}, "sure", "above 4"),
        ({"sure": 0}, "sure", "below 1"),
        ({"sure": 2.5}, "sure", "whole number"),
        ({"sure": True}, "sure", "not a number"),
        ({"load": 151}, "load", "above 150"),
        ({"load": -1}, "load", "below 0"),
        ({"load": 0.3}, "load", "step of 0.5"),
        ({"load": float("nan")}, "load", "not a number"),
        ({"load": "12"}, "load", "not a number"),
        ({"note": ["a", "b", "c"]}, "note", "2 entries, not 3"),
        ({"note": "text"}, "note", "list of lines"),
        ({"note": [1]}, "note", "list of lines"),
    ],
)
def test_values_that_cannot_be(values: dict[str, Any], control: str, said: str) -> None:
    [found] = problems(region(**values))
    assert (found.region, found.control) == ("r1", control)
    assert said in found.message
    assert found.remedy


def test_decimal_steps_are_met_although_doubles_are_inexact() -> None:
    schema = parse_config(
        '<View><TimeSeries name="s" value="$f"/><Number name="n" toName="s" min="0.1" step="0.1"/></View>'
    )
    for tenth in range(1, 1000):
        document = LabelDocument((), {"n": tenth / 10})
        assert problems_of(document, schema, None) == []


def test_a_region_without_a_label_is_told() -> None:
    [found] = problems(replace(region(), values={}))
    assert (found.code, found.control) == ("label.region.unnamed", "label")
    assert "Bearing wear, outer race" in found.remedy


@pytest.mark.parametrize(
    ("start", "end", "instant", "code"),
    [
        (START + 1, START + 2_000_000_000, False, "label.region.off_sample"),
        (START, START + 11_000_000_000, False, "label.region.off_sample"),
        (START + 2_000_000_000, START, False, "label.region.reversed"),
        (START, START + 1_000_000_000, True, "label.region.instant"),
    ],
)
def test_boundaries_that_cannot_be(start: int, end: int, instant: bool, code: str) -> None:
    wrong = replace(region(), start=start, end=end, instant=instant)
    assert [p.code for p in problems_of_places(LabelDocument((wrong,)), AXIS)] == [code]


def test_boundaries_on_samples_of_an_irregular_axis() -> None:
    axis = irregular([START, START + 7, START + 7, START + 1000])
    good = LabelDocument((replace(region(), start=START + 7, end=START + 1000),))
    assert list(problems_of_places(good, axis)) == []
    bad = LabelDocument((replace(region(), start=START + 8, end=START + 1000),))
    assert [p.code for p in problems_of_places(bad, axis)] == ["label.region.off_sample"]


def test_two_regions_may_not_share_an_id() -> None:
    assert [p.code for p in problems(region(), region())] == ["label.region.duplicate"]


def test_problems_come_in_the_order_of_the_regions() -> None:
    first, second = replace(region(label=["Spike"]), id="a"), replace(region(sure=9), id="b")
    assert [(p.region, p.control) for p in problems(first, second, values={})] == [
        ("a", "severity"),
        ("b", "sure"),
        (None, "verdict"),
    ]


def test_nested_choices_are_known_by_their_path() -> None:
    schema = parse_config(
        '<View><TimeSeries name="s" value="$f"/><Choices name="c" toName="s" allowNested="true">'
        '<Choice value="pump"><Choice value="seal"/></Choice></Choices></View>'
    )
    assert problems_of(LabelDocument((), {"c": [["pump", "seal"]]}), schema, None) == []
    [found] = problems_of(LabelDocument((), {"c": [["seal"]]}), schema, None)
    assert "'seal'" in found.message


def conditional(attributes: str, per_region: bool = True) -> Any:
    return parse_config(
        '<View><TimeSeries name="s" value="$f"/>'
        '<TimeSeriesLabels name="fault" toName="s"><Label value="A"/><Label value="B"/></TimeSeriesLabels>'
        '<TimeSeriesLabels name="phase" toName="s"><Label value="on"/></TimeSeriesLabels>'
        '<Choices name="kind" toName="s" perRegion="true"><Choice value="x"/><Choice value="y"/></Choices>'
        '<Choices name="all" toName="s"><Choice value="x"/></Choices>'
        f'<Rating name="asked" toName="s" perRegion="{str(per_region).lower()}" required="true" {attributes}/></View>'
    )


@pytest.mark.parametrize(
    ("attributes", "values", "task_values", "asked"),
    [
        ("", {"fault": ["A"]}, {}, True),
        ('whenLabelValue="A"', {"fault": ["A"]}, {}, True),
        ('whenLabelValue="A"', {"fault": ["B"]}, {}, False),
        ('visibleWhen="region-selected" whenLabelValue="A,B"', {"fault": ["B"]}, {}, True),
        ('visibleWhen="region-selected" whenTagName="phase"', {"fault": ["A"]}, {}, False),
        ('visibleWhen="region-selected" whenTagName="phase"', {"phase": ["on"]}, {}, True),
        ('visibleWhen="no-region-selected"', {"fault": ["A"]}, {}, False),
        ('visibleWhen="choice-selected"', {"fault": ["A"]}, {}, False),
        ('visibleWhen="choice-selected"', {"fault": ["A"], "kind": ["y"]}, {}, True),
        ('visibleWhen="choice-selected" whenTagName="kind"', {"fault": ["A"], "kind": ["y"]}, {}, True),
        (
            'visibleWhen="choice-selected" whenTagName="kind" whenChoiceValue="x"',
            {"fault": ["A"], "kind": ["y"]},
            {},
            False,
        ),
        ('visibleWhen="choice-selected" whenTagName="all"', {"fault": ["A"]}, {"all": ["x"]}, True),
        ('visibleWhen="choice-unselected" whenTagName="kind"', {"fault": ["A"]}, {}, True),
        (
            'visibleWhen="choice-unselected" whenTagName="kind" whenChoiceValue="y"',
            {"fault": ["A"], "kind": ["y"]},
            {},
            False,
        ),
        ('whenChoiceValue="y"', {"fault": ["A"], "kind": ["y"]}, {}, True),
        ('whenChoiceValue="y"', {"fault": ["A"], "kind": ["x"]}, {}, False),
    ],
)
def test_conditions_of_per_region_controls(
    attributes: str, values: dict[str, Any], task_values: dict[str, Any], asked: bool
) -> None:
    document = LabelDocument((replace(region(), values=values),), task_values)
    required = [
        p.control for p in problems_of(document, conditional(attributes), None) if p.code == "label.field.required"
    ]
    assert required == (["asked"] if asked else [])


@pytest.mark.parametrize(
    ("attributes", "regions", "asked"),
    [
        ('visibleWhen="region-selected"', [], False),
        ('visibleWhen="region-selected"', [{"fault": ["A"]}], True),
        ('visibleWhen="region-selected" whenLabelValue="B"', [{"fault": ["A"]}], False),
        ('visibleWhen="no-region-selected"', [{"fault": ["A"]}], True),
        ('visibleWhen="choice-selected" whenTagName="kind"', [{"fault": ["A"]}], False),
        ('visibleWhen="choice-selected" whenTagName="kind"', [{"fault": ["A"], "kind": ["x"]}], True),
    ],
)
def test_conditions_of_whole_task_controls(attributes: str, regions: list[dict[str, Any]], asked: bool) -> None:
    drawn = tuple(replace(region(), id=str(index), values=values) for index, values in enumerate(regions))
    found = problems_of(LabelDocument(drawn), conditional(attributes, per_region=False), None)
    assert [p.control for p in found if p.code == "label.field.required"] == (["asked"] if asked else [])


@pytest.mark.parametrize(
    ("values", "task_values", "asked"),
    [
        ({"fault": ["A"], "kind": ["x"]}, {"all": ["x"]}, True),
        ({"fault": ["B"], "kind": ["x"]}, {"all": ["x"]}, False),
        ({"fault": ["A"], "kind": ["y"]}, {"all": ["x"]}, False),
        ({"fault": ["A"], "kind": ["x"]}, {}, False),
    ],
)
def test_conditions_of_views_inside_each_other_hold_together(
    values: dict[str, Any], task_values: dict[str, Any], asked: bool
) -> None:
    schema = parse_config(
        '<View><TimeSeries name="s" value="$f"/>'
        '<TimeSeriesLabels name="fault" toName="s"><Label value="A"/><Label value="B"/></TimeSeriesLabels>'
        '<Choices name="kind" toName="s" perRegion="true"><Choice value="x"/><Choice value="y"/></Choices>'
        '<Choices name="all" toName="s"><Choice value="x"/></Choices>'
        '<View visibleWhen="choice-selected" whenTagName="all" whenChoiceValue="x">'
        '<View visibleWhen="region-selected" whenTagName="fault" whenLabelValue="A">'
        '<Rating name="asked" toName="s" perRegion="true" required="true" visibleWhen="choice-selected"'
        ' whenTagName="kind" whenChoiceValue="x"/></View></View></View>'
    )
    said = {**values, "asked": 3}
    document = LabelDocument((replace(region(), values=values),), task_values)
    required = [p.control for p in problems_of(document, schema, None) if p.code == "label.field.required"]
    assert required == (["asked"] if asked else [])
    sent = without_hidden(LabelDocument((replace(region(), values=said),), task_values), schema)
    assert ("asked" in sent.regions[0].values) == asked


def test_what_does_not_apply_any_more_is_not_submitted() -> None:
    kept = region(label=["Drift"], severity=["high"], sure=2)
    document = LabelDocument((kept,), {"verdict": ["fit"], "why": ["old"]})
    cleaned = without_hidden(document, SCHEMA)
    assert cleaned.regions[0].values == {"label": ["Drift"], "sure": 2}
    assert cleaned.values == {"verdict": ["fit"]}
