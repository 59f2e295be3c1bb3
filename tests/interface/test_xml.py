"""A specification and its labeling config: nothing is lost on the way, and everybody else can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from spec_strategies import specs

from faultmark.errors import ConfigError
from faultmark.interface.spec import Condition, InterfaceSpec, Project, dump_json, dump_yaml, parse_spec
from faultmark.interface.xml import read_xml, write_xml
from faultmark.labels.config import parse_config

LAX = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

PUMP = """
labels:
  title: Anomaly
  items:
    - {value: drift, color: "#c2571a", hotkey: "1", extent: range, hint: A slow change.}
    - {value: spike, hotkey: "2", extent: instant}
channels:
  - {column: vibration_de, legend: Vibration DE, unit: mm/s, format: ",.2f", range: [0, 20], overview: true}
  - {column: t_in, legend: Inlet, unit: °C, group: Temperatures}
  - {column: t_out, legend: Outlet, unit: °C, group: Temperatures}
time: {column: time, format: "%Y-%m-%d %H:%M:%S"}
context:
  - {key: machine_id, title: Machine}
  - {key: plant}
fields:
  - {name: severity, kind: rating, max: 3, steps: [minor, moderate, severe], required: true, message: "How bad is it?"}
  - name: failure_mode
    kind: choice
    options:
      - value: bearing
        options: [{value: inner race}, {value: outer race}]
      - value: other
  - {name: other_mode, kind: text, title: Which other mode, when: {field: failure_mode, choices: [other]}, entries: 1}
  - {name: rate, kind: number, min: 0, max: 10, step: 0.5, when: {labels: [drift]}}
  - {name: cause, kind: choice, when: {labels: [drift]}, options: [{value: wear}, {value: other}]}
  - {name: other_cause, kind: text, when: [{labels: [drift]}, {field: cause, choices: [other]}]}
  - {name: condition, kind: choice, scope: task, options: [{value: healthy}, {value: stop}]}
"""

PUMP_XML = """\
<View>
  <View>
    <Header value="Machine: $machine_id" size="5"/>
    <Header value="Plant: $plant" size="5"/>
  </View>
  <Header value="Anomaly"/>
  <TimeSeriesLabels name="label" toName="ts">
    <Label value="drift" background="#c2571a" hotkey="1" hint="A slow change. (range)"/>
    <Label value="spike" hotkey="2" hint="(instant)"/>
  </TimeSeriesLabels>
  <TimeSeries name="ts" valueType="url" value="$telemetry" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S"
              overviewChannels="vibration_de">
    <Channel column="vibration_de" legend="Vibration DE" units="mm/s" displayFormat=",.2f" dataRange="0,20"/>
    <MultiChannel legend="Temperatures">
      <Channel column="t_in" legend="Inlet" units="°C"/>
      <Channel column="t_out" legend="Outlet" units="°C"/>
    </MultiChannel>
  </TimeSeries>
  <View visibleWhen="region-selected">
    <Header value="Severity (1 minor, 2 moderate, 3 severe)"/>
    <Rating name="severity" toName="ts" perRegion="true" required="true" requiredMessage="How bad is it?"
            maxRating="3"/>
    <Header value="Failure mode"/>
    <Choices name="failure_mode" toName="ts" perRegion="true" allowNested="true">
      <Choice value="bearing">
        <Choice value="inner race"/>
        <Choice value="outer race"/>
      </Choice>
      <Choice value="other"/>
    </Choices>
  </View>
  <View visibleWhen="choice-selected" whenTagName="failure_mode" whenChoiceValue="other">
    <Header value="Which other mode"/>
    <TextArea name="other_mode" toName="ts" perRegion="true" maxSubmissions="1"/>
  </View>
  <View visibleWhen="region-selected" whenTagName="label" whenLabelValue="drift">
    <Header value="Rate"/>
    <Number name="rate" toName="ts" perRegion="true" min="0" max="10" step="0.5"/>
    <Header value="Cause"/>
    <Choices name="cause" toName="ts" perRegion="true">
      <Choice value="wear"/>
      <Choice value="other"/>
    </Choices>
    <View visibleWhen="choice-selected" whenTagName="cause" whenChoiceValue="other">
      <Header value="Other cause"/>
      <TextArea name="other_cause" toName="ts" perRegion="true"/>
    </View>
  </View>
  <Header value="Condition"/>
  <Choices name="condition" toName="ts">
    <Choice value="healthy"/>
    <Choice value="stop"/>
  </Choices>
</View>
"""


def interface_of(spec: InterfaceSpec) -> InterfaceSpec:
    return spec.model_copy(update={"project": Project()})


def test_the_config_is_what_a_person_would_write() -> None:
    assert write_xml(parse_spec(PUMP)) == PUMP_XML


@LAX
@given(specs())
def test_spec_to_xml_to_spec_loses_nothing(spec: InterfaceSpec) -> None:
    read = read_xml(write_xml(spec))
    assert read.uncovered == ()
    assert read.spec == interface_of(spec)
    assert write_xml(read.spec) == write_xml(spec)


@LAX
@given(specs())
def test_yaml_and_json_lose_nothing(spec: InterfaceSpec) -> None:
    assert parse_spec(dump_yaml(spec)) == spec
    assert parse_spec(dump_json(spec)) == spec


@LAX
@given(specs())
def test_faultmark_shows_all_of_a_generated_config(spec: InterfaceSpec) -> None:
    schema = parse_config(write_xml(spec))
    if spec.kind == "audio":
        return
    assert schema.unsupported == ()
    assert [channel.column for channel in schema.channels] == [channel.column for channel in spec.channels]
    assert {control.name for control in schema.controls} == {spec.labels.name, *(field.name for field in spec.fields)}
    shown = {control.name: control for control in schema.controls}
    for field in spec.fields:
        assert shown[field.name].per_region == (field.scope == "region")
        assert shown[field.name].title.startswith(field.shown_title)
        asked = [(c.when_label, c.when_choice and c.when_tag, c.when_choice) for c in shown[field.name].conditions]
        said = [(when.labels, when.field or (), when.choices) for when in field.when]
        assert said == [one for one in reversed(asked) if any(one)]


@settings(LAX, max_examples=25)
@given(specs())
def test_the_sdk_accepts_every_generated_config(spec: InterfaceSpec) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(write_xml(spec))
    interface.validate()
    assert {control.name for control in interface.controls} == {spec.labels.name, *(f.name for f in spec.fields)}
    assert [item.name for item in interface.objects] == [spec.name]


def examples() -> list[Path]:
    import label_studio

    root = Path(label_studio.__file__).parent
    found = [*root.glob("core/examples/*/config.xml"), *root.glob("annotation_templates/*/*/config.xml")]
    return sorted(path for path in found if "<TimeSeriesLabels" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.parent.name)
def test_label_studios_own_time_series_examples_can_be_read(path: Path) -> None:
    read = read_xml(path.read_text(encoding="utf-8"))
    assert read.spec.channels
    again = read_xml(write_xml(read.spec))
    assert again.spec == read.spec
    assert again.uncovered == ()


def test_what_a_specification_cannot_hold_is_named_with_its_line() -> None:
    xml = """<View>
  <TimeSeries name="ts" value="$csv" timeColumn="t" cursorColor="red">
    <Channel column="a"/>
  </TimeSeries>
  <TimeSeriesLabels name="l" toName="ts"><Label value="A" maxUsages="1"/></TimeSeriesLabels>
  <Pairwise name="p" toName="ts,ts"/>
</View>"""
    said = {(entry.tag, entry.line, entry.attribute) for entry in read_xml(xml).uncovered}
    assert said == {("TimeSeries", 2, "cursorColor"), ("Label", 5, "maxUsages"), ("Pairwise", 6, None)}


NESTED = """<View>
  <TimeSeries name="ts" value="$csv" timeColumn="t"><Channel column="a"/></TimeSeries>
  <TimeSeriesLabels name="l" toName="ts"><Label value="A"/><Label value="B"/></TimeSeriesLabels>
  <View visibleWhen="region-selected" whenTagName="l" whenLabelValue="A">
    <Choices name="cause" toName="ts" perRegion="true"><Choice value="wear"/><Choice value="other"/></Choices>
    <View visibleWhen="choice-selected" whenTagName="cause" whenChoiceValue="other">
      <TextArea name="which" toName="ts" perRegion="true" whenLabelValue="A,B"/>
    </View>
  </View>
  %s
</View>"""


def test_conditions_inside_each_other_are_all_kept_the_outermost_first() -> None:
    read = read_xml(NESTED % "")
    assert read.uncovered == ()
    which = read.spec.field("which")
    assert which is not None
    assert which.when == (
        Condition(labels=("A",)),
        Condition(field="cause", choices=("other",)),
        Condition(labels=("A", "B")),
    )


@pytest.mark.parametrize(
    ("field", "when", "named"),
    [
        (
            '<TextArea name="more" toName="ts" perRegion="true" visibleWhen="choice-selected" whenTagName="cause" '
            'whenChoiceValue="wear"/>',
            (Condition(labels=("A",)), Condition(field="cause", choices=("wear",))),
            "It waits for all that",
        ),
        ('<TextArea name="more" toName="ts" visibleWhen="region-selected"/>', (), "waits for no region"),
        ('<TextArea name="more" toName="ts" visibleWhen="choice-unselected"/>', (), "'choice-unselected'"),
        (
            '<TextArea name="more" toName="ts" visibleWhen="choice-selected" whenChoiceValue="wear"/>',
            (),
            "names the control",
        ),
        (
            '<TextArea name="more" toName="ts" perRegion="true" visibleWhen="region-selected" whenTagName="k" '
            'whenLabelValue="A"/>',
            (),
            "'k'",
        ),
    ],
)
def test_conditions_that_a_specification_says_otherwise_or_not_are_named(
    field: str, when: tuple[Condition, ...], named: str
) -> None:
    read = read_xml(NESTED % field)
    more = read.spec.field("more")
    assert more is not None
    assert more.when == when
    assert [(entry.line, named in entry.message) for entry in read.uncovered] == [(10, True)]


@pytest.mark.parametrize(
    ("xml", "code", "line"),
    [
        ("<View>\n<Text name='a' value='$a'/>\n</View>", "config.object.missing", 1),
        ("<View>\n<TimeSeries name='ts' value='$a'>\n</View>", "config.xml.invalid", 3),
        (
            "<View>\n<TimeSeries name='ts' value='$a'><Channel column='a'/></TimeSeries>\n</View>",
            "config.labels.missing",
            2,
        ),
    ],
)
def test_configs_without_a_labeling_interface_are_refused_with_their_place(xml: str, code: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read_xml(xml)
    assert caught.value.code == code
    assert caught.value.place.line == line


REST = "channels: [{column: a}]\nlabels: {items: [{value: a}]}\nfields:\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("labels: [", 1, "not valid YAML"),
        ("- a", 1, "mapping"),
        ("labels:\n  items:\n    - {value: a}\nchanels: []", 4, "Did you mean channels?"),
        ("labels:\n  items:\n    - value: a\n      colour: red\nchannels: [{column: a}]", 4, "Did you mean color?"),
        ("channels: [{column: a}]\nlabels:\n  items:\n    - value: a\n    - value: a", 1, "more than once"),
        (REST + "  - name: b\n    kind: rating\n    rows: 2", 4, "rows"),
        (REST + "  - {name: b, kind: text, when: {labels: [c]}}", 1, "no such label"),
        (REST + "  - {name: b, kind: text, when: [{labels: [a]}, {labels: [a]}]}", 4, "more than once"),
        (
            REST
            + "  - {name: b, kind: choice, options: [{value: x}], when: {labels: [a]}}\n"
            + "  - {name: c, kind: text, when: {field: b, choices: [x]}}",
            1,
            "has conditions itself",
        ),
    ],
)  # fmt: skip
def test_faults_of_a_specification_are_told_with_line_and_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_spec(text)
    assert words in str(caught.value)
    assert caught.value.place.line == line
