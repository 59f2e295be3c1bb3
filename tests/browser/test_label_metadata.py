"""What is known of the machine stands beside its charts, and Label Studio's Data Manager filters by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from label_project import CONFIG, LabelProject, make_project, moment, telemetry
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HISTORY = [{"id": "M7", "title": "replace the bearing", "start": moment(900), "end": moment(960), "technician": "Kim"}]


@pytest.fixture
def project(server: Any) -> Iterator[LabelProject]:
    """Three tasks on one file, each with what is known of its machine, its maintenance history too."""
    yield from make_project(server, CONFIG, telemetry(), maintenance_history=HISTORY, supplier="Sulzer")


def test_what_is_known_of_the_machine_stands_beside_its_charts(page: Page, project: LabelProject) -> None:
    project.open(page)
    beside = page.get_by_role("complementary", name="Labels")
    # The machine names the task, and stands above.
    expect(page.get_by_role("banner")).to_contain_text("P-301")
    for name, value in (("Plant", "Basel"), ("Supplier", "Sulzer")):
        term = beside.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))
        expect(term.locator("xpath=following-sibling::dd[1]")).to_have_text(value)
    # The alarm limit is a line in its channel's pane, and said in words.
    expect(page.get_by_role("group", name="pressure, bar")).to_have_attribute(
        "aria-description", re.compile(r"alarm 4\.5")
    )
    events = beside.get_by_role("region", name="Events")
    events.get_by_text(re.compile("Events · ")).click()
    for known in ("WO 48213 · regrease the bearing", "vibration high", "replace the bearing"):
        expect(events.get_by_role("button").filter(has_text=known)).to_be_visible()
    events.get_by_role("button").filter(has_text="replace the bearing").click()
    expect(events).to_contain_text("maintenance")
    # All of it, as it was given, also what no lane shows.
    beside.get_by_text(re.compile("Maintenance history · 1")).click()
    expect(beside).to_contain_text("Kim")
    # Beside another machine stands what is known of that one.
    project.open(page, project.tasks[1])
    expect(page.get_by_role("banner")).to_contain_text("P-302")
    expect(beside).to_contain_text("Olten")


def test_the_data_manager_filters_and_orders_by_it(project: LabelProject) -> None:
    def found(*conditions: tuple[str, str, str], order: str = "tasks:id") -> list[str]:
        items = [
            {"filter": f"filter:tasks:data.{name}", "operator": operator, "type": "String", "value": value}
            for name, operator, value in conditions
        ]
        asked = {"filters": {"conjunction": "and", "items": items}, "ordering": [order]}
        answer = project.server.get(f"/api/tasks?project={project.id}&query={json.dumps(asked)}")
        assert answer.status_code == 200, answer.text
        return [task["data"]["machine"] for task in answer.json()["tasks"]]

    assert found(("plant", "equal", "Basel")) == ["P-301"]
    assert found(("plant", "equal", "Olten"), order="-tasks:data.machine") == ["P-303", "P-302"]
    assert found(("plant", "contains", "lte"), ("machine", "equal", "P-303")) == ["P-303"]
    assert found(("maintenance_history", "contains", "replace the bearing")) == ["P-301", "P-302", "P-303"]
    assert found(("supplier", "not_equal", "Sulzer")) == []
    columns = project.server.get(f"/api/dm/columns?project={project.id}").json()["columns"]
    offered = {column["id"] for column in columns if column.get("parent") == "data"}
    assert {"machine", "plant", "maintenance_history", "limits", "work_orders"} <= offered
