"""``faultmark skill``: the skill folder by which coding agents learn to use Faultmark."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(help="Teach a coding agent to use Faultmark.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def install(
    folder: Annotated[Path, typer.Argument(help="Where the agent looks for skills.", file_okay=False)] = Path(
        ".claude/skills"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
) -> None:
    """Copy the skill (SKILL.md and its references) to where an agent finds it."""
    from faultmark.errors import ConfigError, Place, Remedy

    target = folder / "faultmark"
    if target.exists() and not force:
        raise ConfigError(
            "skill.exists",
            "The skill is there already.",
            place=Place(str(target)),
            remedies=(Remedy("Use --force to replace it."),),
        )
    with resources.as_file(resources.files("faultmark.cli") / "skill_folder") as source:
        part = target.with_name(".faultmark.part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part)
        shutil.rmtree(target, ignore_errors=True)
        part.replace(target)
    typer.echo(f"{target} is written.")


@app.command()
def show() -> None:
    """Print the skill."""
    typer.echo((resources.files("faultmark.cli") / "skill_folder" / "SKILL.md").read_text(encoding="utf-8"), nl=False)
