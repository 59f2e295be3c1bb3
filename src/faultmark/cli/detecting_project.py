"""``faultmark detect --project``: proposals for all tasks of a project, on our own server or on any Label Studio."""

from __future__ import annotations

import json
from pathlib import Path

import typer

__all__ = ["detect_project"]


def detect_project(
    address: str,
    to: str | None,
    api_key: str | None,
    data_dir: Path | None,
    folders: tuple[Path | None, Path | None],
    *,
    least: float,
    only_new: bool,
    resume: bool,
    output: str,
) -> None:
    """Detect on a project with a progress bar, and say what came of it; ends with 1 where a task failed."""
    from faultmark.cli.output import out, print_error, progress_bar
    from faultmark.cli.reaching import reach
    from faultmark.errors import FaultmarkError
    from faultmark.host.config import load_config
    from faultmark.remote.detection import Workshop, split_address
    from faultmark.remote.detection import detect_project as look
    from faultmark.remote.telemetry import Folders
    from faultmark.store.series_store import SeriesStore

    server, project = split_address(address)
    workshop = Workshop(SeriesStore(load_config(data_dir=data_dir).store_dir), Folders(*folders))
    remote = reach(to or server, api_key, data_dir)
    with progress_bar() as bar:
        looking = bar.add_task(f"project {project}", total=1.0, note="", unit=None)
        try:
            report = look(
                remote,
                project,
                workshop,
                lambda share, words: bar.update(looking, completed=share, description=f"project {project}: {words}"),
                least=least,
                only_new=only_new,
                resume=resume,
            )
        except KeyboardInterrupt:
            typer.echo("Cancelled. What was proposed stays; --resume goes on.", err=True)
            raise typer.Exit(130) from None
    if output == "table":
        out.print(f"{report.done} of {report.total} tasks, {report.proposals} proposals, failed: {report.failed}")
        for moved in report.bars:
            out.print(
                f"least confidence on {moved['channel']}: {moved['least']:.2f} instead of {report.least:.2f}, "
                f"after {moved['verdicts']} verdicts",
                markup=False,
                highlight=False,
            )
        for error in report.errors:
            print_error(FaultmarkError.from_dict({key: value for key, value in error.items() if key != "task"}))
            if "task" in error:
                out.print(f"  on        task {error['task']}")
    else:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    if report.failed:
        raise typer.Exit(1)
