"""The ways from Label Studio's own pages into ours, as its React application draws and redraws them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CONFIG = """<View>
<TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="Run"/></TimeSeriesLabels></View>"""


@pytest.fixture
def projects(server: Any) -> Any:
    """Two projects, one with a time series and two tasks; removed afterwards."""
    pumps = server.post("/api/projects/", json={"title": "Pump house", "label_config": CONFIG}).json()["id"]
    texts = server.post("/api/projects/", json={"title": "Shift reports"}).json()["id"]
    tasks = [{"csv": "/data/upload/none.csv", "title": name} for name in ("north", "south")]
    server.post(f"/api/projects/{pumps}/import", json=tasks).raise_for_status()
    yield pumps, texts
    for project in (pumps, texts):
        server.request("DELETE", f"/api/projects/{project}/")


def test_the_entries_follow_label_studios_navigation(page: Page, server: Any, projects: Any) -> None:
    pumps, _texts = projects
    tasks = server.get(f"/api/tasks?project={pumps}").json()["tasks"]
    south = next(task["id"] for task in tasks if task["data"]["title"] == "south")
    entries = page.locator("a.faultmark-entry")
    link = entries.first

    page.goto("/projects/")
    expect(link).to_have_text("Workbench")
    expect(link).to_have_attribute("href", "/faultmark/")

    # All of these are clicks inside one page: nothing is loaded anew.
    page.get_by_text("Pump house").click()
    expect(link).to_have_text("Open in Faultmark")
    expect(link).to_have_attribute("href", f"/faultmark/projects/{pumps}")
    expect(entries).to_have_text(["Open in Faultmark", "Review", "Overview"])
    expect(entries.last).to_have_attribute("href", f"/faultmark/projects/{pumps}/overview")
    page.get_by_text("south").click()
    expect(link).to_have_attribute("href", f"/faultmark/projects/{pumps}/tasks/{south}")
    page.go_back()
    expect(link).to_have_attribute("href", f"/faultmark/projects/{pumps}")
    page.locator(".lsf-breadcrumbs").get_by_text("Projects").click()
    expect(link).to_have_attribute("href", "/faultmark/")
    page.get_by_text("Shift reports").click()
    page.wait_for_url(re.compile(r"/projects/\d+/data"))
    expect(link).to_have_text("Workbench")
    expect(entries).to_have_count(1)


def test_the_menu_has_one_workbench_that_leads_to_ours(page: Page) -> None:
    page.goto("/projects/")
    for _opened in range(2):
        page.locator(".main-menu-trigger").click()
        entry = page.locator(".lsf-sidebar").get_by_text("Workbench", exact=True)
        expect(entry).to_have_count(1)
        expect(entry).to_be_visible()
        page.mouse.click(900, 600)
        expect(entry).to_be_hidden()
    page.locator(".main-menu-trigger").click()
    page.locator(".lsf-sidebar").get_by_text("Workbench", exact=True).click()
    page.wait_for_url("**/faultmark/")


def test_label_studios_pages_ask_nothing_of_other_machines(page: Page, server: Any, projects: Any) -> None:
    pumps, _texts = projects
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((server.base_url, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    for path in ("/", "/projects/", f"/projects/{pumps}/data", f"/projects/{pumps}/settings", "/user/account"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert elsewhere == []
