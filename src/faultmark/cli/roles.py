"""``faultmark members`` and ``faultmark agreement``: the people of a project, and numbers made anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from faultmark.cli.files import DataDir

__all__ = ["agreement_app", "members_app"]

members_app = typer.Typer(help="Who may do what in a project.", no_args_is_help=True, rich_markup_mode=None)
agreement_app = typer.Typer(help="How far annotators agree.", no_args_is_help=True, rich_markup_mode=None)

ProjectId = Annotated[int, typer.Argument(help="Id of the project, as in its address.", show_default=False)]
Email = Annotated[str, typer.Argument(help="A person who may log in.", show_default=False)]


def _prepare(data_dir: Path | None) -> None:
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config

    boot(load_config(data_dir=data_dir))
    from faultmark.host.database import prepare_database

    prepare_database(lambda text: typer.echo(f"{text} …", err=True))


@members_app.command("list")
def list_members(project: ProjectId, data_dir: DataDir = None) -> None:
    """List people with their role, group, and open, returned and finished tasks."""
    _prepare(data_dir)
    from faultmark.web.assignment.assign import members_json

    for member in members_json(project):
        counts = f"{member['open']} open, {member['sent_back']} sent back, {member['done']} done"
        typer.echo(f"{member['email']:<40} {member['role']:<10} {member['group'] or '-':<12} {counts}")


@members_app.command("set")
def set_member(
    project: ProjectId,
    email: Email,
    role: Annotated[Literal["annotator", "reviewer", "manager"], typer.Argument(show_default=False)],
    group: Annotated[str, typer.Option(help="For assignment by group.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Give a person a role in a project, or another one."""
    _prepare(data_dir)
    from faultmark.host.users import give_role

    give_role(project, email, role, group)
    typer.echo(f"{email} is {role} of project {project}.")


@members_app.command("remove")
def remove_member(project: ProjectId, email: Email, data_dir: DataDir = None) -> None:
    """Take a person's role; what he annotated stays."""
    _prepare(data_dir)
    from faultmark.host.users import give_role

    give_role(project, email, None)
    typer.echo(f"{email} has no role in project {project} any more.")


@agreement_app.command("recompute")
def recompute_agreement(
    project: Annotated[int | None, typer.Option(help="Only this project.", show_default=False)] = None,
    data_dir: DataDir = None,
) -> None:
    """Compute the agreement on every task anew, from its annotations alone."""
    _prepare(data_dir)
    from faultmark.web.review.agreement import recompute

    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    done = recompute(project, lambda some, total: typer.echo(f"{some} of {total} tasks", err=True), processes)
    typer.echo(f"{done} tasks computed.")
