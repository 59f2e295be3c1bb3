"""``faultmark detect``: proposals for files, as a table, as JSON or as Label Studio predictions, with a picture."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from faultmark.cli.files import DataDir
from faultmark.durable import replace_file

__all__ = ["detect"]

_LIMIT = re.compile(r"^(?P<channel>.+?)\s*(?P<side>[<>])\s*(?P<value>[-+0-9.eE]+)$")


def detect(
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Telemetry files.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
    time_column: Annotated[
        str | None,
        typer.Option(help="Name of the time column, or 'none'. When left away: the first whose name says so."),
    ] = None,
    time_format: Annotated[str | None, typer.Option(help="Format of the time column; ISO 8601 when left away.")] = None,
    separator: Annotated[str, typer.Option(help="Column separator; 'tab' for tabulators.")] = ",",
    columns: Annotated[str | None, typer.Option(help="Channels to look at, separated by commas.")] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(help="An alarm limit, such as 'pressure>9.5' or 'flow<20'; may be repeated.", show_default=False),
    ] = None,
    least: Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out proposals less sure than this.")] = 0.45,
    output: Annotated[
        Literal["table", "json", "predictions"],
        typer.Option("--format", help="json and predictions: one JSON object a file, a line each."),
    ] = "table",
    config: Annotated[
        Path | None,
        typer.Option(help="Labeling config (XML) whose labels and time format predictions use.", exists=True),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Folder to write a picture of each file into, as SVG.", file_okay=False, show_default=False),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(help="Instead of files: a project's id or address, whose tasks get predictions."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="The project's server; this machine's own when left away.")
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(help="The server's API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
    ] = None,
    only_new: Annotated[bool, typer.Option("--only-new", help="Leave tasks with our prediction alone.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a project where it was cancelled.")] = False,
    files: Annotated[
        Path | None,
        typer.Option(help="The server's root of local files, if it is on this machine.", exists=True, file_okay=False),
    ] = None,
    uploads: Annotated[
        Path | None,
        typer.Option(help="The server's media folder, if it is on this machine.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Propose anomalies in telemetry files, or in all tasks of a project.

    Files are read once into the store, as with ingest; what has been read is not read again. Detectors of installed
    packages run along with the built-in ones. One that fails is named, and the others go on. On a project of a
    Faultmark its own background job is started and watched; Ctrl-C cancels it. On another Label Studio the work is
    done here. Proposals become ordinary predictions.
    """
    if project is not None:
        from faultmark.cli.detecting_project import detect_project

        if sources:
            raise typer.BadParameter("name files or a project, not both", param_hint="--project")
        detect_project(
            project,
            to,
            api_key,
            data_dir,
            (files, uploads),
            least=least,
            only_new=only_new,
            resume=resume,
            output=output,
        )
        return
    if not sources:
        raise typer.BadParameter("name at least one file, or a --project", param_hint="FILE…")
    if output == "predictions" and config is None:
        raise typer.BadParameter("predictions need the labeling config that they are for", param_hint="--config")
    from faultmark.actions.ingest_series import IngestOptions
    from faultmark.cli.output import print_error
    from faultmark.errors import FaultmarkError

    options = IngestOptions(
        time_column=None if time_column in (None, "none") else time_column,
        time_format=time_format,
        separator="\t" if separator in ("tab", "\\t") else separator,
    )
    wanted = None if columns is None else [name.strip() for name in columns.split(",")]
    failed = False
    for source in sources:
        try:
            _one(
                source,
                replace(options, time_column=_time_column(source, options, time_column)),
                data_dir,
                wanted,
                limit or [],
                least=least,
                output=output,
                config=config,
                plot=plot,
            )
        except FaultmarkError as error:
            failed = True
            if output == "table":
                print_error(error)
            else:
                _line({"file": str(source), "error": error.as_dict()})
    if failed:
        raise typer.Exit(1)


def _time_column(source: Path, options: Any, asked: str | None) -> str | None:
    from faultmark.cli.ingesting import time_column_of

    if asked is not None:
        return None if asked == "none" else asked
    return time_column_of(source, options) if source.is_file() else None


def _one(
    source: Path,
    options: Any,
    data_dir: Path | None,
    wanted: Sequence[str] | None,
    limits: Sequence[str],
    *,
    least: float,
    output: str,
    config: Path | None,
    plot: Path | None,
) -> None:
    from faultmark.actions.ingest_series import ingest_series
    from faultmark.actions.propose_regions import propose_regions
    from faultmark.cli.output import err, print_error, progress_bar
    from faultmark.detect.registry import composition, installed_detectors
    from faultmark.host.config import load_config
    from faultmark.store.series_store import SeriesStore

    store = SeriesStore(load_config(data_dir=data_dir).store_dir)
    extra, faults = installed_detectors()
    with progress_bar() as bar:
        reading = bar.add_task(f"reading {source.name}", total=None, note="")
        done = ingest_series(
            source,
            options,
            store,
            lambda p: bar.update(reading, completed=p.done_bytes, total=p.total_bytes),
        )
        bar.remove_task(reading)
        looking = bar.add_task(f"looking at {source.name}", total=1.0, note="", unit=None)
        series = store.open(done.series_id)
        names = [channel.name for channel in series.meta.channels]
        found = propose_regions(
            series,
            composition(extra, least=least),
            channels=wanted,
            limits=_limits(limits, names),
            progress=lambda share: bar.update(looking, completed=share),
        )
    if output == "table":
        _show(source, series, found.proposals)
    elif output == "json":
        proposals = [p.as_dict() for p in found.proposals]
        said = [fault.as_dict() for fault in (*faults, *found.faults)]
        _line({"file": str(source), "series": done.series_id, "proposals": proposals, "faults": said})
    else:
        _line(_task(source, series, found.proposals, Path(str(config)).read_text(encoding="utf-8")))
    for fault in (*faults, *found.faults):
        print_error(fault)
    if plot is not None:
        from faultmark.actions.draw_proposals import draw_proposals

        target = plot / f"{source.stem}.svg"
        replace_file(target, draw_proposals(series, found.proposals, source.name, wanted or names).encode())
        err.print(f"picture in {target}")


def _limits(said: Sequence[str], names: Sequence[str]) -> dict[str, list[Any]]:
    from faultmark.detect import Limit

    found: dict[str, list[Any]] = {}
    for text in said:
        match = _LIMIT.match(text.strip())
        if match is None or match["channel"] not in names:
            raise typer.BadParameter(
                f"{text!r} is no limit of a channel; write for example '{names[0]}>9.5' with one of {', '.join(names)}",
                param_hint="--limit",
            )
        found.setdefault(match["channel"], []).append(Limit(float(match["value"]), match["side"] == ">"))
    return found


def _line(value: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _show(source: Path, series: Any, proposals: Sequence[Any]) -> None:
    from faultmark.cli.output import out
    from faultmark.cli.proposal_lines import proposal_lines
    from faultmark.series.time_text import TimeText

    axis = series.meta.axis
    for line in proposal_lines(str(source), proposals, TimeText(None, axis.kind, axis.decimals), out.width):
        out.print(line, soft_wrap=False)


def _task(source: Path, series: Any, proposals: Sequence[Any], config: str) -> dict[str, Any]:
    """A task with its prediction, ready to import."""
    from faultmark.actions.write_prediction import write_prediction
    from faultmark.detect import MODEL_VERSION
    from faultmark.labels.config import parse_config
    from faultmark.labels.times import label_times

    schema = parse_config(config)
    axis = series.axis
    written = write_prediction(proposals, schema, label_times(schema, axis), axis)
    key = schema.object.value_key if schema.object else "csv"
    prediction = {"model_version": MODEL_VERSION, "score": written.score, "result": written.items}
    return {"data": {key: source.name}, "predictions": [prediction]}
