"""What an agent can do: the same verbs as the command line, with plain values in and out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from faultmark.cli.interface_files import is_xml, sample_of
from faultmark.durable import replace_file
from faultmark.errors import ConfigError, FaultmarkError, Place, Remedy
from faultmark.interface.changes import Renames
from faultmark.interface.drafting import draft_spec
from faultmark.interface.lint import lint_config, lint_predictions, lint_tasks
from faultmark.interface.spec import InterfaceSpec, dump_yaml, parse_spec
from faultmark.interface.xml import read_xml, write_xml

__all__ = ["AgentTools"]


class AgentTools:
    """The tools. Files are named by path below ``root``; nothing outside of it is read or written.

    Parameters
    ----------
    root:
        The folder that an agent works in.
    url, api_key:
        The server that deployments go to where a call names none.
    """

    def __init__(self, root: Path, url: str | None = None, api_key: str | None = None) -> None:
        self._root = root.resolve()
        self._url = url
        self._key = api_key

    def draft(self, brief: str, sample: str | None = None) -> dict[str, Any]:
        """Draft a labeling interface from a plain description.

        ``brief`` says what is measured, what is marked and what is said about each mark. ``sample`` is the path of a
        CSV file as the tasks have it: columns, units and times are then read from it. Returns the specification (YAML),
        the Label Studio config (XML), the words that led to each part, what was assumed, and findings of the checks.
        """
        with sample_of(self._path(sample)) as seen:
            found = draft_spec(brief, seen)
            xml = write_xml(found.spec)
            findings = [entry.as_dict() for entry in lint_config(xml, seen)]
        return {
            "spec": dump_yaml(found.spec),
            "config": xml,
            "domain": found.domain,
            "reasons": [{"part": r.part, "made": r.made, "words": r.words} for r in found.reasons],
            "assumptions": [assumption.text for assumption in found.assumptions],
            "findings": findings,
        }

    def lint(
        self, interface: str, sample: str | None = None, tasks: str | None = None, predictions: str | None = None
    ) -> dict[str, Any]:
        """Check a labeling interface, and task files and predictions against it.

        ``interface`` is the text of a specification or of a Label Studio config. ``sample``, ``tasks`` and
        ``predictions`` are paths. Returns findings with stable codes, places, reasons and fixes; ``ok`` is false when
        there are errors.
        """
        xml = self._config(interface)
        with sample_of(self._path(sample)) as seen:
            found = lint_config(xml, seen)
            if tasks is not None:
                found += [f.in_file(tasks) for f in lint_tasks(self._text(tasks), xml, seen)[0]]
            if predictions is not None:
                found += [f.in_file(predictions) for f in lint_predictions(self._text(predictions), xml, seen)[0]]
        return {
            "ok": not any(entry.severity == "error" for entry in found),
            "findings": [entry.as_dict() for entry in found],
        }

    def preview(self, interface: str, sample: str) -> bytes:
        """Render the actual labeling screen of an interface with a sample file, as a PNG."""
        from faultmark.cli.previewing import render_preview

        path = self._path(sample)
        assert path is not None
        return render_preview(self._spec(interface), path)

    def deploy(
        self,
        interface: str,
        tasks: Sequence[str] = (),
        predictions: str | None = None,
        metadata: str | None = None,
        title: str | None = None,
        project: int | None = None,
        renames: dict[str, Any] | None = None,
        orphans: Literal["refuse", "keep", "drop"] = "refuse",
        dry_run: bool = False,
        to: str | None = None,
        api_key: str | None = None,
    ) -> dict[str, Any]:
        """Create or update a labeling project; the same call again changes nothing.

        ``tasks`` are paths of task files, tables, telemetry files or folders. ``renames`` says what is called otherwise
        in a changed interface: {"labels": {old: new}, "choices": {field: {old: new}}, "fields": {old: new}}. Labels
        that would be orphaned stop it unless ``orphans`` says keep or drop. Try ``dry_run`` first where there are
        labels: its answer says ``refused`` where the real call would be. ``title`` overrides the specification's; a
        project named by its id keeps its own without it.
        ``to`` and ``api_key`` name another server than the one these tools were started for.
        """
        from faultmark.remote.deploy import deploy
        from faultmark.remote.tasks import wanted_tasks

        spec = self._spec(interface)
        if title or project is not None:
            # A project that is named by its id keeps its title: a draft's own would overwrite the one given before.
            given = {**spec.project.model_dump(exclude_unset=True), "title": title or ""}
            spec = spec.model_copy(update={"project": type(spec.project).model_validate(given)})
        report = deploy(
            self._remote(to, api_key),
            spec,
            wanted_tasks([p for p in map(self._path, tasks) if p], spec.value, self._path(metadata)),
            config=interface if is_xml(interface) else None,
            predictions=self._path(predictions),
            project=project,
            renames=Renames.model_validate(renames or {}),
            orphans=orphans,
            backup=self._root / "backups",
            dry_run=dry_run,
        )
        return report.as_dict()

    def import_tasks(
        self,
        project: int,
        tasks: Sequence[str],
        metadata: str | None = None,
        to: str | None = None,
        api_key: str | None = None,
    ) -> dict[str, Any]:
        """Add tasks to a project: paths of task files, tables, telemetry files or folders. Those there stay."""
        return self._into(project, tasks, metadata, None, to, api_key)

    def predict(
        self, project: int, predictions: str, to: str | None = None, api_key: str | None = None
    ) -> dict[str, Any]:
        """Add or replace predictions of a project.

        ``predictions`` is the path of Label Studio's JSON, or of a table with the columns series, start, end, label,
        score, and optionally model_version.
        """
        return self._into(project, (), None, predictions, to, api_key)

    def agreement(self, project: int, to: str | None = None, api_key: str | None = None) -> dict[str, Any]:
        """How far a project's annotators agree: range overlap and matched IoU by task, with the main reason."""
        from faultmark.remote.pull import pull_agreement

        return pull_agreement(self._remote(to, api_key), project)

    def export(self, project: int, out: str, to: str | None = None, api_key: str | None = None) -> dict[str, Any]:
        """Write a project's tasks with annotations and predictions to a JSON file, as Label Studio exports them."""
        from faultmark.remote.pull import pull_export

        path = self._path(out, exists=False)
        assert path is not None
        tasks = pull_export(self._remote(to, api_key), project)
        replace_file(path, json.dumps(tasks, ensure_ascii=False, indent=1).encode())
        return {
            "path": str(path),
            "tasks": len(tasks),
            "annotations": sum(len(t.get("annotations", ())) for t in tasks),
        }

    def _into(
        self,
        project: int,
        tasks: Sequence[str],
        metadata: str | None,
        predictions: str | None,
        to: str | None,
        api_key: str | None,
    ) -> dict[str, Any]:
        from faultmark.remote.deploy import deploy
        from faultmark.remote.tasks import wanted_tasks

        remote = self._remote(to, api_key)
        config = str(remote.call("GET", f"api/projects/{project}").get("label_config", ""))
        spec = read_xml(config).spec
        listed = wanted_tasks([p for p in map(self._path, tasks) if p], spec.value, self._path(metadata))
        report = deploy(remote, spec, listed, config=config, predictions=self._path(predictions), project=project)
        return report.as_dict()

    def _remote(self, url: str | None, key: str | None) -> Any:
        from faultmark.remote.client import connect

        address = url or self._url
        if not address:
            raise ConfigError(
                "deploy.server.unnamed", "No server is named.", remedies=(Remedy("Give to: the server's address."),)
            )
        # A key belongs to its server: ours is never sent to an address that a call names.
        return connect(address, key or (self._key if address == self._url else None))

    def _path(self, name: str | None, *, exists: bool = True) -> Path | None:
        if name is None:
            return None
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root):
            raise ConfigError(
                "agent.path.outside",
                f"{name!r} lies outside of {self._root}.",
                remedies=(Remedy("Name files below the folder that the server was started for (--root)."),),
            )
        if exists and not path.exists():
            there = sorted(entry.name for entry in path.parent.iterdir()) if path.parent.is_dir() else []
            beside = f" Beside it stand {', '.join(there[:12])}{' …' if len(there) > 12 else ''}." if there else ""
            raise ConfigError(
                "agent.path.missing",
                "There is no such file.",
                place=Place(name),
                remedies=(Remedy(f"Paths begin at {self._root}.{beside}"),),
            )
        return path

    def _text(self, name: str) -> str:
        path = self._path(name)
        assert path is not None
        return path.read_text(encoding="utf-8")

    def _config(self, interface: str) -> str:
        return interface if is_xml(interface) else write_xml(parse_spec(interface))

    def _spec(self, interface: str) -> InterfaceSpec:
        return read_xml(interface).spec if is_xml(interface) else parse_spec(interface)


def told(error: FaultmarkError) -> str:
    """An error as JSON, which agents match on."""
    return json.dumps(error.as_dict(), ensure_ascii=False)
