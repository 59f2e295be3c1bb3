"""Small screens: the labels on one line, titles read to their end, the value under the crosshair in low panes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from label_project import SAMPLES, LabelProject, make_project, moment, plot, telemetry
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LABELS = ("drift", "drop", "level shift", "spike", "variance change", "oscillation", "flatline", "dropout")
CHANNELS = ("vibration DE", "vibration NDE", "bearing temp DE", "winding temp", "discharge pressure", "current", "flow")
CONFIG = f"""<View>
  <TimeSeries name="ts" value="$csv" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S">
    <Channel column="vib" legend="vibration" units="mm/s"/>
    {"".join(f'<Channel column="vib" legend="{name}" units="mm/s"/>' for name in CHANNELS)}
  </TimeSeries>
  <TimeSeriesLabels name="label" toName="ts">{"".join(f'<Label value="{name}"/>' for name in LABELS)}</TimeSeriesLabels>
</View>"""

# Elements whose text is longer than what is shown of it.
CUT = """(query) => [...document.querySelectorAll(query)]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
  .map((element) => element.textContent)"""
# Values under the crosshair that reach beyond their pane, or stand over its name.
HIDDEN = """() => [...document.querySelectorAll('.fm-pane')].filter((pane) => {
  const of = (query) => pane.querySelector(query).getBoundingClientRect();
  const [value, head, frame] = [of('.fm-gutter-value'), of('.fm-gutter-head'), pane.getBoundingClientRect()];
  return value.height === 0 || value.bottom > frame.bottom || value.top < head.bottom - 1;
}).map((pane) => pane.textContent)"""


@pytest.fixture
def crowded(server: Any) -> Iterator[LabelProject]:
    yield from make_project(server, CONFIG, telemetry(), run="eight weeks from 2 March 2026, hall 2, line 17")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1280, 800), (1366, 768), (1440, 900), (1920, 1080)])
def test_small_screens_show_it_all(page: Page, crowded: LabelProject, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    place = {"start": moment(100), "end": moment(200), "instant": False, "timeserieslabels": ["drift"]}
    item = {"id": "a", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "value": place}
    told = {"task": crowded.tasks[0], "model_version": "baseline 2.1", "score": 0.9, "result": [item]}
    assert crowded.server.post("/api/predictions/", json=told).status_code == 201
    crowded.open(page)
    expect(page.get_by_role("button", name="Accept 1 above")).to_be_visible()

    bar = page.get_by_role("radiogroup", name="Label for the next region")
    tops = bar.get_by_role("radio").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert len(tops) == len(LABELS)
    assert len(set(tops)) == 1, "the labels take two lines"
    titles = page.locator(".queue-row .title")
    expect(titles).to_have_count(3)
    assert page.evaluate(CUT, ".queue-row .title, .bottom-bar .option, .bottom-bar .button") == []

    plot(page).point(SAMPLES / 2)
    expect(page.locator(".fm-gutter-value").first).not_to_be_empty()
    assert page.evaluate(HIDDEN) == []
