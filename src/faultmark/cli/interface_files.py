"""Specifications, labeling configs and samples, as the commands' arguments name them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from faultmark.durable import replace_file
from faultmark.errors import ConfigError, Place, Remedy

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from faultmark.interface.sample import Sample
    from faultmark.interface.spec import InterfaceSpec
    from faultmark.labels.schema import LabelSchema

__all__ = ["is_xml", "read_config", "read_spec", "read_text", "sample_of", "write_out"]


def read_text(path: Path) -> str:
    """The text of a file, or of the standard input for ``-``."""
    if str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            "config.file.unreadable",
            "This is not UTF-8 text.",
            place=Place(str(path)),
            remedies=(Remedy("Save it as UTF-8; if it is no text at all, name the specification or labeling config."),),
        ) from error


def is_xml(text: str) -> bool:
    """Whether a text is a labeling config rather than a specification."""
    return text.lstrip().startswith("<")


def read_spec(path: Path) -> InterfaceSpec:
    """Read a specification, or a labeling config as far as a specification can say it."""
    from faultmark.interface.spec import parse_spec
    from faultmark.interface.xml import read_xml

    text = read_text(path)
    return read_xml(text, str(path)).spec if is_xml(text) else parse_spec(text, str(path))


def read_config(path: Path) -> str:
    """Read a labeling config, or write that of a specification."""
    from faultmark.interface.spec import parse_spec
    from faultmark.interface.xml import write_xml

    text = read_text(path)
    return text if is_xml(text) else write_xml(parse_spec(text, str(path)))


def sample_of(path: Path | None, schema: LabelSchema | None = None) -> AbstractContextManager[Sample | None]:
    """The sample, while entered; None where there is none."""
    if path is None:
        return nullcontext(None)
    from faultmark.actions.profile_sample import profile_sample

    return profile_sample(path, schema)


def write_out(text: str, out: Path | None) -> None:
    """Write a text where it is wanted: to a file in one step, or to the terminal."""
    if out is None:
        typer.echo(text, nl=False)
        return
    replace_file(out, text.encode())
    typer.echo(f"{out} is written.", err=True)
