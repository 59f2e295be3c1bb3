"""``faultmark retention``, ``faultmark purge``, ``faultmark person``: what is kept, what is due, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from faultmark.cli.files import DataDir
from faultmark.cli.own import open_own
from faultmark.durable import replace_file

__all__ = ["person_app", "purge", "retention_app"]

retention_app = typer.Typer(help="How long projects keep what.", no_args_is_help=True, rich_markup_mode=None)
person_app = typer.Typer(help="One person's data.", no_args_is_help=True, rich_markup_mode=None)

Project = Annotated[int, typer.Argument(help="Id of the project.", show_default=False)]
Also = Annotated[
    list[str] | None, typer.Option(help="A further name to look for; may be given again.", show_default=False)
]


def _prepare(data_dir: Path | None) -> datetime:
    """Boot; the moment by which everything is decided."""
    open_own(data_dir)
    from django.utils import timezone

    now: datetime = timezone.now()
    return now


def _print(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


@retention_app.command("show")
def show(project: Project, data_dir: DataDir = None) -> None:
    """Print a project's rules and holds."""
    _prepare(data_dir)
    from faultmark.web.retention.policy import policy_json

    _print(policy_json(project))


@retention_app.command("set")
def set_policy(
    project: Project,
    file: Annotated[Path, typer.Argument(help="YAML: a list of rules.", exists=True, dir_okay=False)],
    data_dir: DataDir = None,
) -> None:
    """Replace a project's rules by those of a file."""
    import yaml

    from faultmark.errors import ConfigError, Place

    now = _prepare(data_dir)
    from faultmark.web.api.serializers.retention import RetentionRequestSerializer
    from faultmark.web.retention.policy import policy_json, set_rules

    asked = RetentionRequestSerializer(data={"rules": yaml.safe_load(file.read_text(encoding="utf-8"))})
    if not asked.is_valid():
        raise ConfigError("retention.rules.invalid", f"{json.dumps(asked.errors)}.", place=Place(str(file)))
    set_rules(project, asked.validated_data["rules"], now, None)
    _print(policy_json(project))


@retention_app.command("disclosure")
def disclose(project: Project, data_dir: DataDir = None) -> None:
    """Print what the project tells the people concerned, as Markdown."""
    now = _prepare(data_dir)
    from django.apps import apps

    from faultmark.web.retention.disclosure import disclosure

    title = apps.get_model("projects", "Project").objects.values_list("title", flat=True).get(pk=project)
    typer.echo(disclosure(project, title or f"Project {project}", now), nl=False)


@retention_app.command("hold")
def place_hold(
    project: Project,
    reason: Annotated[str, typer.Argument(help="Why.", show_default=False)],
    task: Annotated[int | None, typer.Option(help="Only this task.", show_default=False)] = None,
    data_dir: DataDir = None,
) -> None:
    """Place a legal hold: nothing that it covers is deleted until it is released."""
    now = _prepare(data_dir)
    from faultmark.web.retention.policy import hold

    typer.echo(f"Hold {hold(project, task, reason, now, None).pk} stands.")


@retention_app.command("release")
def release_hold(
    project: Project,
    hold: Annotated[int, typer.Argument(help="Its number, as `show` prints it.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Release a legal hold."""
    now = _prepare(data_dir)
    from faultmark.web.retention.policy import release

    if not release(project, hold, now, None):
        typer.echo(f"There is no hold {hold} on project {project}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Hold {hold} is released.")


@retention_app.command("audit")
def audit(data_dir: DataDir = None) -> None:
    """Print the audit record as JSON lines, and check that nothing was changed or taken out of it."""
    _prepare(data_dir)
    from faultmark.web.models import AuditEntry
    from faultmark.web.retention.audit import first_fault

    for entry in AuditEntry.objects.order_by("number").values().iterator():
        typer.echo(json.dumps(entry, ensure_ascii=False))
    if (fault := first_fault()) is not None:
        typer.echo(f"Entry {fault} is not what was written, or is missing.", err=True)
        raise typer.Exit(1)


def purge(
    project: Annotated[int | None, typer.Option(help="Only this project.", show_default=False)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Delete nothing; say what is due.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write the report to this file, as JSON.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Delete what is due by the projects' retention rules, and go on with what was cut off.

    The server does the same every day.
    """
    now = _prepare(data_dir)
    from faultmark.cli.output import counted
    from faultmark.web.retention.purge import held_back, plan_report, projects_with_rules, purge_due, resume_purges

    projects = projects_with_rules() if project is None else [project]
    if dry_run:
        done = [{**plan_report(one, now), **held_back(one, now)} for one in projects]
    else:
        done = resume_purges(now)
        for one in projects:
            with counted(f"project {one}") as report_done:
                found = purge_due(one, now, report_done)
            kept = held_back(one, now)
            if found is not None or kept:
                done.append({**(found or {"purge": None, "project": one, "as_of": now.isoformat()}), **kept})
    for said in done:
        for hold in said.get("holds", ()):
            _tell_hold(said["project"], hold)
    if report is not None:
        replace_file(report, json.dumps(done, ensure_ascii=False, indent=1).encode() + b"\n")
    _print(done)


def _tell_hold(project: int, hold: Mapping[str, Any]) -> None:
    what = "all of it" if hold["task"] is None else f"task {hold['task']}"
    said = f"Project {project}: hold {hold['id']} keeps {what} ({hold['reason']})."
    typer.echo(f"{said} To release it: faultmark retention release {project} {hold['id']}", err=True)


@person_app.command("show")
def show_person(
    email: Annotated[str, typer.Argument(show_default=False)], also: Also = None, data_dir: DataDir = None
) -> None:
    """Print what is kept of a person."""
    _prepare(data_dir)
    from faultmark.web.retention.person import person_json

    _print(person_json(email, also or ()))


@person_app.command("delete")
def forget_person(
    email: Annotated[str, typer.Argument(show_default=False)],
    also: Also = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Make a person's data nobody's. Labels stay, and say no more who made them. It cannot be undone."""
    now = _prepare(data_dir)
    from faultmark.web.retention.person import delete_person

    if not yes:
        typer.confirm(f"Delete the data of {email}? This cannot be undone.", abort=True)
    _print(delete_person(email, now, also or ()))
