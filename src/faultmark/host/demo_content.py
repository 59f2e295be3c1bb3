"""What the demo contains: three projects, their labeling configs and their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from faultmark.simulate import SENSORS, Scenario, Sensor
from faultmark.simulate.duty import DUTY_60, DUTY_100, SECOND, START_UP, STOPPED
from faultmark.simulate.sensors import WAVE_SENSORS

__all__ = ["NAB_FILE", "PROJECTS", "DemoProject", "DemoTask"]

NAB_FILE = "machine_temperature_system_failure.csv"

_DAY = 86_400
_MONDAY = Scenario(1).start

# Failure classes with colours that tell them apart on light and dark, and the keys 1 to 8.
_LABELS = (
    ("drift", "#c2571a", "A slow change in one direction that ends where it was mended."),
    ("drop", "#b3261e", "A short collapse of a signal."),
    ("level shift", "#6d4ab0", "From one sample to the next at another level, and it stays there."),
    ("spike", "#b0851a", "One instant."),
    ("variance change", "#2f7d4f", "The same level, but noisier or quieter."),
    ("oscillation", "#1f7a8c", "A swing that was not there before."),
    ("flatline", "#8a5a44", "The value is stuck."),
    ("dropout", "#7a7a7a", "Values are missing."),
)

_FAILURE_MODES = (
    "bearing damage",
    "lubrication",
    "cavitation or air",
    "blockage",
    "misalignment",
    "drive or supply",
    "valve or process",
    "sensor or cable",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class DemoTask:
    """One task: a scenario to simulate, or the real machine where there is none. ``options`` are for its ingest.

    ``people`` says what the demo's people have made of it: one annotated it and the other is to, both did, or a
    reviewer has judged it as well.
    """

    title: str
    file: str
    scenario: Scenario | None = None
    data: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    people: Literal["none", "begun", "annotated", "accept", "send_back"] = "none"


@dataclass(frozen=True, slots=True)
class DemoProject:
    """One Label Studio project of the demo."""

    title: str
    description: str
    instruction: str
    config: str
    tasks: tuple[DemoTask, ...]
    overlap: int = 2


def _channels(sensors: Sequence[Sensor]) -> str:
    lines = []
    for sensor in sensors:
        fmt = f",.{sensor.decimals}f"
        lines.append(
            f'    <Channel column="{sensor.name}" legend={quoteattr(sensor.title)} units={quoteattr(sensor.units)} '
            f'displayFormat="{fmt}"/>'
        )
    return "\n".join(lines)


def _config(time_attributes: str, channels: str, overview: str) -> str:
    """Build a labeling config: labels, the series, and a form for each region and for the whole run."""
    labels = "\n".join(
        f'    <Label value="{name}" background="{color}" hotkey="{key}" hint={quoteattr(hint)}/>'
        for key, (name, color, hint) in enumerate(_LABELS, start=1)
    )
    modes = "\n".join(f'    <Choice value="{mode}"/>' for mode in _FAILURE_MODES)
    return f"""<View>
  <Header value="Anomaly"/>
  <TimeSeriesLabels name="label" toName="ts">
{labels}
  </TimeSeriesLabels>
  <TimeSeries name="ts" valueType="url" value="$telemetry" sep="," {time_attributes} overviewChannels="{overview}">
{channels}
  </TimeSeries>
  <Header value="Severity"/>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5" required="true"
          requiredMessage="Say how severe it is, from 1 (note it) to 5 (stop the machine)."/>
  <Header value="Failure mode"/>
  <Choices name="failure_mode" toName="ts" perRegion="true" choice="single" showInline="true">
{modes}
  </Choices>
  <Header value="Root cause"/>
  <TextArea name="root_cause" toName="ts" perRegion="true" rows="3" maxSubmissions="1" editable="true"
            placeholder="What caused it, and how do you know?"/>
  <Header value="Expected downtime, h"/>
  <Number name="downtime_h" toName="ts" perRegion="true" min="0" max="720" step="0.5"/>
  <Header value="Condition of the machine over the whole run"/>
  <Choices name="condition" toName="ts" choice="single" showInline="true">
    <Choice value="healthy"/>
    <Choice value="watch"/>
    <Choice value="plan repair"/>
    <Choice value="stop"/>
  </Choices>
</View>
"""


_INSTRUCTION = (
    "Mark every stretch in which the machine or a sensor does something it should not. Choose the class that "
    "describes the signal, then say how severe it is and what you think is behind it. Starts, stops and changes of "
    "duty are normal operation."
)

_RUN_UP = (
    (0.0, STOPPED, 0.0),
    (8.0, START_UP, 0.3),
    (60.0, START_UP, 0.6),
    (120.0, DUTY_100, 1.0),
    (420.0, DUTY_60, 0.6),
    (560.0, STOPPED, 0.0),
)

# Short runs, so that a project shows every state that a task can be in.
_SHIFTS: tuple[tuple[str, int, int, Literal["begun", "accept", "send_back"]], ...] = (
    ("P-305", 41, 6, "accept"),
    ("P-306", 43, 5, "send_back"),
    ("P-307", 47, 4, "begun"),
)

PUMPS = DemoProject(
    title="Cooling pumps",
    description="Simulated cooling-water pumps, eight channels each, from one day to eight weeks of seconds.",
    instruction=_INSTRUCTION,
    config=_config(
        'timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S" timeDisplayFormat="%d %b %H:%M:%S"',
        _channels(SENSORS),
        "vibration_de",
    ),
    tasks=(
        DemoTask(
            "P-301, eight weeks from 2 March 2026",
            "P-301-eight-weeks.csv",
            Scenario(5_000_000, seed=7, machine_id="P-301"),
        ),
        DemoTask(
            "P-302, 6 March 2026",
            "P-302-one-day.csv",
            Scenario(_DAY, seed=11, start=_MONDAY + 4 * _DAY * SECOND, wear="fail", anomalies=7, machine_id="P-302"),
        ),
        DemoTask(
            "P-303, 10 March 2026",
            "P-303-one-day.csv",
            Scenario(
                _DAY,
                seed=23,
                start=_MONDAY + 8 * _DAY * SECOND,
                anomalies=11,
                machine_id="P-303",
                plant="Basel, hall 3",
            ),
            people="annotated",
        ),
        DemoTask(
            "P-304, four days from 16 March 2026",
            "P-304-four-days.csv",
            Scenario(
                4 * _DAY // 5,
                seed=31,
                step=5 * SECOND,
                start=_MONDAY + 14 * _DAY * SECOND,
                anomalies=14,
                machine_id="P-304",
                plant="Olten",
            ),
            people="annotated",
        ),
        *(
            DemoTask(
                f"{machine}, early shift of 21 March 2026",
                f"{machine}-early-shift.csv",
                Scenario(
                    _DAY // 3,
                    seed=seed,
                    start=_MONDAY + 19 * _DAY * SECOND + _DAY // 4 * SECOND,
                    anomalies=count,
                    wear="none",
                    machine_id=machine,
                    plant="Olten",
                ),
                people=people,
            )
            for machine, seed, count, people in _SHIFTS
        ),
    ),
)

_RUNS: tuple[tuple[str, int, int, int, int, Literal["accept", "send_back"]], ...] = (
    ("P-301", 8841, 600_000, 5, 8, "send_back"),
    ("P-302", 8842, 240_000, 9, 4, "accept"),
)

RUN_UPS = DemoProject(
    title="Pump run-ups",
    description="Start-up to coast-down at 1 kHz on a numeric axis of seconds; vibration as waveform.",
    instruction=_INSTRUCTION,
    config=_config('timeColumn="seconds"', _channels(WAVE_SENSORS), "vibration_de"),
    tasks=tuple(
        DemoTask(
            f"{machine}, run {number}",
            f"{machine}-run-{number}.csv",
            Scenario(
                size,
                seed=seed,
                step=SECOND // 1000,
                start=_MONDAY + 9 * 3600 * SECOND,
                anomalies=count,
                wear="none",
                axis="seconds",
                duty=_RUN_UP,
                machine_id=machine,
            ),
            people=people,
        )
        for machine, number, size, seed, count, people in _RUNS
    ),
)

NAB = DemoProject(
    title="Machine temperature (NAB)",
    description="Temperature inside a real industrial machine, every 5 minutes for eleven weeks, with a known failure.",
    instruction=_INSTRUCTION,
    config=_config(
        'timeColumn="timestamp" timeFormat="%Y-%m-%d %H:%M:%S" timeDisplayFormat="%d %b %H:%M"',
        '    <Channel column="value" legend="temperature" displayFormat=",.1f"/>',
        "value",
    ),
    tasks=(
        DemoTask(
            "NAB machine temperature, 2 December 2013 to 19 February 2014",
            NAB_FILE,
            data={
                "machine_id": "NAB machine temperature",
                "notice": (
                    "The file is shown as published. Line 10151 steps back from 2014-01-07 02:55 to 02:00, so it was "
                    "read with the option “sort”; the twelve times that then occur twice are all kept."
                ),
                "source": "Numenta Anomaly Benchmark v1.1, realKnownCause, MIT licence",
            },
            options={"sort": True},
        ),
    ),
)

PROJECTS = (PUMPS, RUN_UPS, NAB)
