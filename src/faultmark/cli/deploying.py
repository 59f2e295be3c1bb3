"""``faultmark deploy``: a specification, tasks and predictions to a project on any Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from faultmark.cli.files import DataDir

__all__ = ["deploy", "own_address", "own_key"]


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
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="The server; this machine's own when left away.")
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(help="The server's API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
    ] = None,
    project: Annotated[int | None, typer.Option(help="Id of the project; found by title when left away.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the project, instead of the specification's.")] = None,
    rename: Annotated[
        list[str] | None, typer.Option(metavar="OLD=NEW", help="A label that is called otherwise; may be given again.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML with labels, choices, fields and columns that are called otherwise.")
    ] = None,
    orphans: Annotated[
        Literal["refuse", "keep", "drop"], typer.Option(help="What becomes of labels without a place in the interface.")
    ] = "refuse",
    backup: Annotated[Path | None, typer.Option(help="Folder for backups. [default: here]", show_default=False)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Create or update a labeling project; a second run changes nothing and says so.

    A change of interface on a project with annotations is compared first. Labels are carried over, with renames; what
    would be orphaned stops the deployment unless --orphans says what becomes of it. A backup is written before.
    """
    import json

    from faultmark.cli.interface import is_xml, read_spec, read_text
    from faultmark.interface.spec import Project
    from faultmark.remote.client import connect
    from faultmark.remote.deploy import deploy as bring
    from faultmark.remote.tasks import wanted_tasks

    wanted = read_spec(spec)
    text = read_text(spec)
    if title:
        values = {**wanted.project.model_dump(exclude_unset=True), "title": title}
        wanted = wanted.model_copy(update={"project": Project.model_validate(values)})
    listed = wanted_tasks(tasks or [], wanted.value, metadata)
    url, key = to or own_address(data_dir), api_key
    if key is None and to is None:
        key = own_key(data_dir)
    report = bring(
        connect(url, key),
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


def _renames(pairs: list[str], mapping: Path | None) -> Any:
    import yaml
    from pydantic import ValidationError

    from faultmark.cli.interface import read_text
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


def own_address(data_dir: Path | None) -> str:
    """Where this machine's own server answers, by its settings."""
    from faultmark.host.config import load_config

    config = load_config(data_dir=data_dir)
    return config.public_url or f"http://{config.host}:{config.port}"


def own_key(data_dir: Path | None) -> str | None:
    """The key of the first administrator of this machine's own server; takes as long as Label Studio takes to load."""
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config

    boot(load_config(data_dir=data_dir))
    from faultmark.host.users import administrator_token

    return administrator_token()


def _told(report: Any) -> str:
    lines = [f"{report.title}: {report.url}"]
    if report.interface is not None:
        for kind, entries in report.interface.diff.items():
            lines += [f"  {kind:8} {entry}" for entry in entries]
        changed = {k: v for k, v in report.interface.counts.items() if k.endswith("_changed") and v}
        lines += [f"  {count} {kind.removesuffix('_changed')} carried over" for kind, count in changed.items()]
        lines += [f"  orphaned {count} × {name}" for name, count in report.interface.orphans.items()]
        if report.interface.backup:
            lines.append(f"  backup   {report.interface.backup}")
    would = "would be: " if report.dry_run and report.changes else ""
    if report.changes:
        lines.append(would + ", ".join(f"{count} {what}" for what, count in report.changes.items()))
    else:
        same = ", ".join(f"{count} {what}" for what, count in report.unchanged.items() if count)
        lines.append(f"Nothing to change ({same}).")
    return "\n".join(lines) + "\n"
