"""What the learned model says of phrases: one role for the members of a list, and nothing about what is not said."""

from __future__ import annotations

from faultmark.interface.drafting.brief.statements import statements_of
from faultmark.interface.drafting.roles.reading import Reading


def roles_of(brief: str) -> dict[str, str]:
    return {phrase.words: phrase.role for phrase in Reading(statements_of(brief)).phrases}


def test_words_around_a_list_give_its_members_one_role() -> None:
    brief = "Sensors: oil pressure (bar), shaft torque (Nm). Mark blorp drift, zink burst and grommet leak as ranges. Show plant, machine id and yard."  # noqa: E501
    roles = roles_of(brief)
    assert roles["oil pressure"] == roles["shaft torque"] == "signal"
    assert roles["blorp drift"] == roles["zink burst"] == roles["grommet leak"] == "event"
    assert roles["plant"] == roles["machine id"] == roles["yard"] == "context"


def test_the_chance_of_words_that_the_brief_lacks_is_nothing() -> None:
    reading = Reading(statements_of("Mark drift and spikes."))
    assert reading.chance("unicorn", "event") == 0
    assert reading.chance("spike", "event") == reading.chance("Spikes", "event") > 0.5
