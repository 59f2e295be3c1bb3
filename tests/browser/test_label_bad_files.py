"""Files that cannot be opened: the page says which, where, why and what to do, and never spins for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

CONFIG = """<View>
  <TimeSeries name="ts" value="$csv" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S">
    <Channel column="pressure" units="bar"/>
  </TimeSeries>
  <TimeSeriesLabels name="label" toName="ts"><Label value="Drop"/></TimeSeriesLabels>
</View>"""
HEADER = "time,pressure\n"
ROWS = [f"2026-03-06 08:00:{second:02d},{second / 10}\n" for second in range(60)]


@dataclass(frozen=True)
class Ugly:
    """A file, and what its page must say: where, what, and a way on that is either advice or a button."""

    name: str
    content: bytes
    place: str
    says: str
    advice: str = ""
    button: str = ""


def lines(*rows: str, header: str = HEADER) -> bytes:
    return (header + "".join(rows)).encode()


UGLY = [
    Ugly(
        "no-column",
        lines(*ROWS, header="when,pressure\n"),
        "Line 1 Column time",
        "'when', 'pressure'",
        "columns there are",
    ),
    Ugly(
        "no-channel",
        lines(*ROWS, header="time,flow\n"),
        "Line 1 Column pressure",
        "'time', 'flow'",
        "columns there are",
    ),
    Ugly("unsorted", lines(*ROWS[:20], ROWS[21], ROWS[20]), "Line 23 Column time", "goes back", button="Sort the rows"),
    Ugly(
        "semicolons",
        lines(*ROWS).replace(b",", b";"),
        "Line 1",
        "semicolon would give 2",
        button="Separate by a semicolon",
    ),
    Ugly(
        "split",
        lines(*(row.replace(" ", ",", 1) for row in ROWS), header="time,clock,pressure\n"),
        "Line 2 Column time",
        "the time of day in 'clock'",
        button="Join the two columns",
    ),
    Ugly("times", lines(ROWS[0], "06.03.2026 08:00,1\n"), "Line 3 Column time", "06.03.2026 08:00", "Correct the cell"),
    Ugly("ragged", lines(ROWS[0], "2026-03-06 08:00:01,7,8,9\n"), "Line 3", "4 cells", "Correct or remove the row"),
    Ugly("empty", b"", "Line 1", "empty", "Export the telemetry again"),
    Ugly("header-only", lines(), "Line 2", "no rows", "At least one row"),
    Ugly("binary", bytes(range(256)) * 40, "Line 1", "not text", "Export the data as CSV"),
    Ugly("mixed", lines(ROWS[0]) + b"2026-03-06 08:00:01,\xff1\n", "Line 3", "0xFF", button="Read it as Windows-1252"),
    Ugly("words", lines(ROWS[0], "2026-03-06 08:00:01,high\n"), "Line 3 Column pressure", "'high'", "Correct the cell"),
]
# Decimal commas, units, signs between thousands, and the time of day beside its date: a fix each.
SPELLED = lines(
    *(f"0{2 + n // 30}.03.2026;08:00:{n % 30:02d};1.2{n % 10}4.567,{n % 10} bar\n" for n in range(60)),
    header="time;clock;pressure\n",
)
ODD = {
    "spelled": SPELLED,
    "one-row": lines(ROWS[0]),
    "repeated": lines(*ROWS[:9], *ROWS[8:]),
    "twice": lines(*ROWS[:9], *ROWS[8:9]),
    "spoilt": lines(*ROWS[:9], *ROWS[8:9]),
    "no-values": lines(*(f"{row.split(',')[0]},\n" for row in ROWS)),
    "changing": lines(*ROWS),
}


@pytest.fixture(scope="module")
def tasks(server: Any) -> Iterator[dict[str, str]]:
    """A task for each ugly file, in a folder connected as a local storage; its page's path by name."""
    folder: Path = server.data_dir / "files" / "ugly"
    folder.mkdir(parents=True)
    created = server.post("/api/projects/", json={"title": "Ugly files", "label_config": CONFIG})
    assert created.status_code == 201, created.text
    project = created.json()["id"]
    storage = {"project": project, "path": str(folder), "use_blob_urls": True, "title": "Ugly"}
    server.post("/api/storages/localfiles", json=storage).raise_for_status()
    contents = {ugly.name: ugly.content for ugly in UGLY} | ODD
    for name, content in contents.items():
        (folder / f"{name}.csv").write_bytes(content)
    rows = [{"csv": f"/data/local-files/?d=ugly/{name}.csv", "title": name} for name in (*contents, "vanished")]
    server.post(f"/api/projects/{project}/import", json=rows).raise_for_status()
    made = server.get(f"/api/tasks?project={project}&page_size=100").json()["tasks"]
    yield {task["data"]["title"]: f"/faultmark/projects/{project}/tasks/{task['id']}" for task in made}
    server.request("DELETE", f"/api/projects/{project}/")


def failure_on(page: Page, path: str) -> tuple[Locator, str]:
    """The page's message, and its words."""
    page.goto(path)
    failure = page.get_by_role("main").get_by_role("alert")
    expect(failure).to_be_visible()
    return failure, " ".join(failure.inner_text().split())


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.name)
def test_an_ugly_file_is_explained_with_its_place_and_a_way_on(page: Page, tasks: dict[str, str], ugly: Ugly) -> None:
    failure, words = failure_on(page, tasks[ugly.name])
    assert f"File {ugly.name}.csv {ugly.place}" in words
    assert ugly.says in words
    assert ugly.advice in words
    if ugly.button:
        expect(failure.get_by_role("button", name=ugly.button)).to_be_enabled()


@pytest.mark.parametrize("name", ["unsorted", "semicolons", "split"])
def test_a_remedy_is_one_click(page: Page, tasks: dict[str, str], name: str) -> None:
    ugly = next(ugly for ugly in UGLY if ugly.name == name)
    failure, _words = failure_on(page, tasks[name])
    failure.get_by_role("button", name=ugly.button).click()
    expect(pane(page)).to_be_visible()
    # It is remembered: the next visit opens at once.
    page.reload()
    expect(pane(page)).to_be_visible()


def test_safe_fixes_are_one_click_together(page: Page, tasks: dict[str, str], server: Any) -> None:
    failure, _words = failure_on(page, tasks["spelled"])
    failure.get_by_role("button", name="Apply all safe fixes").click()
    expect(pane(page)).to_be_visible(timeout=30_000)
    expect(page.locator(".status-line")).to_contain_text("60 × 1")
    task = tasks["spelled"].rpartition("/")[2]
    series = server.get(f"/faultmark/api/tasks/{task}/series").json()
    assert (series["rows"], series["axis"]["kind"]) == (60, "time")


@pytest.mark.parametrize("name", ["words", "mixed", "ragged"])
def test_what_would_leave_something_out_is_asked_for(page: Page, tasks: dict[str, str], name: str) -> None:
    failure, _words = failure_on(page, tasks[name])
    expect(failure.get_by_role("button", name="Apply all safe fixes")).to_have_count(0)


def test_repeated_rows_are_dropped_by_a_button(page: Page, tasks: dict[str, str]) -> None:
    page.goto(tasks["twice"])
    expect(page.locator(".status-line")).to_contain_text("10 × 1")
    page.get_by_role("button", name="Keep only the first of rows").click()
    expect(page.locator(".status-line")).to_contain_text("9 × 1")
    expect(page.get_by_role("button", name="Keep only the first of rows")).to_have_count(0)


def test_numbers_become_dates_by_a_button_until_somebody_labels(page: Page, server: Any) -> None:
    config = CONFIG.replace(' timeFormat="%Y-%m-%d %H:%M:%S"', "")
    project = server.post("/api/projects/", json={"title": "Epochs", "label_config": config}).json()["id"]
    rows = {"time": [1_772_700_000 + n for n in range(50)], "pressure": [n / 10 for n in range(50)]}
    server.post(f"/api/projects/{project}/import", json=[{"csv": rows}, {"csv": rows}]).raise_for_status()
    first, second = (task["id"] for task in server.get(f"/api/tasks?project={project}").json()["tasks"])
    server.post(f"/api/tasks/{second}/annotations/", json={"result": []}).raise_for_status()
    button = page.get_by_role("button", name="Read the times as seconds since 1970")
    page.goto(f"/faultmark/projects/{project}/tasks/{second}")
    expect(pane(page)).to_be_visible()
    expect(button).to_have_count(0)
    page.goto(f"/faultmark/projects/{project}/tasks/{first}")
    button.click()
    # Only times have a length in words.
    expect(page.locator(".status-line")).to_contain_text(re.compile(r"s · 50 × 1"))
    expect(button).to_have_count(0)
    assert server.get(f"/faultmark/api/tasks/{first}/series").json()["axis"]["kind"] == "time"
    server.request("DELETE", f"/api/projects/{project}/")


def pane(page: Page) -> Locator:
    return page.get_by_role("group", name="pressure, bar")


def test_a_file_that_is_not_there(page: Page, tasks: dict[str, str]) -> None:
    _failure, words = failure_on(page, tasks["vanished"])
    assert "never-there.csv" in words or "vanished.csv" in words
    assert "Try again" in words


@pytest.mark.parametrize(
    ("name", "notice"),
    [("one-row", ""), ("repeated", "same time as the row before"), ("no-values", "")],
)
def test_odd_files_open_and_say_what_is_odd(page: Page, tasks: dict[str, str], name: str, notice: str) -> None:
    page.goto(tasks[name])
    expect(pane(page)).to_be_visible()
    if notice:
        expect(page.get_by_role("complementary", name="Labels")).to_contain_text(notice)


def test_a_file_that_changes_after_it_was_read(page: Page, tasks: dict[str, str], server: Any) -> None:
    page.goto(tasks["changing"])
    expect(pane(page)).to_be_visible()
    file = server.data_dir / "files" / "ugly" / "changing.csv"
    file.write_bytes(lines(*ROWS, "2026-03-06 09:00:00,3\n"))
    page.reload()
    banner = page.get_by_role("status").filter(has_text="changing.csv")
    expect(banner).to_contain_text("changed")
    banner.get_by_role("button").click()
    expect(page.locator(".status-line")).to_contain_text("61 × 1")
    file.unlink()
    page.reload()
    # What was read stays, and the page says that the file is gone.
    expect(pane(page)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="changing.csv")).to_contain_text("gone")


def test_reading_anew_fails_beside_the_chart_that_stays(page: Page, tasks: dict[str, str], server: Any) -> None:
    page.goto(tasks["spoilt"])
    expect(pane(page)).to_be_visible()
    (server.data_dir / "files" / "ugly" / "spoilt.csv").write_bytes(lines(*ROWS[:9], "2026-03-06 08:00:09,high\n"))
    page.get_by_role("button", name="Keep only the first of rows").click()
    expect(page.get_by_role("status").filter(has_text="spoilt.csv")).to_contain_text("'high'")
    expect(pane(page)).to_be_visible()
