"""Recipes of fixes: what ``faultmark doctor`` writes and ``faultmark ingest`` applies."""

from __future__ import annotations

from pathlib import Path

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.store.options import IngestOptions

__all__ = ["read_recipe"]


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
        raise ConfigError("recipe.missing", "There is no such file.", place=Place(str(path))) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise ConfigError(
            "recipe.invalid",
            f"This is no recipe: {error}",
            place=Place(str(path)),
            remedies=(Remedy("Write one with 'faultmark doctor FILE --recipe RECIPE.yaml'."),),
        ) from error
