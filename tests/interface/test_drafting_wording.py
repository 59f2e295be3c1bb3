"""Wordings that drafts understand whatever the things are called: made-up names stand for what no dictionary knows."""

from __future__ import annotations

import pytest

from faultmark.interface.drafting import draft_spec
from faultmark.interface.spec import InterfaceSpec

SIGNALS = "We log grommet pressure (bar) and flange speed (rpm). "


def extents(text: str) -> dict[str, str]:
    return {item.value: item.extent for item in draft_spec(SIGNALS + text).spec.labels.items}


@pytest.mark.parametrize(
    "text",
    [
        "Draw a box around blorps and put a pin on each zink.",
        "Annotators can bracket blorps and click on the moment of every zink.",
        "Mark blorps and zinks. Blorps build up over minutes, zinks are a one-off.",
        "Mark blorps and zinks. The first one goes on for hours, the last one is instantaneous.",
        "Label blorps and zinks. Everything except zinks covers a span.",
        "Blorps are outlined, and zinks are ticked one by one.",
        "Operators should capture blorps with start and stop, and zinks with just a time.",
        "We want blorps outlined, zinks dotted.",
        "Labels: blorp - all ranges - plus zink, which is an instant.",
        "Mark blorps and zinks. Blorps have a duration, zinks have not.",
        "Labels: blorp, zink. A zink is a single booking, and blorps build up over days.",
        "Labels: blorp - range; zink - instant.",
        "Mark blorps and zinks. Blorps have a duration, a zink is a single event.",
        "Label blorps, drawn as ranges, and zinks as a point.",
        "Mark blorps and zinks. All last a while, except the zinks, which are momentary.",
        "Mark blorps from where they begin to where they end. Mark zinks where they happen.",
        "When the smith sees a blorp, she can mark it as a range. Plus a label for zink, which is an instant.",
        "Things worth marking, and each lasts a while: blorp. A zink counts as a point.",
        "Labels with extent: blorp, range; zink, instant.",
        "Markings:\n- blorp (from - to)\n- zink (moment)",
        "Range labels: blorp\nInstant labels: zink",
        "Please with hotkeys:\n- blorp, key b, range\n- zink, key z, instant",
        "Labels\n  blorp (range)\n  zink (instant)\n",
        "2 Labels\n  2.1 blorp (range)\n  2.2 zink (instant)",
    ],
)
def test_many_words_say_what_labels_are_in_time(text: str) -> None:
    assert extents(f"\n{text}") == {"blorp": "range", "zink": "instant"}


@pytest.mark.parametrize(
    "text",
    [
        "Mark blorps as ranges and zinks as instants.",
    ],
)
def test_ways_of_marking_say_what_labels_are_in_time(text: str) -> None:
    assert extents(text) == {"blorp": "range", "zink": "instant"}


@pytest.mark.parametrize(
    ("text", "name", "steps"),
    [
        ("Rate nastiness as faint, plain or awful.", "nastiness", ["faint", "plain", "awful"]),
        ("Experts assign a wobble grade A through D.", "wobble_grade", ["A", "B", "C", "D"]),
        ("Rate the risk to the yard: none, some, plenty.", "risk_to_the_yard", ["none", "some", "plenty"]),
        ("Each gets a severity (1 dull, 2 plain, 3 sharp).", "severity", ["dull", "plain", "sharp"]),
        ("Grade them A (fine), B (watch) or C (scrap).", "severity", ["A", "B", "C"]),
        ("Severity runs from green over yellow to red.", "severity", ["green", "yellow", "red"]),
        ("Include a required severity choice (dull, sharp), and a 1-5 loudness.", "severity", ["dull", "sharp"]),
    ],
)
def test_scales_of_any_quality(text: str, name: str, steps: list[str]) -> None:
    fields = {field.name: field for field in draft_spec(f"{SIGNALS}Mark blorps. {text}").spec.fields}
    assert list(fields[name].steps) == steps


@pytest.mark.parametrize(
    "text",
    [
        "They'll need the grommet tag, the yard and the crew to make sense of the curves.",
        "The annotator should know the grommet tag, the yard and the crew.",
        "For orientation we give grommet tag, yard and crew.",
        "Grommet tag, yard and crew accompany each recording.",
        "Knowing the grommet tag, the yard and the crew helps.",
        "The person labelling should be told grommet tag, yard and crew.",
        "Grommet tag, yard and crew should sit beside the plots.",
        "Then there's the grommet tag, yard and crew, which people have to see.",
        "Whoever does the work ought to be aware of the grommet tag, the yard and the crew.",
    ],
)
def test_lists_of_what_annotators_are_told_are_context(text: str) -> None:
    spec = draft_spec(f"{SIGNALS}Mark blorps as ranges. {text}").spec
    assert [item.key for item in spec.context] == ["grommet_tag", "yard", "crew"]
    assert [item.value for item in spec.labels.items] == ["blorp"]


@pytest.mark.parametrize("text", ["Operators see blorps and zinks.", "Blorps and zinks are shown in the plots."])
def test_labels_that_are_shown_are_no_context(text: str) -> None:
    assert draft_spec(f"{SIGNALS}Mark blorps and zinks. {text}").spec.context == ()


def test_a_choice_from_a_list_in_brackets_is_required_where_the_brief_requires_it() -> None:
    spec = draft_spec(f"{SIGNALS}Mark blorps. Require a failure cause from [yarn, rust, gnome].").spec
    (field,) = (field for field in spec.fields if field.kind == "choice")
    assert [option.value for option in field.options] == ["yarn", "rust", "gnome"]
    assert field.required


def drafted(text: str) -> InterfaceSpec:
    return draft_spec(SIGNALS + text).spec


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("You can't submit without a root cause.", True),
        ("An annotation without a root cause is not accepted.", True),
        ("The root cause may be left blank.", False),
        ("A root cause is never required.", False),
        ("Make them write the root cause down.", True),
        ("Make the root cause a required text.", True),
    ],
)
def test_what_must_be_filled_in_however_that_is_said(text: str, required: bool) -> None:
    fields = {field.name: field for field in drafted(f"Mark blorps. {text}").fields}
    assert fields["root_cause"].required is required


@pytest.mark.parametrize(
    ("text", "field", "options"),
    [
        ("For each mark, the analyst picks one of: dull, sharp, round.", "verdict", ["dull", "sharp", "round"]),
        ("One of the three yards - north, south, west - has to be chosen.", "yard", ["north", "south", "west"]),
        ("A yard is selected from north, south and west; it is mandatory.", "yard", ["north", "south", "west"]),
        ("Ask which yard is to blame - north, south or west.", "yard", ["north", "south", "west"]),
        ("They note the origin, which is one of yard, crew, and they explain it.", "origin", ["yard", "crew"]),
    ],
)
def test_choices_whose_name_stands_in_a_clause_or_nowhere(text: str, field: str, options: list[str]) -> None:
    fields = {found.name: found for found in drafted(f"Mark blorps. {text}").fields}
    assert [option.value for option in fields[field].options] == options


def test_a_severity_told_by_its_steps_alone() -> None:
    spec = drafted("Mark blorps. For each, say whether it is harmless, worrying or dangerous.")
    assert list(spec.fields[0].steps) == ["harmless", "worrying", "dangerous"]


@pytest.mark.parametrize(
    ("text", "field", "label"),
    [
        ("If the grommet slips, ask which roller is to blame - north, south.", "roller", "grommet slippage"),
        ("In the case of a zink, the crew has to be given as text.", "crew", "zink"),
        ("If it is a zink, the crew is asked for (early, late).", "crew", "zink"),
        ("Ask only for zinks: crew (early, late).", "crew", "zink"),
        ("For zinks they select the quarter: LF, RF.", "quarter", "zink"),
    ],
)
def test_fields_of_one_label(text: str, field: str, label: str) -> None:
    fields = {
        found.name: found for found in drafted(f"Labels: grommet slippage (range), zink (instant). {text}").fields
    }
    assert [list(when.labels) for when in fields[field].when] == [[label]]


def test_things_that_share_a_noun_and_a_unit_are_several() -> None:
    channels = draft_spec(
        "Signals are Z, N and E velocity in mm/s, inlet and outlet pressure (bar). Mark blorps."
    ).spec.channels
    assert [(channel.legend, channel.unit) for channel in channels] == [
        ("Z velocity", "mm/s"),
        ("N velocity", "mm/s"),
        ("E velocity", "mm/s"),
        ("Inlet pressure", "bar"),
        ("Outlet pressure", "bar"),
    ]


def test_signals_of_one_unit_are_drawn_over_each_other_where_that_is_asked() -> None:
    said = "Plot roll angle (°), pitch angle (°) and oil pressure (bar); channels of the same unit share an axis."
    groups = [channel.group for channel in draft_spec(f"{said} Mark blorps.").spec.channels]
    assert groups[0]
    assert groups == [groups[0], groups[0], ""]


def test_what_is_not_to_be_marked_is_no_label() -> None:
    assert set(extents("Mark blorps as ranges; don't mark start-ups or planned stops.")) == {"blorp"}


def test_moments_and_periods_of_something() -> None:
    said = extents("Mark the moment the breaker trips, the timestamp of every zink and, as a range, blorps.")
    assert said == {"breaker trip": "instant", "zink": "instant", "blorp": "range"}


def test_bullets_that_only_name_a_part_head_what_stands_below_them() -> None:
    spec = draft_spec(
        "- Signals\n  - oil level, mm\n  - oil temperature, °C\n- Labels\n  - ranges\n    - overload\n    - blorp\n"
        "  - instants\n    - relay trip\n- Per mark\n  - severity: 1-4\n- Context\n  - substation\n- Annotators: 3\n"
    ).spec
    assert [channel.unit for channel in spec.channels] == ["mm", "°C"]
    assert {item.value: item.extent for item in spec.labels.items} == {
        "overload": "range",
        "blorp": "range",
        "relay trip": "instant",
    }
    assert [field.name for field in spec.fields] == ["severity"]
    assert [item.key for item in spec.context] == ["substation"]
    assert spec.project.overlap == 3


def test_questions_with_their_answers() -> None:
    spec = draft_spec(
        "Q: What do we measure? A: Rail temperature (°C), axle load (t).\n"
        "Q: What should be labelled? A: Blorps as ranges, zinks as instants.\n"
        "Q: How bad? A: 1 to 4.\nQ: How many annotators? A: Three."
    ).spec
    assert {item.value: item.extent for item in spec.labels.items} == {"blorp": "range", "zink": "instant"}
    assert [(field.name, field.max) for field in spec.fields] == [("severity", 4)]
    assert spec.project.overlap == 3


def test_a_brief_in_json() -> None:
    spec = draft_spec(
        '{"signals": ["spindle load (%)", "spindle speed (rpm)"], "labels": {"blorp": "range", "zink": "instant"},'
        ' "severity": "1-4", "context": ["machine", "program"], "annotators": 3}'
    ).spec
    assert [channel.unit for channel in spec.channels] == ["%", "rpm"]
    assert {item.value: item.extent for item in spec.labels.items} == {"blorp": "range", "zink": "instant"}
    assert [(field.name, field.max) for field in spec.fields] == [("severity", 4)]
    assert [item.key for item in spec.context] == ["machine", "program"]
    assert spec.project.overlap == 3


def test_axes_that_stand_between_slashes_are_signals_of_their_own() -> None:
    channels = draft_spec("We plot acceleration x/y/z (g) and speed (rpm). Mark blorps.").spec.channels
    assert [channel.legend for channel in channels] == ["Acceleration x", "Acceleration y", "Acceleration z", "Speed"]
    assert {channel.unit for channel in channels[:3]} == {"g"}


def test_a_number_that_is_asked_for_one_label_alone() -> None:
    brief = "Labels: blorp (range), zink (range). For zinks we also need the tap position as a number."
    (field,) = drafted(brief).fields
    assert (field.name, field.kind, [list(when.labels) for when in field.when]) == (
        "tap_position",
        "number",
        [["zink"]],
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We measure inflow (m3/h), turbidity (NTU) and pH.", ["Inflow", "Turbidity", "PH"]),
        ("We plot answered ratio (%) and rejected messages (kB).", ["Answered ratio", "Rejected messages"]),
    ],
)
def test_names_of_signals_that_look_like_something_else(text: str, names: list[str]) -> None:
    assert [channel.legend for channel in draft_spec(f"{text} Mark blorps as ranges.").spec.channels] == names


def test_reasons_quote_the_brief_and_not_its_plain_form() -> None:
    brief = "Plot flow (l/s). Mark leaks. You can't submit without a cause."
    (why,) = (reason.words for reason in draft_spec(brief).reasons if reason.part.startswith("fields."))
    assert why == "You can't submit without a cause."


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ('Add a required field "verb" with the options run, walk and sit.', ["run", "walk", "sit"]),
        ("They choose the verb, which can be run, walk or sit; it is required.", ["run", "walk", "sit"]),
        ("As to the verb, it is one of run, walk, sit, and it must be given.", ["run", "walk", "sit"]),
        ("Verb: run / walk / sit, mandatory.", ["run", "walk", "sit"]),
        ("| field | options | required |\n|---|---|---|\n| verb | run, walk, sit | yes |", ["run", "walk", "sit"]),
    ],
)
def test_a_choice_is_told_in_many_ways(text: str, options: list[str]) -> None:
    fields = {field.name: field for field in draft_spec(f"{SIGNALS}Mark blorps.\n\n{text}").spec.fields}
    assert [option.value for option in fields["verb"].options] == options
    assert fields["verb"].required


def test_units_told_apart_from_their_names() -> None:
    text = "The columns are timestamp, vib_x, vib_y, oil_temp. The two vib columns are in g, oil_temp is in °C."
    spec = draft_spec(f"{text} Mark blorps.").spec
    assert [(channel.column, channel.unit) for channel in spec.channels] == [
        ("vib_x", "g"),
        ("vib_y", "g"),
        ("oil_temp", "°C"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Not wanted: severity, model predictions.",
        "We haven't agreed on a severity, so leave it out. Model proposals aren't needed.",
        "## Won't have\n- Severity\n- Model predictions",
    ],
)
def test_what_is_not_wanted_is_left_out(text: str) -> None:
    spec = draft_spec(f"{SIGNALS}Mark blorps and zinks.\n\n{text}").spec
    assert not spec.fields
    assert not spec.project.predictions


def test_types_in_two_levels_are_a_choice_beside_the_labels() -> None:
    text = "Labels: blorp (range), zink (instant).\nFailure type, two levels:\n- soft: mush, pulp\n- hard: rock, bone"
    spec = draft_spec(f"{SIGNALS}\n{text}").spec
    assert {item.value for item in spec.labels.items} == {"blorp", "zink"}
    tree = {o.value: [below.value for below in o.options] for field in spec.fields for o in field.options}
    assert tree == {"soft": ["mush", "pulp"], "hard": ["rock", "bone"]}


@pytest.mark.parametrize("heading", ["Failure type, nested:", "For each region choose the failure type:"])
def test_types_below_any_heading_of_types_are_a_choice(heading: str) -> None:
    text = f"Label: blorp (range)\n{heading}\n- soft: mush, pulp\n- hard: rock, bone"
    spec = draft_spec(f"{SIGNALS}\n\n{text}").spec
    assert [item.value for item in spec.labels.items] == ["blorp"]
    assert {o.value for field in spec.fields for o in field.options} == {"soft", "hard"}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Draw ranges for blorp wear and set a point for a zink break.", {"blorp wear", "zink break"}),
        ("Mark blorps and zinks, always as ranges.", {"blorp", "zink"}),
        ("The worker should mark blorps and zinks.", {"blorp", "zink"}),
    ],
)
def test_no_label_but_those_that_are_marked(text: str, labels: set[str]) -> None:
    assert {item.value for item in draft_spec(f"{SIGNALS}{text}").spec.labels.items} == labels


def test_a_list_of_what_is_shown_is_no_choice() -> None:
    spec = draft_spec(f"{SIGNALS}Mark blorps.\n\n**Info panel**: machine, plant, oil age").spec
    assert not spec.fields
    assert "oil_age" in {item.key for item in spec.context}
