"""A manager runs the detectors from the list of tasks; others do not see the button."""

from __future__ import annotations

import re
from typing import Any

import pytest
from label_project import CONFIG, LabelProject
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_manager_starts_cancels_and_goes_on(page: Page, project: LabelProject) -> None:
    named = CONFIG.replace('"Drop"', '"Level shift"')
    renamed = project.server.request("PATCH", f"/api/projects/{project.id}/", json={"label_config": named})
    assert renamed.status_code == 200, renamed.text
    page.goto(f"/faultmark/projects/{project.id}")
    section = page.get_by_role("region", name="Detection")
    section.get_by_role("button", name="Propose regions").click()
    section.get_by_role("button", name="Cancel").click()
    expect(section.get_by_role("status")).to_have_text(re.compile(r"cancelled after \d of 3 tasks"))

    section.get_by_role("button", name="Go on").click()
    expect(section.get_by_role("progressbar", name="Detection")).to_be_visible()
    expect(section.get_by_role("status")).to_have_text(re.compile(r"proposed in 3 tasks"), timeout=60_000)
    # A crossed limit has no label in this config: that is said, for each task.
    section.get_by_text("3 remarks").click()
    expect(section.get_by_role("listitem").first).to_contain_text("limit")
    counts = page.get_by_role("table").locator("tbody tr td:nth-child(3)")
    told = [sum(len(model["regions"]) for model in project.bench(task)["proposals"]) for task in project.tasks]
    assert all(told)
    expect(counts).to_have_text([str(count) for count in told])


def test_a_reviewer_has_no_such_button(rita: Page, fresh: Any) -> None:
    rita.goto(f"/faultmark/projects/{fresh.project}")
    expect(rita.get_by_role("table")).to_be_visible()
    expect(rita.get_by_role("button", name="Propose regions")).to_have_count(0)
