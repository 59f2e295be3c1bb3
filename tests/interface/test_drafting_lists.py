"""Lists and clauses that drafts read by their signs, whatever verb leads to them and whatever things are called."""

from __future__ import annotations

import pytest

from faultmark.interface.drafting import draft_spec

SIGNALS = "We log grommet pressure (bar) and flange speed (rpm). Mark blorps and zinks. "


def fields(text: str) -> dict[str, list[str]]:
    made = draft_spec(SIGNALS + text).spec.fields
    return {field.name: list(field.steps) or [option.value for option in field.options] for field in made}


@pytest.mark.parametrize(
    ("text", "name", "items"),
    [
        ("They must say which component is to blame (rope, drive, door or unknown).", "component", 4),
        ("A wobble class must be chosen for all of these: harmless, relevant or urgent.", "wobble_class", 3),
        ("For each they enter the wobble quality A, B or C.", "wobble_quality", 3),
        ("They assign each to one of the following root causes: material, tooling, operator.", "root_cause", 3),
        ("The technician then states the consequence (none, delay, line closed).", "consequence", 3),
    ],
)  # fmt: skip
def test_lists_within_signs_are_fields_called_by_the_name_before_them(text: str, name: str, items: int) -> None:
    assert len(fields(text)[name]) == items


def test_a_list_of_signals_or_of_what_is_shown_is_no_field() -> None:
    assert fields("Show the crew, the shift and the plant. The signals come at 10 Hz.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Mark blorps and quibbles; put a point on zinks. All of them but zinks cover a span.",
        "Mark blorps and quibbles. Those two have a beginning and an end. Zinks are single points.",
        "\nEvents = blorps, quibbles (all ranges); zinks (points).",
    ],
)
def test_what_is_said_of_labels_in_the_next_clause_counts_for_them(text: str) -> None:
    items = draft_spec("We log grommet pressure (bar). " + text).spec.labels.items
    assert {item.value: item.extent for item in items} == {"blorp": "range", "quibble": "range", "zink": "instant"}


def test_a_table_says_what_its_rows_say() -> None:
    spec = draft_spec(
        "| what | details |\n| --- | --- |\n| signals | grommet pressure (bar), flange speed (rpm) |\n"
        "| ranges | blorp, quibble |\n| severity | 1-4 |\n| context | yard, crew |\n| annotators | 3 |\n"
    ).spec
    assert {channel.legend: channel.unit for channel in spec.channels} == {
        "Grommet pressure": "bar",
        "Flange speed": "rpm",
    }
    assert {item.value: item.extent for item in spec.labels.items} == {"blorp": "range", "quibble": "range"}
    assert [item.key for item in spec.context] == ["yard", "crew"]
    assert (spec.project.overlap, [field.max for field in spec.fields]) == (3, [4])


def test_a_table_of_labels_is_a_list_of_them() -> None:
    spec = draft_spec(
        "Plot grommet load in kN.\n\n| event | kind |\n|---|---|\n| blorp surge | range |\n| zink trip | instant |\n"
    ).spec
    assert {item.value: item.extent for item in spec.labels.items} == {"blorp surge": "range", "zink trip": "instant"}


def test_notes_without_capitals_are_read_line_by_line_and_head_by_head() -> None:
    spec = draft_spec(
        "signals: load x kN, oil temp degC. events: spalling (range), impact (instant). meta: yard, crew."
    ).spec
    assert [channel.unit for channel in spec.channels] == ["kN", "°C"]
    assert {item.value: item.extent for item in spec.labels.items} == {"spalling": "range", "impact": "instant"}
    assert [item.key for item in spec.context] == ["yard", "crew"]


@pytest.mark.parametrize("word", ["typically", "additionally", "oh", "those"])
def test_function_words_are_no_labels(word: str) -> None:
    spec = draft_spec(
        f"We log grommet pressure (bar). {word.capitalize()}, blorps and zinks are marked as ranges."
    ).spec
    assert {item.value for item in spec.labels.items} == {"blorp", "zink"}


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("Severity low, medium or high is required, a root-cause note optional.", {"severity"}),
        ("Severity (low, medium, high) is optional, a root-cause note is required.", {"root_cause"}),
    ],
)
def test_what_stands_behind_a_list_is_said_of_its_field(text: str, required: set[str]) -> None:
    made = draft_spec(SIGNALS + text).spec.fields
    assert {field.name for field in made if field.required} == required


@pytest.mark.parametrize(
    "text",
    [
        "Ranges: blorp, quibble\nInstants: zink",
        "blorp, quibble -> range\nzink -> instant",
        "I need segments for blorps and quibbles, plus points in time for zinks.",
        "Label blorps, quibbles (ranges) and zinks (instants).",
        "Mark blorps and quibbles over their full length. Zinks should be marked too, at the moment they happen.",
        "1. Blorps and quibbles can be drawn as ranges.\n2. Zinks can be set as an instant.",
    ],
)
def test_lists_with_one_word_on_time_say_it_of_all_their_members(text: str) -> None:
    items = draft_spec("We log grommet pressure (bar).\n\n" + text).spec.labels.items
    assert {item.value: item.extent for item in items} == {"blorp": "range", "quibble": "range", "zink": "instant"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("One smith per file is plenty.", 1),
        ("Each wheel gets three smiths.", 3),
        ("Two young smiths label every wheel.", 2),
        ("Each file make three smiths.", 3),
        ("We do not need more than one smith.", 1),
        ("3 chief engineers per voyage.", 3),
    ],
)
def test_how_many_people_label_a_task_whoever_they_are(text: str, people: int) -> None:
    assert draft_spec(f"{SIGNALS}{text}").spec.project.overlap == people


def test_options_keep_what_is_written_in_capitals() -> None:
    assert fields("A reason code (R1, R2, R3) has to be chosen.")["reason_code"] == ["R1", "R2", "R3"]
    assert fields("Pick the suspected part: RF generator, Chuck.")["suspected_part"] == ["RF generator", "chuck"]
