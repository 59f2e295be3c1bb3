"""The conditions of webhooks: what they mean, and that nothing else is ever run."""

from __future__ import annotations

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultmark.actions.event_rule import parse_rule
from faultmark.errors import FaultmarkError

NAMES = ("severity", "settled", "class", "agreement")
CASES: list[tuple[str, dict[str, Any], bool]] = [
    ("", {}, True),
    ("severity >= 4 and settled", {"severity": 4, "settled": True}, True),
    ("severity ≥ 4 and settled", {"severity": 3.9, "settled": True}, False),
    ("severity >= 4", {}, False),
    ("not severity >= 4", {"severity": None}, True),
    ("severity < 2 or class == 'drift' and settled", {"severity": 1, "settled": False}, True),
    ("(severity < 2 or class == 'drift') and settled", {"severity": 1, "settled": False}, False),
    ('class in ["drift", "drop"]', {"class": "drop"}, True),
    ("class > 3", {"class": "drift"}, False),
    ("agreement != 0.5", {"agreement": 1}, True),
    ("settled == true", {"settled": True}, True),
]


@pytest.mark.parametrize(("text", "values", "holds"), CASES)
def test_what_a_rule_means(text: str, values: dict[str, Any], holds: bool) -> None:
    assert parse_rule(text, NAMES).holds(values) is holds


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("severity >=", 12),
        ("severty > 3", 1),
        ("severity > 3 settled", 14),
        ("(settled", 9),
        ("__import__('os')", 1),
        ("severity.real > 1", 9),
        ("severity > 3; settled", 13),
        ("class in drift", 10),
        ("(" * 40 + "settled" + ")" * 40, 31),
    ],
)
def test_what_is_no_rule_is_refused_where_it_goes_wrong(text: str, column: int) -> None:
    with pytest.raises(FaultmarkError) as caught:
        parse_rule(text, NAMES)
    assert (caught.value.code, caught.value.place.column) == ("rule.invalid", column)


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_an_error_of_ours(text: str) -> None:
    try:
        rule = parse_rule(text, NAMES)
    except FaultmarkError:
        return
    assert rule.holds({}) in (True, False)


@given(
    st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.sampled_from(["and", "or"]), st.booleans(),
)  # fmt: skip
def test_it_judges_as_arithmetic_does(a: int, b: int, c: int, sign: str, joint: str, negated: bool) -> None:
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
               "!=": operator.ne}[sign]  # fmt: skip
    left, right = compare(a, b), compare(a, c)
    left = not left if negated else left
    expected = (left and right) if joint == "and" else (left or right)
    text = f"{'not ' if negated else ''}severity {sign} {b} {joint} severity {sign} {c}"
    assert parse_rule(text, NAMES).holds({"severity": a}) is expected
