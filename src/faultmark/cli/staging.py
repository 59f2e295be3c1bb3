"""``faultmark source``: telemetry that others stage in a bucket becomes tasks."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from faultmark.cli.files import DataDir
from faultmark.cli.own import open_own

__all__ = ["source_app"]

source_app = typer.Typer(help="Tasks from staged telemetry.", no_args_is_help=True, rich_markup_mode=None)


@source_app.callback()
def _source() -> None:
    """Tasks from staged telemetry."""


@source_app.command("iot")
def iot(
    prefix: Annotated[str, typer.Argument(help="s3://BUCKET/PREFIX, below it thing and date.", show_default=False)],
    project: Annotated[int, typer.Option(help="Id of the project.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Map what AWS IoT Core stages in S3 to tasks: one a machine and day, or run.

    Run it again, by hand or by a timer: new folders become tasks, and folders with late objects are read again.
    """
    open_own(data_dir)
    from faultmark.host.staged_tasks import map_staged

    typer.echo(json.dumps(map_staged(project, prefix).as_dict()))
