"""``faultmark doctor``: what a telemetry file is like, and the recipe that reads it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from faultmark.cli.files import Changes
from faultmark.durable import replace_file

__all__ = ["doctor"]

_MOST_STUCK = 8

# Options that say what signs mean: where one of several is taken, the others are told too.
_READINGS = {"decimal", "thousands", "units", "time_format"}


def doctor(
    sources: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Telemetry files.", show_default=False)],
    recipe: Annotated[
        Path | None,
        typer.Option(help="Write the recipe of fixes here (.yaml or .json), for one file.", dir_okay=False),
    ] = None,
    changes: Changes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file instead.")] = False,
) -> None:
    """Examine telemetry files: rate, jitter, gaps, duplicates, disorder, zone, stuck sensors, cost, and fixes.

    Nothing is changed. 'faultmark ingest --recipe' applies what --recipe wrote. A fix that the file can be read without
    is offered, and taken with --set.
    """
    from faultmark.actions.examine_file import examine_file
    from faultmark.cli.output import print_error
    from faultmark.cli.recipes import read_changes
    from faultmark.errors import FaultmarkError, Place, Remedy

    if recipe is not None and len(sources) != 1:
        raise FaultmarkError(
            "doctor.recipe.many",
            "A recipe is written for one file.",
            place=Place(str(recipe)),
            remedies=(Remedy("Examine the files one by one, or leave --recipe away."),),
        )
    failed = False
    chosen = read_changes(changes or [])
    for source in sources:
        try:
            found = examine_file(source, peak=_peak, chosen=chosen)
        except FaultmarkError as error:
            failed = True
            if as_json:
                _line({"file": str(source), "fault": error.as_dict()})
            else:
                print_error(error)
            continue
        failed |= found.fault is not None
        if as_json:
            _line(found.as_dict())
        else:
            _show(source, found)
        if recipe is not None and found.fault is None:
            _write(recipe, found.recipe())
    if failed:
        raise typer.Exit(1)


def _pace(rate: float, unit: str) -> str:
    """Samples a second or unit of the axis; where that is less than one, how far apart they are."""
    from faultmark.cli.output import duration

    if rate >= 1:
        return f"{rate:,.6g} a {unit}"
    step = 1 / rate
    return f"one every {duration(step) if unit == 'second' and step >= 60 else f'{step:,.6g} {unit}s'}"


def _peak() -> int:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _line(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _write(path: Path, recipe: dict[str, Any]) -> None:
    import yaml

    text = json.dumps(recipe, indent=1) + "\n" if path.suffix == ".json" else yaml.safe_dump(recipe, sort_keys=False)
    replace_file(path, text.encode())


def _show(source: Path, found: Any) -> None:
    from rich.markup import escape

    from faultmark.cli.output import as_flags, count, data_size, duration, out, print_error

    packed = f", {found.compression}" if found.compression else ""
    out.print(f"[bold]{escape(str(source))}[/]: {found.format}{packed}")
    for fault, options in found.fixes:
        told = ", ".join(f"{name}={value!r}" for name, value in options.items())
        out.print(f"  fault     {escape(f'{fault.place}: {fault.message}')}")
        out.print(f"  fix       {escape(told)}")
        for other in fault.remedies:
            if other.options and dict(other.options) != dict(options) and set(other.options) <= _READINGS:
                out.print(f"  or        {escape(as_flags(other.options))}")
    if found.fault is not None:
        print_error(found.fault)
        return
    channels = f"{count(len(found.channels))} {'channel' if len(found.channels) == 1 else 'channels'}"
    every = "" if found.rate is None else f", {_pace(found.rate, 'second' if found.zone else 'unit')}"
    more = len(found.stuck) - _MOST_STUCK
    rows = [
        ("samples", f"{count(found.rows)} × {channels}{every}"),
        ("from, to", f"{found.first} to {found.last}"),
        ("zone", found.zone),
        ("jitter", f"{100 * found.jitter:.3g}% of the step" if found.jitter else "none"),
        ("gaps", f"{count(found.gaps)}, {count(found.missing_samples)} samples missing" if found.gaps else "none"),
        (
            "repeated",
            f"{count(found.duplicates)} {'time' if found.duplicates == 1 else 'times'}" if found.duplicates else "none",
        ),
        ("order", "rows go back in time" if found.disorder else "in order"),
        *(
            ("stuck", f"{one.channel}: {count(one.samples)} samples at {one.value:g} from {one.start}")
            for one in found.stuck[:_MOST_STUCK]
        ),
        ("stuck", f"{count(more)} more; --json names all" if more > 0 else ""),
        *(("note", notice) for notice in found.notices),
        *(("offer", f"{text} Take it with {as_flags(options)}") for text, options in found.offers),
        ("cost", f"{data_size(found.disk_bytes)} on disk, {data_size(found.peak_bytes)} of memory while read"),
        ("time", f"{duration(found.read_seconds)} to read once, {duration(found.open_seconds)} to open from then on"),
    ]
    for name, value in rows:
        if value:
            out.print(f"  {name:<9} {escape(value)}")
