"""What a dataset is made of, as people write it in YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["LabelRule", "Labels", "Recipe", "Splits", "Windows", "read_recipe"]

LabelRule = Literal["any", "majority", "centre", "last"]
Source = Literal["ground_truth", "consensus", "single"]
RANDOM_REFUSED = (
    "a random split puts neighbouring windows of one machine into train and test, so that a model is tested on what it "
    "was trained on; split by machine, run or time"
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Part):
    """Which labels count."""

    file: Path | None = Field(
        default=None, description="A file that `faultmark pull` wrote; else the project is read from the data folder."
    )
    sources: tuple[Source, ...] = Field(
        default=("ground_truth", "consensus", "single"), min_length=1, description="Where settled labels may come from."
    )
    classes: tuple[str, ...] | None = Field(
        default=None, description="Classes to keep, in the order of their codes from 1. Default: all, by name."
    )
    rename: Mapping[str, str] = Field(default_factory=dict, description="Classes that are called otherwise.")
    ignore: tuple[str, ...] = Field(default=(), description="Classes whose samples count as not labeled.")
    min_agreement: float = Field(
        default=0.0, ge=0, le=1, description="Regions with less agreement count as not labeled."
    )
    open: Literal["ignore", "keep"] = Field(
        default="ignore", description="Regions for which only half of the annotators speak."
    )


class Windows(_Part):
    """Windows of equal length for training."""

    length: int = Field(ge=2, le=1_000_000, description="Samples in a window.")
    stride: int = Field(ge=1, description="Samples from one window to the next.")
    rule: LabelRule = Field(
        default="any",
        description="What a window's class is: any (the class with most samples, if any), majority (normal may win), "
        "centre, last (of that sample).",
    )
    min_share: float = Field(
        default=0.0, ge=0, le=1, description="With `any`: least share of the window that the class covers."
    )
    missing: Literal["drop", "keep", "zero"] = Field(
        default="drop", description="Windows with missing samples: left out, kept as NaN, or zero after normalising."
    )
    gaps: Literal["drop", "keep"] = Field(default="drop", description="Windows across a gap in time.")
    normalise: Literal["zscore", "minmax", "none"] = Field(default="zscore", description="Fitted on train alone.")
    formats: tuple[Literal["npz", "parquet"], ...] = Field(default=("npz",), min_length=1)


Share = Annotated[float, Field(gt=0, le=1)]


class Splits(_Part):
    """Who trains and who tests."""

    by: Literal["machine", "run", "time"] = Field(description="What is never shared between two splits.")
    key: str | None = Field(default=None, description="With `run`: the key of the task's data. Default: each task.")
    shares: Mapping[str, Share] = Field(
        default_factory=lambda: {"train": 0.7, "validation": 0.15, "test": 0.15}, description="Split and its share."
    )
    assign: Mapping[str, str] = Field(default_factory=dict, description="Machine or run and the split it goes to.")
    boundaries: tuple[str | int | float, ...] | None = Field(
        default=None, description="With `time`: where each further split begins. Default: by the shares."
    )
    purge: float = Field(default=1.0, ge=1, description="Windows left out between two splits that follow in time.")
    seed: int = Field(default=0, description="Draws which machine or run goes where.")

    @field_validator("by", mode="before")
    @classmethod
    def _no_random(cls, value: object) -> object:
        if value in ("random", "shuffle", "window", "windows"):
            raise ValueError(RANDOM_REFUSED)
        return value

    @model_validator(mode="after")
    def _fits(self) -> Splits:
        if abs(sum(self.shares.values()) - 1) > 1e-6:
            raise ValueError(f"the shares add up to {sum(self.shares.values()):g}, not to 1")
        if "train" not in self.shares:
            raise ValueError("one split is called train: normalisation is fitted on it")
        if unknown := set(self.assign.values()) - set(self.shares):
            raise ValueError(f"assign names {', '.join(sorted(unknown))}, which is no split in shares")
        if self.boundaries is not None and len(self.boundaries) != len(self.shares) - 1:
            raise ValueError(f"{len(self.shares)} splits need {len(self.shares) - 1} boundaries")
        if self.boundaries is not None and self.by != "time":
            raise ValueError("boundaries are for a split by time")
        return self


class Recipe(_Part):
    """A dataset: its labels, its tables, its windows and its splits."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", description="Name of the folder.")
    title: str = Field(default="", description="Heading of the card.")
    description: str = Field(default="", description="What it is for, on the card.")
    project: int | None = Field(default=None, description="Id of the project whose labels are taken.")
    labels: Labels = Field(default_factory=Labels)
    channels: tuple[str, ...] | None = Field(default=None, description="Default: those that every series has.")
    events: tuple[Literal["parquet", "csv", "json"], ...] = Field(
        default=("parquet", "csv", "json"), description="Formats of the events table."
    )
    samples: bool = Field(default=True, description="Per-sample labels joined to the signals, as Parquet.")
    windows: Windows | None = None
    splits: Splits | None = None

    @model_validator(mode="after")
    def _complete(self) -> Recipe:
        if self.project is None and self.labels.file is None:
            raise ValueError("it names neither a project nor a file of labels")
        if self.windows is not None and self.splits is None:
            raise ValueError("windows need splits, else nothing could be fitted on train alone")
        return self


def read_recipe(text: str, name: str = "recipe") -> Recipe:
    """Read a recipe.

    Raises
    ------
    ConfigError
        ``dataset.recipe.unreadable`` with the line, ``dataset.recipe.invalid`` with the field, or
        ``dataset.split.random``.
    """
    try:
        value: Any = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(
            "dataset.recipe.unreadable", f"It is no YAML: {error.problem}.", place=Place(name, line)
        ) from error
    try:
        return Recipe.model_validate(value)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        random = RANDOM_REFUSED in fault["msg"]
        raise ConfigError(
            "dataset.split.random" if random else "dataset.recipe.invalid",
            f"{where or 'The recipe'}: {fault['msg'].removeprefix('Value error, ')}.",
            place=Place(name, _line_of(text, fault["loc"])),
            remedies=(Remedy("Set splits.by to machine, run or time."),) if random else (),
        ) from error


def _line_of(text: str, path: tuple[Any, ...]) -> int | None:
    """The line on which the last key of a path that stands in the text is written."""
    lines, at, found = text.splitlines(), 0, None
    for key in path:
        pattern = re.compile(
            rf"[\s{{,-]*[\"']?{re.escape(str(key))}[\"']?\s*:|.*[{{,]\s*[\"']?{re.escape(str(key))}[\"']?\s*:"
        )
        hit = next((n for n in range(at, len(lines)) if pattern.match(lines[n])), None)
        if hit is None:
            break
        at, found = hit, hit + 1
    return found
