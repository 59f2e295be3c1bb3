"""Deploying to our own server and to a stock Label Studio, with the SDK's real client against real servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from label_studio_sdk.client import LabelStudio

from faultmark.errors import FaultmarkError
from faultmark.interface.changes import Renames
from faultmark.interface.spec import InterfaceSpec, Project, parse_spec
from faultmark.interface.xml import write_xml
from faultmark.remote.client import Remote, connect
from faultmark.remote.deploy import deploy
from faultmark.remote.tasks import wanted_tasks

SPEC = """
project: {title: TITLE, overlap: 2, instructions: Mark everything., predictions: true}
channels: [{column: vib, unit: mm/s}, {column: temp}]
time: {column: time, format: "%Y-%m-%d %H:%M:%S"}
labels:
  items: [{value: drift, hotkey: "1"}, {value: drop}, {value: spike, extent: instant}]
fields:
  - {name: severity, kind: rating, max: 3}
  - {name: cause, kind: choice, options: [{value: wear}, {value: sensor}]}
context: [{key: machine_id}]
"""
PLACE = {"start": "2026-03-01 00:00:10", "end": "2026-03-01 00:00:20", "instant": False}


@pytest.fixture(params=["faultmark", "stock"])
def remote(request: Any) -> Remote:
    running = request.getfixturevalue("server" if request.param == "faultmark" else "stock")
    return connect(running.base_url, running.api_token)


def spec_of(request: Any, text: str = SPEC) -> InterfaceSpec:
    return parse_spec(text.replace("TITLE", f"Pumps {abs(hash(request.node.nodeid)) % 10**8}"))


def files(tmp_path: Path) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir()
    for name in ("a", "b"):
        rows = "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n}\n" for n in range(60))
        (folder / f"{name}.csv").write_text("time,vib,temp\n" + rows)
    (tmp_path / "meta.csv").write_text("file,machine_id,plant\na.csv,P-1,Basel\nb.csv,P-2,Olten\n")
    (tmp_path / "hits.csv").write_text(
        "series,start,end,label,score,cause,model_version\n"
        "a.csv,2026-03-01 00:00:10,2026-03-01 00:00:20,drift,0.9,wear,m1\n"
        "a.csv,2026-03-01 00:00:30,,spike,0.4,,m1\n"
        "b,2026-03-01T00:00:05,2026-03-01 00:00:07,drop,0.7,sensor,m1\n"
    )
    return folder


def annotate(remote: Remote, task: int, label: str = "drift") -> int:
    place = {"id": "r1", "to_name": "ts", "origin": "manual"}
    result = [
        {**place, "from_name": "label", "type": "timeserieslabels", "value": {**PLACE, "timeserieslabels": [label]}},
        {**place, "from_name": "cause", "type": "choices", "value": {**PLACE, "choices": ["wear"]}},
    ]
    made: int = remote.call("POST", f"api/tasks/{task}/annotations/", json={"result": result})["id"]
    return made


def test_a_deployment_makes_everything_and_a_second_changes_nothing(
    remote: Remote, request: Any, tmp_path: Path
) -> None:
    spec, folder = spec_of(request), files(tmp_path)
    listed = wanted_tasks([folder], spec.value, tmp_path / "meta.csv")
    first = deploy(remote, spec, listed, predictions=tmp_path / "hits.csv")
    assert first.changes == {"project created": 1, "tasks created": 2, "predictions created": 2}

    sdk = LabelStudio(base_url=remote.url, api_key=remote.sdk._client_wrapper._tokens_client.api_key)
    project = sdk.projects.get(first.project)
    assert project.label_config == write_xml(spec).strip()
    assert (project.maximum_annotations, project.expert_instruction) == (2, "Mark everything.")
    tasks = {task.data["machine_id"]: task for task in sdk.tasks.list(project=first.project, fields="all")}
    assert tasks["P-1"].data["plant"] == "Basel"
    told = remote.call("GET", f"api/tasks/{tasks['P-1'].id}/")
    [prediction] = told["predictions"]
    assert prediction["model_version"] == "m1"
    assert [item["score"] for item in prediction["result"]] == [0.9, 0.9, 0.4]
    assert prediction["result"][2]["value"]["instant"] is True
    # The file that the task names is the file that was given.
    address = tasks["P-1"].data[spec.value]
    sent = remote.sdk._client_wrapper.httpx_client.httpx_client.get(
        remote.url + address, headers={"Authorization": f"Token {sdk._client_wrapper._tokens_client.api_key}"}
    )
    assert sent.content == (folder / "a.csv").read_bytes()

    again = deploy(remote, spec, listed, predictions=tmp_path / "hits.csv")
    assert again.project == first.project
    assert again.changes == {}
    assert again.unchanged == {"settings": 1, "interface": 1, "tasks": 2, "predictions": 2}


def test_what_differs_is_updated_and_nothing_else(remote: Remote, request: Any, tmp_path: Path) -> None:
    spec, folder = spec_of(request), files(tmp_path)
    deploy(remote, spec, wanted_tasks([folder], spec.value, tmp_path / "meta.csv"), predictions=tmp_path / "hits.csv")
    (folder / "b.csv").write_text((folder / "b.csv").read_text() + "2026-03-01 00:01:00,1,2\n")
    (tmp_path / "meta.csv").write_text("file,machine_id,plant\na.csv,P-1,Bern\nb.csv,P-2,Olten\n")
    text = (tmp_path / "hits.csv").read_text()
    (tmp_path / "hits.csv").write_text(text.replace(",0.7,", ",0.8,"))
    changed = spec.model_copy(update={"project": spec.project.model_copy(update={"overlap": 3})})
    listed = wanted_tasks([folder], spec.value, tmp_path / "meta.csv")
    would = deploy(remote, changed, listed, predictions=tmp_path / "hits.csv", dry_run=True)
    report = deploy(remote, changed, listed, predictions=tmp_path / "hits.csv")
    assert report.changes == {"settings changed": 1, "tasks updated": 2, "predictions updated": 1} == would.changes
    assert deploy(remote, changed, listed, predictions=tmp_path / "hits.csv").changes == {}


RENAMED = SPEC.replace("{value: drift,", "{value: slow drift,").replace("value: wear", "value: worn")
RENAMED = RENAMED.replace("name: cause", "name: root_cause")
RENAMES = Renames(labels={"drift": "slow drift"}, choices={"cause": {"wear": "worn"}}, fields={"cause": "root_cause"})


def test_a_change_of_interface_carries_labels_over(remote: Remote, request: Any, tmp_path: Path) -> None:
    spec, folder = spec_of(request), files(tmp_path)
    first = deploy(remote, spec, wanted_tasks([folder], spec.value), predictions=tmp_path / "hits.csv")
    tasks = {
        t["meta"]["faultmark"]["key"]: t["id"]
        for t in remote.pages("api/tasks", "tasks", project=first.project, fields="all")
    }
    annotation = annotate(remote, tasks["a.csv"])
    draft = remote.call(
        "POST",
        f"api/tasks/{tasks['b.csv']}/drafts",
        json={
            "result": [
                {
                    "id": "d1",
                    "from_name": "label",
                    "to_name": "ts",
                    "type": "timeserieslabels",
                    "value": {**PLACE, "timeserieslabels": ["drift"]},
                }
            ],
            "lead_time": 1,
        },
    )
    wanted = spec_of(request, RENAMED)

    with pytest.raises(FaultmarkError) as caught:
        deploy(remote, wanted, project=first.project)
    assert caught.value.code == "interface.labels.orphaned"
    assert "label drift" in caught.value.message
    assert remote.call("GET", f"api/projects/{first.project}")["label_config"] == write_xml(spec).strip()

    would = deploy(remote, wanted, project=first.project, renames=RENAMES, dry_run=True, backup=tmp_path)
    assert would.interface is not None
    assert "label drift → slow drift" in would.interface.diff["renamed"]
    assert remote.call("GET", f"api/annotations/{annotation}/")["result"][0]["value"]["timeserieslabels"] == ["drift"]

    report = deploy(remote, wanted, project=first.project, renames=RENAMES, backup=tmp_path)
    assert report.interface is not None
    assert report.interface.transaction == remote.is_faultmark
    assert report.interface.counts["annotations_changed"] == 1
    assert report.interface.counts["drafts_changed"] == 1
    assert report.interface.counts["predictions_changed"] == 2
    assert remote.call("GET", f"api/projects/{first.project}")["label_config"] == write_xml(wanted).strip()
    moved = remote.call("GET", f"api/annotations/{annotation}/")["result"]
    assert moved[0]["value"]["timeserieslabels"] == ["slow drift"]
    assert (moved[1]["from_name"], moved[1]["value"]["choices"]) == ("root_cause", ["worn"])
    assert moved[0]["value"]["start"] == PLACE["start"]
    kept = remote.call("GET", f"api/drafts/{draft['id']}/")
    assert kept["result"][0]["value"]["timeserieslabels"] == ["slow drift"]
    [prediction] = remote.call("GET", f"api/tasks/{tasks['a.csv']}/")["predictions"]
    assert prediction["result"][0]["value"]["timeserieslabels"] == ["slow drift"]
    backup = json.loads(Path(str(report.interface.backup)).read_text())
    assert backup["label_config"] == write_xml(spec).strip()
    assert backup["annotations"][0]["id"] == annotation
    # Label Studio itself agrees that the project is sound: it takes the config that it has.
    remote.call("PATCH", f"api/projects/{first.project}", json={"label_config": write_xml(wanted)})
    assert deploy(remote, wanted, project=first.project).changes == {}


def test_orphans_can_be_dropped(remote: Remote, request: Any, tmp_path: Path) -> None:
    spec, folder = spec_of(request), files(tmp_path)
    first = deploy(remote, spec, wanted_tasks([folder / "a.csv"], spec.value))
    task = next(iter(remote.pages("api/tasks", "tasks", project=first.project)))["id"]
    annotation = annotate(remote, task)
    wanted = spec_of(request, SPEC.replace("{value: wear}, ", ""))
    report = deploy(remote, wanted, project=first.project, orphans="drop", backup=tmp_path)
    assert report.interface is not None
    assert report.interface.orphans == {"cause: wear": 1}
    result = remote.call("GET", f"api/annotations/{annotation}/")["result"]
    assert [item["from_name"] for item in result] == ["label"]


def test_a_refused_interface_leaves_the_settings_alone(remote: Remote, request: Any, tmp_path: Path) -> None:
    spec, folder = spec_of(request), files(tmp_path)
    first = deploy(remote, spec, wanted_tasks([folder / "a.csv"], spec.value))
    annotate(remote, next(iter(remote.pages("api/tasks", "tasks", project=first.project)))["id"])
    before = remote.call("GET", f"api/projects/{first.project}")
    wanted = spec_of(request, SPEC.replace("{value: wear}, ", ""))
    wanted = wanted.model_copy(update={"project": Project(title=spec.project.title, overlap=7)})
    would = deploy(remote, wanted, project=first.project, dry_run=True)
    assert would.refused
    assert would.as_dict()["refused"]
    with pytest.raises(FaultmarkError) as caught:
        deploy(remote, wanted, project=first.project, backup=tmp_path)
    assert caught.value.code == "interface.labels.orphaned"
    after = remote.call("GET", f"api/projects/{first.project}")
    assert (after["maximum_annotations"], after["label_config"]) == (
        before["maximum_annotations"],
        before["label_config"],
    )


def test_addresses_in_a_table_become_tasks_once(remote: Remote, request: Any, tmp_path: Path) -> None:
    spec = spec_of(request)
    table = tmp_path / "runs.csv"
    table.write_text("url,machine\nhttps://files.example.com/a.csv,P-1\nhttps://files.example.com/b.csv,P-2\n")
    report = deploy(remote, spec, wanted_tasks([table], spec.value))
    assert report.changes["tasks created"] == 2
    data = [task["data"] for task in remote.pages("api/tasks", "tasks", project=report.project)]
    assert {(row[spec.value], row["machine"]) for row in data} == {
        ("https://files.example.com/a.csv", "P-1"),
        ("https://files.example.com/b.csv", "P-2"),
    }
    assert deploy(remote, spec, wanted_tasks([table], spec.value)).as_dict()["changes"] == {}


def test_strangers_are_told_how_to_come_in(server: Any) -> None:
    with pytest.raises(FaultmarkError) as caught:
        connect(server.base_url, "wrong")
    assert caught.value.code == "remote.key.refused"
    with pytest.raises(FaultmarkError) as caught:
        connect("http://127.0.0.1:9", "key")
    assert caught.value.code == "remote.unreachable"


def test_only_who_may_change_a_project_changes_its_interface(server: Any, request: Any) -> None:
    report = deploy(connect(server.base_url, server.api_token), spec_of(request))
    path = f"{server.base_url}/faultmark/api/projects/{report.project}/interface"
    import requests

    body = {"label_config": "<View/>"}
    assert requests.post(path, json=body, timeout=60).status_code == 401
    assert server.post(f"/faultmark/api/projects/{10**6}/interface", json=body).status_code == 404
    broken = server.post(f"/faultmark/api/projects/{report.project}/interface", json={"label_config": "<View>"})
    assert broken.status_code == 422
    assert broken.json()["error"]["code"] == "config.xml.invalid"
