"""Bring a project to what a specification says: the same call again changes nothing, and says so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faultmark.errors import ConfigError, Remedy
from faultmark.interface.changes import Renames
from faultmark.interface.spec import InterfaceSpec
from faultmark.interface.xml import write_xml
from faultmark.labels.config import parse_config
from faultmark.remote.client import Remote
from faultmark.remote.migrate import InterfaceReport, change_remote_interface
from faultmark.remote.predictions import read_predictions
from faultmark.remote.tasks import WantedTask

__all__ = ["DeployReport", "deploy", "find_project"]

_META = "faultmark"
_BATCH = 200
_SAMPLING = {
    "sequential": "Sequential sampling",
    "uniform": "Uniform sampling",
    "uncertainty": "Uncertainty sampling",
}


@dataclass
class DeployReport:
    """What was done. ``changes`` counts by kind; empty when nothing had to be.

    ``refused`` says of a dry run that the real one would be refused, for labels that it would orphan.
    """

    project: int
    url: str
    title: str
    changes: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    interface: InterfaceReport | None = None
    dry_run: bool = False
    refused: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "project": self.project,
            "url": self.url,
            "title": self.title,
            "changes": dict(self.changes),
            "unchanged": dict(self.unchanged),
            "interface": self.interface.as_dict() if self.interface else None,
            "dry_run": self.dry_run,
            "refused": self.refused,
        }


def find_project(remote: Remote, title: str) -> Mapping[str, Any] | None:
    """The project of that title; the newest, where there are several."""
    found = [p for p in remote.pages("api/projects", title=title, include="id,title") if p.get("title") == title]
    if not found:
        return None
    project: Mapping[str, Any] = remote.call("GET", f"api/projects/{max(p['id'] for p in found)}")
    return project


def deploy(
    remote: Remote,
    spec: InterfaceSpec,
    tasks: Sequence[WantedTask] = (),
    *,
    config: str | None = None,
    predictions: Path | None = None,
    project: int | None = None,
    renames: Renames | None = None,
    orphans: str = "refuse",
    backup: Path | None = None,
    dry_run: bool = False,
) -> DeployReport:
    """Create or update a project.

    Parameters
    ----------
    remote:
        Where to.
    spec:
        What its interface and settings shall be.
    tasks:
        Tasks that it shall have; others stay.
    config:
        The labeling config to use instead of the one made of the specification.
    predictions:
        A file of predictions; see :func:`faultmark.remote.predictions.read_predictions`.
    project:
        Its id; found by the specification's title when left away, and created where there is none.
    renames, orphans, backup:
        See :func:`faultmark.remote.migrate.change_remote_interface`.
    dry_run:
        Change nothing, and report what would be.

    Raises
    ------
    ConfigError
        Of bad input, or with the server's own words.
    """
    xml = config or write_xml(spec)
    title = spec.project.title
    if not title and project is None:
        raise ConfigError(
            "deploy.title.missing",
            "The specification gives the project no title.",
            remedies=(Remedy("Add project: {title: …}, or give --title or --project."),),
        )
    found = remote.call("GET", f"api/projects/{project}") if project else find_project(remote, title)
    if found is None:
        if dry_run:
            report = DeployReport(0, remote.url, title, Counter({"project created": 1}), dry_run=True)
            report.changes["tasks created"] = len(tasks)
            return report
        found = remote.call("POST", "api/projects", json={**_settings(spec), "title": title, "label_config": xml})
        report = DeployReport(found["id"], f"{remote.url}/projects/{found['id']}", title)
        report.changes["project created"] = 1
    else:
        report = DeployReport(
            found["id"], f"{remote.url}/projects/{found['id']}", str(found.get("title")), dry_run=dry_run
        )
        # The interface first: where its change is refused, the settings are as they were, too.
        if _differs(xml, str(found.get("label_config", ""))):
            report.interface = change_remote_interface(
                remote, found, xml, renames or Renames(), orphans=orphans, backup=backup, dry_run=dry_run
            )
            report.changes["interface changed"] = 1
            report.refused = dry_run and orphans == "refuse" and bool(report.interface.orphans)
        else:
            report.unchanged["interface"] = 1
        _update_settings(remote, found, spec, report)
    existing = _existing(remote, report.project) if tasks or predictions else {}
    by_key = _tasks(remote, report, tasks, existing, spec.value)
    _predictions(remote, report, tasks, predictions, xml, by_key, existing)
    report.changes = +report.changes
    return report


def _differs(one: str, other: str) -> bool:
    """Whether two configs differ in more than blanks at their ends."""
    return "\n".join(one.split()) != "\n".join(other.split())


def _settings(spec: InterfaceSpec) -> dict[str, Any]:
    project = spec.project
    return {
        "description": project.description,
        "expert_instruction": project.instructions,
        "show_instruction": bool(project.instructions),
        "maximum_annotations": project.overlap,
        "sampling": _SAMPLING[project.sampling],
        "show_collab_predictions": project.predictions,
    }


def _update_settings(remote: Remote, found: Mapping[str, Any], spec: InterfaceSpec, report: DeployReport) -> None:
    """Bring settings to the specification's; what it leaves empty stays as somebody set it."""
    wanted = _settings(spec)
    given = spec.project.model_fields_set
    for key, name in (("description", "description"), ("expert_instruction", "instructions")):
        if name not in given:
            wanted.pop(key)
    if "instructions" not in given:
        wanted.pop("show_instruction")
    for key, name in (
        ("maximum_annotations", "overlap"),
        ("sampling", "sampling"),
        ("show_collab_predictions", "predictions"),
    ):
        if name not in given:
            wanted.pop(key)
    if spec.project.title and spec.project.title != found.get("title"):
        wanted["title"] = spec.project.title
    changed = {key: value for key, value in wanted.items() if found.get(key) != value}
    if not changed:
        report.unchanged["settings"] = 1
        return
    report.changes["settings changed"] = len(changed)
    if not report.dry_run:
        remote.call("PATCH", f"api/projects/{found['id']}", json=changed)


def _existing(remote: Remote, project: int) -> dict[int, dict[str, Any]]:
    """Tasks with their predictions, by id."""
    found = remote.pages("api/tasks", "tasks", project=project, fields="all")
    return {task["id"]: task for task in found}


def _tasks(
    remote: Remote,
    report: DeployReport,
    wanted: Sequence[WantedTask],
    existing: Mapping[int, dict[str, Any]],
    value: str,
) -> dict[str, int]:
    """Create tasks that are missing and update data that differ; return ids by key."""
    noted: dict[str, dict[str, Any]] = {}
    for there in existing.values():
        key = ((there.get("meta") or {}).get(_META) or {}).get("key") or str(there["data"].get(value, there["id"]))
        noted.setdefault(key, there)
    by_key: dict[str, int] = {key: there["id"] for key, there in noted.items()}
    fresh: list[tuple[WantedTask, dict[str, Any]]] = []
    for task in wanted:
        before = noted.get(task.key)
        digest = task.digest
        if before is None:
            fresh.append((task, {_META: {"key": task.key, "sha256": digest}}))
            continue
        data = {**before["data"], **task.data}
        meta = (before.get("meta") or {}).get(_META) or {}
        if digest and meta.get("sha256") != digest and not report.dry_run and task.file is not None:
            data[value] = _upload(remote, report.project, task.file)
        is_same = data == before["data"] and (not digest or meta.get("sha256") == digest)
        report.unchanged["tasks"] += is_same
        report.changes["tasks updated"] += not is_same
        if not is_same and not report.dry_run:
            noted_now = {**(before.get("meta") or {}), _META: {"key": task.key, "sha256": digest}}
            remote.call("PATCH", f"api/tasks/{before['id']}/", json={"data": data, "meta": noted_now})
    report.changes["tasks created"] += len(fresh)
    if report.dry_run:
        return by_key
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        body = []
        for task, meta in batch:
            data = dict(task.data)
            if task.file is not None:
                data[value] = _upload(remote, report.project, task.file)
            body.append({"data": data, "meta": meta})
        answer = remote.call(
            "POST", f"api/projects/{report.project}/import", params={"return_task_ids": "true"}, json=body
        )
        for (task, _), identity in zip(batch, answer.get("task_ids") or (), strict=False):
            by_key[task.key] = identity
    return by_key


def _upload(remote: Remote, project: int, file: Path) -> str:
    """Put a file into the project and return the address that tasks name."""
    with file.open("rb") as stream:
        answer = remote.call(
            "POST",
            f"api/projects/{project}/import",
            params={"commit_to_project": "false"},
            files={"file": (file.name, stream, "text/csv" if file.suffix == ".csv" else "application/octet-stream")},
        )
    identity = answer["file_upload_ids"][0]
    stored = remote.call("GET", f"api/import/file-upload/{identity}")
    return f"/data/{stored['file']}"


def _predictions(  # noqa: PLR0917 - the parts of one deployment
    remote: Remote,
    report: DeployReport,
    tasks: Sequence[WantedTask],
    path: Path | None,
    xml: str,
    by_key: Mapping[str, int],
    existing: Mapping[int, dict[str, Any]],
) -> None:
    wanted = _wanted_predictions(tasks, path, xml, by_key, existing)
    fresh: list[dict[str, Any]] = []
    for key, listed in wanted.items():
        identity = by_key.get(key) or (int(key) if key.isdecimal() else None)
        there = {str(p.get("model_version")): p for p in (existing.get(identity or -1) or {}).get("predictions", ())}
        for prediction in listed:
            before = there.get(str(prediction.get("model_version")))
            if before is None:
                report.changes["predictions created"] += 1
                fresh.append({"task": identity, **prediction})
            elif _same(before.get("result"), prediction["result"]) and before.get("score") == prediction.get("score"):
                report.unchanged["predictions"] += 1
            else:
                report.changes["predictions updated"] += 1
                if not report.dry_run:
                    remote.call("PATCH", f"api/predictions/{before['id']}/", json=prediction)
    if report.dry_run:
        return
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        remote.call("POST", f"api/projects/{report.project}/import/predictions", json=batch)


def _wanted_predictions(
    tasks: Sequence[WantedTask],
    path: Path | None,
    xml: str,
    by_key: Mapping[str, int],
    existing: Mapping[int, dict[str, Any]],
) -> dict[str, list[dict[str, Any]]]:
    wanted: dict[str, list[dict[str, Any]]] = {}
    for task in tasks:
        for prediction in task.predictions:
            wanted.setdefault(task.key, []).append(dict(prediction))
    if path is not None:
        keys = [*by_key, *(task.key for task in tasks if task.key not in by_key), *map(str, existing)]
        for key, listed in read_predictions(path, parse_config(xml), keys).items():
            wanted.setdefault(key, []).extend(listed)
    return wanted


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
