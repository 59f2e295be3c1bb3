"""What a labeling config declares, and what is said of the rest."""

from __future__ import annotations

import pytest
from labels_examples import schema_of

from faultmark.errors import ConfigError
from faultmark.labels.config import has_time_series, parse_config
from faultmark.labels.schema import Condition


def test_a_config_is_read_with_its_object_panes_and_controls() -> None:
    schema = schema_of("%Y-%m-%d")
    assert schema.object is not None
    assert (schema.object.name, schema.object.value_key, schema.object.time_column) == ("ts", "telemetry", "time")
    assert schema.object.time_format == "%Y-%m-%d"
    assert schema.object.separator == ","
    assert [[channel.column for channel in pane.channels] for pane in schema.panes] == [
        ["vibration"],
        ["t_drive", "t_free"],
    ]
    vibration = schema.panes[0].channels[0]
    assert (vibration.title, vibration.units, vibration.range, vibration.height) == (
        "Vibration",
        "mm/s",
        (0.0, 12.0),
        120,
    )
    assert [(c.name, c.type, c.per_region) for c in schema.controls] == [
        ("label", "labels", True),
        ("severity", "choices", True),
        ("sure", "rating", True),
        ("load", "number", True),
        ("note", "text", True),
        ("verdict", "choices", False),
        ("why", "text", False),
    ]
    assert schema.unsupported == ()


def test_a_header_names_the_control_after_it() -> None:
    severity = schema_of().control("severity")
    assert severity is not None
    assert severity.title == "How bad is it?"


def test_results_hold_the_alias_and_people_read_the_value() -> None:
    label = schema_of().control("label")
    assert label is not None
    assert [(option.value, option.alias) for option in label.options] == [
        ("Spike", None),
        ("Drift", None),
        ("wear", "Bearing wear, outer race"),
    ]


def test_a_view_around_a_control_lends_it_its_condition() -> None:
    why = schema_of().control("why")
    assert why is not None
    assert why.conditions == (Condition("choice-selected", "verdict", (), ("unfit",)),)


def test_all_conditions_along_the_path_are_kept() -> None:
    schema = parse_config(
        '<View><TimeSeries name="a" value="$f"/><View visibleWhen="region-selected" whenLabelValue="Drift">'
        '<View><View whenChoiceValue="seal"><Rating name="r" toName="a" whenLabelValue="Spike"/></View></View>'
        "</View></View>"
    )
    asked = schema.control("r")
    assert asked is not None
    assert asked.conditions == (
        Condition(when_label=("Spike",)),
        Condition(when_choice=("seal",)),
        Condition("region-selected", when_label=("Drift",)),
    )
    assert schema.unsupported == ()


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('visibleWhen="choice-selected" whenTagName="kind" whenChoiceValue="Worn seal"', ("seal",)),
        ('visibleWhen="choice-selected" whenTagName="kind" whenChoiceValue="seal"', ("seal",)),
        ('visibleWhen="choice-unselected" whenTagName="kind" whenChoiceValue="Worn seal, other"', ("seal", "other")),
        ('visibleWhen="choice-selected" whenChoiceValue="Worn seal"', ("seal",)),
        # On its own the attribute is compared as it stands, with what results hold.
        ('whenChoiceValue="Worn seal"', ("Worn seal",)),
        ('whenChoiceValue="low, but rising"', ("low, but rising",)),
    ],
)
def test_a_condition_may_name_a_choice_by_what_people_read(attributes: str, expected: tuple[str, ...]) -> None:
    schema = parse_config(
        '<View><TimeSeries name="a" value="$f"/><Choices name="kind" toName="a">'
        '<Choice value="Worn seal" alias="seal"/><Choice value="other"/></Choices>'
        f'<Rating name="r" toName="a" {attributes}/></View>'
    )
    asked = schema.control("r")
    assert asked is not None
    assert [condition.when_choice for condition in asked.conditions] == [expected]


def test_tags_and_attributes_in_any_case() -> None:
    schema = parse_config(
        '<view><timeseries NAME="a" Value="$f" TIMECOLUMN="t" SEP="tab"><channel Column="x"/></timeseries>'
        '<RATING name="r" toname="a" maxrating="3"/></view>'
    )
    assert schema.object is not None
    assert (schema.object.time_column, schema.object.separator) == ("t", "\t")
    assert [(control.name, control.max) for control in schema.controls] == [("r", 3.0)]


def test_a_missing_to_name_means_the_time_series() -> None:
    schema = parse_config(
        '<View><TimeSeries name="a" value="$f"/><Choices name="c"><Choice value="x"/></Choices></View>'
    )
    assert schema.controls[0].to_name == "a"


def test_channels_grouped_by_views_are_found() -> None:
    schema = parse_config(
        '<View><TimeSeries name="a" value="$f"><View><Channel column="x"/></View></TimeSeries></View>'
    )
    assert [channel.column for channel in schema.channels] == ["x"]


@pytest.mark.parametrize(
    ("nested", "expected"),
    [("true", [("a", ()), ("b", ("a",)), ("c", ("a", "b")), ("d", ())]), ("false", [("a", ()), ("d", ())])],
)
def test_nested_choices_are_paths_only_where_the_config_allows_them(nested: str, expected: list[object]) -> None:
    schema = parse_config(
        f'<View><TimeSeries name="s" value="$f"/><Choices name="c" toName="s" allowNested="{nested}">'
        '<Choice value="a"><Choice value="b"><Choice value="c"/></Choice></Choice><Choice value="d"/></Choices></View>'
    )
    control = schema.controls[0]
    assert control.nested is (nested == "true")
    assert [(option.value, option.parents) for option in control.options] == expected


def test_what_cannot_be_shown_is_said_with_its_line() -> None:
    schema = parse_config(
        """<View>
  <TimeSeries name="s" value="$f"/>
  <TimeSeries name="second" value="$g"/>
  <Image name="photo" value="$img"/>
  <Taxonomy name="tax" toName="s"/>
  <Choices name="of-photo" toName="photo"><Choice value="x"/></Choices>
  <Choices name="dynamic" toName="s" value="$options"/>
</View>"""
    )
    assert [(entry.tag, entry.name, entry.line) for entry in schema.unsupported] == [
        ("TimeSeries", "second", 3),
        ("Image", "photo", 4),
        ("Taxonomy", "tax", 5),
        ("Choices", "of-photo", 6),
        ("Choices", "dynamic", 7),
    ]
    assert "'photo'" in schema.unsupported[3].message
    assert [control.name for control in schema.controls] == ["dynamic"]


def test_without_a_time_series_there_is_no_object() -> None:
    schema = parse_config('<View><Text name="t" value="$text"/><Choices name="c" toName="t"/></View>')
    assert schema.object is None
    assert [entry.tag for entry in schema.unsupported] == ["Text"]


def test_broken_xml_names_the_line() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("<View>\n<TimeSeries>\n</View>")
    assert caught.value.code == "config.xml.invalid"
    assert caught.value.place.line == 3


def test_entities_stay_unread() -> None:
    schema = parse_config(
        '<!DOCTYPE View [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        '<View><Header>&secret;</Header><TimeSeries name="s" value="$f"/></View>'
    )
    assert "root" not in repr(schema)


def test_numbers_that_are_none_are_no_numbers() -> None:
    schema = parse_config(
        '<View><TimeSeries name="s" value="$f"><Channel column="x" height="nan" dataRange="low,high"/></TimeSeries>'
        '<Number name="n" toName="s" min="inf" max="ten"/></View>'
    )
    assert schema.channels[0].height is None
    assert schema.channels[0].range is None
    assert (schema.controls[0].min, schema.controls[0].max) == (None, None)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<View><TimeSeries name="a"/></View>', True),
        ("<View><timeseries\n name='a'></timeseries></View>", True),
        ('<View><TimeSeriesLabels name="a"/></View>', False),
        ("<View/>", False),
    ],
)
def test_whether_there_is_a_time_series(xml: str, expected: bool) -> None:
    assert has_time_series(xml) is expected
