"""``faultmark interface``: draft, check, convert and preview labeling interfaces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from faultmark.cli.interface_files import is_xml, read_spec, read_text, sample_of, write_out
from faultmark.durable import replace_file
from faultmark.errors import FaultmarkError, Place, Remedy

__all__ = ["app"]

_LONGEST_PATH = 255

app = typer.Typer(
    help="Draft, check, convert and preview labeling interfaces.", no_args_is_help=True, rich_markup_mode=None
)
SampleFile = Annotated[
    Path | None, typer.Option("--sample", help="A telemetry file as the tasks have it.", show_default=False)
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write here instead of the terminal.", show_default=False)
]


@app.command()
def schema(out: Out = None) -> None:
    """Print the JSON Schema of a specification."""
    import json

    from faultmark.interface.spec import json_schema

    write_out(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", out)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="A specification or a labeling config; - for the standard input.")],
    to: Annotated[Literal["xml", "yaml", "json"] | None, typer.Option("--to", help="Default: the other kind.")] = None,
    out: Out = None,
) -> None:
    """Turn a specification into a labeling config, or a labeling config into a specification.

    What a specification cannot hold is named, with its line, and left out.
    """
    from faultmark.interface.spec import dump_json, dump_yaml, parse_spec
    from faultmark.interface.xml import read_xml, write_xml

    text = read_text(source)
    wanted = to or ("yaml" if is_xml(text) else "xml")
    if is_xml(text):
        read = read_xml(text, str(source))
        for entry in read.uncovered:
            typer.echo(f"{source}:{entry.line}: <{entry.tag}>: {entry.message}", err=True)
        spec = read.spec
    else:
        spec = parse_spec(text, str(source))
    write_out({"xml": write_xml, "yaml": dump_yaml, "json": dump_json}[wanted](spec), out)


@app.command()
def lint(
    source: Annotated[Path, typer.Argument(help="A labeling config or a specification; - for the standard input.")],
    sample: SampleFile = None,
    tasks: Annotated[Path | None, typer.Option(help="A task file (JSON) to check as well.", show_default=False)] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Predictions to check as well, JSON or a table.", show_default=False)
    ] = None,
    fmt: Annotated[Literal["text", "json", "sarif"], typer.Option("--format", help="How to report.")] = "text",
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes to the files.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
) -> None:
    """Check a labeling config, and its task files and predictions.

    The exit code is 1 when there are errors, 2 when a file cannot be read. With --sample, times and columns are checked
    against that file; predictions are checked against its samples.
    """
    from faultmark.cli.linting import lint_files

    try:
        code = lint_files(source, sample, tasks, predictions, fmt=fmt, fix=fix, strict=strict)
    except (FaultmarkError, OSError) as error:
        from faultmark.cli.output import print_error

        if isinstance(error, OSError):
            error = FaultmarkError(
                "system",
                f"{error.strerror or error}.",
                place=Place(str(error.filename)),
                remedies=(Remedy("Name a file that can be read."),),
            )
        print_error(error)
        code = 2
    raise typer.Exit(code)


@app.command()
def draft(
    brief: Annotated[
        str, typer.Argument(help="What shall be labeled, in plain English; or a file with it; - for standard input.")
    ],
    sample: SampleFile = None,
    fmt: Annotated[Literal["yaml", "json", "xml"], typer.Option("--format", help="What to write.")] = "yaml",
    out: Out = None,
    explain: Annotated[bool, typer.Option(help="Say on stderr which words led to what, and what was assumed.")] = True,
    model: Annotated[
        str | None,
        typer.Option(help="Let this model draft, at the OpenAI-compatible endpoint --model-url.", show_default=False),
    ] = None,
    model_url: Annotated[
        str | None, typer.Option(envvar="FAULTMARK_MODEL_URL", help="Address of the endpoint.", show_default=False)
    ] = None,
    model_key: Annotated[
        str | None, typer.Option(envvar="FAULTMARK_MODEL_KEY", help="Its API key, if it wants one.", show_default=False)
    ] = None,
) -> None:
    """Draft an interface from a description: offline, and the same each time.

    With a sample, channels, units and times are those of its columns. A model is used only when --model names one. It
    is sent the brief, column names and inferred types, and never a value. Its answer passes the same checks.
    """
    from faultmark.cli.drafting import draft_interface

    # A word with an ending is a file, and so is what is there; everything else is the brief itself.
    names_file = brief == "-" or (" " not in brief.strip() and Path(brief).suffix != "")
    if not names_file and len(brief.encode()) < _LONGEST_PATH and "\n" not in brief:
        names_file = Path(brief).is_file()
    text = read_text(Path(brief)) if names_file else brief
    with sample_of(sample) as seen:
        write_out(draft_interface(text, seen, fmt, explain=explain, model=model, url=model_url, key=model_key), out)


@app.command()
def template(
    name: Annotated[
        str | None, typer.Argument(help="Which; all are listed when left away.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the files; the template's name when left away.")
    ] = None,
) -> None:
    """Write a template: a specification, a small generated sample and its metadata, ready to deploy."""
    from faultmark.cli.templating import TEMPLATES, write_template

    if name is None:
        typer.echo("\n".join(TEMPLATES))
        return
    spec, sample, metadata = write_template(name, out or Path(name))
    typer.echo(f"faultmark deploy {spec} --tasks {sample} --metadata {metadata}")


@app.command()
def preview(
    source: Annotated[Path, typer.Argument(help="A specification or a labeling config.")],
    sample: Annotated[Path, typer.Option(help="A telemetry file as the tasks have it.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The picture to write.")] = Path("preview.png"),
    width: Annotated[int, typer.Option(min=600, help="Pixels.")] = 1600,
    height: Annotated[int, typer.Option(min=400, help="Pixels.")] = 1000,
) -> None:
    """Render the actual labeling screen with a sample to a PNG, on a temporary server of this machine."""
    from faultmark.cli.previewing import render_preview

    picture = render_preview(read_spec(source), sample, width=width, height=height)
    replace_file(out, picture)
    typer.echo(f"{out} is written.", err=True)
