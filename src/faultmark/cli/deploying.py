"""``faultmark deploy``: a specification, tasks and predictions to a project on any Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from faultmark.cli.files import DataDir

__all__ = ["deploy", "restore"]

To = Annotated[str | None, typer.Option("--to", metavar="URL", help="The server; this machine's own when left away.")]
ApiKey = Annotated[
    str | None, typer.Option(help="The server's API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
]
Orphans = Annotated[
    Literal["refuse", "keep", "drop"], typer.Option(help="What becomes of labels without a place in the interface.")
]
BackupFolder = Annotated[Path | None, typer.Option(help="Folder for backups. [default: here]", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def deploy(
    spec: Annotated[Path, typer.Argument(help="A specification, or a labeling config.", show_default=False)],
    tasks: Annotated[
        list[Path] | None,
        typer.Option(help="Task file (JSON), table, telemetry file or folder; may be given again.", show_default=False),
    ] = None,
    metadata: Annotated[
        Path | None, typer.Option(help="Table whose columns go into the tasks' data, by file.", show_default=False)
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Label Studio's JSON, or a table with series, start, end, label, score.")
    ] = None,
    to: To = None,
    api_key: ApiKey = None,
    project: Annotated[int | None, typer.Option(help="Id of the project; found by title when left away.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the project, instead of the specification's.")] = None,
    rename: Annotated[
        list[str] | None, typer.Option(metavar="OLD=NEW", help="A label that is called otherwise; may be given again.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML with labels, choices, fields and columns that are called otherwise.")
    ] = None,
    orphans: Orphans = "refuse",
    backup: BackupFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Create or update a labeling project; a second run changes nothing and says so.

    A change of interface on a project with annotations is compared first. Labels are carried over, with renames; what
    would be orphaned stops the deployment unless --orphans says what becomes of it. A backup is written before.
    """
    import json

    from faultmark.cli.interface_files import is_xml, read_spec, read_text
    from faultmark.cli.reaching import reach
    from faultmark.interface.spec import Project
    from faultmark.remote.deploy import deploy as bring
    from faultmark.remote.tasks import wanted_tasks

    wanted = read_spec(spec)
    text = read_text(spec)
    if title:
        values = {**wanted.project.model_dump(exclude_unset=True), "title": title}
        wanted = wanted.model_copy(update={"project": Project.model_validate(values)})
    listed = wanted_tasks(tasks or [], wanted.value, metadata)
    report = bring(
        reach(to, api_key, data_dir),
        wanted,
        listed,
        config=text if is_xml(text) else None,
        predictions=predictions,
        project=project,
        renames=_renames(rename or [], mapping),
        orphans=orphans,
        backup=backup,
        dry_run=dry_run,
    )
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        typer.echo(_told(report), nl=False)


def restore(
    backup_file: Annotated[
        Path, typer.Argument(metavar="BACKUP", help="The file that a change of interface wrote.", show_default=False)
    ],
    to: To = None,
    api_key: ApiKey = None,
    project: Annotated[int | None, typer.Option(help="Id of the project; the backup's own when left away.")] = None,
    orphans: Orphans = "refuse",
    backup: BackupFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Take a project back to what it was before its interface was changed.

    What the change left gets its old content back. What was labeled or edited since is kept and carried back, with the
    renames turned round. What is now is backed up first, so a restoration can be taken back too.
    """
    import json

    from faultmark.cli.interface_files import read_text
    from faultmark.cli.reaching import reach
    from faultmark.interface.backup import read_backup
    from faultmark.remote.migrate import restore_remote_interface

    saved = read_backup(read_text(backup_file), str(backup_file))
    remote = reach(to, api_key, data_dir)
    found = remote.call("GET", f"api/projects/{project or saved.project}")
    report = restore_remote_interface(remote, found, saved, orphans=orphans, backup=backup, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps({"project": found["id"], **report.as_dict()}, ensure_ascii=False))
        return
    lines = [f"{found['title']}: {remote.url}/projects/{found['id']}", *_interface_told(report)]
    same = found.get("label_config") == saved.label_config and not any(
        count for kind, count in report.counts.items() if kind.endswith("_changed")
    )
    done = "would be restored" if dry_run else "restored"
    lines.append("Nothing to restore." if same else f"The interface {done if dry_run else 'is ' + done}.")
    typer.echo("\n".join(lines))


def _renames(pairs: list[str], mapping: Path | None) -> Any:
    import yaml
    from pydantic import ValidationError

    from faultmark.cli.interface_files import read_text
    from faultmark.errors import ConfigError, Place
    from faultmark.interface.changes import Renames

    values: Any = yaml.safe_load(read_text(mapping)) or {} if mapping else {}
    try:
        renames = Renames.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise ConfigError(
            "interface.renames.invalid", f"{where}: {fault['msg']}.", place=Place(str(mapping))
        ) from error
    labels = dict(renames.labels)
    for pair in pairs:
        old, sign, new = pair.partition("=")
        if not sign or not old or not new:
            raise typer.BadParameter(f"{pair!r} is not OLD=NEW", param_hint="--rename")
        labels[old.strip()] = new.strip()
    return renames.model_copy(update={"labels": labels})


def _told(report: Any) -> str:
    lines = [f"{report.title}: {report.url}"]
    if report.interface is not None:
        lines += _interface_told(report.interface)
    would = "would be: " if report.dry_run and report.changes else ""
    if report.changes:
        lines.append(would + ", ".join(_counted(count, what) for what, count in report.changes.items()))
        if report.refused:
            lines.append("It would be refused: rename what would be orphaned (--rename, --mapping), or say --orphans.")
    else:
        same = ", ".join(_counted(count, what) for what, count in report.unchanged.items() if count)
        lines.append(f"Nothing to change ({same}).")
    return "\n".join(lines) + "\n"


def _counted(count: int, what: str) -> str:
    """``2 tasks created``, but ``1 task created``: reports name things in the plural."""
    noun, *rest = what.split()
    return " ".join([str(count), noun.removesuffix("s") if count == 1 else noun, *rest])


def _interface_told(report: Any) -> list[str]:
    lines = [f"  {kind:8} {entry}" for kind, entries in report.diff.items() for entry in entries]
    changed = {k: v for k, v in report.counts.items() if k.endswith("_changed") and v}
    lines += [f"  {_counted(count, kind.removesuffix('_changed'))} carried over" for kind, count in changed.items()]
    lines += [f"  orphaned {count} × {name}" for name, count in report.orphans.items()]
    if report.backup:
        lines.append(f"  backup   {report.backup}")
    return lines
