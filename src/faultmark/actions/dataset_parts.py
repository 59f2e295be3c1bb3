"""What all parts of a dataset are made of: recipe, series, place, names, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faultmark.datasets.events import TaskEvents
from faultmark.datasets.recipe import Recipe
from faultmark.datasets.splits import SplitSeries
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore
from faultmark.store.staging import Staging

__all__ = ["AT_ONCE", "Count", "Parts", "TaskSeries", "add_counts", "in_proportion"]

Count = Callable[[str, int], None]
"""Told what was done, and with how many samples."""

AT_ONCE = 1 << 18
"""Samples that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class TaskSeries(SplitSeries):
    """A labeled task with its series; ``read`` reads its events."""

    read: Callable[[], TaskEvents]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is wanted, from where, where to, names in the order of codes and of columns, and who is told of it."""

    recipe: Recipe
    store: SeriesStore
    stage: Staging
    classes: tuple[str, ...]
    channels: tuple[str, ...]
    count: Count

    @property
    def names(self) -> tuple[str, ...]:
        """What each code is called; 0 is ``normal``."""
        return ("normal", *(name or "no class" for name in self.classes))

    def columns(self, series: Series) -> list[int]:
        """Where the channels stand in a series."""
        names = [channel.name for channel in series.meta.channels]
        return [names.index(name) for name in self.channels]


def in_proportion(count: Count, stage: str, samples: int, of: int) -> Callable[[int], None]:
    """Count ``samples`` little by little, as ``of`` bytes or windows are done."""
    done = told = 0

    def add(more: int) -> None:
        nonlocal done, told
        done += more
        now = samples * done // max(of, 1)
        count(stage, now - told)
        told = now

    return add


def add_counts(into: dict[str, dict[str, int]], found: Mapping[str, Mapping[str, int]]) -> None:
    """Add the samples or windows of each class, split by split, to those that are known."""
    for split, classes in found.items():
        known = into.setdefault(split, {})
        for name, number in classes.items():
            known[name] = known.get(name, 0) + number
