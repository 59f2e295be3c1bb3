"""A day of the demo's pump, labeled from the first to the last region with the actions counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from faultmark.host.demo_content import PUMPS
from faultmark.simulate import Simulation, TrueEvent
from faultmark.simulate.writers import write_csv

pytestmark = pytest.mark.browser
SECOND = 10**9
# Where ticks lie on a pane: the address says what is in view. It follows when the view has come to rest, so both it and
# the pane must have stayed the same for longer than that.
PLACES = """async ([pane, ...ticks]) => {
  let last = "", rest = performance.now();
  while (performance.now() - rest < 400) {
    await new Promise(requestAnimationFrame);
    const now = location.hash + JSON.stringify(pane.getBoundingClientRect());
    if (now !== last) rest = performance.now();
    last = now;
  }
  const box = pane.getBoundingClientRect(), left = box.left + 132, width = box.width - 132 - 14;
  const [start, end] = new URLSearchParams(location.hash.slice(1)).get("view").split("..").map(BigInt);
  const x = (tick) => left + Number(BigInt(tick) - start) / Number(end - start) * width;
  const places = ticks.map((tick) => [x(tick), box.top + box.height * 0.6]);
  return { places, pixel: Number(end - start) / width };
}"""


def written(tick: int) -> str:
    return f"{datetime.fromtimestamp(tick // SECOND, UTC):%Y-%m-%d %H:%M:%S}"


def items_of(events: list[TrueEvent]) -> list[dict[str, Any]]:
    """What a model that is right proposes: each event with its class and its severity."""
    items = []
    for number, event in enumerate(events):
        place = {"start": written(event.start), "end": written(event.end), "instant": event.first == event.last}
        one = {"id": f"e{number}", "to_name": "ts", "score": 0.9}
        labels = {"from_name": "label", "type": "timeserieslabels", "value": place | {"timeserieslabels": [event.kind]}}
        rating = {"from_name": "severity", "type": "rating", "value": place | {"rating": event.severity}}
        items += [one | labels, one | rating]
    return items


@dataclass
class Day:
    """The demo's task of one day. ``missed`` is the event that the model does not propose."""

    server: Any
    project: int
    task: int
    events: list[TrueEvent]
    missed: TrueEvent
    samples: int


@pytest.fixture
def day(server: Any) -> Iterator[Day]:
    content = next(task for task in PUMPS.tasks if task.title.startswith("P-302"))
    assert content.scenario is not None
    simulation = Simulation(content.scenario)
    file = io.BytesIO()
    write_csv(simulation, file)
    made = server.post("/api/projects/", json={"title": "A day", "label_config": PUMPS.config})
    assert made.status_code == 201, made.text
    project = made.json()["id"]
    files = {"day.csv": ("day.csv", file.getvalue(), "text/csv")}
    uploaded = server.post(f"/api/projects/{project}/import?commit_to_project=false", files=files).json()
    path = server.get(f"/api/import/file-upload/{uploaded['file_upload_ids'][0]}").json()["file"]
    data = {"telemetry": f"/data/{path}", **simulation.metadata()}
    server.post(f"/api/projects/{project}/import", json=[{"data": data}]).raise_for_status()
    [task] = server.get(f"/api/tasks?project={project}").json()["tasks"]
    events = simulation.events()
    # The widest but the bearing's decline, which is as wide as the day's second half.
    missed = sorted(events, key=lambda event: event.last - event.first)[-2]
    proposed = [event for event in events if event is not missed]
    body = {"task": task["id"], "model_version": "truth", "score": 0.9, "result": items_of(proposed)}
    answer = server.post("/api/predictions/", json=body)
    assert answer.status_code == 201, answer.text
    yield Day(server, project, task["id"], proposed, missed, content.scenario.samples)
    server.request("DELETE", f"/api/projects/{project}/")


@dataclass
class Hands:
    """Hands that count what they do."""

    page: Page
    keys: int = 0
    drags: int = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.drags += 1
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, start[1])
        self.page.mouse.move(*end)
        self.page.mouse.up()


def test_a_day_takes_a_key_a_proposal_and_a_drag_with_three_keys_for_what_was_missed(page: Page, day: Day) -> None:
    page.goto(f"/faultmark/projects/{day.project}/tasks/{day.task}")
    pane = page.get_by_role("group", name="discharge pressure, bar")
    expect(pane).to_be_visible(timeout=60_000)
    expect(page.locator(".status-line")).to_contain_text(re.compile("every sample|samples per pixel"))
    hands = Hands(page)

    # One key goes to the first proposal. From there it is one key for each.
    hands.press("Enter")
    for _event in day.events:
        hands.press("Enter")
    rows = page.locator(".region-list").get_by_role("button")
    expect(rows).to_have_count(len(day.events))
    expect(rows.filter(has_text="proposal")).to_have_count(0)
    assert (hands.keys, hands.drags) == (len(day.events) + 1, 0)

    # What the model missed: drawn where it shows, named, rated, and its failure mode chosen.
    at = page.evaluate(PLACES, [pane.element_handle(), str(day.missed.start), str(day.missed.end)])
    hands.drag(*at["places"])
    expect(rows).to_have_count(len(day.events) + 1)
    kinds = [option["value"] for option in bench(day)["schema"]["controls"][0]["options"]]
    for key in (str(1 + kinds.index(day.missed.kind)), f"Shift+{day.missed.severity}", "r"):
        hands.press(key)
    assert (hands.keys, hands.drags) == (len(day.events) + 1 + 3, 1)
    with page.expect_response(lambda answer: answer.url.endswith(f"/api/tasks/{day.task}/annotations")) as saved:
        hands.press("s")
    assert saved.value.status == 201, saved.value.text()

    regions = {
        region["parent"] and region["parent"]["region_id"]: region for region in bench(day)["document"]["regions"]
    }
    for number, event in enumerate(day.events):
        found = regions.pop(f"e{number}")
        assert (int(found["start"]), int(found["end"])) == (event.start, event.end)
        assert found["values"] == {"label": [event.kind], "severity": event.severity}
    [(parent, drawn)] = regions.items()
    assert parent is None
    assert drawn["values"] == {
        "label": [day.missed.kind],
        "severity": day.missed.severity,
        "failure_mode": ["blockage"],
    }
    for edge, true in (("start", day.missed.start), ("end", day.missed.end)):
        assert abs(int(drawn[edge]) - true) < 3 * at["pixel"]


def bench(day: Day) -> dict[str, Any]:
    """The task as the server has it."""
    found: dict[str, Any] = day.server.get(f"/faultmark/api/tasks/{day.task}").json()
    return found
