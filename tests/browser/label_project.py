"""A project as an engineer finds it: a real CSV, events, limits, every kind of field, and a few ways to work on it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=15_000)

SAMPLES = 2000
START = datetime(2026, 3, 6, 8, tzinfo=UTC)
STEP_UP, STEP_DOWN = 500, 1200
"""Samples at which the pressure changes its level."""

CONFIG = """<View>
  <TimeSeries name="ts" value="$csv" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S">
    <Channel column="vib" legend="vibration" units="mm/s"/>
    <Channel column="temp" legend="temperature" units="°C"/>
    <Channel column="bar" legend="pressure" units="bar"/>
  </TimeSeries>
  <TimeSeriesLabels name="label" toName="ts">
    <Label value="Drift" background="#c2571a"/><Label value="Spike" background="#2c6fbb"/>
    <Label value="Drop" background="#6d4ab0"/>
  </TimeSeriesLabels>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5" required="true"
          requiredMessage="How severe is it?"/>
  <Choices name="mode" toName="ts" perRegion="true"><Choice value="bearing"/><Choice value="seal"/></Choices>
  <TextArea name="cause" toName="ts" perRegion="true" visibleWhen="choice-selected" whenTagName="mode"
            whenChoiceValue="bearing" required="true" requiredMessage="Why did the bearing fail?"/>
  <Choices name="place" toName="ts" perRegion="true" choice="multiple" allowNested="true">
    <Choice value="pump"><Choice value="drive end"/><Choice value="free end"/></Choice><Choice value="motor"/>
  </Choices>
  <Number name="load" toName="ts" perRegion="true" min="0" max="150" whenLabelValue="Drop"/>
  <Choices name="condition" toName="ts"><Choice value="healthy"/><Choice value="stop"/></Choices>
</View>"""


def moment(sample: int) -> str:
    """The time of a sample as the file and the page write it."""
    return f"{START + timedelta(seconds=sample):%Y-%m-%d %H:%M:%S}"


def clock(sample: int) -> str:
    return moment(sample)[11:]


def _level(sample: int) -> float:
    return (5.0 if STEP_UP <= sample < STEP_DOWN else 2.0) + 0.05 * math.sin(sample * sample)


def telemetry() -> str:
    """One second a row: a wave, a ramp, and a level that goes up at one sample and down at another."""
    rows = (f"{moment(i)},{math.sin(i / 30):.3f},{20 + i / 400:.2f},{_level(i):.3f}" for i in range(SAMPLES))
    return "time,vib,temp,bar\n" + "\n".join(rows) + "\n"


def metadata(machine: str) -> dict[str, Any]:
    """What a task says about its machine."""
    return {
        "machine": machine,
        "plant": "Basel" if machine == "P-301" else "Olten",
        "regimes": [{"name": "duty 100%", "start": moment(0), "end": moment(1500)}],
        "alarms": [{"id": "A1", "message": "vibration high", "time": moment(520), "channel": "vib"}],
        "work_orders": [
            {"id": "WO 48213", "title": "regrease the bearing", "start": moment(700), "end": moment(760)},
            {"id": "WO 48300", "title": "replace the seal", "start": moment(1700), "end": moment(1800)},
        ],
        "limits": [{"channel": "bar", "value": 4.5, "label": "alarm 4.5", "severity": "alarm"}],
    }


@dataclass
class LabelProject:
    """The project and its tasks, and how a test works on them."""

    server: Any
    id: int
    tasks: list[int] = field(default_factory=list)

    def open(self, page: Page, task: int | None = None, place: str = "") -> None:
        page.goto(f"/faultmark/projects/{self.id}/tasks/{task or self.tasks[0]}{place}")
        # The file of a new project is read first.
        expect(page.get_by_role("group", name="vibration, mm/s")).to_be_visible(timeout=60_000)
        # Until it is drawn, the panes may still change their places.
        expect(page.locator(".status-line")).to_contain_text(re.compile("every sample|samples per pixel"))

    def propose(self, regions: Sequence[tuple[int, int, str, float]], task: int | None = None) -> int:
        """Post a model's prediction: ranges by sample, with class and score."""
        result = [
            {
                "id": f"p{index}",
                "from_name": "label",
                "to_name": "ts",
                "type": "timeserieslabels",
                "score": score,
                "value": {"start": moment(first), "end": moment(last), "instant": False, "timeserieslabels": [label]},
            }
            for index, (first, last, label, score) in enumerate(regions)
        ]
        body = {"task": task or self.tasks[0], "model_version": "baseline 2.1", "score": 0.5, "result": result}
        answer = self.server.post("/api/predictions/", json=body)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def bench(self, task: int | None = None) -> dict[str, Any]:
        """The task as the server has it."""
        found: dict[str, Any] = self.server.get(f"/faultmark/api/tasks/{task or self.tasks[0]}").json()
        return found

    def saved(self, page: Page, task: int | None = None) -> list[dict[str, Any]]:
        """The regions on the server once all is saved, by time, with their edges as samples."""
        expect(page.locator(".save-state")).to_contain_text(re.compile("Saved as draft|Submitted, saved"))
        regions = self.bench(task)["document"]["regions"]
        for region in regions:
            for edge in ("start", "end"):
                region[edge] = round(int(region[edge]) / 1e9 - START.timestamp())
        return sorted(regions, key=lambda region: (region["start"], region["end"]))


@pytest.fixture
def project(server: Any) -> Iterator[LabelProject]:
    """A project with three tasks on one file; removed afterwards."""
    yield from make_project(server, CONFIG, telemetry())


def make_project(server: Any, config: str, content: str, **more: object) -> Iterator[LabelProject]:
    """A project with this config and three tasks on one file; ``more`` is added to what each says of its machine."""
    created = server.post(
        "/api/projects/", json={"title": "Pump house", "label_config": config, "maximum_annotations": 1}
    )
    assert created.status_code == 201, created.text
    found = LabelProject(server, created.json()["id"])
    files = {"run.csv": ("run.csv", content, "text/csv")}
    uploaded = server.post(f"/api/projects/{found.id}/import?commit_to_project=false", files=files).json()
    path = server.get(f"/api/import/file-upload/{uploaded['file_upload_ids'][0]}").json()["file"]
    tasks = [{"data": {"csv": f"/data/{path}", **metadata(name), **more}} for name in ("P-301", "P-302", "P-303")]
    server.post(f"/api/projects/{found.id}/import", json=tasks).raise_for_status()
    found.tasks = sorted(task["id"] for task in server.get(f"/api/tasks?project={found.id}").json()["tasks"])
    yield found
    server.request("DELETE", f"/api/projects/{found.id}/")


@dataclass
class Plot:
    """A pane's plotting area, with samples as places on it while the whole series is in view."""

    page: Page
    left: float
    width: float
    y: float

    def x(self, sample: float) -> float:
        return self.left + sample / (SAMPLES - 1) * self.width

    def drag(self, start: float, end: float) -> None:
        """Drag from one sample to another."""
        mouse = self.page.mouse
        mouse.move(self.x(start), self.y)
        mouse.down()
        mouse.move(self.x((start + end) / 2), self.y)
        mouse.move(self.x(end), self.y)
        mouse.up()

    def double(self, sample: float) -> None:
        self.page.mouse.dblclick(self.x(sample), self.y)

    def point(self, sample: float) -> None:
        """Put the crosshair there."""
        self.page.mouse.move(self.x(sample), self.y)


def plot(page: Page, pane: str = "vibration, mm/s") -> Plot:
    """The plotting area of a pane."""
    box = page.get_by_role("group", name=pane).bounding_box()
    assert box is not None
    # Names and values stand to the left, a little air to the right.
    return Plot(page, box["x"] + 132, box["width"] - 132 - 14, box["y"] + box["height"] * 0.6)


def go_to(page: Page, text: str) -> None:
    """Jump to a typed time."""
    page.keyboard.press("g")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Go to a time")).to_be_hidden()


def draw(page: Page, first: int, last: int) -> None:
    """A region by keyboard alone."""
    go_to(page, clock(first))
    page.keyboard.press("[")
    go_to(page, clock(last))
    page.keyboard.press("]")


def rows(page: Page) -> Locator:
    """Rows of the list of regions and proposals."""
    return page.locator(".region-list").get_by_role("button")


def edge(page: Page, name: str) -> Locator:
    """The field of an edge: Start, End, or an instant's At."""
    return page.get_by_role("textbox", name=name, exact=True)


def times(page: Page) -> tuple[str, str]:
    """Start and end in the form."""
    return edge(page, "Start").input_value(), edge(page, "End").input_value()
