"""Wordings that drafts understand whatever the things are called: made-up names stand for what no dictionary knows."""

from __future__ import annotations

import pytest

from faultmark.interface.drafting import draft_spec

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
