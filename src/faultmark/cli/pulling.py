"""``faultmark pull``: the labels of a project, from any Label Studio, into a file that is kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from faultmark.cli.files import DataDir

__all__ = ["pull"]


def pull(
    project: Annotated[int, typer.Argument(help="Id of the project.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File. [default: labels-PROJECT.jsonl]", show_default=False)
    ] = None,
    labels: Annotated[
        Literal["settled", "annotators", "all"],
        typer.Option(help="What counts; also each annotator's; also every proposal and Label Studio's own JSON."),
    ] = "settled",
    to: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="The server; this machine's own when left away.")
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(help="The server's API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
    ] = None,
    tasks: Annotated[
        Path | None,
        typer.Option(help="With --labels all: also write tasks that any Label Studio imports.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Write a project's labels to a file, one JSON line a task.

    Where the file is there already, only what changed is asked for. It is replaced when all has arrived, else it stays
    as it was.
    """
    from faultmark.cli.output import count, err
    from faultmark.cli.reaching import reach
    from faultmark.remote.importable import write_tasks
    from faultmark.remote.label_pull import pull_labels

    if tasks is not None and labels != "all":
        raise typer.BadParameter("Label Studio's own JSON comes with --labels all.", param_hint="--tasks")
    target = out or Path(f"labels-{project}.jsonl")
    remote = reach(to, api_key, data_dir)
    with err.status("Pulling") as status:
        done = pull_labels(
            remote,
            project,
            target,
            labels,
            report=lambda n: status.update(f"{count(n)} tasks") if n % 500 == 0 else None,
        )
    how = "in all" if done.whole else f"{count(done.changed)} changed since the last pull"
    typer.echo(f"{target}: {count(done.records)} tasks, {how}")
    if tasks is not None:
        typer.echo(f"{tasks}: {count(write_tasks(target, tasks))} tasks to import")
