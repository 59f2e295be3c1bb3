"""Recipes of fixes: what ``faultmark doctor`` writes and ``faultmark ingest`` applies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from faultmark.cli.values import parse_pairs
from faultmark.errors import ConfigError, Place, Remedy
from faultmark.store.options import IngestOptions

__all__ = ["read_changes", "read_recipe"]

_WRITE_ONE = Remedy("Write one with 'faultmark doctor FILE --recipe RECIPE.yaml'.")


def read_changes(pairs: Sequence[str]) -> dict[str, Any]:
    """Options of a recipe as they are typed, ``OPTION=VALUE``; what is no JSON is text.

    Raises
    ------
    typer.BadParameter
        For an option that there is not, a value of another kind, or what is no pair.
    """
    changes = parse_pairs(pairs, "--set")
    try:
        IngestOptions.from_dict(changes)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--set") from None
    return changes


def read_recipe(path: Path) -> IngestOptions:
    """Read a recipe, YAML or JSON.

    Raises
    ------
    ConfigError
        ``recipe.invalid`` with what is wrong.
    """
    import yaml

    try:
        # JSON is YAML too.
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(said, dict) or not isinstance(said.get("options"), dict) or said.get("recipe") != 1:
            raise ValueError("It has to say recipe: 1, and options with a value each.")
        return IngestOptions.from_dict(said["options"])
    except FileNotFoundError:
        raise ConfigError(
            "recipe.missing", "There is no such file.", place=Place(str(path)), remedies=(_WRITE_ONE,)
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise ConfigError(
            "recipe.invalid",
            f"This is no recipe: {error}",
            place=Place(str(path)),
            remedies=(_WRITE_ONE,),
        ) from error
