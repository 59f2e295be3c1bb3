"""Change the interface of a project that has labels: in one transaction on Faultmark, step by step elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from faultmark.actions.change_interface import orphans_error
from faultmark.durable import replace_file
from faultmark.errors import FaultmarkError, Remedy
from faultmark.interface.backup import Backup, backup_name
from faultmark.interface.changes import Migrated, Renames, diff_schemas, migrate_result, union_config
from faultmark.labels.config import parse_config
from faultmark.remote.client import Remote

__all__ = ["InterfaceReport", "change_remote_interface", "restore_remote_interface"]

_PATHS = {"annotations": "api/annotations/{}/", "drafts": "api/drafts/{}/", "predictions": "api/predictions/{}/"}
Carry = Callable[[str, int, Sequence[Mapping[str, Any]]], Migrated]


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
        ``interface.labels.orphaned``, or with the server's own words. Nothing is changed then: where a server that is
        not a Faultmark fails half-way, what has been moved is moved back.
    """
    if remote.is_faultmark:
        body = {"label_config": xml, "renames": renames.model_dump()}
        return _in_one(remote, project, body, orphans=orphans, dry_run=dry_run)
    old, new = parse_config(str(project.get("label_config", ""))), parse_config(xml)

    def carry(_kind: str, _identity: int, items: Sequence[Mapping[str, Any]]) -> Migrated:
        return migrate_result(items, old, new, renames, drop=orphans == "drop")

    return _StepByStep(remote, project, xml, renames, orphans).run(carry, backup, dry_run=dry_run)


def restore_remote_interface(
    remote: Remote,
    project: Mapping[str, Any],
    saved: Backup,
    *,
    orphans: str = "refuse",
    backup: Path | None = None,
    dry_run: bool = False,
) -> InterfaceReport:
    """Take a project back to what it was before a change of its interface.

    ``saved`` is the backup that the change wrote; the others are those of :func:`change_remote_interface`. What is now
    is backed up first, so that a restoration can be taken back as well.
    """
    saved = saved.of_project(int(project["id"]))
    if remote.is_faultmark:
        return _in_one(remote, project, {"restore": saved.model_dump()}, orphans=orphans, dry_run=dry_run)
    restorer = saved.restorer()
    now = parse_config(str(project.get("label_config", "")))

    def carry(kind: str, identity: int, items: Sequence[Mapping[str, Any]]) -> Migrated:
        return restorer(now, kind, identity, items, drop=orphans == "drop")

    steps = _StepByStep(remote, project, saved.label_config, restorer.renames, orphans)
    return steps.run(carry, backup, dry_run=dry_run)


def _in_one(
    remote: Remote, project: Mapping[str, Any], body: Mapping[str, Any], *, orphans: str, dry_run: bool
) -> InterfaceReport:
    """The change as Faultmark makes it."""
    path = f"faultmark/api/projects/{project['id']}/interface"
    answer = remote.call("POST", path, json={**body, "orphans": orphans, "dry_run": dry_run})
    return InterfaceReport(**answer, transaction=True)


class _StepByStep:
    """The change through Label Studio's own API, with a backup first and the way back where a step fails."""

    def __init__(self, remote: Remote, project: Mapping[str, Any], xml: str, renames: Renames, orphans: str) -> None:
        self._remote, self._project, self._xml, self._renames, self._orphans = remote, project, xml, renames, orphans
        self._before = str(project.get("label_config", ""))
        self._where = f"api/projects/{project['id']}"

    def run(self, carry: Carry, folder: Path | None, *, dry_run: bool) -> InterfaceReport:
        """Change everything, or nothing."""
        diff = diff_schemas(parse_config(self._before), parse_config(self._xml), self._renames)
        report = InterfaceReport(diff.as_dict())
        counts: Counter[str] = Counter()
        lost: Counter[str] = Counter()
        moved: list[tuple[str, int, Migrated]] = []
        originals: dict[str, list[Any]] = {}
        for kind, identity, result in _results(self._remote, self._project["id"]):
            counts[kind] += 1
            migrated = carry(kind, identity, result)
            lost.update(migrated.orphans)
            if migrated.changed:
                counts[f"{kind}_changed"] += 1
                moved.append((kind, identity, migrated))
                originals.setdefault(kind, []).append({"id": identity, "result": result})
        report.counts, report.orphans = dict(counts), dict(lost)
        if lost and self._orphans == "refuse" and not dry_run:
            raise orphans_error(lost)
        if dry_run:
            return report
        final = self._xml if self._orphans != "keep" or not lost else union_config(self._before, self._xml)
        content = {
            "project": self._project["id"],
            "label_config": self._before,
            "changed_to": self._xml,
            "renames": self._renames.model_dump(),
            "dropped": self._orphans == "drop",
            **originals,
        }
        report.backup = str(_write_backup(folder or Path.cwd(), self._project["id"], content))
        self._apply(moved, originals, final, report.backup)
        report.applied = True
        return report

    def _apply(
        self,
        moved: Sequence[tuple[str, int, Migrated]],
        originals: Mapping[str, Sequence[Mapping[str, Any]]],
        final: str,
        backup: str,
    ) -> None:
        done: list[tuple[str, int]] = []
        try:
            if moved:
                # Label Studio refuses a config that lacks what labels use, so both hold while they are moved.
                self._remote.call("PATCH", self._where, json={"label_config": union_config(self._before, self._xml)})
                for kind, identity, migrated in moved:
                    done.append((kind, identity))
                    self._patch(kind, identity, migrated.items)
                self._recount()
            self._remote.call("PATCH", self._where, json={"label_config": final})
        except FaultmarkError as error:
            raise self._undone(error, done, originals, backup) from error

    def _patch(self, kind: str, identity: int, items: Sequence[Any]) -> None:
        self._remote.call("PATCH", _PATHS[kind].format(identity), json={"result": items})

    def _recount(self) -> None:
        """Label Studio counts what drafts say when they are made, and not when they change; it trusts the count."""
        self._remote.call("POST", f"{self._where}/summary/reset/")

    def _undone(
        self,
        error: FaultmarkError,
        done: Sequence[tuple[str, int]],
        originals: Mapping[str, Sequence[Mapping[str, Any]]],
        backup: str,
    ) -> FaultmarkError:
        """The error, once what was moved is where it was; with what to do where that failed too."""
        before = {(kind, saved["id"]): saved["result"] for kind, listed in originals.items() for saved in listed}
        try:
            for kind, identity in done:
                if self._remote.call("GET", _PATHS[kind].format(identity))["result"] != before[kind, identity]:
                    self._patch(kind, identity, before[kind, identity])
            self._recount()
            self._remote.call("PATCH", self._where, json={"label_config": self._before})
        except FaultmarkError:
            remedy = Remedy(f"When the server answers again: faultmark restore {backup}")
            said = f"{error.message} The change is half made, and could not be taken back."
        else:
            remedy = Remedy("Nothing was changed. Mend the cause and deploy again.")
            said = error.message
        return type(error)(
            error.code, said, place=error.place, expected=error.expected, remedies=(*error.remedies, remedy)
        )


def _results(remote: Remote, project: int) -> Iterator[tuple[str, int, list[Any]]]:
    for task in remote.pages("api/tasks", "tasks", project=project, fields="all"):
        for kind in ("annotations", "predictions"):
            for record in task.get(kind) or ():
                yield kind, record["id"], record.get("result") or []
        for draft in task.get("drafts") or _drafts(remote, task["id"]):
            yield "drafts", draft["id"], draft.get("result") or []


def _drafts(remote: Remote, task: int) -> list[Any]:
    answer = remote.call("GET", f"api/tasks/{task}/drafts")
    return answer if isinstance(answer, list) else answer.get("results", [])


def _write_backup(folder: Path, project: int, content: Mapping[str, Any]) -> Path:
    path = folder / backup_name(project)
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())
    return path
