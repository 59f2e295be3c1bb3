"""``faultmark members`` and ``faultmark agreement``: the people of a project, and numbers made anew."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Annotated, Literal

import typer

from faultmark.cli.files import DataDir
from faultmark.cli.own import open_own

__all__ = ["agreement_app", "members_app"]

members_app = typer.Typer(help="Who may do what in a project.", no_args_is_help=True, rich_markup_mode=None)
agreement_app = typer.Typer(help="How far annotators agree.", no_args_is_help=True, rich_markup_mode=None)

ProjectId = Annotated[int, typer.Argument(help="Id of the project, as in its address.", show_default=False)]
Email = Annotated[str, typer.Argument(help="A person who may log in.", show_default=False)]


@members_app.command("list")
def list_members(project: ProjectId, data_dir: DataDir = None) -> None:
    """List people with their role, group, and open, returned and finished tasks."""
    open_own(data_dir)
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
    open_own(data_dir)
    from faultmark.host.users import give_role

    give_role(project, email, role, group)
    typer.echo(f"{email} is {role} of project {project}.")


@members_app.command("remove")
def remove_member(project: ProjectId, email: Email, data_dir: DataDir = None) -> None:
    """Take a person's role; what he annotated stays."""
    open_own(data_dir)
    from faultmark.host.users import give_role

    give_role(project, email, None)
    typer.echo(f"{email} has no role in project {project} any more.")


@members_app.command("assign")
def assign_tasks(
    project: ProjectId,
    to: Annotated[
        list[str] | None, typer.Option(help="Give them to this person; may be repeated. Else a rule decides.")
    ] = None,
    by: Annotated[
        Literal["load", "machine", "group"],
        typer.Option(help="The rule: fewest tasks, one machine to the same people, or the group that a task names."),
    ] = "load",
    task: Annotated[list[int] | None, typer.Option(help="Only this task; may be repeated.", show_default=False)] = None,
    machine_key: Annotated[str, typer.Option(help="Key of a task's data that names its machine.")] = "",
    group_key: Annotated[str, typer.Option(help="Key of a task's data that names its group.")] = "group",
    data_dir: DataDir = None,
) -> None:
    """Give out a project's tasks, to people or by a rule; never more of one than it has seats."""
    open_own(data_dir)
    from faultmark.host.users import member_id
    from faultmark.web.assignment.assign import assign, assign_by_rule, members_json

    if to:
        given = assign(project, task, [member_id(project, email) for email in to])
    else:
        given = assign_by_rule(project, by, task, machine_key, group_key)
    if not given:
        typer.echo("Nothing given: no task has a free seat for any of them.")
    emails = {member["user"]: member["email"] for member in members_json(project)}
    for person, tasks in sorted(Counter(person for _task, person in given).items()):
        typer.echo(f"{emails[person]:<40} {tasks} given")


@members_app.command("rules")
def show_rules(
    project: ProjectId,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE…", help="Rules to change.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Show what a project allows and asks of its people, such as reservation_minutes; or change it."""
    open_own(data_dir)
    from faultmark.cli.values import parse_pairs
    from faultmark.web.api.rules import change_rules, rules_json

    for name, value in (change_rules(project, parse_pairs(changes)) if changes else rules_json(project)).items():
        typer.echo(f"{name:<24} {json.dumps(value)}")


@agreement_app.command("recompute")
def recompute_agreement(
    project: Annotated[int | None, typer.Option(help="Only this project.", show_default=False)] = None,
    data_dir: DataDir = None,
) -> None:
    """Compute the agreement on every task anew, from its annotations alone."""
    open_own(data_dir)
    from faultmark.cli.output import counted
    from faultmark.web.review.agreement import recompute

    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with counted("tasks") as report:
        done = recompute(project, report, processes)
    typer.echo(f"{done} tasks computed.")
