"""``faultmark dataset``: training data from labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from faultmark.cli.files import DataDir

__all__ = ["app"]

app = typer.Typer(help="Training data from labels.", no_args_is_help=True, rich_markup_mode=None)


@app.command("build")
def build(
    recipe: Annotated[Path, typer.Argument(help="A recipe, as YAML.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder that the dataset's folder is put into.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Build a dataset from a recipe: events, per-sample labels, windows, splits, card and manifest.

    The same recipe and labels give the same bytes. A build that was stopped is gone on with.
    """
    import json

    from faultmark.actions.build_dataset import Progress, build_dataset
    from faultmark.cli.output import count, progress_bar
    from faultmark.datasets.recipe import read_recipe
    from faultmark.host.config import load_config
    from faultmark.store.series_store import SeriesStore

    wanted = read_recipe(recipe.read_text(encoding="utf-8"), str(recipe))
    config = load_config(data_dir=data_dir)
    file = wanted.labels.file
    records = _records_in(recipe.parent / file) if file else _records_of(data_dir, int(wanted.project or 0))
    with progress_bar() as bar:
        shown = bar.add_task(wanted.name, total=None, note="", unit="samples")

        def report(progress: Progress) -> None:
            bar.update(shown, completed=progress.done, total=progress.total, description=progress.stage)

        built = build_dataset(wanted, records, SeriesStore(config.store_dir), out, report)
    if as_json:
        value = {"path": str(built.path), "digest": built.digest, "reused": built.reused, "counts": built.counts}
        typer.echo(json.dumps(value, ensure_ascii=False))
        return
    events = sum(built.counts["events"].values())
    windows = sum(sum(found.values()) for found in built.counts["windows"].values())
    how = "was there already" if built.reused else f"{count(events)} events, {count(windows)} windows"
    typer.echo(f"{built.path}: {how}")


def _records_in(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file that was pulled."""
    import json

    from faultmark.errors import ConfigError, Place, Remedy

    ended = False
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                value = json.loads(line)
                kind = value.get("kind")
            except (ValueError, AttributeError) as error:
                raise ConfigError(
                    "dataset.labels.unreadable",
                    "The line is no label record.",
                    place=Place(str(path), number),
                    remedies=(Remedy("Pull the labels again: faultmark pull PROJECT."),),
                ) from error
            ended = kind == "end"
            if kind is None:
                yield value
    if not ended:
        raise ConfigError(
            "dataset.labels.cut_off", "The file has no last line.", place=Place(str(path)),
            remedies=(Remedy("Pull the labels again: faultmark pull PROJECT."),),
        )  # fmt: skip


def _records_of(data_dir: Path | None, project: int) -> Iterator[dict[str, Any]]:
    """The records of a project of this machine's own data folder."""
    from faultmark.cli.own import open_own

    open_own(data_dir)
    from faultmark.web.label_stream import project_records

    return project_records(project, "settled")
