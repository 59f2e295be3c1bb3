"""``faultmark ingest`` and ``faultmark simulate``: files in and out. Neither loads Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from faultmark.cli.values import parse_count, parse_step, parse_time

__all__ = ["ingest", "simulate"]

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Data folder.", envvar="FAULTMARK_DATA_DIR", show_default=False, file_okay=False),
]

Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="OPTION=VALUE",
        help="Any option of a recipe, such as zone=Europe/Berlin or 'skip_lines=[7]'; may be given again.",
        show_default=False,
    ),
]


def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Telemetry files.", show_default=False)],
    data_dir: DataDir = None,
    time_column: Annotated[
        str | None,
        typer.Option(
            help="Name of the time column (its number from 0 with --headless), or 'none'. "
            "When left away: the first column whose name says time, date or seconds."
        ),
    ] = None,
    time_format: Annotated[
        str | None,
        typer.Option(help="Format of the time column, as %Y-%m-%d %H:%M:%S; ISO 8601 or numbers when left away."),
    ] = None,
    time_of_day: Annotated[
        str | None,
        typer.Option(
            help="Column of the time of day, where the time column holds the date alone; CSV.", show_default=False
        ),
    ] = None,
    separator: Annotated[str, typer.Option(help="Column separator; 'tab' for tabulators.")] = ",",
    headless: Annotated[bool, typer.Option("--headless", help="The first line holds values, not names.")] = False,
    columns: Annotated[
        str | None, typer.Option(help="Channels to take, separated by commas; every numeric column when left away.")
    ] = None,
    sort: Annotated[bool, typer.Option("--sort", help="Put rows that are out of order into order.")] = False,
    drop_duplicates: Annotated[
        bool, typer.Option("--drop-duplicates", help="Keep only the first of several rows with the same time.")
    ] = False,
    encoding: Annotated[str, typer.Option(help="Text encoding.")] = "utf-8",
    decimal: Annotated[str, typer.Option(help="Decimal sign of numbers in text, '.' or ','.")] = ".",
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format", help="csv, parquet, arrow, arrow-stream, json, jsonl or audio; by content when left away."
        ),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(help="Fixes that 'faultmark doctor' wrote; other options come on top.", dir_okay=False),
    ] = None,
    changes: Changes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file instead.")] = False,
) -> None:
    """Check telemetry files and make them ready to open.

    A file is read once, never changed, and kept under the data folder in a form whose views cost the same at any
    length. Every fault names line, column and remedy; the other files of a batch go on.
    """
    from faultmark.actions.ingest_series import IngestOptions
    from faultmark.cli.ingesting import ingest_batch
    from faultmark.cli.recipes import read_changes, read_recipe
    from faultmark.host.config import load_config
    from faultmark.store.series_store import SeriesStore

    def column(text: str) -> str | int:
        return int(text) if headless and text.isdigit() else text

    options = IngestOptions(
        time_column=None if time_column in (None, "none") else column(time_column),
        time_format=time_format,
        time_of_day=None if time_of_day is None else column(time_of_day),
        separator="\t" if separator in ("tab", "\\t") else separator,
        headless=headless,
        columns=None if columns is None else tuple(column(name.strip()) for name in columns.split(",")),
        sort=sort,
        drop_duplicates=drop_duplicates,
        encoding=encoding,
        decimal=decimal,
        format=file_format,
    )
    guess = time_column is None and not headless
    if recipe is not None:
        options = read_recipe(recipe).with_changes(options.chosen())
    options = options.with_changes(read_changes(changes or []))
    guess = guess and options.time_column is None
    store = SeriesStore(load_config(data_dir=data_dir).store_dir)
    if ingest_batch(sources, options, store, guess_time=guess, as_json=as_json):
        raise typer.Exit(1)


def simulate(
    out: Annotated[Path, typer.Argument(help="File to write: .csv or .parquet.", show_default=False, dir_okay=False)],
    samples: Annotated[str, typer.Option(metavar="COUNT", help="For example 86400, 5M, 1e9.")] = "86400",
    step: Annotated[str, typer.Option(metavar="TIME", help="Sampling interval: 1s, 1ms, 5min.")] = "1s",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same file.")] = 7,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="First sample, ISO 8601. Default: Monday 2 March 2026, at 00:00 UTC, at 08:00 for runs below a day.",
            show_default=False,
        ),
    ] = None,
    anomalies: Annotated[
        int | None, typer.Option(min=0, help="How many; about two a day when left away.", show_default=False)
    ] = None,
    wear: Annotated[
        Literal["auto", "fail", "none"],
        typer.Option(help="Bearing failures: in runs of a week or more, in any run, in none."),
    ] = "auto",
    axis: Annotated[Literal["time", "seconds"], typer.Option(help="Times, or seconds from 0.")] = "time",
    machine: Annotated[str, typer.Option(help="Machine id in the metadata.")] = "P-301",
    truth: Annotated[bool, typer.Option(help="Write the ground truth beside the file as .truth.json.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Write the telemetry of a simulated pump.

    Every anomaly in it is known to the sample. Eight channels follow one duty cycle; bearings wear; sensors fail. Up
    to 50 ms the vibration channels carry the waveform, above it their RMS.
    """
    from faultmark.cli.simulating import simulate_file
    from faultmark.simulate import Scenario

    size, interval = parse_count(samples), parse_step(step)
    if start is None:
        first = Scenario(1).start + (8 * 3600 * 10**9 if size * interval < 86_400 * 10**9 else 0)
    else:
        first = parse_time(start)
    scenario = Scenario(
        size, seed=seed, step=interval, start=first, anomalies=anomalies, wear=wear, axis=axis, machine_id=machine
    )
    simulate_file(scenario, out, truth=truth, force=force)
