"""The main job from end to end: labeled in Faultmark, seen by Label Studio's editor and SDK, and the other way round.

Three ways in which telemetry tells the time: text with a format, plain numbers, and a file without a header.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from label_studio_sdk import LabelStudio
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SAMPLES = 2000
CONTROLS = """
  <TimeSeriesLabels name="label" toName="ts">
    <Label value="Drift" background="#c0392b"/><Label value="Spike" background="#2c6fbb"/>
  </TimeSeriesLabels>
  <Choices name="mode" toName="ts" perRegion="true" required="true">
    <Choice value="bearing"/><Choice value="seal"/>
  </Choices>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5"/>
  <Number name="load" toName="ts" perRegion="true" min="0" max="150"/>
  <TextArea name="cause" toName="ts" perRegion="true"/>
  <Choices name="machine" toName="ts"><Choice value="healthy"/><Choice value="stop"/></Choices>"""


@dataclass(frozen=True)
class Telemetry:
    """One file and the config that reads it. ``times`` maps a written time to its sample's number."""

    name: str
    object_tag: str
    header: str
    written: Callable[[int], str]
    """The time of a sample as the file has it."""
    in_result: Callable[[int], Any]
    """The time of a sample as Label Studio's JSON has it."""

    @property
    def config(self) -> str:
        return f"<View>\n  {self.object_tag}{CONTROLS}\n</View>"

    @property
    def text(self) -> str:
        rows = (f"{self.written(i)},{math.sin(i / 30):.3f},{20 + i / 400:.2f}" for i in range(SAMPLES))
        return self.header + "\n".join(rows) + "\n"

    @property
    def samples(self) -> dict[Any, int]:
        return {self.in_result(i): i for i in range(SAMPLES)}


def _moment(sample: int) -> str:
    at = datetime(2026, 3, 6, 8, tzinfo=UTC) + timedelta(milliseconds=250 * sample)
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"


CHANNELS = '<Channel column="{}" legend="vibration" units="mm/s"/><Channel column="{}" legend="temperature"/>'
FORMS = [
    Telemetry(
        "times-as-text",
        '<TimeSeries name="ts" value="$csv" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S.%f">'
        + CHANNELS.format("vib", "temp")
        + "</TimeSeries>",
        "time,vib,temp\n",
        _moment,
        _moment,
    ),
    Telemetry(
        "numeric-times",
        '<TimeSeries name="ts" value="$csv" timeColumn="t">' + CHANNELS.format("vib", "temp") + "</TimeSeries>",
        "t,vib,temp\n",
        lambda i: str(1000 + 5 * i),
        lambda i: 1000 + 5 * i,
    ),
    Telemetry(
        "headless",
        '<TimeSeries name="ts" value="$csv" timeColumn="0">' + CHANNELS.format("1", "2") + "</TimeSeries>",
        "",
        lambda i: str(2 * i),
        lambda i: 2 * i,
    ),
]


@dataclass(frozen=True)
class Project:
    telemetry: Telemetry
    id: int
    task: int


@pytest.fixture(params=FORMS, ids=lambda form: form.name)
def project(request: pytest.FixtureRequest, server: Any) -> Iterator[Project]:
    """A project with one uploaded file, put in as Label Studio's own import page does it."""
    form: Telemetry = request.param
    asked = {"title": f"Proof: {form.name}", "label_config": form.config, "maximum_annotations": 1}
    created = server.post("/api/projects/", json=asked)
    assert created.status_code == 201, created.text
    number = created.json()["id"]
    files = {"run.csv": ("run.csv", form.text, "text/csv")}
    uploaded = server.post(f"/api/projects/{number}/import?commit_to_project=false", files=files).json()
    chosen = {"file_upload_ids": uploaded["file_upload_ids"], "files_as_tasks_list": False}
    server.post(f"/api/projects/{number}/reimport", json=chosen).raise_for_status()
    [task] = server.get(f"/api/tasks?project={number}").json()["tasks"]
    yield Project(form, number, task["id"])
    server.request("DELETE", f"/api/projects/{number}/")


def open_task(page: Page, project: Project) -> None:
    page.goto(f"/faultmark/projects/{project.id}/tasks/{project.task}")
    expect(page.get_by_role("group", name="vibration, mm/s")).to_be_visible()


def describe(page: Page, mode: str, severity: int, load: str, cause: str) -> None:
    """Fill in the selected region's form."""
    page.get_by_role("radio", name=mode).click()
    page.get_by_role("radio", name=f"{severity} of 5").click()
    page.get_by_role("spinbutton", name="load").fill(load)
    page.get_by_role("textbox", name="cause").fill(cause)
    page.keyboard.press("Escape")


def values_of(result: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each region says, by region and control; and where it lies."""
    regions: dict[str, dict[str, Any]] = {}
    for item in result:
        if "start" not in item["value"]:
            continue
        region = regions.setdefault(item["id"], {})
        place = {key: item["value"][key] for key in ("start", "end", "instant")}
        assert region.setdefault("place", place) == place
        region[item["from_name"]] = item["value"][item["type"] if item["type"] != "textarea" else "text"]
    return regions


def test_what_is_labeled_here_is_label_studios_and_back(page: Page, server: Any, project: Project) -> None:
    open_task(page, project)
    pane = page.get_by_role("group", name="vibration, mm/s").bounding_box()
    assert pane is not None
    y = pane["y"] + pane["height"] / 2
    page.keyboard.press("1")
    page.mouse.move(pane["x"] + 500, y)
    page.mouse.down()
    page.mouse.move(pane["x"] + 600, y)
    page.mouse.move(pane["x"] + 700, y)
    page.mouse.up()
    describe(page, "bearing", 4, "42.5", "grease line blocked")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.mouse.dblclick(pane["x"] + 900, y)
    describe(page, "seal", 2, "7", "knock")
    page.get_by_role("radio", name="stop").click()
    with page.expect_response(lambda answer: answer.url.endswith(f"/api/tasks/{project.task}/annotations")) as saved:
        page.get_by_role("button", name="Submit").click()
    assert saved.value.status == 201, saved.value.text()

    [annotation] = server.get(f"/api/tasks/{project.task}/annotations/").json()
    ours = annotation["result"]
    drift, spike = values_of(ours).values()
    samples = project.telemetry.samples
    assert drift | {"place": None} == {
        "place": None,
        "label": ["Drift"],
        "mode": ["bearing"],
        "severity": 4,
        "load": 42.5,
        "cause": ["grease line blocked"],
    }
    assert spike | {"place": None} == {
        "place": None,
        "label": ["Spike"],
        "mode": ["seal"],
        "severity": 2,
        "load": 7,
        "cause": ["knock"],
    }
    assert not drift["place"]["instant"]
    assert samples[drift["place"]["start"]] < samples[drift["place"]["end"]]
    assert spike["place"]["instant"]
    assert spike["place"]["start"] == spike["place"]["end"]
    assert samples[spike["place"]["start"]] > samples[drift["place"]["end"]]
    assert next(item for item in ours if item["from_name"] == "machine")["value"] == {"choices": ["stop"]}

    # The official SDK reads and exports just this.
    client = LabelStudio(base_url=server.base_url, api_key=server.api_token)
    assert client.annotations.get(id=annotation["id"]).result == ours
    [exported] = client.projects.exports.as_json(project.id)
    assert [item["result"] for item in exported["annotations"]] == [ours]

    # Label Studio's own editor shows the same regions, and adds two of its own.
    native = native_editor(page, project, regions=2)
    assert values_of(native) == values_of(ours)
    overlay = page.locator(".htx-timeseries-channel rect.overlay").first
    overlay.wait_for()
    plot = overlay.bounding_box()
    assert plot is not None
    y = plot["y"] + plot["height"] / 2
    page.get_by_text("Drift", exact=True).first.click()
    page.mouse.move(plot["x"] + 100, y)
    page.mouse.down()
    page.mouse.move(plot["x"] + 160, y, steps=4)
    page.mouse.move(plot["x"] + 237, y, steps=4)
    page.mouse.up()
    wait_for_regions(page, 3)
    # The last in the list of regions; only a selected region shows its fields.
    page.get_by_text("Drift", exact=True).last.click()
    page.get_by_text(re.compile("^bearing")).first.click()
    page.keyboard.press("Escape")
    page.get_by_text("Spike", exact=True).first.click()
    page.mouse.dblclick(plot["x"] + 500, y)
    wait_for_regions(page, 4)
    page.get_by_text("Spike", exact=True).last.click()
    page.get_by_text(re.compile("^seal")).first.click()
    with page.expect_response(lambda answer: "/api/annotations/" in answer.url) as updated:
        page.get_by_text("Update", exact=True).first.click()
    assert updated.value.status == 200, updated.value.text()

    # What was made there opens here, to the sample.
    [annotation] = server.get(f"/api/tasks/{project.task}/annotations/").json()
    theirs = values_of(annotation["result"])
    assert len(theirs) == 4
    bench = server.get(f"/faultmark/api/tasks/{project.task}").json()
    axis = bench["series"]["axis"]
    shown = {
        region["id"]: {
            "place": [(int(region[edge]) - int(axis["first"])) / int(axis["step"]) for edge in ("start", "end")],
            **region["values"],
        }
        for region in bench["document"]["regions"]
    }
    expected = {
        key: {**region, "place": [samples[region["place"]["start"]], samples[region["place"]["end"]]]}
        for key, region in theirs.items()
    }
    assert shown == expected
    assert bench["document"]["values"] == {"machine": ["stop"]}
    open_task(page, project)
    expect(page.locator(".region-list").get_by_role("button")).to_have_count(4)


def native_editor(page: Page, project: Project, regions: int) -> list[dict[str, Any]]:
    """Open a task in Label Studio's editor; return the result items that it holds."""
    page.goto(f"/projects/{project.id}/data?task={project.task}")
    wait_for_regions(page, regions)
    page.locator(".htx-timeseries-channel rect.overlay").first.wait_for()
    items: list[dict[str, Any]] = json.loads(
        page.evaluate("JSON.stringify(Htx.annotationStore.selected.serializeAnnotation())")
    )
    return items


def wait_for_regions(page: Page, count: int) -> None:
    page.wait_for_function(
        f"globalThis.Htx?.annotationStore?.selected?.regionStore?.regions.length === {count}", timeout=30_000
    )
