"""The panes under a real pointer, on made-up data: no server, only the harness in frontend/dev."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SIZE = 400_000  # samples
STEP = 216_000_000  # ns between the harness' samples
GUTTER = 132


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "scripts"))
    import frontend

    frontend.install()
    frontend.npm("run", "--silent", "harness", "--", "--logLevel", "error")
    handler = functools.partial(QuietHandler, directory=str(ROOT / "frontend" / "dist" / "dev"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


@pytest.fixture
def open_panes(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the harness with a query, as large and as fine as wished for. Its pages may not throw."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(query: str = "", width: int = 1032, height: int = 905, ratio: float = 1) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=ratio)
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}?size={SIZE}&{query}" if "size=" not in query else f"{address}?{query}")
        page.wait_for_function("globalThis.harness?.log.some(([kind, s]) => kind === 'status' && !s.loading)")
        drawn(page)
        events(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert errors == []


@pytest.fixture
def panes(open_panes: Callable[..., Page]) -> Page:
    return open_panes()


def drawn(page: Page) -> None:
    """Until what was asked for is on the screen."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def events(page: Page, *, hovers: bool = False) -> list[list[Any]]:
    """What the panes reported since the last call."""
    log = page.evaluate("harness.log.splice(0).filter(([kind]) => kind !== 'status')")
    return log if hovers else [event for event in log if event[0] != "hover"]


def change(page: Page, pane: int, spec: str) -> None:
    """Give a pane other settings."""
    page.evaluate(f"harness.change('pane-{pane}', {spec})")
    drawn(page)


def pane_box(page: Page, pane: int) -> dict[str, float]:
    box = page.locator(f".fm-pane[data-pane=pane-{pane}]").bounding_box()
    assert box is not None
    return dict(box)


def axis_labels(page: Page, pane: int) -> str:
    """What the page says of a pane's axis to those who cannot see it."""
    pane_node = page.locator(f".fm-pane[data-pane=pane-{pane}]")
    pane_node.and_(page.locator("[aria-description]")).wait_for(state="attached")
    page.wait_for_timeout(450)  # it waits for the view to rest
    return pane_node.get_attribute("aria-description") or ""


def colours(page: Page, selector: str, x: float, y: float, width: float, height: float) -> set[tuple[int, int, int]]:
    """The colours in a part of a canvas, in CSS pixels from its corner."""
    found = page.evaluate(
        """([selector, x, y, w, h]) => {
            const canvas = document.querySelector(selector), r = canvas.width / canvas.getBoundingClientRect().width;
            const [a, b, c, d] = [x, y, w, h].map((v) => Math.round(v * r));
            const image = canvas.getContext('2d').getImageData(a, b, Math.max(1, c), Math.max(1, d));
            const solid = [...new Set(new Uint32Array(image.data.buffer))].filter((pixel) => pixel >>> 24 > 200);
            return solid.map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
        }""",
        [selector, x, y, width, height],
    )
    return {(r, g, b) for r, g, b in found}


def window(page: Page) -> tuple[int, int]:
    start, end = page.evaluate("[harness.range.value.start, harness.range.value.end].map(String)")
    return int(start), int(end)


def drag(
    page: Page, start: tuple[int, int], end: tuple[int, int], *, release: bool = True, button: Any = "left"
) -> None:
    page.mouse.move(*start)
    page.mouse.down(button=button)
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    if release:
        page.mouse.up(button=button)


def tick_at(page: Page, x: float) -> float:
    start, end = window(page)
    return start + (x - GUTTER) / (1032 - GUTTER - 14) * (end - start)


def test_a_drag_draws_a_range_from_sample_to_sample(panes: Page) -> None:
    first = int(panes.evaluate("String(harness.axis.first)"))
    pixel = tick_at(panes, 1) - tick_at(panes, 0)
    drag(panes, (400, 150), (300, 150))
    [[kind, start, end, pane]] = events(panes)
    assert (kind, pane) == ("drawRange", "pane-0")
    assert abs(int(start) - tick_at(panes, 300)) < 1.5 * pixel
    assert abs(int(end) - tick_at(panes, 400)) < 1.5 * pixel
    assert (int(start) - first) % STEP == 0
    assert (int(end) - first) % STEP == 0


def test_escape_takes_back_a_drawing_and_a_resize(panes: Page) -> None:
    drag(panes, (420, 150), (500, 150), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    assert events(panes) == []
    drag(panes, (661, 460), (600, 460), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    *moves, last = events(panes)
    assert {move[4] for move in moves} == {"move"}
    assert last[:3] == ["resize", "drift", "start"]
    assert last[4] == "cancel"
    region = "harness.regions.value.find(({ id }) => id === 'drift').start"
    assert panes.evaluate(f"String({region})") == last[3]


def test_handles_move_an_edge_and_leave_the_other(panes: Page) -> None:
    drag(panes, (661, 460), (640, 460))
    reported = events(panes)
    assert [event[4] for event in reported][-1] == "commit"
    pixel = tick_at(panes, 1) - tick_at(panes, 0)
    assert abs(int(reported[-1][3]) - tick_at(panes, 640)) < 2.5 * pixel


def test_click_selects_and_double_click_sets_an_instant(panes: Page) -> None:
    panes.mouse.click(700, 300)
    assert events(panes) == [["select", "drift", False]]
    panes.mouse.dblclick(560, 600)
    kind, _, pane = events(panes)[-1]
    assert (kind, pane) == ("setInstant", "pane-3")


def test_the_wheel_zooms_about_the_pointer_down_to_eight_samples(panes: Page) -> None:
    panes.mouse.move(590, 400)
    before = tick_at(panes, 590)
    panes.mouse.wheel(0, -300)
    drawn(panes)
    start, end = window(panes)
    assert abs(tick_at(panes, 590) - before) < (end - start) / 1000
    for _ in range(60):
        panes.mouse.wheel(0, -300)
    panes.wait_for_function(f"Number(harness.range.value.end - harness.range.value.start) <= {8 * STEP}")
    for _ in range(60):
        panes.mouse.wheel(0, 300)
    panes.wait_for_function("Number(harness.range.value.end - harness.range.value.start) > 864e11")
    start, end = window(panes)
    assert end - start < 1.05 * 86_400e9


def test_the_axis_the_middle_button_and_the_overview_pan(panes: Page) -> None:
    here = window(panes)
    drag(panes, (500, 880), (400, 880))
    there = window(panes)
    assert there[1] - there[0] == here[1] - here[0]
    assert there[0] > here[0]
    drag(panes, (500, 400), (600, 400), button="middle")
    assert window(panes) == here
    panes.mouse.click(200, 25)
    start, end = window(panes)
    assert start < here[0]
    assert end - start == here[1] - here[0]


def test_the_crosshair_reads_every_pane_and_goes_when_the_pointer_does(panes: Page) -> None:
    panes.mouse.move(590, 400)
    drawn(panes)
    values = panes.locator(".fm-gutter-value").all_inner_texts()
    assert len(values) == 5
    assert all(float(value) > 0 for value in values)
    assert panes.locator(".fm-badge").inner_text().count(":") == 2
    panes.mouse.move(590, 20)
    drawn(panes)
    assert panes.locator(".fm-gutter-value").all_inner_texts() == [""] * 5
    assert panes.locator(".fm-badge").is_hidden()


def test_nested_and_touching_regions_stay_reachable(panes: Page) -> None:
    panes.evaluate("harness.selected.value = []")
    panes.mouse.move(300, 300)
    drag(panes, (300, 300), (500, 300))
    drag(panes, (350, 300), (420, 300))  # within the first
    drag(panes, (500, 330), (560, 330))  # touches it
    assert [event[0] for event in events(panes)] == ["drawRange"] * 3
    panes.mouse.click(385, 300)
    panes.mouse.click(385, 300)
    panes.mouse.click(385, 300)
    panes.mouse.click(497, 300)
    panes.mouse.click(530, 300)
    chosen = [event[1] for event in events(panes)]
    assert chosen == ["drawn 1", "drawn 0", "drawn 1", "drawn 0", "drawn 2"]


def test_several_can_be_selected(panes: Page) -> None:
    panes.mouse.click(200, 300)
    panes.keyboard.down("Shift")
    panes.mouse.click(700, 300)
    panes.keyboard.up("Shift")
    assert events(panes) == [["select", "shift", False], ["select", "drift", True]]
    assert panes.evaluate("harness.selected.value") == ["shift", "drift"]


def test_a_region_moves_as_a_whole_by_its_body_and_by_its_tag(panes: Page) -> None:
    region = "harness.regions.value.find(({ id }) => id === 'drift')"
    place = f"[{region}.start, {region}.end].map(String)"
    first = int(panes.evaluate("String(harness.axis.first)"))
    start, end = map(int, panes.evaluate(place))
    panes.keyboard.down("Alt")
    drag(panes, (760, 300), (700, 300))
    panes.keyboard.up("Alt")
    *moves, last = events(panes)
    assert {event[0] for event in [*moves, last]} == {"moveRegion"}
    assert (moves[0][4], last[4]) == ("move", "commit")
    pixel = tick_at(panes, 1) - tick_at(panes, 0)
    assert abs(start - int(last[2]) - 60 * pixel) < 1.5 * pixel
    assert int(last[3]) - int(last[2]) == end - start
    assert (int(last[2]) - first) % STEP == 0
    top = panes.locator(".fm-pane").first.bounding_box()
    assert top is not None
    drag(panes, (615, round(top["y"]) + 9), (675, round(top["y"]) + 9))
    assert abs(int(events(panes)[-1][2]) - start) < 2.5 * pixel
    drag(panes, (675, round(top["y"]) + 9), (500, round(top["y"]) + 9), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    assert events(panes)[-1][4] == "cancel"
    assert abs(int(panes.evaluate(place)[0]) - start) < 2.5 * pixel


def test_escape_before_a_move_takes_nothing_back(panes: Page) -> None:
    panes.mouse.move(661, 460)
    panes.mouse.down()
    panes.keyboard.press("Escape")
    panes.mouse.up()
    assert events(panes) == []


def test_what_lies_under_the_pointer_is_told(panes: Page) -> None:
    panes.mouse.move(700, 300)
    panes.mouse.move(720, 300)
    panes.mouse.move(590, 300)
    assert events(panes, hovers=True) == [["hover", "drift"], ["hover", None]]


def test_lanes_select_tell_and_bring_into_view(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("lanes=label")
    lanes = panes.locator(".fm-lanes").bounding_box()
    assert lanes is not None
    assert lanes["height"] == pytest.approx(2 * 30 + 1)
    events_y, proposals_y = lanes["y"] + 15, lanes["y"] + 45
    panes.mouse.click(434, events_y)
    panes.mouse.click(990, proposals_y)
    assert events(panes) == [["laneSelect", "events", "alarm", False], ["laneSelect", "proposals", "shift?", False]]
    panes.mouse.move(434, events_y)
    assert panes.get_by_role("tooltip").inner_text().startswith("alarm: vibration high · ")
    panes.mouse.move(500, 400)
    assert panes.get_by_role("tooltip").count() == 0
    panes.mouse.click(600, proposals_y)
    assert events(panes) == [["select", None, False]]
    panes.mouse.dblclick(990, proposals_y)
    start, end = window(panes)
    region = "harness.regions.value.find(({ id }) => id === 'shift?')"
    assert start < int(panes.evaluate(f"String({region}.start)")) < int(panes.evaluate(f"String({region}.end)")) < end
    assert end - start < 0.05 * 86_400e9


def test_lanes_are_named_for_those_who_cannot_see_them(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("lanes=label")
    lane = panes.get_by_role("group", name="proposals, 2 in view")
    lane.wait_for(state="attached")
    described = lane.get_attribute("aria-description") or ""
    assert described.startswith("drop .93 · ")
    assert "level shift .64" in described


def test_a_lane_for_each_annotator_and_a_frame_around_what_they_disagree_on(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("lanes=review")
    assert panes.locator(".fm-lane-name").all_inner_texts() == [
        "events",
        "annotator A",
        "annotator B",
        "baseline 2.1",
        "settled",
    ]
    # Between the lanes of A and B: only the frame that goes through both is drawn there.
    alarm = (0xB3, 0x26, 0x1E)
    share = (0.384 - 0.37) / (0.78 - 0.37) * (1032 - GUTTER - 14) + GUTTER
    assert alarm in colours(panes, ".fm-lanes-canvas", share - 5, 55, 4, 8)
    assert alarm not in colours(panes, ".fm-lanes-canvas", share + 10, 57, 4, 2)


def test_a_pane_is_resized_by_its_lower_edge(panes: Page) -> None:
    before = pane_box(panes, 1)
    edge = round(before["y"] + before["height"])
    drag(panes, (600, edge), (600, edge + 60))
    after = pane_box(panes, 1)
    assert after["y"] == pytest.approx(before["y"], abs=1)
    assert after["height"] == pytest.approx(before["height"] + 60, abs=2)
    canvas = panes.locator(".fm-pane[data-pane=pane-1] .fm-chart").bounding_box()
    assert canvas is not None
    assert canvas["height"] == pytest.approx(after["height"], abs=1)
    separator = panes.get_by_role("separator", name="Height of vibration NDE")
    separator.focus()
    panes.keyboard.press("ArrowUp")
    assert pane_box(panes, 1)["height"] == pytest.approx(after["height"] - 16, abs=1)
    panes.keyboard.press("Home")
    drawn(panes)
    assert panes.evaluate("harness.panes.value[1].height") is None
    drag(panes, (600, edge), (600, edge + 60), release=False)
    panes.keyboard.press("Escape")
    panes.mouse.up()
    assert panes.evaluate("harness.panes.value[1].height") is None


def test_a_pane_is_moved_by_its_name(panes: Page) -> None:
    first, third = pane_box(panes, 0), pane_box(panes, 2)
    drag(panes, (40, round(first["y"]) + 14), (40, round(third["y"] + 0.8 * third["height"])))
    assert events(panes) == [["paneMove", "pane-0", "pane-3"]]
    order = panes.locator(".fm-pane").evaluate_all("nodes => nodes.map((node) => node.dataset.pane)")
    assert order == ["pane-1", "pane-2", "pane-0", "pane-3", "pane-4"]
    panes.get_by_role("button", name="vibration NDE").click()
    panes.get_by_role("button", name="motor current").press("Enter")
    assert events(panes) == [["paneMenu", "pane-1", "BUTTON"], ["paneMenu", "pane-4", "BUTTON"]]


def test_the_value_axis_zooms_pans_and_comes_back(panes: Page) -> None:
    box = pane_box(panes, 2)
    middle = round(box["y"] + box["height"] / 2)
    drag(panes, (110, middle), (110, middle + 40))
    [[kind, pane, [low, high]]] = events(panes)
    assert (kind, pane) == ("paneScale", "pane-2")
    assert 40 < low < high < 80
    drawn(panes)
    panes.keyboard.down("Shift")
    drag(panes, (110, middle), (110, middle + 30))
    panes.keyboard.up("Shift")
    [*_, [_, _, [moved_low, moved_high]]] = events(panes)
    assert moved_high - moved_low == pytest.approx(high - low)
    assert moved_low > low
    panes.mouse.move(110, middle)
    panes.mouse.wheel(0, 100)
    panes.wait_for_function("harness.log.some(([kind]) => kind === 'paneScale')")
    [[_, _, [wide_low, wide_high]]] = events(panes)
    assert wide_high - wide_low > moved_high - moved_low
    panes.mouse.dblclick(110, middle)
    assert events(panes)[-1] == ["paneScale", "pane-2", None]


def test_a_collapsed_pane_keeps_its_value(panes: Page) -> None:
    before = pane_box(panes, 1)
    change(panes, 0, "{ collapsed: true }")
    assert pane_box(panes, 0)["height"] == pytest.approx(29, abs=1)
    assert pane_box(panes, 1)["y"] < before["y"]
    panes.mouse.move(590, 500)
    drawn(panes)
    assert float(panes.locator(".fm-pane[data-pane=pane-0] .fm-gutter-value").inner_text()) > 0
    assert not panes.locator(".fm-pane[data-pane=pane-0] .fm-chart").is_visible()
    # The tags have gone on to the first pane that is open.
    panes.mouse.click(200, round(pane_box(panes, 1)["y"]) + 9)
    assert events(panes) == [["select", "shift", False]]


def test_a_logarithmic_pane_says_what_it_cannot_show(panes: Page) -> None:
    change(panes, 1, "{ scale: { mode: 'log' } }")
    gutter = panes.locator(".fm-pane[data-pane=pane-1] .fm-gutter")
    assert "mm/s · log" in gutter.inner_text()
    assert "≤ 0 not shown" in gutter.inner_text()
    change(panes, 2, "{ scale: { mode: 'log' } }")
    assert "not shown" not in panes.locator(".fm-pane[data-pane=pane-2] .fm-gutter").inner_text()


def test_limits_are_lines_with_a_name(panes: Page) -> None:
    alarm = (0xB3, 0x26, 0x1E)
    canvas = ".fm-pane[data-pane=pane-2] .fm-chart"
    box = pane_box(panes, 2)
    assert alarm not in colours(panes, canvas, 0, 0, 400, box["height"])
    change(panes, 2, "{ limits: [{ value: 70, label: 'alarm 70', severity: 'alarm' }] }")
    change(panes, 2, "{ scale: { mode: 'fixed', low: 40, high: 100 } }")
    line = box["height"] / 2
    near = colours(panes, canvas, 0, line - 3, 400, 6)
    assert any(r > 150 and g < 120 for r, g, _ in near)
    assert axis_labels(panes, 2) == "axis from 40.0 to 100.0; alarm 70"


def test_channels_laid_over_one_another_have_a_legend(panes: Page) -> None:
    change(panes, 2, "{ channels: [2, 4].map((index) => ({ index, name: `channel ${index}`, color: null })) }")
    panes.mouse.move(590, 400)
    drawn(panes)
    rows = panes.locator(".fm-pane[data-pane=pane-2] .fm-gutter-row")
    assert [row.split()[:2] for row in rows.all_inner_texts()] == [["channel", "2"], ["channel", "4"]]
    swatches = rows.locator(".fm-gutter-swatch").evaluate_all("nodes => nodes.map((node) => node.style.background)")
    assert len(set(swatches)) == 2
    box = pane_box(panes, 2)
    both = colours(panes, ".fm-pane[data-pane=pane-2] .fm-chart", 8, 0, 300, box["height"])
    assert {(0x34, 0x61, 0xC1), (0x0F, 0x7C, 0x78)} <= both


def test_single_samples_show_as_points_and_their_time_exactly(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("size=86400000&channels=1")  # a sample a millisecond
    panes.evaluate(
        "harness.range.value = { start: harness.axis.first + 1000000000n, end: harness.axis.first + 1020000000n }"
    )
    panes.wait_for_function(
        "harness.log.some(([kind, s]) => kind === 'status' && !s.loading && s.samplesInView === 20)"
    )
    drawn(panes)
    panes.mouse.move(GUTTER + 1.5 * (1032 - GUTTER - 14) / 20, 400)
    drawn(panes)
    assert panes.locator(".fm-badge").inner_text() in ("00:00:01.001", "00:00:01.002")
    # A square of the channel's colour about each sample, wider than the line between them.
    assert (
        panes.evaluate(
            """() => {
            const canvas = document.querySelector('.fm-chart'), pen = canvas.getContext('2d');
            const data = (x) => pen.getImageData(x, 0, 1, canvas.height).data;
            const blue = (x) => data(x).filter((red, i, all) => i % 4 === 0 && red === 0x34 && all[i + 2] > 190).length;
            const columns = Array.from({ length: 400 }, (_, i) => blue(68 + i));
            return columns.filter((high, i) => high >= 4 && !(columns[i - 1] >= 4)).length;
        }"""
        )
        >= 7
    )


def test_a_coarser_view_stands_in_until_the_finer_one_comes(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("delay=3000&from=0&to=1", height=700)
    panes.evaluate("harness.show(0.3, 0.4)")
    drawn(panes)
    blue = (0x34, 0x61, 0xC1)
    assert blue in colours(panes, ".fm-pane[data-pane=pane-0] .fm-chart", 168, 0, 200, 100)
    assert panes.evaluate("harness.log.findLast(([kind]) => kind === 'status')[1].loading")


def test_superseded_requests_are_aborted_and_neighbours_fetched_ahead(open_panes: Callable[..., Page]) -> None:
    panes = open_panes("delay=300")
    panes.evaluate("harness.show(0.1, 0.2)")
    drawn(panes)
    panes.evaluate("harness.show(0.6, 0.7)")
    drawn(panes)
    assert panes.evaluate("harness.source.aborted") >= 1
    panes.wait_for_function("harness.log.findLast(([kind]) => kind === 'status')[1].loading === false")
    drag(panes, (500, 880), (450, 880))
    asked = "harness.source.requests.at(-1)"
    start, _ = window(panes)
    panes.wait_for_function(f"{asked}.start > harness.range.value.start", timeout=5000)
    assert int(panes.evaluate(f"String({asked}.start)")) > start


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(1280, 720, 1), (1600, 1000, 2), (3840, 2160, 1), (900, 700, 3)]
)
def test_every_size_and_pixel_ratio_is_drawn_sharp(
    open_panes: Callable[..., Page], width: int, height: int, ratio: float
) -> None:
    panes = open_panes("lanes=label", width, height, ratio)
    for canvas in panes.locator("canvas").all():
        box = canvas.bounding_box()
        assert box is not None
        across, down = canvas.evaluate("node => [node.width, node.height]")
        assert across == pytest.approx(box["width"] * ratio, abs=1)
        assert down == pytest.approx(box["height"] * ratio, abs=1)
    overflow = panes.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert overflow == [0, 0]
    blue = (0x34, 0x61, 0xC1)
    assert blue in colours(panes, ".fm-pane[data-pane=pane-0] .fm-chart", 0, 0, width - 200, 80)


def test_closing_leaves_nothing_behind(panes: Page) -> None:
    panes.evaluate("harness.close()")
    panes.mouse.move(590, 400)
    panes.mouse.wheel(0, -300)
    drawn(panes)
    assert panes.locator("#stack > *").count() == 0
    assert events(panes) == []


def test_the_panes_can_be_told_apart_without_eyes(panes: Page) -> None:
    stack = panes.get_by_role("group", name="Channels on one shared axis")
    stack.focus()
    assert panes.evaluate("document.activeElement.id") == "stack"
    assert panes.get_by_role("group", name="bearing temp DE, °C").count() == 1
