"""A manager takes data out of a project, and says how long it is kept, without the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from label_project import LabelProject, moment
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

RANDOM = """name: pumps
project: {project}
samples: false
splits:
  by: random
"""


@pytest.fixture
def labeled(project: LabelProject) -> LabelProject:
    """The project with a settled region on its first task, whose file has been read."""
    value = {"start": moment(500), "end": moment(900), "instant": False}
    result = [
        {"id": "r1", "from_name": "label", "to_name": "ts", "type": "timeserieslabels",
         "value": {**value, "timeserieslabels": ["Drift"]}},
        {"id": "r1", "from_name": "severity", "to_name": "ts", "type": "rating", "value": {**value, "rating": 4}},
    ]  # fmt: skip
    saved = project.server.post(f"/api/tasks/{project.tasks[0]}/annotations/", json={"result": result})
    assert saved.status_code == 201, saved.text
    return project


def open_data(page: Page, project: LabelProject) -> None:
    page.goto(f"/faultmark/projects/{project.id}/data")
    expect(page.get_by_role("navigation", name="Pages of this project").get_by_text("Data")).to_have_attribute(
        "aria-current", "page"
    )


def saved_by(page: Page, work: Any) -> bytes:
    with page.expect_download() as started:
        work()
    return Path(started.value.path()).read_bytes()


def test_a_training_set_is_built_and_downloaded(page: Page, labeled: LabelProject) -> None:
    labeled.open(page)
    open_data(page, labeled)
    datasets = page.get_by_role("region", name="Datasets")
    expect(datasets).to_contain_text("Nothing is built yet")
    form = datasets.get_by_role("form", name="Build a dataset")
    form.get_by_label("Name").fill("pumps")
    form.get_by_label("Samples a window").fill("50")
    form.get_by_label("Stride").fill("50")
    form.get_by_label("Split by").select_option("time")
    form.get_by_label("Validation, %").fill("0")
    form.get_by_role("button", name="Build").click()
    row = datasets.get_by_role("row").filter(has_text="pumps ·")
    expect(row.get_by_text("built", exact=True)).to_be_visible(timeout=60_000)
    # One labeled task, one event; of the windows all but the gap between the splits.
    expect(row.get_by_role("cell").nth(2)).to_have_text("1")
    expect(row.get_by_role("cell").nth(3)).to_have_text("1")
    raw = saved_by(page, datasets.get_by_role("link", name="windows-train.npz").click)
    arrays = np.load(io.BytesIO(raw))
    assert arrays["x"].shape[1:] == (50, 3)
    assert set(arrays["y"].tolist()) == {0, 1}
    row.get_by_role("button", name="Use again").click()
    recipe = datasets.get_by_label("Recipe")
    expect(recipe).to_have_value(f"""name: "pumps"
project: {labeled.id}
windows:
  length: 50
  stride: 50
  rule: any
  normalise: zscore
splits:
  by: time
  shares: {{train: 0.85, test: 0.15}}""")


def test_a_bad_recipe_is_refused_by_line_with_what_to_do(page: Page, project: LabelProject) -> None:
    open_data(page, project)
    datasets = page.get_by_role("region", name="Datasets")
    datasets.get_by_role("button", name="Write the recipe as YAML").click()
    datasets.get_by_label("Recipe").fill(RANDOM.format(project=project.id))
    datasets.get_by_role("button", name="Build", exact=True).click()
    said = datasets.get_by_role("alert")
    expect(said).to_contain_text("line 5")
    expect(said).to_contain_text("Set splits.by to machine, run or time.")
    # What only the build finds stands in its row.
    datasets.get_by_label("Recipe").fill(f"name: pumps\nproject: {project.id}\nsplits: {{by: time}}\n")
    datasets.get_by_role("button", name="Build", exact=True).click()
    expect(datasets.get_by_role("table")).to_contain_text(
        "No task has labels that count yet. Label tasks", timeout=60_000
    )


def test_labels_are_downloaded_as_much_of_them_as_is_wanted(page: Page, labeled: LabelProject) -> None:
    open_data(page, labeled)
    labels = page.get_by_role("region", name="Export labels")
    found = {}
    for name in ("Settled labels", "Each annotator's", "Everything"):
        raw = saved_by(page, labels.get_by_role("link", name=f"Download: {name}").click)
        head, *records, end = [json.loads(line) for line in raw.splitlines()]
        assert (head["project"], end["records"], len(records)) == (labeled.id, 3, 3)
        found[name] = records[0]
    [region] = found["Settled labels"]["settled"]["regions"]
    assert region["class"] == "Drift"
    assert "annotations" not in found["Settled labels"]
    assert len(found["Each annotator's"]["annotations"]) == 1


def test_periods_show_what_falls_due_and_holds_keep_it(page: Page, labeled: LabelProject) -> None:
    open_data(page, labeled)
    retention = page.get_by_role("region", name="Retention")
    expect(retention).to_contain_text("nothing falls due")
    retention.get_by_label("Days kept: Telemetry files").fill("0")
    retention.get_by_label("Reason: Telemetry files").fill("Service contract")
    retention.get_by_role("button", name="Save periods").click()
    due = retention.get_by_role("row").filter(has_text="Telemetry files").last
    expect(due.get_by_role("cell").nth(1)).to_have_text("3")
    expect(retention.get_by_role("row").filter(has_text="policy")).to_be_visible()
    hold = retention.get_by_role("form", name="Place a hold")
    hold.get_by_label("Reason").fill("Claim 12")
    hold.get_by_label("Only task").fill(str(labeled.tasks[0]))
    hold.get_by_role("button", name="Hold back").click()
    expect(due.get_by_role("cell").nth(1)).to_have_text("2")
    expect(due.get_by_role("cell").nth(2)).to_have_text("1")
    retention.get_by_role("button", name="Release: Claim 12").click()
    expect(due.get_by_role("cell").nth(1)).to_have_text("3")
    # Nothing was erased by looking.
    assert labeled.server.get(f"/api/tasks/{labeled.tasks[0]}/").json()["data"]["csv"].startswith("/data/upload/")
    retention.get_by_role("button", name="Erase what is due…").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase").click()
    expect(retention.get_by_role("status")).to_contain_text("in the background")


def test_who_does_not_manage_sees_neither_tab_nor_page(rita: Page, disputed: Any) -> None:
    rita.goto(f"/faultmark/projects/{disputed.project}/overview")
    tabs = rita.get_by_role("navigation", name="Pages of this project")
    expect(tabs).to_contain_text("People")
    expect(tabs.get_by_text("Data")).to_have_count(0)
    rita.goto(f"/faultmark/projects/{disputed.project}/data")
    expect(rita.get_by_role("alert")).to_contain_text("for the project's managers")


def test_a_webhook_is_refused_with_what_to_do_about_it(page: Page, project: LabelProject) -> None:
    open_data(page, project)
    hooks = page.get_by_role("region", name="Webhooks")
    expect(hooks).to_contain_text("Nobody is told yet")
    form = hooks.get_by_role("form", name="Make a webhook")
    form.get_by_label("Address").fill("https://alerts.example.com/faultmark")
    form.get_by_label("Only if").fill("severity >= 4 and")
    form.get_by_role("button", name="Add").click()
    expect(hooks.get_by_role("alert")).to_contain_text("rule")
    form.get_by_label("Only if").fill("severity >= 4 and settled")
    form.get_by_role("button", name="Add").click()
    expect(hooks.get_by_role("alert")).to_contain_text("The operator adds the host to webhook_hosts")


def test_a_test_of_a_webhook_shows_what_became_of_it(page: Page, project: LabelProject) -> None:
    open_data(page, project)
    hooks = page.get_by_role("region", name="Webhooks")
    form = hooks.get_by_role("form", name="Make a webhook")
    # Nobody listens there, of which the page has to tell.
    form.get_by_label("Address").fill("http://127.0.0.1:9/alerts")
    form.get_by_role("button", name="Add").click()
    expect(hooks.get_by_role("status")).to_contain_text("shown this once")
    hooks.get_by_role("button", name="Send a test: http://127.0.0.1:9/alerts").click()
    expect(hooks.get_by_role("table")).to_contain_text("hook.test · given up · ConnectError", timeout=20_000)
    hooks.get_by_role("button", name="Delete: http://127.0.0.1:9/alerts").click()
    expect(hooks).to_contain_text("Nobody is told yet")
