"""Splits that cannot leak: by machine, by run, or by time with a purged gap."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faultmark.datasets.recipe import Splits
from faultmark.errors import ConfigError, Place, Remedy
from faultmark.series.axis import AxisInfo, TimeAxis
from faultmark.series.time_text import TimeText

__all__ = ["Piece", "SplitSeries", "split_series"]


@dataclass(frozen=True, slots=True)
class SplitSeries:
    """What a split has to know of a task's series."""

    task: int
    series: str
    machine: str
    run: str
    info: AxisInfo
    find: Callable[[], TimeAxis]

    @property
    def axis(self) -> TimeAxis:
        """The axis, opened anew: of many series not all may be open at once."""
        return self.find()


@dataclass(frozen=True, slots=True)
class Piece:
    """The samples ``start <= i < stop`` of a task's series belong to a split."""

    split: str
    start: int
    stop: int


def split_series(members: Sequence[SplitSeries], splits: Splits, window: int) -> dict[int, tuple[Piece, ...]]:
    """Give every task's series to splits; what no piece covers is purged.

    Parameters
    ----------
    members:
        All series, in any order; the result does not depend on it.
    splits:
        The recipe's wish.
    window:
        Length of a window in samples, by which the purged gap is measured.

    Raises
    ------
    ConfigError
        ``dataset.split.…`` where two splits would share telemetry, or one would be empty.
    """
    ordered = sorted(members, key=lambda member: member.task)
    gap = math.ceil(splits.purge * window)
    if splits.by == "time":
        return _by_time(ordered, splits, gap)
    groups: dict[str, list[SplitSeries]] = defaultdict(list)
    for member in ordered:
        name = member.machine if splits.by == "machine" else member.run
        if not name:
            raise ConfigError(
                f"dataset.split.no_{splits.by}",
                f"The task's data name no {splits.by}.",
                place=Place(f"task {member.task}"),
                remedies=(Remedy("Add machine_id to the task's data, or split by time, or by run."),),
            )
        groups[name].append(member)
    chosen = _assign(groups, splits)
    _refuse_shared(ordered, chosen, splits)
    pieces: dict[int, tuple[Piece, ...]] = {}
    for name, part in groups.items():
        for member in part:
            pieces[member.task] = (Piece(chosen[name], 0, member.info.size),)
    return _trimmed(ordered, pieces, gap) if splits.by == "run" else pieces


def _assign(groups: Mapping[str, Sequence[SplitSeries]], splits: Splits) -> dict[str, str]:
    """Each group goes to the split that lacks most, in an order that the seed draws."""
    if unknown := set(splits.assign) - set(groups):
        raise ConfigError(
            "dataset.split.unknown",
            f"splits.assign names {', '.join(sorted(unknown)[:5])}, and there is no such {splits.by}.",
        )
    size = {name: sum(member.info.size for member in part) for name, part in groups.items()}
    total = sum(size.values())
    lacking = {split: share * total for split, share in splits.shares.items()}
    chosen = dict(splits.assign)
    for name, split in chosen.items():
        lacking[split] -= size[name]
    drawn = sorted(
        groups.keys() - chosen.keys(), key=lambda name: hashlib.sha256(f"{splits.seed} {name}".encode()).digest()
    )
    empty = [split for split in splits.shares if split not in chosen.values()]
    for name in drawn:
        # First everybody gets one, or a small share would go without.
        split = empty.pop(0) if empty else max(lacking, key=lambda split: (lacking[split], split))
        chosen[name] = split
        lacking[split] -= size[name]
    if empty:
        raise ConfigError(
            "dataset.split.too_few",
            f"There are {len(groups)} {splits.by}s with telemetry for {len(splits.shares)} splits.",
            remedies=(Remedy("Ask for fewer splits, or split by run or time."),),
        )
    return chosen


def _refuse_shared(members: Iterable[SplitSeries], chosen: Mapping[str, str], splits: Splits) -> None:
    """The same telemetry under two names would be in two splits."""
    owner: dict[str, SplitSeries] = {}
    for member in members:
        other = owner.setdefault(member.series, member)
        names = [m.machine if splits.by == "machine" else m.run for m in (other, member)]
        if chosen[names[0]] != chosen[names[1]]:
            raise ConfigError(
                "dataset.split.shared",
                f"Tasks {other.task} and {member.task} show the same telemetry, and would be in "
                f"{chosen[names[0]]} and {chosen[names[1]]}.",
                remedies=(Remedy(f"Give both the same {splits.by}, or assign both to one split."),),
            )


def _trimmed(
    members: Sequence[SplitSeries], pieces: dict[int, tuple[Piece, ...]], gap: int
) -> dict[int, tuple[Piece, ...]]:
    """Purge the beginning of a run that follows too closely on one of the same machine in another split."""
    by_machine: dict[str, list[SplitSeries]] = defaultdict(list)
    for member in members:
        if member.machine:
            by_machine[member.machine].append(member)
    for part in by_machine.values():
        part.sort(key=lambda m: (m.info.first, m.task))
        for position, later in enumerate(part):
            [piece] = pieces[later.task]
            start = piece.start
            for earlier in part[:position]:
                if pieces[earlier.task][0].split == piece.split:
                    continue
                begins = earlier.info.last + 1 + gap * _step(earlier.info)
                start = max(start, int(later.axis.edges(np.array([begins], np.int64))[0]))
            pieces[later.task] = (Piece(piece.split, min(start, piece.stop), piece.stop),)
    return pieces


def _step(info: AxisInfo) -> int:
    return info.step or max(1, (info.last - info.first) // max(info.size - 1, 1))


def _by_time(members: Sequence[SplitSeries], splits: Splits, gap: int) -> dict[int, tuple[Piece, ...]]:
    kinds = {(m.info.kind, m.info.decimals if m.info.kind == "number" else 0) for m in members}
    if len(kinds) > 1:
        raise ConfigError(
            "dataset.split.axes",
            "The series have different kinds of axis, so that no one moment cuts them all.",
            remedies=(Remedy("Split by machine or run."),),
        )
    names = list(splits.shares)
    edges = _boundaries(members, splits)
    pieces: dict[int, tuple[Piece, ...]] = {}
    for member in members:
        axis = member.axis
        cuts = axis.edges(np.array(edges, np.int64)).tolist()
        # The gap is in time, too: the series of the day before may end at the boundary.
        later = axis.edges(np.array(edges, np.int64) + gap * _step(member.info)).tolist()
        found = []
        for position, split in enumerate(names):
            start = 0
            if position:
                cut = cuts[position - 1]
                start = max(later[position - 1], cut + gap if cut else 0)
            stop = member.info.size if position == len(cuts) else cuts[position]
            if start < stop:
                found.append(Piece(split, start, stop))
        pieces[member.task] = tuple(found)
    for split in names:
        if members and not any(piece.split == split for found in pieces.values() for piece in found):
            raise ConfigError(
                "dataset.split.empty",
                f"Nothing is left for {split}.",
                remedies=(Remedy("Move the boundaries, or purge less; a window is the least."),),
            )
    return pieces


def _boundaries(members: Sequence[SplitSeries], splits: Splits) -> list[int]:
    if not members:
        return []
    info = members[0].info
    if splits.boundaries is not None:
        times = TimeText(None, info.kind, info.decimals)
        try:
            edges = [times.parse(value) for value in splits.boundaries]
        except ValueError as error:
            raise ConfigError("dataset.split.boundary", f"splits.boundaries: {error}") from error
        if edges != sorted(edges):
            raise ConfigError("dataset.split.boundary", "splits.boundaries are not in order.")
        return edges
    first = min(member.info.first for member in members)
    last = max(member.info.last for member in members)
    done, edges = 0.0, []
    for share in list(splits.shares.values())[:-1]:
        done += share
        edges.append(first + round((last - first) * done))
    return edges
