"""What ``faultmark interface lint`` does with its files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import typer

from faultmark import __version__
from faultmark.cli.interface_files import is_xml, read_config, read_text, sample_of, write_out
from faultmark.interface.lint import (
    Finding,
    as_json,
    as_sarif,
    as_text,
    fix_config,
    fix_json,
    lint_config,
    lint_predictions,
    lint_tasks,
)

__all__ = ["lint_files"]

_ROUNDS = 4


def lint_files(
    source: Path,
    sample_path: Path | None,
    tasks: Path | None,
    predictions: Path | None,
    *,
    fmt: Literal["text", "json", "sarif"] = "text",
    fix: bool = False,
    strict: bool = False,
) -> int:
    """Check, mend where asked to, report, and return the exit code."""
    xml = read_config(source)
    own = is_xml(read_text(source)) if str(source) != "-" else False
    found: list[Finding] = []
    with sample_of(sample_path) as sample:
        if fix and own:
            fixed, mended = fix_config(xml, sample)
            if fixed != xml:
                write_out(fixed, source)
                typer.echo(f"{len(mended)} mended in {source}.", err=True)
                xml = fixed
        # A specification has no lines of XML: those of the config made of it are meant.
        name = str(source) if own else f"{source} as XML"
        found += [entry.in_file(name) for entry in lint_config(xml, sample)]
        sound = not any(entry.code == "FM001" for entry in found)
        for path, check in ((tasks, lint_tasks), (predictions, lint_predictions)):
            if path is None or not sound:
                continue
            text = read_text(path)
            listed, fixes = check(text, xml, sample)
            for _ in range(_ROUNDS if fix else 0):
                if not fixes:
                    break
                text = fix_json(text, fixes)
                write_out(text, path)
                listed, fixes = check(text, xml, sample)
            found += [entry.in_file(str(path)) for entry in listed]
    report = as_text(found) if fmt == "text" else as_json(found) if fmt == "json" else as_sarif(found, __version__)
    typer.echo(report, nl=False)
    grave = {"error", "warning"} if strict else {"error"}
    return int(any(entry.severity in grave for entry in found))
