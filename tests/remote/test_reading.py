"""Labels in a notebook, from a server and from a file."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import requests

import faultmark
from faultmark.errors import FaultmarkError
from faultmark.remote.client import connect
from faultmark.remote.label_pull import pull_labels

CONFIG = """<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time">
<Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/></TimeSeriesLabels></View>"""


@pytest.fixture(scope="module")
def labeled(server: Any) -> Any:
    """A project with one task, its telemetry, a region and an instant; ``labeled.task`` is its id."""
    from types import SimpleNamespace

    remote = connect(server.base_url, server.api_token)
    made = remote.call("POST", "api/projects/", json={"title": "Notebook pumps", "label_config": CONFIG})["id"]
    rows = "".join(f"{n},{n % 7}.5\n" for n in range(5000))
    answer = requests.post(
        f"{server.base_url}/api/projects/{made}/import?commit_to_project=false",
        files={"file": ("pump.csv", f"time,a\n{rows}")},
        headers={"Authorization": f"Token {server.api_token}"},
        timeout=60,
    ).json()
    [upload] = answer["file_upload_ids"]
    file = remote.call("GET", f"api/import/file-upload/{upload}")["file"]
    remote.call("POST", f"api/projects/{made}/import", json=[{"data": {"csv": f"/data/{file}", "machine": "P-9"}}])
    [task] = remote.pages("api/tasks", "tasks", project=made, fields="task_only")
    place = {"from_name": "label", "to_name": "ts", "type": "timeserieslabels"}
    result = [
        {**place, "id": n, "value": {"start": a, "end": b, "instant": a == b, "timeserieslabels": ["drift"]}}
        for n, a, b in (("r", 3, 9), ("i", 40, 40))
    ]
    remote.call("POST", f"api/tasks/{task['id']}/annotations/", json={"result": result})
    return SimpleNamespace(remote=remote, project=made, task=task["id"], url=server.base_url, key=server.api_token)


def test_events_as_polars_or_pandas(labeled: Any, tmp_path: Path) -> None:
    project = faultmark.read("Notebook pumps", url=labeled.url, api_key=labeled.key)
    events = project.events()
    assert isinstance(events, pl.DataFrame)
    assert events.select("task", "machine", "class", "instant").rows() == [
        (labeled.task, "P-9", "drift", False), (labeled.task, "P-9", "drift", True)
    ]  # fmt: skip
    frame = project.events("pandas")
    assert isinstance(frame, pd.DataFrame)
    assert frame["start"].tolist() == events["start"].to_list()
    pull_labels(labeled.remote, labeled.project, tmp_path / "labels.jsonl", "settled")
    assert faultmark.read(tmp_path / "labels.jsonl").events().equals(events)
    with pytest.raises(FaultmarkError, match="no project"):
        faultmark.read("No such pumps", url=labeled.url, api_key=labeled.key)


def test_a_plot_needs_its_extra_and_says_so(labeled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # What Python does where a package is not installed.
    for name in [*sys.modules]:
        if name.partition(".")[0] == "matplotlib":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(FaultmarkError, match=r"faultmark\[plot\]") as caught:
        faultmark.read(labeled.project, url=labeled.url, api_key=labeled.key).plot(labeled.task)
    assert caught.value.code == "read.extra.missing"


def test_a_plot_shows_telemetry_and_labels(labeled: Any, tmp_path: Path) -> None:
    import matplotlib.image

    project = faultmark.read(labeled.project, url=labeled.url, api_key=labeled.key)
    deadline = time.monotonic() + 60
    path = f"faultmark/api/tasks/{labeled.task}/series"
    while labeled.remote.call("GET", path)["state"] != "ready":
        assert time.monotonic() < deadline
    figure = project.plot(labeled.task, width=200)
    [axes] = figure.axes
    assert [text.get_text() for text in axes.texts] == ["drift", "drift"]
    low, high = axes.dataLim.intervaly
    assert (low, high) == (0.5, 6.5), "every extreme is drawn"
    figure.savefig(tmp_path / "plot.png")
    # It draws, and more than an empty sheet.
    assert matplotlib.image.imread(tmp_path / "plot.png")[..., :3].std() > 0.05


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import faultmark, sys; print(faultmark.read.__name__, {'polars', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "read set()"
