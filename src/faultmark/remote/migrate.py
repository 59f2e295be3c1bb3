"""Change the interface of a project that has labels: in one transaction on Faultmark, step by step elsewhere."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from faultmark.actions.change_interface import orphans_error
from faultmark.errors import FaultmarkError
from faultmark.interface.changes import Migrated, Renames, diff_schemas, migrate_result, union_config
from faultmark.labels.config import parse_config
from faultmark.remote.client import Remote

__all__ = ["InterfaceReport", "change_remote_interface"]

_PATHS = {"annotations": "api/annotations/{}/", "drafts": "api/drafts/{}/", "predictions": "api/predictions/{}/"}


@dataclass
class InterfaceReport:
    """How the interface changed, and what became of the labels."""

    diff: dict[str, list[str]]
    counts: dict[str, int] = field(default_factory=dict)
    orphans: dict[str, int] = field(default_factory=dict)
    backup: str | None = None
    applied: bool = False
    transaction: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return asdict(self)


def change_remote_interface(
    remote: Remote,
    project: Mapping[str, Any],
    xml: str,
    renames: Renames,
    *,
    orphans: str = "refuse",
    backup: Path | None = None,
    dry_run: bool = False,
) -> InterfaceReport:
    """Give a project another labeling config and carry its labels over.

    Parameters
    ----------
    remote, project:
        Where, and the project as the server describes it.
    xml:
        The new config.
    renames:
        What is called otherwise in it.
    orphans:
        What becomes of labels that it has no place for: ``refuse`` to change anything, ``keep`` them as they are, or
        ``drop`` them.
    backup:
        Folder for the backup, which a server that is not a Faultmark cannot write itself.
    dry_run:
        Change nothing.

    Raises
    ------
    ConfigError
        ``interface.labels.orphaned``, or with the server's own words.
    """
    if remote.is_faultmark:
        body = {
            "label_config": xml,
            "renames": renames.model_dump(),
            "orphans": orphans,
            "dry_run": dry_run,
        }
        answer = remote.call("POST", f"faultmark/api/projects/{project['id']}/interface", json=body)
        return InterfaceReport(**answer, transaction=True)
    return _step_by_step(remote, project, xml, renames, orphans, backup or Path.cwd(), dry_run=dry_run)


def _step_by_step(  # noqa: PLR0917 - see above
    remote: Remote,
    project: Mapping[str, Any],
    xml: str,
    renames: Renames,
    orphans: str,
    folder: Path,
    *,
    dry_run: bool,
) -> InterfaceReport:
    before = str(project.get("label_config", ""))
    old, new = parse_config(before), parse_config(xml)
    report = InterfaceReport(diff_schemas(old, new, renames).as_dict())
    counts: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    moved: list[tuple[str, int, Migrated]] = []
    originals: dict[str, list[Any]] = {}
    for kind, identity, result in _results(remote, project["id"]):
        counts[kind] += 1
        migrated = migrate_result(result, old, new, renames, drop=orphans == "drop")
        lost.update(migrated.orphans)
        if migrated.changed:
            counts[f"{kind}_changed"] += 1
            moved.append((kind, identity, migrated))
            originals.setdefault(kind, []).append({"id": identity, "result": result})
    report.counts, report.orphans = dict(counts), dict(lost)
    if lost and orphans == "refuse" and not dry_run:
        raise orphans_error(lost)
    if dry_run:
        return report
    where = f"api/projects/{project['id']}"
    report.backup = str(_write_backup(folder, project["id"], before, originals))
    if moved:
        # Label Studio refuses a config that lacks what labels use, so both hold while they are moved. A run that is
        # broken off can be repeated: what has been moved is not moved again.
        remote.call("PATCH", where, json={"label_config": union_config(before, xml)})
        for kind, identity, migrated in moved:
            remote.call("PATCH", _PATHS[kind].format(identity), json={"result": migrated.items})
    final = xml if orphans != "keep" or not lost else union_config(before, xml)
    remote.call("PATCH", where, json={"label_config": final})
    report.applied = True
    return report


def _results(remote: Remote, project: int) -> Iterator[tuple[str, int, list[Any]]]:
    for task in remote.pages("api/tasks", "tasks", project=project, fields="all"):
        for kind in ("annotations", "predictions"):
            for record in task.get(kind) or ():
                yield kind, record["id"], record.get("result") or []
        for draft in task.get("drafts") or _drafts(remote, task["id"]):
            yield "drafts", draft["id"], draft.get("result") or []


def _drafts(remote: Remote, task: int) -> list[Any]:
    try:
        answer = remote.call("GET", f"api/tasks/{task}/drafts")
    except FaultmarkError:
        return []
    return answer if isinstance(answer, list) else answer.get("results", [])


def _write_backup(folder: Path, project: int, config: str, results: Mapping[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"interface-{project}-{stamp}.json"
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump({"project": project, "label_config": config, **results}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path
