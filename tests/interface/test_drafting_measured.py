"""Signals that only their unit tells, in brackets, behind a dash, or in a telegram."""

from __future__ import annotations

import pytest

from faultmark.interface.drafting import draft_spec


def units(text: str) -> dict[str, str]:
    return {channel.legend.lower(): channel.unit for channel in draft_spec(text).spec.channels}


@pytest.mark.parametrize(
    "text",
    [
        "Tags available: grommet temp DE [degC], flange amps [A]. Mark blorps.",
        "In the file is grommet temp DE (degC) and flange amps (A). Mark blorps.",
        "Traces\n* grommet temp DE — °C\n* flange amps — A\n\nMark blorps.",
        "One sees the curves (grommet temp DE in C, flange amps in amperes). Mark blorps.",
        "blorp labels\ngrommet temp DE C / flange amps A\nblorp -> range\n2 ppl",
    ],
)
def test_whatever_has_a_unit_is_measured_under_its_own_name(text: str) -> None:
    assert units(text) == {"grommet temperature de": "°C", "flange amps": "A"}


def test_units_made_of_si_units_are_kept_as_written() -> None:
    found = units(
        "Plot chamber pressure (mTorr), grommet tilt (µrad), stage error (nm), shaft torque (Nm). Mark blorps."
    )
    assert found == {"chamber pressure": "mTorr", "grommet tilt": "µrad", "stage error": "nm", "shaft torque": "Nm"}


def test_what_is_entered_is_no_signal() -> None:
    text = "Plot grommet load (kN), flange speed (rpm). Mark blorps. For each they enter the estimated loss (EUR)."
    assert set(units(text)) == {"grommet load", "flange speed"}
