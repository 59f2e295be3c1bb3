"""A changed interface with labels on both servers: renames, a dry run, a failure half-way, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from faultmark.cli.main import app
from faultmark.errors import FaultmarkError
from faultmark.interface.backup import read_backup
from faultmark.interface.changes import Renames
from faultmark.interface.spec import InterfaceSpec, parse_spec
from faultmark.interface.xml import write_xml
from faultmark.remote.client import Remote, connect
from faultmark.remote.deploy import deploy
from faultmark.remote.migrate import change_remote_interface
from faultmark.remote.tasks import wanted_tasks

SPEC = """
project: {title: TITLE, predictions: true}
channels: [{column: vib_1, unit: mm/s}, {column: temp}]
time: {column: time, format: "%Y-%m-%d %H:%M:%S"}
labels: {items: [{value: drift}, {value: drop}]}
fields: [{name: cause, kind: choice, options: [{value: wear}, {value: sensor}]}]
"""
RENAMED = (
    SPEC.replace("vib_1", "vibration")
    .replace("value: drift", "value: slow drift")
    .replace("value: wear", "value: worn")
    .replace("name: cause", "name: root_cause")
)
RENAMES = Renames(
    labels={"drift": "slow drift"},
    choices={"cause": {"wear": "worn"}},
    fields={"cause": "root_cause"},
    columns={"vib_1": "vibration"},
)
PLACE = {"start": "2026-03-01 00:00:10", "end": "2026-03-01 00:00:20", "instant": False}


class Project:
    """A deployed project with one task that has an annotation, a draft and a prediction."""

    def __init__(self, running: Any, title: str, folder: Path) -> None:
        self.running, self.folder = running, folder
        self.remote: Remote = connect(running.base_url, running.api_token)
        self.spec = self.named(SPEC, title)
        self.wanted = self.named(RENAMED, title)
        rows = "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n}\n" for n in range(60))
        (folder / "a.csv").write_text("time,vib_1,temp\n" + rows)
        (folder / "hits.csv").write_text(
            "series,start,end,label,score,cause\na.csv,2026-03-01 00:00:10,2026-03-01 00:00:20,drift,0.9,wear\n"
        )
        tasks = wanted_tasks([folder / "a.csv"], self.spec.value)
        self.id = deploy(self.remote, self.spec, tasks, predictions=folder / "hits.csv").project
        self.task = next(iter(self.remote.pages("api/tasks", "tasks", project=self.id)))["id"]
        self.annotation = self.annotate()
        body = {"result": result("drift", "wear"), "lead_time": 1}
        self.draft = self.remote.call("POST", f"api/tasks/{self.task}/drafts", json=body)["id"]

    @staticmethod
    def named(text: str, title: str) -> InterfaceSpec:
        return parse_spec(text.replace("TITLE", title))

    def annotate(self, label: str = "drift", cause: str = "wear", field: str = "cause") -> int:
        body = {"result": result(label, cause, field)}
        made: int = self.remote.call("POST", f"api/tasks/{self.task}/annotations/", json=body)["id"]
        return made

    def result_of(self, annotation: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.remote.call("GET", f"api/annotations/{annotation}/")["result"]
        return found

    def everything(self) -> dict[str, Any]:
        """The config and all results."""
        task = self.remote.call("GET", f"api/tasks/{self.task}/")
        return {
            "config": self.remote.call("GET", f"api/projects/{self.id}")["label_config"],
            "annotations": {a["id"]: a["result"] for a in task["annotations"]},
            "predictions": {p["id"]: p["result"] for p in task["predictions"]},
            "draft": self.remote.call("GET", f"api/drafts/{self.draft}/")["result"],
        }

    def change(self, **options: Any) -> Any:
        found = self.remote.call("GET", f"api/projects/{self.id}")
        return change_remote_interface(
            self.remote, found, write_xml(self.wanted), RENAMES, backup=self.folder / "backups", **options
        )

    def restore(self, backup: str, *more: str) -> Any:
        where = ["--to", self.running.base_url, "--api-key", self.running.api_token]
        return CliRunner().invoke(app, ["restore", backup, *where, "--backup", str(self.folder), *more])

    @contextmanager
    def broken_predictions(self) -> Iterator[None]:
        """A database that refuses to write predictions, as one with a bad page would."""
        [path] = [p for p in self.running.data_dir.glob("*.sqlite3") if p.stat().st_size]
        refuse = "CREATE TRIGGER broken BEFORE UPDATE ON prediction BEGIN SELECT RAISE(ABORT, 'a bad page'); END"
        with closing(sqlite3.connect(path, timeout=30)) as database:
            database.execute(refuse)
            database.commit()
            try:
                yield
            finally:
                database.execute("DROP TRIGGER broken")
                database.commit()


def result(label: str, cause: str, field: str = "cause") -> list[dict[str, Any]]:
    place = {"id": "r1", "to_name": "ts", "origin": "manual", "meta": {"faultmark": {"channels": ["vib_1"]}}}
    return [
        {**place, "from_name": "label", "type": "timeserieslabels", "value": {**PLACE, "timeserieslabels": [label]}},
        {**place, "from_name": field, "type": "choices", "value": {**PLACE, "choices": [cause]}},
    ]


def said(items: list[dict[str, Any]]) -> list[Any]:
    """What a result says, without its places."""
    return [(i["from_name"], i["value"].get("timeserieslabels") or i["value"].get("choices")) for i in items]


@pytest.fixture(params=["faultmark", "stock"])
def project(request: Any, tmp_path: Path) -> Project:
    running = request.getfixturevalue("server" if request.param == "faultmark" else "stock")
    return Project(running, f"Moves {abs(hash(request.node.nodeid)) % 10**8}", tmp_path)


def test_columns_labels_and_choices_are_renamed_in_all_that_is_labeled(project: Project) -> None:
    before = project.everything()
    would = project.change(dry_run=True)
    assert project.everything() == before
    assert not (project.folder / "backups").exists()
    assert would.counts == {
        "annotations": 1, "annotations_changed": 1, "drafts": 1, "drafts_changed": 1,
        "predictions": 1, "predictions_changed": 1,
    }  # fmt: skip
    report = project.change()
    assert (report.diff, report.counts) == (would.diff, would.counts)
    assert set(report.diff["renamed"]) == {
        "column vib_1 → vibration", "label drift → slow drift", "choices cause → root_cause", "root_cause: wear → worn",
    }  # fmt: skip
    after = project.everything()
    assert after["config"] == write_xml(project.wanted).strip()
    new = [("label", ["slow drift"]), ("root_cause", ["worn"])]
    for items in (*after["annotations"].values(), *after["predictions"].values(), after["draft"]):
        assert said(items) == new
    assert after["draft"][0]["meta"]["faultmark"]["channels"] == ["vibration"]
    assert after["annotations"][project.annotation][0]["value"]["start"] == PLACE["start"]


def test_a_change_that_fails_half_way_leaves_all_as_it_was(project: Project) -> None:
    before = project.everything()
    with project.broken_predictions(), pytest.raises(FaultmarkError):
        project.change()
    assert project.everything() == before
    assert project.change().applied


def test_a_backup_brings_everything_back(project: Project) -> None:
    before = project.everything()
    report = project.change()
    assert project.restore(report.backup, "--dry-run").exit_code == 0
    assert said(project.result_of(project.annotation))[0] == ("label", ["slow drift"])
    told = project.restore(report.backup)
    assert told.exit_code == 0, told.output
    assert "label slow drift → drift" in told.output
    assert "1 annotation carried over" in told.output
    assert project.everything() == before
    assert "Nothing to restore." in project.restore(report.backup).output


def test_what_was_labeled_since_is_carried_back(project: Project) -> None:
    report = project.change()
    made = project.annotate("slow drift", "worn", "root_cause")
    edited = project.result_of(project.annotation)
    edited[0]["value"]["timeserieslabels"] = ["drop"]
    project.remote.call("PATCH", f"api/annotations/{project.annotation}/", json={"result": edited})
    assert project.restore(report.backup).exit_code == 0
    assert said(project.result_of(made)) == [("label", ["drift"]), ("cause", ["wear"])]
    assert said(project.result_of(project.annotation)) == [("label", ["drop"]), ("cause", ["wear"])]


def test_a_file_that_is_no_backup_is_named(project: Project) -> None:
    assert project.restore(str(project.folder / "hits.csv")).exit_code == 1
    other = project.folder / "other.json"
    report = project.change()
    text = Path(report.backup).read_text()
    other.write_text(text.replace(f'"project": {project.id}', '"project": 1000000'))
    assert read_backup(text, "backup").project == project.id
    refused = project.restore(str(other), "--project", str(project.id))
    assert refused.exit_code == 1
    assert "not of project" in refused.output
